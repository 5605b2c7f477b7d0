"""What changed in a period among people's work: deadlines that were changed, work that arose outside plans. Every report counts them here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField, Value

from congtam.tasks.choices import Origin, TaskState
from congtam.tasks.models import Deadline, Task, TaskQuerySet
from congtam.values.days import day_begins


@dataclass(frozen=True, kw_only=True)
class PeriodChanges:
    """How much work got another deadline in a period (đổi hạn), and how much arose in it outside plans (phát sinh): whole numbers."""

    renewed: int = 0
    arisen: int = 0


def changed_deadlines(since: date, until: date) -> QuerySet[Deadline]:
    """Return deadlines set in place of another from `since` (included) until `until` (not included); the first of a task has no reason."""
    return Deadline.objects.filter(set_at__gte=day_begins(since), set_at__lt=day_begins(until)).exclude(reason="")


def renewed_in(since: date, until: date) -> Q:
    """Return what tells a task whose deadline was changed in a span, however often; cancelled work counts no more."""
    return Q(Exists(changed_deadlines(since, until).filter(task=OuterRef("pk")))) & ~Q(state=TaskState.CANCELLED)


def arisen_in(since: date, until: date) -> Q:
    """Return what tells a task that came up in a span outside plans; cancelled work counts no more."""
    return Q(origin=Origin.UNPLANNED, assigned_date__gte=since, assigned_date__lt=until) & ~Q(state=TaskState.CANCELLED)


def changes_by(tasks: TaskQuerySet, by: str, since: date, until: date) -> dict[int, PeriodChanges]:
    """Return what changed among `tasks` from `since` until `until` (not included) by a key of theirs: "holder", "unit"; one query."""
    renewed, arisen = (
        _counted(tasks.filter(condition), by, kind)
        for condition, kind in ((renewed_in(since, until), "renewed"), (arisen_in(since, until), "arisen"))
    )
    found: dict[int, dict[str, int]] = {}
    for key, kind, count in renewed.union(arisen, all=True):
        found.setdefault(key, {})[kind] = count
    return {key: PeriodChanges(**counts) for key, counts in found.items()}


def summed(changes: Iterable[PeriodChanges]) -> PeriodChanges:
    """Return changes added up."""
    kept = list(changes)
    return PeriodChanges(renewed=sum(one.renewed for one in kept), arisen=sum(one.arisen for one in kept))


def _counted(tasks: QuerySet[Task], by: str, kind: str) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = tasks.order_by().values_list(by, Value(kind, TextField())).annotate(count=Count("pk"))
    return counted
