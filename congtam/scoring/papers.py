"""Mẫu số 01, phiếu theo dõi, đánh giá công chức (Phụ lục II Nghị định 335/2025/NĐ-CP)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from congtam.documents.papers import (
    Block,
    Field,
    Heading,
    Letterhead,
    Paper,
    Remark,
    Signatures,
    Table,
    TableColumn,
    TableRow,
    place_of,
    signed,
)
from congtam.scoring.models import ScoreSheet
from congtam.scoring.selectors import Around
from congtam.ui import wording
from congtam.values.numbers import exact, vietnamese

GROUPS = {
    "I": "Phẩm chất chính trị, phẩm chất đạo đức, văn hoá thực thi công vụ và ý thức kỷ luật, kỷ cương",
    "II": "Năng lực chuyên môn, khả năng đáp ứng nhiệm vụ, trách nhiệm và thái độ phục vụ, phối hợp",
    "III": "Năng lực đổi mới, sáng tạo, dám nghĩ, dám làm, dám chịu trách nhiệm",
}
_COLUMNS = (
    TableColumn(label="TT", share=2, align="center"),
    TableColumn(label="Tiêu chí chấm điểm", share=12),
    TableColumn(label="Điểm tối đa", share=3, align="center"),
    TableColumn(label="Điểm do cá nhân tự chấm", share=3, align="center"),
)
_NOWHERE = "…"


@dataclass(frozen=True, kw_only=True)
class CriterionMark:
    """One row of part I: code ("I.1"), words, highest mark, and the person's own mark (None while not marked)."""

    code: str
    label: str
    max: Fraction
    mark: Fraction | None


@dataclass(frozen=True, kw_only=True)
class MonthForm:
    """What Mẫu số 01 says of one person and month. Marks of part II are in hundredths, None while not reckoned."""

    body: str
    above: str
    month: date
    full_name: str
    job_title: str
    unit: str
    criteria: tuple[CriterionMark, ...]
    general_hundredths: int | None
    task_hundredths: int | None
    total_hundredths: int | None
    strengths: str
    weaknesses: str
    comment: str
    signed_at: datetime | None
    judge: str
    confirmed_at: datetime | None
    place: str = _NOWHERE


def month_form(
    sheet: ScoreSheet, names: Around, criteria: Sequence[tuple[str, str, Fraction]], *, judge: str = ""
) -> MonthForm:
    """Return the form of one sheet. `criteria` are code, words and highest mark in the form's order; `judge` whoever confirmed."""
    return MonthForm(
        body=names.body_name,
        above=names.above_name,
        place=place_of(names.body_name, names.above_name),
        month=sheet.period.month,
        full_name=sheet.person.full_name,
        job_title=sheet.appointment.job_title,
        unit=names.unit_name,
        criteria=tuple(
            CriterionMark(
                code=code, label=label, max=most, mark=exact(sheet.general[code]) if sheet.general.get(code) else None
            )
            for code, label, most in criteria
        ),
        general_hundredths=sheet.general_hundredths,
        task_hundredths=sheet.task_hundredths,
        total_hundredths=sheet.total_hundredths,
        strengths=sheet.strengths,
        weaknesses=sheet.weaknesses,
        comment=sheet.comment,
        signed_at=sheet.self_signed_at,
        judge=judge,
        confirmed_at=sheet.confirmed_at,
    )


def month_paper(form: MonthForm) -> Paper:
    """Return Mẫu số 01 of one person."""
    blocks: tuple[Block, ...] = (
        Field(label="Họ và tên", value=form.full_name),
        Field(label="Chức vụ, chức danh", value=form.job_title),
        Field(label="Đơn vị công tác", value=form.unit),
        Heading(text="I. TIÊU CHÍ CHUNG"),
        Table(columns=_COLUMNS, rows=_rows(form)),
        Heading(text="II. TỔNG HỢP KẾT QUẢ THEO DÕI, ĐÁNH GIÁ"),
        Field(label="1. Điểm tiêu chí chung", value=_marks(form.general_hundredths)),
        Field(label="2. Điểm kết quả thực hiện nhiệm vụ", value=_marks(form.task_hundredths)),
        Field(label="3. Tổng điểm", value=_marks(form.total_hundredths)),
        Remark(label="4. Ưu điểm", text=form.strengths, lines=2),
        Remark(label="5. Hạn chế, khuyết điểm", text=form.weaknesses, lines=2),
        Remark(label="6. Ý kiến nhận xét của cấp có thẩm quyền", text=form.comment, lines=2),
        Signatures(
            left=signed("Công chức tự đánh giá", name=form.full_name, place=form.place, at=form.signed_at),
            right=signed(
                "Cấp có thẩm quyền", "theo dõi, đánh giá", name=form.judge, place=form.place, at=form.confirmed_at
            ),
        ),
    )
    return Paper(
        letterhead=Letterhead(issuer=form.body, above=form.above, form="Mẫu số 01"),
        title="Phiếu theo dõi, đánh giá công chức",
        subtitle=(f"Tháng {form.month:%m} năm {form.month.year}",),
        blocks=blocks,
    )


def month_file_name(form: MonthForm, ending: str) -> str:
    """Return the name of the file that holds one person's form."""
    return f"Mẫu 01 tháng {form.month:%m-%Y} - {form.full_name}.{ending}"


def _rows(form: MonthForm) -> tuple[TableRow, ...]:
    rows = []
    for group, title in GROUPS.items():
        own = [one for one in form.criteria if one.code.split(".")[0] == group]
        most = vietnamese(sum((one.max for one in own), Fraction(0)))
        rows.append(TableRow(cells=(group, title, most, _sum(own)), is_bold=True))
        rows += [TableRow(cells=(one.code.split(".")[1], one.label, vietnamese(one.max), _sum([one]))) for one in own]
    most = vietnamese(sum((one.max for one in form.criteria), Fraction(0)))
    rows.append(TableRow(cells=("", "Tổng cộng", most, _sum(form.criteria)), is_bold=True))
    return tuple(rows)


def _sum(criteria: Sequence[CriterionMark]) -> str:
    given = [one.mark for one in criteria if one.mark is not None]
    return vietnamese(sum(given, Fraction(0))) if len(given) == len(criteria) else ""


def _marks(hundredths: int | None) -> str:
    return "" if hundredths is None else f"{wording.marks(hundredths)} điểm"
