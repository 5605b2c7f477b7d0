"""A body's catalogue as an Excel table: the columns of the form, every row judged before anything is kept."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from congtam.documents.workbooks import Column, Row, read_table, write_table
from congtam.values.names import searchable

GROUPS_MAX = 5  # khoản 1 Điều 13 Nghị định 335/2025/NĐ-CP

COLUMNS = (
    Column(key="position", label="STT", aliases=("TT", "Số TT"), is_required=False, width=6),
    Column(key="code", label="Mã CV", aliases=("Mã công việc", "Mã", "Mã SP", "Mã sản phẩm"), width=10),
    Column(key="division", label="Phòng", aliases=("Đơn vị", "Phòng, đơn vị", "Lĩnh vực"), is_required=False, width=22),
    Column(key="work", label="Nhiệm vụ", aliases=("Nhiệm vụ, công việc", "Tên nhiệm vụ", "Công việc"), width=44),
    Column(
        key="detail",
        label="Công việc chi tiết",
        aliases=("Nội dung công việc", "Chi tiết"),
        is_required=False,
        width=44,
    ),
    Column(key="output", label="Sản phẩm đầu ra", aliases=("Sản phẩm", "Kết quả đầu ra"), width=28),
    Column(key="group", label="Nhóm", aliases=("Nhóm độ phức tạp", "Nhóm công việc"), width=8),
    Column(key="frame", label="Khung điểm", aliases=("Khung",), is_required=False, width=12),
    Column(key="marks", label="Điểm chấm", aliases=("Điểm", "Điểm chuẩn"), width=10),
    Column(key="factor", label="Hệ số quy đổi", aliases=("Hệ số", "HS quy đổi"), is_required=False, width=10),
    Column(key="note", label="Ghi chú", is_required=False, width=18),
)
_FRAME = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:-|–|đến)\s*(\d+(?:[.,]\d+)?)")


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something about one cell. An error forbids the import, a warning asks for a look."""

    address: str
    text: str
    is_error: bool


@dataclass(frozen=True, kw_only=True)
class ProductRow:
    """One product as read."""

    number: int
    code: str
    division: str
    work: str
    detail: str
    output: str
    group: str
    marks: Decimal | None
    factor: Decimal | None
    note: str
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GroupFrame:
    """A group of complexity as the table shows it."""

    code: str
    marks_min: Decimal | None
    marks_max: Decimal | None


@dataclass(frozen=True, kw_only=True)
class CatalogueTable:
    """A whole catalogue as read and judged."""

    sheet: str
    rows: tuple[ProductRow, ...]
    groups: tuple[GroupFrame, ...]
    standard_marks: Decimal
    remarks: tuple[Remark, ...] = ()
    unknown_columns: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Remark, ...]:
        """Everything that forbids the import."""
        return tuple(remark for remark in self._all() if remark.is_error)

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """Everything worth a look."""
        return tuple(remark for remark in self._all() if not remark.is_error)

    def _all(self) -> Iterable[Remark]:
        yield from self.remarks
        for row in self.rows:
            yield from row.remarks


@dataclass
class _Reading:
    """What is remembered from row to row."""

    division: str = ""
    work: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    frames: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    twins: dict[tuple[str, ...], str] = field(default_factory=dict)


def read_catalogue(data: bytes, *, standard_marks: Decimal | None = None) -> CatalogueTable:
    """Return the catalogue in a workbook, each row judged.

    `standard_marks` are the marks of the standard unit (factor 1); when not given, what most rows' marks ÷ factor say. A title row between
    products names the division of those below it; a task cell merged over several rows stands for all of them. Raises
    `documents.workbooks.UnreadableWorkbookError` when there is no such table.
    """
    table = read_table(data, columns=COLUMNS)
    reading = _Reading()
    rows = [row for line in table.rows if (row := _product(line, reading)) is not None]
    standard = standard_marks or _standard(rows)
    judged = tuple(_with_factor(row, standard) for row in rows)
    order = sorted({row.group for row in rows if row.group}, key=lambda code: (len(code), code))
    remarks = []
    if not rows:
        remarks.append(
            Remark(address=table.sheet, text="Bảng không có dòng sản phẩm nào. Hãy điền theo tệp mẫu.", is_error=True)
        )
    if len(order) > GROUPS_MAX:
        named = ", ".join(order)
        remarks.append(
            Remark(
                address="cột Nhóm",
                text=f"Có {len(order)} nhóm ({named}); chỉ được chia tối đa 5 nhóm (khoản 1 Điều 13 Nghị định 335/2025/NĐ-CP). Hãy gộp nhóm.",
                is_error=True,
            )
        )
    groups = tuple(
        GroupFrame(
            code=code,
            marks_min=reading.frames.get(code, (None, None))[0],
            marks_max=reading.frames.get(code, (None, None))[1],
        )
        for code in order
    )
    return CatalogueTable(
        sheet=table.sheet,
        rows=judged,
        groups=groups,
        standard_marks=standard,
        remarks=tuple(remarks),
        unknown_columns=table.unknown_columns,
    )


def _product(line: Row, reading: _Reading) -> ProductRow | None:
    """Return the product in a row; None for a title row, which names the division of what follows."""
    text = {column.key: line.text(column.key) for column in COLUMNS}
    if not (text["code"] or text["output"] or text["marks"] or text["group"]):
        reading.division = text["work"] or text["division"] or text["position"]
        reading.work = ""
        return None
    remarks: list[Remark] = []

    def judge(key: str, words: str, *, is_error: bool = True) -> None:
        remarks.append(Remark(address=line.address(key), text=words, is_error=is_error))

    reading.work = text["work"] or (reading.work if text["detail"] or text["output"] else "")
    if not reading.work:
        judge("work", "Thiếu nhiệm vụ.")
    if not text["output"]:
        judge("output", "Thiếu sản phẩm đầu ra: không có sản phẩm thì không đếm được kết quả.")
    if not text["code"]:
        judge("code", "Thiếu mã công việc.")
    elif text["code"].upper() in reading.codes:
        judge("code", f"Mã {text['code']} đã dùng ở ô {reading.codes[text['code'].upper()]}. Mỗi sản phẩm một mã.")
    reading.codes.setdefault(text["code"].upper(), line.address("code"))
    group = _group(text["group"])
    if not group:
        judge("group", "Thiếu nhóm độ phức tạp, ví dụ N2.")
    marks = _number(line.cells.get("marks"))
    if marks is None or marks <= 0:
        judge("marks", f"Điểm chấm “{text['marks']}” phải là số lớn hơn 0.")
    factor = _number(line.cells.get("factor"))
    if text["factor"] and (factor is None or factor <= 0):
        judge("factor", f"Hệ số “{text['factor']}” phải là số lớn hơn 0.")
    _frame(text, group, marks, reading, judge)
    twin = tuple(searchable(part) for part in (reading.work, text["detail"], text["output"]))
    if twin in reading.twins:
        judge(
            "work",
            f"Giống hệt dòng ở ô {reading.twins[twin]}: sản phẩm lặp phải loại (khoản 1 Điều 13).",
            is_error=False,
        )
    reading.twins.setdefault(twin, line.address("work"))
    return ProductRow(
        number=line.number,
        code=text["code"],
        division=text["division"] or reading.division,
        work=reading.work,
        detail=text["detail"],
        output=text["output"],
        group=group,
        marks=marks,
        factor=factor,
        note=text["note"],
        remarks=tuple(remarks),
    )


def _frame(text: dict[str, str], group: str, marks: Decimal | None, reading: _Reading, judge: Any) -> None:
    """Hold the marks against the frame of their group, which the first row of the group sets."""
    if text["frame"]:
        match = _FRAME.fullmatch(text["frame"])
        if match is None:
            judge("frame", f"Khung điểm “{text['frame']}” chưa đọc được. Hãy ghi dạng 11-50.")
        else:
            low, high = (Decimal(part.replace(",", ".")) for part in match.groups())
            known = reading.frames.setdefault(group, (low, high))
            if known != (low, high):
                judge(
                    "frame",
                    f"Nhóm {group} ở trên có khung {known[0]}–{known[1]}. Một nhóm chỉ có một khung.",
                    is_error=False,
                )
    frame = reading.frames.get(group)
    if frame and marks is not None and not frame[0] <= marks <= frame[1]:
        judge("marks", f"Điểm {text['marks']} nằm ngoài khung {frame[0]}–{frame[1]} của nhóm {group}.")


def _group(text: str) -> str:
    """Return "N3" for "N3", "Nhóm 3" or "3"; any other short name as it stands."""
    match = re.fullmatch(r"(?:n|nhóm)?\s*(\d)", text.lower())
    return f"N{match.group(1)}" if match else text.upper()


def _number(value: Any) -> Decimal | None:
    """Return a cell's number exactly as typed, with a comma or a point; None when it is no number."""
    try:
        number = Decimal(repr(value) if isinstance(value, float) else str(value).strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _standard(rows: Sequence[ProductRow]) -> Decimal:
    """Return the marks of the standard unit most rows agree on; 5 when no row says."""
    said = Counter(row.marks / row.factor for row in rows if row.marks and row.factor and row.factor > 0)
    return said.most_common(1)[0][0] if said else Decimal(5)


def _with_factor(row: ProductRow, standard: Decimal) -> ProductRow:
    """Fill a missing factor in; point out one that does not follow from the marks."""
    if row.marks is None or row.marks <= 0:
        return row
    reckoned = (row.marks / standard).quantize(Decimal("0.000001")).normalize()
    if row.factor is None:
        return ProductRow(**{**row.__dict__, "factor": reckoned})
    if abs(row.factor - reckoned) > Decimal("0.005"):
        words = f"Hệ số {row.factor:f} khác {row.marks:f} ÷ {standard:f} = {reckoned:f}. Giữ hệ số trong bảng nếu cơ quan quy định riêng."
        remark = Remark(address=f"dòng {row.number}", text=words, is_error=False)
        return ProductRow(**{**row.__dict__, "remarks": (*row.remarks, remark)})
    return row


def template() -> bytes:
    """Return an empty workbook with the form's columns and two example rows."""
    examples = (
        (
            1,
            "VP.01",
            "Văn phòng",
            "Soạn công văn hành chính đơn giản",
            "Dự thảo, trình ký, phát hành",
            "Công văn",
            "N1",
            "1-10",
            5,
            1,
            "đơn vị chuẩn",
        ),
        (
            2,
            "VP.02",
            "Văn phòng",
            "Soạn báo cáo công tác tháng",
            "Thu thập số liệu, tổng hợp",
            "Báo cáo",
            "N2",
            "11-50",
            40,
            8,
            "",
        ),
    )
    return write_table(title="Danh mục sản phẩm, công việc quy đổi", columns=COLUMNS, rows=examples)


def write_catalogue(title: str, rows: Iterable[Sequence[Any]], *, heading: Sequence[str] = ()) -> bytes:
    """Return a workbook of products, values in the order of `COLUMNS`."""
    return write_table(title=title, columns=COLUMNS, rows=rows, heading=heading, sheet="Danh mục")


LIST_COLUMNS = (
    Column(key="position", label="STT", width=6),
    Column(key="number", label="Số, ký hiệu", width=18),
    Column(key="title", label="Tên văn bản", width=60),
    Column(key="kind", label="Loại văn bản", width=18),
    Column(key="issuer", label="Nơi ban hành", width=28),
    Column(key="issued_on", label="Ngày ban hành", width=14),
    Column(key="year", label="Năm thực hiện", width=10),
    Column(key="items", label="Số nhiệm vụ", width=10),
    Column(key="taken", label="Đã thành việc của cơ quan", width=14),
    Column(key="done", label="Đã hoàn thành", width=12),
    Column(key="state", label="Trạng thái", width=18),
)
ITEM_COLUMNS = (
    Column(key="number", label="STT", width=8),
    Column(key="headings", label="Mục", width=30),
    Column(key="task", label="Nội dung nhiệm vụ", width=60),
    Column(key="lead", label="Chủ trì (theo văn bản)", width=24),
    Column(key="lead_units", label="Đơn vị chủ trì", width=24),
    Column(key="coordinating", label="Phối hợp (theo văn bản)", width=24),
    Column(key="coordinating_units", label="Đơn vị phối hợp", width=24),
    Column(key="due_text", label="Thời gian (theo văn bản)", width=20),
    Column(key="due", label="Đọc là", width=22),
    Column(key="output", label="Sản phẩm", width=28),
    Column(key="address", label="Vị trí trong tệp", width=18),
    Column(key="state", label="Trạng thái", width=18),
)


def write_plans(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a workbook of plans, values in the order of `LIST_COLUMNS`."""
    return write_table(title="Kế hoạch, văn bản giao việc", columns=LIST_COLUMNS, rows=rows, sheet="Kế hoạch")


def write_items(title: str, rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a workbook of a plan's items, values in the order of `ITEM_COLUMNS`."""
    return write_table(title=title, columns=ITEM_COLUMNS, rows=rows, sheet="Nhiệm vụ")


WORK_COLUMNS = (
    Column(key="number", label="STT", width=6),
    Column(key="title", label="Nội dung nhiệm vụ", width=52),
    Column(key="lead", label="Chủ trì", width=24),
    Column(key="coordinating", label="Phối hợp", width=28),
    Column(key="due_words", label="Thời gian", width=20),
    Column(key="due", label="Hạn", width=12),
    Column(key="state", label="Trạng thái", width=18),
    Column(key="done", label="Ngày hoàn thành", width=12),
    Column(key="output", label="Sản phẩm", width=28),
    Column(key="basis", label="Căn cứ", width=44),
    Column(key="changes", label="Số lần đổi hạn", width=9),
)
PLAN_COLUMNS = (
    Column(key="number", label="STT", width=6),
    Column(key="title", label="Nội dung nhiệm vụ", width=52),
    Column(key="lead", label="Chủ trì", width=24),
    Column(key="coordinating", label="Phối hợp", width=28),
    Column(key="due", label="Thời gian", width=20),
    Column(key="output", label="Sản phẩm", width=28),
    Column(key="basis", label="Căn cứ", width=44),
    Column(key="reason", label="Lý do chọn thời hạn", width=30),
)


def work_table(rows: Iterable[Sequence[Any]], *, body: str, on: date, changes: str) -> bytes:
    """Return a workbook of a body's work as known on `on`, one row each in `WORK_COLUMNS`; `changes` says what changed in the period."""
    heading = [body, f"Số liệu đến ngày {on:%d/%m/%Y}", changes]
    return write_table(title="NHIỆM VỤ CỦA CƠ QUAN", columns=WORK_COLUMNS, rows=rows, heading=heading, sheet="Nhiệm vụ")


def plan_table(rows: Iterable[Sequence[Any]], *, title: str, heading: Sequence[str]) -> bytes:
    """Return a workbook of a consolidated plan in the columns plans have (`PLAN_COLUMNS`)."""
    return write_table(title=title, columns=PLAN_COLUMNS, rows=rows, heading=heading, sheet="Kế hoạch hợp nhất")
