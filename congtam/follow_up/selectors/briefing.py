"""The briefing pack (giao ban): what is overdue, due, pushed, waiting and concluded but not done, in a unit and all below it.

Counts and lists are gathered in a fixed number of questions, however many units and people stand below.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import (
    Case,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.timezone import make_aware

from congtam.follow_up.models import Dossier
from congtam.meetings.models import Meeting
from congtam.meetings.selectors import open_conclusions
from congtam.organisation.models import UnitState
from congtam.organisation.selectors import with_descendants
from congtam.personnel.selectors import Viewer, heads_of
from congtam.planning.choices import WorkState
from congtam.planning.models import WorkDeadline, WorkItem
from congtam.tasks.choices import CauseAnswer, TaskState
from congtam.tasks.models import Deadline, ObjectiveCause, Task, followed_by
from congtam.tasks.selectors import IN_HAND

_WEEK = timedelta(days=7)
# Rows of one kind on a page, people named; a workbook holds as many as anybody reads.
LISTED, PEOPLE, EXPORTED = 15, 20, 5_000

# The parts of the pack in the order they are spoken of: code, title.
SECTIONS: Final = (
    ("overdue", "Quá hạn"),
    ("due", "Đến hạn trong kỳ"),
    ("pushed", "Đổi hạn"),
    ("waiting", "Đang chờ xem xét"),
    ("concluded", "Kết luận họp chưa xong"),
    ("dossiers", "Hồ sơ một cửa quá hạn"),
)
WHAT: Final[Mapping[str, str]] = {
    "task": "nhiệm vụ",
    "work": "nhiệm vụ của cơ quan",
    "cause": "nguyên nhân khách quan",
    "conclusion": "kết luận họp",
    "dossier": "hồ sơ một cửa",
}


@dataclass(frozen=True, kw_only=True)
class Week:
    """The days a pack is for, `start` included, `until` not; `since` is when the period before began: what was pushed is told from there."""

    start: date
    until: date
    since: date
    is_month: bool

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return self.until - timedelta(days=1)


def week_of(day: date) -> Week:
    """Return the week from Monday that holds `day`."""
    start = day - timedelta(days=day.weekday())
    return Week(start=start, until=start + _WEEK, since=start - _WEEK, is_month=False)


def month_of(day: date) -> Week:
    """Return the month that holds `day`."""
    start = day.replace(day=1)
    until = (start + timedelta(days=32)).replace(day=1)
    return Week(start=start, until=until, since=(start - timedelta(days=1)).replace(day=1), is_month=True)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing in the pack: `what` it is, its key, who has it, its deadline, and `waits_for`: the person everybody waits for, if anybody.

    `parent` is the meeting that concluded it, 0 when the reader may not open that.
    """

    section: str
    what: str
    pk: int
    parent: int
    title: str
    unit_id: int
    unit: str
    who: str
    due_date: date | None
    at: datetime | None
    note: str
    waits_for: str
    days_late: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How many things of each part a unit or person has; `name` is empty for the sum."""

    key: int
    name: str
    overdue: int = 0
    due: int = 0
    pushed: int = 0
    waiting: int = 0
    concluded: int = 0
    dossiers: int = 0


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the pack: its lines, earliest deadline first, and how many there are in all."""

    code: str
    title: str
    count: int
    lines: Sequence[Line]

    @property
    def left_out(self) -> int:
        """How many are not listed."""
        return max(0, self.count - len(self.lines))


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """The whole pack of one unit and period, as things stand on the viewer's day."""

    unit_id: int
    unit: str
    week: Week
    on: date
    total: Figures
    sections: Sequence[Section]
    units: Sequence[Figures]
    people: Sequence[Figures]


@dataclass(frozen=True, kw_only=True)
class _Scope:
    """What is looked at: units, days; `meetings` are those the reader may open."""

    units: frozenset[int]
    meetings: QuerySet[Meeting]
    week: Week
    on: date
    since: datetime = field(init=False)
    until: datetime = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "since", make_aware(datetime.combine(self.week.since, time.min)))
        object.__setattr__(self, "until", make_aware(datetime.combine(self.week.until, time.min)))


def briefing(viewer: Viewer, unit_id: int, week: Week, *, limit: int = LISTED, people: int = PEOPLE) -> Briefing:
    """Return the pack of a unit the viewer looks over and all below it that he looks over; at most `limit` lines a part and so many people.

    Eight questions to the database, whatever the size.
    """
    below = with_descendants([unit_id], viewer.on)[unit_id] & (followed_by(viewer) | {unit_id})
    scope = _Scope(units=below, meetings=Meeting.objects.visible_to(viewer), week=week, on=viewer.on)
    states = UnitState.objects.on(viewer.on).filter(unit__among=below).values_list("unit_id", "parent_id", "name")
    placed = {unit: (parent, name) for unit, parent, name in states}
    counts = _unit_counts(scope)
    rows = _rows(scope, limit)
    heads = _heads(rows, placed, viewer.on)
    lines: dict[str, list[Line]] = defaultdict(list)
    for row in rows:
        lines[row["section"]].append(_line(row, placed, heads, viewer.on))
    total = sum(counts.values(), Counter())
    return Briefing(
        unit_id=unit_id,
        unit=placed[unit_id][1] if unit_id in placed else "",
        week=week,
        on=viewer.on,
        total=_figures(0, "", total),
        sections=[
            Section(code=code, title=title, count=total[code], lines=_ordered(lines[code])[:limit])
            for code, title in SECTIONS
        ],
        units=_rolled(unit_id, counts, placed),
        people=_people(scope, people),
    )


# What is looked at, kind by kind. Another kind is another entry in `_parts`.


def _tasks(scope: _Scope) -> dict[str, QuerySet[Task]]:
    tasks = Task.objects.filter(unit__among=scope.units)
    ahead = Q(due_date__gte=max(scope.on, scope.week.start), due_date__lt=scope.week.until)
    return {
        "overdue": tasks.overdue(scope.on),
        "due": tasks.filter(ahead, state__in=IN_HAND),
        "waiting": tasks.filter(state=TaskState.HANDED_IN),
    }


def _works(scope: _Scope) -> dict[str, QuerySet[WorkItem]]:
    here = Q(lead_unit__among=scope.units) | Q(lead_unit=None, body__among=scope.units)
    works = WorkItem.objects.filter(here)
    ahead = Q(due_date__gte=max(scope.on, scope.week.start), due_date__lt=scope.week.until)
    return {
        "overdue": works.filter(state=WorkState.OPEN, due_date__lt=scope.on),
        "due": works.filter(ahead, state=WorkState.OPEN),
        "waiting": works.filter(state=WorkState.REPORTED),
    }


def _pushed_tasks(scope: _Scope) -> QuerySet[Deadline]:
    moved = Deadline.objects.filter(set_at__gte=scope.since, set_at__lt=scope.until).exclude(reason="")
    again = moved.filter(task=OuterRef("task"), pk__gt=OuterRef("pk"))
    return moved.filter(~Exists(again), task__unit__among=scope.units).exclude(task__state=TaskState.CANCELLED)


def _pushed_works(scope: _Scope) -> QuerySet[WorkDeadline]:
    here = Q(work__lead_unit__among=scope.units) | Q(work__lead_unit=None, work__body__among=scope.units)
    moved = WorkDeadline.objects.filter(set_at__gte=scope.since, set_at__lt=scope.until).exclude(reason="")
    again = moved.filter(work=OuterRef("work"), pk__gt=OuterRef("pk"))
    gone = (WorkState.DROPPED, WorkState.JOINED)
    return moved.filter(here, ~Exists(again)).exclude(work__state__in=gone)


def _causes(scope: _Scope) -> QuerySet[ObjectiveCause]:
    return ObjectiveCause.objects.filter(answer=CauseAnswer.WAITING, task__unit__among=scope.units)


@dataclass(frozen=True, kw_only=True)
class _Part:
    """One kind of thing in one section, and where its columns come from."""

    section: str
    what: str
    rows: QuerySet[Any]
    unit: Any
    columns: Mapping[str, Any]


# Said outright what they are: the parts of one question must agree on their columns.
_NO_DAY = Cast(Value(None), DateField())
_NO_MOMENT = Cast(Value(None), DateTimeField())
_NOTHING = Value("", TextField())
_COLUMNS = ("section", "what", "key", "parent", "title_", "unit_", "who", "due", "at_", "note_")


def _parts(scope: _Scope) -> list[_Part]:
    """Return everything the pack looks at."""
    parts = []
    columns: dict[str, Any]
    for section, tasks in _tasks(scope).items():
        columns = {"title_": F("title"), "who": F("holder__full_name"), "due": F("due_date")}
        parts.append(_Part(section=section, what="task", rows=tasks, unit=F("unit_id"), columns=columns))
    lead = Coalesce("lead_unit_id", "body_id")
    for section, works in _works(scope).items():
        columns = {"title_": F("title"), "who": Coalesce("leader__full_name", _NOTHING), "due": F("due_date")}
        parts.append(_Part(section=section, what="work", rows=works, unit=lead, columns=columns))
    told = {"due": F("due_date"), "at_": F("set_at"), "note_": F("reason")}
    columns = {"key": F("task_id"), "title_": F("task__title"), "who": F("task__holder__full_name"), **told}
    pushed, there = _pushed_tasks(scope), F("task__unit_id")
    parts.append(_Part(section="pushed", what="task", rows=pushed, unit=there, columns=columns))
    columns = {"key": F("work_id"), "title_": F("work__title"), "who": _leader("work__"), **told}
    lead = Coalesce("work__lead_unit_id", "work__body_id")
    parts.append(_Part(section="pushed", what="work", rows=_pushed_works(scope), unit=lead, columns=columns))
    columns = {
        "key": F("task_id"),
        "title_": F("task__title"),
        "who": F("task__holder__full_name"),
        "due": F("task__due_date"),
        "at_": F("claimed_at"),
        "note_": F("text"),
    }
    parts.append(_Part(section="waiting", what="cause", rows=_causes(scope), unit=there, columns=columns))
    columns = {
        "parent": Case(When(meeting__in=scope.meetings, then=F("meeting_id")), default=0),
        "title_": F("text"),
        "who": Coalesce("person__full_name", _NOTHING),
        "due": F("due_date"),
        "at_": F("meeting__starts_at"),
        "note_": F("meeting__title"),
    }
    concluded = open_conclusions(scope.units, scope.on).prefetch_related(None).select_related(None)
    lead = Coalesce("unit_id", "meeting__unit_id")
    parts.append(_Part(section="concluded", what="conclusion", rows=concluded, unit=lead, columns=columns))
    columns = {
        "title_": Concat("code", Value(" "), "procedure", output_field=TextField()),
        "who": Coalesce("person__full_name", _NOTHING),
        "due": F("due_date"),
    }
    late = Dossier.objects.filter(finished_date=None, due_date__lt=scope.on, unit__among=scope.units)
    parts.append(_Part(section="dossiers", what="dossier", rows=late, unit=F("unit_id"), columns=columns))
    return parts


def _leader(of: str) -> Coalesce:
    return Coalesce(f"{of}leader__full_name", _NOTHING)


def _rows(scope: _Scope, limit: int) -> list[dict[str, Any]]:
    """Return the lines of every part, at most `limit` of each kind, in one question."""
    usual = {"key": F("pk"), "parent": Value(0, IntegerField()), "due": _NO_DAY, "at_": _NO_MOMENT, "note_": _NOTHING}
    queries = []
    for part in _parts(scope):
        columns = usual | dict(part.columns)
        drawn = part.rows.order_by(
            F("due_date").asc(nulls_last=True) if part.what != "cause" else F("claimed_at"), "pk"
        )
        told = drawn.annotate(
            section=Value(part.section, TextField()),
            what=Value(part.what, TextField()),
            unit_=part.unit,
            **{name: Cast(value, TextField()) if name in _WORDS else value for name, value in columns.items()},
        )
        queries.append(told.values(*_COLUMNS)[:limit])
    first, *others = queries
    return list(first.union(*others, all=True))


_WORDS = {"title_", "who", "note_"}


def _unit_counts(scope: _Scope) -> dict[int, Counter[str]]:
    """Return how many things of each section each unit has, in one question."""
    queries = []
    for part in _parts(scope):
        grouped = part.rows.order_by().annotate(section=Value(part.section, TextField()), unit_=part.unit)
        queries.append(
            grouped.values("section", "unit_").annotate(count=Count("pk")).values_list("section", "unit_", "count")
        )
    first, *others = queries
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for section, unit, count in first.union(*others, all=True):
        counts[unit][section] += count
    return counts


def _people(scope: _Scope, limit: int) -> list[Figures]:
    """Return those with most overdue in tasks of their own, as many as `limit`; two questions."""
    ahead = Q(due_date__gte=max(scope.on, scope.week.start), due_date__lt=scope.week.until)
    tasks = Task.objects.still_open().filter(unit__among=scope.units)
    counted = tasks.values("holder_id", "holder__full_name", "holder__sort_key").annotate(
        overdue=Count("pk", filter=Q(state__in=IN_HAND, due_date__lt=scope.on)),
        due=Count("pk", filter=ahead & Q(state__in=IN_HAND)),
        waiting=Count("pk", filter=Q(state=TaskState.HANDED_IN)),
    )
    found = counted.filter(Q(overdue__gt=0) | Q(due__gt=0) | Q(waiting__gt=0))
    rows = list(found.order_by("-overdue", "-due", "-waiting", "holder__sort_key")[:limit])
    pushed = _pushed_tasks(scope).filter(task__holder__in=[row["holder_id"] for row in rows])
    moved = dict(
        pushed.order_by().values("task__holder").annotate(count=Count("pk")).values_list("task__holder", "count")
    )
    return [
        Figures(
            key=row["holder_id"],
            name=row["holder__full_name"],
            overdue=row["overdue"],
            due=row["due"],
            waiting=row["waiting"],
            pushed=moved.get(row["holder_id"], 0),
        )
        for row in rows
    ]


def _rolled(
    top: int, counts: Mapping[int, Counter[str]], placed: Mapping[int, tuple[int | None, str]]
) -> list[Figures]:
    """Return the figures of the unit itself and of each unit directly below it with everything below; most overdue first, empty ones left out."""
    sums: dict[int, Counter[str]] = defaultdict(Counter)
    for unit, counted in counts.items():
        place = unit
        while place != top and place in placed and placed[place][0] not in (top, None):
            place = placed[place][0] or top
        sums[place] += counted
    found = [_figures(unit, placed[unit][1] if unit in placed else "", counted) for unit, counted in sums.items()]
    return sorted(found, key=lambda one: (-one.overdue, -one.due, one.name))


def _figures(key: int, name: str, counted: Counter[str]) -> Figures:
    return Figures(key=key, name=name, **{code: counted[code] for code, _ in SECTIONS})


def _heads(
    rows: Sequence[Mapping[str, Any]], placed: Mapping[int, tuple[int | None, str]], on: date
) -> dict[int, tuple[str, str]]:
    """Return for each unit with something waiting the name of its head and of the head above; one question."""
    units = {row["unit_"] for row in rows if row["section"] == "waiting"}
    above = {unit: placed[unit][0] for unit in units if unit in placed}
    found = heads_of([*units, *(parent for parent in above.values() if parent)], on)
    names = {unit: post.person.full_name for unit, post in found.items()}
    return {unit: (names.get(unit, ""), names.get(above.get(unit) or 0, "")) for unit in units}


def _line(
    row: Mapping[str, Any],
    placed: Mapping[int, tuple[int | None, str]],
    heads: Mapping[int, tuple[str, str]],
    on: date,
) -> Line:
    due = row["due"]
    is_late = due is not None and due < on and row["section"] in ("overdue", "concluded", "dossiers")
    return Line(
        section=row["section"],
        what=row["what"],
        pk=row["key"],
        parent=row["parent"],
        title=row["title_"],
        unit_id=row["unit_"],
        unit=placed[row["unit_"]][1] if row["unit_"] in placed else "",
        who=row["who"],
        due_date=due,
        at=row["at_"],
        note=row["note_"],
        waits_for=_waits_for(row, heads),
        days_late=(on - due).days if is_late else 0,
    )


def _waits_for(row: Mapping[str, Any], heads: Mapping[int, tuple[str, str]]) -> str:
    """Return whom a thing waits for: the head of the unit, above him for his own work; the office for the work of a body."""
    if row["section"] != "waiting":
        return ""
    if row["what"] == "work":
        return "văn phòng"
    head, above = heads.get(row["unit_"], ("", ""))
    return above if head in ("", row["who"]) else head


def _ordered(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.due_date or date.max, line.title, line.pk))
