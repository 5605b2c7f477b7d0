"""Papers as Word documents, drawn by python-docx."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from congtam.documents.papers.content import (
    Block,
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
    printable,
)

# Phụ lục I Nghị định 30/2020/NĐ-CP: A4; 20-25 mm above and below, 30-35 mm left, 15-20 mm right; Times New Roman, 13-14 for running text.
_FONT = "Times New Roman"
_PAGE = (Mm(210), Mm(297))
_LEFT, _RIGHT, _ABOVE, _BELOW = Mm(30), Mm(15), Mm(20), Mm(20)
_BODY = Pt(13)
_SMALL = Pt(12)
_INDENT = Mm(10)
_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
# Papers of the Party: its name, underlined from end to end, where the State's papers bear the national title; a star under the issuing body.
_PARTY, _STAR = "ĐẢNG CỘNG SẢN VIỆT NAM", "*"
_PARTY_SIZE = Pt(15)
# The motto at 13 points bold, measured once: its rule is as long as its line.
_MOTTO_WIDTH = Mm(58)
_LINES_WITH_SIGNATURE = 3
_CAPITAL_WIDTH = 0.7  # of the size: enough to find half a line of capitals
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def to_docx(*papers: Paper) -> bytes:
    """Return one Word document with every paper beginning on its own page, pages numbered anew in each."""
    word = Document()
    _prepare(word, papers[0])
    _number_pages(word.sections[0])
    for index, paper in enumerate(papers):
        section = word.sections[0] if index == 0 else word.add_section(WD_SECTION.NEW_PAGE)
        width = _lay_out(section, is_landscape=paper.is_landscape)
        _letterhead(word, paper.letterhead, width)
        _title(word, paper)
        for block in paper.blocks:
            _block(word, block, width)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _prepare(word: Word, first: Paper) -> None:
    style: Any = word.styles["Normal"]  # its class is known only at run time
    style.font.name = _FONT
    style.font.size = _BODY
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), _FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.space_after = Pt(4)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    properties = word.core_properties
    properties.title, properties.author = printable(first.title), printable(first.letterhead.issuer)
    properties.language, properties.comments = "vi-VN", ""


def _lay_out(section: Section, *, is_landscape: bool) -> Emu:
    """Set the page of a section and return the width of its text."""
    width, height = _PAGE[::-1] if is_landscape else _PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.left_margin, section.right_margin = _LEFT, _RIGHT
    section.top_margin, section.bottom_margin = _ABOVE, _BELOW
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.append(numbering)  # python-docx offers no way to restart page numbers
    return Emu(width - _LEFT - _RIGHT)


def _number_pages(first: Section) -> None:
    """Write the page number in the middle above every page but a paper's first; later sections go on with this header."""
    head = first.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        _field_part(head, kind, text)


def _field_part(paragraph: WordParagraph, kind: str, text: str) -> None:
    element = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        element.set(qn("w:fldCharType"), kind)
    else:
        element.text = text
    paragraph.add_run()._r.append(element)  # python-docx offers no fields


def _letterhead(word: Word, head: Letterhead, width: Emu) -> None:
    if head.form:
        _write(word.add_paragraph(), head.form, bold=True, size=_SMALL, align="right")
    left, right = Emu(int(width * 0.38)), Emu(width - int(width * 0.38))
    table = _grid(word, (left, right))
    body, nation = table.rows[0].cells
    lines = ([(head.above, False)] if head.above else []) + [(head.issuer, True)]
    for index, (text, bold) in enumerate(lines):
        paragraph = body.paragraphs[0] if index == 0 else body.add_paragraph()
        _write(paragraph, text.upper(), bold=bold, size=_SMALL, align="center", after=0)
    if head.is_of_party:
        _write(body.add_paragraph(), _STAR, bold=True, size=_BODY, align="center", after=0)
        _write(nation.paragraphs[0], _PARTY, bold=True, size=_PARTY_SIZE, align="center", after=0)
        _rule(nation, right, len(_PARTY) * _CAPITAL_WIDTH * int(_PARTY_SIZE))
    else:
        _rule(body, left, min(len(head.issuer) * _CAPITAL_WIDTH * int(_SMALL), left) * 0.45)
        _write(nation.paragraphs[0], _NATION, bold=True, size=_SMALL, align="center", after=0)
        _write(nation.add_paragraph(), _MOTTO, bold=True, size=_BODY, align="center", after=0)
        _rule(nation, right, _MOTTO_WIDTH)
    if head.number or head.place_date:
        cells = _new_row(table).cells
        _write(cells[0].paragraphs[0], head.number, align="center")
        _write(cells[1].paragraphs[0], head.place_date, italic=True, align="center")


def _title(word: Word, paper: Paper) -> None:
    title = word.add_paragraph()
    title.paragraph_format.space_before = Pt(14)
    _write(title, paper.title.upper(), bold=True, size=Pt(14), align="center", after=2)
    last = title
    for line in paper.subtitle:
        last = word.add_paragraph()
        _write(last, line, bold=True, align="center", after=2)
    last.paragraph_format.space_after = Pt(12)


def _block(word: Word, block: Block, width: Emu) -> None:
    match block:
        case Heading():
            paragraph = word.add_paragraph()
            paragraph.paragraph_format.space_before = Pt(8)
            paragraph.paragraph_format.keep_with_next = True
            _write(paragraph, block.text, bold=True)
        case Paragraph():
            paragraph = word.add_paragraph()
            if block.is_indented:
                paragraph.paragraph_format.first_line_indent = _INDENT
            _write(paragraph, block.text, bold=block.is_bold, italic=block.is_italic, align=block.align)
        case Field():
            _dotted(word.add_paragraph(), f"{block.label}: ", block.value, width)
        case Remark():
            _remark(word, block, width)
        case Choice():
            _choice(word, block)
        case Table():
            _table(word, block, width)
        case Signatures():
            _signatures(word, block, width)


def _write(
    paragraph: WordParagraph,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: Pt | None = None,
    align: str = "left",
    after: int | None = None,
) -> None:
    for index, line in enumerate(printable(text).split("\n")):
        if index:
            paragraph.add_run().add_break()
        run = paragraph.add_run(line)
        run.bold, run.italic = bold, italic
        if size is not None:
            run.font.size = size
    paragraph.alignment = _ALIGN[align]
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)


def _dotted(paragraph: WordParagraph, label: str, value: str, width: Emu) -> None:
    if not value:
        paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        value = "\t"
    paragraph.add_run(printable(label))
    for index, line in enumerate([value] if value == "\t" else printable(value).split("\n")):
        if index:
            paragraph.add_run().add_break()
        paragraph.add_run(line)


def _remark(word: Word, block: Remark, width: Emu) -> None:
    label = word.add_paragraph()
    label.paragraph_format.keep_with_next = True
    _write(label, f"{block.label}:")
    if block.text:
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.left_indent = _INDENT
        _write(paragraph, block.text, align="justify")
        return
    for _ in range(block.lines):
        _dotted(word.add_paragraph(), "", "", width)


def _choice(word: Word, block: Choice) -> None:
    table = _grid(word, (Mm(90), Mm(8)), rows=len(block.options))
    for row, option in zip(table.rows, block.options, strict=True):
        label, box = row.cells
        label.vertical_alignment = box.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _write(label.paragraphs[0], option, after=0)
        label.paragraphs[0].paragraph_format.left_indent = _INDENT
        label.paragraphs[0].paragraph_format.space_before = Pt(2)
        _write(box.paragraphs[0], "X" if option == block.chosen else "", bold=True, align="center", after=0)
        _borders(box)
        _keep_whole(row)
    _part(word)


def _table(word: Word, block: Table, width: Emu) -> None:
    total = sum(column.share for column in block.columns)
    widths = tuple(Emu(width * column.share // total) for column in block.columns)
    table = _grid(word, widths, rows=0)
    table.style = word.styles["Table Grid"]
    heads = [[column.label for column in block.columns]]
    if block.is_numbered:
        heads.append([f"({index})" for index in range(1, len(block.columns) + 1)])
    for level, labels in enumerate(heads):
        row = _add_row(table, widths)
        _mark(row, "w:tblHeader")
        for cell, label in zip(row.cells, labels, strict=True):
            _write(cell.paragraphs[0], label, bold=level == 0, italic=level > 0, size=_SMALL, align="center", after=0)
    for line in block.rows:
        row = _add_row(table, widths)
        for cell, text, column in zip(row.cells, line.cells, block.columns, strict=True):
            align = "left" if column.align == "justify" else column.align
            _write(cell.paragraphs[0], text, bold=line.is_bold, size=_SMALL, align=align, after=0)
    _part(word)


def _part(word: Word) -> None:
    """Keep two tables apart: Word joins tables that nothing separates."""
    shape = word.add_paragraph().paragraph_format
    shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(6)


def _add_row(table: WordTable, widths: tuple[Emu, ...]) -> _Row:
    row = _new_row(table)
    _keep_whole(row)
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        cell.paragraphs[0].paragraph_format.space_before = Pt(2)
    return row


def _new_row(table: WordTable) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx left this one without types
    return row


def _signatures(word: Word, block: Signatures, width: Emu) -> None:
    word.add_paragraph()
    # Nobody signs an otherwise empty page: the last lines of what is signed go over with the signatures.
    for paragraph in word.paragraphs[-_LINES_WITH_SIGNATURE:]:
        paragraph.paragraph_format.keep_with_next = True
    half = Emu(width // 2)
    row = _grid(word, (half, Emu(width - half))).rows[0]
    _keep_whole(row)
    left, right = row.cells
    match block.left:
        case Recipients():
            _write(left.paragraphs[0], "Nơi nhận:", bold=True, italic=True, size=_SMALL, after=0)
            for line in block.left.lines:
                _write(left.add_paragraph(), f"- {line}", size=Pt(11), after=0)
            _signature(right, block.right, block.right)
        case Signature():
            _signature(left, block.left, block.right)
            _signature(right, block.right, block.left)
        case None:
            _signature(right, block.right, block.right)


def _signature(cell: _Cell, one: Signature, other: Signature) -> None:
    """Write a signature as many lines deep as the one beside it, so that both names stand on one line."""
    above: list[tuple[str, dict[str, Any]]] = (
        [(one.place_date, {"italic": True})] if one.place_date or other.place_date else []
    )
    above += [(line.upper(), {"bold": True}) for line in one.capacity]
    if one.instruction:
        above.append((one.instruction, {"italic": True}))
    above += [("", {})] * (_depth(other) - _depth(one))
    for index, (text, look) in enumerate(above):
        _write(cell.paragraphs[0] if index == 0 else cell.add_paragraph(), text, align="center", after=0, **look)
    record = cell.add_paragraph()
    record.paragraph_format.space_before = Pt(16)
    lines = max(one.record.count("\n"), other.record.count("\n"))
    _write(
        record, one.record + "\n" * (lines - one.record.count("\n")), italic=True, size=Pt(11), align="center", after=26
    )
    _write(cell.add_paragraph(), one.name, bold=True, align="center", after=0)


def _depth(one: Signature) -> int:
    return len(one.capacity) + bool(one.instruction)


def _grid(word: Word, widths: tuple[Any, ...], rows: int = 1) -> WordTable:
    """Return a table without rules whose columns have exactly these widths."""
    table: WordTable = word.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    return table


def _rule(cell: _Cell, cell_width: Emu, length: float) -> None:
    """Draw a rule of `length` in the middle under what the cell holds."""
    paragraph = cell.add_paragraph()
    side = Emu(max(0, int((cell_width - length) / 2 - Mm(1.9))))
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = side
    shape.space_before, shape.space_after = Pt(1), Pt(2)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    borders = OxmlElement("w:pBdr")
    borders.append(_border("w:top"))
    paragraph._p.get_or_add_pPr().insert_element_before(  # python-docx offers no paragraph borders
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _borders(cell: _Cell) -> None:
    borders = OxmlElement("w:tcBorders")
    for side in ("w:top", "w:left", "w:bottom", "w:right"):
        borders.append(_border(side))
    cell._tc.get_or_add_tcPr().append(borders)  # python-docx offers no cell borders


def _border(side: str) -> Any:
    border = OxmlElement(side)
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        border.set(qn(f"w:{name}"), value)
    return border


def _keep_whole(row: _Row) -> None:
    _mark(row, "w:cantSplit")


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # python-docx offers no row marks
