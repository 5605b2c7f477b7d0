"""Plan items that may ask for one task: pairs as they are found, and those a person keeps apart or puts one in the service of the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from congtam.accounts.models import User
from congtam.audit.services import Entry, record, record_many
from congtam.planning.choices import LIKELY_SAME, ItemVerdict, Relation
from congtam.planning.models import ItemOverlap, Plan, PlanItem, WorkItem
from congtam.planning.services import verdicts
from congtam.planning.services.verdicts import OverlapDecidedError
from congtam.planning.services.work import check_open, open_work_for
from congtam.values.known import given
from congtam.values.refusal import said

_BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the finder says of two plan items: `chance` is per mille, `reasons` Vietnamese sentences."""

    one: int
    other: int
    relation: Relation
    chance: int
    reasons: tuple[str, ...] = ()


@transaction.atomic
def keep_found(*, plan: Plan, found: Iterable[Found], actor: User, at: datetime) -> list[WorkItem]:
    """Keep the pairs found for a plan, open work for its items that are likely nothing anybody has yet, and return that work.

    Items that are likely the same as another wait for a person. A pair known already stays as it is, decided or not, so that the same may be
    done twice.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    rows = [
        ItemOverlap(
            one_id=min(pair.one, pair.other),
            other_id=max(pair.one, pair.other),
            relation=pair.relation,
            chance=pair.chance,
            reasons=list(pair.reasons),
        )
        for pair in found
    ]
    ItemOverlap.objects.bulk_create(rows, batch_size=2 * _BATCH, ignore_conflicts=True)
    made = _open_settled(plan.items.filter(work__isnull=True), actor=actor, at=at)
    record(
        actor=actor,
        code="planning.overlaps_found",
        subject=plan,
        at=at,
        unit_id=plan.body_id,
        after={"pairs": len(rows), "opened": len(made)},
    )
    return made


@transaction.atomic
def separate(*, overlap_ids: Sequence[int], reason: str, actor: User, at: datetime) -> int:
    """Keep two items apart on purpose, for one pair or many at once, and return how many pairs were decided.

    An item that waited for this and has no other partner that is likely the same gets work of its own. Raises `UnreasonedError`, or
    `OverlapDecidedError` when none of the pairs is open any more.
    """
    words = said(reason, "lý do để riêng")
    pairs = list(
        ItemOverlap.objects.select_for_update(of=("self",))
        .filter(pk__in=overlap_ids, verdict=ItemVerdict.OPEN)
        .select_related("one__plan", "other__plan")
        .order_by("pk")
    )
    if not pairs:
        for pair in ItemOverlap.objects.select_related("decided_by").filter(pk__in=overlap_ids)[:1]:
            verdicts.check_open(pair)
        raise OverlapDecidedError("Không còn cặp nào chờ xem trong những cặp đã chọn. Hãy tải lại trang.")
    for pair in pairs:
        verdicts.stamp(pair, ItemVerdict.SEPARATE, words, actor=actor, at=at)
    ItemOverlap.objects.bulk_update(pairs, ["verdict", "reason", "decided_by", "decided_at"], batch_size=_BATCH)
    entries = [
        Entry(
            code="planning.items_separated",
            subject=pair,
            unit_id=pair.one.plan.body_id,
            after={"verdict": ItemVerdict.SEPARATE.value},
            reason=words,
        )
        for pair in pairs
    ]
    record_many(actor=actor, at=at, entries=entries)
    of_one_body = [pair for pair in pairs if pair.one.plan.body_id == pair.other.plan.body_id]
    waiting = {pair.one_id for pair in of_one_body} | {pair.other_id for pair in of_one_body}
    _open_settled(PlanItem.objects.filter(pk__in=waiting, work__isnull=True), actor=actor, at=at)
    return len(pairs)


@transaction.atomic
def serve_higher(*, overlap_id: int, lower_id: int, reason: str = "", actor: User, at: datetime) -> WorkItem:
    """Say that the work of item `lower_id` is how the other item of the pair is carried out, and return that work.

    The two stay two tasks: of a body and the one above it, or of a plan and the resolution it carries out. Raises `OverlapDecidedError` or
    `WorkMovedError`.
    """
    pair = open_pair(overlap_id)
    one, other = locked_items(pair)
    lower, higher = (one, other) if one.pk == lower_id else (other, one)
    locked_works(lower)
    if lower.work_id is None:
        open_work_for(items=[lower], actor=actor, at=at)
        lower.refresh_from_db(fields=["work"])
    work = WorkItem.objects.select_for_update(of=("self",)).get(pk=given(lower.work_id))
    check_open(work)
    work.serves_item = higher
    work.save()
    words = " ".join(reason.split())
    decide(pair, ItemVerdict.SERVES, words, actor=actor, at=at, code="planning.work_serves", work=work)
    if higher.plan.body_id == lower.plan.body_id:
        _open_settled(PlanItem.objects.filter(pk=higher.pk, work__isnull=True), actor=actor, at=at)
    return work


@transaction.atomic
def reopen(*, overlap_id: int, reason: str, actor: User, at: datetime) -> ItemOverlap:
    """Put a pair that was kept apart among those to be decided again; what was merged is split off instead.

    Raises `UnreasonedError`, or `OverlapDecidedError` unless the pair was kept apart.
    """
    pair = ItemOverlap.objects.select_for_update(of=("self",)).select_related("one__plan").get(pk=overlap_id)
    words = said(reason, "lý do xem lại")
    if pair.verdict not in (ItemVerdict.SEPARATE, ItemVerdict.SERVES):
        raise OverlapDecidedError(
            "Chỉ xem lại được cặp đã để riêng. Muốn tách việc đã gộp, hãy dùng “Tách” ở nhiệm vụ."
        )
    before = {"verdict": pair.verdict}
    verdicts.clear(pair)
    pair.save()
    record(
        actor=actor,
        code="planning.overlap_reopened",
        subject=pair,
        at=at,
        unit_id=pair.one.plan.body_id,
        before=before,
        after={"verdict": ItemVerdict.OPEN.value},
        reason=words,
    )
    return pair


def open_pair(overlap_id: int) -> ItemOverlap:
    """Return a pair that waits, held until the transaction ends; raise `OverlapDecidedError` when it was decided."""
    pair = ItemOverlap.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=overlap_id)
    verdicts.check_open(pair)
    return pair


def locked_items(pair: ItemOverlap) -> tuple[PlanItem, PlanItem]:
    """Return both items of a pair with their plans, held until the transaction ends."""
    one, other = (
        PlanItem.objects.select_for_update(of=("self",))
        .filter(pk__in=(pair.one_id, pair.other_id))
        .select_related("plan")
        .order_by("pk")
    )
    return one, other


def locked_works(*items: PlanItem) -> list[WorkItem]:
    """Return the work of items, oldest first, held until the transaction ends."""
    ids = [item.work_id for item in items if item.work_id is not None]
    locked = WorkItem.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return sorted(locked, key=lambda work: (work.created_at, work.pk))


def decide(
    pair: ItemOverlap, verdict: ItemVerdict, words: str, *, actor: User, at: datetime, code: str, work: WorkItem
) -> None:
    """Write down what somebody decided about a locked pair, told of the work it ended in."""
    verdicts.stamp(pair, verdict, words, actor=actor, at=at)
    pair.save()
    record(
        actor=actor,
        code=code,
        subject=work,
        at=at,
        unit_id=work.body_id,
        after={"verdict": verdict.value, "items": [pair.one_id, pair.other_id]},
        reason=words,
    )


def _open_settled(waiting: "Iterable[PlanItem]", *, actor: User, at: datetime) -> list[WorkItem]:
    """Open work for those of the items without work that no open pair holds back."""
    items = list(waiting)
    ids = [item.pk for item in items]
    open_pairs = ItemOverlap.objects.filter(
        Q(one__in=ids) | Q(other__in=ids), verdict=ItemVerdict.OPEN, relation__in=LIKELY_SAME
    ).values_list("one", "other", "one__plan__body", "other__plan__body")
    # What a body above wants is done beside its own work: it holds nothing back.
    held = {item for one, other, body, other_body in open_pairs if body == other_body for item in (one, other)}
    return open_work_for(items=[item for item in items if item.pk not in held], actor=actor, at=at)


def keep_vectors(items: Sequence[PlanItem]) -> None:
    """Keep what the finder made of the words of items; nobody's act, and made again at any time."""
    PlanItem.objects.bulk_update(items, ["vector"], batch_size=_BATCH)
