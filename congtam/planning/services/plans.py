"""What happens to a plan once it is in: it ends, it is discarded, a unit of an item is corrected."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.planning.choices import PlanState, UnitPart
from congtam.planning.models import PlanItem, PlanItemUnit
from congtam.planning.selectors.plans import units_of_item
from congtam.planning.selectors.units import units_in_reach
from congtam.planning.services.reading import locked_plan
from congtam.values.days import local_day
from congtam.values.refusal import RefusedError


class WorkInHandError(RefusedError):
    """Work the plan asks for is in hand, so the plan cannot go; the message says how much."""


class ReasonMissingError(RefusedError):
    """The act needs a reason."""


class UnableToCorrectUnitsError(RefusedError):
    """The units of an item cannot be these; the message says why."""


@transaction.atomic
def end_plan(*, plan_id: int, reason: str, actor: User, at: datetime) -> None:
    """End a plan: it asks for nothing new any more; work in hand goes on. Raises `ReasonMissingError`, `PlanMovedOnError`."""
    _refuse_silence(reason, "kết thúc kế hoạch")
    plan = locked_plan(plan_id, PlanState.LIVE)
    plan.state = PlanState.ENDED
    plan.save(update_fields=["state"])
    record(actor=actor, code="planning.plan_ended", subject=plan, at=at, unit_id=plan.body_id, reason=reason.strip())


@transaction.atomic
def discard_plan(*, plan_id: int, reason: str, actor: User, at: datetime) -> None:
    """Discard a plan that came in by mistake; what it said is kept.

    Raises `WorkInHandError` while work it asks for is in hand, `ReasonMissingError`, `PlanMovedOnError`.
    """
    _refuse_silence(reason, "bỏ kế hoạch")
    plan = locked_plan(plan_id, PlanState.DRAFT, PlanState.WAITING, PlanState.LIVE)
    if plan.state == PlanState.WAITING:
        PlanItem.objects.filter(plan=plan).delete()  # half written, seen by nobody
    in_hand = PlanItem.objects.filter(plan=plan, work__isnull=False).count()
    if in_hand:
        raise WorkInHandError(
            f"{in_hand} dòng của kế hoạch này đã thành nhiệm vụ của cơ quan nên không bỏ được. "
            "Hãy kết thúc kế hoạch, hoặc thôi thực hiện các nhiệm vụ đó trước."
        )
    plan.state = PlanState.DISCARDED
    plan.save(update_fields=["state"])
    record(
        actor=actor, code="planning.plan_discarded", subject=plan, at=at, unit_id=plan.body_id, reason=reason.strip()
    )


@transaction.atomic
def correct_units(
    *, item_id: int, leads: Sequence[int], coordinating: Sequence[int], reason: str, actor: User, at: datetime
) -> None:
    """Correct which units the words of an item mean; the words stay. Raises `ReasonMissingError`, `UnableToCorrectUnitsError`."""
    _refuse_silence(reason, "sửa đơn vị")
    item = PlanItem.objects.select_related("plan").get(pk=item_id)
    locked_plan(item.plan_id, PlanState.LIVE)
    if set(leads) & set(coordinating):
        raise UnableToCorrectUnitsError("Một đơn vị không thể vừa chủ trì vừa phối hợp. Hãy bỏ ở một bên.")
    if not {*leads, *coordinating} <= units_in_reach(item.plan.body_id, local_day(at)):
        raise UnableToCorrectUnitsError("Hãy chọn đơn vị trong danh sách.")
    before = _told(units_of_item(item))
    PlanItemUnit.objects.filter(item=item).delete()
    PlanItemUnit.objects.bulk_create(
        [
            *(PlanItemUnit(item=item, unit_id=unit, part=UnitPart.LEAD) for unit in leads),
            *(PlanItemUnit(item=item, unit_id=unit, part=UnitPart.COORDINATING) for unit in coordinating),
        ]
    )
    record(
        actor=actor,
        code="planning.plan_units_corrected",
        subject=item,
        at=at,
        unit_id=item.plan.body_id,
        before=before,
        after=_told({UnitPart.LEAD: tuple(leads), UnitPart.COORDINATING: tuple(coordinating)}),
        reason=reason.strip(),
    )


def _told(units: Mapping[UnitPart, Sequence[int]]) -> dict[str, list[int]]:
    return {part.value: sorted(keys) for part, keys in units.items()}


def _refuse_silence(reason: str, what: str) -> None:
    if not reason.strip():
        raise ReasonMissingError(f"Hãy ghi lý do {what}.")
