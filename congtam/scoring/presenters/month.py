"""Words and figures of many sheets: a superior's month, a person's year, a body's month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from congtam.follow_up.selectors.dossier_facts import DossierFacts
from congtam.personnel.selectors import Viewer
from congtam.scoring.choices import FINISHED, SheetState
from congtam.scoring.models import ScoreSheet
from congtam.scoring.presenters.sheet import standing
from congtam.scoring.rights import may_correct
from congtam.scoring.selectors import (
    NO_READING,
    Lines,
    Month,
    Reading,
    UnitResults,
    exceptions_of,
    month_name,
)
from congtam.scoring.services import Outdated
from congtam.tasks.selectors import PeriodChanges
from congtam.values.numbers import percent

_TONES: dict[str, str] = {
    SheetState.DRAFT: "amber",
    SheetState.SENT_BACK: "amber",
    SheetState.SELF_SIGNED: "blue",
    SheetState.CONFIRMED: "green",
}


_MONTHS = range(1, 13)


_BINS = ((0, "Dưới 50"), (50, "50–<60"), (60, "60–<70"), (70, "70–<80"), (80, "80–<90"), (90, "90–<95"), (95, "95–100"))


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """One person's month as his superior sees it; `exceptions` say what to look at, `is_clean` that nothing is unusual.

    `is_outdated`: it was confirmed on marks of others that were corrected since.
    """

    sheet: ScoreSheet
    assigned: int
    done: int
    late: int
    returned: int
    a: str
    b: str
    c: str
    exceptions: tuple[str, ...]
    is_clean: bool
    is_outdated: bool
    needs_page: bool
    waits: bool


@dataclass(frozen=True, kw_only=True)
class YearRow:
    """One month of the year: marks in hundredths where scored, the sheet, where it stands, and who scored it elsewhere."""

    month: date
    total_hundredths: int | None
    sheet: ScoreSheet | None
    elsewhere: str


def grid_rows(  # what a row shows comes from so many questions
    sheets: Sequence[ScoreSheet],
    *,
    lines: Mapping[int, Lines],
    changed: frozenset[int],
    before: Mapping[int, int],
    results: Mapping[int, UnitResults],
    readings: Mapping[int, Reading],
    dossiers: Mapping[int, Sequence[DossierFacts]],
    outdated: frozenset[int] = frozenset(),
) -> list[GridRow]:
    """Return the superior's month: what waits for him first, exceptions before clean sheets, then names."""
    rows = []
    for sheet in sheets:
        own = lines[sheet.pk]
        score = standing(sheet, own, readings.get(sheet.period.body_id, NO_READING), results.get(sheet.pk)).score
        found = exceptions_of(sheet, own, is_changed=sheet.pk in changed, before=before.get(sheet.person_id))
        waits = sheet.state == SheetState.SELF_SIGNED
        unit_results = results.get(sheet.pk)
        if waits and unit_results is not None and not unit_results.value:
            found = (*found, "chưa có d")
        if waits:
            found = (*found, *_late_dossiers(dossiers.get(sheet.person_id, ())))
        a, b, c = (_percent(score.measures[code]) for code in ("a", "b", "c"))
        rows.append(
            GridRow(
                sheet=sheet,
                assigned=len(own),
                done=sum(line.done >= line.assigned > 0 for line in own),
                late=sum(line.delays for line in own),
                returned=sum(line.quality_faults for line in own),
                a=a,
                b=b,
                c=c,
                exceptions=found,
                is_clean=waits and not found,
                is_outdated=sheet.pk in outdated,
                needs_page=waits and sheet.holds_leading_post and bool(found),
                waits=waits,
            )
        )
    return sorted(rows, key=lambda row: (_order(row), row.sheet.person.sort_key))


def outdated_rows(viewer: Viewer, outdated: Iterable[Outdated]) -> list[tuple[Outdated, bool]]:
    """Return confirmed sheets whose d rests on marks corrected since, each with whether the viewer may correct it now."""
    return [(one, may_correct(viewer, one.sheet)) for one in outdated]


def year_rows(year: int, sheets: Iterable[ScoreSheet], scored: Mapping[str, Month]) -> list[YearRow]:
    """Return the twelve months of a year: marks in force, and where each sheet stands."""
    by_month = {sheet.period.month: sheet for sheet in sheets}
    rows = []
    for number in _MONTHS:
        month = date(year, number, 1)
        found = scored.get(month_name(month))
        rows.append(
            YearRow(
                month=month,
                total_hundredths=found.total_hundredths if found else None,
                sheet=by_month.get(month),
                elsewhere=found.body_name if found and found.sheet_id is None else "",
            )
        )
    return rows


def year_chart(rows: Sequence[YearRow]) -> dict[str, Any]:
    """Return the chart of a year's months; months without marks stay empty."""
    values = [None if row.total_hundredths is None else _point(row.total_hundredths) for row in rows]
    return {
        "kind": "bar",
        "labels": [f"T{row.month.month}" for row in rows],
        "series": [{"name": "Tổng điểm", "values": values}],
    }


def distribution(totals: Sequence[int]) -> list[tuple[str, int]]:
    """Return how many marks (hundredths) lie in each bin, lowest first."""
    floors = [floor * 100 for floor, _ in _BINS] + [10_001]
    return [
        (label, sum(floors[number] <= total < floors[number + 1] for total in totals))
        for number, (_, label) in enumerate(_BINS)
    ]


def state_tiles(counts: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, int, str]]:
    """Return counts of sheets by state with the tone each is drawn in."""
    return [(state, label, count, _TONES.get(state, "plain")) for state, label, count in counts]


def workbook_rows(
    sheets: Iterable[ScoreSheet], changes: Mapping[int, PeriodChanges]
) -> list[tuple[str | int | Decimal | None, ...]]:
    """Return the rows of a month's workbook, in the order of its columns; sheets come with their `unit_name`, `changes` by person."""
    none = PeriodChanges()
    return [
        (
            number,
            sheet.person.full_name,
            sheet.appointment.job_title,
            getattr(sheet, "unit_name", ""),
            _exact_marks(sheet.general_hundredths),
            _exact_marks(sheet.task_hundredths),
            _exact_marks(sheet.total_hundredths),
            sheet.strengths,
            sheet.weaknesses,
            sheet.comment,
            str(sheet.get_state_display()),
            changes.get(sheet.person_id, none).renewed,
            changes.get(sheet.person_id, none).arisen,
        )
        for number, sheet in enumerate(sheets, start=1)
    ]


def _late_dossiers(facts: Iterable[DossierFacts]) -> list[str]:
    """Return what is to be looked at in the dossiers of somebody and of his unit: it changes no mark, so it only says so."""
    return [
        f"hồ sơ{' của đơn vị' if one.is_of_unit else ''}: {one.counts.late} trễ, {one.counts.overdue} quá hạn"
        for one in facts
        if one.counts is not None and one.has_shortcomings
    ]


def _order(row: GridRow) -> int:
    """Return where a row stands: unusual ones that wait, clean ones that wait, not signed yet, finished."""
    if row.waits or row.is_outdated:
        return int(row.is_clean)
    return 3 if row.sheet.state in FINISHED else 2


def _percent(share: Fraction | None) -> str:
    return "–" if share is None else percent(share)


def _point(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _exact_marks(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths) / 100
