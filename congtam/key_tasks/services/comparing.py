"""Proposals held against one another, against what was decided before and against the plans; what a person decides about each pair."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app as jobs

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.key_tasks.choices import COMPARED, RUNNING, KeyTaskState
from congtam.key_tasks.models import KeyTask, ProposalOverlap, Round
from congtam.key_tasks.services.moving import locked, moved, told
from congtam.key_tasks.services.proposing import merge
from congtam.organisation.selectors import units_above
from congtam.planning.choices import ItemVerdict, Relation
from congtam.planning.services import verdicts
from congtam.planning.services.searching import Like, Wording, alike
from congtam.planning.services.verdicts import OverlapDecidedError
from congtam.values.days import local_day
from congtam.values.refusal import RefusedError, said

_APPRAISAL = (KeyTaskState.APPRAISING, KeyTaskState.APPRAISED)
_REOPENED = (ItemVerdict.SEPARATE, ItemVerdict.SERVES)


class NotHigherError(RefusedError):
    """What a proposal is to serve is not above it."""


def ask_search(*, found: Round, actor: User) -> None:
    """Have all proposals of a round held against one another and what is there, in the background; those undecided are looked at anew."""
    jobs.configure_task("key_tasks.find_overlaps").defer(round_id=found.pk, actor_id=actor.pk)


def search(*, round_id: int, only: int | None = None, actor: User, at: datetime) -> int:
    """Keep the pairs that may be one task, of every proposal of a round or of one (`only`), and return how many there are.

    Each is held against the other proposals, the key tasks of the level that are decided and not judged, those of the levels above, and the
    work the level has in hand. Pairs somebody decided about stay; others are found anew. Takes as long as the texts are many: for jobs.
    """
    found = Round.objects.select_related("scheme").get(pk=round_id)
    body = found.scheme.body_id
    proposals = KeyTask.objects.filter(round=found, state__in=COMPARED)
    asked = list(proposals.filter(Q() if only is None else Q(pk=only)).order_by("pk"))
    decided = Q(round=found, state__in=_APPRAISAL) | Q(round__scheme__body=body, state__in=RUNNING)
    above = Q(round__scheme__body__in=units_above(body, local_day(at)), state__in=RUNNING)
    beside = KeyTask.objects.filter(Q(pk__in=proposals.values("pk")) | decided | above).exclude(
        pk__in=[one.pk for one in asked]
    )
    likes = alike(
        asked=[_wording(one) for one in asked],
        beside=[_wording(one) for one in beside.order_by("pk")],
        body_id=body,
        year=found.starts_on.year,
        but=list(KeyTask.objects.filter(work__body=body).values_list("work", flat=True)),
    )
    return _keep(found, asked, likes, actor=actor, at=at)


@transaction.atomic
def merge_pair(*, overlap_id: int, stays_id: int | None, reason: str, actor: User, at: datetime) -> ProposalOverlap:
    """Say that the two are one task: of two key tasks `stays_id` takes the other in; work of a plan becomes what the proposal is given out as.

    Raises `OverlapDecidedError`, and as `merge` does.
    """
    pair = _held(overlap_id)
    if pair.work_id is not None:
        return _plan_already(pair, reason, actor, at)
    goes = pair.key_task_id if stays_id == pair.proposal_id else pair.proposal_id
    merge(key_task_id=goes or 0, into_id=stays_id or 0, reason=reason, actor=actor, at=at)
    pair.refresh_from_db()
    return pair


@transaction.atomic
def separate_pair(*, overlap_id: int, reason: str, actor: User, at: datetime) -> ProposalOverlap:
    """Keep the two apart on purpose. Raises `UnreasonedError`, `OverlapDecidedError`."""
    pair = _held(overlap_id)
    words = said(reason, "lý do để riêng")
    return _decide(pair, ItemVerdict.SEPARATE, words, code="key_tasks.overlap_separated", actor=actor, at=at)


@transaction.atomic
def serve_pair(*, overlap_id: int, reason: str = "", actor: User, at: datetime) -> ProposalOverlap:
    """Say that the proposal is how the other is carried out: a key task of a level above, or the item of a plan behind the work.

    Raises `NotHigherError` for a key task of the same level or work no plan asks for, `OverlapDecidedError`, `KeyTaskMovedError`.
    """
    pair = _held(overlap_id)
    proposal = locked(pair.proposal_id)
    if proposal.state not in COMPARED:
        raise moved(proposal)
    if pair.key_task is not None:
        if pair.key_task.round.scheme.body_id == proposal.round.scheme.body_id:
            raise NotHigherError("Hai nhiệm vụ cùng một cấp. Hãy gộp, hoặc để riêng và ghi lý do.")
        proposal.serves = pair.key_task
    else:
        item = pair.work.items.order_by("pk").first() if pair.work is not None else None
        if item is None:
            raise NotHigherError("Nhiệm vụ kia không thuộc kế hoạch nào. Hãy chọn cùng một việc, hoặc để riêng.")
        proposal.serves_item = item
    proposal.save()
    words = " ".join(reason.split())
    return _decide(pair, ItemVerdict.SERVES, words, code="key_tasks.overlap_serves", actor=actor, at=at)


@transaction.atomic
def reopen_pair(*, overlap_id: int, reason: str, actor: User, at: datetime) -> ProposalOverlap:
    """Put a pair among those to be decided again; proposals that were merged are parted instead. Raises `UnreasonedError`, `OverlapDecidedError`."""
    proposal = locked(ProposalOverlap.objects.values_list("proposal", flat=True).get(pk=overlap_id))
    pair = _pair(overlap_id)
    words = said(reason, "lý do xem lại")
    is_planned = pair.verdict == ItemVerdict.MERGED and pair.work_id is not None
    if pair.verdict not in _REOPENED and not is_planned:
        raise OverlapDecidedError(
            "Chỉ xem lại được cặp đã để riêng. Muốn tách đề xuất đã gộp, hãy dùng “Tách ra” ở đề xuất."
        )
    if is_planned:
        if proposal.state not in COMPARED:
            raise moved(proposal)
        proposal.planned_as = None
        proposal.save()
    before = {"verdict": pair.verdict}
    verdicts.clear(pair)
    pair.save()
    told(
        proposal,
        actor=actor,
        at=at,
        code="key_tasks.overlap_reopened",
        before=before,
        after=_other(pair) | {"verdict": ItemVerdict.OPEN.value},
        reason=words,
    )
    return pair


def _plan_already(pair: ProposalOverlap, reason: str, actor: User, at: datetime) -> ProposalOverlap:
    proposal = locked(pair.proposal_id)
    words = said(reason, "lý do coi là một việc")
    if proposal.state not in COMPARED:
        raise moved(proposal)
    proposal.planned_as = pair.work
    proposal.save()
    return _decide(pair, ItemVerdict.MERGED, words, code="key_tasks.planned_already", actor=actor, at=at)


def _decide(
    pair: ProposalOverlap, verdict: ItemVerdict, words: str, *, code: str, actor: User, at: datetime
) -> ProposalOverlap:
    verdicts.stamp(pair, verdict, words, actor=actor, at=at)
    pair.save()
    after = _other(pair) | {"verdict": verdict.value}
    told(pair.proposal, actor=actor, at=at, code=code, after=after, reason=words)
    return pair


def _other(pair: ProposalOverlap) -> dict[str, int | str | None]:
    return {"work": pair.work_id} if pair.work_id is not None else {"key_task": pair.key_task_id}


def _held(overlap_id: int) -> ProposalOverlap:
    """Return a pair that waits, with its key tasks and itself held until the transaction ends; always in this order."""
    sides = ProposalOverlap.objects.only("proposal", "key_task").get(pk=overlap_id)
    for pk in sorted({sides.proposal_id, sides.key_task_id or sides.proposal_id}):
        locked(pk)
    pair = _pair(overlap_id)
    verdicts.check_open(pair)
    return pair


def _pair(overlap_id: int) -> ProposalOverlap:
    return (
        ProposalOverlap.objects.select_for_update(of=("self",))
        .select_related("decided_by", "proposal__round__scheme", "key_task__round__scheme", "work")
        .get(pk=overlap_id)
    )


def _wording(key_task: KeyTask) -> Wording:
    return Wording(key=str(key_task.pk), text=key_task.title, output=key_task.product, due_date=key_task.due_date)


@transaction.atomic
def _keep(found: Round, asked: Sequence[KeyTask], likes: Sequence[Iterable[Like]], *, actor: User, at: datetime) -> int:
    # One search of a round at a time writes, or two would find the same pair twice.
    Round.objects.select_for_update().get(pk=found.pk)
    of_asked = Q(proposal__in=asked) | Q(key_task__in=asked, key_task__state__in=COMPARED)
    held = {_sides(one): one for one in ProposalOverlap.objects.filter(of_asked, verdict=ItemVerdict.OPEN)}
    rows: dict[tuple[int, int, int], ProposalOverlap] = {}
    still = {one.pk for one in asked}
    for one, several in zip(asked, likes, strict=True):
        for like in several:
            if like.relation == Relation.UNRELATED:
                continue
            other = int(like.key) if like.work_id is None else 0
            # Of two proposals the later one is looked at, so that each pair is there once.
            proposal, beside = (other, one.pk) if other in still and other > one.pk else (one.pk, other)
            pair = ProposalOverlap(
                proposal_id=proposal,
                key_task_id=beside or None,
                work_id=like.work_id,
                relation=like.relation,
                chance=like.chance,
                reasons=list(like.reasons),
            )
            rows[_sides(pair)] = pair
    # A pair somebody has open keeps its address; one that is found no more goes.
    ProposalOverlap.objects.filter(pk__in=[held[sides].pk for sides in held.keys() - rows.keys()]).delete()
    for sides in held.keys() & rows.keys():
        known, new = held[sides], rows[sides]
        if (known.relation, known.chance, known.reasons) != (new.relation, new.chance, new.reasons):
            known.relation, known.chance, known.reasons = new.relation, new.chance, new.reasons
            known.save()
    made = [pair for sides, pair in rows.items() if sides not in held]
    ProposalOverlap.objects.bulk_create(made, ignore_conflicts=True)
    after = {"proposals": len(asked), "pairs": len(rows)}
    record(
        actor=actor, code="key_tasks.overlaps_found", subject=found, at=at, unit_id=found.scheme.body_id, after=after
    )
    return len(rows)


def _sides(pair: ProposalOverlap) -> tuple[int, int, int]:
    """Return what tells a pair from others, whichever of two key tasks was the one looked at."""
    one, other = sorted((pair.proposal_id, pair.key_task_id or 0))
    return one, other, pair.work_id or 0
