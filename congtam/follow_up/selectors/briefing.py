"""The briefing pack (giao ban): what is overdue, due, pushed, waiting and concluded but not done, in a unit and all below it.

Counts and lists are gathered in a fixed number of questions, however many units and people stand below.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, DateField, DateTimeField, F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from congtam.follow_up.selectors.briefing_parts import (
    NOTHING,
    Scope,
    arisen_tasks,
    parts,
    pushed_tasks,
    requests_of_people,
)
from congtam.follow_up.selectors.weeks import Week
from congtam.meetings.models import Meeting
from congtam.organisation.models import UnitState
from congtam.organisation.selectors import with_descendants
from congtam.personnel.selectors import Viewer, heads_of
from congtam.tasks.choices import TaskState
from congtam.tasks.models import Task, followed_by
from congtam.tasks.selectors import IN_HAND

# Rows of one kind on a page, people named; a workbook holds as many as anybody reads.
LISTED, PEOPLE, EXPORTED = 15, 20, 5_000

# The parts of the pack in the order they are spoken of: code, title.
SECTIONS: Final = (
    ("overdue", "Quá hạn"),
    ("due", "Đến hạn trong kỳ"),
    ("pushed", "Đổi hạn trong kỳ"),
    ("arisen", "Phát sinh trong kỳ"),
    ("extensions", "Xin lùi hạn, chờ quyết định"),
    ("waiting", "Đang chờ xem xét"),
    ("concluded", "Kết luận họp chưa xong"),
    ("dossiers", "Hồ sơ một cửa quá hạn"),
)
# The parts in which everybody waits for somebody's word.
_WAITING = ("extensions", "waiting")
# Said outright what they are: the parts of one question must agree on their columns.
_NO_DAY = Cast(Value(None), DateField())
_NO_MOMENT = Cast(Value(None), DateTimeField())
_COLUMNS = ("section", "what", "key", "parent", "title_", "unit_", "who", "due", "at_", "note_")
_WORDS = {"title_", "who", "note_"}
WHAT: Final[Mapping[str, str]] = {
    "task": "nhiệm vụ",
    "work": "nhiệm vụ của cơ quan",
    "cause": "nguyên nhân khách quan",
    "request": "đề nghị đổi hạn",
    "work_request": "đề nghị đổi hạn nhiệm vụ của cơ quan",
    "conclusion": "kết luận họp",
    "dossier": "hồ sơ một cửa",
}


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
    arisen: int = 0
    extensions: int = 0
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


def briefing(viewer: Viewer, unit_id: int, week: Week, *, limit: int = LISTED, people: int = PEOPLE) -> Briefing:
    """Return the pack of a unit the viewer looks over and all below it that he looks over; at most `limit` lines a part and so many people.

    Eight questions to the database, whatever the size.
    """
    below = with_descendants([unit_id], viewer.on)[unit_id] & (followed_by(viewer) | {unit_id})
    scope = Scope(units=below, meetings=Meeting.objects.visible_to(viewer), week=week, on=viewer.on)
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


def _rows(scope: Scope, limit: int) -> list[dict[str, Any]]:
    """Return the lines of every part, at most `limit` of each kind, in one question."""
    usual = {"key": F("pk"), "parent": Value(0, IntegerField()), "due": _NO_DAY, "at_": _NO_MOMENT, "note_": NOTHING}
    queries = []
    for part in parts(scope):
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


def _unit_counts(scope: Scope) -> dict[int, Counter[str]]:
    """Return how many things of each section each unit has, in one question."""
    queries = []
    for part in parts(scope):
        grouped = part.rows.order_by().annotate(section=Value(part.section, TextField()), unit_=part.unit)
        queries.append(
            grouped.values("section", "unit_").annotate(count=Count("pk")).values_list("section", "unit_", "count")
        )
    first, *others = queries
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for section, unit, count in first.union(*others, all=True):
        counts[unit][section] += count
    return counts


def _people(scope: Scope, limit: int) -> list[Figures]:
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
    found_people = [row["holder_id"] for row in rows]
    kinds: tuple[tuple[str, str, QuerySet[Any]], ...] = (
        ("pushed", "task__holder", pushed_tasks(scope)),
        ("arisen", "holder", arisen_tasks(scope)),
        ("extensions", "task__holder", requests_of_people(scope)),
    )
    first, *others = (
        told.filter(**{f"{holder}__in": found_people})
        .order_by()
        .values_list(holder, Value(kind, TextField()))
        .annotate(count=Count("pk"))
        for kind, holder, told in kinds
    )
    more: dict[int, dict[str, int]] = defaultdict(dict)
    for person, kind, count in first.union(*others, all=True):
        more[person][kind] = count
    return [
        Figures(
            key=row["holder_id"],
            name=row["holder__full_name"],
            overdue=row["overdue"],
            due=row["due"],
            waiting=row["waiting"],
            **more[row["holder_id"]],
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
    units = {row["unit_"] for row in rows if row["section"] in _WAITING}
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
    if row["section"] not in _WAITING:
        return ""
    if row["what"] in ("work", "work_request"):
        return "văn phòng"
    head, above = heads.get(row["unit_"], ("", ""))
    return above if head in ("", row["who"]) else head


def _ordered(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.due_date or date.max, line.title, line.pk))
