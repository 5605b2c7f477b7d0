"""Official papers: the layout of Nghị định 30/2020/NĐ-CP, the same words in Word and in PDF, every Vietnamese letter."""

import unicodedata
from dataclasses import fields, is_dataclass
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Emu
from pypdf import PdfReader

from congtam.documents.papers import (
    Choice,
    Field,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Recipients,
    Remark,
    Signature,
    Signatures,
    Table,
    TableColumn,
    TableRow,
    bundle,
    file_name,
    place_of,
    to_docx,
    to_pdf,
    written_date,
)

BASES = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LEVELS = ("Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ")


def test_a_paper_of_the_party_bears_its_name_and_no_motto_in_word_and_in_pdf() -> None:
    of_party = paper(
        letterhead=Letterhead(issuer="Chi bộ Sở Thuỷ lợi", above="Đảng bộ tỉnh Sông Lam", is_of_party=True)
    )
    left, right = (cell.text for cell in Document(BytesIO(to_docx(of_party))).tables[0].rows[0].cells)
    assert left.split() == [*["ĐẢNG", "BỘ", "TỈNH", "SÔNG", "LAM", "CHI", "BỘ", "SỞ", "THUỶ", "LỢI", "*"]]
    assert right.strip() == "ĐẢNG CỘNG SẢN VIỆT NAM"
    told = " ".join(PdfReader(BytesIO(to_pdf(of_party))).pages[0].extract_text().split())
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in told
    assert "LỢI *" in told
    assert "CỘNG HÒA" not in told


def every_letter() -> str:
    """Every letter of the alphabet, vowels with every tone, large and small."""
    large = [
        unicodedata.normalize("NFC", base + tone)
        for base in BASES
        for tone in (TONES if base in "AĂÂEÊIOÔƠUƯY" else TONES[:1])
    ]
    return "".join([*large, *(letter.lower() for letter in large)])


def paper(**changes: Any) -> Paper:
    """A paper with every kind of block in it."""
    said: dict[str, Any] = {
        "letterhead": Letterhead(
            issuer="Sở Thuỷ lợi",
            above="Uỷ ban nhân dân tỉnh Sông Lam",
            number="Số: 5/TB-STL",
            place_date=written_date("Sông Lam", date(2026, 2, 5)),
            form="Mẫu số 09",
        ),
        "title": "Phiếu thử",
        "subtitle": ("Năm 2026",),
        "blocks": (
            Heading(text="I. Phần thứ nhất"),
            Paragraph(text="Căn cứ Điều 20 Nghị định số 335/2025/NĐ-CP."),
            Field(label="Họ và tên", value="Nguyễn Thị Ẩn"),
            Field(label="Chức vụ"),
            Remark(label="Ưu điểm", text="Đúng hạn"),
            Remark(label="Hạn chế"),
            Table(
                columns=(TableColumn(label="TT", share=1), TableColumn(label="Nội dung", share=9)),
                rows=tuple(TableRow(cells=(str(number), f"Dòng {number}")) for number in range(1, 91)),
                is_numbered=True,
            ),
            Choice(options=LEVELS, chosen=LEVELS[1]),
            Signatures(
                left=Recipients(lines=("Như trên;", "Lưu: VT.")),
                right=Signature(capacity=("KT. Giám đốc", "Phó Giám đốc"), name="Trần Văn Bền", instruction=""),
            ),
        ),
    }
    return Paper(**(said | changes))


def texts(value: Any) -> list[str]:
    """Every text a description holds, as far as it is printed as written."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        return [text for one in fields(value) if one.name != "align" for text in texts(getattr(value, one.name))]
    if isinstance(value, tuple):
        return [text for part in value for text in texts(part)]
    return []


def squeezed(text: str) -> str:
    """Text without spaces and case, for comparing what two makers of pages broke into lines."""
    return "".join(unicodedata.normalize("NFC", text).split()).lower()


def words_of_docx(data: bytes) -> str:
    body = Document(BytesIO(data)).element.body
    return squeezed("".join(node.text or "" for node in body.iter(qn("w:t"))))


def words_of_pdf(data: bytes) -> str:
    return squeezed("".join(one.extract_text() for one in PdfReader(BytesIO(data)).pages))


def test_word_and_pdf_say_the_same_and_all_of_it() -> None:
    made = paper()
    for found in (words_of_docx(to_docx(made)), words_of_pdf(to_pdf(made))):
        assert [text for text in texts(made) if squeezed(text) not in found] == []


def test_the_page_is_a4_with_the_margins_of_the_decree() -> None:
    section = Document(BytesIO(to_docx(paper()))).sections[0]
    assert [round(Emu(one or 0).mm) for one in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(Emu(one or 0).mm) for one in margins] == [20, 20, 30, 15]
    box = PdfReader(BytesIO(to_pdf(paper()))).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


def test_the_type_is_times_new_roman_at_thirteen() -> None:
    style = Document(BytesIO(to_docx(paper()))).styles["Normal"]
    assert (style.font.name, style.font.size.pt) == ("Times New Roman", 13)
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "Times New Roman"


def test_the_head_of_a_long_table_comes_again_and_no_row_is_torn() -> None:
    document = Document(BytesIO(to_docx(paper())))
    rows = max(document.tables, key=lambda table: len(table.rows)).rows
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows]
    assert heads[:3] == [True, True, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    pages = PdfReader(BytesIO(to_pdf(paper()))).pages
    assert all("Nội dung" in one.extract_text() for one in pages[:3])


def test_pages_are_numbered_from_the_second_on_and_anew_in_each_paper() -> None:
    pages = [one.extract_text().split() for one in PdfReader(BytesIO(to_pdf(paper(), paper()))).pages]
    half = len(pages) // 2
    assert [words[0] for words in pages[1:half]] == [str(number) for number in range(2, half + 1)]
    assert pages[half][0] != str(half + 1)
    assert pages[half + 1][0] == "2"


def test_a_wide_paper_lies_on_its_side() -> None:
    section = Document(BytesIO(to_docx(paper(is_landscape=True)))).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert round(Emu(section.page_width or 0).mm) == 297


def test_every_letter_is_printed_from_a_face_that_is_inside_the_pdf() -> None:
    letters = every_letter()
    assert len(set(letters)) == 178
    data = to_pdf(paper(title="Chữ", blocks=(Paragraph(text=letters), Paragraph(text=letters, is_bold=True))))
    reader = PdfReader(BytesIO(data))
    assert words_of_pdf(data).count(squeezed(letters)) == 2
    faces = [
        font.get_object()
        for one in reader.pages
        for font in one["/Resources"]["/Font"].values()  # type: ignore[index]  # a page with words has faces
    ]
    assert {str(face["/BaseFont"]).partition("+")[2].partition("-")[0] for face in faces} == {"Tinos"}
    for face in faces:
        inside = face["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in inside or "/FontFile3" in inside


def test_nothing_typed_is_run_or_breaks_the_file() -> None:
    nasty = '#panic("x") $a$ <b> & "“ \\ \x00\x07 [ ] {{ name }} @label'
    made = paper(blocks=(Paragraph(text=nasty), Field(label="Tên", value=nasty)))
    shown = squeezed('#panic("x") $a$ <b> & "“ \\  [ ] {{ name }} @label')
    assert shown in words_of_docx(to_docx(made))
    assert shown in words_of_pdf(to_pdf(made))


def test_decomposed_letters_are_written_composed() -> None:
    apart = unicodedata.normalize("NFD", "Nguyễn Thị Huệ")
    assert squeezed("Nguyễn Thị Huệ") in words_of_docx(to_docx(paper(blocks=(Paragraph(text=apart),))))


def test_the_same_paper_made_twice_is_the_same_file_but_for_the_clock() -> None:
    assert words_of_pdf(to_pdf(paper())) == words_of_pdf(to_pdf(paper()))


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 2, 5), "Sông Lam, ngày 05 tháng 02 năm 2026"),
        (date(2026, 12, 31), "Sông Lam, ngày 31 tháng 12 năm 2026"),
        (date(2026, 3, 10), "Sông Lam, ngày 10 tháng 3 năm 2026"),
        (None, "Sông Lam, ngày … tháng … năm …"),
    ],
)
def test_days_under_ten_and_the_months_one_and_two_carry_a_zero(day: date | None, text: str) -> None:
    assert written_date("Sông Lam", day) == text


def test_a_bundle_keeps_two_people_of_one_name_apart() -> None:
    with ZipFile(BytesIO(bundle([("Phiếu A.docx", b"1"), ("Phiếu A.docx", b"2"), ("x/../y.docx", b"3")]))) as archive:
        assert archive.namelist() == ["Phiếu A.docx", "Phiếu A (2).docx", "x .. y.docx"]
        assert archive.read("Phiếu A (2).docx") == b"2"


def test_a_name_of_nothing_but_signs_becomes_a_name() -> None:
    assert file_name("///") == "tai lieu"


@pytest.mark.parametrize(
    ("names", "place"),
    [
        (("Sở Thuỷ lợi tỉnh Sông Lam",), "Sông Lam"),
        (("Uỷ ban nhân dân xã Tân Hoà", "Uỷ ban nhân dân tỉnh Sông Lam"), "Tân Hoà"),
        (("Sở Thuỷ lợi", "Uỷ ban nhân dân tỉnh Sông Lam"), "Sông Lam"),
        (("Văn phòng",), "…"),
    ],
)
def test_the_place_of_a_paper_comes_from_the_names_of_the_body_and_those_above_it(
    names: tuple[str, ...], place: str
) -> None:
    assert place_of(*names) == place


class TestSignatures:
    @pytest.mark.parametrize("lines", range(24, 40, 3))
    def test_never_stand_on_a_page_without_what_is_signed(self, lines: int) -> None:
        said = Remark(label="Nhận xét", text="Tham mưu xử lý dứt điểm vụ việc tồn đọng từ trước sáp nhập. " * lines)
        foot = Signatures(right=Signature(capacity=("Giám đốc",), name="Đỗ Thị Ước"))
        pages = PdfReader(BytesIO(to_pdf(paper(blocks=(said, foot))))).pages
        (signed,) = [text for page in pages if "Đỗ Thị Ước" in (text := page.extract_text())]
        assert "Tham mưu" in signed

    def test_keep_the_last_lines_with_them_in_word_too(self) -> None:
        blocks = (Remark(label="Nhận xét", lines=4), Signatures(right=Signature(capacity=("Giám đốc",))))
        paragraphs = Document(BytesIO(to_docx(paper(blocks=blocks)))).paragraphs
        assert [one.paragraph_format.keep_with_next for one in paragraphs[-3:]] == [True, True, True]
