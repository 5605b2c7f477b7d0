"""From a draft to a proposal that meets the criteria: drafting, proposing, screening, merging."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from procrastinate.contrib.django import app as jobs

from congtam.accounts.models import User
from congtam.key_tasks.choices import COMPARED, MENDABLE, RUNNING, Check, KeyTaskState
from congtam.key_tasks.models import (
    Block,
    KeyTask,
    KeyTaskMove,
    ProposalOverlap,
    Round,
    SchemeCriterion,
    ScreeningAnswer,
)
from congtam.key_tasks.services.moving import IncompleteProposalError, locked, move, moved, told
from congtam.personnel.models import Person
from congtam.planning.choices import ItemVerdict
from congtam.planning.models import PlanItem, Target
from congtam.values.days import local_day
from congtam.values.known import given
from congtam.values.refusal import RefusedError, said


class RoundClosedError(RefusedError):
    """The round takes no more proposals."""


class UnscreenedError(RefusedError):
    """A criterion that somebody has to answer was not answered, or failed without a word to the proposer."""


class UnmergeableError(RefusedError):
    """The two proposals cannot become one."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a focal point writes of a key task; only `title` is needed to keep a draft."""

    title: str
    product: str = ""
    measure: str = ""
    quantity: Decimal | None = None
    standard: str = ""
    evidence: str = ""
    due_date: date | None = None
    leader: Person | None = None
    serves: KeyTask | None = None
    serves_target: Target | None = None
    serves_item: PlanItem | None = None
    serves_text: str = ""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A criterion and what the proposal itself says to it: True, False with the reason, or None when somebody has to answer."""

    criterion: SchemeCriterion
    holds: bool | None
    reason: str = ""


@transaction.atomic
def draft(*, round_id: int, block: Block, proposal: Proposal, actor: User, at: datetime) -> KeyTask:
    """Keep a draft of a proposal and return it. Raises `RoundClosedError` after the last day for proposals, `UnreasonedError` without a title."""
    found = Round.objects.select_related("scheme").get(pk=round_id)
    _check_open(found, at)
    key_task = KeyTask(round=found, block=block, proposed_by=actor)
    _write(key_task, proposal)
    key_task.save()
    KeyTaskMove.objects.create(key_task=key_task, state=KeyTaskState.DRAFT, by=actor, at=at)
    told(key_task, actor=actor, at=at, code="key_tasks.drafted", after={"title": key_task.title})
    return key_task


@transaction.atomic
def correct(*, key_task_id: int, proposal: Proposal, actor: User, at: datetime) -> KeyTask:
    """Write a draft, or a proposal that came back, anew. Raises `KeyTaskMovedError` for one that lies with somebody else."""
    key_task = locked(key_task_id)
    if key_task.state not in MENDABLE:
        raise moved(key_task)
    before = {"title": key_task.title}
    _write(key_task, proposal)
    key_task.save()
    told(key_task, actor=actor, at=at, code="key_tasks.corrected", before=before, after={"title": key_task.title})
    return key_task


@transaction.atomic
def propose(*, key_task_id: int, actor: User, at: datetime) -> KeyTask:
    """Send a draft in. Raises `KeyTaskMovedError`, `RoundClosedError`, or `IncompleteProposalError` naming every criterion the words themselves fail.

    One that was returned may come again after the last day: the days of the screening are not the proposer's.
    """
    key_task = locked(key_task_id)
    if key_task.state == KeyTaskState.DRAFT:
        _check_open(key_task.round, at)
    failing = [one.reason for one in checked(key_task) if one.holds is False]
    if failing and key_task.state in MENDABLE:
        raise IncompleteProposalError("Chưa gửi được. " + " ".join(failing))
    move(key_task, KeyTaskState.PROPOSED, actor=actor, at=at, code="key_tasks.proposed")
    jobs.configure_task("key_tasks.find_overlaps").defer(
        round_id=key_task.round_id, actor_id=actor.pk, key_task_id=key_task.pk
    )
    return key_task


@transaction.atomic
def withdraw(*, key_task_id: int, reason: str, actor: User, at: datetime) -> KeyTask:
    """Put a draft or a returned proposal away. Raises `UnreasonedError`, `KeyTaskMovedError`."""
    key_task = locked(key_task_id)
    if key_task.state not in MENDABLE:
        raise moved(key_task)
    words = said(reason, "lý do bỏ đề xuất")
    move(key_task, KeyTaskState.STOPPED, actor=actor, at=at, code="key_tasks.withdrawn", note=words)
    return key_task


@transaction.atomic
def screen(
    *, key_task_id: int, answers: Mapping[int, tuple[bool, str]], note: str = "", actor: User, at: datetime
) -> KeyTask:
    """Hold a proposal against every criterion of its level, and send it on, or back with each failing criterion explained.

    `answers` gives, by criterion, whether it holds and why not, for criteria somebody has to answer; what the words themselves show cannot be
    answered otherwise. Raises `UnscreenedError`, `KeyTaskMovedError`.
    """
    key_task = locked(key_task_id)
    if key_task.state != KeyTaskState.PROPOSED:
        raise moved(key_task)
    found = [_answered(one, answers) for one in checked(key_task)]
    is_met = all(one.holds for one in found)
    words = " ".join(note.split()) or (
        "" if is_met else "Chưa đạt: " + " ".join(dict.fromkeys(one.reason for one in found if not one.holds))
    )
    state = KeyTaskState.SCREENED if is_met else KeyTaskState.RETURNED
    code = "key_tasks.screened" if is_met else "key_tasks.returned"
    made = move(key_task, state, actor=actor, at=at, code=code, note=words)
    ScreeningAnswer.objects.bulk_create(
        [ScreeningAnswer(move=made, criterion=one.criterion, holds=bool(one.holds), reason=one.reason) for one in found]
    )
    return key_task


@transaction.atomic
def merge(*, key_task_id: int, into_id: int, reason: str, actor: User, at: datetime) -> KeyTask:
    """Let one proposal go into another of the same round; it keeps its words and its blocks is told there. Returns the one that stays.

    One that was decided already may take a proposal in, of its own round or of an earlier one of the level. Raises `UnreasonedError`,
    `UnmergeableError` for two of different rounds, for one into itself, or into one that was merged or refused, `KeyTaskMovedError`.
    """
    # Always locked in the same order, lest two people who merge crosswise wait for each other.
    both = {pk: locked(pk) for pk in sorted({key_task_id, into_id})}
    key_task, into = both[key_task_id], both[into_id]
    is_decided = into.state in RUNNING and into.round.scheme.body_id == key_task.round.scheme.body_id
    if key_task is into or (key_task.round_id != into.round_id and not is_decided):
        raise UnmergeableError("Chỉ gộp được hai đề xuất khác nhau của cùng một kỳ. Hãy chọn lại đề xuất giữ lại.")
    if into.state not in COMPARED and not is_decided:
        raise UnmergeableError(
            f"Đề xuất giữ lại đang ở bước “{into.get_state_display()}”. Hãy chọn đề xuất đang chờ sàng lọc hoặc chờ thẩm định."
        )
    words = said(reason, "lý do gộp")
    key_task.merged_into = into
    move(key_task, KeyTaskState.MERGED, actor=actor, at=at, code="key_tasks.merged", note=words, merged_into=into.pk)
    # What had been merged into it goes along.
    KeyTask.objects.filter(merged_into=key_task).update(merged_into=into)
    decided = {"verdict": ItemVerdict.MERGED, "reason": words, "decided_by": actor, "decided_at": at}
    between(key_task, into).filter(verdict=ItemVerdict.OPEN).update(**decided)
    return into


@transaction.atomic
def unmerge(*, key_task_id: int, reason: str, actor: User, at: datetime) -> KeyTask:
    """Let a merged proposal stand by itself again, to be screened anew. Raises `UnreasonedError`, `KeyTaskMovedError`."""
    key_task = locked(key_task_id)
    if key_task.state != KeyTaskState.MERGED:
        raise moved(key_task)
    reopened = {"verdict": ItemVerdict.OPEN, "reason": "", "decided_by": None, "decided_at": None}
    between(key_task, given(key_task.merged_into)).filter(verdict=ItemVerdict.MERGED).update(**reopened)
    key_task.merged_into = None
    words = said(reason, "lý do tách")
    move(key_task, KeyTaskState.PROPOSED, actor=actor, at=at, code="key_tasks.unmerged", note=words)
    return key_task


def between(one: KeyTask, other: KeyTask) -> QuerySet[ProposalOverlap]:
    """Return the pair of two proposals, whichever was looked at first; none when nobody found them alike."""
    return ProposalOverlap.objects.filter(Q(proposal=one, key_task=other) | Q(proposal=other, key_task=one))


def checked(key_task: KeyTask) -> list[Checked]:
    """Return what a proposal's own words say to each criterion of its level, in their order."""
    return [_checked(key_task, criterion) for criterion in key_task.round.scheme.criteria.order_by("position")]


def _checked(key_task: KeyTask, criterion: SchemeCriterion) -> Checked:
    failing = _FAILING[Check(criterion.check_by)]
    if failing is None:
        return Checked(criterion=criterion, holds=None)
    words = failing(key_task)
    return Checked(criterion=criterion, holds=not words, reason=words)


def _deadline(key_task: KeyTask) -> str:
    due, found = key_task.due_date, key_task.round
    if due is None:
        return "Chưa có hạn. Hãy chọn một ngày trong kỳ."
    if not found.starts_on <= due <= found.ends_on:
        return (
            f"Hạn {due:%d/%m/%Y} nằm ngoài kỳ ({found.starts_on:%d/%m/%Y}–{found.ends_on:%d/%m/%Y}). "
            "Việc dài hơn một kỳ thì ghi sản phẩm của giai đoạn trong kỳ này."
        )
    return ""


def _goal(key_task: KeyTask) -> str:
    named = key_task.serves_id or key_task.serves_target_id or key_task.serves_item_id or key_task.serves_text
    return "" if named else "Chưa nêu việc này phục vụ nhiệm vụ, chỉ tiêu nào của cấp trên. Hãy chọn hoặc ghi rõ."


def _measure(key_task: KeyTask) -> str:
    named = key_task.measure and key_task.quantity
    return "" if named else "Chưa có thước đo và mức phải đạt, ví dụ “dịch vụ công: 25”. Hãy ghi cả hai."


# What the words of a proposal must have by themselves, and what is said when they have not.
_FAILING = {
    Check.ASKED: None,
    Check.PRODUCT: lambda one: "" if one.product else "Chưa nêu sản phẩm. Hãy ghi sản phẩm cụ thể, có thể nghiệm thu.",
    Check.MEASURE: _measure,
    Check.EVIDENCE: lambda one: (
        "" if one.evidence else "Chưa nêu nguồn minh chứng. Hãy ghi lấy số liệu, văn bản ở đâu."
    ),
    Check.STANDARD: lambda one: "" if one.standard else "Chưa nêu tiêu chuẩn chất lượng. Hãy ghi thế nào là đạt.",
    Check.DEADLINE: _deadline,
    Check.LEADER: lambda one: "" if one.leader_id else "Chưa có lãnh đạo chịu trách nhiệm. Hãy chọn một người.",
    Check.GOAL: _goal,
}


def _answered(one: Checked, answers: Mapping[int, tuple[bool, str]]) -> Checked:
    if one.holds is not None:
        return one
    if one.criterion.pk not in answers:
        raise UnscreenedError(f"Tiêu chí “{one.criterion.text}” chưa được trả lời. Hãy chọn đạt hoặc chưa đạt.")
    holds, reason = answers[one.criterion.pk]
    words = " ".join(reason.split())
    if not holds and not words:
        raise UnscreenedError(
            f"Tiêu chí “{one.criterion.text}” chưa đạt mà chưa có giải thích. Hãy ghi để nơi đề xuất biết cần sửa gì."
        )
    return Checked(criterion=one.criterion, holds=holds, reason="" if holds else words)


def _check_open(found: Round, at: datetime) -> None:
    if local_day(at) > found.propose_until:
        raise RoundClosedError(
            f"{found.name} nhận đề xuất đến hết {found.propose_until:%d/%m/%Y}. Hãy liên hệ nơi tổng hợp, hoặc đề xuất ở kỳ sau."
        )


def _write(key_task: KeyTask, proposal: Proposal) -> None:
    key_task.title = said(proposal.title, "nội dung nhiệm vụ")
    for name in ("product", "measure", "standard", "evidence", "serves_text"):
        setattr(key_task, name, " ".join(getattr(proposal, name).split()))
    for name in ("quantity", "due_date", "leader", "serves", "serves_target", "serves_item"):
        setattr(key_task, name, getattr(proposal, name))
