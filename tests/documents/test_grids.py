"""Tables out of Word, Excel and the clipboard, as they stand on the page."""

import base64
import unicodedata
import zipfile
from contextlib import suppress
from io import BytesIO
from typing import Any

import docx
import pytest
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from congtam.documents.grids import Grid, pasted_grid, read_grids
from congtam.documents.sheets import UnreadableFileError


def saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


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

    @pytest.mark.parametrize(("name", "program"), [("khoa.docx", "Word"), ("khoa.xlsx", "Excel")])
    def test_are_named_as_locked_when_they_ask_for_a_password(self, name: str, program: str) -> None:
        data = OLD + b"\0" * 1024 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1024
        with pytest.raises(UnreadableFileError, match=f"có mật khẩu.*{program}, bỏ mật khẩu"):
            read_grids(data, name=name)

    def test_are_named_as_old_when_only_their_ending_was_changed(self) -> None:
        with pytest.raises(UnreadableFileError, match=r"dạng cũ, chỉ được đổi đuôi.*Word"):
            read_grids(OLD + b"\0" * 1024, name="cu.docx")

    def test_that_are_nothing_but_a_scan_are_named_as_pictures(self) -> None:
        document = docx.Document()
        document.add_picture(BytesIO(PICTURE))
        with pytest.raises(UnreadableFileError, match="chỉ có hình ảnh"):
            read_grids(saved(document), name="quet.docx")

    def test_cut_anywhere_are_refused_in_one_sentence(self) -> None:
        document = docx.Document()
        document.add_table(rows=2, cols=2)
        whole = saved(document)
        for share in range(1, 20):
            with pytest.raises(UnreadableFileError, match="Tệp bị hỏng"):
                read_grids(whole[: len(whole) * share // 20], name="cut.docx")

    @pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
    def test_spoiled_in_the_middle_never_break_the_reader(self, name: str) -> None:
        whole = saved(docx.Document()) if name == "a.docx" else far_cell("B2")
        for place in range(40, len(whole) - 40, 97):
            spoiled = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
            with suppress(UnreadableFileError):
                read_grids(spoiled, name=name)

    def test_longer_than_they_say_are_refused(self) -> None:
        data = far_cell("B2")
        with zipfile.ZipFile(BytesIO(data)) as archive:
            said = archive.getinfo("xl/worksheets/sheet1.xml").file_size
        lying = data.replace(said.to_bytes(4, "little"), (said // 2).to_bytes(4, "little"))
        with pytest.raises(UnreadableFileError, match="Tệp bị hỏng"):
            read_grids(lying, name="a.xlsx")


class TestAWorkbook:
    def test_with_a_word_in_the_last_corner_is_refused_with_the_cell_and_what_to_do(self) -> None:
        with pytest.raises(UnreadableFileError, match=r"tới dòng 1048576, cột 16384.*Ctrl\+End"):
            read_grids(far_cell("XFD1048576"), name="a.xlsx")

    def test_with_formats_down_to_the_last_row_is_read_as_far_as_it_says_something(self) -> None:
        out = BytesIO()
        with xlsxwriter.Workbook(out) as book:
            sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
            sheet.write("A1", "STT")
            sheet.write_blank(1_048_575, 16_383, None, bold)
        (grid,) = read_grids(out.getvalue(), name="a.xlsx")
        assert texts(grid) == [["STT"]]

    @pytest.mark.parametrize(("rows", "columns", "is_read"), [(3, 4, True), (1_048_576, 16_384, False)])
    def test_of_open_document_is_measured_by_what_it_repeats(self, rows: int, columns: int, is_read: bool) -> None:
        data = open_document(rows, columns)
        if is_read:
            (grid,) = read_grids(data, name="a.ods")
            assert (len(grid.rows), len(grid.rows[0])) == (rows, columns)
        else:
            with pytest.raises(UnreadableFileError, match="tới dòng 1048576, cột 16384"):
                read_grids(data, name="a.ods")


def test_a_word_cell_cannot_span_more_columns_than_word_knows() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0)._tc.get_or_add_tcPr().get_or_add_gridSpan().val = 900_000_000
    (grid,) = read_grids(saved(document), name="a.docx")
    assert len(grid.rows[0]) == 64


def far_cell(address: str) -> bytes:
    """A workbook with one word far away."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "STT")
        sheet.write(address, "x")
    return out.getvalue()


def open_document(rows: int, columns: int) -> bytes:
    """A spreadsheet of one word, repeated."""
    out = BytesIO()
    text = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="A"><table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}"><text:p>x</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", text)
    return out.getvalue()
