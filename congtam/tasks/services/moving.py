"""How a task moves: locked, checked against `MOVES`, told in a row. Every act on one task begins and ends here."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.tasks.choices import MOVES, TaskState
from congtam.tasks.models import Deadline, Task, TaskMove
from congtam.values.days import local_day
from congtam.values.refusal import RefusedError


class TaskMovedError(RefusedError):
    """Somebody else (or a second click) was first; the message says who did what and when."""


class UnusableDeadlineError(RefusedError):
    """The deadline is past, not later than the one in force, or missing where one is needed."""


class UnusableQuantityError(RefusedError):
    """The quantity is nothing, or more than is left to do."""


def locked(task_id: int) -> Task:
    """Return the task, held until the transaction ends, so that two people never change it at once."""
    return Task.objects.select_for_update(of=("self",)).get(pk=task_id)


def move(task: Task, state: TaskState, *, actor: User, at: datetime, code: str, note: str = "", **after: Any) -> None:
    """Take a locked task to `state`, save it and tell it in its own rows and in the trail; raise `TaskMovedError` if it may not go there."""
    check_move(task, state)
    before = {"state": task.state}
    task.state = state
    task.moved_date = local_day(at)
    task.save()
    TaskMove.objects.create(task=task, state=state, by=actor, at=at, note=note)
    record(
        actor=actor,
        code=code,
        subject=task,
        at=at,
        unit_id=task.unit_id,
        before=before,
        after={"state": str(state)} | after,
        reason=note,
    )


def check_move(task: Task, state: TaskState) -> None:
    """Raise `TaskMovedError` unless the task may go from where it stands to `state`."""
    if state not in MOVES[task.state]:
        raise moved(task)


def moved(task: Task) -> TaskMovedError:
    """Return the refusal that tells where the task stands now, who brought it there and when."""
    last = task.moves.select_related("by").order_by("-at", "-pk").first()
    who = f"{last.by.full_name} thực hiện lúc {timezone.localtime(last.at):%H:%M %d/%m/%Y}" if last else "chưa rõ ai"
    return TaskMovedError(
        f"Việc này hiện ở bước “{task.get_state_display()}” ({who}) nên thao tác vừa rồi không còn phù hợp. "
        "Không có gì thay đổi. Hãy xem lại trang rồi làm bước tiếp theo."
    )


def give_deadline(task: Task, due_date: date, *, actor: User, at: datetime, reason: str) -> None:
    """Add a later deadline to a locked task; the caller saves it. Raises `UnusableDeadlineError` unless it is later than the one in force."""
    if due_date <= task.due_date:
        raise UnusableDeadlineError(f"Hạn mới phải sau hạn đang có ({task.due_date:%d/%m/%Y}). Hãy chọn ngày khác.")
    check_future(due_date, at)
    Deadline.objects.create(task=task, due_date=due_date, set_at=at, set_by=actor, reason=reason)
    task.due_date = due_date
    task.month = due_date.replace(day=1)


def renew_if_past(task: Task, due_date: date | None, *, actor: User, at: datetime, reason: str) -> None:
    """Give the work a new deadline when it goes back to its holder.

    Raises `UnusableDeadlineError` when the old deadline is past and none is given: nobody should be late by the days the head took to look.
    """
    if due_date is not None:
        give_deadline(task, due_date, actor=actor, at=at, reason=reason)
    elif task.due_date < local_day(at):
        raise UnusableDeadlineError(
            f"Hạn {task.due_date:%d/%m/%Y} đã qua. Hãy đặt hạn mới để người thực hiện làm tiếp."
        )


def check_future(due_date: date, at: datetime) -> None:
    """Raise `UnusableDeadlineError` for a deadline before the day of the act."""
    if due_date < local_day(at):
        raise UnusableDeadlineError(f"Hạn {due_date:%d/%m/%Y} đã qua. Hãy chọn từ hôm nay trở đi.")
