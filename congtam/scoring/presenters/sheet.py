"""Words and figures of one sheet, ready to print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from congtam.scoring.choices import SheetState
from congtam.scoring.facts import Criterion, Reckoning, Recorded, plain, reckoned_sheet, rules_of
from congtam.scoring.models import ScoreSheet, SheetMove
from congtam.scoring.papers import GROUPS
from congtam.scoring.selectors import (
    Around,
    Deduction,
    Lines,
    Reading,
    UnitResults,
)
from congtam.tasks.choices import Origin
from congtam.ui import wording
from congtam.values.numbers import exact, percent, vietnamese


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One of a, b, c, d, đ, e: its name, share in words, and why."""

    code: str
    label: str
    value: str
    is_known: bool
    findings: tuple[Mapping[str, Any], ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkRow:
    """One product of the sheet as the page shows it."""

    title: str
    url: str
    product_code: str
    origin: str
    is_extra: bool
    factor: str
    assigned: str
    done: str
    due_date: date
    done_date: date | None
    deductions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CriterionRow:
    """One row of the general criteria: `group` is the title before the first of its group."""

    code: str
    label: str
    most: str
    mark: str
    group: str


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a sheet comes to, signed or as it stands now."""

    measures: tuple[Measure, ...]
    general: str
    task: str
    total: str
    task_hundredths: int
    general_findings: tuple[Mapping[str, Any], ...]
    task_findings: tuple[Mapping[str, Any], ...]
    deduction_findings: tuple[Mapping[str, Any], ...]

    @property
    def findings(self) -> tuple[Mapping[str, Any], ...]:
        """The reasons of the total: those of both its parts."""
        return self.task_findings + self.general_findings


def criterion_rows(criteria: Iterable[Criterion], general: Mapping[str, str]) -> list[CriterionRow]:
    """Return the rows of the general criteria, with marks as far as they are given."""
    rows: list[CriterionRow] = []
    seen = ""
    for one in criteria:
        group = one.code.split(".")[0]
        rows.append(
            CriterionRow(
                code=one.code,
                label=one.label,
                most=vietnamese(one.max),
                mark=general.get(one.code, "").replace(".", ","),
                group=f"{group}. {GROUPS[group]}" if group != seen and group in GROUPS else "",
            )
        )
        seen = group
    return rows


def criterion_triples(criteria: Iterable[Criterion]) -> list[tuple[str, str, Fraction]]:
    """Return criteria as code, words and highest mark."""
    return [(one.code, one.label, one.max) for one in criteria]


def standing(sheet: ScoreSheet, lines: Lines, reading: Reading, results: UnitResults | None) -> Reckoning:
    """Return what the engine makes of a sheet as it stands now, with d as it would be at this moment."""
    now = results.value if results is not None and results.has_people else None
    return reckoned_sheet(sheet, lines, reading, unit_results=now)


def figures_of(sheet: ScoreSheet, now: Reckoning | None, results: UnitResults | None) -> Figures:
    """Return the figures of a sheet with the reasons of each: what the engine makes of it `now`, or with None what its confirmation fixed."""
    result: Mapping[str, Any] = (sheet.result or {}) if now is None else now.result
    recorded = _kept(sheet) if now is None else now.recorded
    scoring = rules_of(sheet.period.month).score
    if scoring is None:
        raise LookupError(sheet.period.month)
    findings = [_finding(one) for one in result["findings"]]
    notes = {
        "d": sheet.unit_results_reason if sheet.state == SheetState.CONFIRMED or results is None else results.sentence,
        "đ": sheet.organising_reason,
        "e": sheet.unity_reason,
    }
    measures = tuple(
        Measure(
            code=rule.code,
            label=rule.label,
            value=percent(exact(result[rule.code])) if result.get(rule.code) else "chưa có",
            is_known=bool(result.get(rule.code)),
            findings=tuple(
                one for one in findings if one["fact"] in (rule.code, rule.rule) and one["rule"] == rule.rule
            ),
            note=notes.get(rule.code, ""),
        )
        for rule in scoring.measures
        if sheet.holds_leading_post or not rule.leaders_only
    )
    return Figures(
        measures=measures,
        general=wording.marks(recorded.general),
        task=wording.marks(recorded.task),
        total=wording.marks(recorded.total),
        task_hundredths=recorded.task or 0,
        general_findings=tuple(one for one in findings if one["fact"] == "general_marks"),
        task_findings=tuple(one for one in findings if one["fact"] == "task_marks"),
        deduction_findings=tuple(one for one in findings if one["rule"] == scoring.deduction_rule.rule),
    )


def work_rows(
    lines: Lines, deductions: Mapping[int, Sequence[Deduction]], reading: Reading, month: date
) -> list[WorkRow]:
    """Return the products behind a, b and c, each deduction said on its own line."""
    rules = rules_of(month)
    share = rules.score.deduction if rules.score is not None else None
    unit = reading.policies.get("deduction_unit", rules.policies["deduction_unit"].default)
    return [
        WorkRow(
            title=line.title,
            url=reverse("tasks:task", args=[line.task_id]),
            product_code=line.product_code,
            origin=str(Origin(line.origin).label),
            is_extra=line.origin != Origin.ASSIGNED,
            factor=_decimal(line.factor),
            assigned=_decimal(line.assigned),
            done=_decimal(line.done),
            due_date=line.due_date,
            done_date=line.done_date,
            deductions=tuple(
                _deduction_words(one, share, line.factor, line.done if unit == "line" else None)
                for one in deductions.get(line.task_id, ())
            ),
        )
        for line in lines
    ]


def stages_of(sheet: ScoreSheet) -> list[dict[str, Any]]:
    """Return the stage bar of a sheet: Lập → Tự chấm → Cấp trên → Đóng kỳ."""
    signed, confirmed = (
        sheet.state in (SheetState.SELF_SIGNED, SheetState.CONFIRMED),
        sheet.state == SheetState.CONFIRMED,
    )
    returned = sheet.state == SheetState.SENT_BACK
    closed = sheet.period.closed_at is not None
    return [
        {"name": "Lập", "state": "done"},
        {
            "name": "Tự chấm",
            "state": "done" if signed else "returned" if returned else "current",
            "who": sheet.self_signed_by.full_name if signed and sheet.self_signed_by else "",
            "on": sheet.self_signed_at if signed else None,
        },
        {
            "name": "Cấp trên",
            "state": "done" if confirmed else "current" if signed else "todo",
            "who": sheet.confirmed_by.full_name if confirmed and sheet.confirmed_by else "",
            "on": sheet.confirmed_at if confirmed else None,
        },
        {
            "name": "Đóng kỳ",
            "state": "done" if closed and confirmed else "current" if confirmed else "todo",
            "on": sheet.period.closed_at,
        },
    ]


def head_of_sheet(sheet: ScoreSheet, names: Around, *, is_final: bool) -> dict[str, str]:
    """Return the words at the head of a sheet's page."""
    served = f"{sheet.appointment.job_title}, {names.unit_name}"
    return {
        "title": f"{sheet.person.full_name}, tháng {sheet.period.month:%m/%Y}",
        "meta": f"{served}. Số liệu chốt ngày {wording.day(sheet.period.cut_off_date)}",
        "version": f"Phiên bản sửa lần {sheet.version - 1}",
        "total_note": f"{sheet.get_band_display()}".capitalize() if is_final else "tạm tính, chưa xác nhận",
    }


def reason_sent_back(sheet: ScoreSheet, moves: Iterable[SheetMove]) -> str:
    """Return why a sheet was last sent back, while it waits for its owner; empty otherwise."""
    if sheet.state != SheetState.SENT_BACK:
        return ""
    return next((move.note for move in moves if move.state == SheetState.SENT_BACK), "")


def versions_of(moves: Iterable[SheetMove]) -> list[ScoreSheet]:
    """Return the versions of a month, latest first, from all its moves (each version has its own)."""
    return sorted({move.sheet for move in moves}, key=lambda sheet: -sheet.version)


def _finding(kept: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**kept, "source": kept["citation"]}


def _deduction_words(one: Deduction, share: Fraction | None, factor: Decimal, quantity: Decimal | None) -> str:
    what = f"quá hạn {wording.day(one.on)}" if one.is_delay else f"trả lại ngày {wording.day(one.on)}"
    what += f": {one.reason}" if one.reason else ""
    if one.is_excused:
        return f"Không trừ, đã xác nhận nguyên nhân khách quan ({what})"
    times = f" × {_decimal(quantity)}" if quantity is not None else ""
    taken = f"−{vietnamese(share)} × {_decimal(factor)}{times}" if share is not None else "Trừ"
    return f"{'c' if one.is_delay else 'b'}: {taken}, {what}"


def _decimal(value: Decimal) -> str:
    return plain(value).replace(".", ",")


def _kept(sheet: ScoreSheet) -> Recorded:
    return Recorded(general=sheet.general_hundredths, task=sheet.task_hundredths, total=sheet.total_hundredths)
