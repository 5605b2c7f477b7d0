"""Work of many people at once: the week as a grid, the head's board."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum

from congtam.organisation.models import UnitState
from congtam.personnel.models import Appointment
from congtam.personnel.selectors import Viewer
from congtam.tasks.choices import TaskState
from congtam.tasks.models import Task, followed_by
from congtam.tasks.selectors.lists import IN_HAND

_DAYS_IN_WEEK = 7
# Oldest overdue work named in the grid for each person; the list behind the count has all of it.
_EARLIER_SHOWN = 3
_BOARD_ROWS = 15
_STANDINGS = ("in_time", "overdue", "waiting")
# More people than this stand on the board by their units.
MOST_NAMED = 300
# Colour and shape of each mark of the grid.
_MARKS = {
    "done": ("green", "circle-check"),
    "handed_in": ("blue", "send"),
    "late": ("red", "alert-circle"),
    "returned": ("amber", "corner-up-left"),
    "open": ("plain", "circle"),
}


@dataclass(frozen=True, kw_only=True)
class WeekEntry:
    """One task in the grid: `mark` is done, handed_in, late, returned or open; `words` says it for those who do not see colours."""

    task: Task
    mark: str
    words: str

    @property
    def tone(self) -> str:
        """The colour of the mark."""
        return _MARKS[self.mark][0]

    @property
    def icon(self) -> str:
        """The shape of the mark."""
        return _MARKS[self.mark][1]


@dataclass(frozen=True, kw_only=True)
class WeekRow:
    """One person's week: overdue work from before, then each day's deadlines."""

    person_id: int
    name: str
    post: str
    earlier: Sequence[WeekEntry]
    earlier_count: int
    days: Sequence[Sequence[WeekEntry]]


def week_posts(viewer: Viewer, unit_id: int | None) -> QuerySet[Appointment]:
    """Return whose weeks stand in the grid: everybody in a unit, or the viewer alone, each once, by name."""
    posts = Appointment.objects.on(viewer.on).select_related("person")
    posts = posts.filter(person=viewer.person_id) if unit_id is None else posts.filter(unit=unit_id)
    return posts.order_by("person__sort_key", "person_id", "pk").distinct("person__sort_key", "person_id")


def week_rows(viewer: Viewer, *, monday: date, unit_id: int | None, posts: Collection[Appointment]) -> list[WeekRow]:
    """Return the week from `monday` of those who hold `posts`: work of the unit the viewer may see, or the viewer's own; one query."""
    tasks = Task.objects.visible_to(viewer).exclude(state__in=(TaskState.CANCELLED, TaskState.HANDED_BACK))
    tasks = tasks.filter(holder__in=[post.person_id for post in posts])
    if unit_id is not None:
        tasks = tasks.filter(unit=unit_id)
    sunday = monday + timedelta(days=_DAYS_IN_WEEK - 1)
    in_week = Q(due_date__gte=monday, due_date__lte=sunday)
    before = Q(due_date__lt=monday, state__in=IN_HAND)
    found = tasks.filter(in_week | before).order_by("due_date", "pk")
    by_person: dict[int, list[Task]] = {post.person_id: [] for post in posts}
    for task in found:
        by_person[task.holder_id].append(task)
    return [_row(post, by_person[post.person_id], monday, viewer.on) for post in posts]


def _row(post: Appointment, tasks: Sequence[Task], monday: date, on: date) -> WeekRow:
    entries = [_entry(task, on) for task in tasks]
    earlier = [entry for entry in entries if entry.task.due_date < monday]
    days = [
        [entry for entry in entries if entry.task.due_date == monday + timedelta(days=offset)]
        for offset in range(_DAYS_IN_WEEK)
    ]
    return WeekRow(
        person_id=post.person_id,
        name=post.person.full_name,
        post=post.job_title,
        earlier=earlier[:_EARLIER_SHOWN],
        earlier_count=len(earlier),
        days=days,
    )


def _entry(task: Task, on: date) -> WeekEntry:
    if task.state == TaskState.DONE:
        return WeekEntry(task=task, mark="done", words="đã nghiệm thu")
    if task.state == TaskState.HANDED_IN:
        return WeekEntry(task=task, mark="handed_in", words="đã nộp, chờ nghiệm thu")
    if task.due_date < on:
        return WeekEntry(task=task, mark="late", words=f"quá hạn {(on - task.due_date).days} ngày")
    if task.state == TaskState.RETURNED:
        return WeekEntry(task=task, mark="returned", words="bị trả lại để làm lại")
    return WeekEntry(task=task, mark="open", words=task.get_state_display())


@dataclass(frozen=True, kw_only=True)
class Load:
    """How much one person has in hand: counts of tasks, and the converted quantity still to be done."""

    person_id: int
    name: str
    in_time: int
    overdue: int
    waiting: int
    converted: Decimal


def loads(viewer: Viewer, unit_id: int | None = None) -> list[Load]:
    """Return the open work of each person the viewer looks after, the most loaded first; people without any are named too. Two queries."""
    units = followed_by(viewer) if unit_id is None else followed_by(viewer) & {unit_id}
    posts = Appointment.objects.on(viewer.on).filter(unit__among=units).order_by("person__sort_key")
    people = dict(posts.values_list("person_id", "person__full_name"))
    left = Sum(F("factor") * (F("quantity") - F("done")), output_field=DecimalField())
    open_work = Task.objects.still_open().filter(unit__among=units)
    counted = open_work.values("holder_id").annotate(**_standings(viewer.on), converted=left)
    by_person = {row["holder_id"]: row for row in counted}
    found = [_load(person, name, by_person.get(person)) for person, name in people.items()]
    return sorted(found, key=lambda load: (-load.converted, load.person_id))


def _standings(on: date) -> dict[str, Count]:
    """Return the three counts of open work: within its time, overdue, waiting to be accepted."""
    return {
        "in_time": Count("pk", filter=Q(state__in=IN_HAND, due_date__gte=on)),
        "overdue": Count("pk", filter=Q(state__in=IN_HAND, due_date__lt=on)),
        "waiting": Count("pk", filter=Q(state=TaskState.HANDED_IN)),
    }


def is_crowded(viewer: Viewer) -> bool:
    """Tell whether the viewer looks after too many people to read them all in one table."""
    posts = Appointment.objects.on(viewer.on).filter(unit__among=followed_by(viewer))
    return posts[: MOST_NAMED + 1].count() > MOST_NAMED


@dataclass(frozen=True, kw_only=True)
class UnitLoad:
    """How much one unit has in hand: counts of tasks in it and, unless `is_alone`, in everything below it."""

    unit_id: int
    name: str
    is_alone: bool
    in_time: int
    overdue: int
    waiting: int


def unit_loads(viewer: Viewer, unit_id: int | None = None) -> list[UnitLoad]:
    """Return the open work of each unit directly below the topmost the viewer looks after, or below `unit_id`; the most overdue first.

    The topmost themselves come without what is below them, and what is below one of them is not told again when it is asked for. Three queries.
    """
    units = followed_by(viewer)
    states = UnitState.objects.on(viewer.on).order_by("search_name", "unit_id")
    named = states.values_list("unit_id", "name")
    # Whoever looks after a unit looks after all below it.
    tops = dict(named.filter(unit__among=units).exclude(parent__among=units))
    if unit_id in tops or (unit_id is not None and unit_id not in units):
        return []
    below = dict(named.filter(parent__among=tops if unit_id is None else {unit_id}))
    alone = tops if unit_id is None else {}
    counts = _work_below(list(below), list(alone), viewer.on)
    found = [
        UnitLoad(
            unit_id=unit,
            name=name,
            is_alone=unit in alone,
            **dict(zip(_STANDINGS, counts.get(unit, _NONE), strict=True)),
        )
        for unit, name in (alone | below).items()
    ]
    return sorted(found, key=lambda load: -load.overdue)


_NONE = (0, 0, 0)
_WORK_BELOW = """
WITH RECURSIVE below(seed, unit) AS (
    SELECT seed, seed FROM unnest(%(units)s::bigint[]) AS seed
  UNION ALL
    SELECT below.seed, state.unit_id FROM organisation_unitstate AS state JOIN below ON state.parent_id = below.unit
    WHERE state.valid_from <= %(on)s AND (state.valid_until IS NULL OR state.valid_until > %(on)s)
), place AS (SELECT seed, unit FROM below UNION ALL SELECT unit, unit FROM unnest(%(alone)s::bigint[]) AS unit)
SELECT place.seed,
    COUNT(*) FILTER (WHERE task.state <> 'handed_in' AND task.due_date >= %(on)s),
    COUNT(*) FILTER (WHERE task.state <> 'handed_in' AND task.due_date < %(on)s),
    COUNT(*) FILTER (WHERE task.state = 'handed_in')
FROM place JOIN tasks_task AS task ON task.unit_id = place.unit
WHERE task.state IN ('assigned', 'in_hand', 'handed_in', 'returned')
GROUP BY place.seed
"""


def _work_below(units: Sequence[int], alone: Sequence[int], on: date) -> dict[int, tuple[int, int, int]]:
    """Return the counts of open work (as `_STANDINGS`) in each of `units` with everything below, and in each of those `alone`; one query."""
    asked: dict[str, Any] = {"units": units, "alone": alone, "on": on}
    with connection.cursor() as cursor:
        cursor.execute(_WORK_BELOW, asked)
        return {unit: (in_time, overdue, waiting) for unit, in_time, overdue, waiting in cursor.fetchall()}


def _load(person_id: int, name: str, counted: Mapping[str, Any] | None) -> Load:
    row = counted or {}
    return Load(
        person_id=person_id,
        name=name,
        in_time=row.get("in_time", 0),
        overdue=row.get("overdue", 0),
        waiting=row.get("waiting", 0),
        converted=row.get("converted") or Decimal(0),
    )


def board_tasks(viewer: Viewer, unit_id: int | None = None) -> tuple[list[Task], list[Task]]:
    """Return the longest overdue work and the work that waits longest to be accepted, among what the viewer judges; two queries."""
    tasks = Task.objects.judged_by(viewer).select_related("holder")
    if unit_id is not None:
        tasks = tasks.filter(unit=unit_id)
    overdue = tasks.overdue(viewer.on).order_by("due_date", "pk")[:_BOARD_ROWS]
    return list(overdue), list(tasks.handed_in()[:_BOARD_ROWS])
