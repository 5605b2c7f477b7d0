"""What the superior does: concludes đ and e, confirms, or sends back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import Entry, record_many
from congtam.scoring.choices import Judged, SheetState
from congtam.scoring.facts import reckoned_sheet
from congtam.scoring.models import ScoreSheet, SheetLine, SheetMove
from congtam.scoring.selectors import (
    NO_READING,
    changed_since_signing,
    exceptions_of,
    lines_of,
    previous_totals,
    readings_of,
    unit_results_of,
)
from congtam.scoring.services.marking import keep_reckoning
from congtam.scoring.services.refusals import (
    IncompleteSheetError,
    SheetMovedError,
    WrongEntryError,
    check_move,
    check_not_own,
    entry,
    locked,
    locked_all,
    moved,
)
from congtam.values.days import local_day
from congtam.values.text import listed


@dataclass(frozen=True, kw_only=True)
class Conclusions:
    """What the authority concluded of a leader: đ and e ("full" or "half") with reasons; d only where the records cannot tell it."""

    organising: str
    organising_reason: str
    unity: str
    unity_reason: str
    unit_results: str = ""
    unit_results_reason: str = ""


@transaction.atomic
def send_back(*, sheet_id: int, reason: str, actor: User, at: datetime) -> ScoreSheet:
    """Give a signed sheet back to its owner with the reason; raise `WrongEntryError` without one, `SheetMovedError` out of turn."""
    if not reason.strip():
        raise WrongEntryError("Hãy ghi lý do trả lại để người tự chấm biết phải sửa gì.")
    sheet = locked(sheet_id)
    check_not_own(sheet, actor)
    check_move(sheet, SheetState.SENT_BACK)
    sheet.state = SheetState.SENT_BACK
    sheet.save(update_fields=["state"])
    moved(sheet, actor=actor, at=at, note=reason.strip()).save()
    record_many(actor=actor, at=at, entries=[entry("scoring.sent_back", sheet, reason=reason.strip())])
    return sheet


@transaction.atomic
def judge(*, sheet_id: int, conclusions: Conclusions, actor: User, at: datetime) -> ScoreSheet:
    """Keep what the authority concluded of a leader's đ and e, and of d where nobody he manages has a sheet.

    They take 100 % or 50 % only, each with its reason (điểm b, c khoản 3 Điều 15 Nghị định 335/2025/NĐ-CP). Raises `WrongEntryError` for
    another value or a missing reason, `SheetMovedError` when the sheet does not wait for the authority.
    """
    sheet = locked(sheet_id)
    check_not_own(sheet, actor)
    check_move(sheet, SheetState.CONFIRMED)
    _keep_conclusions(sheet, conclusions)
    sheet.save()
    record_many(actor=actor, at=at, entries=[_judged_entry(sheet)])
    return sheet


@transaction.atomic
def confirm(
    *, sheet_id: int, comment: str, actor: User, at: datetime, conclusions: Conclusions | None = None
) -> ScoreSheet:
    """Confirm one signed sheet with the authority's remark, and for a leader its `conclusions`; its figures never move again.

    Without `conclusions` those given by `judge` count. Of a leader, d comes from the people he manages. Raises `IncompleteSheetError` saying what is missing (whose sheets wait, which
    conclusion), `SheetMovedError` when somebody was faster.
    """
    sheet = locked(sheet_id)
    if conclusions is not None:
        check_not_own(sheet, actor)
        check_move(sheet, SheetState.CONFIRMED)
        _keep_conclusions(sheet, conclusions)
        record_many(actor=actor, at=at, entries=[_judged_entry(sheet)])
    _confirm_all([sheet], {sheet.pk: comment.strip()}, actor=actor, at=at)
    return sheet


@transaction.atomic
def confirm_clean(*, sheet_ids: Sequence[int], comments: dict[int, str], actor: User, at: datetime) -> list[ScoreSheet]:
    """Confirm sheets of one month listed to the superior as having nothing unusual; each is an act of its own in the trail.

    All or nothing: raises `SheetMovedError` naming those that changed since the list was shown, `IncompleteSheetError` as `confirm` does.
    """
    sheets = locked_all(sheet_ids)
    lines = lines_of(sheets, local_day(at))
    changed = changed_since_signing(sheets, lines, local_day(at))
    before = previous_totals(sheets, sheets[0].period.month) if sheets else {}
    unusual = [
        sheet.person.full_name
        for sheet in sheets
        if sheet.state != SheetState.SELF_SIGNED
        or exceptions_of(sheet, lines[sheet.pk], is_changed=sheet.pk in changed, before=before.get(sheet.person_id))
    ]
    if unusual:
        names = listed(unusual, joined_by="và")
        raise SheetMovedError(f"Vừa có thay đổi ở phiếu của {names}. Hãy tải lại trang và xem từng phiếu.")
    _confirm_all(sheets, comments, actor=actor, at=at)
    return sheets


def _confirm_all(sheets: Sequence[ScoreSheet], comments: dict[int, str], *, actor: User, at: datetime) -> None:
    for sheet in sheets:
        check_not_own(sheet, actor)
        check_move(sheet, SheetState.CONFIRMED)
    results = unit_results_of(sheets)
    bodies = {sheet.period.body_id for sheet in sheets}
    readings = {month: readings_of(bodies, month) for month in {sheet.period.month for sheet in sheets}}
    kept: dict[int, list[SheetLine]] = {sheet.pk: [] for sheet in sheets}
    for line in SheetLine.objects.filter(sheet__in=sheets).order_by("position"):
        kept[line.sheet_id].append(line)
    moves, entries = [], []
    for sheet in sheets:
        found = results.get(sheet.pk)
        if found is not None and found.has_people:
            sheet.unit_results, sheet.unit_results_reason = found.value, found.sentence
        _check_judged(sheet)
        reading = readings[sheet.period.month].get(sheet.period.body_id, NO_READING)
        keep_reckoning(sheet, reckoned_sheet(sheet, kept[sheet.pk], reading))
        if sheet.total_hundredths is None:
            raise IncompleteSheetError(
                f"Phiếu của {sheet.person} chưa đủ dữ liệu để tính điểm. Hãy trả lại phiếu để bổ sung."
            )
        sheet.comment = comments.get(sheet.pk, "") or sheet.comment
        sheet.state, sheet.confirmed_at, sheet.confirmed_by = SheetState.CONFIRMED, at, actor
        sheet.save()
        moves.append(moved(sheet, actor=actor, at=at))
        entries.append(entry("scoring.confirmed", sheet, after={"total_hundredths": sheet.total_hundredths}))
    SheetMove.objects.bulk_create(moves)
    record_many(actor=actor, at=at, entries=entries)


def _keep_conclusions(sheet: ScoreSheet, conclusions: Conclusions) -> None:
    if not sheet.holds_leading_post:
        raise WrongEntryError("d, đ, e chỉ chấm cho người giữ chức vụ lãnh đạo, quản lý.")
    for code, value, reason in (
        ("đ", conclusions.organising, conclusions.organising_reason),
        ("e", conclusions.unity, conclusions.unity_reason),
    ):
        _check_conclusion(code, value, reason)
    sheet.organising, sheet.organising_reason = conclusions.organising, conclusions.organising_reason.strip()
    sheet.unity, sheet.unity_reason = conclusions.unity, conclusions.unity_reason.strip()
    if conclusions.unit_results:
        if unit_results_of([sheet])[sheet.pk].has_people:
            raise WrongEntryError("d tính từ điểm của những người thuộc quyền quản lý, không kết luận bằng tay.")
        _check_conclusion("d", conclusions.unit_results, conclusions.unit_results_reason)
        sheet.unit_results = conclusions.unit_results
        sheet.unit_results_reason = conclusions.unit_results_reason.strip()


def _judged_entry(sheet: ScoreSheet) -> Entry:
    after = {"đ": sheet.organising, "e": sheet.unity, "d": sheet.unit_results}
    reason = f"đ: {sheet.organising_reason} e: {sheet.unity_reason}"
    return entry("scoring.judged", sheet, after=after, reason=reason)


def _check_judged(sheet: ScoreSheet) -> None:
    if not sheet.holds_leading_post:
        return
    if not sheet.unit_results:
        raise IncompleteSheetError(
            f"Chưa xác nhận được phiếu của {sheet.person}: chưa có d. {sheet.unit_results_reason}".strip()
        )
    missing = [code for code, value in (("đ", sheet.organising), ("e", sheet.unity)) if not value]
    if missing:
        raise IncompleteSheetError(
            f"Hãy kết luận {listed(missing, joined_by='và')} kèm lý do trước khi xác nhận phiếu của {sheet.person}."
        )


def _check_conclusion(code: str, value: str, reason: str) -> None:
    if value not in Judged.values:
        raise WrongEntryError(f"{code} chỉ nhận 100% hoặc 50%. Hãy chọn một trong hai.")
    if not reason.strip():
        raise WrongEntryError(f"Hãy ghi lý do chọn {code}.")
