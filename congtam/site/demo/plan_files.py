"""Plans of the demonstration as the Word files their issuers sent: letterhead, title, a table with group rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx

from congtam.site.demo.material import Words

_HEAD = ("STT", "Nội dung nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm")
_PARTS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What stands above and below the table."""

    issuer: str
    above: str
    number: str
    place: str
    day: str
    kind: str
    title: str
    signer: str


def write_plan(letter: Letter, items: Sequence[Words]) -> bytes:
    """Return a plan as a .docx file; items whose numbers have a Roman part stand under group rows."""
    document = docx.Document()
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text = f"{letter.above}\n{letter.issuer.upper()}\nSố: {letter.number}"
    head.cell(
        0, 1
    ).text = f"CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n{letter.place}, {letter.day}"
    document.add_paragraph(letter.kind)
    document.add_paragraph(letter.title)
    lines = list(_lines(items))
    table = document.add_table(rows=1 + len(lines), cols=len(_HEAD))
    grid = [list(row.cells) for row in table.rows]
    for cell, name in zip(grid[0], _HEAD, strict=True):
        cell.text = name
    for cells, texts in zip(grid[1:], lines, strict=True):
        if len(texts) == 1:
            cells[0].merge(cells[-1]).text = texts[0]
            continue
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    foot.cell(0, 1).text = letter.signer
    return _bytes(document)


def _lines(items: Iterable[Words]) -> Iterable[list[str]]:
    part = ""
    for item in items:
        group = str(item["no"]).partition(".")[0]
        if group in _PARTS and group != part:
            part = group
            yield [f"{group}. NHÓM NHIỆM VỤ {_PARTS.index(group) + 1}"]
        number = str(item["no"]).rpartition(".")[2]
        yield [
            number,
            item["task"],
            item.get("lead") or "",
            "; ".join(item.get("co") or []),
            item.get("deadline") or "",
            item.get("output") or "",
        ]


def _bytes(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
