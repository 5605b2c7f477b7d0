"""From the leader's hands to a judged result: accepting, reporting, filing, judging, changing, stopping."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from congtam.accounts.models import User
from congtam.documents.services import store_upload
from congtam.engine.key_results import KeyResult, ResultRule, key_result
from congtam.key_tasks.choices import RUNNING, KeyTaskState
from congtam.key_tasks.models import KeyTask, KeyTaskChange, KeyTaskJudgement, KeyTaskReport, KeyTaskScheme
from congtam.key_tasks.services.moving import locked, move, moved, told
from congtam.planning.choices import WorkState
from congtam.planning.services import work
from congtam.tasks import services as tasks
from congtam.tasks.choices import EvidenceKind, TaskState
from congtam.tasks.models import Task
from congtam.tasks.selectors import IN_HAND
from congtam.values.days import local_day
from congtam.values.known import given
from congtam.values.refusal import RefusedError, said

# Shares are kept as hundredths of a percent.
_HUNDREDTHS = 100


class UnprovedError(RefusedError):
    """A product was filed with nothing that shows it."""


class UnusableShareError(RefusedError):
    """A share of a result is no percent from 0 to 100."""


class WorsenedError(RefusedError):
    """A change would make the key task harder after the fact."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """How the three sides of a result were found, in percent, and the words for it."""

    quantity: Decimal
    quality: Decimal
    time: Decimal
    words: str


@transaction.atomic
def accept(*, key_task_id: int, actor: User, at: datetime) -> KeyTask:
    """Take a key task on, as its leader, and the work his month counts with it. Raises `KeyTaskMovedError`."""
    key_task = locked(key_task_id)
    move(key_task, KeyTaskState.IN_HAND, actor=actor, at=at, code="key_tasks.accepted")
    for task in _tasks_of(key_task).filter(state=TaskState.ASSIGNED):
        tasks.accept(task_id=task.pk, actor=actor, at=at)
    return key_task


@transaction.atomic
def report(
    *,
    key_task_id: int,
    text: str,
    reached: Decimal | None = None,
    document: str = "",
    upload: "UploadedFile[bytes] | None" = None,
    is_product: bool = False,
    actor: User,
    at: datetime,
) -> KeyTaskReport:
    """Report progress, or file the product (`is_product`), which then waits to be judged.

    A product needs a document's number, a link or a file (`UnprovedError`). Raises `UnreasonedError` without words, `KeyTaskMovedError` unless
    the key task is in its leader's hands.
    """
    key_task = locked(key_task_id)
    if key_task.state != KeyTaskState.IN_HAND:
        raise moved(key_task)
    if is_product and not document.strip() and upload is None:
        raise UnprovedError("Chưa có minh chứng của sản phẩm. Hãy ghi số văn bản, đường dẫn hoặc kèm tệp.")
    made = KeyTaskReport.objects.create(
        key_task=key_task,
        is_product=is_product,
        reached=reached,
        text=said(text, "nội dung báo cáo"),
        document=" ".join(document.split()),
        file=store_upload(uploaded=upload, actor=actor, at=at) if upload else None,
        by=actor,
        at=at,
    )
    if is_product:
        move(key_task, KeyTaskState.FILED, actor=actor, at=at, code="key_tasks.filed", note=made.text)
        _hand_in(key_task, made, actor, at)
    else:
        after = {"reached": None if reached is None else str(reached)}
        told(key_task, actor=actor, at=at, code="key_tasks.progress_reported", after=after, reason=made.text)
    return made


def _tasks_of(key_task: KeyTask) -> QuerySet[Task]:
    """Return the leader's own work that the key task became when it was assigned."""
    return Task.objects.filter(work_item=key_task.work_id, holder=key_task.leader_id)


def _work_in(key_task: KeyTask, *states: WorkState) -> int | None:
    """Return the work of the body that the key task became, when it stands in one of these states."""
    found = key_task.work
    return found.pk if found is not None and found.state in states else None


def _hand_in(key_task: KeyTask, made: KeyTaskReport, actor: User, at: datetime) -> None:
    """Hand the product in for the leader's month as well, so that nobody files it twice; who judges the month accepts it there."""
    text = made.document or f"Nhiệm vụ trọng tâm, báo cáo ngày {local_day(at):%d/%m/%Y}"
    proofs = [tasks.Proof(kind=EvidenceKind.DOCUMENT, text=text)]
    if (open_ := _work_in(key_task, WorkState.OPEN)) is not None:
        work.report_done(work_id=open_, note=made.text, document=text, actor=actor, at=at)
    for task in _tasks_of(key_task).filter(state__in=(TaskState.IN_HAND, TaskState.RETURNED)):
        left = task.quantity - task.done
        tasks.hand_in(task_id=task.pk, quantity=left, proofs=proofs, note=made.text, actor=actor, at=at)


@transaction.atomic
def send_back(*, key_task_id: int, reason: str, actor: User, at: datetime) -> KeyTask:
    """Give a filed product back to be completed. Raises `UnreasonedError`, `KeyTaskMovedError`."""
    key_task = locked(key_task_id)
    if key_task.state != KeyTaskState.FILED:
        raise moved(key_task)
    words = said(reason, "cần bổ sung những gì")
    if (reported := _work_in(key_task, WorkState.REPORTED)) is not None:
        work.return_report(work_id=reported, reason=words, actor=actor, at=at)
    move(key_task, KeyTaskState.IN_HAND, actor=actor, at=at, code="key_tasks.sent_back", note=words)
    return key_task


def rule_of(scheme: KeyTaskScheme) -> ResultRule:
    """Return how a level weighs results."""
    return ResultRule(
        quantity_weight=Fraction(scheme.quantity_weight),
        quality_weight=Fraction(scheme.quality_weight),
        time_weight=Fraction(scheme.time_weight),
        level_1_from=Fraction(scheme.level_1_from),
        level_2_from=Fraction(scheme.level_2_from),
    )


def reckoned(scheme: KeyTaskScheme, judgement: Judgement) -> KeyResult:
    """Return what a judgement comes to under the rules of a level. Raises `UnusableShareError` for anything but percents from 0 to 100."""
    sides = (judgement.quantity, judgement.quality, judgement.time)
    if any(not 0 <= side <= _HUNDREDTHS for side in sides):
        raise UnusableShareError("Mỗi tỷ lệ là từ 0 đến 100 %. Phần vượt mức chỉ ghi trong nhận xét, không cộng thêm.")
    quantity, quality, time = map(Fraction, sides)
    return key_result(rule_of(scheme), quantity=quantity, quality=quality, time=time)


@transaction.atomic
def judge(*, key_task_id: int, judgement: Judgement, reason: str = "", actor: User, at: datetime) -> KeyTaskJudgement:
    """Judge a filed product, or judge it again with a reason; the earlier judgement stays, out of force.

    Raises `UnreasonedError` without words (or, the second time, without a reason), `UnusableShareError`, `KeyTaskMovedError`.
    """
    key_task = locked(key_task_id)
    is_again = key_task.state == KeyTaskState.JUDGED
    if not is_again and key_task.state != KeyTaskState.FILED:
        raise moved(key_task)
    result = reckoned(key_task.round.scheme, judgement)
    why = said(reason, "lý do đánh giá lại") if is_again else ""
    key_task.judgements.filter(is_current=True).update(is_current=False)
    made = KeyTaskJudgement.objects.create(
        key_task=key_task,
        number=key_task.judgements.count() + 1,
        quantity=int(judgement.quantity * _HUNDREDTHS),
        quality=int(judgement.quality * _HUNDREDTHS),
        time=int(judgement.time * _HUNDREDTHS),
        # Cut, not rounded: 89,996 % must not be read as 90 % beside level 2.
        completion=int(result.completion * _HUNDREDTHS),
        level=result.level,
        words=said(judgement.words, "nhận xét về kết quả"),
        reason=why,
        by=actor,
        at=at,
    )
    if is_again:
        after = {"level": made.level, "number": made.number}
        told(key_task, actor=actor, at=at, code="key_tasks.judged_again", after=after, reason=why)
    else:
        move(key_task, KeyTaskState.JUDGED, actor=actor, at=at, code="key_tasks.judged", level=made.level)
        if (reported := _work_in(key_task, WorkState.REPORTED)) is not None:
            work.confirm_done(work_id=reported, note=made.words, actor=actor, at=at)
    return made


@transaction.atomic
def change(
    *, key_task_id: int, values: Mapping[str, object], reason: str, actor: User, at: datetime
) -> list[KeyTaskChange]:
    """Change an approved key task, each changed field told with why, and return the changes.

    `values` gives new values of title, product, measure, standard, quantity and due_date. What makes it harder (an earlier deadline, a larger
    quantity) is refused (`WorsenedError`) once the deadline in force is past or the product is filed, and an earlier deadline never lies in the
    past. Raises `UnreasonedError`, `KeyTaskMovedError` for one that is not running.
    """
    key_task = locked(key_task_id)
    if key_task.state not in RUNNING:
        raise moved(key_task)
    words = said(reason, "lý do điều chỉnh")
    changed = {name: value for name, value in values.items() if getattr(key_task, name) != value}
    _check_not_worse(key_task, changed, local_day(at))
    made = [
        KeyTaskChange(
            key_task=key_task,
            field=name,
            before=_told(getattr(key_task, name)),
            after=_told(value),
            reason=words,
            by=actor,
            at=at,
        )
        for name, value in changed.items()
    ]
    for name, value in changed.items():
        setattr(key_task, name, value)
    key_task.save()
    KeyTaskChange.objects.bulk_create(made)
    if "due_date" in changed:
        _move_deadlines(key_task, words, actor, at)
    before, after = {one.field: one.before for one in made}, {one.field: one.after for one in made}
    told(key_task, actor=actor, at=at, code="key_tasks.changed", before=before, after=after, reason=words)
    return made


def _move_deadlines(key_task: KeyTask, reason: str, actor: User, at: datetime) -> None:
    """Let the work of the body, and the leader's own work where the day is a later one, have the new deadline too."""
    due = given(key_task.due_date)
    if (open_ := _work_in(key_task, WorkState.OPEN)) is not None:
        work.set_deadline(work_id=open_, due_date=due, reason=reason, actor=actor, at=at)
    for task in _tasks_of(key_task).filter(state__in=IN_HAND, due_date__lt=due):
        tasks.set_deadline(task_id=task.pk, due_date=due, reason=reason, actor=actor, at=at)


def _check_not_worse(key_task: KeyTask, changed: Mapping[str, object], on: date) -> None:
    due, quantity = changed.get("due_date", key_task.due_date), changed.get("quantity", key_task.quantity)
    if not isinstance(due, date):
        raise WorsenedError("Nhiệm vụ đã quyết định phải có hạn. Hãy chọn ngày.")
    is_earlier = key_task.due_date is not None and due < key_task.due_date
    is_larger = isinstance(quantity, Decimal) and key_task.quantity is not None and quantity > key_task.quantity
    is_past = key_task.due_date is not None and key_task.due_date < on
    if (is_earlier or is_larger) and (is_past or key_task.state == KeyTaskState.FILED):
        raise WorsenedError(
            "Hạn đã qua hoặc sản phẩm đã nộp: không điều chỉnh theo hướng bất lợi cho người được giao. "
            "Chỉ kéo dài hạn hoặc giảm mức phải đạt được."
        )
    if is_earlier and due < on:
        raise WorsenedError(f"Hạn mới {due:%d/%m/%Y} đã qua. Hãy chọn từ hôm nay trở đi.")


def _told(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return "" if value is None else str(value)


@transaction.atomic
def stop(*, key_task_id: int, reason: str, actor: User, at: datetime) -> KeyTask:
    """Stop a key task that was approved; what was filed is judged instead, and what stops counts neither for nor against anybody. Raises `UnreasonedError`, `KeyTaskMovedError`."""
    key_task = locked(key_task_id)
    words = said(reason, "lý do thôi giao")
    open_ = _work_in(key_task, WorkState.OPEN, WorkState.REPORTED)
    # What a plan asks for goes on without being a key task.
    if open_ is not None and open_ != key_task.planned_as_id:
        work.drop(work_id=open_, reason=words, actor=actor, at=at)
    for task in _tasks_of(key_task).filter(state__in=IN_HAND):
        tasks.cancel(task_id=task.pk, reason=words, actor=actor, at=at)
    move(key_task, KeyTaskState.STOPPED, actor=actor, at=at, code="key_tasks.stopped", note=words)
    return key_task
