"""Questions about plan items that may ask for one task."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, When

from congtam.organisation.selectors import units_above
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import LIKELY_SAME, ItemVerdict, PlanState, Relation, WorkState
from congtam.planning.models import ItemOverlap, Plan, PlanItem
from congtam.planning.models.work import ItemOverlapQuerySet

# Partners shown of one item; the right one is nearly always among them.
PARTNERS = 5
# What the list of pairs shows: code, label.
SHOWN = (("open", "Chờ xem"), ("merged", "Đã gộp"), ("separate", "Đã để riêng"), ("serves", "Thực hiện cấp trên"))


@dataclass(frozen=True, kw_only=True)
class WantedPairs:
    """What a list of pairs is narrowed to: of one body and year; `verdict` is one of `SHOWN`, empty fields mean everything."""

    body_id: int
    year: int
    verdict: str = ItemVerdict.OPEN
    relation: str = ""
    plan_id: int | None = None
    item_id: int | None = None


def pairs(found: ItemOverlapQuerySet, wanted: WantedPairs) -> ItemOverlapQuerySet:
    """Return the pairs that fit `wanted`, likest first (decided ones: latest first), with items, plans and work."""
    mine = Q(one__plan__body=wanted.body_id, one__plan__year=wanted.year)
    mine |= Q(other__plan__body=wanted.body_id, other__plan__year=wanted.year)
    found = found.filter(mine, verdict=wanted.verdict).exclude(
        Q(one__plan__state=PlanState.DISCARDED) | Q(other__plan__state=PlanState.DISCARDED)
    )
    # What is likely nothing is kept for whoever asks for it, and among the partners of an item.
    found = found.filter(relation=wanted.relation) if wanted.relation else found.exclude(relation=Relation.UNRELATED)
    if wanted.plan_id is not None:
        found = found.filter(Q(one__plan=wanted.plan_id) | Q(other__plan=wanted.plan_id))
    if wanted.item_id is not None:
        found = found.filter(Q(one=wanted.item_id) | Q(other=wanted.item_id))
    return with_items(in_turn(found, wanted.verdict))


def in_turn(found: ItemOverlapQuerySet, verdict: str = ItemVerdict.OPEN) -> ItemOverlapQuerySet:
    """Return pairs in the order they are looked at: what is likely one task first, likest first."""
    if verdict != ItemVerdict.OPEN:
        return found.order_by("-decided_at", "-pk")
    likely = Case(When(relation__in=LIKELY_SAME, then=0), default=1)
    return found.order_by(likely, "-chance", "pk")


def with_items(found: ItemOverlapQuerySet) -> ItemOverlapQuerySet:
    """Bring items, plans, work and who decided, without what the finder made of the words."""
    return found.select_related("one__plan", "other__plan", "one__work", "other__work", "decided_by").defer(
        "one__vector", "other__vector", "one__search_text", "other__search_text"
    )


def next_open(found: ItemOverlapQuerySet, after: ItemOverlap, skipped: Sequence[int] = ()) -> ItemOverlap | None:
    """Return the pair to look at after one: of the same bodies, likest first, none of those skipped for now."""
    bodies = (after.one.plan.body_id, after.other.plan.body_id)
    waiting = found.filter(verdict=ItemVerdict.OPEN, one__plan__body__in=bodies, other__plan__body__in=bodies)
    waiting = waiting.exclude(relation=Relation.UNRELATED).exclude(pk__in=[after.pk, *skipped])
    return in_turn(waiting).first()


def partners(item: PlanItem, found: ItemOverlapQuerySet) -> list[ItemOverlap]:
    """Return the pairs of an item, open ones first, likest first, the first five."""
    own = found.filter(Q(one=item) | Q(other=item))
    waits = Case(When(verdict=ItemVerdict.OPEN, then=0), default=1)
    return list(with_items(own).order_by(waits, "-chance", "pk")[:PARTNERS])


def lower_item(pair: ItemOverlap, viewer: Viewer) -> PlanItem | None:
    """Return the item of a pair whose work may serve the other: that of the body below.

    Of one body the item of the later plan; None of bodies that do not stand one above the other. One query for a pair of two bodies.
    """
    one, other = pair.one, pair.other
    if one.plan.body_id == other.plan.body_id:
        return other
    if other.plan.body_id in units_above(one.plan.body_id, viewer.on):
        return one
    return other if one.plan.body_id in units_above(other.plan.body_id, viewer.on) else None


def asking(work_ids: Sequence[int]) -> QuerySet[PlanItem]:
    """Return the items that ask for any of this work, with their plans, oldest first."""
    return PlanItem.objects.filter(work__in=work_ids).select_related("plan").order_by("plan__issued_on", "plan", "pk")


def open_counts(found: ItemOverlapQuerySet, body_id: int, year: int) -> dict[str, int]:
    """Return how many pairs of a body and year wait, by relation."""
    wanted = WantedPairs(body_id=body_id, year=year)
    waiting = pairs(found, wanted).order_by().values_list("relation").annotate(times=Count("pk"))
    return {**{str(one): 0 for one in Relation}, **dict(waiting)}


def live_items(plan: Plan, on_bodies: Sequence[int]) -> QuerySet[PlanItem]:
    """Return what the items of a plan are held against: items of live plans of these bodies, of its own year and those beside it.

    Items of the plan itself are left out, and those whose work was dropped.
    """
    return (
        PlanItem.objects.filter(
            plan__body__in=on_bodies,
            plan__state=PlanState.LIVE,
            plan__year__range=(plan.year - 1, plan.year + 1),
        )
        .exclude(plan=plan)
        .exclude(work__state=WorkState.DROPPED)
        .select_related("plan")
        .defer("search_text")
    )


def chance_words(chance: int) -> str:
    """Return how likely two items are one task (per mille), in words: a number would promise more than it knows."""
    if chance >= 900:
        return "gần như chắc là một việc"
    if chance >= 700:
        return "rất có thể là một việc"
    if chance >= 500:
        return "có thể là một việc"
    return "ít khả năng là một việc" if chance >= 250 else "khó là một việc"
