"""Excel as people really send it."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from congtam.documents.workbooks import (
    MARKS,
    Column,
    NotADayError,
    UnreadableWorkbookError,
    cell_day,
    cell_text,
    read_table,
    write_table,
)

NAME = Column(key="name", label="Họ và tên", aliases=("Họ tên",))
BORN = Column(key="born", label="Ngày sinh", is_required=False)


def book(*lines: list[Any], sheet: str = "Sheet1") -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = sheet
    for line in lines:
        page.append(line)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


class TestFindingTheTable:
    def test_the_header_may_stand_below_titles_and_beside_other_columns(self) -> None:
        table = read_table(
            book(
                ["UBND XÃ"],
                [],
                ["STT", "HỌ VÀ TÊN ", "Ngày sinh (ngày/tháng/năm)", "Ghi chú"],
                [1, "Lê An", "01/02/1990", "x"],
            ),
            columns=[NAME, BORN],
        )
        assert table.header_row == 3
        assert table.unknown_columns == ("STT", "Ghi chú")
        assert (table.rows[0].text("name"), table.rows[0].address("born")) == ("Lê An", "C4")

    def test_empty_rows_are_left_out_and_numbers_of_rows_stay_those_of_excel(self) -> None:
        table = read_table(book(["Họ tên"], [""], ["Lê An"], [None], ["Hà Bình"]), columns=[NAME])
        assert [row.number for row in table.rows] == [3, 5]

    def test_a_missing_column_is_named(self) -> None:
        with pytest.raises(UnreadableWorkbookError, match="Ngày sinh"):
            read_table(
                book(["Họ và tên", "Đơn vị"], ["x", "y"]),
                columns=[NAME, Column(key="unit", label="Đơn vị"), Column(key="born", label="Ngày sinh")],
            )

    def test_a_sheet_can_be_asked_for_by_name(self) -> None:
        with pytest.raises(UnreadableWorkbookError, match="Không tìm thấy bảng"):
            read_table(book(["Họ và tên"], ["x"], sheet="Khác"), columns=[NAME], sheet="Danh sách")


class TestCells:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (3.0, "3"),
            (1.6, "1.6"),
            (None, ""),
            (True, "có"),
            ("  hai   từ ", "hai từ"),
            ("Hà Nội", "Hà Nội"),
            (date(2026, 3, 1), "01/03/2026"),
        ],
    )
    def test_are_read_as_they_were_typed(self, value: Any, text: str) -> None:
        assert cell_text(value) == text

    @pytest.mark.parametrize(
        "value",
        [date(2026, 3, 1), datetime(2026, 3, 1, 8), 46082, 46082.0, "46082", "1/3/2026", "01.03.2026", "01-03-2026"],
    )
    def test_hold_a_day_in_any_of_the_ways_people_type_it(self, value: Any) -> None:
        assert cell_day(value) == date(2026, 3, 1)

    @pytest.mark.parametrize("value", ["31/02/2026", "2026", "tháng 3", -5, 900000, "00/00/0000"])
    def test_hold_no_day_when_there_is_no_such_day(self, value: Any) -> None:
        with pytest.raises(NotADayError):
            cell_day(value)

    @pytest.mark.parametrize("value", ["", None])
    def test_may_be_empty(self, value: Any) -> None:
        assert cell_day(value) is None


class TestWriting:
    def test_what_is_written_is_read_back(self) -> None:
        data = write_table(
            title="DANH SÁCH", columns=[NAME, BORN], rows=[("Đỗ Thị Ước", date(1990, 2, 1))], heading=["SỞ"]
        )
        table = read_table(data, columns=[NAME, BORN])
        assert table.rows[0].text("name") == "Đỗ Thị Ước"
        assert cell_day(table.rows[0].cells["born"]) == date(1990, 2, 1)

    @pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+84", "@x"])
    def test_text_that_looks_like_a_formula_stays_text(self, text: str) -> None:
        page = openpyxl.load_workbook(BytesIO(write_table(title="x", columns=[NAME], rows=[(text,)]))).active
        assert page is not None
        cell = page.cell(row=4, column=1)
        assert (cell.value, cell.data_type) == (text, "s")

    def test_a_list_prints_lying_with_its_head_on_every_page_and_marks_in_two_decimals(self) -> None:
        marks = Column(key="marks", label="Điểm", figures=MARKS, width=9)
        page = openpyxl.load_workbook(
            BytesIO(write_table(title="Danh sách", columns=[NAME, marks], rows=[("Đỗ Thị Ước", Decimal("90.5"))]))
        ).active
        assert page is not None
        assert page.cell(row=1, column=1).value == "DANH SÁCH"
        assert page.cell(row=4, column=2).number_format == "0.00"
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.page_setup.fitToHeight == 0
        assert (page.print_title_rows, page.freeze_panes) == ("$3:$3", "B4")

    def test_a_list_too_wide_to_be_read_on_a4_goes_on_a3(self) -> None:
        columns = [Column(key=f"k{number}", label=f"Cột {number}", width=30) for number in range(10)]
        page = openpyxl.load_workbook(BytesIO(write_table(title="x", columns=columns, rows=[]))).active
        assert page is not None
        assert page.page_setup.paperSize == 8
