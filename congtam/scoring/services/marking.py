"""What the owner of a sheet does: marks the general criteria and signs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record_many
from congtam.scoring.choices import SheetState
from congtam.scoring.facts import Reckoning, criteria_of, reckoned_sheet
from congtam.scoring.models import ScoreSheet, SheetLine
from congtam.scoring.selectors import previous_sheet, reading_of, records_lines
from congtam.scoring.services.refusals import (
    IncompleteSheetError,
    WrongEntryError,
    check_move,
    entry,
    locked,
    moved,
)
from congtam.values.days import local_day
from congtam.values.numbers import NotANumberError, exact, rounded, vietnamese, written
from congtam.values.text import listed


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What the owner typed: `marks` maps criteria codes to marks as text ("4.5"; "" takes a mark back)."""

    marks: Mapping[str, str]
    strengths: str = ""
    weaknesses: str = ""


@transaction.atomic
def save_marks(*, sheet_id: int, entered: Entered, actor: User, at: datetime) -> ScoreSheet:
    """Keep what the owner has marked so far; some criteria may still be empty.

    Raises `WrongEntryError` for marks outside a criterion's
    range or with more than two decimals, `SheetMovedError` or `ClosedPeriodError` when the sheet is no longer the owner's to change.
    """
    sheet = locked(sheet_id)
    check_move(sheet, SheetState.SELF_SIGNED)
    _keep(sheet, entered)
    record_many(actor=actor, at=at, entries=[entry("scoring.marked", sheet, after={"general": sheet.general})])
    return sheet


@transaction.atomic
def copy_last_month(*, sheet_id: int, actor: User, at: datetime) -> ScoreSheet:
    """Fill the criteria and remarks still empty from the owner's latest signed sheet; raise `IncompleteSheetError` when there is none."""
    sheet = locked(sheet_id)
    check_move(sheet, SheetState.SELF_SIGNED)
    last = previous_sheet(sheet)
    if last is None:
        raise IncompleteSheetError("Chưa có phiếu kỳ trước đã ký để lấy. Hãy tự chấm từng tiêu chí.")
    codes = {criterion.code for criterion in criteria_of(sheet.period.month)}
    taken = {code: mark for code, mark in last.general.items() if code in codes}
    entered = Entered(
        marks=taken | sheet.general,
        strengths=sheet.strengths or last.strengths,
        weaknesses=sheet.weaknesses or last.weaknesses,
    )
    _keep(sheet, entered)
    record_many(actor=actor, at=at, entries=[entry("scoring.marked", sheet, after={"general": sheet.general})])
    return sheet


@transaction.atomic
def self_sign(*, sheet_id: int, actor: User, at: datetime, entered: Entered | None = None) -> ScoreSheet:
    """Sign the sheet, with what was `entered` last: its lines stand from now on as the records have them, and it goes to the superior.

    Raises `IncompleteSheetError` naming the criteria without marks, or when no work was assigned so that nothing can be reckoned
    (khoản 1 Điều 16 Nghị định 335/2025/NĐ-CP); `SheetMovedError` or `ClosedPeriodError` when it is not the owner's turn.
    """
    sheet = locked(sheet_id)
    check_move(sheet, SheetState.SELF_SIGNED)
    if entered is not None:
        _keep(sheet, entered)
    missing = [one.label for one in criteria_of(sheet.period.month) if not sheet.general.get(one.code)]
    if missing:
        raise IncompleteSheetError(
            f"Còn {len(missing)} tiêu chí chưa chấm: {listed(missing[:3], joined_by='và')}. Hãy chấm đủ rồi ký."
        )
    as_of = local_day(at)
    fresh = records_lines([sheet], as_of)[sheet.pk]
    sheet.lines.all().delete()
    lines = [
        SheetLine(
            sheet=sheet,
            position=position,
            **{name: getattr(line, name) for name in _KEPT},
        )
        for position, line in enumerate(fresh, start=1)
    ]
    SheetLine.objects.bulk_create(lines)
    found = reckoned_sheet(sheet, lines, reading_of(sheet.period.body_id, sheet.period.month))
    if found.score.ratio is None and not {"d", "đ", "e"} & set(found.score.missing):
        raise IncompleteSheetError(
            "Tháng này chưa có sản phẩm nào được giao nên chưa tính được kết quả. Hãy nhờ người phụ trách giao việc, "
            "hoặc báo công chức tổ chức nếu tháng này không chấm."
        )
    keep_reckoning(sheet, found)
    sheet.state, sheet.self_signed_at, sheet.self_signed_by = SheetState.SELF_SIGNED, at, actor
    sheet.save()
    moved(sheet, actor=actor, at=at).save()
    figures = {"rule_set": sheet.rule_set, "total_hundredths": sheet.total_hundredths, "lines": len(lines)}
    record_many(actor=actor, at=at, entries=[entry("scoring.self_signed", sheet, after=figures)])
    return sheet


def keep_reckoning(sheet: ScoreSheet, found: Reckoning) -> None:
    """Put the engine's answer into the sheet's fields, with what it was reckoned from; the caller saves."""
    recorded = found.recorded
    sheet.rule_set, sheet.rule_set_digest = found.rules.id, found.rules.digest
    sheet.facts, sheet.result = found.case, found.result
    sheet.general_hundredths, sheet.task_hundredths = recorded.general, recorded.task
    sheet.total_hundredths = recorded.total
    sheet.band = found.score.band or ""


_KEPT = (
    "task_id",
    "title",
    "product_code",
    "origin",
    "factor",
    "assigned",
    "done",
    "quality_faults",
    "excused_quality_faults",
    "delays",
    "excused_delays",
    "due_date",
    "done_date",
)


def _keep(sheet: ScoreSheet, entered: Entered) -> None:
    criteria = {criterion.code: criterion for criterion in criteria_of(sheet.period.month)}
    kept = dict(sheet.general)
    for code, text in entered.marks.items():
        if code not in criteria:
            raise WrongEntryError(f"Không có tiêu chí {code} trong phiếu của tháng này. Hãy tải lại trang.")
        if not text:
            kept.pop(code, None)
            continue
        try:
            mark = exact(text)
        except NotANumberError:
            raise WrongEntryError(f"Tiêu chí {code}: “{text}” không phải là điểm. Hãy ghi số, ví dụ 4,5.") from None
        if not 0 <= mark <= criteria[code].max or rounded(mark, 2) != mark:
            raise WrongEntryError(
                f"Tiêu chí {code}: điểm từ 0 đến {vietnamese(criteria[code].max)}, không quá hai chữ số thập phân."
            )
        kept[code] = written(mark)
    sheet.general, sheet.strengths, sheet.weaknesses = kept, entered.strengths, entered.weaknesses
    sheet.save(update_fields=["general", "strengths", "weaknesses"])
