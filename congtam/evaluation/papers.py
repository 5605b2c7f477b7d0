"""Mẫu số 02, phiếu xếp loại chất lượng công chức (Phụ lục II Nghị định 335/2025/NĐ-CP)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from congtam.documents.papers import (
    Block,
    Choice,
    Field,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Remark,
    Signatures,
    Table,
    TableColumn,
    TableRow,
    place_of,
    signed,
)
from congtam.evaluation.choices import Level, Outcome
from congtam.evaluation.models import Campaign
from congtam.evaluation.selectors import above_name, body_name, dossiers_of, months_of_case, with_decisions, with_names
from congtam.key_tasks.selectors import results_of
from congtam.personnel.models import Absence
from congtam.ui import wording
from congtam.values.text import capital

_MONTHS = range(1, 13)
_COLUMNS = (
    TableColumn(label="Tháng", share=3),
    TableColumn(label="Tổng điểm", share=3, align="center"),
    TableColumn(label="Ghi chú", share=7),
)


@dataclass(frozen=True, kw_only=True)
class YearForm:
    """What Mẫu số 02 says of one person.

    `months` maps the month's number to (marks as text, note); `self_level` and `level` are codes of levels, empty while nobody chose.
    `level` is empty, too, for a reader who may not see it yet.
    """

    body: str
    above: str
    place: str
    year: int
    full_name: str
    job_title: str
    unit: str
    months: dict[int, tuple[str, str]]
    mean: str
    self_level: str
    self_signed_at: datetime | None
    outcome: str = ""
    level: str = ""
    reason: str = ""
    handling: str = ""
    decider: str = ""
    decided_at: datetime | None = None
    key_results: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()


def year_paper(form: YearForm) -> Paper:
    """Return Mẫu số 02 of one person."""
    blocks: tuple[Block, ...] = (
        Field(label="Họ và tên", value=form.full_name),
        Field(label="Chức vụ, chức danh", value=form.job_title),
        Field(label="Đơn vị công tác", value=form.unit),
        Heading(text="I. KẾT QUẢ THEO DÕI, ĐÁNH GIÁ"),
        Table(columns=_COLUMNS, rows=(*_month_rows(form.months), _mean_row(form.mean))),
        Heading(text="II. CÔNG CHỨC TỰ XẾP LOẠI CHẤT LƯỢNG"),
        Choice(options=_LEVELS, chosen=_words(form.self_level)),
        Heading(text="III. KẾT QUẢ XẾP LOẠI CỦA CẤP CÓ THẨM QUYỀN (căn cứ Điều 20 Nghị định số 335/2025/NĐ-CP)"),
        Choice(options=_LEVELS, chosen=_words(form.level)),
        *_remarks(form),
        Heading(text="IV. ĐỀ XUẤT PHƯƠNG ÁN XỬ LÝ (căn cứ Điều 23 Nghị định số 335/2025/NĐ-CP)"),
        Remark(label="Đề xuất", text=form.handling, lines=2),
        Signatures(
            left=signed("Công chức tự xếp loại", name=form.full_name, place=form.place, at=form.self_signed_at),
            right=signed(
                "Cấp có thẩm quyền", "xếp loại chất lượng", name=form.decider, place=form.place, at=form.decided_at
            ),
        ),
    )
    return Paper(
        letterhead=Letterhead(issuer=form.body, above=form.above, form="Mẫu số 02"),
        title="Phiếu xếp loại chất lượng công chức",
        subtitle=(f"Năm {form.year}",),
        blocks=blocks,
    )


def year_file_name(form: YearForm, ending: str) -> str:
    """Return the name of the file that holds one person's form."""
    return f"Mẫu 02 năm {form.year} - {form.full_name}.{ending}"


_LEVELS = tuple(capital(str(level.label)) for level in Level)


def _words(level: str) -> str | None:
    return capital(str(Level(level).label)) if level else None


def _month_rows(months: dict[int, tuple[str, str]]) -> Iterable[TableRow]:
    for month in _MONTHS:
        marks, note = months.get(month, ("", ""))
        yield TableRow(cells=(f"Tháng {month}", marks, note))


def _mean_row(mean: str) -> TableRow:
    return TableRow(cells=("Tổng điểm trung bình cả năm", mean, ""), is_bold=True)


def _remarks(form: YearForm) -> tuple[Block, ...]:
    if form.outcome == Outcome.NOT_RATED:
        return (Paragraph(text=f"Không xếp loại: {form.reason}"),)
    results = "; ".join(words.rstrip(".") for words in form.key_results)
    return (
        *((Paragraph(text=f"Kết quả nhiệm vụ trọng tâm: {results}."),) if results else ()),
        *(Paragraph(text=words) for words in form.dossiers),
        *((Paragraph(text=f"Lý do: {form.reason}"),) if form.reason else ()),
    )


def year_forms(campaign: Campaign, on: date, *, only: int | None = None, shows_level: bool = True) -> list[YearForm]:
    """Return Mẫu số 02 of everybody in a campaign, or of the one case `only`, as known on `on`; without `shows_level` the authority's part is empty."""
    cases = with_decisions(with_names(campaign.cases.all())).order_by("person__sort_key", "pk")
    if only is not None:
        cases = cases.filter(pk=only)
    body, above = body_name(campaign), above_name(campaign)
    away: dict[int, list[Absence]] = defaultdict(list)
    absences = Absence.objects.filter(
        person__in=[case.person_id for case in cases], valid_from__year__lte=campaign.year
    )
    for absence in absences:
        away[absence.person_id].append(absence)
    year = campaign.year
    results = results_of([case.person_id for case in cases], date(year, 1, 1), date(year, 12, 31))
    dossiers = dossiers_of(cases, campaign, on)
    forms = [_year_form(case, body, above, away[case.person_id], shows_level=shows_level) for case in cases]
    return [
        replace(
            form,
            key_results=tuple(one.words for one in results.get(case.person_id, ())),
            dossiers=tuple(one.words for one in dossiers.get(case.person_id, ())),
        )
        for form, case in zip(forms, cases, strict=True)
    ]


def _year_form(case: Any, body: str, above: str, away: list[Absence], *, shows_level: bool) -> YearForm:
    marks = months_of_case(case)
    year = case.campaign.year
    is_shown = shows_level and case.decided_outcome is not None
    return YearForm(
        body=body,
        above=above,
        place=place_of(body, above),
        year=year,
        full_name=case.person.full_name,
        job_title=case.appointment.job_title,
        unit=case.unit_name or "",
        months={month: _noted(marks.get(month), away, year, month) for month in _MONTHS},
        mean="" if case.mean_hundredths is None else wording.marks(case.mean_hundredths),
        self_level=case.self_level,
        self_signed_at=case.self_signed_at,
        outcome=case.decided_outcome if is_shown else "",
        level=(case.decided_level or "") if is_shown else "",
        reason=(case.decided_reason or "") if is_shown else "",
        handling=(case.decided_handling or "") if is_shown else "",
        decider=(case.decided_by_name or "") if is_shown else "",
        decided_at=case.decided_at if is_shown else None,
    )


def _noted(marks: str | None, away: list[Absence], year: int, month: int) -> tuple[str, str]:
    """Return a month's marks with a decimal comma and its note: why there are none."""
    if marks is not None:
        return marks.replace(".", ","), ""
    middle = date(year, month, 15)
    kinds = [one for one in away if one.valid_from <= middle and (one.valid_until is None or middle < one.valid_until)]
    return "", str(kinds[0].get_kind_display()) if kinds else "chưa có điểm"
