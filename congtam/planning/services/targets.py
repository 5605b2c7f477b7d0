"""Targets: set, changed with a reason, reported, dropped."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.organisation.models import Unit
from congtam.planning.choices import Direction
from congtam.planning.models import Plan, Target, TargetReport
from congtam.values.days import local_day
from congtam.values.refusal import RefusedError, said


class TargetDroppedError(RefusedError):
    """The target is followed no more."""


class UnusableReportError(RefusedError):
    """The day of a report is to come."""


class SameTargetError(RefusedError):
    """The body has a target of that name in that year."""


@dataclass(frozen=True, kw_only=True)
class TargetWords:
    """What a target says: `value` is to be reached (`direction`: at least or at most), `baseline` where it began, if known."""

    name: str
    measure: str
    value: Decimal
    direction: Direction
    baseline: Decimal | None = None
    plan: Plan | None = None
    lead_unit: Unit | None = None
    note: str = ""


@transaction.atomic
def set_target(*, body: Unit, year: int, words: TargetWords, actor: User, at: datetime) -> Target:
    """Set a target of a body for a year and return it. Raises `SameTargetError`."""
    Unit.objects.select_for_update().get(pk=body.pk)
    name = " ".join(words.name.split())
    if Target.objects.filter(body=body, year=year, name=name, is_dropped=False).exists():
        raise SameTargetError(f"Năm {year} đã có chỉ tiêu “{name}”. Hãy sửa chỉ tiêu ấy hoặc ghi tên khác.")
    target = Target.objects.create(body=body, year=year, created_by=actor, created_at=at, **(_fields(words)))
    record(
        actor=actor,
        code="planning.target_set",
        subject=target,
        at=at,
        unit_id=body.pk,
        after={"name": name, "value": str(words.value), "direction": words.direction.value},
    )
    return target


@transaction.atomic
def change_target(*, target_id: int, words: TargetWords, reason: str, actor: User, at: datetime) -> Target:
    """Change what a target says, for a reason; what it said stays in its history. Raises `UnreasonedError` or `TargetDroppedError`."""
    target = _followed(target_id)
    why = said(reason, "lý do sửa chỉ tiêu")
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in _fields(words).items():
        if getattr(target, name) != value:
            before[name], after[name] = _written(getattr(target, name)), _written(value)
            setattr(target, name, value)
    target.save()
    record(
        actor=actor,
        code="planning.target_changed",
        subject=target,
        at=at,
        unit_id=target.body_id,
        before=before,
        after=after,
        reason=why,
    )
    return target


@transaction.atomic
def report_target(
    *, target_id: int, on: date, value: Decimal, source: str = "", note: str = "", actor: User, at: datetime
) -> TargetReport:
    """Keep what a target stood at on the day `on`, and return it; an earlier report of that day stays readable.

    Raises `UnusableReportError` for a day to come, or `TargetDroppedError`.
    """
    target = _followed(target_id)
    if on > local_day(at):
        raise UnusableReportError(f"Ngày {on:%d/%m/%Y} chưa đến. Hãy ghi giá trị đến ngày đã qua hoặc hôm nay.")
    report = TargetReport.objects.create(
        target=target, on=on, value=value, source=source.strip(), note=note.strip(), reported_by=actor, reported_at=at
    )
    record(
        actor=actor,
        code="planning.target_reported",
        subject=target,
        at=at,
        unit_id=target.body_id,
        after={"on": on.isoformat(), "value": str(value)},
    )
    return report


@transaction.atomic
def drop_target(*, target_id: int, reason: str, actor: User, at: datetime) -> Target:
    """Follow a target no more, for a reason; it stays readable. Raises `UnreasonedError` or `TargetDroppedError`."""
    target = _followed(target_id)
    why = said(reason, "lý do thôi theo dõi chỉ tiêu")
    target.is_dropped = True
    target.save()
    record(actor=actor, code="planning.target_dropped", subject=target, at=at, unit_id=target.body_id, reason=why)
    return target


def _followed(target_id: int) -> Target:
    target = Target.objects.select_for_update(of=("self",)).get(pk=target_id)
    if target.is_dropped:
        raise TargetDroppedError("Chỉ tiêu này đã thôi theo dõi. Không có gì thay đổi.")
    return target


def _fields(words: TargetWords) -> dict[str, Any]:
    return {
        "name": " ".join(words.name.split()),
        "measure": " ".join(words.measure.split()),
        "value": words.value,
        "direction": words.direction,
        "baseline": words.baseline,
        "plan": words.plan,
        "lead_unit": words.lead_unit,
        "note": words.note.strip(),
    }


def _written(value: Any) -> Any:
    if isinstance(value, Plan | Unit):
        return value.pk
    return str(value) if isinstance(value, Decimal) else value
