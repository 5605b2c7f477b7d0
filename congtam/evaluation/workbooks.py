"""The list of a whole body's year as a workbook."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from congtam.documents.workbooks import MARKS, Column, write_table
from congtam.evaluation.choices import Level, Outcome
from congtam.values.text import capital

_MONTHS = range(1, 13)
_HUNDRED = Decimal(100)
COLUMNS = (
    Column(key="number", label="TT", width=5),
    Column(key="name", label="Họ và tên", width=26),
    Column(key="post", label="Chức vụ, chức danh", width=22),
    Column(key="unit", label="Đơn vị công tác", width=24),
    Column(key="group", label="Nhóm nhiệm vụ tương đồng", width=20),
    *(Column(key=f"month_{month}", label=f"Tháng {month}", width=8, figures=MARKS) for month in _MONTHS),
    Column(key="mean", label="Điểm trung bình", width=9, figures=MARKS),
    Column(key="self_level", label="Tự xếp loại", width=16),
    Column(key="proposal", label="Đề xuất", width=16),
    Column(key="decision", label="Quyết định", width=16),
    Column(key="reason", label="Lý do", width=26),
    Column(key="handling", label="Đề xuất phương án xử lý", width=22),
)


def year_list(*, body: str, year: int, rows: Iterable[Sequence[Any]]) -> bytes:
    """Return the workbook of a campaign; `rows` come from `year_row`, in the order of the paper."""
    return write_table(
        heading=[body],
        title=f"Tổng hợp kết quả xếp loại chất lượng công chức năm {year}",
        columns=COLUMNS,
        rows=rows,
        sheet=f"Xếp loại {year}",
    )


def year_row(number: int, case: Any) -> list[Any]:
    """Return one person's row; `case` is a `RatingCase` with names, decision and months beside it (`selectors.with_decisions`)."""
    months = (case.facts or {}).get("facts", {}).get("months", {})
    marks = [months.get(f"{case.campaign.year}-{month:02}") for month in _MONTHS]
    return [
        number,
        case.person.full_name,
        case.appointment.job_title,
        case.unit_name,
        case.similar_group.name if case.similar_group else "",
        *(None if value is None else Decimal(value) for value in marks),
        None if case.mean_hundredths is None else Decimal(case.mean_hundredths) / _HUNDRED,
        result_words(Outcome.RATED if case.self_level else "", case.self_level),
        result_words(case.proposed_outcome, case.proposed_level),
        result_words(case.decided_outcome, case.decided_level),
        case.decided_reason or "",
        case.decided_handling or "",
    ]


def result_words(outcome: str | None, level: str | None) -> str:
    """Return a result in the law's words; empty when there is none."""
    if outcome in (Outcome.NOT_RATED, Outcome.NEEDS_REVIEW):
        words = str(Outcome(outcome).label)
        return capital(f"{words} ({Level(level).label})" if level else words)
    return capital(str(Level(level).label)) if level else ""
