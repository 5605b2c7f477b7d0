"""How a meeting is changed: locked, checked against where it stands, told in the trail. Every act begins and ends here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.meetings.choices import MeetingState
from congtam.meetings.models import Meeting
from congtam.notifications.services import notify
from congtam.values.refusal import RefusedError


class MeetingMovedError(RefusedError):
    """The meeting is no longer where the act expects it; the message says where it is."""


class WrittenMeanwhileError(RefusedError):
    """Somebody else wrote after the page was opened; nothing of his is overwritten."""


BEFORE = (MeetingState.CALLED,)
SITTING = (MeetingState.CALLED, MeetingState.OPEN)
WRITING = (MeetingState.OPEN, MeetingState.CLOSED)


def locked(meeting_id: int, states: Iterable[str]) -> Meeting:
    """Return the meeting, held until the transaction ends; raise `MeetingMovedError` unless it stands in one of `states`."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
    if meeting.state not in set(states):
        raise MeetingMovedError(
            f"Cuộc họp này hiện “{meeting.get_state_display()}” nên thao tác vừa rồi không còn phù hợp. "
            "Không có gì thay đổi. Hãy xem lại trang rồi làm bước tiếp theo."
        )
    return meeting


def check_revision(meeting: Meeting, revision: int) -> None:
    """Raise `WrittenMeanwhileError` when somebody wrote since the page with `revision` was opened; else count this writing."""
    if meeting.revision != revision:
        raise WrittenMeanwhileError(
            "Có người vừa ghi vào cuộc họp này sau khi bạn mở trang. Nội dung của bạn còn nguyên dưới đây; "
            "hãy mở trang cuộc họp ở thẻ khác để xem bản mới, ghép lại rồi ghi lần nữa."
        )
    meeting.revision += 1


def told(  # an act has this many sides, all named
    meeting: Meeting, code: str, *, actor: User | None, at: datetime, reason: str = "", **after: Any
) -> None:
    """Record an act on a meeting in the trail."""
    record(actor=actor, code=code, subject=meeting, at=at, unit_id=meeting.unit_id, after=after or None, reason=reason)


def tell_members(meeting: Meeting, code: str, words: str, *, actor: User, at: datetime) -> None:
    """Tell everybody called who has an account, but the one who did it, in one sentence that leads to the meeting."""
    people = User.objects.filter(person__in=meeting.members.values("person")).exclude(pk=actor.pk)
    notify(
        to=list(people),
        code=code,
        about=meeting,
        words=words,
        url=reverse("meetings:meeting", args=[meeting.pk]),
        at=at,
    )


def when_and_where(meeting: Meeting) -> str:
    """Return the hour, day and place of a meeting in words."""
    starts_at = localtime(meeting.starts_at)
    place = f", {meeting.place}" if meeting.place else ""
    return f"{starts_at:%H:%M} ngày {starts_at:%d/%m/%Y}{place}"
