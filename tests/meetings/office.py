"""An office that meets: a department with its director, its office, three divisions and their heads."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from congtam.accounts.models import User
from congtam.meetings import services
from congtam.meetings.choices import Attendance, MeetingKind, MemberRole
from congtam.meetings.models import Meeting
from congtam.meetings.services import Called, Details, Line, Mark
from congtam.organisation.models import Unit
from congtam.personnel.choices import Duty
from congtam.personnel.models import Person
from tests import make

NOW = datetime(2026, 3, 9, 1, tzinfo=UTC)


@dataclass(frozen=True)
class House:
    """The department: its director chairs, the office keeps the minutes, three heads come."""

    body: Unit
    divisions: tuple[Unit, ...]
    director: Person
    clerk: Person
    heads: tuple[Person, ...]
    specialist: Person

    @property
    def everybody(self) -> list[Person]:
        """Director and heads: those with a vote."""
        return [self.director, *self.heads]


def house() -> House:
    """Make the department."""
    body = make.body()
    divisions = tuple(make.unit(name, under=body) for name in ("Phòng Tổng hợp", "Phòng Kế hoạch", "Phòng Đê điều"))
    names = ("Phạm Văn Khoa", "Mai Thị Thơm", "Đinh Công Thành")
    clerk = make.officer(make.unit("Văn phòng Sở", under=body), "Phan Văn Út")
    make.duty(clerk, body, Duty.OFFICE)
    return House(
        body=body,
        divisions=divisions,
        director=make.head(body, "Hoàng Minh Sơn", job_title="Giám đốc"),
        clerk=clerk,
        heads=tuple(make.head(unit, name) for unit, name in zip(divisions, names, strict=True)),
        specialist=make.officer(divisions[0], "Trần Văn Đạt"),
    )


def account(who: Person) -> User:
    """The account of somebody who has one."""
    assert who.user is not None
    return who.user


def called(at: House, *, when: datetime = NOW, members: list[Person] | None = None, **values: Any) -> Meeting:
    """A weekly briefing called by the office: the director in the chair, the clerk with the minutes but no vote."""
    voters = at.everybody if members is None else members
    seats = [Called(person_id=at.director.pk, role=MemberRole.CHAIR)]
    seats.append(Called(person_id=at.clerk.pk, role=MemberRole.SECRETARY, has_vote=False))
    seats += [Called(person_id=one.pk) for one in voters if one != at.director]
    details = Details(
        kind=values.pop("kind", MeetingKind.WEEKLY),
        title=values.pop("title", "Giao ban đầu tuần"),
        starts_at=when,
        place="Phòng họp 1",
    )
    values = {"agenda": ["Kết quả tuần", "Việc tuần tới"]} | values
    return services.call_meeting(
        unit=at.body, details=details, members=seats, actor=account(at.clerk), at=when - timedelta(days=2), **values
    )


def opened(at: House, *, away: int = 0, **values: Any) -> Meeting:
    """A meeting being held, to which everybody came but the last `away` of those with a vote."""
    meeting = called(at, **values)
    services.open_meeting(meeting_id=meeting.pk, actor=account(at.clerk), at=meeting.starts_at)
    members = list(meeting.members.order_by("pk"))
    missing = {one.pk for one in [one for one in members if one.has_vote][len(members) - 1 - away :]} if away else set()
    marks = {
        one.pk: Mark(attendance=Attendance.EXCUSED, note="Đi công tác")
        if one.pk in missing
        else Mark(attendance=Attendance.PRESENT)
        for one in members
    }
    services.take_attendance(
        meeting_id=meeting.pk, marks=marks, revision=0, actor=account(at.clerk), at=meeting.starts_at
    )
    meeting.refresh_from_db()
    return meeting


def closed(at: House, *lines: Line, **values: Any) -> Meeting:
    """A meeting that is over, with its conclusions."""
    meeting = opened(at, **values)
    for line in lines:
        services.conclude(meeting_id=meeting.pk, line=line, actor=account(at.clerk), at=meeting.starts_at)
    ended = meeting.starts_at + timedelta(hours=2)
    return services.close_meeting(meeting_id=meeting.pk, ended_at=ended, actor=account(at.clerk), at=ended)


def signed(at: House, *lines: Line, **values: Any) -> Meeting:
    """A meeting whose minutes the chair and the secretary signed."""
    return sign(closed(at, *lines, **values), at)


def sign(meeting: Meeting, at: House, when: datetime | None = None) -> Meeting:
    """Let the secretary and the chair sign the minutes."""
    for who in (at.clerk, at.director):
        meeting = services.sign_minutes(
            meeting_id=meeting.pk, actor=account(who), at=when or meeting.starts_at + timedelta(hours=3)
        )
    return meeting
