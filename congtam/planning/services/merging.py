"""Making one task of what several plans ask for, and taking it apart again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.planning.choices import ItemVerdict, UnitPart, WorkState
from congtam.planning.models import ItemOverlap, PlanItem, WorkItem, WorkItemUnit
from congtam.planning.services.overlaps import decide, locked_items, locked_works, open_pair
from congtam.planning.services.work import (
    UnusableDeadlineError,
    WorkMovedError,
    check_open,
    give_deadline,
    move,
    open_work_for,
)
from congtam.values.days import local_day
from congtam.values.refusal import RefusedError, said

_DEADLINE_FIELDS = ("start_date", "due_date", "due_text", "rhythm", "day_in_rhythm")


class DeadlineNotChosenError(RefusedError):
    """The plans give different deadlines and nobody said which governs."""


class NotOneBodyError(RefusedError):
    """Items of two bodies cannot become one task: each body does its own."""


class NothingToSplitError(RefusedError):
    """The item has no work with others, or its work is finished."""


@dataclass(frozen=True, kw_only=True)
class Governing:
    """The deadline that governs from now on: that of a plan item, another day, or (neither) the one in force."""

    item_id: int | None = None
    day: date | None = None


@transaction.atomic
def merge(*, overlap_id: int, governing: Governing, reason: str, actor: User, at: datetime) -> WorkItem:
    """Make one task of what two plan items ask for, and return it; both items stay as they were written.

    The younger work joins the older (work that is done is never undone by it) and stays readable; its units take part. When the items give
    different deadlines, one must be chosen and a `reason` given. Raises `OverlapDecidedError`, `NotOneBodyError`, `DeadlineNotChosenError`,
    `UnreasonedError`, `UnusableDeadlineError` or `WorkMovedError`.
    """
    pair = open_pair(overlap_id)
    one, other = locked_items(pair)
    if one.plan.body_id != other.plan.body_id:
        raise NotOneBodyError(
            "Hai dòng này thuộc kế hoạch của hai cơ quan nên không gộp thành một nhiệm vụ được. "
            "Hãy chọn “Thực hiện nhiệm vụ cấp trên” hoặc “Để riêng”."
        )
    works = locked_works(one, other)
    if not works:
        works = open_work_for(items=[one], actor=actor, at=at)
        one.refresh_from_db(fields=["work"])
    kept, joining = _kept_and_joining(works)
    words = " ".join(reason.split())
    if kept.state != WorkState.DONE:
        check_open(kept)
        _govern(kept, (one, other), governing, words, actor=actor, at=at)
    if joining is not None:
        _join(joining, kept, words, actor=actor, at=at)
    for item in (one, other):
        if item.work_id is None:
            _take_part(kept, item)
    PlanItem.objects.filter(pk__in=(one.pk, other.pk)).update(work=kept)
    kept.save()
    decide(pair, ItemVerdict.MERGED, words, actor=actor, at=at, code="planning.work_joined", work=kept)
    _decide_implied(kept, actor=actor, at=at)
    return kept


@transaction.atomic
def split_off(*, item_id: int, reason: str, actor: User, at: datetime) -> WorkItem:
    """Take a plan item out of work it shares, give it work of its own and return that; people's tasks stay where they are.

    When the item's deadline governed, the earliest deadline of the items that stay governs from now on. Raises `UnreasonedError`,
    `NothingToSplitError` or `WorkMovedError`.
    """
    words = said(reason, "lý do tách")
    item = PlanItem.objects.select_for_update(of=("self",)).select_related("plan").get(pk=item_id)
    if item.work_id is None:
        raise NothingToSplitError("Dòng này chưa có nhiệm vụ nên không có gì để tách.")
    shared = WorkItem.objects.select_for_update(of=("self",)).get(pk=item.work_id)
    check_open(shared)
    staying = list(shared.items.exclude(pk=item.pk).order_by("due_date", "pk"))
    if not staying and shared.conclusion_id is None:
        raise NothingToSplitError("Nhiệm vụ này chỉ có một nguồn giao nên không có gì để tách.")
    PlanItem.objects.filter(pk=item.pk).update(work=None)
    [made] = open_work_for(items=[item], actor=actor, at=at)
    if shared.governed_by_id == item.pk:
        _govern_by(shared, staying[0] if staying else None, words, actor=actor, at=at)
    shared.save()
    ItemOverlap.objects.filter(
        Q(one=item, other__in=staying) | Q(other=item, one__in=staying), verdict=ItemVerdict.MERGED
    ).update(verdict=ItemVerdict.SEPARATE, reason=words, decided_by=actor, decided_at=at)
    record(
        actor=actor,
        code="planning.item_split_off",
        subject=item,
        at=at,
        unit_id=item.plan.body_id,
        before={"work": shared.pk},
        after={"work": made.pk},
        reason=words,
    )
    return made


def _kept_and_joining(works: Sequence[WorkItem]) -> tuple[WorkItem, WorkItem | None]:
    """Return the work that stays and the one that joins it: the older stays, unless only the younger is done."""
    if len(works) == 1:
        return works[0], None
    older, younger = works
    if younger.state == WorkState.DONE and older.state != WorkState.DONE:
        return younger, older
    return older, younger


def _govern(
    work: WorkItem,
    items: tuple[PlanItem, PlanItem],
    governing: Governing,
    words: str,
    *,
    actor: User,
    at: datetime,
) -> None:
    """Set the deadline that governs locked work which two items ask for."""
    one, other = items
    chosen = governing.item_id is not None or governing.day is not None
    if _deadline(one) != _deadline(other):
        if not chosen and work.due_date is None:
            raise DeadlineNotChosenError("Hai kế hoạch đặt thời hạn khác nhau. Hãy chọn thời hạn áp dụng.")
        said(words, "lý do chọn thời hạn này")
    if governing.day is not None:
        if governing.day < local_day(at):
            raise UnusableDeadlineError(f"Hạn {governing.day:%d/%m/%Y} đã qua. Hãy chọn từ hôm nay trở đi.")
        if governing.day != work.due_date:
            give_deadline(work, governing.day, actor=actor, at=at, reason=said(words, "lý do chọn thời hạn này"))
        work.governed_by, work.governing_reason = None, words
    elif governing.item_id is not None:
        item = (
            next((item for item in items if item.pk == governing.item_id), None)
            or work.items.filter(pk=governing.item_id).first()
        )
        if item is None:
            raise DeadlineNotChosenError("Thời hạn đã chọn không thuộc nhiệm vụ này. Hãy chọn lại.")
        _govern_by(work, item, words, actor=actor, at=at)
    elif words:
        work.governing_reason = words


def _govern_by(work: WorkItem, item: PlanItem | None, words: str, *, actor: User, at: datetime) -> None:
    """Let the deadline of an item govern locked work; with no item the deadline in force stays, governed by nothing written."""
    work.governed_by, work.governing_reason = item, words
    if item is None:
        return
    if item.due_date is not None and item.due_date != work.due_date:
        give_deadline(work, item.due_date, actor=actor, at=at, reason=words or f"Theo {item.plan}")
    for name in _DEADLINE_FIELDS:
        setattr(work, name, getattr(item, name))


def _deadline(item: PlanItem) -> tuple[date | None, str, str]:
    # Words without a day ("sau khi được phê duyệt") are a deadline of their own.
    return item.due_date, item.rhythm, "" if item.due_date or item.rhythm else " ".join(item.due_text.lower().split())


def _join(joining: WorkItem, kept: WorkItem, words: str, *, actor: User, at: datetime) -> None:
    """Let locked work join other locked work, with everything that asks for it and all that joined it before."""
    if kept.state == WorkState.DROPPED or joining.state == WorkState.DROPPED:
        raise WorkMovedError(
            "Một trong hai nhiệm vụ đã thôi thực hiện. Hãy để riêng, hoặc tách dòng kế hoạch ra trước."
        )
    joining.joined = kept
    move(joining, WorkState.JOINED, actor=actor, at=at, code="planning.work_joined", note=words or kept.title)
    joining.items.update(work=kept)
    joining.joined_here.update(joined=kept)
    kept.conclusion_id = kept.conclusion_id or joining.conclusion_id
    kept.leader_id = kept.leader_id or joining.leader_id
    kept.serves_item_id = kept.serves_item_id or joining.serves_item_id
    kept.serves_target_id = kept.serves_target_id or joining.serves_target_id
    parts: dict[int, str] = dict(joining.units.values_list("unit", "part"))
    if joining.lead_unit_id is not None:
        parts[joining.lead_unit_id] = UnitPart.LEAD
    _add_units(kept, parts)


def _take_part(kept: WorkItem, item: PlanItem) -> None:
    """Let the units an item names take part in the work it now belongs to."""
    _add_units(kept, dict(item.units.values_list("unit", "part")))


def _add_units(work: WorkItem, parts: dict[int, str]) -> None:
    if work.lead_unit_id is None:
        work.lead_unit_id = next((unit for unit, part in parts.items() if part == UnitPart.LEAD), None)
    others = [
        WorkItemUnit(work=work, unit_id=unit, part=part) for unit, part in parts.items() if unit != work.lead_unit_id
    ]
    WorkItemUnit.objects.bulk_create(others, ignore_conflicts=True)


def _decide_implied(work: WorkItem, *, actor: User, at: datetime) -> None:
    """Close the open pairs between items that are one task now anyway."""
    ItemOverlap.objects.filter(one__work=work, other__work=work, verdict=ItemVerdict.OPEN).update(
        verdict=ItemVerdict.MERGED, reason="Cùng một nhiệm vụ sau khi gộp.", decided_by=actor, decided_at=at
    )
