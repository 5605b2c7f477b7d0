"""A plan being read, table beside rows, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass

from congtam.documents.grids import Grid
from congtam.planning.presenters.plans import due_of
from congtam.planning.reading import How, Match, Role
from congtam.planning.reading.columns import ROLE_LABELS, Mapping
from congtam.planning.selectors.drafts import Draft, DraftRow

_SHOWN_ROWS = 6
_SHOWN_ITEMS = 3
HOW_WORDS = {
    How.EXACT: "đúng tên",
    How.ABBREVIATION: "theo tên viết tắt",
    How.FORMER: "theo tên cũ",
    How.ALL: "mọi phòng, đơn vị",
    How.REMEMBERED: "đã chọn lần trước",
    How.GENERAL: "nêu chung, không chỉ ai",
}


@dataclass(frozen=True, kw_only=True)
class RowShown:
    """One row as read, with what it was in the file."""

    key: str
    number: str
    task: str
    headings: tuple[str, ...]
    lead: str
    leads: tuple[tuple[str, str], ...]
    coordinating: str
    helping: tuple[tuple[str, str], ...]
    due_text: str
    due: str
    output: str
    address: str
    questions: tuple[str, ...]
    unknown: tuple[str, ...]
    unknown_helpers: tuple[str, ...]
    left_out: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class TableShown:
    """One table: its columns with what each says, its first rows as they stand, and the first rows read of it."""

    place: int
    name: str
    names: tuple[str, ...]
    mapping: Mapping | None
    is_remembered: bool
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    row_count: int
    item_count: int
    items: tuple[RowShown, ...]


def tables_shown(draft: Draft, names: dict[int, str]) -> tuple[TableShown, ...]:
    """Return the tables of a draft; `names` are the units' names."""
    shown = []
    for place, grid in enumerate(draft.grids):
        mapping = draft.read.mappings.get(place)
        rows = [one for one in draft.rows if one.row.item.table == place]
        shown.append(
            TableShown(
                place=place,
                name=grid.name,
                names=column_names(grid, mapping),
                mapping=mapping,
                is_remembered=place in draft.remembered,
                rows=_first_rows(grid, mapping),
                row_count=len(grid.rows),
                item_count=len(rows),
                items=tuple(row_shown(one, draft, names) for one in rows[:_SHOWN_ITEMS]),
            )
        )
    return tuple(shown)


def column_names(grid: Grid, mapping: Mapping | None) -> tuple[str, ...]:
    """Return the names over a table's columns: those it was read by, else what its first row says."""
    if mapping is not None and len(mapping.names) == len(grid.rows[0]):
        return mapping.names
    return tuple(" ".join(cell.text.split())[:60] for cell in grid.rows[0])


def _first_rows(grid: Grid, mapping: Mapping | None) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return rows around the place where the items begin, with their numbers counted from 1; merged cells are said once."""
    start = max(0, (mapping.first_row if mapping else 0) - 2)
    return tuple(
        (at + 1, tuple(cell.text if cell.is_first else "″" for cell in grid.rows[at]))
        for at in range(start, min(start + _SHOWN_ROWS, len(grid.rows)))
    )


def row_shown(one: DraftRow, draft: Draft, names: dict[int, str]) -> RowShown:
    """Return one row in words."""
    item = one.row.item
    mapping = draft.read.mappings[item.table]
    cells = draft.grids[item.table].rows[item.row]
    return RowShown(
        key=item.key,
        number=item.number,
        task=one.row.task,
        headings=item.headings,
        lead=item.lead,
        leads=_units(one.leads, names) or tuple((names.get(key, ""), "trả lời") for key in one.row.answer.leads),
        coordinating=item.coordinating,
        helping=_units(one.coordinating, names),
        due_text=item.due.text,
        due=due_of(one.row.due),
        output=item.output,
        address=draft.address(item),
        questions=one.row.questions,
        unknown=one.unknown_leads if one.row.is_kept else (),
        unknown_helpers=one.unknown_helpers if one.row.is_kept else (),
        left_out=one.row.answer.left_out,
        cells=_named_cells(mapping, [cell.text for cell in cells]),
    )


def _named_cells(mapping: Mapping, texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    roles = {place: role for role, place in mapping.columns.items()}
    return tuple((_label(place, roles.get(place), mapping.names), text) for place, text in enumerate(texts) if text)


def _label(place: int, role: Role | None, names: Sequence[str]) -> str:
    name = names[place] if place < len(names) else ""
    return name or (ROLE_LABELS[role] if role else f"Cột {place + 1}")


def _units(matches: Sequence[Match], names: dict[int, str]) -> tuple[tuple[str, str], ...]:
    """Return the units that names mean, each with how it was known."""
    return tuple((names.get(key, ""), HOW_WORDS[match.how]) for match in matches if match.how for key in match.keys)
