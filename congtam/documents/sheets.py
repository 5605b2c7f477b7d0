"""Files of Word and Excel opened with care: what they would unpack to is known before anything is made of it."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.parsers import expat

import python_calamine

from congtam.values.refusal import RefusedError

# A hostile file may unpack to a thousand times its size.
UNPACKED_MAX: Final = 200 * 1024 * 1024
# A sheet is unpacked whole, up to its last cell: one word in the last corner makes seventeen thousand million cells of it.
CELLS_MAX: Final = 2_000_000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_SHEET: Final = tuple("sheetData".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_CELL: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# The bit of a part that says it is locked by a password.
_LOCKED_PART: Final = 0x1
# What reading a damaged archive ends with: its own complaint, a stream that does not unpack or ends early, a place outside the file or a name
# that is no text, a way of packing nobody knows.
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class UnreadableFileError(RefusedError):
    """The file cannot be read: broken, locked, of another format, without a table, or too large; the message says what to do."""


def sheets_of(data: bytes) -> Iterator[tuple[str, "python_calamine.CalamineSheet"]]:
    """Yield a workbook's sheets with their names, in their order (.xlsx, .xls, .ods).

    Raises `UnreadableFileError`, for a file that would not fit in memory before any of it is unpacked.
    """
    if data[:2] == b"PK":
        _check_extent(data)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            _refuse_wide(sheet.total_height, sheet.total_width)
            yield name, sheet
    except python_calamine.PasswordError as problem:
        raise UnreadableFileError(_locked("Excel")) from problem
    except (python_calamine.CalamineError, OSError, ValueError) as problem:
        raise UnreadableFileError(
            _locked("Excel")
            if _ENCRYPTED in data
            else "Không mở được tệp Excel. Hãy mở tệp, lưu lại dạng .xlsx rồi tải lên."
        ) from problem


def check_archive(data: bytes, *, program: str) -> zipfile.ZipFile:
    """Return the parts of a .docx, .xlsx or .ods, each of them whole; `program` ("Word", "Excel") is named to people.

    Raises `UnreadableFileError` for a file that is locked by a password, of the old format, broken, or too large when unpacked.
    """
    if data.startswith(_OLE):
        raise UnreadableFileError(
            _locked(program)
            if _ENCRYPTED in data
            else f"Tệp này là dạng cũ, chỉ được đổi đuôi. Hãy mở bằng {program}, lưu thành dạng mới rồi tải lên."
        )
    broken = "Tệp bị hỏng. Hãy mở tệp bằng Word hoặc Excel, lưu lại rồi tải lên."
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        if any(one.flag_bits & _LOCKED_PART for one in archive.infolist()):
            raise UnreadableFileError(_locked(program))
        if sum(one.file_size for one in archive.infolist()) > UNPACKED_MAX:
            raise UnreadableFileError("Tệp quá lớn khi mở ra. Hãy tách thành nhiều tệp.")
        # Read through, part by part: one that is longer than it says, or cut, shows here.
        if archive.testzip() is not None:
            raise UnreadableFileError(broken)
    except _DAMAGED as problem:
        raise UnreadableFileError(broken) from problem
    return archive


def has_pictures(data: bytes) -> bool:
    """Tell whether a .docx or .xlsx that was checked holds pictures."""
    if data[:2] != b"PK":
        return False
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return any("/media/" in name for name in archive.namelist())


def _locked(program: str) -> str:
    return f"Tệp có mật khẩu nên không đọc được. Hãy mở bằng {program}, bỏ mật khẩu, lưu lại rồi tải lên."


def _check_extent(data: bytes) -> None:
    """Refuse a workbook with a sheet that is too far from its first cell to its last, before the sheet is unpacked."""
    with check_archive(data, program="Excel") as archive:
        for name in archive.namelist():
            if name != "content.xml" and not (name.startswith("xl/") and name.endswith(".xml")):
                continue
            part = archive.read(name)
            if name == "content.xml" or any(mark in part for mark in _SHEET):
                _refuse_wide(*_Extent().of(part))


def _refuse_wide(rows: int, columns: int) -> None:
    if rows * columns > CELLS_MAX:
        raise UnreadableFileError(
            f"Tệp có trang tính trải tới dòng {rows}, cột {columns}. Hãy mở tệp, bấm Ctrl+End để tới ô cuối, "
            "xoá các dòng, cột thừa rồi tải lên."
        )


class _Extent:
    """How far the cells with something in them reach in the sheets of one part, by their tags alone."""

    def __init__(self) -> None:
        self._row = self._column = self._lines = 0
        self._last = (0, 0)

    def of(self, part: bytes) -> tuple[int, int]:
        """Return the last row and the last column, counted from 1; raise `UnreadableFileError` for a part that is no XML."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._enter
        try:
            parser.ParseFile(BytesIO(part))
        except expat.ExpatError as problem:
            raise UnreadableFileError("Tệp bị hỏng. Hãy mở tệp bằng Excel, lưu lại rồi tải lên.") from problem
        return self._last

    def _enter(self, tag: str, attributes: dict[str, str]) -> None:
        said = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        match tag.rpartition(":")[2]:
            case "sheetData" | "table":
                self._row = self._column = self._lines = 0
            case "row":
                self._row, self._column = _number(said.get("r"), self._row + 1), 0
            case "c":
                found = _CELL.fullmatch(said.get("r", ""))
                self._column = _column(found[1]) if found else self._column + 1
                self._row = int(found[2]) if found else self._row
            case "v" | "is" | "p":
                self._reach()
            case "table-row":
                self._row += self._lines
                self._lines, self._column = _number(said.get("number-rows-repeated"), 1), 0
            case "table-cell" | "covered-table-cell":
                self._column += _number(said.get("number-columns-repeated"), 1)
                if "value-type" in said:
                    self._reach()
            case _:
                pass

    def _reach(self) -> None:
        row, column = self._last
        self._last = (max(row, self._row + self._lines), max(column, self._column))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() else otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
