"""Tables out of Word, Excel and the clipboard, as they stand on the page."""

import unicodedata
import zipfile
from io import BytesIO
from typing import Any

import docx
import pytest
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from congtam.documents.grids import Grid, UnreadableFileError, pasted_grid, read_grids


def saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


class TestWordTables:
    def test_fill_a_merged_cell_in_wherever_it_reaches_and_remember_it_is_one(self) -> None:
        document = docx.Document()
        table = document.add_table(rows=3, cols=3)
        table.cell(0, 0).merge(table.cell(0, 2)).text = "I. Nhiệm vụ chung"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Sở Y tế"
        table.cell(1, 1).text, table.cell(2, 1).text = "Việc một", "Việc hai"
        (grid,) = read_grids(saved(document), name="ke-hoach.docx")
        assert texts(grid) == [["I. Nhiệm vụ chung"] * 3, ["Sở Y tế", "Việc một", ""], ["Sở Y tế", "Việc hai", ""]]
        first = grid.rows[0]
        assert {cell.block for cell in first} == {first[0].block}
        assert [cell.is_first for cell in first] == [True, False, False]
        assert grid.rows[2][0].block == grid.rows[1][0].block
        assert grid.rows[2][0].address == "bảng 1, dòng 2, cột 1"

    def test_read_as_if_every_tracked_change_were_accepted(self) -> None:
        document = docx.Document()
        paragraph = document.add_table(rows=1, cols=1).cell(0, 0).paragraphs[0]
        paragraph.add_run("trước ngày ")
        for tag, text in (("w:del", "30/9"), ("w:ins", "15/10")):
            change, run, piece = OxmlElement(tag), OxmlElement("w:r"), OxmlElement("w:t")
            piece.text = text
            run.append(piece)
            change.append(run)
            paragraph._p.append(change)
        (grid,) = read_grids(saved(document), name="a.docx")
        assert texts(grid) == [["trước ngày 15/10"]]

    def test_keep_the_lines_of_a_cell_apart_and_its_letters_composed(self) -> None:
        document = docx.Document()
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = unicodedata.normalize("NFD", "Chủ trì:  Sở Nội vụ")
        cell.add_paragraph("")
        cell.add_paragraph("Phối hợp: Sở Tài chính")
        (grid,) = read_grids(saved(document), name="a.docx")
        assert texts(grid) == [["Chủ trì: Sở Nội vụ\nPhối hợp: Sở Tài chính"]]

    def test_count_a_table_inside_a_cell_as_part_of_the_cell(self) -> None:
        document = docx.Document()
        cell = document.add_table(rows=1, cols=2).cell(0, 0)
        cell.text = "Danh mục"
        cell.add_table(rows=1, cols=1).cell(0, 0).text = "Phụ"
        grids = read_grids(saved(document), name="a.docx")
        assert [texts(grid) for grid in grids] == [[["Danh mục\nPhụ", ""]]]

    def test_begin_a_row_late_where_the_page_leaves_its_first_cells_out(self) -> None:
        document = docx.Document()
        table = document.add_table(rows=2, cols=3)
        for place in range(3):
            table.cell(0, place).text = f"cột {place}"
        table.cell(1, 1).text = "việc"
        row = table.rows[1]._tr
        row.remove(row.tc_lst[0])
        before = OxmlElement("w:gridBefore")
        before.set(qn("w:val"), "1")
        row.get_or_add_trPr().append(before)
        (grid,) = read_grids(saved(document), name="a.docx")
        assert texts(grid)[1] == ["", "việc", ""]

    def test_keep_their_address_when_a_row_is_shorter_than_the_rest(self) -> None:
        document = docx.Document()
        table = document.add_table(rows=2, cols=2)
        table.cell(0, 0).text = "đủ"
        table.rows[1]._tr.remove(table.rows[1]._tr.tc_lst[1])
        (grid,) = read_grids(saved(document), name="a.docx")
        assert [len(line) for line in grid.rows] == [2, 2]


class TestExcelSheets:
    def test_fill_merged_cells_in_and_name_cells_as_excel_does(self) -> None:
        out = BytesIO()
        with xlsxwriter.Workbook(out) as book:
            sheet = book.add_worksheet("Phụ lục")
            sheet.merge_range("B2:C3", "Sở Y tế")
            sheet.write("D3", 7)
        (grid,) = read_grids(out.getvalue(), name="ke-hoach.xlsx")
        assert grid.name == "Phụ lục"
        assert texts(grid)[1:] == [["", "Sở Y tế", "Sở Y tế", ""], ["", "Sở Y tế", "Sở Y tế", "7"]]
        assert {grid.rows[1][1].block} == {cell.block for row in grid.rows[1:] for cell in row[1:3]}
        assert grid.rows[2][3].address == "D3"

    def test_pass_over_sheets_with_nothing_on_them(self) -> None:
        out = BytesIO()
        with xlsxwriter.Workbook(out) as book:
            book.add_worksheet("Trống")
            book.add_worksheet("Có").write("A1", "x")
        assert [grid.name for grid in read_grids(out.getvalue(), name="a.xlsx")] == ["Có"]


class TestPastedCells:
    def test_come_apart_at_tabs_with_lines_inside_a_cell_kept(self) -> None:
        grid = pasted_grid('1\t"Việc ""gấp""\nhai dòng"\tSở Y tế\n\n2\tViệc khác\n')
        assert texts(grid) == [["1", 'Việc "gấp"\nhai dòng', "Sở Y tế"], ["2", "Việc khác", ""]]
        assert grid.rows[1][1].address == "dòng 2, cột 2"

    def test_without_columns_are_refused_with_what_to_do(self) -> None:
        with pytest.raises(UnreadableFileError, match="chọn cả bảng"):
            pasted_grid("một dòng chữ")


class TestFilesThatCannotBeRead:
    @pytest.mark.parametrize(
        ("name", "data", "says"),
        [
            ("cu.doc", b"\xd0\xcf\x11\xe0", "lưu thành .docx"),
            ("anh.png", b"\x89PNG", "Chỉ đọc được tệp Word"),
            ("hong.docx", b"PK\x03\x04 cut short", "Tệp bị hỏng"),
            ("hong.xlsx", b"PK\x03\x04 cut short", "Tệp bị hỏng"),
            ("la.xls", b"no workbook at all", "Không mở được tệp Excel"),
        ],
    )
    def test_get_one_message_that_says_what_to_do(self, name: str, data: bytes, says: str) -> None:
        with pytest.raises(UnreadableFileError, match=says):
            read_grids(data, name=name)

    def test_are_refused_when_they_only_pretend_to_be_word(self) -> None:
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("ghi-chu.txt", "không phải Word")
        with pytest.raises(UnreadableFileError, match="Không mở được tệp Word"):
            read_grids(out.getvalue(), name="a.docx")

    def test_are_refused_before_unpacking_to_a_thousand_times_their_size(self) -> None:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b"0" * (201 * 1024 * 1024))
        assert len(out.getvalue()) < 1024 * 1024
        with pytest.raises(UnreadableFileError, match="quá lớn khi mở ra"):
            read_grids(out.getvalue(), name="bom.docx")

    def test_are_refused_without_any_table(self) -> None:
        with pytest.raises(UnreadableFileError, match="Không thấy bảng nào"):
            read_grids(saved(docx.Document()), name="van-ban.docx")
