"""Meetings as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from congtam.meetings.choices import OVER, Attendance, ConclusionState, MeetingState
from congtam.meetings.models import (
    AgendaItem,
    Ballot,
    Conclusion,
    Meeting,
    MeetingMember,
    MeetingQuerySet,
)
from congtam.organisation.models import UnitState
from congtam.personnel.selectors import Viewer
from congtam.values.days import day_begins, local_day

HELD = OVER


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list of meetings is narrowed to; empty means everything. `month` is any day of a month."""

    unit_id: int | None = None
    kind: str = ""
    month: date | None = None
    words: str = ""


def listed(viewer: Viewer, wanted: Wanted) -> MeetingQuerySet:
    """Return the meetings the viewer may see and asked for, each with how many of its conclusions are not done."""
    meetings = Meeting.objects.visible_to(viewer).told(viewer)
    if wanted.unit_id is not None:
        meetings = meetings.filter(unit=wanted.unit_id)
    if wanted.kind:
        meetings = meetings.filter(kind=wanted.kind)
    if wanted.month is not None:
        first = wanted.month.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        meetings = meetings.filter(starts_at__gte=day_begins(first), starts_at__lt=day_begins(following))
    for word in wanted.words.split():
        meetings = meetings.filter(title__icontains=word)
    waiting = Conclusion.objects.filter(meeting=OuterRef("pk"), state=ConclusionState.OPEN).order_by()
    counted = waiting.values("meeting").annotate(count=Count("*")).values("count")
    return meetings.annotate(waiting_count=Coalesce(Subquery(counted), 0))


def coming(meetings: MeetingQuerySet, on: date) -> MeetingQuerySet:
    """Return those still to be held or not yet put to paper, the next first."""
    is_ahead = Q(state=MeetingState.CALLED, starts_at__gte=day_begins(on)) | Q(state=MeetingState.OPEN)
    return meetings.filter(is_ahead).order_by("starts_at", "pk")


def past(meetings: MeetingQuerySet, on: date) -> MeetingQuerySet:
    """Return the others, latest first; one that was called and whose day has passed is among them."""
    is_ahead = Q(state=MeetingState.CALLED, starts_at__gte=day_begins(on)) | Q(state=MeetingState.OPEN)
    return meetings.exclude(is_ahead).order_by("-starts_at", "-pk")


def day_of(meeting: Meeting) -> date:
    """Return the office's own day on which a meeting begins."""
    return local_day(meeting.starts_at)


def members_of(meeting: Meeting) -> list[MeetingMember]:
    """Return who was called, chair first, then secretary, members in order of names, guests; `signed_at` is when one signed. One query."""
    order = {"chair": 0, "secretary": 1, "member": 2, "guest": 3}
    members = meeting.members.told().order_by("person__sort_key", "pk")
    return sorted(members, key=lambda member: order[member.role])


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """Who came: `voters` were called with a vote, `present` of them came, `quorum` are needed; `called` counts guests too."""

    called: int
    voters: int
    present: int
    excused: int
    absent: int
    unknown: int
    quorum: int

    @property
    def has_quorum(self) -> bool:
        """Whether enough of those with a vote are there to decide."""
        return self.present >= self.quorum

    @property
    def missing(self) -> int:
        """How many more with a vote must come."""
        return max(0, self.quorum - self.present)


def turnout(quorum: int, members: Sequence[MeetingMember]) -> Turnout:
    """Return who came of `members`, against a quorum in people."""

    def count(attendance: Attendance) -> int:
        return sum(member.attendance == attendance for member in members)

    voters = [member for member in members if member.has_vote]
    return Turnout(
        called=len(members),
        voters=len(voters),
        present=sum(member.attendance == Attendance.PRESENT for member in voters),
        excused=count(Attendance.EXCUSED),
        absent=count(Attendance.ABSENT),
        unknown=count(Attendance.UNKNOWN),
        quorum=quorum,
    )


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """Return the agenda in order, each item with its presenter and its votes; two queries."""
    votes = Prefetch("ballots", Ballot.objects.order_by("pk"))
    return list(meeting.agenda.select_related("presenter").prefetch_related(votes).order_by("position"))


def votes_apart(meeting: Meeting) -> QuerySet[Ballot]:
    """Return the votes that belong to no item of the agenda, in the order they were put."""
    return meeting.ballots.filter(agenda_item=None).order_by("pk")


def conclusions_of(meeting: Meeting) -> QuerySet[Conclusion]:
    """Return the conclusions in order, with who answers for each and the work that came of it; two queries."""
    return _with_names(meeting.conclusions.select_related("meeting"), day_of(meeting)).order_by("position")


def carried_over(meeting: Meeting) -> QuerySet[Conclusion]:
    """Return what earlier meetings of the same unit and kind concluded and was not done when this one began, oldest first.

    This opens the next meeting. What was finished since is still shown on the page of the meeting that it was put before.
    """
    earlier = Meeting.objects.filter(unit=meeting.unit_id, kind=meeting.kind, state__in=HELD)
    earlier = earlier.filter(starts_at__lt=meeting.starts_at)
    began = day_of(meeting)
    unfinished = Q(state=ConclusionState.OPEN) | Q(done_date__gte=began)
    found = Conclusion.objects.filter(unfinished, meeting__in=earlier, is_work=True).select_related("meeting")
    return _with_names(found, began).order_by("meeting__starts_at", "position")


def left_by(last: Meeting) -> QuerySet[Conclusion]:
    """Return what a meeting and those of its kind before it concluded and is not done: what opens the next one."""
    held = Meeting.objects.filter(unit=last.unit_id, kind=last.kind, state__in=HELD)
    found = Conclusion.objects.filter(state=ConclusionState.OPEN, is_work=True, meeting__in=held)
    return _with_names(found.select_related("meeting"), day_of(last)).order_by("meeting__starts_at", "position")


def open_conclusions(unit_ids: frozenset[int], on: date) -> QuerySet[Conclusion]:
    """Return conclusions not done on `on` that these units answer for, those with the earliest deadline first, without one last.

    A unit answers for what names it; where none is named, the unit that met answers.
    """
    answers = Q(unit__among=unit_ids) | Q(unit=None, meeting__unit__among=unit_ids)
    unfinished = Q(state=ConclusionState.OPEN) | Q(done_date__gt=on)
    tomorrow = day_begins(on + timedelta(days=1))
    found = Conclusion.objects.filter(answers, unfinished, is_work=True, meeting__state__in=HELD)
    found = found.filter(meeting__starts_at__lt=tomorrow).select_related("meeting")
    return _with_names(found, on).order_by("due_date", "meeting__starts_at", "position")


def _with_names(conclusions: QuerySet[Conclusion], on: date) -> QuerySet[Conclusion]:
    unit = UnitState.objects.on(on).filter(unit=OuterRef("unit")).values("name")[:1]
    named: QuerySet[Conclusion] = conclusions.select_related("person").annotate(unit_name=Subquery(unit))
    # The work stands above meetings and points at the conclusion it came of: read back along that line, never written.
    return named.prefetch_related("work_items__joined")


def latest_of(unit_id: int, kind: str) -> Meeting | None:
    """Return the last meeting of a unit of one kind that was not cancelled; its members and habits are offered for the next."""
    meetings = Meeting.objects.filter(unit=unit_id, kind=kind).exclude(state=MeetingState.CANCELLED)
    return meetings.order_by("-starts_at", "-pk").first()


def offered_quorum(voters: int) -> int:
    """Return how many of `voters` people with a vote usually must be there: more than half, and never nobody."""
    return voters // 2 + 1
