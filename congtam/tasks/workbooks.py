"""Work in Excel."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from congtam.documents.workbooks import Column, write_table

_COLUMNS = (
    Column(key="number", label="STT", width=6),
    Column(key="holder", label="Người thực hiện", width=22),
    Column(key="title", label="Nội dung nhiệm vụ", width=48),
    Column(key="product", label="Sản phẩm", width=28),
    Column(key="factor", label="Hệ số quy đổi", width=9),
    Column(key="quantity", label="Số lượng giao", width=9),
    Column(key="done", label="Số lượng hoàn thành", width=11),
    Column(key="due", label="Hạn", width=12),
    Column(key="handed_in", label="Ngày nộp", width=12),
    Column(key="faults", label="Số lần lỗi nội dung", width=10),
    Column(key="delays", label="Số lần chậm", width=8),
    Column(key="note", label="Ghi chú", width=30),
)


def task_table(rows: Iterable[Sequence[Any]], *, title: str, on: date) -> bytes:
    """Return a workbook of tasks, one row each in the columns of the paper, as known on `on`."""
    heading = [f"Số liệu đến hết ngày {on:%d/%m/%Y}"]
    return write_table(title=title, columns=_COLUMNS, rows=rows, heading=heading, sheet="Nhiệm vụ")
