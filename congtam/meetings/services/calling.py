"""Before a meeting: who is called, when and where, what is on the agenda."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from congtam.accounts.models import User
from congtam.meetings.choices import MeetingKind, MeetingState, MemberRole
from congtam.meetings.models import AgendaItem, Meeting, MeetingMember
from congtam.meetings.selectors import latest_of, offered_quorum
from congtam.meetings.services.keeping import BEFORE, SITTING, WRITING, locked, tell_members, told, when_and_where
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.values.refusal import RefusedError, said


class UnusableMembersError(RefusedError):
    """The people called cannot hold the meeting: no chair, somebody twice, a quorum nobody can reach."""


class UnusableAgendaError(RefusedError):
    """An item of the agenda cannot be changed as asked."""


@dataclass(frozen=True, kw_only=True)
class Called:
    """Somebody to be called; a guest never has a vote."""

    person_id: int
    role: MemberRole = MemberRole.MEMBER
    has_vote: bool = True


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a meeting is about, when and where it is held."""

    kind: MeetingKind
    title: str
    starts_at: datetime
    place: str = ""


@transaction.atomic
def call_meeting(
    *,
    unit: Unit,
    details: Details,
    members: Sequence[Called],
    agenda: Sequence[str] = (),
    quorum: int | None = None,
    actor: User,
    at: datetime,
) -> Meeting:
    """Call a meeting and return it; without a `quorum` (people with a vote) more than half of those called are needed.

    The last meeting of the unit and kind becomes its `previous`. Raises `UnusableMembersError` unless there is one chair, nobody twice, and
    a quorum those called can reach; `UnreasonedError` without a title.
    """
    voters = _check_called(members)
    needed = offered_quorum(voters) if quorum is None else quorum
    _check_quorum(needed, voters)
    meeting = Meeting.objects.create(
        unit=unit,
        kind=details.kind,
        title=said(details.title, "tên cuộc họp"),
        starts_at=details.starts_at,
        place=details.place.strip(),
        quorum=needed,
        previous=latest_of(unit.pk, details.kind),
        called_by=actor,
        called_at=at,
    )
    MeetingMember.objects.bulk_create(
        MeetingMember(meeting=meeting, person_id=one.person_id, role=one.role, has_vote=_votes(one)) for one in members
    )
    _write_agenda(meeting, agenda)
    told(meeting, "meetings.called", actor=actor, at=at, title=meeting.title, people=[one.person_id for one in members])
    words = f"Mời họp: {meeting.title}, {when_and_where(meeting)}."
    tell_members(meeting, "meetings.called", words, actor=actor, at=at)
    return meeting


@transaction.atomic
def change_meeting(*, meeting_id: int, details: Details, quorum: int, actor: User, at: datetime) -> Meeting:
    """Change what a meeting that has not begun is about, its time, place and quorum (people with a vote)."""
    meeting = locked(meeting_id, BEFORE)
    _check_quorum(quorum, _voters(meeting))
    before = when_and_where(meeting)
    meeting.kind, meeting.title = details.kind, said(details.title, "tên cuộc họp")
    meeting.starts_at, meeting.place, meeting.quorum = details.starts_at, details.place.strip(), quorum
    meeting.save()
    after: dict[str, Any] = {"title": meeting.title, "starts_at": meeting.starts_at.isoformat()}
    told(meeting, "meetings.changed", actor=actor, at=at, **after, place=meeting.place, quorum=quorum)
    if when_and_where(meeting) != before:
        words = f"Cuộc họp “{meeting.title}” đổi sang {when_and_where(meeting)}."
        tell_members(meeting, "meetings.changed", words, actor=actor, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting_id: int, reason: str, actor: User, at: datetime) -> Meeting:
    """Say that a meeting which has not begun will not be held, and why."""
    meeting = locked(meeting_id, BEFORE)
    meeting.cancel_reason = said(reason, "vì sao không họp")
    meeting.state = MeetingState.CANCELLED
    meeting.save()
    told(meeting, "meetings.cancelled", actor=actor, at=at, reason=meeting.cancel_reason, state=str(meeting.state))
    words = f"Không họp “{meeting.title}” lúc {when_and_where(meeting)}: {meeting.cancel_reason}"
    tell_members(meeting, "meetings.cancelled", words, actor=actor, at=at)
    return meeting


@transaction.atomic
def call_member(
    *, meeting_id: int, person_id: int, role: MemberRole, has_vote: bool, actor: User, at: datetime
) -> MeetingMember:
    """Call one more person, also while the meeting is held. Raises `UnusableMembersError` for somebody called already or a second chair."""
    meeting = locked(meeting_id, SITTING)
    name = Person.objects.get(pk=person_id).full_name
    if meeting.members.filter(person=person_id).exists():
        raise UnusableMembersError(f"{name} đã có trong thành phần họp. Muốn đổi vai trò, hãy sửa ở dòng của người đó.")
    _free_seat(meeting, role)
    votes = _votes(Called(person_id=person_id, role=role, has_vote=has_vote))
    member = MeetingMember.objects.create(meeting=meeting, person_id=person_id, role=role, has_vote=votes)
    told(meeting, "meetings.member_called", actor=actor, at=at, name=name, role=str(role.label), has_vote=votes)
    return member


@transaction.atomic
def change_member(*, member_id: int, role: MemberRole, has_vote: bool, actor: User, at: datetime) -> MeetingMember:
    """Give a member another role or vote; whoever held the seat of chair or secretary becomes a member. The chair's own seat is only handed on."""
    meeting, member = _seated(member_id, SITTING)
    if member.role == MemberRole.CHAIR and role != MemberRole.CHAIR:
        raise UnusableMembersError("Cuộc họp phải có người chủ trì. Hãy chọn người khác làm chủ trì trước.")
    if role in (MemberRole.CHAIR, MemberRole.SECRETARY):
        meeting.members.filter(role=role).exclude(pk=member.pk).update(role=MemberRole.MEMBER)
    member.role = role
    member.has_vote = _votes(Called(person_id=member.person_id, role=role, has_vote=has_vote))
    member.save()
    _check_quorum(meeting.quorum, _voters(meeting))
    name = member.person.full_name
    told(
        meeting,
        "meetings.member_changed",
        actor=actor,
        at=at,
        name=name,
        role=str(role.label),
        has_vote=member.has_vote,
    )
    return member


@transaction.atomic
def leave_out_member(*, member_id: int, actor: User, at: datetime) -> Meeting:
    """Take somebody off the list of a meeting that has not begun; never the chair, and never so many that no quorum is left."""
    meeting, member = _seated(member_id, BEFORE)
    if member.role == MemberRole.CHAIR:
        raise UnusableMembersError("Cuộc họp phải có người chủ trì. Hãy chọn người khác làm chủ trì trước.")
    name = member.person.full_name
    member.delete()
    _check_quorum(meeting.quorum, _voters(meeting))
    told(meeting, "meetings.member_left_out", actor=actor, at=at, name=name)
    return meeting


@transaction.atomic
def set_agenda_item(
    *,
    meeting_id: int,
    item_id: int | None,
    title: str,
    position: int,
    presenter_id: int | None,
    actor: User,
    at: datetime,
) -> AgendaItem:
    """Write one item of the agenda at a place in the order (1 is first; past the end is last), a new one when `item_id` is None.

    Items may be added while the meeting is held. Raises `UnusableAgendaError` when the presenter was not called.
    """
    meeting = locked(meeting_id, SITTING)
    words = said(title, "nội dung họp")
    if presenter_id is not None and not meeting.members.filter(person=presenter_id).exists():
        raise UnusableAgendaError("Người trình bày chưa có trong thành phần họp. Hãy mời người đó trước.")
    items = list(meeting.agenda.select_for_update().order_by("position"))
    item = next((one for one in items if one.pk == item_id), None)
    if item is None:
        last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem.objects.create(meeting=meeting, position=last + 1, title=words, presenter_id=presenter_id)
    else:
        items.remove(item)
        item.title, item.presenter_id = words, presenter_id
        item.save()
    items.insert(max(0, position - 1), item)
    _number(items)
    told(meeting, "meetings.agenda_set", actor=actor, at=at, agenda=[one.title for one in items])
    return item


@transaction.atomic
def drop_agenda_item(*, item_id: int, actor: User, at: datetime) -> Meeting:
    """Take an item off the agenda; raise `UnusableAgendaError` when it was voted on or concluded."""
    meeting, item = _on_the_agenda(item_id, SITTING)
    if item.ballots.exists() or item.conclusions.exists():
        raise UnusableAgendaError("Nội dung này đã có biểu quyết hoặc kết luận nên không bỏ được.")
    item.delete()
    items = list(meeting.agenda.order_by("position"))
    _number(items)
    told(meeting, "meetings.agenda_set", actor=actor, at=at, agenda=[one.title for one in items])
    return meeting


@transaction.atomic
def write_discussion(*, item_id: int, discussion: str, was: str, actor: User, at: datetime) -> AgendaItem:
    """Write what was said to an item; `was` is what the page showed, so that nobody writes over words he has not seen."""
    meeting, item = _on_the_agenda(item_id, WRITING)
    if _plain(item.discussion) != _plain(was):
        raise UnusableAgendaError(
            "Có người vừa ghi ý kiến vào nội dung này. Nội dung của bạn còn nguyên dưới đây; "
            "hãy mở trang cuộc họp ở thẻ khác để xem bản mới, ghép lại rồi ghi lần nữa."
        )
    item.discussion = discussion.strip()
    item.save()
    told(meeting, "meetings.proceedings_written", actor=actor, at=at, agenda=item.title)
    return item


def _seated(member_id: int, states: Iterable[str]) -> tuple[Meeting, MeetingMember]:
    """Lock the meeting somebody was called to, and return both as they are under the lock."""
    meeting_id = MeetingMember.objects.filter(pk=member_id).values_list("meeting", flat=True).first()
    meeting = None if meeting_id is None else locked(meeting_id, states)
    member = MeetingMember.objects.select_related("person").filter(pk=member_id).first()
    if meeting is None or member is None:
        raise UnusableMembersError("Người này vừa được bỏ khỏi thành phần họp. Hãy xem lại trang.")
    return meeting, member


def _on_the_agenda(item_id: int, states: Iterable[str]) -> tuple[Meeting, AgendaItem]:
    """Lock the meeting of an item, and return both as they are under the lock."""
    meeting_id = AgendaItem.objects.filter(pk=item_id).values_list("meeting", flat=True).first()
    meeting = None if meeting_id is None else locked(meeting_id, states)
    item = AgendaItem.objects.filter(pk=item_id).first()
    if meeting is None or item is None:
        raise UnusableAgendaError("Nội dung này vừa được bỏ khỏi chương trình họp. Hãy xem lại trang.")
    return meeting, item


def _plain(text: str) -> list[str]:
    # Browsers send other line ends than they were given.
    return text.split()


def _write_agenda(meeting: Meeting, titles: Sequence[str]) -> None:
    words = [title.strip() for title in titles if title.strip()]
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=number, title=title) for number, title in enumerate(words, start=1)
    )


def _number(items: Sequence[AgendaItem]) -> None:
    """Number items 1, 2, 3…; in two steps, since no two may stand at one place even for a moment."""
    offset = max((item.position for item in items), default=0) + len(items)
    for start in (offset, 0):
        for number, item in enumerate(items, start=1):
            item.position = start + number
            item.save(update_fields=["position"])


def _check_called(members: Sequence[Called]) -> int:
    """Return how many of those called have a vote; raise `UnusableMembersError` unless they can hold a meeting."""
    people = [one.person_id for one in members]
    if len(people) != len(set(people)):
        raise UnusableMembersError("Có người được chọn hai lần. Hãy để mỗi người một vai trò.")
    if sum(one.role == MemberRole.CHAIR for one in members) != 1:
        raise UnusableMembersError("Hãy chọn đúng một người chủ trì.")
    if sum(one.role == MemberRole.SECRETARY for one in members) > 1:
        raise UnusableMembersError("Mỗi cuộc họp có một thư ký. Hãy chọn một người.")
    return sum(_votes(one) for one in members)


def _check_quorum(quorum: int, voters: int) -> None:
    if not 1 <= quorum <= voters:
        raise UnusableMembersError(
            f"Số người tối thiểu là {quorum} nhưng có {voters} người được biểu quyết. "
            "Hãy sửa số người tối thiểu hoặc thành phần họp."
        )


def _free_seat(meeting: Meeting, role: MemberRole) -> None:
    if role in (MemberRole.CHAIR, MemberRole.SECRETARY) and meeting.members.filter(role=role).exists():
        raise UnusableMembersError(f"Cuộc họp đã có {role.label}. Hãy đổi vai trò ở dòng của người đó.")


def _voters(meeting: Meeting) -> int:
    return meeting.members.filter(has_vote=True).count()


def _votes(one: Called) -> bool:
    return one.has_vote and one.role != MemberRole.GUEST
