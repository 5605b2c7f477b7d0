"""The files that officers, offices and administrators bring."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter

from congtam.personnel.workbooks import PEOPLE_COLUMNS, PEOPLE_SHEET, UNIT_COLUMNS, UNITS_SHEET

HOA = ("000190000001", "Nguyễn Thị Minh Hoà", "02/09/1984", "nữ", "kh-tc", "Chuyên viên", "công chức")
AN = ("000190000002", "Đỗ Quang Ấn", "15/03/1992", "nam", "kh-tc", "Chuyên viên", "công chức")
PRODUCTS = (
    (1, "KH.01", "Phòng Kế hoạch", "Soạn công văn hành chính", "", "Công văn", "N1", "1-10", 5, 1, ""),
    (2, "KH.02", "Phòng Kế hoạch", "Tổng hợp số liệu hồ chứa hằng tuần", "", "Báo cáo tuần", "N2", "11-50", 40, 8, ""),
    (3, "KH.03", "Phòng Kế hoạch", "Tổng hợp số liệu hồ chứa hàng tuần", "", "Báo cáo tuần", "N2", "11-50", 40, 8, ""),
)


def roster(*people: tuple[str, ...]) -> bytes:
    """A workbook with one new unit, and these people in it since July 2025."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        units, page = book.add_worksheet(UNITS_SHEET), book.add_worksheet(PEOPLE_SHEET)
        units.write_row(0, 0, [column.label for column in UNIT_COLUMNS])
        units.write_row(1, 0, ("kh-tc", "Phòng Kế hoạch, Tài chính", "", "", "01/07/2025"))
        page.write_row(0, 0, [column.label for column in PEOPLE_COLUMNS])
        for at, person in enumerate(people, start=1):
            page.write_row(at, 0, person)
            page.write_string(at, [column.key for column in PEOPLE_COLUMNS].index("start"), "01/07/2025")
    return out.getvalue()


def dossiers_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """An export of the one-stop system as it gives it in Excel: a title, the head in the third row, days as text."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Xuất")
        page.write(0, 0, "DANH SÁCH HỒ SƠ")
        for at, row in enumerate([_EXPORTED, *rows], start=2):
            page.write_row(at, 0, row)
    return out.getvalue()


def dossiers_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """The same as text with semicolons."""
    out = StringIO()
    csv.writer(out, delimiter=";").writerows([_EXPORTED, *rows])
    return out.getvalue().encode("utf-8-sig")


_EXPORTED = ("Số hồ sơ", "Tên TTHC", "Ngày tiếp nhận", "Hẹn trả", "Ngày trả kết quả", "Phòng ban", "Cán bộ xử lý")
