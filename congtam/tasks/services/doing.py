"""What the holder does with the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.documents.services import store_upload
from congtam.tasks.choices import CauseAbout, CauseAnswer, EvidenceKind, TaskState, Verdict
from congtam.tasks.models import Evidence, HandIn, ObjectiveCause, Task
from congtam.tasks.selectors import missed_deadlines
from congtam.tasks.services.moving import UnusableQuantityError, check_move, locked, move, moved
from congtam.values.days import local_day
from congtam.values.refusal import RefusedError, said


class MissingEvidenceError(RefusedError):
    """Nothing proves the work that is handed in."""


class NothingToExcuseError(RefusedError):
    """The cause points at nothing that counts against the holder, or was claimed already."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One piece of evidence as it is brought: a file (`upload`), or a link or document number (`text`)."""

    kind: EvidenceKind
    text: str = ""
    upload: "UploadedFile[bytes] | None" = None


@transaction.atomic
def accept(*, task_id: int, actor: User, at: datetime) -> Task:
    """Take the work in hand. Raises `TaskMovedError` when it no longer waits to be taken."""
    task = locked(task_id)
    if task.state != TaskState.ASSIGNED:
        raise moved(task)
    move(task, TaskState.IN_HAND, actor=actor, at=at, code="tasks.accepted")
    return task


@transaction.atomic
def hand_back(*, task_id: int, reason: str, actor: User, at: datetime) -> Task:
    """Say that one cannot do the work, so that the head gives it to another.

    Its quantity stays in the holder's assigned total and never counts as done (điểm d khoản 1 Điều 18 Nghị định 335/2025/NĐ-CP). Raises
    `UnreasonedError` or `TaskMovedError`.
    """
    task = locked(task_id)
    words = said(reason, "lý do không thể hoàn thành")
    move(task, TaskState.HANDED_BACK, actor=actor, at=at, code="tasks.handed_back", note=words)
    return task


@transaction.atomic
def hand_in(
    *, task_id: int, quantity: Decimal, proofs: Sequence[Proof], note: str = "", actor: User, at: datetime
) -> HandIn:
    """Hand in the work or a part of it with what proves it, and return the hand-in.

    Raises `MissingEvidenceError` without proof, `UnusableQuantityError` for more than is left, `TaskMovedError`, or `UnsafeFileError` of a file.
    """
    task = locked(task_id)
    check_move(task, TaskState.HANDED_IN)
    left = task.quantity - task.done
    if not 0 < quantity <= left:
        raise UnusableQuantityError(f"Số lượng nộp phải lớn hơn 0 và không quá {left.normalize():f} (phần còn lại).")
    if not proofs:
        raise MissingEvidenceError("Hãy kèm ít nhất một minh chứng: tệp, đường dẫn hoặc số văn bản.")
    made = HandIn.objects.create(task=task, quantity=quantity, note=note.strip(), handed_in_at=at, handed_in_by=actor)
    for proof in proofs:
        stored = store_upload(uploaded=proof.upload, actor=actor, at=at) if proof.upload else None
        Evidence.objects.create(hand_in=made, kind=proof.kind, file=stored, text=proof.text.strip())
    move(task, TaskState.HANDED_IN, actor=actor, at=at, code="tasks.handed_in", hand_in=made.pk, quantity=str(quantity))
    return made


@transaction.atomic
def withdraw(*, task_id: int, actor: User, at: datetime) -> Task:
    """Take back what was handed in and not yet judged; for its deadline it is as if it had not been handed in. Raises `TaskMovedError`."""
    task = locked(task_id)
    waiting = task.hand_ins.filter(verdict=Verdict.WAITING).first()
    if waiting is None:
        raise moved(task)
    waiting.verdict, waiting.judged_at, waiting.judged_by = Verdict.WITHDRAWN, at, actor
    waiting.save()
    move(task, TaskState.IN_HAND, actor=actor, at=at, code="tasks.withdrawn", hand_in=waiting.pk)
    return task


@transaction.atomic
def claim_cause(*, task_id: int, about: CauseAbout, of: int, text: str, actor: User, at: datetime) -> ObjectiveCause:
    """Claim an objective cause for a delay (`of`: the deadline) or for a content error (`of`: the hand-in that was returned).

    It excuses nothing until the competent authority confirms it (điểm b, c khoản 2 Điều 14 Nghị định 335/2025/NĐ-CP). Raises
    `NothingToExcuseError` when there is no such delay or error or a claim on it waits or was confirmed, `UnreasonedError` without words.
    """
    task = locked(task_id)
    words = said(text, "nguyên nhân khách quan và minh chứng cho nguyên nhân đó")
    if about == CauseAbout.DELAY:
        missed = missed_deadlines(task_ids=[task.pk], as_of=local_day(at) - timedelta(days=1))
        is_there = any(one.deadline_id == of for one in missed)
        found = {"deadline_id": of}
    else:
        is_there = task.hand_ins.filter(pk=of, verdict=Verdict.MAJOR_ERROR).exists()
        found = {"hand_in_id": of}
    if not is_there:
        raise NothingToExcuseError(
            "Không có lần chậm hoặc lần trả lại vì lỗi nào như vậy. Hãy chọn lại trong danh sách."
        )
    if task.causes.filter(**found).exclude(answer=CauseAnswer.REFUSED).exists():
        raise NothingToExcuseError(
            "Nguyên nhân cho lần này đã được nêu và đang chờ hoặc đã được xác nhận. Không cần nêu lại."
        )
    cause = ObjectiveCause.objects.create(task=task, about=about, text=words, claimed_at=at, claimed_by=actor, **found)
    record(
        actor=actor,
        code="tasks.cause_claimed",
        subject=task,
        at=at,
        unit_id=task.unit_id,
        after={"cause": cause.pk, "about": str(about)},
        reason=words,
    )
    return cause
