"""d of leaders that was confirmed on marks corrected since: which sheets, what d and total would be now, and the correction that follows.

Nothing moves by itself after a signature. What would be otherwise today is said, and corrected by name on its own authority.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from congtam.accounts.models import User
from congtam.scoring.choices import Judged, SheetState
from congtam.scoring.facts import reckoned_sheet
from congtam.scoring.models import ScoreSheet
from congtam.scoring.selectors import Correction, lines_of, reading_of, unit_results_of, with_moved_results
from congtam.scoring.services.correcting import correct
from congtam.scoring.services.refusals import SheetMovedError
from congtam.ui import wording
from congtam.values.text import capital, listed

_SOURCE = "điểm a khoản 3 Điều 15 Nghị định 335/2025/NĐ-CP"


@dataclass(frozen=True, kw_only=True)
class Outdated:
    """A confirmed sheet whose d rests on marks corrected since; `total_now` (hundredths) is what it would come to with d as it is `now`."""

    sheet: ScoreSheet
    now: Judged
    total_now: int
    because: str
    corrections: tuple[Correction, ...]
    source: str = _SOURCE

    @property
    def change(self) -> str:
        """What would be otherwise: d and the total, as confirmed and now."""
        return f"d {self._shares}, tổng điểm {self._totals}"

    @property
    def label(self) -> str:
        """The same with its month, as short as a mark in a list must be."""
        return f"d tháng {self.sheet.period.month.month}: {self._shares}, tổng {self._totals}"

    @property
    def _shares(self) -> str:
        return f"{Judged(self.sheet.unit_results).label} → {self.now.label}"

    @property
    def _totals(self) -> str:
        return f"{wording.marks(self.sheet.total_hundredths)} → {wording.marks(self.total_now)}"

    @property
    def sentence(self) -> str:
        """The whole of it in words: the month, the change, whose sheets were corrected, and how d comes out now."""
        names = listed([f"{one.name} (phiên bản {one.version})" for one in self.corrections], joined_by="và")
        corrected = f" Phiếu đã sửa sau khi xác nhận: {names}." if names else ""
        return f"Tháng {self.sheet.period.month:%m/%Y}: {self.change}.{corrected} {self.because}"

    @property
    def authority(self) -> str:
        """What allows the correction of d: the decree, and the papers on which the sheets below were corrected."""
        papers = dict.fromkeys(one.authority for one in self.corrections)
        return "; ".join([capital(self.source), *papers])


def outdated_results(sheets: QuerySet[ScoreSheet]) -> list[Outdated]:
    """Return which of `sheets` are confirmed with another d than the sheets below give today, in order of months and names.

    One query while no sheet of those months was corrected after they were confirmed; four more for each month and body in which some was.
    """
    later = ScoreSheet.objects.filter(
        period__month=OuterRef("period__month"),
        confirmed_at__gt=OuterRef("confirmed_at"),
        is_current=True,
        state=SheetState.CONFIRMED,
        version__gt=1,
    )
    suspects = (
        sheets.filter(Exists(later), is_current=True, state=SheetState.CONFIRMED, holds_leading_post=True)
        .select_related("person", "appointment", "period")
        .order_by("period__month", "person__sort_key")
    )
    groups: dict[tuple[date, int], list[ScoreSheet]] = {}
    for sheet in suspects:
        groups.setdefault((sheet.period.month, sheet.period.body_id), []).append(sheet)
    return [one for (month, body), group in groups.items() for one in _outdated(group, month, body)]


def _outdated(sheets: list[ScoreSheet], month: date, body_id: int) -> Iterable[Outdated]:
    results, reading = unit_results_of(sheets), reading_of(body_id, month)
    moved = with_moved_results(sheets, results)
    lines = lines_of(moved, month)
    for sheet in moved:
        found = results[sheet.pk]
        total = reckoned_sheet(sheet, lines[sheet.pk], reading, unit_results=found.value).recorded.total
        if total is not None:
            yield Outdated(
                sheet=sheet,
                now=Judged(found.value),
                total_now=total,
                because=found.sentence,
                corrections=found.corrected,
            )


@transaction.atomic
def correct_results(*, sheet_id: int, actor: User, at: datetime) -> ScoreSheet:
    """Make the correction of a leader's sheet that the corrected sheets below call for, with that reason and authority, and return it.

    Raises `SheetMovedError` when d is what the sheets below give today, and as `correct` does.
    """
    found = outdated_results(ScoreSheet.objects.filter(pk=sheet_id))
    if not found:
        raise SheetMovedError("d của phiếu này khớp với điểm hiện nay của người thuộc quyền. Không có gì phải sửa.")
    [one] = found
    reason = f"Tính lại d. {one.sentence}"
    return correct(sheet_id=sheet_id, reason=reason, authority=one.authority, actor=actor, at=at)
