"""Excel in and out: tables found wherever their header stands, every cell with its address, dates as people really type them."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from itertools import zip_longest
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from congtam.documents.sheets import UnreadableFileError, sheets_of
from congtam.values.names import searchable

# Excel's day 0 in its 1900 system; its false 29 February 1900 is before anybody's file begins.
_EPOCH = date(1899, 12, 30)
_HEADER_SEARCHED_ROWS = 30
_FIRST_NUMBER = 10_000
# Marks are written with two decimals, comma or point as the reader's Excel is set.
MARKS = "0.00"
_FONT = "Times New Roman"
_A3, _A4 = 8, 9
# Wider than this, a table fitted to a lying A4 prints in letters smaller than 8 points.
_A4_WIDTH = 220
_NUMBERS = 6
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00:00)?")


class UnreadableWorkbookError(UnreadableFileError):
    """The workbook or its table cannot be read; the message says what to do."""


class NotADayError(ValueError):
    """A cell holds no day that exists; the message is the cell's text."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: our `key`, the label it carries on paper, and other names bodies give it.

    `width` is in characters, `figures` Excel's way of writing the numbers in it, such as `MARKS`.
    """

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    is_required: bool = True
    width: int = 16
    figures: str = "General"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a table as it was read; `cells` by key, text in composed form (empty when there is nothing)."""

    number: int
    cells: Mapping[str, Any]
    addresses: Mapping[str, str]

    def text(self, key: str) -> str:
        """Return the cell as text in composed form, whole numbers without ".0", single spaces."""
        return cell_text(self.cells.get(key))

    def address(self, key: str) -> str:
        """Return where the cell stands, such as "C7"."""
        return self.addresses.get(key, f"dòng {self.number}")


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table found in a workbook."""

    sheet: str
    header_row: int
    rows: tuple[Row, ...]
    unknown_columns: tuple[str, ...]


def read_table(data: bytes, *, columns: Sequence[Column], sheet: str | None = None) -> Table:
    """Return the table whose header names `columns`, from the sheet called `sheet` or the first sheet that has one.

    The header may stand anywhere in the first 30 rows, in one row or, with merged cells, in two; names are compared without diacritics, case, signs and in any order. Empty rows are
    left out. Raises `UnreadableWorkbookError` naming the columns that are missing.
    """
    return _found(
        (
            (name, one.to_python(skip_empty_area=False))
            for name, one in _sheets(data)
            if sheet is None or searchable(name) == searchable(sheet)
        ),
        columns,
    )


def sheet_names(data: bytes) -> tuple[str, ...]:
    """Return the names of a workbook's sheets; raise `UnreadableWorkbookError` as `read_table` does."""
    return tuple(name for name, _ in _sheets(data))


def _sheets(data: bytes) -> Iterator[tuple[str, Any]]:
    try:
        yield from sheets_of(data)
    except UnreadableFileError as problem:
        raise UnreadableWorkbookError(str(problem)) from problem


def read_csv(data: bytes, *, columns: Sequence[Column]) -> Table:
    """Return the table of a text file, its columns apart by commas, semicolons or tabs; raise `UnreadableWorkbookError` as `read_table` does."""
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1258"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableWorkbookError("Không đọc được chữ trong tệp. Hãy mở bằng Excel, lưu dạng .xlsx rồi tải lên.")
    head = text[:2000]
    mark = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=mark))
    except csv.Error as problem:
        raise UnreadableWorkbookError("Tệp .csv bị hỏng. Hãy mở bằng Excel, lưu dạng .xlsx rồi tải lên.") from problem
    return _found([("csv", lines)], columns)


def _found(sheets: Iterable[tuple[str, Sequence[Sequence[Any]]]], columns: Sequence[Column]) -> Table:
    best: list[str] | None = None
    for name, lines in sheets:
        for number, head in _heads(lines[: _HEADER_SEARCHED_ROWS + 1]):
            places = _places(head, columns)
            missing = [column.label for column in columns if column.is_required and column.key not in places]
            if not missing:
                return _table(name, number, head, lines[number + 1 :], places)
            if len(places) > 1 and (best is None or len(missing) < len(best)):
                best = missing
    if best is not None:
        raise UnreadableWorkbookError(f"Bảng còn thiếu cột: {', '.join(best)}. Hãy dùng tệp mẫu hoặc thêm các cột này.")
    wanted = ", ".join(column.label for column in columns if column.is_required)
    raise UnreadableWorkbookError(f"Không tìm thấy bảng có các cột: {wanted}. Hãy dùng tệp mẫu.")


def cell_text(value: Any) -> str:
    """Return a cell as text in composed form, whole numbers without a fraction, days as dd/mm/yyyy, single spaces."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float):
        # Excel keeps every number as binary; repr gives back what was typed.
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def cell_day(value: Any) -> date | None:
    """Return the day a cell means: a date, an Excel day number, or text (dd/mm/yyyy, yyyy-mm-dd); None for an empty cell; raise `NotADayError` otherwise."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _numbered_day(value)
    text = cell_text(value)
    if text.isdigit() and len(text) == len("45000"):
        return _numbered_day(int(text))
    if match := _DAY.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := _ISO_DAY.fullmatch(text):
        year, month, day = map(int, match.groups())
    else:
        raise NotADayError(text)
    try:
        return date(year, month, day)
    except ValueError as problem:
        raise NotADayError(text) from problem


def _numbered_day(number: float) -> date:
    # From 1927 to 2119: a smaller number is a year that somebody wrote for a day, never a day of this century.
    if not _FIRST_NUMBER <= number < 80_000:
        raise NotADayError(str(number))
    return _EPOCH + timedelta(days=int(number))


def _heads(lines: Sequence[Sequence[Any]]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield what could be a header, with the number of its last row: each row, and each two rows read as merged cells show them."""
    for number, line in enumerate(lines):
        yield number, line
        if number + 1 < len(lines):
            yield number + 1, [low if cell_text(low) else high for high, low in zip_longest(line, lines[number + 1])]


def _places(line: Sequence[Any], columns: Sequence[Column]) -> dict[str, int]:
    heads = [_plain(cell_text(cell)) for cell in line]
    places: dict[str, int] = {}
    for column in columns:
        for name in (column.label, *column.aliases):
            place = next(
                (index for index, head in enumerate(heads) if head == _plain(name) and index not in places.values()),
                None,
            )
            if place is not None:
                places[column.key] = place
                break
    return places


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", searchable(re.sub(r"\(.*?\)", "", text))).split())


def _table(
    name: str, header: int, head: Sequence[Any], lines: Sequence[Sequence[Any]], places: Mapping[str, int]
) -> Table:
    rows = []
    for number, line in enumerate(lines, start=header + 2):
        cells = {key: line[place] if place < len(line) else "" for key, place in places.items()}
        if any(cell_text(value) for value in cells.values()):
            addresses = {key: f"{letters(place)}{number}" for key, place in places.items()}
            rows.append(Row(number=number, cells=cells, addresses=addresses))
    known = set(places.values())
    unknown = [cell_text(cell) for index, cell in enumerate(head) if index not in known and cell_text(cell)]
    return Table(sheet=name, header_row=header + 1, rows=tuple(rows), unknown_columns=tuple(unknown))


def letters(index: int) -> str:
    """Return the letters of a column: 0 → A, 26 → AA."""
    name: str = xlsxwriter.utility.xl_col_to_name(index)
    return name


def write_cells(lines: Iterable[Sequence[str]], *, sheet: str) -> bytes:
    """Return a workbook that holds these texts cell by cell, as they are."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        page = book.add_worksheet(sheet[:31])
        for at, line in enumerate(lines):
            for place, text in enumerate(line):
                page.write_string(at, place, text)
    return out.getvalue()


def write_table(
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    heading: Sequence[str] = (),
    sheet: str = "Danh sách",
) -> bytes:
    """Return a workbook with one table: lines of `heading`, the title, a frozen header, then rows in the order of `columns`.

    Text that begins like a formula stays text: nobody's name can run anything on the reader's machine.
    """
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        book.set_properties({"title": title})
        page = book.add_worksheet(sheet[:31])
        looks = _Looks(book, columns)
        for at, line in enumerate(heading):
            page.write_string(at, 0, line, looks.heading)
        # Centred over the table without merging, so that columns can still be moved, sorted and read back.
        page.write_string(len(heading), 0, title.upper(), looks.title)
        for index in range(1, len(columns)):
            page.write_blank(len(heading), index, None, looks.title)
        head = len(heading) + 2
        for index, column in enumerate(columns):
            page.set_column(index, index, column.width)
            page.write_string(head, index, column.label, looks.head)
        at = head
        for at, row in enumerate(rows, start=head + 1):
            for index, value in enumerate(row):
                style = looks.day if isinstance(value, date) else looks.columns[index]
                page.write(at, index, "" if value is None else value, style)
        # The number and the name of a row stay in sight however far its columns go.
        page.freeze_panes(head + 1, min(2, len(columns) - 1))
        page.autofilter(head, 0, at, len(columns) - 1)
        page.repeat_rows(head)
        lay_out(page, sum(column.width for column in columns))
    return out.getvalue()


def lay_out(page: Worksheet, width: int) -> None:
    """Set how a page prints: lying, all columns on one sheet, numbered; a table of more than A4 can show legibly goes on A3."""
    page.set_landscape()
    page.set_paper(_A3 if width > _A4_WIDTH else _A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.8, right=0.4, top=0.6, bottom=0.6)
    page.set_footer('&C&"Times New Roman"&10Trang &P/&N')


class _Looks:
    """How the cells of a table look."""

    def __init__(self, book: xlsxwriter.Workbook, columns: Sequence[Column]) -> None:
        font = {"font_name": _FONT, "font_size": 12}
        cell = {**font, "border": 1, "text_wrap": True, "valign": "top"}
        # The first column numbers the rows.
        aligned = [
            {"align": "center"} if index == 0 and column.width <= _NUMBERS else {}
            for index, column in enumerate(columns)
        ]
        self.heading = book.add_format({**font, "bold": True})
        self.title = book.add_format({**font, "font_size": 14, "bold": True, "center_across": True})
        self.head = book.add_format(
            {**cell, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E8EEF4"}
        )
        self.day = book.add_format({**cell, "num_format": "dd/mm/yyyy", "align": "center"})
        self.columns = [
            book.add_format({**cell, **align, "num_format": column.figures})
            for column, align in zip(columns, aligned, strict=True)
        ]
