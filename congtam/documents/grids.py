"""Tables as they stand in a Word file, an Excel file or the clipboard: every cell with its address, merged cells filled in."""

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

import docx
from docx.oxml.ns import qn

from congtam.documents.sheets import UnreadableFileError, check_archive, has_pictures, sheets_of
from congtam.documents.workbooks import cell_text, letters

# Word knows no table with more columns.
_COLUMNS_MAX = 63
_ROWS_MAX = 50_000
_LINES_MAX = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text (lines kept apart by line breaks), where it stands, and whether it is the first of the cells merged into one.

    `block` is the same for all cells merged into one, and for no other cell of the grid.
    """

    text: str
    address: str
    block: int
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its name for people, and rows of cells, all of the same length."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def read_grids(data: bytes, *, name: str) -> tuple[Grid, ...]:
    """Return the tables of a Word (.docx) or Excel (.xlsx, .xls, .ods) file; `name` is the file's name.

    Raises `UnreadableFileError` for a file of another sort, broken, too large when unpacked, or without a table.
    """
    ending = name.rpartition(".")[2].lower()
    if ending == "doc":
        raise UnreadableFileError("Tệp .doc là dạng cũ. Hãy mở bằng Word, lưu thành .docx rồi tải lên.")
    if ending == "docx":
        grids = _word_grids(data)
    elif ending in {"xlsx", "xlsm", "xls", "ods"}:
        grids = _excel_grids(data)
    else:
        raise UnreadableFileError(
            "Chỉ đọc được tệp Word (.docx) và Excel (.xlsx). Hãy lưu lại ở một trong hai dạng này."
        )
    if not grids:
        raise UnreadableFileError(
            "Tệp chỉ có hình ảnh (bản quét, ảnh chụp), không có bảng để đọc. Hãy xin tệp gốc có bảng, hoặc gõ lại thành bảng rồi dán."
            if has_pictures(data)
            else "Không thấy bảng nào trong tệp. Hãy chọn tệp có bảng nhiệm vụ, hoặc dán nội dung bảng."
        )
    if sum(len(grid.rows) for grid in grids) > _ROWS_MAX:
        raise UnreadableFileError(f"Tệp có hơn {_ROWS_MAX:,} dòng. Hãy tách thành nhiều tệp.".replace(",", "."))
    return grids


def first_lines(data: bytes, *, name: str) -> tuple[str, ...]:
    """Return the lines a file begins with, in their order, in and outside tables (at most 60); `name` is the file's name.

    The file is one that `read_grids` has read.
    """
    if name.lower().endswith(".docx"):
        paragraphs = docx.Document(BytesIO(data)).element.body.iter(qn("w:p"))
        texts = (_tidy("".join(_paragraph(one))) for one in islice(paragraphs, 4 * _LINES_MAX))
    else:
        cells = (cell for grid in _excel_grids(data) for row in grid.rows[:_LINES_MAX] for cell in row)
        texts = (cell.text for cell in cells if cell.is_first)
    return tuple(islice((line for text in texts for line in text.splitlines()), _LINES_MAX))


def pasted_grid(text: str) -> Grid:
    """Return pasted cells as a table: columns apart by tabs, as Word and Excel put them on the clipboard.

    Raises `UnreadableFileError` when the text has no columns.
    """
    if "\t" not in text:
        raise UnreadableFileError("Nội dung dán không có cột. Hãy chọn cả bảng trong Word hoặc Excel rồi sao chép lại.")
    lines = [
        line for line in csv.reader(StringIO(text, newline=""), delimiter="\t") if any(cell.strip() for cell in line)
    ]
    return _even("Bảng đã dán", [[_tidy(cell) for cell in line] for line in lines], "dòng {row}, cột {column}")


def _word_grids(data: bytes) -> tuple[Grid, ...]:
    check_archive(data, program="Word").close()
    try:
        document = docx.Document(BytesIO(data))
    except (KeyError, ValueError, OSError, SyntaxError) as problem:
        raise UnreadableFileError("Không mở được tệp Word. Hãy mở tệp, lưu lại dạng .docx rồi tải lên.") from problem
    tables = [one for one in document.element.body.iter(qn("w:tbl")) if not _is_inside_table(one)]
    return tuple(grid for number, table in enumerate(tables, 1) if (grid := _word_grid(table, number)).rows)


def _is_inside_table(table: Any) -> bool:
    return next(table.iterancestors(qn("w:tbl")), None) is not None


def _word_grid(table: Any, number: int) -> Grid:
    above: dict[int, Cell] = {}
    rows: list[list[Cell]] = []
    blocks = 0
    lines = (line for line in table.iter(qn("w:tr")) if next(line.iterancestors(qn("w:tbl"))) is table)
    for at, line in enumerate(lines, start=1):
        row: list[Cell] = []
        for _ in range(_number_in(line, "w:trPr/w:gridBefore")):
            blocks += 1
            row.append(Cell("", f"bảng {number}, dòng {at}", blocks))
        for cell in line.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr"))) is not line:
                continue
            column = len(row)
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merged is not None and merged.get(qn("w:val")) != "restart" and column in above
            if goes_on:
                first = Cell(above[column].text, above[column].address, above[column].block, is_first=False)
            else:
                blocks += 1
                first = Cell(_word_text(cell), f"bảng {number}, dòng {at}, cột {column + 1}", blocks)
            row.append(first)
            repeats = _number_in(cell, "w:tcPr/w:gridSpan", 1) - 1
            row.extend([Cell(first.text, first.address, first.block, is_first=False)] * repeats)
        rows.append(row)
        above = dict(enumerate(row))
    return Grid(f"Bảng {number}", _padded(rows, blocks))


def _number_in(element: Any, path: str, default: int = 0) -> int:
    found = element.find("/".join(qn(step) for step in path.split("/")))
    text = None if found is None else found.get(qn("w:val"))
    return min(int(text), _COLUMNS_MAX) if text and text.isdigit() else default


def _word_text(cell: Any) -> str:
    """Return a cell's text as it reads with all changes accepted: what was struck out is not part of it."""
    return _tidy("\n".join("".join(_paragraph(one)) for one in cell.iter(qn("w:p"))))


def _paragraph(paragraph: Any) -> Iterator[str]:
    for piece in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):
        if next(piece.iterancestors(qn("w:del"), qn("w:moveFrom")), None) is not None:
            continue
        if piece.tag == qn("w:t"):
            yield piece.text or ""
        elif piece.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif piece.tag == qn("w:br"):
            yield "\n"
        else:
            yield " "


def _excel_grids(data: bytes) -> tuple[Grid, ...]:
    grids = []
    for name, sheet in sheets_of(data):
        lines = [[_cell(value) for value in line] for line in sheet.to_python(skip_empty_area=False)]
        if any(any(line) for line in lines):
            grids.append(_merged(_even(name, lines, "{letters}{row}"), sheet.merged_cell_ranges or ()))
    return tuple(grids)


def _cell(value: Any) -> str:
    return _tidy(value) if isinstance(value, str) else cell_text(value)


def _merged(grid: Grid, areas: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Grid:
    rows = [list(row) for row in grid.rows]
    for (top, left), (bottom, right) in areas:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        first = rows[top][left]
        for line in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[line]))):
                if (line, column) != (top, left):
                    rows[line][column] = Cell(first.text, first.address, first.block, is_first=False)
    return Grid(grid.name, tuple(tuple(row) for row in rows))


def _even(name: str, lines: Sequence[Sequence[str]], address: str) -> Grid:
    width = max((len(line) for line in lines), default=0)
    rows = []
    for at, line in enumerate(lines, start=1):
        cells = [*line, *[""] * (width - len(line))]
        rows.append(
            tuple(
                Cell(text, address.format(row=at, column=column + 1, letters=letters(column)), at * width + column)
                for column, text in enumerate(cells)
            )
        )
    return Grid(name, tuple(rows))


def _padded(rows: list[list[Cell]], blocks: int) -> tuple[tuple[Cell, ...], ...]:
    width = max((len(row) for row in rows), default=0)
    made = []
    for row in rows:
        empty = []
        for _ in range(width - len(row)):
            blocks += 1
            empty.append(Cell("", row[-1].address if row else "", blocks))
        made.append((*row, *empty))
    return tuple(made)


def _tidy(text: str) -> str:
    """Return text in composed form, single spaces, no empty lines."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(line for line in lines if line)
