"""Why an act on a month or a sheet is refused, and the locking that finds it out."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.timezone import localtime

from congtam.accounts.models import User
from congtam.audit.services import Entry
from congtam.scoring.choices import MOVES, PeriodState, SheetState
from congtam.scoring.models import ScoreSheet, SheetMove
from congtam.values.refusal import RefusedError


class SheetMovedError(RefusedError):
    """Somebody else moved the sheet first, or it stands where this act has no place."""


class ClosedPeriodError(RefusedError):
    """The month is closed."""


class IncompleteSheetError(RefusedError):
    """Something the act needs is not there yet."""


class OwnSheetError(RefusedError):
    """Nobody acts as superior on his own sheet."""


class UnfinishedPeriodError(RefusedError):
    """Sheets of the month are not finished; the message lists them."""


class WrongEntryError(RefusedError):
    """What was typed cannot be kept; the message says what can."""


def locked(sheet_id: int) -> ScoreSheet:
    """Return a sheet locked for change, with its people and month; call inside a transaction."""
    return locked_all([sheet_id])[0]


def locked_all(sheet_ids: Sequence[int]) -> list[ScoreSheet]:
    """Return sheets locked for change, in order of ids, so that two people acting on many at once never wait for each other."""
    sheets = ScoreSheet.objects.select_for_update(of=("self",)).select_related("person", "appointment", "period")
    return list(sheets.filter(pk__in=sheet_ids).order_by("pk"))


def check_move(sheet: ScoreSheet, to: str) -> None:
    """Raise `SheetMovedError` or `ClosedPeriodError` unless the sheet may move to the state `to`.

    A correction may move in a closed month: its making was allowed there by name.
    """
    if not sheet.is_current:
        raise SheetMovedError(f"Phiếu của {sheet.person} đã được thay bằng phiên bản mới hơn. Hãy mở phiên bản mới.")
    if to not in MOVES[sheet.state]:
        last = SheetMove.objects.filter(sheet=sheet).select_related("by").order_by("-at", "-pk").first()
        done = (
            f", {last.by.full_name} thực hiện lúc {localtime(last.at):%H:%M ngày %d/%m/%Y}" if last is not None else ""
        )
        raise SheetMovedError(
            f"Phiếu của {sheet.person} đang ở bước “{SheetState(sheet.state).label}”{done}. Hãy tải lại trang để xem."
        )
    check_open(sheet)


def check_open(sheet: ScoreSheet) -> None:
    """Raise `ClosedPeriodError` when the sheet's month is closed and the sheet is no correction."""
    if sheet.period.state == PeriodState.CLOSED and sheet.version == 1:
        raise ClosedPeriodError(
            f"Kỳ tháng {sheet.period.month:%m/%Y} đã đóng. Muốn sửa, công chức tổ chức lập phiên bản sửa có lý do và căn cứ."
        )


def check_not_own(sheet: ScoreSheet, actor: User) -> None:
    """Raise `OwnSheetError` when the sheet is about the actor."""
    if sheet.person.user_id == actor.pk:
        raise OwnSheetError("Không ai tự xác nhận phiếu của mình. Cấp trên của bạn sẽ xem xét phiếu này.")


def moved(sheet: ScoreSheet, *, actor: User, at: datetime, note: str = "") -> SheetMove:
    """Return the row that says the sheet has just come to its present state; the caller saves it."""
    return SheetMove(sheet=sheet, state=sheet.state, by=actor, at=at, note=note)


def entry(code: str, sheet: ScoreSheet, *, after: Mapping[str, object] | None = None, reason: str = "") -> Entry:
    """Return what the trail keeps of an act on a sheet."""
    return Entry(code=code, subject=sheet, unit_id=sheet.unit_id, after=after, reason=reason)
