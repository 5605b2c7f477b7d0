"""Plans and their items in words, ready to print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from congtam.planning.choices import DueKind, Rhythm, UnitPart, WorkState
from congtam.planning.models import PlanItem
from congtam.values.dues import Due


@dataclass(frozen=True, kw_only=True)
class ItemShown:
    """One item as its plan's page shows it; `headings` only where they differ from those of the row before."""

    item: PlanItem
    headings: tuple[str, ...]
    leads: tuple[str, ...]
    coordinating: tuple[str, ...]
    due: str
    state: str
    state_code: str


def items_shown(items: Iterable[PlanItem], names: Mapping[int, str]) -> tuple[ItemShown, ...]:
    """Return items with the names of their units (by `names`); `units` and `work` of each are loaded."""
    shown = []
    before: list[str] = []
    for item in items:
        parts = {
            part: tuple(names.get(one.unit_id, "") for one in item.units.all() if one.part == part) for part in UnitPart
        }
        shown.append(
            ItemShown(
                item=item,
                headings=tuple(item.headings) if item.headings != before else (),
                leads=parts[UnitPart.LEAD],
                coordinating=parts[UnitPart.COORDINATING],
                due=due_words(item.due_kind, item.start_date, item.due_date, item.rhythm, item.day_in_rhythm),
                state=WorkState(item.work.state).label if item.work else "chờ xem trùng lặp",
                state_code=item.work.state if item.work else "waiting",
            )
        )
        before = item.headings
    return tuple(shown)


def due_of(due: Due) -> str:
    """Return what was read of a deadline, in words."""
    return due_words(due.kind.value, due.start, due.last, due.rhythm.value if due.rhythm else "", due.day_in_rhythm)


def due_words(kind: str, start: date | None, last: date | None, rhythm: str, day: int | None) -> str:
    """Return what was read of a deadline, in words; `kind` and `rhythm` are codes of `DueKind` and `Rhythm`."""
    words = []
    if rhythm:
        words.append(Rhythm(rhythm).label + (f", ngày {day}" if day else ""))
    if start and last:
        words.append(f"từ {start:%d/%m/%Y} đến {last:%d/%m/%Y}")
    elif last:
        words.append(f"hạn {last:%d/%m/%Y}")
    elif start:
        words.append(f"từ {start:%d/%m/%Y}")
    if words:
        return ", ".join(words)
    return {DueKind.NONE: "không ghi", DueKind.UNREAD: "chưa đọc được"}.get(DueKind(kind), DueKind(kind).label)


def item_cells(shown: ItemShown) -> list[object]:
    """Return an item as a row of a workbook, in the order of `workbooks.ITEM_COLUMNS`."""
    item = shown.item
    return [
        item.number or item.position,
        "; ".join(item.headings),
        item.task,
        item.lead,
        "; ".join(shown.leads),
        item.coordinating,
        "; ".join(shown.coordinating),
        item.due_text,
        shown.due,
        item.output,
        item.address,
        shown.state,
    ]
