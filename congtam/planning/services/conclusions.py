"""Conclusions of meetings become work."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.meetings.choices import ConclusionState, MeetingState
from congtam.meetings.models import Meeting
from congtam.organisation.models import Unit
from congtam.organisation.selectors import using_bodies
from congtam.planning.models import WorkItem
from congtam.planning.services.work import open_from_conclusion
from congtam.values.days import local_day
from congtam.values.refusal import RefusedError


class MinutesNotSignedError(RefusedError):
    """Work is given only by conclusions nobody can still change."""


class NothingToGiveError(RefusedError):
    """None of the conclusions asks for work that is not given yet."""


@transaction.atomic
def give_concluded_work(
    *, meeting_id: int, conclusion_ids: Sequence[int] | None, actor: User, at: datetime
) -> list[WorkItem]:
    """Open the work that conclusions of a meeting ask for, in the meeting's order, and return it; with None all that is not given yet.

    The body is the one whose unit met. Raises `MinutesNotSignedError` before the minutes are signed, `NothingToGiveError` when all is given.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
    if meeting.state != MeetingState.SIGNED:
        raise MinutesNotSignedError("Hãy ký biên bản trước: việc chỉ được giao theo kết luận đã chốt.")
    waiting = meeting.conclusions.filter(is_work=True, state=ConclusionState.OPEN, work_items=None).order_by("position")
    if conclusion_ids is not None:
        waiting = waiting.filter(pk__in=conclusion_ids)
    bodies = using_bodies([meeting.unit_id], local_day(at))
    body = Unit.objects.get(pk=bodies.get(meeting.unit_id, meeting.unit_id))
    made = [open_from_conclusion(conclusion=one, body=body, actor=actor, at=at) for one in waiting]
    if not made:
        raise NothingToGiveError("Kết luận này đã được giao việc hoặc đã kết thúc. Không có gì thay đổi.")
    return made
