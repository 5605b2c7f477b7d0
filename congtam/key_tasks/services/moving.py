"""How a key task moves: locked, checked against `MOVES`, told in a row and in the trail."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.key_tasks.choices import MOVES, KeyTaskState
from congtam.key_tasks.models import KeyTask, KeyTaskMove
from congtam.values.refusal import RefusedError


class KeyTaskMovedError(RefusedError):
    """Somebody else (or a second click) was first; the message says who did what and when."""


class IncompleteProposalError(RefusedError):
    """A proposal lacks what it cannot go on without."""


def locked(key_task_id: int) -> KeyTask:
    """Return the key task, held until the transaction ends, so that two people never change it at once."""
    return KeyTask.objects.select_for_update(of=("self",)).select_related("round__scheme", "block").get(pk=key_task_id)


def move(
    key_task: KeyTask, state: KeyTaskState, *, actor: User, at: datetime, code: str, note: str = "", **after: Any
) -> KeyTaskMove:
    """Take a locked key task to `state`, save it, tell it, and return the move; raise `KeyTaskMovedError` if it may not go there."""
    if state not in MOVES[key_task.state]:
        raise moved(key_task)
    before = {"state": key_task.state}
    key_task.state = state
    key_task.save()
    made = KeyTaskMove.objects.create(key_task=key_task, state=state, by=actor, at=at, note=note)
    told(key_task, actor=actor, at=at, code=code, before=before, after={"state": str(state)} | after, reason=note)
    return made


def told(
    key_task: KeyTask,
    *,
    actor: User,
    at: datetime,
    code: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Tell an act on a key task in the trail of the level that runs it."""
    unit_id = key_task.round.scheme.body_id
    record(actor=actor, code=code, subject=key_task, at=at, unit_id=unit_id, before=before, after=after, reason=reason)


def moved(key_task: KeyTask) -> KeyTaskMovedError:
    """Return the refusal that tells where the key task stands now, who brought it there and when."""
    last = key_task.moves.select_related("by").order_by("-at", "-pk").first()
    who = f" ({last.by.full_name}, {timezone.localtime(last.at):%H:%M %d/%m/%Y})" if last else ""
    return KeyTaskMovedError(
        f"Nhiệm vụ này hiện ở bước “{key_task.get_state_display()}”{who} nên thao tác vừa rồi không còn phù hợp. "
        "Không có gì thay đổi. Hãy xem lại trang rồi làm bước tiếp theo."
    )
