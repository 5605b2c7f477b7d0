"""What is chased, in Excel."""

from collections.abc import Iterable, Sequence
from typing import Any

from congtam.documents.workbooks import Column, write_table

_BRIEFING = (
    Column(key="number", label="STT", width=6),
    Column(key="section", label="Mục", width=22),
    Column(key="what", label="Loại", width=22),
    Column(key="title", label="Nội dung", width=60),
    Column(key="unit", label="Đơn vị", width=30),
    Column(key="who", label="Người thực hiện", width=24),
    Column(key="due", label="Hạn", width=12),
    Column(key="late", label="Số ngày quá hạn", width=10),
    Column(key="note", label="Ghi chú", width=40),
)


def briefing_table(rows: Iterable[Sequence[Any]], *, heading: Sequence[str]) -> bytes:
    """Return a workbook of a briefing pack, one row a thing in the columns above."""
    return write_table(title="TÀI LIỆU GIAO BAN", columns=_BRIEFING, rows=rows, heading=heading, sheet="Giao ban")
