"""Biên bản and thông báo kết luận of a meeting (mẫu 1.10 and 1.4, Phụ lục III Nghị định 30/2020/NĐ-CP).

Those of a meeting of the Party bear the letterhead of the Party's papers and its way of numbering.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.timezone import localtime

from congtam.documents.papers import (
    Block,
    Field,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Recipients,
    Signature,
    Signatures,
    Table,
    TableColumn,
    TableRow,
    place_of,
    to_docx,
    written_date,
)
from congtam.meetings.choices import OF_PARTY, Attendance, MemberRole
from congtam.meetings.models import AgendaItem, Ballot, Conclusion, Meeting, MeetingMember, MinutesNote
from congtam.meetings.selectors import (
    agenda_of,
    carried_over,
    conclusions_of,
    count_words,
    day_of,
    members_of,
    outcome_words,
    share_words,
    turnout,
)
from congtam.organisation.models import UnitState
from congtam.personnel.models import Appointment
from congtam.values.days import local_day
from congtam.values.text import capital

_CALLED = (
    TableColumn(label="STT", share=1, align="center"),
    TableColumn(label="Họ và tên", share=4),
    TableColumn(label="Chức vụ", share=5),
    TableColumn(label="Tham dự", share=4),
)
_CONCLUDED = (
    TableColumn(label="STT", share=1, align="center"),
    TableColumn(label="Nội dung kết luận", share=7),
    TableColumn(label="Chủ trì, chịu trách nhiệm", share=4),
    TableColumn(label="Thời hạn", share=3, align="center"),
    TableColumn(label="Sản phẩm", share=3),
)
_UNFINISHED = (
    TableColumn(label="STT", share=1, align="center"),
    TableColumn(label="Kết luận của cuộc họp trước", share=7),
    TableColumn(label="Chủ trì, chịu trách nhiệm", share=4),
    TableColumn(label="Thời hạn", share=3, align="center"),
)


@dataclass(frozen=True, kw_only=True)
class _Head:
    """The names at the head and foot of a meeting's papers."""

    unit: str
    above: str
    place: str
    titles: dict[int, str]
    chair: MeetingMember | None
    secretary: MeetingMember | None
    signed: dict[str, datetime]


def minutes_name(meeting: Meeting) -> str:
    """Return the name of the file that holds the minutes."""
    return f"Biên bản {day_of(meeting):%Y-%m-%d}.docx"


def notice_name(meeting: Meeting) -> str:
    """Return the name of the file that holds the notice of conclusions."""
    return f"Thông báo kết luận {day_of(meeting):%Y-%m-%d}.docx"


def minutes_document(meeting: Meeting) -> bytes:
    """Return the minutes as a Word document, with corrections after them when there are any."""
    return to_docx(minutes_paper(meeting))


def notice_document(meeting: Meeting) -> bytes:
    """Return the notice of conclusions as a Word document."""
    return to_docx(notice_paper(meeting))


def minutes_paper(meeting: Meeting) -> Paper:
    """Return the minutes: who was called and came, the agenda with its votes, the conclusions, the signatures of chair and secretary."""
    members = members_of(meeting)
    head = _head(meeting, members)
    blocks: list[Block] = [
        Field(label="Thời gian bắt đầu", value=_moment(meeting.starts_at)),
        Field(label="Địa điểm", value=meeting.place),
        Field(label="Chủ trì", value=_named(head.chair, head)),
        Field(label="Thư ký (người ghi biên bản)", value=_named(head.secretary, head)),
        Heading(text="I. THÀNH PHẦN THAM DỰ"),
        *_attendance(meeting, members, head),
    ]
    unfinished = list(carried_over(meeting).prefetch_related(None))
    concluded = list(conclusions_of(meeting).prefetch_related(None))
    parts = [
        ("KẾT LUẬN CÁC CUỘC HỌP TRƯỚC CHƯA THỰC HIỆN XONG", [_unfinished(unfinished)] if unfinished else []),
        ("NỘI DUNG, DIỄN BIẾN CUỘC HỌP", list(_proceedings(meeting, agenda_of(meeting)))),
        ("KẾT LUẬN", [_conclusions(concluded)] if concluded else []),
        ("ĐÍNH CHÍNH SAU KHI KÝ", list(_notes(meeting.notes.select_related("by").order_by("at")))),
    ]
    for number, (title, content) in zip(
        _ROMAN, ((title, content) for title, content in parts if content), strict=False
    ):
        blocks += [Heading(text=f"{number}. {title}"), *content]
    if meeting.ended_at is not None:
        blocks.append(Paragraph(text=f"Cuộc họp kết thúc lúc {_moment(meeting.ended_at)}./."))
    return Paper(
        letterhead=_letterhead(meeting, head, "BB"),
        title="Biên bản",
        subtitle=(meeting.title,),
        blocks=(*blocks, _signatures(meeting, head)),
    )


_ROMAN = ("II", "III", "IV", "V")


def notice_paper(meeting: Meeting) -> Paper:
    """Return the notice of conclusions: what the chair concluded, for those who carry it out."""
    members = members_of(meeting)
    head = _head(meeting, members)
    chair, held = _named(head.chair, head), day_of(meeting)
    place = f"tại {meeting.place}, " if meeting.place else ""
    opening = f"Ngày {held:%d/%m/%Y}, {place}đồng chí {chair}, chủ trì {_small(meeting.title)}."
    conclusions = list(conclusions_of(meeting).prefetch_related(None))
    agreed = [one for one in conclusions if not one.is_work]
    given = [one for one in conclusions if one.is_work]
    blocks: list[Block] = [
        Paragraph(
            text=f"{opening} Sau khi nghe báo cáo và ý kiến thảo luận của các thành viên dự họp, cuộc họp kết luận như sau:"
        ),
        *(Paragraph(text=f"{number}. {one.text}") for number, one in enumerate(agreed, start=1)),
    ]
    if given:
        blocks += [Paragraph(text="Các nhiệm vụ được giao:", is_bold=True), _conclusions(given)]
    blocks += [
        Paragraph(text="Các đơn vị, cá nhân được giao tổ chức thực hiện, báo cáo kết quả theo thời hạn nêu trên./."),
        Signatures(
            left=Recipients(lines=("Như thành phần dự họp;", "Các đơn vị, cá nhân được giao;", "Lưu: VT.")),
            right=Signature(capacity=(_title(head.chair, head) or "Người chủ trì",), name=_name(head.chair)),
        ),
    ]
    signed_on = None if meeting.signed_at is None else local_day(meeting.signed_at)
    return Paper(
        letterhead=_letterhead(meeting, head, "TB", place_date=written_date(head.place, signed_on)),
        title="Thông báo",
        subtitle=(f"Kết luận {_small(meeting.title)}",),
        blocks=tuple(blocks),
    )


def _letterhead(meeting: Meeting, head: _Head, sign: str, *, place_date: str = "") -> Letterhead:
    is_of_party = meeting.kind in OF_PARTY
    number = f"Số …-{sign}/…" if is_of_party else f"Số: …/{sign}-…"
    return Letterhead(issuer=head.unit, above=head.above, number=number, place_date=place_date, is_of_party=is_of_party)


def _head(meeting: Meeting, members: list[MeetingMember]) -> _Head:
    held = day_of(meeting)
    parent = UnitState.objects.on(held).filter(unit=OuterRef("parent")).values("name")[:1]
    states = UnitState.objects.on(held).filter(unit=meeting.unit_id).annotate(above=Subquery(parent))
    state = states.first()
    posts = Appointment.objects.on(held).filter(person__in=[one.person_id for one in members], is_primary=True)
    name, above = state.name if state else meeting.unit.code, (state.above or "") if state else ""
    return _Head(
        unit=name,
        above=above,
        place=place_of(name, above),
        titles=dict(posts.values_list("person_id", "job_title")),
        chair=next((one for one in members if one.role == MemberRole.CHAIR), None),
        secretary=next((one for one in members if one.role == MemberRole.SECRETARY), None),
        signed={one.role: one.signed_at for one in members if one.signed_at is not None},
    )


def _attendance(meeting: Meeting, members: list[MeetingMember], head: _Head) -> Iterable[Block]:
    there = turnout(meeting.quorum, members)
    words = (
        f"Triệu tập {there.called} người, trong đó {there.voters} người được biểu quyết; có mặt {there.present}/{there.voters} "
        f"người được biểu quyết, yêu cầu tối thiểu {there.quorum}: {'đủ' if there.has_quorum else 'chưa đủ'} điều kiện biểu quyết."
    )
    yield Paragraph(text=words)
    rows = tuple(
        TableRow(cells=(str(number), one.person.full_name, head.titles.get(one.person_id, ""), _came(one)))
        for number, one in enumerate(members, start=1)
    )
    yield Table(columns=_CALLED, rows=rows)


def _came(member: MeetingMember) -> str:
    words = capital(str(Attendance(member.attendance).label))
    if member.note and member.attendance != Attendance.PRESENT:
        words += f": {member.note}"
    if member.role == MemberRole.GUEST:
        return f"{words} (khách mời)"
    return words if member.has_vote else f"{words} (không biểu quyết)"


def _unfinished(conclusions: list[Conclusion]) -> Block:
    rows = tuple(
        TableRow(cells=(str(number), one.text, _who(one), f"{one.due_date:%d/%m/%Y}" if one.due_date else ""))
        for number, one in enumerate(conclusions, start=1)
    )
    return Table(columns=_UNFINISHED, rows=rows)


def _proceedings(meeting: Meeting, agenda: list[AgendaItem]) -> Iterable[Block]:
    for item in agenda:
        presenter = f" (trình bày: {item.presenter.full_name})" if item.presenter else ""
        yield Paragraph(text=f"{item.position}. {item.title}{presenter}", is_bold=True)
        yield from (Paragraph(text=part) for part in _paragraphs(item.discussion))
        for ballot in item.ballots.all():
            yield from _vote_paragraphs(ballot)
    for ballot in meeting.ballots.filter(agenda_item=None).order_by("pk"):
        yield from _vote_paragraphs(ballot)
    yield from (Paragraph(text=part) for part in _paragraphs(meeting.proceedings))


def _vote_paragraphs(vote: Ballot) -> Iterable[Block]:
    yield Paragraph(text=f"{capital(vote.get_manner_display())}: {vote.question} (cần {share_words(vote)}).")
    yield Paragraph(text=f"Kết quả: {count_words(vote)}. {capital(outcome_words(vote))}.")


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _conclusions(conclusions: list[Conclusion]) -> Block:
    rows = tuple(
        TableRow(
            cells=(
                str(number),
                one.text,
                _who(one),
                f"{one.due_date:%d/%m/%Y}" if one.due_date else "",
                one.output,
            )
        )
        for number, one in enumerate(conclusions, start=1)
    )
    return Table(columns=_CONCLUDED, rows=rows)


def _notes(notes: Iterable[MinutesNote]) -> Iterable[Block]:
    for note in notes:
        yield Paragraph(text=f"{_moment(note.at)}, {note.by.full_name}: {note.text} (lý do: {note.reason}).")


def _who(conclusion: Conclusion) -> str:
    names = (getattr(conclusion, "unit_name", "") or "", conclusion.person.full_name if conclusion.person else "")
    return "; ".join(name for name in names if name)


def _signatures(meeting: Meeting, head: _Head) -> Signatures:
    return Signatures(
        left=Signature(capacity=("Thư ký",), name=_name(head.secretary), record=_signed(meeting, head.secretary, head)),
        right=Signature(capacity=("Chủ trì",), name=_name(head.chair), record=_signed(meeting, head.chair, head)),
    )


def _signed(meeting: Meeting, member: MeetingMember | None, head: _Head) -> str:
    """Return that this very person signed here and when; the place of anybody else is left for a hand."""
    if member is None:
        return ""
    signed_at = head.signed.get(member.role)
    # Minutes of the time when one of the two signed for both keep that one's signature.
    if signed_at is None and not head.signed and member.person.user_id == meeting.signed_by_id:
        signed_at = meeting.signed_at
    if signed_at is None:
        return ""
    at = localtime(signed_at)
    return f"Đã ký trên hệ thống\nlúc {at:%H:%M} ngày {at:%d/%m/%Y}"


def _name(member: MeetingMember | None) -> str:
    return member.person.full_name if member else ""


def _title(member: MeetingMember | None, head: _Head) -> str:
    return head.titles.get(member.person_id, "") if member else ""


def _named(member: MeetingMember | None, head: _Head) -> str:
    return ", ".join(part for part in (_name(member), _title(member, head)) if part)


def _moment(at: datetime) -> str:
    local = localtime(at)
    return f"{local:%H} giờ {local:%M}, ngày {local:%d/%m/%Y}"


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]
