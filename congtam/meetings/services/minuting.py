"""What a meeting leaves: proceedings, conclusions, minutes that are signed and then stay as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localtime

from congtam.accounts.models import User
from congtam.documents.services import store_bytes
from congtam.meetings import papers
from congtam.meetings.choices import ConclusionState, MeetingState
from congtam.meetings.models import AgendaItem, Conclusion, Meeting, MeetingMember, MinutesNote, MinutesSignature
from congtam.meetings.selectors import day_of
from congtam.meetings.services.keeping import WRITING, check_revision, locked, told
from congtam.notifications.services import notify
from congtam.personnel.models import Appointment
from congtam.values.known import given
from congtam.values.refusal import RefusedError, said


class UnusableConclusionError(RefusedError):
    """A conclusion names nobody who answers for it, or a day before the meeting."""


class UnfinishedMinutesError(RefusedError):
    """Something the minutes must tell is missing."""


class NotSignerError(RefusedError):
    """Only chair and secretary sign minutes, each for himself."""


class SignedAlreadyError(RefusedError):
    """Nobody signs the same minutes twice."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One conclusion: with `is_work` somebody answers for it (a unit, a person or both) until `due_date`, if there is one."""

    text: str
    is_work: bool = True
    unit_id: int | None = None
    person_id: int | None = None
    due_date: date | None = None
    output: str = ""
    agenda_item_id: int | None = None


@transaction.atomic
def write_proceedings(*, meeting_id: int, text: str, revision: int, actor: User, at: datetime) -> Meeting:
    """Write what happened, in the place of what was written; raise `WrittenMeanwhileError` when somebody wrote since `revision`."""
    meeting = locked(meeting_id, WRITING)
    check_revision(meeting, revision)
    meeting.proceedings = text.strip()
    meeting.save()
    told(meeting, "meetings.proceedings_written", actor=actor, at=at)
    return meeting


@transaction.atomic
def conclude(*, meeting_id: int, line: Line, actor: User, at: datetime) -> Conclusion:
    """Add a conclusion after the others. Raises `UnusableConclusionError`, or `UnreasonedError` for an empty one."""
    meeting = locked(meeting_id, WRITING)
    last = meeting.conclusions.aggregate(last=Max("position"))["last"] or 0
    conclusion = Conclusion(meeting=meeting, position=last + 1, written_by=actor, written_at=at)
    _write(conclusion, meeting, line)
    told(meeting, "meetings.concluded", actor=actor, at=at, text=conclusion.text)
    return conclusion


@transaction.atomic
def change_conclusion(*, conclusion_id: int, line: Line, actor: User, at: datetime) -> Conclusion:
    """Write a conclusion anew while the minutes are not signed."""
    meeting, conclusion = _unsigned(conclusion_id)
    before = conclusion.text
    _write(conclusion, meeting, line)
    told(meeting, "meetings.conclusion_changed", actor=actor, at=at, reason=before, text=conclusion.text)
    return conclusion


@transaction.atomic
def leave_out_conclusion(*, conclusion_id: int, actor: User, at: datetime) -> Meeting:
    """Take out a conclusion while the minutes are not signed; those after it move up."""
    meeting, conclusion = _unsigned(conclusion_id)
    text = conclusion.text
    conclusion.delete()
    for number, one in enumerate(meeting.conclusions.order_by("position"), start=1):
        if one.position != number:
            one.position = number
            one.save(update_fields=["position"])
    told(meeting, "meetings.conclusion_left_out", actor=actor, at=at, text=text)
    return meeting


@transaction.atomic
def sign_minutes(*, meeting_id: int, actor: User, at: datetime) -> Meeting:
    """Sign the minutes, as chair or as secretary, in whichever order: from the first signature on nothing of the meeting changes, and with the
    last one they are made into a document.

    Whoever of the two cannot sign in is not waited for: the paper leaves the place for his hand. Where neither can, whoever keeps the meeting
    closes the minutes so. Raises `NotSignerError` for anybody else, `SignedAlreadyError` for a second time, `UnfinishedMinutesError` while
    neither proceedings nor conclusions are written.
    """
    meeting = locked(meeting_id, (MeetingState.CLOSED, MeetingState.SIGNING))
    if not meeting.proceedings and not meeting.conclusions.exists():
        raise UnfinishedMinutesError(
            "Biên bản chưa có diễn biến, cũng chưa có kết luận. Hãy ghi ít nhất một phần rồi ký."
        )
    seats = list(meeting.members.signing().select_related("person__user").order_by("role"))
    done = {one.role for one in meeting.signatures.all()}
    if seats:
        own = _own_seat(meeting, seats, actor)
        MinutesSignature.objects.create(meeting=meeting, role=own.role, person=own.person, by=actor, at=at)
        told(meeting, "meetings.signed", actor=actor, at=at, role=own.role)
        if waiting := [one for one in seats if one.role not in done | {own.role}]:
            meeting.state = MeetingState.SIGNING
            meeting.save()
            _ask_to_sign(meeting, waiting, at)
            return meeting
    meeting.state, meeting.signed_at, meeting.signed_by = MeetingState.SIGNED, at, actor
    meeting.minutes = store_bytes(
        name=papers.minutes_name(meeting), data=papers.minutes_document(meeting), actor=actor, at=at
    )
    meeting.save()
    told(
        meeting,
        "meetings.minutes_complete",
        actor=actor,
        at=at,
        state=str(meeting.state),
        digest=meeting.minutes.digest,
    )
    return meeting


def _own_seat(meeting: Meeting, seats: Sequence[MeetingMember], actor: User) -> MeetingMember:
    own = next((one for one in seats if one.person.user_id == actor.pk), None)
    if own is None:
        names = " và ".join(f"{one.get_role_display()} {one.person.full_name}" for one in seats)
        raise NotSignerError(f"Biên bản này do {names} tự ký. Hãy nhắc người ký mở trang cuộc họp.")
    before = meeting.signatures.filter(role=own.role).first()
    if before is not None:
        raise SignedAlreadyError(f"Bạn đã ký lúc {localtime(before.at):%H:%M %d/%m/%Y}; biên bản chờ người còn lại ký.")
    return own


def _ask_to_sign(meeting: Meeting, waiting: Sequence[MeetingMember], at: datetime) -> None:
    notify(
        to=[given(one.person.user) for one in waiting],
        code="meetings.signed",
        about=meeting,
        words=f"Biên bản chờ bạn ký: {meeting.title}",
        url=reverse("meetings:meeting", args=[meeting.pk]),
        at=at,
    )


@transaction.atomic
def correct_minutes(*, meeting_id: int, text: str, reason: str, actor: User, at: datetime) -> MinutesNote:
    """Add a correction to signed minutes, with why; the minutes themselves stay as they were signed."""
    meeting = locked(meeting_id, (MeetingState.SIGNED,))
    note = MinutesNote.objects.create(
        meeting=meeting,
        text=said(text, "nội dung đính chính", keeps_lines=True),
        reason=said(reason, "vì sao đính chính"),
        by=actor,
        at=at,
    )
    told(meeting, "meetings.corrected", actor=actor, at=at, reason=note.reason, text=note.text)
    return note


def _unsigned(conclusion_id: int) -> tuple[Meeting, Conclusion]:
    """Lock the meeting of a conclusion whose minutes are not signed, and return both as they are under the lock."""
    meeting_id = Conclusion.objects.filter(pk=conclusion_id).values_list("meeting", flat=True).first()
    meeting = None if meeting_id is None else locked(meeting_id, WRITING)
    conclusion = Conclusion.objects.filter(pk=conclusion_id).first()
    if meeting is None or conclusion is None:
        raise UnusableConclusionError("Dòng kết luận này vừa được bỏ. Hãy xem lại trang cuộc họp.")
    return meeting, conclusion


def _write(conclusion: Conclusion, meeting: Meeting, line: Line) -> None:
    held = day_of(meeting)
    if line.is_work and line.unit_id is None and line.person_id is None:
        raise UnusableConclusionError("Hãy chọn đơn vị chủ trì hoặc người chịu trách nhiệm.")
    if line.due_date is not None and line.due_date < held:
        raise UnusableConclusionError(f"Hạn phải từ ngày họp ({held:%d/%m/%Y}) trở đi. Hãy sửa lại hạn.")
    item = AgendaItem.objects.filter(meeting=meeting, pk=line.agenda_item_id or 0).first()
    conclusion.agenda_item = item
    conclusion.text = said(line.text, "nội dung kết luận", keeps_lines=True)
    conclusion.is_work = line.is_work
    conclusion.unit_id, conclusion.person_id = _answering(line, held) if line.is_work else (None, None)
    conclusion.due_date, conclusion.output = (line.due_date, line.output.strip()) if line.is_work else (None, "")
    # A decision or an agreement asks nobody for anything: it holds from the day it was made.
    conclusion.state = ConclusionState.OPEN if line.is_work else ConclusionState.DONE
    conclusion.done_date = None if line.is_work else held
    conclusion.save()


def _answering(line: Line, held: date) -> tuple[int | None, int | None]:
    """Return unit and person who answer for a conclusion; where only a person is named, his unit on the day of the meeting reports for him."""
    if line.unit_id is not None or line.person_id is None:
        return line.unit_id, line.person_id
    post = Appointment.objects.on(held).filter(person=line.person_id, is_primary=True).first()
    return post.unit_id if post else None, line.person_id
