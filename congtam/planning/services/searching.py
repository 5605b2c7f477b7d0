"""Looking, for a plan that came in, for what its items repeat."""

import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from congtam.organisation.selectors import units_above
from congtam.planning.choices import Relation
from congtam.planning.finding import MODEL, OF_PLANS, Item, Match, encode, find
from congtam.planning.models import Plan, PlanItem, WorkItem
from congtam.planning.selectors.overlaps import PARTNERS, live_items
from congtam.planning.services.overlaps import Found, keep_found, keep_vectors
from congtam.values import dues
from congtam.values.days import local_day

# Less likely than this (per mille) no partner is worth a look, unless the finder itself says the two are related.
FLOOR = 150
# What is kept at once, so that a search that broke off begins again where it was.
_AT_ONCE = 512
# How the keys of work begin among those of other wordings.
_WORK = "work:"
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


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Something that is no item of a plan, held against the work of a body: its own key, what is to be done, what that makes, until when."""

    key: str
    text: str
    output: str = ""
    due_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class Like:
    """A likely partner of a wording: the key of another, or the id of the work; `chance` is per mille, `reasons` Vietnamese sentences."""

    key: str
    work_id: int | None
    relation: Relation
    chance: int
    reasons: tuple[str, ...]


def alike(
    *, asked: Sequence[Wording], beside: Sequence[Wording], body_id: int, year: int, but: Collection[int] = ()
) -> list[list[Like]]:
    """Return for each of `asked` its likeliest partners: among one another, among those `beside`, and in the work a body has in hand.

    The work is that of `year` and the years beside it, without that named in `but`. Nothing is decided. Takes as long as the texts are many:
    for jobs.
    """
    works = WorkItem.objects.still_open().filter(body=body_id, year__range=(year - 1, year + 1)).exclude(pk__in=but)
    items = [_words(one) for one in (*asked, *beside)]
    told = list(zip(items, encode(items), strict=True))
    matches = find(told[: len(asked)], [*told, *_in_hand(list(works))], most=PARTNERS, is_by_words_alone=True)
    return [[_like(match) for match in several] for several in matches]


def _words(one: Wording) -> Item:
    # Whoever proposes it and whoever does it may differ and it is one task all the same, so neither is told to the finder.
    due = dues.Due(text=f"{one.due_date:%d/%m/%Y}", kind=dues.DueKind.DAY, last=one.due_date) if one.due_date else None
    return Item(key=one.key, task=one.text, output=one.output, due=due)


def _in_hand(works: Sequence[WorkItem]) -> list[tuple[Item, bytes]]:
    """Return work as the finder takes it; what a plan asked for has its vector there."""
    asking = PlanItem.objects.filter(work__in=works).order_by("work", "pk").distinct("work")
    first = {item.work_id: item for item in asking.select_related("plan").defer("search_text")}
    _encode_missing(list(first.values()))
    texts = [
        (work.pk, _words(Wording(key=f"{_WORK}{work.pk}", text=work.title, output=work.output, due_date=work.due_date)))
        for work in works
    ]
    others = [item for pk, item in texts if pk not in first]
    made = dict(zip((item.key for item in others), encode(others), strict=True))
    return [(item, bytes(first[pk].vector[len(_SEAL) :]) if pk in first else made[item.key]) for pk, item in texts]


def _like(match: Match) -> Like:
    key = match.other
    return Like(
        key=key,
        work_id=int(key.removeprefix(_WORK)) if key.startswith(_WORK) else None,
        relation=Relation(match.relation.value),
        chance=match.chance,
        reasons=tuple(one for one in match.reasons if one not in OF_PLANS),
    )


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
