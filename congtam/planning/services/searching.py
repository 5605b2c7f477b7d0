"""Looking, for a plan that came in, for what its items repeat."""

import zlib
from collections.abc import Sequence
from datetime import datetime

from congtam.organisation.selectors import units_above
from congtam.planning.choices import Relation
from congtam.planning.finding import MODEL, Item, encode, find
from congtam.planning.models import Plan, PlanItem, WorkItem
from congtam.planning.selectors.overlaps import PARTNERS, live_items
from congtam.planning.services.overlaps import Found, keep_found, keep_vectors
from congtam.values import dues
from congtam.values.days import local_day

# Less likely than this (per mille) no partner is worth a look, unless the finder itself says the two are related.
FLOOR = 150
# What is kept at once, so that a search that broke off begins again where it was.
_AT_ONCE = 512
# Vectors of another model are made anew.
_SEAL = zlib.crc32(MODEL.encode()).to_bytes(4, "big")


def search(*, plan_id: int, at: datetime) -> list[WorkItem]:
    """Hold the items of a plan against one another and those of the live plans of its body and of the bodies above it.

    Pairs are kept for the office to decide about; items that are likely new get work at once, which is returned. Done twice, it changes
    nothing more. Takes as long as the plan is: for jobs.
    """
    plan = Plan.objects.select_related("created_by").get(pk=plan_id)
    bodies = [plan.body_id, *units_above(plan.body_id, local_day(at))]
    new = list(plan.items.select_related("plan").order_by("position"))
    among = list(live_items(plan, bodies))
    _encode_missing([*new, *among])
    matches = find(_with_vectors(new), _with_vectors(among), most=PARTNERS)
    found: dict[tuple[int, int], Found] = {}
    for item, partners in zip(new, matches, strict=True):
        for match in partners:
            relation = Relation(match.relation.value)
            if relation != Relation.UNRELATED or match.chance >= FLOOR:
                one, other = sorted((item.pk, int(match.other)))
                found[one, other] = Found(
                    one=one, other=other, relation=relation, chance=match.chance, reasons=match.reasons
                )
    return keep_found(plan=plan, found=found.values(), actor=plan.created_by, at=at)


def _encode_missing(items: Sequence[PlanItem]) -> None:
    missing = [item for item in items if bytes(item.vector[: len(_SEAL)]) != _SEAL]
    for start in range(0, len(missing), _AT_ONCE):
        part = missing[start : start + _AT_ONCE]
        for item, vector in zip(part, encode([_item(one) for one in part]), strict=True):
            item.vector = _SEAL + vector
        keep_vectors(part)


def _with_vectors(items: Sequence[PlanItem]) -> list[tuple[Item, bytes]]:
    return [(_item(item), bytes(item.vector[len(_SEAL) :])) for item in items]


def _item(item: PlanItem) -> Item:
    return Item(
        key=str(item.pk),
        task=item.task,
        lead=item.lead,
        coordinating=item.coordinating,
        output=item.output,
        issuer=item.plan.issuer,
        plan=str(item.plan_id),
        place=item.position,
        source=item.assigned_in,
        due=_due(item),
    )


def _due(item: PlanItem) -> dues.Due:
    return dues.Due(
        text=item.due_text,
        kind=dues.DueKind(item.due_kind),
        start=item.start_date,
        last=item.due_date,
        rhythm=dues.Rhythm(item.rhythm) if item.rhythm else None,
        day_in_rhythm=item.day_in_rhythm,
    )
