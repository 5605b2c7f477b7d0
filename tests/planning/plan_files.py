"""Plans written out as Word and Excel files in the many ways bodies lay their tables out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
import xlsxwriter

NAMES = {
    "number": ("STT", "TT", "Số TT"),
    "task": ("Nhiệm vụ", "Nội dung công việc", "Nội dung nhiệm vụ, giải pháp"),
    "lead": ("Chủ trì", "Đơn vị chủ trì", "Cơ quan chủ trì thực hiện"),
    "coordinating": ("Phối hợp", "Đơn vị phối hợp", "Cơ quan phối hợp"),
    "deadline_text": ("Thời gian", "Thời hạn hoàn thành", "Tiến độ thực hiện"),
    "output": ("Sản phẩm", "Kết quả, sản phẩm", "Sản phẩm đầu ra dự kiến"),
}


@dataclass(frozen=True, kw_only=True)
class Style:
    """How one issuer lays a plan out."""

    order: tuple[str, ...] = ("number", "task", "lead", "coordinating", "deadline_text", "output")
    names: int = 0
    two_storeyed: bool = False
    headings: bool = False
    numbered_columns: bool = False
    merged_leads: bool = False
    both_in_one: bool = False
    numbers_by_word: bool = False
    tables: int = 1
    headed_once: bool = False
    with_letterhead: bool = False


STYLES = {
    "plain": Style(),
    "other names and order, a note": Style(
        names=1, order=("number", "task", "output", "deadline_text", "lead", "coordinating"), numbered_columns=True
    ),
    "two storeys, headings over all columns": Style(two_storeyed=True, headings=True, with_letterhead=True, names=2),
    "several tables, headed once": Style(tables=3, headed_once=True, names=1, with_letterhead=True),
    "several tables, each headed": Style(tables=4, headings=True),
    "leads merged over rows": Style(merged_leads=True, numbered_columns=True, headings=True),
    "who leads and who helps in one cell": Style(both_in_one=True, numbers_by_word=True),
}

Row = dict[str, Any]


def lines_of(rows: Sequence[Row], style: Style) -> list[tuple[str, list[str]]]:
    """Return the table's lines below the header: ("heading" | "item", cells)."""
    lines: list[tuple[str, list[str]]] = []
    for at, row in enumerate(rows):
        if style.headings and at % 9 == 0:
            lines.append(("heading", [f"{'I' * (1 + at // 9 % 3)}. Nhóm nhiệm vụ thứ {at // 9 + 1}"]))
        cells = {name: str(row.get(name) or "") for name in style.order}
        cells["number"] = "" if style.numbers_by_word else str(at + 1)
        if style.both_in_one:
            helped = f"\nPhối hợp: {cells['coordinating']}" if cells["coordinating"] else ""
            cells["lead"] = f"Chủ trì: {cells['lead']}{helped}" if cells["lead"] else ""
        lines.append(("item", [cells[name] for name in _order(style)]))
    return lines


def _order(style: Style) -> tuple[str, ...]:
    return tuple(name for name in style.order if not (style.both_in_one and name == "coordinating"))


def _names(style: Style) -> list[str]:
    return [
        "Cơ quan chủ trì, phối hợp" if style.both_in_one and name == "lead" else NAMES[name][style.names]
        for name in _order(style)
    ]


def word(rows: Sequence[Row], style: Style) -> bytes:
    """Return a plan as a .docx."""
    document = docx.Document()
    if style.with_letterhead:
        head = document.add_table(rows=1, cols=2)
        head.cell(0, 0).text = "UBND TỈNH SÔNG LAM"
        head.cell(0, 1).text = "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    document.add_paragraph("KẾ HOẠCH")
    share = -(-len(rows) // style.tables)
    for part in range(style.tables):
        _word_table(document, rows[part * share : (part + 1) * share], style, headed=part == 0 or not style.headed_once)
        document.add_paragraph()
    if style.with_letterhead:
        foot = document.add_table(rows=1, cols=2)
        foot.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
        foot.cell(0, 1).text = "CHỦ TỊCH\n\nNguyễn Văn A"
    return _bytes(document.save)


def _word_table(document: Any, rows: Sequence[Row], style: Style, *, headed: bool) -> None:
    names = _names(style)
    lines = lines_of(rows, style)
    head = (2 if style.two_storeyed else 1) if headed else 0
    more = head + (1 if style.numbered_columns and headed else 0)
    table = document.add_table(rows=more + len(lines), cols=len(names))
    grid = [list(row.cells) for row in table.rows]
    if headed:
        _word_head(grid, names, style)
        if style.numbered_columns:
            for place, cell in enumerate(grid[head]):
                cell.text = f"({place + 1})"
    lead = _order(style).index("lead")
    above: tuple[Any, str] | None = None
    for cells, (kind, texts) in zip(grid[more:], lines, strict=True):
        if kind == "heading":
            cells[0].merge(cells[-1]).text = texts[0]
            above = None
            continue
        for place, text in enumerate(texts):
            cells[place].text = text
        if style.merged_leads and texts[lead] and above and above[1] == texts[lead]:
            above[0].merge(cells[lead])
            above[0].text = texts[lead]
        else:
            above = (cells[lead], texts[lead])


def _word_head(grid: list[list[Any]], names: list[str], style: Style) -> None:
    if not style.two_storeyed:
        for cell, name in zip(grid[0], names, strict=True):
            cell.text = name
        return
    lead = _order(style).index("lead")
    for place, name in enumerate(names):
        if place in (lead, lead + 1):
            grid[1][place].text = name
        else:
            grid[0][place].merge(grid[1][place]).text = name
    grid[0][lead].merge(grid[0][lead + 1]).text = "Cơ quan thực hiện"


def excel(rows: Sequence[Row], style: Style) -> bytes:
    """Return a plan as an .xlsx, each table a sheet."""
    out = BytesIO()
    share = -(-len(rows) // style.tables)
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}) as book:
        for part in range(style.tables):
            sheet = book.add_worksheet(f"Phụ lục {part + 1}")
            headed = part == 0 or not style.headed_once
            _sheet(sheet, rows[part * share : (part + 1) * share], style, headed=headed)
    return out.getvalue()


def _sheet(sheet: Any, rows: Sequence[Row], style: Style, *, headed: bool) -> None:
    names, at = _names(style), 0
    if style.with_letterhead and headed:
        sheet.merge_range(0, 0, 0, 2, "UBND TỈNH SÔNG LAM")
        sheet.merge_range(1, 0, 1, len(names) - 1, "PHỤ LỤC: DANH MỤC NHIỆM VỤ")
        at = 3
    if headed:
        at = _sheet_head(sheet, at, names, style)
    lead = _order(style).index("lead")
    run: tuple[int, str] | None = None
    for kind, texts in [*lines_of(rows, style), ("end", [])]:
        text = texts[lead] if kind == "item" else ""
        if style.merged_leads and run and (text != run[1] or not text):
            if at - run[0] > 1:
                sheet.merge_range(run[0], lead, at - 1, lead, run[1])
            run = None
        if kind == "heading":
            sheet.merge_range(at, 0, at, len(names) - 1, texts[0])
        for place, cell in enumerate(texts if kind == "item" else []):
            sheet.write_string(at, place, cell)
        if style.merged_leads and text and run is None:
            run = (at, text)
        at += 1


def _sheet_head(sheet: Any, at: int, names: list[str], style: Style) -> int:
    lead = _order(style).index("lead")
    if style.two_storeyed:
        sheet.merge_range(at, lead, at, lead + 1, "Cơ quan thực hiện")
        for place, name in enumerate(names):
            if place in (lead, lead + 1):
                sheet.write_string(at + 1, place, name)
            else:
                sheet.merge_range(at, place, at + 1, place, name)
        at += 2
    else:
        for place, name in enumerate(names):
            sheet.write_string(at, place, name)
        at += 1
    if style.numbered_columns:
        for place in range(len(names)):
            sheet.write_string(at, place, f"({place + 1})")
        at += 1
    return at


def _bytes(save: Callable[[Any], None]) -> bytes:
    out = BytesIO()
    save(out)
    return out.getvalue()
