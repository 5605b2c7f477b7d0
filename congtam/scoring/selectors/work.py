"""The month in which one task counts, for whoever looks at the task."""

from dataclasses import dataclass
from datetime import date

from congtam.organisation.selectors import using_bodies
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment
from congtam.scoring.models import ScoreSheet
from congtam.scoring.selectors.months import NO_READING, Reading, reading_of
from congtam.scoring.selectors.periods import month_end
from congtam.scoring.selectors.sheets import SIGNED
from congtam.tasks.models import Task
from congtam.tasks.selectors import MonthLine, month_lines


@dataclass(frozen=True, kw_only=True)
class MonthOfTask:
    """The holder's month in which a task counts; `settled` says why nothing that happens to the task changes it any more (empty: it does)."""

    month: date
    reading: Reading
    leads: bool
    judged: dict[str, str]
    lines: list[MonthLine]
    settled: str


def month_of_task(task: Task, on: date) -> MonthOfTask:
    """Return the month of a task as the records stand on `on`; four queries."""
    sheet = (
        ScoreSheet.objects.filter(person=task.holder_id, period__month=task.month, is_current=True)
        .select_related("period")
        .first()
    )
    body = sheet.period.body_id if sheet else using_bodies([task.unit_id], on).get(task.unit_id)
    leading = Appointment.objects.on(min(on, month_end(task.month))).filter(person=task.holder_id, is_primary=True)
    names = ("unit_results", "organising", "unity")
    return MonthOfTask(
        month=task.month,
        reading=NO_READING if body is None else reading_of(body, task.month),
        leads=sheet.holds_leading_post if sheet else leading.exclude(leadership=Leadership.NONE).exists(),
        judged={name: getattr(sheet, name) if sheet else "" for name in names},
        lines=month_lines(person_ids=[task.holder_id], month=task.month, as_of=on)[task.holder_id],
        settled=_settled(sheet, on),
    )


def _settled(sheet: ScoreSheet | None, on: date) -> str:
    if sheet is None:
        return ""
    if sheet.state in SIGNED:
        return "Phiếu tháng này đã ký nên không thay đổi theo."
    if sheet.period.cut_off_date < on:
        return f"Số liệu tháng này đã chốt ngày {sheet.period.cut_off_date:%d/%m/%Y} nên không thay đổi theo."
    return ""
