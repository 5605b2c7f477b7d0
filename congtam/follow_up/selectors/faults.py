"""Faults and inspections to look at, and what the yearly review is told of faults mended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from congtam.follow_up.choices import FaultState
from congtam.follow_up.models import Breakthrough, Inspection, Shortcoming
from congtam.organisation.models import UnitState
from congtam.personnel.models import Appointment
from congtam.personnel.selectors import Viewer
from congtam.planning.models import Target, WorkItem


def shortcomings_of(person_id: int, since: date, until: date) -> list[Shortcoming]:
    """Return the faults a person answers for that were named from `since` (included) until `until` (not included), oldest first; one query.

    For the yearly review ("khắc phục hạn chế kỳ trước"): each says whether it is done, under way or not done.
    """
    return list(_named(since, until).filter(person=person_id))


def shortcomings_of_unit(unit_ids: Collection[int], since: date, until: date) -> list[Shortcoming]:
    """Return the faults of units named in a span, those of people in them included, oldest first; one query."""
    return list(_named(since, until).filter(unit__among=unit_ids))


def _named(since: date, until: date) -> QuerySet[Shortcoming]:
    return Shortcoming.objects.filter(named_on__gte=since, named_on__lt=until).order_by("named_on", "pk")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list of faults is narrowed to; empty means all."""

    state: str = ""
    unit_id: int | None = None


def faults(viewer: Viewer, wanted: Wanted) -> QuerySet[Shortcoming]:
    """Return the faults the viewer may see, unfinished ones first by deadline, with names; one query."""
    found = Shortcoming.objects.visible_to(viewer).select_related("person").annotate(unit_name=_unit_name(viewer))
    if wanted.state in FaultState.values:
        found = found.filter(state=wanted.state)
    elif wanted.state == "overdue":
        found = found.unfinished().filter(due_date__lt=viewer.on)
    if wanted.unit_id is not None:
        found = found.filter(unit=wanted.unit_id)
    return found.order_by("closed_on", "due_date", "pk")


def fault_file(viewer: Viewer) -> QuerySet[Shortcoming]:
    """Return the faults the viewer may see with all that their page shows."""
    found = Shortcoming.objects.visible_to(viewer)
    named = found.select_related("person", "meeting", "inspection", "named_by", "file")
    return named.annotate(unit_name=_unit_name(viewer))


def inspections(viewer: Viewer) -> QuerySet[Inspection]:
    """Return the inspections the viewer may see, the latest first, with names; one query."""
    found = Inspection.objects.visible_to(viewer).select_related("inspector", "plan", "work", "created_by")
    return found.annotate(unit_name=_unit_name(viewer)).order_by("-planned_date", "-pk")


def breakthroughs(viewer: Viewer, year: int | None) -> QuerySet[Breakthrough]:
    """Return the breakthroughs the viewer may see, of one year or all, with names."""
    found = Breakthrough.objects.visible_to(viewer).annotate(unit_name=_unit_name(viewer))
    found = found if year is None else found.filter(year=year)
    return found.prefetch_related("works", "targets").order_by("-year", "unit_name", "pk")


def _unit_name(viewer: Viewer) -> Subquery:
    return Subquery(UnitState.objects.on(viewer.on).filter(unit=OuterRef("unit")).values("name")[:1])


def answering(viewer: Viewer, unit_ids: Collection[int]) -> list[tuple[int, str]]:
    """Return the people of units who may answer for a fault or inspect, each once, by name; one query."""
    posts = Appointment.objects.on(viewer.on).filter(unit__among=unit_ids).order_by("person__sort_key", "person_id")
    rows = posts.values_list("person_id", "person__full_name", "job_title")
    return list({person: (person, f"{name}, {title}") for person, name, title in rows}.values())


def carrying(unit_id: int, year: int) -> tuple[Sequence[WorkItem], Sequence[Target]]:
    """Return the work a unit leads and the targets given to it in a year, which may carry its breakthrough; two queries."""
    works = WorkItem.objects.filter(lead_unit=unit_id, year=year).still_open().order_by("due_date", "pk")
    targets = Target.objects.filter(lead_unit=unit_id, year=year, is_dropped=False).order_by("name", "pk")
    return list(works[:200]), list(targets[:100])
