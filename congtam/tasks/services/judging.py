"""What the head does with the work: accepts or returns it, moves its deadline, answers for causes, cancels."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.planning.choices import ExtensionAnswer
from congtam.tasks.choices import OPEN_STATES, CauseAbout, CauseAnswer, TaskState, Verdict
from congtam.tasks.models import HandIn, ObjectiveCause, Task
from congtam.tasks.services.moving import (
    TaskMovedError,
    UnusableQuantityError,
    give_deadline,
    locked,
    move,
    moved,
    renew_if_past,
)
from congtam.values.days import local_day
from congtam.values.refusal import said


@transaction.atomic
def accept_result(  # the head says each of these
    *,
    task_id: int,
    hand_in_id: int,
    quantity: Decimal,
    closes: bool = False,
    due_date: date | None = None,
    actor: User,
    at: datetime,
) -> Task:
    """Accept what was handed in, or a part of it (`quantity`).

    The task is done when all its quantity is accepted, or when the head says that nothing more is expected (`closes`). Else the rest goes back
    to the holder, with a new `due_date` when the old one is past. Raises `TaskMovedError` when another hand-in lies there or none,
    `UnusableQuantityError`, `UnusableDeadlineError`.
    """
    task = locked(task_id)
    waiting = _waiting(task, hand_in_id)
    if not 0 < quantity <= waiting.quantity:
        raise UnusableQuantityError(
            f"Số lượng nghiệm thu phải lớn hơn 0 và không quá số đã nộp ({waiting.quantity.normalize():f})."
        )
    waiting.verdict, waiting.accepted, waiting.judged_at, waiting.judged_by = Verdict.ACCEPTED, quantity, at, actor
    waiting.save()
    task.done += quantity
    task.done_date = local_day(waiting.handed_in_at)
    is_done = closes or task.done >= task.quantity
    if not is_done:
        renew_if_past(task, due_date, actor=actor, at=at, reason="làm tiếp phần còn lại")
    state = TaskState.DONE if is_done else TaskState.IN_HAND
    move(task, state, actor=actor, at=at, code="tasks.result_accepted", hand_in=hand_in_id, quantity=str(quantity))
    return task


@transaction.atomic
def return_for_major_error(
    *, task_id: int, hand_in_id: int, reason: str, due_date: date | None = None, actor: User, at: datetime
) -> Task:
    """Return the work for a major content error; each time takes from the product's quality (điểm b khoản 2 Điều 14 Nghị định 335/2025/NĐ-CP).

    Raises `UnreasonedError`, `TaskMovedError`, and `UnusableDeadlineError` when the deadline is past and no new one is given.
    """
    task = locked(task_id)
    task.fault_count += 1
    return _return(task, hand_in_id, Verdict.MAJOR_ERROR, reason, due_date, actor, at, "tasks.returned_for_error")


@transaction.atomic
def return_for_completion(
    *, task_id: int, hand_in_id: int, reason: str, due_date: date | None = None, actor: User, at: datetime
) -> Task:
    """Return the work to be completed; counts as no error. Raises as `return_for_major_error` does."""
    task = locked(task_id)
    return _return(task, hand_in_id, Verdict.COMPLETION, reason, due_date, actor, at, "tasks.returned_for_completion")


@transaction.atomic
def set_deadline(*, task_id: int, due_date: date, reason: str, actor: User, at: datetime) -> Task:
    """Give the work a later deadline.

    Before the old one fell due it is put off and the old one does not count; afterwards the old one stays missed and the new one counts in its
    own month. Raises `UnreasonedError`, `UnusableDeadlineError`, or `TaskMovedError` when the work is not in its holder's hands.
    """
    task = locked(task_id)
    if task.state not in (TaskState.ASSIGNED, TaskState.IN_HAND, TaskState.RETURNED):
        raise moved(task)
    words = said(reason, "lý do đổi hạn")
    before = task.due_date
    # Whoever waits for another deadline has one now.
    task.extension_requests.filter(answer=ExtensionAnswer.WAITING).update(
        answer=ExtensionAnswer.GRANTED, granted_date=due_date, answered_at=at, answered_by=actor, answer_reason=words
    )
    code = "tasks.deadline_renewed" if before < local_day(at) else "tasks.extended"
    give_deadline(task, due_date, actor=actor, at=at, reason=words)
    task.save()
    record(
        actor=actor,
        code=code,
        subject=task,
        at=at,
        unit_id=task.unit_id,
        before={"due_date": before.isoformat()},
        after={"due_date": due_date.isoformat()},
        reason=words,
    )
    return task


@transaction.atomic
def answer_cause(*, cause_id: int, confirms: bool, reason: str = "", actor: User, at: datetime) -> ObjectiveCause:
    """Confirm or refuse a claimed cause; what is confirmed takes nothing from the marks (điểm b, c khoản 2 Điều 14 Nghị định 335/2025/NĐ-CP).

    A refusal needs a reason (`UnreasonedError`). Raises `TaskMovedError` when somebody answered already.
    """
    task = locked(ObjectiveCause.objects.values_list("task_id", flat=True).get(pk=cause_id))
    cause = ObjectiveCause.objects.select_related("answered_by").get(pk=cause_id)
    if cause.answered_by is not None:
        raise TaskMovedError(
            f"{cause.answered_by.full_name} đã trả lời: {cause.get_answer_display()}. Không có gì thay đổi."
        )
    cause.reason = reason.strip() if confirms else said(reason, "lý do không xác nhận")
    cause.answer = CauseAnswer.CONFIRMED if confirms else CauseAnswer.REFUSED
    cause.answered_at, cause.answered_by = at, actor
    cause.save()
    if confirms and cause.about == CauseAbout.QUALITY:
        task.fault_excused_count += 1
        task.save()
    record(
        actor=actor,
        code="tasks.cause_answered",
        subject=task,
        at=at,
        unit_id=task.unit_id,
        after={"cause": cause.pk, "answer": str(cause.answer)},
        reason=cause.reason,
    )
    return cause


@transaction.atomic
def cancel(*, task_id: int, reason: str, actor: User, at: datetime) -> Task:
    """Cancel work that is no longer to be done: it leaves what was assigned. Raises `UnreasonedError` or `TaskMovedError`."""
    task = locked(task_id)
    words = said(reason, "lý do huỷ")
    move(task, TaskState.CANCELLED, actor=actor, at=at, code="tasks.cancelled", note=words)
    return task


@transaction.atomic
def mark(*, task_id: int, is_key: bool, is_new: bool, is_hard: bool, actor: User, at: datetime) -> Task:
    """Mark open work as key, new or hard. Raises `TaskMovedError` for work that is finished: marks tell what was agreed, not how it went."""
    task = locked(task_id)
    if task.state not in OPEN_STATES:
        raise moved(task)
    before = {"is_key": task.is_key, "is_new": task.is_new, "is_hard": task.is_hard}
    task.is_key, task.is_new, task.is_hard = is_key, is_new, is_hard
    task.save()
    after = {"is_key": is_key, "is_new": is_new, "is_hard": is_hard}
    record(actor=actor, code="tasks.marked", subject=task, at=at, unit_id=task.unit_id, before=before, after=after)
    return task


def _waiting(task: Task, hand_in_id: int) -> HandIn:
    """Return the hand-in the head looked at; raise `TaskMovedError` when it was withdrawn, judged, or another lies there now."""
    waiting = task.hand_ins.filter(pk=hand_in_id, verdict=Verdict.WAITING).first()
    if waiting is None:
        raise moved(task)
    return waiting


def _return(  # the two ways of returning differ in the first few only
    task: Task,
    hand_in_id: int,
    verdict: Verdict,
    reason: str,
    due_date: date | None,
    actor: User,
    at: datetime,
    code: str,
) -> Task:
    waiting = _waiting(task, hand_in_id)
    words = said(reason, "cần sửa hoặc bổ sung những gì")
    waiting.verdict, waiting.judged_at, waiting.judged_by, waiting.reason = verdict, at, actor, words
    waiting.save()
    renew_if_past(task, due_date, actor=actor, at=at, reason=words)
    move(task, TaskState.RETURNED, actor=actor, at=at, code=code, note=words, hand_in=hand_in_id)
    return task
