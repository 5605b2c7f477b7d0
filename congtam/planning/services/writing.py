"""Writing a plan's rows: at once, or by the worker with its progress; whole or not at all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app as jobs

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.planning.choices import PlanState, UnitPart
from congtam.planning.models import Plan, PlanItem, PlanItemUnit
from congtam.planning.selectors.drafts import Draft, DraftRow, draft_of
from congtam.planning.services.reading import locked_plan
from congtam.values.days import local_day
from congtam.values.names import searchable
from congtam.values.refusal import RefusedError

# More rows than this are written by the worker, so that no page waits for them.
MOST_ROWS_AT_ONCE = 300
_STEP = 250
_LOCK = 335_041


class PlanNotReadyError(RefusedError):
    """Something of the plan is still open; the message says what."""


class AlreadyBeingWrittenError(RefusedError):
    """Another worker writes this plan now."""


@transaction.atomic
def start_writing(*, plan_id: int, actor: User, at: datetime) -> Plan:
    """Write a draft's rows now, or hand a long plan to the worker (its state is then WAITING), and return it.

    Raises `PlanNotReadyError` while something is left to ask, `PlanMovedOnError` when it is no draft.
    """
    plan = locked_plan(plan_id, PlanState.DRAFT)
    draft = draft_of(plan, local_day(at))
    _refuse_open(draft)
    plan.settled = {name: value for name, value in plan.settled.items() if name != "problem"} | {
        "total": len(draft.kept)
    }
    if len(draft.kept) <= MOST_ROWS_AT_ONCE:
        _write_items(plan, draft.kept, 0, draft)
        _finish(plan, draft, actor, at)
        return plan
    plan.state = PlanState.WAITING
    plan.save(update_fields=["state", "settled"])
    after = {"rows": len(draft.kept)}
    record(actor=actor, code="planning.plan_writing_started", subject=plan, at=at, unit_id=plan.body_id, after=after)
    _hand_over(plan, actor, at)
    return plan


@transaction.atomic
def write_again(*, plan_id: int, actor: User, at: datetime) -> None:
    """Hand a plan to the worker once more, whose writing ended before its time. Raises `PlanMovedOnError`."""
    plan = locked_plan(plan_id, PlanState.WAITING)
    record(actor=actor, code="planning.plan_writing_started", subject=plan, at=at, unit_id=plan.body_id)
    _hand_over(plan, actor, at)


def write_waiting(*, plan_id: int, actor: User, at: datetime) -> None:
    """Write a waiting plan's rows, some hundreds at a time, so that its page can tell how far it is.

    Nobody sees them before the last: until then the plan waits. What an earlier try left is thrown away first. A plan that does not wait
    any more is left as it is. Raises `PlanNotReadyError`, and `AlreadyBeingWrittenError` when another worker is at it.
    """
    with _only_writer(plan_id):
        plan = Plan.objects.select_related("body", "source").get(pk=plan_id)
        if plan.state != PlanState.WAITING:
            return
        PlanItem.objects.filter(plan=plan).delete()
        draft = draft_of(plan, local_day(at))
        _refuse_open(draft)
        for start in range(0, len(draft.kept), _STEP):
            with transaction.atomic():
                locked_plan(plan_id, PlanState.WAITING)
                _write_items(plan, draft.kept[start : start + _STEP], start, draft)
        with transaction.atomic():
            _finish(locked_plan(plan_id, PlanState.WAITING), draft, actor, at)


@transaction.atomic
def send_back(*, plan_id: int, problem: str, actor: User, at: datetime) -> None:
    """Put a plan the worker could not write back to its reading, with the reason and without rows."""
    plan = locked_plan(plan_id, PlanState.WAITING)
    PlanItem.objects.filter(plan=plan).delete()
    plan.state, plan.settled = PlanState.DRAFT, {**plan.settled, "problem": problem}
    plan.save(update_fields=["state", "settled"])
    record(actor=actor, code="planning.plan_sent_back", subject=plan, at=at, unit_id=plan.body_id, reason=problem)


def _refuse_open(draft: Draft) -> None:
    if not draft.kept:
        raise PlanNotReadyError("Chưa đọc được nhiệm vụ nào. Hãy xem lại các cột của bảng.")
    left = sum(not one.is_settled for one in draft.rows)
    if left:
        raise PlanNotReadyError(f"Còn {left} dòng chờ trả lời nên chưa ghi được. Hãy trả lời hoặc bỏ dòng, có lý do.")


def _hand_over(plan: Plan, actor: User, at: datetime) -> None:
    # The job is a row of this same transaction: either both are there or neither.
    jobs.configure_task("planning.write_plan").defer(plan_id=plan.pk, actor_id=actor.pk, at=at.isoformat())


def _write_items(plan: Plan, rows: Sequence[DraftRow], start: int, draft: Draft) -> None:
    items = PlanItem.objects.bulk_create(
        [_item(plan, one, position, draft) for position, one in enumerate(rows, start + 1)]
    )
    PlanItemUnit.objects.bulk_create(
        [
            PlanItemUnit(item=item, unit_id=unit, part=part)
            for item, one in zip(items, rows, strict=True)
            for part, units in ((UnitPart.LEAD, one.lead_ids), (UnitPart.COORDINATING, one.coordinating_ids))
            for unit in units
        ]
    )


def _item(plan: Plan, one: DraftRow, position: int, draft: Draft) -> PlanItem:
    item, due = one.row.item, one.row.due
    return PlanItem(
        plan=plan,
        position=position,
        number=item.number,
        headings=list(item.headings),
        task=one.row.task,
        lead=item.lead,
        coordinating=item.coordinating,
        leader=item.leader,
        output=item.output,
        assigned_in=item.source,
        note=item.note,
        due_text=item.due.text,
        due_kind=due.kind.value,
        start_date=due.start,
        due_date=due.last,
        rhythm=due.rhythm.value if due.rhythm else "",
        day_in_rhythm=due.day_in_rhythm,
        address=draft.address(item),
        search_text=searchable(one.row.task),
    )


def _finish(plan: Plan, draft: Draft, actor: User, at: datetime) -> None:
    plan.state = PlanState.LIVE
    plan.save(update_fields=["state", "settled"])
    after = {"rows": len(draft.kept), "left_out": len(draft.left_out)}
    record(actor=actor, code="planning.plan_written", subject=plan, at=at, unit_id=plan.body_id, after=after)
    jobs.configure_task("planning.find_overlaps").defer(plan_id=plan.pk)


@contextmanager
def _only_writer(plan_id: int) -> Iterator[None]:
    """Hold the right to write one plan; it falls back by itself when the worker dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, plan_id])
        if not cursor.fetchone()[0]:
            raise AlreadyBeingWrittenError("Kế hoạch này đang được ghi.")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, plan_id])
