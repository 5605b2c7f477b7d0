"""What an inspection may look at, and the inspections of a plan or of a piece of work."""

from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, When

from congtam.follow_up.models import Inspection
from congtam.follow_up.selectors.faults import inspections
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import PlanState
from congtam.planning.models import Plan, WorkItem
from congtam.values.names import searchable

# Offered at once; others are found by words.
_OFFERED = 30


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """What may be inspected in a unit: live plans, and work in hand."""

    plans: list[Plan]
    works: list[WorkItem]


def inspectable(
    viewer: Viewer, unit_id: int, *, words: str = "", plan_id: int | None = None, work_id: int | None = None
) -> Inspected:
    """Return the plans and the work the viewer may have inspected, of which the words `words` are all found; two queries.

    Without words: the newest plans and what the unit leads. The plan and the work named by their ids come first, whatever the words.
    """
    plans = Plan.objects.visible_to(viewer).filter(state=PlanState.LIVE)
    works = WorkItem.objects.visible_to(viewer).still_open().defer("search_text")
    sought, fits = Q(), Q() if words.strip() else Q(lead_unit=unit_id)
    for word in words.split():
        sought &= Q(title__icontains=word) | Q(number__icontains=word)
    for word in searchable(words).split():
        fits &= Q(search_text__contains=word)
    return Inspected(
        plans=list(plans.filter(sought | Q(pk=plan_id or 0)).order_by(_first(plan_id), "-issued_on", "-pk")[:_OFFERED]),
        works=list(works.filter(fits | Q(pk=work_id or 0)).order_by(_first(work_id), "due_date", "pk")[:_OFFERED]),
    )


def inspections_of_plan(viewer: Viewer, plan_id: int) -> QuerySet[Inspection]:
    """Return the inspections of a plan, and of work it asks for, as far as the viewer may see them; the latest first."""
    works = WorkItem.objects.filter(items__plan=plan_id).values("pk")
    return inspections(viewer).filter(Q(plan=plan_id) | Q(work__in=works))


def inspections_of_work(viewer: Viewer, work_id: int) -> QuerySet[Inspection]:
    """Return the inspections of a piece of work, as far as the viewer may see them; the latest first."""
    return inspections(viewer).filter(work=work_id)


def _first(key: int | None) -> Case:
    return Case(When(pk=key or 0, then=0), default=1)
