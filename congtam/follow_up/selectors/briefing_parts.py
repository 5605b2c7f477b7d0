"""What a briefing pack looks at, kind by kind: each part of it as rows to be counted and listed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from congtam.follow_up.models import Dossier
from congtam.follow_up.selectors.weeks import Week
from congtam.meetings.models import Meeting
from congtam.meetings.selectors import open_conclusions
from congtam.planning.choices import ExtensionAnswer, WorkState
from congtam.planning.models import WorkDeadline, WorkExtension, WorkItem
from congtam.planning.selectors.work import arisen_in as works_arisen_in
from congtam.planning.selectors.work import changed_deadlines as changed_work_deadlines
from congtam.tasks.choices import CauseAnswer, TaskState
from congtam.tasks.models import Deadline, ExtensionRequest, ObjectiveCause, Task
from congtam.tasks.selectors import IN_HAND, arisen_in, changed_deadlines
from congtam.values.days import day_begins

NOTHING = Value("", TextField())
# Work that is no more, or that goes on under another name.
_GONE = (WorkState.DROPPED, WorkState.JOINED)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What is looked at: units, days; `meetings` are those the reader may open."""

    units: frozenset[int]
    meetings: QuerySet[Meeting]
    week: Week
    on: date
    days: tuple[date, date] = field(init=False)
    moments: tuple[datetime, datetime] = field(init=False)

    def __post_init__(self) -> None:
        days = (self.week.since, self.week.until)
        object.__setattr__(self, "days", days)
        object.__setattr__(self, "moments", tuple(map(day_begins, days)))


# Another kind is another entry in `parts`.


def _led_here(scope: Scope, of: str = "") -> Q:
    """Tell the work led by a unit looked at; what no unit leads is its body's. `of` leads to the work."""
    led = Q(**{f"{of}lead_unit__among": scope.units})
    return led | Q(**{f"{of}lead_unit": None, f"{of}body__among": scope.units})


def _tasks(scope: Scope) -> dict[str, QuerySet[Task]]:
    tasks = Task.objects.filter(unit__among=scope.units)
    ahead = Q(due_date__gte=max(scope.on, scope.week.start), due_date__lt=scope.week.until)
    return {
        "overdue": tasks.overdue(scope.on),
        "due": tasks.filter(ahead, state__in=IN_HAND),
        "waiting": tasks.filter(state=TaskState.HANDED_IN),
    }


def _works(scope: Scope) -> dict[str, QuerySet[WorkItem]]:
    works = WorkItem.objects.filter(_led_here(scope))
    ahead = Q(due_date__gte=max(scope.on, scope.week.start), due_date__lt=scope.week.until)
    return {
        "overdue": works.filter(state=WorkState.OPEN, due_date__lt=scope.on),
        "due": works.filter(ahead, state=WorkState.OPEN),
        "waiting": works.filter(state=WorkState.REPORTED),
    }


def arisen_tasks(scope: Scope) -> QuerySet[Task]:
    """Return work of people that came up in the days looked at."""
    return Task.objects.filter(arisen_in(*scope.days), unit__among=scope.units)


def _arisen_works(scope: Scope) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(_led_here(scope), works_arisen_in(*scope.moments)).exclude(state__in=_GONE)


def pushed_tasks(scope: Scope) -> QuerySet[Deadline]:
    """Return the last of the deadlines of each piece of people's work that were set in place of another in the days looked at."""
    moved = changed_deadlines(*scope.days)
    again = moved.filter(task=OuterRef("task"), pk__gt=OuterRef("pk"))
    return moved.filter(~Exists(again), task__unit__among=scope.units).exclude(task__state=TaskState.CANCELLED)


def _pushed_works(scope: Scope) -> QuerySet[WorkDeadline]:
    moved = changed_work_deadlines(*scope.moments)
    again = moved.filter(work=OuterRef("work"), pk__gt=OuterRef("pk"))
    return moved.filter(_led_here(scope, "work__"), ~Exists(again)).exclude(work__state__in=_GONE)


def requests_of_people(scope: Scope) -> QuerySet[ExtensionRequest]:
    """Return requests for another deadline of people's work that nobody answered."""
    waiting = ExtensionRequest.objects.filter(answer=ExtensionAnswer.WAITING, task__unit__among=scope.units)
    return waiting.filter(task__state__in=IN_HAND)


def _work_requests(scope: Scope) -> QuerySet[WorkExtension]:
    """Return the same about the work of bodies, told of the unit that leads it."""
    waiting = WorkExtension.objects.filter(answer=ExtensionAnswer.WAITING, work__state=WorkState.OPEN)
    return waiting.filter(_led_here(scope, "work__"))


def _causes(scope: Scope) -> QuerySet[ObjectiveCause]:
    return ObjectiveCause.objects.filter(answer=CauseAnswer.WAITING, task__unit__among=scope.units)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One kind of thing in one section, and where its columns come from."""

    section: str
    what: str
    rows: QuerySet[Any]
    unit: Any
    columns: Mapping[str, Any]


def parts(scope: Scope) -> list[Part]:
    """Return everything the pack looks at."""
    found = []
    columns: dict[str, Any]
    for section, tasks in _tasks(scope).items():
        columns = {"title_": F("title"), "who": F("holder__full_name"), "due": F("due_date")}
        found.append(Part(section=section, what="task", rows=tasks, unit=F("unit_id"), columns=columns))
    leads, leads_work = Coalesce("lead_unit_id", "body_id"), Coalesce("work__lead_unit_id", "work__body_id")
    for section, works in _works(scope).items():
        columns = {"title_": F("title"), "who": Coalesce("leader__full_name", NOTHING), "due": F("due_date")}
        found.append(Part(section=section, what="work", rows=works, unit=leads, columns=columns))
    told = {"due": F("due_date"), "at_": F("set_at"), "note_": F("reason")}
    columns = {"key": F("task_id"), "title_": F("task__title"), "who": F("task__holder__full_name"), **told}
    pushed, there = pushed_tasks(scope), F("task__unit_id")
    found.append(Part(section="pushed", what="task", rows=pushed, unit=there, columns=columns))
    columns = {"key": F("work_id"), "title_": F("work__title"), "who": _leader("work__"), **told}
    found.append(Part(section="pushed", what="work", rows=_pushed_works(scope), unit=leads_work, columns=columns))
    columns = {"title_": F("title"), "who": F("holder__full_name"), "due": F("due_date")}
    arisen = arisen_tasks(scope)
    found.append(Part(section="arisen", what="task", rows=arisen, unit=F("unit_id"), columns=columns))
    columns = {**columns, "who": Coalesce("leader__full_name", NOTHING), "at_": F("created_at")}
    found.append(Part(section="arisen", what="work", rows=_arisen_works(scope), unit=leads, columns=columns))
    asked = {
        "at_": F("asked_at"),
        "note_": Concat(_written("due_date"), Value(": "), "reason", output_field=TextField()),
    }
    columns = {"key": F("task_id"), "title_": F("task__title"), "who": F("task__holder__full_name"), **asked}
    columns["due"] = F("task__due_date")
    requests = requests_of_people(scope)
    found.append(Part(section="extensions", what="request", rows=requests, unit=there, columns=columns))
    columns = {"key": F("work_id"), "title_": F("work__title"), "who": _leader("work__"), **asked}
    columns["due"] = F("work__due_date")
    requests_of_work = _work_requests(scope)
    found.append(
        Part(section="extensions", what="work_request", rows=requests_of_work, unit=leads_work, columns=columns)
    )
    columns = {
        "key": F("task_id"),
        "title_": F("task__title"),
        "who": F("task__holder__full_name"),
        "due": F("task__due_date"),
        "at_": F("claimed_at"),
        "note_": F("text"),
    }
    found.append(Part(section="waiting", what="cause", rows=_causes(scope), unit=there, columns=columns))
    columns = {
        "parent": Case(When(meeting__in=scope.meetings, then=F("meeting_id")), default=0),
        "title_": F("text"),
        "who": Coalesce("person__full_name", NOTHING),
        "due": F("due_date"),
        "at_": F("meeting__starts_at"),
        "note_": F("meeting__title"),
    }
    concluded = open_conclusions(scope.units, scope.on).prefetch_related(None).select_related(None)
    by_unit = Coalesce("unit_id", "meeting__unit_id")
    found.append(Part(section="concluded", what="conclusion", rows=concluded, unit=by_unit, columns=columns))
    columns = {
        "title_": Concat("code", Value(" "), "procedure", output_field=TextField()),
        "who": Coalesce("person__full_name", NOTHING),
        "due": F("due_date"),
    }
    late = Dossier.objects.filter(finished_date=None, due_date__lt=scope.on, unit__among=scope.units)
    found.append(Part(section="dossiers", what="dossier", rows=late, unit=F("unit_id"), columns=columns))
    return found


def _written(day: str) -> Func:
    return Func(F(day), Value("DD/MM/YYYY"), function="to_char", output_field=TextField())


def _leader(of: str) -> Coalesce:
    return Coalesce(f"{of}leader__full_name", NOTHING)
