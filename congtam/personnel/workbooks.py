"""The roster as an Excel workbook: the columns it has, reading it, and the template to fill in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from congtam.documents.workbooks import (
    Column,
    Row,
    Table,
    UnreadableWorkbookError,
    lay_out,
    read_table,
    sheet_names,
    write_table,
)
from congtam.personnel.choices import Category, Gender, Leadership, PartyStanding
from congtam.values.names import searchable

UNITS_SHEET = "Đơn vị"
PEOPLE_SHEET = "Nhân sự"
_LISTS_SHEET = "Danh mục"
# As far down as lists and formats reach in the template.
_LAST_ROW = 5001

UNIT_COLUMNS = (
    Column(key="code", label="Mã đơn vị", width=16),
    Column(key="name", label="Tên đơn vị", width=44),
    Column(key="parent", label="Mã đơn vị cấp trên", aliases=("Đơn vị cấp trên",), is_required=False, width=20),
    Column(key="short_name", label="Tên gọn", is_required=False, width=20),
    Column(key="start", label="Từ ngày", aliases=("Thành lập từ ngày",), width=14),
)
PEOPLE_COLUMNS = (
    Column(
        key="personal_id",
        label="Số định danh cá nhân",
        aliases=("Số CCCD", "CCCD", "Số định danh", "Căn cước", "Số căn cước", "Số CCCD/định danh"),
        width=18,
    ),
    Column(key="full_name", label="Họ và tên", aliases=("Họ tên", "Họ và tên khai sinh"), width=26),
    Column(key="birth_date", label="Ngày sinh", aliases=("Ngày, tháng, năm sinh",), is_required=False, width=13),
    Column(key="gender", label="Giới tính", is_required=False, width=10),
    Column(key="unit", label="Đơn vị", aliases=("Mã đơn vị", "Phòng", "Phòng, ban", "Đơn vị công tác"), width=28),
    Column(key="job_title", label="Chức vụ, chức danh", aliases=("Chức vụ", "Chức danh", "Vị trí việc làm"), width=24),
    Column(key="category", label="Đối tượng", aliases=("Loại", "Nhóm đối tượng"), width=16),
    Column(
        key="leadership",
        label="Lãnh đạo, quản lý",
        aliases=("Lãnh đạo", "Chức vụ lãnh đạo"),
        is_required=False,
        width=24,
    ),
    Column(
        key="similar_group", label="Nhóm nhiệm vụ tương đồng", aliases=("Nhóm tương đồng",), is_required=False, width=26
    ),
    Column(key="secondary", label="Kiêm nhiệm", is_required=False, width=11),
    Column(key="start", label="Từ ngày", aliases=("Ngày bổ nhiệm", "Ngày bắt đầu"), width=13),
    Column(key="last_day", label="Đến hết ngày", aliases=("Đến ngày",), is_required=False, width=13),
    Column(key="cell", label="Chi bộ", aliases=("Sinh hoạt tại chi bộ",), is_required=False, width=22),
    Column(key="standing", label="Tư cách đảng viên", aliases=("Đảng viên",), is_required=False, width=22),
    Column(key="party_position", label="Chức vụ đảng", is_required=False, width=18),
    Column(
        key="staff_code",
        label="Mã cán bộ",
        aliases=("Mã công chức", "Mã viên chức", "Số hiệu công chức", "Mã nhân viên"),
        is_required=False,
        width=14,
    ),
    Column(
        key="email",
        label="Thư điện tử công vụ",
        aliases=("Thư điện tử", "Thư công vụ", "Email", "E-mail", "Hộp thư công vụ"),
        is_required=False,
        width=28,
    ),
)

_STEPS = (
    "1. Trang “Đơn vị”: mỗi dòng một đơn vị bên trong cơ quan; bỏ trống “Mã đơn vị cấp trên” nếu trực thuộc thẳng cơ quan.",
    "2. Trang “Nhân sự”: mỗi dòng một vị trí công tác của một người; người kiêm nhiệm có thêm dòng, cột “Kiêm nhiệm” ghi “có”.",
    "3. Người đặt ngay tại cơ quan (lãnh đạo cơ quan, người không thuộc phòng nào): cột “Đơn vị” ghi mã hoặc tên của chính cơ quan.",
    "4. Số định danh có đủ 12 chữ số; cột này để dạng Văn bản (Text) để Excel không bỏ số 0 ở đầu.",
    "5. Ngày ghi ngày/tháng/năm, ví dụ 01/07/2026. “Từ ngày” là ngày đầu tiên giữ vị trí, “Đến hết ngày” là ngày cuối cùng.",
    "6. Người đã có trong hệ thống: dòng có đơn vị khác và “Từ ngày” mới nghĩa là điều động từ ngày đó; hồ sơ cũ vẫn giữ nguyên.",
    "7. Người không có trong tệp thì không bị thay đổi gì. Muốn kết thúc vị trí, ghi “Đến hết ngày”.",
    "8. Sau khi tải lên, mọi dòng được xét và báo lỗi theo từng ô. Còn một lỗi thì chưa ghi gì cả.",
)
_UNIT_EXAMPLE = ("ph-thdv", "Phòng Tổng hợp và Dịch vụ", "", "Phòng Tổng hợp", "01/07/2025")
# The place of the first one is the body itself, whichever it is.
_HEAD_EXAMPLE = (
    "000190000003", "Hoàng Minh Sơn", "20/11/1972", "nam", "", "Giám đốc", "công chức", "người đứng đầu", "", "",
    "01/07/2025", "", "", "", "", "", "",
)  # fmt: skip
_PEOPLE_EXAMPLES = (
    (
        "000190000001", "Nguyễn Thị Minh Hoà", "02/09/1984", "nữ", "ph-thdv", "Trưởng phòng", "công chức",
        "người đứng đầu", "Trưởng phòng, phó trưởng phòng", "", "01/07/2025", "", "Chi bộ Tổng hợp",
        "đảng viên chính thức", "Bí thư", "CB0021", "hoantm@songlam.example",
    ),
    (
        "000190000002", "Đỗ Quang Ấn", "15/03/1992", "nam", "ph-thdv", "Chuyên viên", "công chức", "",
        "Chuyên viên tham mưu", "", "01/07/2025", "", "", "", "", "", "",
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Roster:
    """The two tables of a roster as they were read; a workbook may leave units out."""

    units: tuple[Row, ...]
    people: tuple[Row, ...]
    unknown_columns: tuple[str, ...]


def read_roster(data: bytes) -> Roster:
    """Return the tables of a roster; raise `UnreadableWorkbookError` naming the columns that are missing."""
    sheets = _sheet_names(data)
    units: Table | None = None
    if searchable(UNITS_SHEET) in sheets:
        units = read_table(data, columns=UNIT_COLUMNS, sheet=UNITS_SHEET)
    named = PEOPLE_SHEET if searchable(PEOPLE_SHEET) in sheets else None
    people = read_table(data, columns=PEOPLE_COLUMNS, sheet=named)
    if not people.rows and not (units and units.rows):
        raise UnreadableWorkbookError("Tệp chưa có dòng nào dưới hàng tiêu đề. Hãy điền danh sách rồi tải lên.")
    unknown = people.unknown_columns + (units.unknown_columns if units else ())
    return Roster(units=units.rows if units else (), people=people.rows, unknown_columns=unknown)


def roster_template(
    *, body: str, units: Sequence[tuple[str, str]], groups: Sequence[str], cells: Sequence[str]
) -> bytes:
    """Return the workbook to fill in for `body`: lists to choose from hold its `units` (code, name), `groups` and Party `cells`."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "in_memory": True}) as book:
        book.formats[0].set_font_name("Times New Roman")
        book.formats[0].set_font_size(12)
        head = book.add_format(
            {
                "bold": True,
                "border": 1,
                "text_wrap": True,
                "valign": "vcenter",
                "align": "center",
                "bg_color": "#E8EEF4",
            }
        )
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "dd/mm/yyyy"})
        guide = book.add_worksheet("Hướng dẫn")
        unit_page = book.add_worksheet(UNITS_SHEET)
        people_page = book.add_worksheet(PEOPLE_SHEET)
        lists = book.add_worksheet(_LISTS_SHEET)
        own_code = next((code for code, name in units if name == body), body)
        _fill_guide(guide, body, own_code, book.add_format({"bold": True, "font_size": 14}), head)
        _fill_head(unit_page, UNIT_COLUMNS, head, text, day)
        _fill_head(people_page, PEOPLE_COLUMNS, head, text, day)
        choices = {
            "gender": [choice.label for choice in Gender],
            "unit": [code for code, _ in units],
            "category": [choice.label for choice in Category],
            "leadership": [choice.label for choice in Leadership],
            "similar_group": list(groups),
            "secondary": ["có", "không"],
            "cell": list(cells),
            "standing": [choice.label for choice in PartyStanding],
        }
        _fill_lists(lists, people_page, choices, head)
        lists.write_row(0, len(choices) + 1, ("Mã đơn vị", "Tên đơn vị"), head)
        for at, row in enumerate(units, start=1):
            lists.write_row(at, len(choices) + 1, row)
        lists.set_column(0, len(choices) + 2, 28)
        lay_out(lists, 28 * (len(choices) + 3))
    return out.getvalue()


def people_workbook(lines: Iterable[Sequence[Any]], on: date) -> bytes:
    """Return the list of people on `on` as a workbook; `lines` as `selectors.listing.exported` gives them, without personal numbers."""
    columns = (
        Column(key="no", label="STT", width=6),
        Column(key="name", label="Họ và tên", width=28),
        Column(key="unit", label="Đơn vị", width=34),
        Column(key="title", label="Chức vụ, chức danh", width=26),
        Column(key="category", label="Đối tượng", width=14),
        Column(key="leadership", label="Lãnh đạo, quản lý", width=26),
        Column(key="group", label="Nhóm nhiệm vụ tương đồng", width=28),
        Column(key="since", label="Từ ngày", width=12),
    )
    return write_table(title=f"Danh sách nhân sự ngày {on:%d/%m/%Y}", columns=columns, rows=lines, sheet=PEOPLE_SHEET)


def _sheet_names(data: bytes) -> set[str]:
    return {searchable(name) for name in sheet_names(data)}


def _fill_guide(page: Worksheet, body: str, own_code: str, title: Format, head: Format) -> None:
    page.set_column(0, 0, 18)
    page.set_column(1, len(PEOPLE_COLUMNS), 22)
    lay_out(page, 22 * len(PEOPLE_COLUMNS))
    page.write_string(0, 0, f"Danh sách nhân sự: {body}", title)
    for at, step in enumerate(_STEPS, start=2):
        page.write_string(at, 0, step)
    at = len(_STEPS) + 3
    for name, columns, examples in (
        (UNITS_SHEET, UNIT_COLUMNS, (_UNIT_EXAMPLE,)),
        (PEOPLE_SHEET, PEOPLE_COLUMNS, (_placed(_HEAD_EXAMPLE, own_code), *_PEOPLE_EXAMPLES)),
    ):
        page.write_string(at, 0, f"Ví dụ trang “{name}” (cột có dấu * là bắt buộc)")
        page.write_row(at + 1, 0, [_starred(column) for column in columns], head)
        for offset, example in enumerate(examples, start=2):
            page.write_row(at + offset, 0, example)
        at += len(examples) + 3


def _fill_head(page: Worksheet, columns: Sequence[Column], head: Format, text: Format, day: Format) -> None:
    for index, column in enumerate(columns):
        is_day = column.key in ("birth_date", "start", "last_day")
        page.set_column(index, index, column.width, day if is_day else text)
        page.write_string(0, index, _starred(column), head)
    page.set_row(0, 34)
    page.freeze_panes(1, 2)
    page.repeat_rows(0)
    lay_out(page, sum(column.width for column in columns))


def _fill_lists(lists: Worksheet, people: Worksheet, choices: dict[str, list[str]], head: Format) -> None:
    keys = [column.key for column in PEOPLE_COLUMNS]
    for at, (key, values) in enumerate(choices.items()):
        label = next(column.label for column in PEOPLE_COLUMNS if column.key == key)
        lists.write_string(0, at, label, head)
        lists.write_column(1, at, values)
        if not values:
            continue
        letter = xlsxwriter.utility.xl_col_to_name(at)
        rule: dict[str, Any] = {
            "validate": "list",
            "source": f"='{_LISTS_SHEET}'!${letter}$2:${letter}${len(values) + 1}",
            # New units and groups may be typed: the preview judges them.
            "error_type": "information",
            "error_title": "Không có trong danh mục",
            "error_message": "Giá trị này chưa có trong danh mục. Có thể giữ nếu là đơn vị hoặc nhóm mới.",
        }
        place = keys.index(key)
        people.data_validation(1, place, _LAST_ROW, place, rule)


def _placed(example: Sequence[str], code: str) -> tuple[str, ...]:
    """Return an example with `code` in the column of the unit."""
    return tuple(code if column.key == "unit" else cell for column, cell in zip(PEOPLE_COLUMNS, example, strict=True))


def _starred(column: Column) -> str:
    return f"{column.label} *" if column.is_required else column.label
