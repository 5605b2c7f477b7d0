"""The briefing pack (tài liệu giao ban) as a paper in the layout of Nghị định 30/2020/NĐ-CP."""

from collections.abc import Iterable, Sequence

from django.db.models import Subquery

from congtam.documents.papers import (
    Block,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Table,
    TableColumn,
    TableRow,
    place_of,
    to_docx,
    written_date,
)
from congtam.follow_up.selectors.briefing import SECTIONS, WHAT, Briefing, Figures, Line, Section
from congtam.organisation.models import UnitState

_FIGURES = (
    TableColumn(label="STT", share=1, align="center"),
    TableColumn(label="Tên", share=6),
    TableColumn(label="Quá hạn", share=2, align="center"),
    TableColumn(label="Đến hạn", share=2, align="center"),
    TableColumn(label="Đổi hạn trong kỳ", share=2, align="center"),
    TableColumn(label="Phát sinh trong kỳ", share=2, align="center"),
    TableColumn(label="Xin lùi hạn", share=2, align="center"),
    TableColumn(label="Đang chờ", share=2, align="center"),
    TableColumn(label="Kết luận chưa xong", share=2, align="center"),
    TableColumn(label="Hồ sơ quá hạn", share=2, align="center"),
)
_LINES = (
    TableColumn(label="STT", share=1, align="center"),
    TableColumn(label="Nội dung", share=9),
    TableColumn(label="Đơn vị, người thực hiện", share=5),
    TableColumn(label="Hạn", share=3, align="center"),
    TableColumn(label="Ghi chú", share=4),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def briefing_name(pack: Briefing, ending: str) -> str:
    """Return the name of the file that holds the pack."""
    return f"Giao ban {pack.week.start:%Y-%m-%d}.{ending}"


def briefing_document(pack: Briefing) -> bytes:
    """Return the pack as a Word document."""
    return to_docx(briefing_paper(pack))


def period_words(pack: Briefing) -> str:
    """Return which days a pack is for."""
    week = pack.week
    if week.is_month:
        return f"Tháng {week.start.month} năm {week.start.year}"
    return f"Tuần từ {week.start:%d/%m/%Y} đến {week.last_day:%d/%m/%Y}"


def totals_words(pack: Briefing) -> str:
    """Return how many things each part of the pack holds, as one line."""
    return "; ".join(f"{section.title.lower()}: {section.count}" for section in pack.sections)


def told_since(pack: Briefing) -> str:
    """Return from when changes are told: the period before is told with this one, as its last days follow its own briefing."""
    return f"Đổi hạn, phát sinh trong kỳ: tính từ {pack.week.since:%d/%m/%Y}, gồm cả kỳ trước"


def note_words(line: Line) -> str:
    """Return what is said beside a line: how late, why pushed, whom it waits for, which meeting concluded it."""
    late = f"Quá hạn {line.days_late} ngày" if line.days_late else ""
    if line.section == "pushed":
        return f"Lý do đổi: {line.note}"
    if line.section == "arisen":
        return "Việc đột xuất" if line.what == "task" else "Giao sau khi ban hành kế hoạch hợp nhất"
    if line.section == "extensions":
        return "; ".join(filter(None, (f"Xin đến {line.note}", line.waits_for and f"chờ {line.waits_for}")))
    if line.section == "concluded":
        return "; ".join(part for part in (line.note, late) if part)
    if line.section == "waiting":
        said = {"cause": "Nguyên nhân chờ trả lời", "work": "Đã báo cáo"}.get(line.what, "Đã nộp")
        return f"{said}, chờ {line.waits_for}" if line.waits_for else said
    return late


def briefing_paper(pack: Briefing) -> Paper:
    """Return the pack: figures by unit and person, then every part with its lines."""
    parts: list[tuple[str, Sequence[Block]]] = [("SỐ LIỆU CHUNG", list(_figures(pack)))]
    parts += [(section.title.upper(), list(_section(section))) for section in pack.sections]
    blocks: list[Block] = []
    for number, (title, content) in zip(_ROMAN, parts, strict=False):
        blocks += [Heading(text=f"{number}. {title}"), *content]
    issuer, above_name = pack.unit, _above(pack)
    return Paper(
        letterhead=Letterhead(
            issuer=issuer, above=above_name, place_date=written_date(place_of(issuer, above_name), pack.on)
        ),
        title="Tài liệu giao ban",
        subtitle=(period_words(pack), f"(Số liệu đến ngày {pack.on:%d/%m/%Y}. {told_since(pack)})"),
        blocks=tuple(blocks),
        is_landscape=True,
    )


def _figures(pack: Briefing) -> Iterable[Block]:
    yield Table(columns=_FIGURES, rows=(*_rows(pack.units), _row("", "Cộng", pack.total, is_bold=True)))
    if pack.people:
        yield Paragraph(text="Theo người (nhiệm vụ giao cho từng người):", is_bold=True)
        yield Table(columns=_FIGURES[:-2], rows=tuple(_of_a_person(row) for row in _rows(pack.people)))


def _rows(figures: Sequence[Figures]) -> list[TableRow]:
    return [_row(str(number), one.name, one) for number, one in enumerate(figures, start=1)]


def _row(number: str, name: str, one: Figures, *, is_bold: bool = False) -> TableRow:
    counts = tuple(getattr(one, code) for code, _ in SECTIONS)
    return TableRow(cells=(number, name, *(str(count) if count else "–" for count in counts)), is_bold=is_bold)


def _of_a_person(row: TableRow) -> TableRow:
    return TableRow(cells=row.cells[:-2], is_bold=row.is_bold)


def _section(section: Section) -> Iterable[Block]:
    if not section.lines:
        yield Paragraph(text="Không có.")
        return
    rows = tuple(
        TableRow(
            cells=(
                str(number),
                line.title if line.what in ("task", "dossier") else f"{line.title} ({WHAT[line.what]})",
                "; ".join(part for part in (line.unit, line.who) if part),
                f"{line.due_date:%d/%m/%Y}" if line.due_date else "không ghi",
                note_words(line),
            )
        )
        for number, line in enumerate(section.lines, start=1)
    )
    yield Table(columns=_LINES, rows=rows)
    if section.left_out:
        yield Paragraph(text=f"Còn {section.left_out} việc nữa, xem trong bản Excel.", is_italic=True)


def _above(pack: Briefing) -> str:
    parent = UnitState.objects.on(pack.on).filter(unit=pack.unit_id).values("parent")[:1]
    state = UnitState.objects.on(pack.on).filter(unit=Subquery(parent)).first()
    return state.name if state else ""
