"""A month of a body as a workbook: the columns of part II of Mẫu số 01, then what changed among everybody's work."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from congtam.documents.workbooks import MARKS, Column, write_table

COLUMNS = (
    Column(key="number", label="STT", width=6),
    Column(key="full_name", label="Họ và tên", width=26),
    Column(key="job_title", label="Chức vụ, chức danh", width=24),
    Column(key="unit", label="Đơn vị công tác", width=26),
    Column(key="general", label="Điểm tiêu chí chung", width=11, figures=MARKS),
    Column(key="task", label="Điểm kết quả thực hiện nhiệm vụ", width=13, figures=MARKS),
    Column(key="total", label="Tổng điểm", width=9, figures=MARKS),
    Column(key="strengths", label="Ưu điểm", width=30),
    Column(key="weaknesses", label="Hạn chế, khuyết điểm", width=30),
    Column(key="comment", label="Ý kiến nhận xét của cấp có thẩm quyền", width=30),
    Column(key="state", label="Tình trạng", width=14),
    Column(key="renewed", label="Việc đổi hạn trong kỳ", width=10),
    Column(key="arisen", label="Việc phát sinh trong kỳ", width=10),
)


def month_workbook(month: date, rows: Iterable[Sequence[str | int | Decimal | None]], *, body_name: str) -> bytes:
    """Return the month of a body as a workbook; `rows` in the order of `COLUMNS`, one a person."""
    return write_table(
        title=f"TỔNG HỢP KẾT QUẢ THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC THÁNG {month:%m/%Y}",
        heading=[body_name],
        columns=COLUMNS,
        rows=rows,
        sheet=f"Tháng {month:%m-%Y}",
    )
