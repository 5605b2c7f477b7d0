"""What is chased, in Excel: the briefing pack written, the export of the one-stop system read under its columns' many names."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from congtam.documents.workbooks import Column, NotADayError, Row, cell_day, read_csv, read_table, write_table

_BRIEFING = (
    Column(key="number", label="STT", width=6),
    Column(key="section", label="Mục", width=22),
    Column(key="what", label="Loại", width=22),
    Column(key="title", label="Nội dung", width=60),
    Column(key="unit", label="Đơn vị", width=30),
    Column(key="who", label="Người thực hiện", width=24),
    Column(key="due", label="Hạn", width=12),
    Column(key="late", label="Số ngày quá hạn", width=10),
    Column(key="note", label="Ghi chú", width=40),
)


def briefing_table(rows: Iterable[Sequence[Any]], *, heading: Sequence[str]) -> bytes:
    """Return a workbook of a briefing pack, one row a thing in the columns above."""
    return write_table(title="TÀI LIỆU GIAO BAN", columns=_BRIEFING, rows=rows, heading=heading, sheet="Giao ban")


COLUMNS: Final = (
    Column(key="code", label="Mã hồ sơ", aliases=("Số hồ sơ", "Mã số hồ sơ", "Số biên nhận", "Mã biên nhận")),
    Column(
        key="procedure",
        label="Tên thủ tục",
        aliases=("Thủ tục", "Thủ tục hành chính", "Tên TTHC", "Tên thủ tục hành chính", "Nội dung"),
        is_required=False,
        width=50,
    ),
    Column(
        key="received", label="Ngày tiếp nhận", aliases=("Ngày nhận", "Tiếp nhận", "Ngày nộp", "Thời gian tiếp nhận")
    ),
    Column(key="due", label="Ngày hẹn trả", aliases=("Hẹn trả", "Hạn trả", "Hạn xử lý", "Hạn giải quyết", "Ngày hẹn")),
    Column(
        key="finished",
        label="Ngày hoàn thành",
        aliases=(
            "Ngày kết thúc",
            "Ngày có kết quả",
            "Ngày trả kết quả",
            "Ngày trả",
            "Ngày giải quyết xong",
            "Ngày hoàn thành xử lý",
            "Ngày kết thúc xử lý",
        ),
    ),
    Column(
        key="unit",
        label="Đơn vị xử lý",
        aliases=("Đơn vị", "Phòng ban", "Phòng, ban", "Đơn vị giải quyết", "Phòng chuyên môn", "Cơ quan giải quyết"),
        width=30,
    ),
    Column(
        key="person",
        label="Người xử lý",
        aliases=("Cán bộ xử lý", "Cán bộ", "Người thụ lý", "Chuyên viên", "Công chức giải quyết", "Người giải quyết"),
        is_required=False,
        width=30,
    ),
)
_DAYS: Final = ("received", "due", "finished")


def read_dossiers(data: bytes, *, name: str) -> list[dict[str, Any]]:
    """Return the rows of an export (.xlsx, .xls, .ods or .csv): `number`, texts, days as ISO text, and `problems` in words.

    Raises `UnreadableWorkbookError` when there is no such table.
    """
    read = read_csv if name.lower().endswith(".csv") else read_table
    return [_read(row) for row in read(data, columns=COLUMNS).rows]


def _read(row: Row) -> dict[str, Any]:
    problems: list[str] = []
    days = {key: _day(row, key, problems) for key in _DAYS}
    code = row.text("code")
    if not code:
        problems.append(f"{row.address('code')}: thiếu mã hồ sơ.")
    if not row.text("unit"):
        problems.append(f"{row.address('unit')}: thiếu đơn vị xử lý.")
    received, due, finished = (days[key] for key in _DAYS)
    if received and due and due < received:
        problems.append(f"{row.address('due')}: hẹn trả {due:%d/%m/%Y} trước ngày nhận {received:%d/%m/%Y}.")
    if received and finished and finished < received:
        problems.append(f"{row.address('finished')}: xong {finished:%d/%m/%Y} trước ngày nhận {received:%d/%m/%Y}.")
    return {
        "number": row.number,
        "code": code,
        "procedure": row.text("procedure"),
        **{key: day.isoformat() if day else None for key, day in days.items()},
        "unit": row.text("unit"),
        "person": row.text("person"),
        "problems": problems,
    }


def _day(row: Row, key: str, problems: list[str]) -> date | None:
    label = next(column.label for column in COLUMNS if column.key == key)
    value = row.cells.get(key)
    # Exports write the hour beside the day; only the day counts.
    if isinstance(value, str) and len(words := value.replace(",", " ").split()) > 1:
        value = next((word for word in words if word[:1].isdigit() and ":" not in word), value)
    try:
        day = cell_day(value)
    except NotADayError:
        problems.append(f"{row.address(key)}: “{row.text(key)}” không phải ngày. Hãy ghi ngày/tháng/năm.")
        return None
    if day is None and key != "finished":
        problems.append(f"{row.address(key)}: thiếu {label.lower()}.")
    return day
