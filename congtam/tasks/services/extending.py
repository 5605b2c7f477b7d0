"""Another deadline: asked for by the holder with a reason, given or refused by the head."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.notifications.services import notify
from congtam.personnel.selectors import superior_of
from congtam.planning.services import asking
from congtam.tasks.choices import TaskState
from congtam.tasks.models import ExtensionRequest, Task
from congtam.tasks.services.judging import set_deadline
from congtam.tasks.services.moving import TaskMovedError, UnusableDeadlineError, check_future, locked, moved
from congtam.values.days import local_day
from congtam.values.refusal import said
from congtam.values.text import shortened

_IN_HAND = (TaskState.ASSIGNED, TaskState.IN_HAND, TaskState.RETURNED)


@transaction.atomic
def ask_extension(*, task_id: int, due_date: date, reason: str, actor: User, at: datetime) -> ExtensionRequest:
    """Ask for another deadline, and tell the head.

    Raises `UnreasonedError`, `UnusableDeadlineError` (past, or not after the deadline in force), `TaskMovedError` when the work is not in its
    holder's hands, `AlreadyAskedError` while an earlier request waits.
    """
    task = locked(task_id)
    if task.state not in _IN_HAND:
        raise moved(task)
    words = said(reason, "lý do đề nghị đổi hạn")
    if due_date <= task.due_date:
        raise UnusableDeadlineError(f"Hạn đề nghị phải sau hạn đang có ({task.due_date:%d/%m/%Y}). Hãy chọn ngày khác.")
    check_future(due_date, at)
    asked = ExtensionRequest(task=task, due_date=due_date, reason=words, asked_by=actor, asked_at=at)
    asking.ask(asked)
    after = {"due_date": due_date.isoformat()}
    record(
        actor=actor, code="tasks.extension_asked", subject=task, at=at, unit_id=task.unit_id, after=after, reason=words
    )
    superior = superior_of(task.holder_id, task.unit_id, local_day(at))
    if superior is not None and superior.person.user is not None:
        _tell(superior.person.user, task, "tasks.extension_asked", f"Đề nghị đổi hạn sang {due_date:%d/%m/%Y}", at)
    return asked


@transaction.atomic
def grant_extension(
    *, request_id: int, due_date: date, reason: str = "", actor: User, at: datetime
) -> ExtensionRequest:
    """Give the deadline asked for, or another day, and tell the holder.

    Raises `TaskMovedError` when somebody answered already or the work is not in its holder's hands, `UnusableDeadlineError`.
    """
    asked = _waiting(request_id)
    why = " ".join(reason.split()) or f"theo đề nghị: {asked.reason}"
    _answer(asked, due_date, reason, actor, at)
    set_deadline(task_id=asked.task_id, due_date=due_date, reason=why, actor=actor, at=at)
    _tell_holder(asked, f"Đã đổi hạn sang {due_date:%d/%m/%Y}", at)
    return asked


@transaction.atomic
def refuse_extension(*, request_id: int, reason: str, actor: User, at: datetime) -> ExtensionRequest:
    """Refuse another deadline with a reason, and tell the holder. Raises `UnreasonedError`, or `TaskMovedError` when somebody answered already."""
    asked = _waiting(request_id)
    _answer(asked, None, said(reason, "lý do không đổi hạn"), actor, at)
    _tell_holder(asked, f"Không đổi hạn, giữ {asked.task.due_date:%d/%m/%Y}", at)
    return asked


def _waiting(request_id: int) -> ExtensionRequest:
    """Return a request that waits, with its task held until the transaction ends."""
    locked(ExtensionRequest.objects.values_list("task_id", flat=True).get(pk=request_id))
    asked = ExtensionRequest.objects.select_related("task__holder__user", "answered_by").get(pk=request_id)
    asking.check_waiting(asked, TaskMovedError)
    return asked


def _answer(asked: ExtensionRequest, granted: date | None, reason: str, actor: User, at: datetime) -> None:
    task, after = asked.task, asking.answer(asked, granted, reason=reason, actor=actor, at=at)
    record(
        actor=actor,
        code="tasks.extension_answered",
        subject=task,
        at=at,
        unit_id=task.unit_id,
        after=after,
        reason=asked.answer_reason,
    )


def _tell_holder(asked: ExtensionRequest, words: str, at: datetime) -> None:
    if asked.task.holder.user is not None:
        _tell(asked.task.holder.user, asked.task, "tasks.extension_answered", words, at)


def _tell(user: User, task: Task, code: str, words: str, at: datetime) -> None:
    url = reverse("tasks:task", args=[task.pk])
    notify(to=[user], code=code, about=task, words=f"{words}: {shortened(task.title)}", url=url, at=at)
