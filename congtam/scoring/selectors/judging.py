"""d of a leader: what the people he manages scored in the month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, F, When

from congtam.organisation.selectors import places_under
from congtam.personnel.choices import Leadership
from congtam.scoring.choices import Band, Judged, SheetState
from congtam.scoring.models import ScoreSheet
from congtam.scoring.selectors.periods import month_end
from congtam.values.text import listed

_FEW = 5


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Somebody's sheet corrected after his leader's was confirmed: his name, the version in force, and what allowed the correction."""

    name: str
    version: int
    authority: str


@dataclass(frozen=True, kw_only=True)
class UnitResults:
    """d of one leader's month. `value` is "full", "half", or "" while it cannot be told; `sentence` says why.

    `waiting` names those whose sheets are not confirmed yet; `has_people` is False when nobody he manages has a sheet, so that the
    authority must conclude; `corrected` are the sheets below that were corrected after this one was confirmed.
    """

    value: str
    sentence: str
    waiting: tuple[str, ...]
    has_people: bool
    corrected: tuple[Correction, ...] = ()


class _Below(NamedTuple):
    """What d asks of one sheet below; plain values, since whoever heads a province has thousands."""

    person_id: int
    name: str
    unit_id: int
    state: str
    band: str
    holds_leading_post: bool
    version: int
    corrected_at: datetime | None
    correction_authority: str


_READ = (
    "person_id",
    "person__full_name",
    "unit_id",
    "state",
    "band",
    "holds_leading_post",
    "version",
    "corrected_at",
    "correction_authority",
)


def unit_results_of(sheets: Iterable[ScoreSheet]) -> dict[int, UnitResults]:
    """Return d for each sheet of a leader among `sheets`, all of one month; two queries for any number.

    Full when everybody managed reached the band "hoàn thành", half when anybody did not, not known while a sheet waits and nobody is below
    (điểm a khoản 3 Điều 15 Nghị định 335/2025/NĐ-CP). A head manages everybody else in his unit and below it. Of a deputy the records do not
    say which field is his (khoản 4 Điều 15): he is judged by the people of the unit he is deputy of, its other leaders left out.
    """
    leaders = [sheet for sheet in sheets if sheet.holds_leading_post]
    if not leaders:
        return {}
    month = leaders[0].period.month
    below, places = places_under({sheet.unit_id for sheet in leaders}, month_end(month))
    units = frozenset().union(*below.values())
    # Of a thousand bodies' periods of the month only those are looked through that can hold sheets of these units.
    sheets_below = ScoreSheet.objects.filter(
        unit__among=units, period__month=month, period__body__among=places, is_current=True
    )
    # When a first version was confirmed is nobody's question, and a moment is long in the reading.
    corrected_at = Case(When(version__gt=1, then=F("confirmed_at")))
    values = (
        sheets_below.exclude(state=SheetState.SET_ASIDE)
        .order_by("person__sort_key")
        .annotate(corrected_at=corrected_at)
    )
    led_by: dict[int, list[ScoreSheet]] = defaultdict(list)
    for sheet in leaders:
        for unit in below[sheet.unit_id]:
            led_by[unit].append(sheet)
    managed: dict[int, list[_Below]] = {sheet.pk: [] for sheet in leaders}
    for row in map(_Below._make, values.values_list(*_READ)):
        for leader in led_by[row.unit_id]:
            if _manages(leader, row):
                managed[leader.pk].append(row)
    return {sheet.pk: _results(sheet, managed[sheet.pk]) for sheet in leaders}


def with_moved_results(sheets: Iterable[ScoreSheet], results: Mapping[int, UnitResults]) -> list[ScoreSheet]:
    """Return the confirmed sheets whose d is not what the sheets below give today (`results` of `unit_results_of`)."""
    return [
        sheet
        for sheet in sheets
        if sheet.state == SheetState.CONFIRMED
        and sheet.pk in results
        and results[sheet.pk].value not in ("", sheet.unit_results)
    ]


def _manages(leader: ScoreSheet, row: _Below) -> bool:
    if row.person_id == leader.person_id:
        return False
    is_head = leader.appointment.leadership == Leadership.HEAD
    return is_head or not (row.unit_id == leader.unit_id and row.holds_leading_post)


def _results(leader: ScoreSheet, rows: list[_Below]) -> UnitResults:
    waiting = tuple(row.name for row in rows if row.state != SheetState.CONFIRMED)
    low = [row.name for row in rows if row.band == Band.NOT_COMPLETED and row.state == SheetState.CONFIRMED]
    if not rows:
        value, sentence = "", "Trong tháng không có công chức nào thuộc quyền quản lý có phiếu; cấp trên kết luận d."
    elif low:
        value, sentence = (
            Judged.HALF,
            f"Có {len(low)} trên {len(rows)} người dưới mức hoàn thành nhiệm vụ: {_few(low)}.",
        )
    elif waiting:
        value, sentence = (
            "",
            f"Chưa xác nhận phiếu của {len(waiting)} trên {len(rows)} người: {_few(waiting)}. Phiếu của những người này xác nhận trước.",
        )
    else:
        value, sentence = (
            Judged.FULL,
            f"Cả {len(rows)} người thuộc quyền quản lý đều từ mức hoàn thành nhiệm vụ trở lên.",
        )
    if rows and leader.appointment.leadership == Leadership.DEPUTY:
        sentence += " Hồ sơ chưa ghi lĩnh vực được phân công nên tính theo người của đơn vị mà người này làm cấp phó."
    corrected = tuple(
        Correction(name=row.name, version=row.version, authority=row.correction_authority)
        for row in rows
        if leader.confirmed_at and row.corrected_at and row.corrected_at > leader.confirmed_at
    )
    return UnitResults(value=value, sentence=sentence, waiting=waiting, has_people=bool(rows), corrected=corrected)


def _few(names: Iterable[str]) -> str:
    named = list(names)
    more = [f"{len(named) - _FEW} người khác"] if len(named) > _FEW else []
    return listed(named[:_FEW] + more, joined_by="và")
