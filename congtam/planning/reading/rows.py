"""The rows of a plan's tables: headings, items, and what has to be asked about each."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as PlacedMapping
from dataclasses import dataclass, field
from itertools import zip_longest

from congtam.documents.grids import Cell, Grid
from congtam.planning.reading.columns import Mapping, Role, mapping_of
from congtam.values.dues import Due, DueKind, read_due

_ROMAN = re.compile(r"[IVXLC]+\.?\)?|[A-ZĐ]\.?\)?")
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?|\([a-z]\)")
_SUB_NUMBER = re.compile(r"[-+•*–]|[a-zđ][.)]?|\d+(?:\.\d+)+\.?")
_BOTH = re.compile(
    r"(?:(?:cơ quan |đơn vị )?chủ trì\s*:?\s*)?(?P<lead>.*?)(?: chủ trì)?[\s;,(-]*(?:(?:cơ quan |đơn vị )?phối hợp(?: với)?\s*:?\s*)(?P<with>.+?)\)?",
    re.IGNORECASE | re.DOTALL,
)
_ONLY_LEAD = re.compile(r"(?:cơ quan |đơn vị )?chủ trì(?: thực hiện)?\s*:\s*", re.IGNORECASE)

NO_TASK = "Dòng này chưa có nội dung nhiệm vụ. Hãy ghi, hoặc bỏ dòng."
NO_LEAD = "Chưa có đơn vị chủ trì. Hãy chọn."


@dataclass(frozen=True, kw_only=True)
class ReadItem:
    """One task as a plan says it. Texts are empty where the plan says nothing; `questions` are what a person has to settle, in Vietnamese.

    `headings` are the headings it stands under, the widest first; `address` tells where it was read, for people; `table` and `row` tell the
    same by place, counted from 0.
    """

    table: int
    row: int
    address: str
    number: str
    task: str
    lead: str
    coordinating: str
    output: str
    leader: str
    note: str
    source: str
    due: Due
    headings: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What a person's answers about this row are kept under."""
        return f"{self.table}:{self.row}"


@dataclass(frozen=True, kw_only=True)
class ReadPlan:
    """What was read of a file: its items, how each table's columns were taken (by the table's place), and tables passed over."""

    items: tuple[ReadItem, ...]
    mappings: dict[int, Mapping]
    passed_over: tuple[str, ...] = ()


@dataclass
class _Headings:
    """The headings a row stands under, by depth."""

    levels: list[tuple[int, str]] = field(default_factory=list)

    def enter(self, depth: int, text: str) -> None:
        self.levels = [*(one for one in self.levels if one[0] < depth), (depth, text)]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.levels)


def read_plan(
    grids: Sequence[Grid], *, year: int | None, mappings: PlacedMapping[int, Mapping | None] | None = None
) -> ReadPlan:
    """Return the items of a plan's tables.

    `year` is the plan's year, for deadlines that name none. `mappings` gives columns settled by a person, by the table's place (None: the
    table lists no tasks); the other tables are mapped by their headers.
    """
    settled = mappings or {}
    used: dict[int, Mapping] = {}
    items: list[ReadItem] = []
    passed: list[str] = []
    last: Mapping | None = None
    for place, grid in enumerate(grids):
        mapping = settled[place] if place in settled else mapping_of(grid, before=last)
        if mapping is None:
            passed.append(grid.name)
            continue
        used[place] = last = mapping
        items.extend(_items(grid, place, mapping, year))
    return ReadPlan(items=tuple(items), mappings=used, passed_over=tuple(passed))


def _items(grid: Grid, table: int, mapping: Mapping, year: int | None) -> Iterable[ReadItem]:
    headings = _Headings()
    rows = [
        (at, row)
        for at, row in enumerate(grid.rows[mapping.first_row :], mapping.first_row)
        if not _is_idle(row, mapping)
    ]
    for (at, row), (_, after) in zip_longest(rows, rows[1:], fillvalue=(0, ())):
        depth = _heading_depth(row, after, mapping)
        if depth is not None:
            headings.enter(depth, _heading_text(row))
            continue
        yield _item((table, at), row, mapping, headings.texts, year)


def _is_idle(row: Sequence[Cell], mapping: Mapping) -> bool:
    """Tell whether a row says nothing: empty, the columns' numbers, or the header again on the next page."""
    texts = [cell.text for cell in row if cell.is_first and cell.text]
    if not texts or all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return True
    named = [cell.text.replace("\n", " ") in name.split(" / ") for cell, name in zip(row, mapping.names, strict=False)]
    return named.count(True) > len(texts) // 2 and named[mapping.columns[Role.TASK]]


def _heading_depth(row: Sequence[Cell], after: Sequence[Cell], mapping: Mapping) -> int | None:
    """Return how deep a heading the row is (0 the widest); None for an item."""
    number, task = _at(row, mapping, Role.NUMBER), _at(row, mapping, Role.TASK)
    says = any(_at(row, mapping, role) for role in (Role.LEAD, Role.COORDINATING, Role.DUE, Role.OUTPUT))
    blocks = {cell.block for cell in row if cell.text}
    if len(blocks) == 1 and len(row) > 1:
        spread = sum(cell.text != "" for cell in row)
        if spread > 1:
            return 0 if _ROMAN.match(row[0].text.split()[0]) else 1
    if says or not (task or number):
        # A heading merged over all columns but the number's: the number beside one wide cell.
        wide = len(blocks) == 2 and number and sum(cell.block == row[-1].block for cell in row) >= len(row) - 1 > 1
        return _depth(number) if wide else None
    if number and _ROMAN.fullmatch(number):
        return _depth(number)
    if after and _goes_below(number, _at(after, mapping, Role.NUMBER), _at(after, mapping, Role.TASK)):
        return _depth(number)
    return None


def _depth(number: str) -> int:
    if re.fullmatch(r"[A-ZĐ]\.?\)?", number) and not re.fullmatch(r"[IVX]\.?\)?", number):
        return 0
    if _ROMAN.fullmatch(number):
        return 1
    return 2 + number.rstrip(".").count(".")


def _goes_below(number: str, next_number: str, next_task: str) -> bool:
    """Tell whether the next row is a part of this one by its number: 1 → 1.1, 1 → a), 1 → "-"."""
    bare = number.rstrip(".)")
    if not bare.replace(".", "").isdigit():
        return False
    if next_number:
        return next_number.startswith(f"{bare}.") or _SUB_NUMBER.fullmatch(next_number) is not None
    return next_task.startswith(("-", "+", "•"))


def _heading_text(row: Sequence[Cell]) -> str:
    return " ".join(dict.fromkeys(cell.text.replace("\n", " ") for cell in row if cell.text))


def _item(
    place: tuple[int, int], row: Sequence[Cell], mapping: Mapping, headings: tuple[str, ...], year: int | None
) -> ReadItem:
    lead, coordinating = _bodies(_at(row, mapping, Role.LEAD), _at(row, mapping, Role.COORDINATING))
    due = _due(row, mapping, headings, year)
    task = _at(row, mapping, Role.TASK)
    questions = [
        *([NO_TASK] if not task else []),
        *([NO_LEAD] if Role.LEAD in mapping.columns and not lead else []),
        *([due.question] if due.question else []),
    ]
    return ReadItem(
        table=place[0],
        row=place[1],
        address=row[mapping.columns[Role.TASK]].address,
        number=_at(row, mapping, Role.NUMBER),
        task=task,
        lead=lead,
        coordinating=coordinating,
        output=_at(row, mapping, Role.OUTPUT),
        leader=_at(row, mapping, Role.LEADER),
        note=_at(row, mapping, Role.NOTE),
        source=_at(row, mapping, Role.SOURCE),
        due=due,
        headings=headings,
        questions=tuple(questions),
    )


def _due(row: Sequence[Cell], mapping: Mapping, headings: tuple[str, ...], year: int | None) -> Due:
    """Return the row's own deadline; where it has none, that of the nearest heading that names one ("Tháng 9")."""
    words = _at(row, mapping, Role.DUE)
    if words and (begun := _at(row, mapping, Role.START)):
        words = f"từ {begun} đến {words}"
    own = read_due(words.replace("\n", " "), year=year)
    if own.kind is not DueKind.NONE:
        return own
    for heading in reversed(headings):
        found = read_due(heading, year=year)
        if found.kind in (DueKind.DAY, DueKind.MONTH, DueKind.QUARTER, DueKind.HALF_YEAR):
            return found
    return own


def _bodies(lead: str, coordinating: str) -> tuple[str, str]:
    """Return who leads and who helps, taken apart where one cell says both ("Chủ trì: …; phối hợp: …")."""
    if not coordinating and (both := _BOTH.fullmatch(lead)) and both["lead"].strip():
        return _tidy(both["lead"]), _tidy(both["with"])
    return _tidy(_ONLY_LEAD.sub("", lead, count=1)), _tidy(coordinating)


def _tidy(text: str) -> str:
    # Line breaks stay: in a list of bodies each may stand on a line of its own.
    return "\n".join(line for line in (" ".join(one.split()) for one in text.splitlines()) if line).strip(" ;,-\n")


def _at(row: Sequence[Cell], mapping: Mapping, role: Role) -> str:
    place = mapping.columns.get(role)
    return row[place].text if place is not None and place < len(row) else ""
