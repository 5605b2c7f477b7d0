"""While a meeting is held: who came, what was put to the vote, how the votes came out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.meetings.choices import Attendance, BallotManner, BallotOutcome, MajorityOf, MeetingState
from congtam.meetings.models import AgendaItem, Ballot, Meeting
from congtam.meetings.selectors import Turnout, is_carried, members_of, turnout
from congtam.meetings.services.keeping import SITTING, check_revision, locked, told
from congtam.values.refusal import RefusedError, said


class NoQuorumError(RefusedError):
    """Too few of those with a vote are there to decide."""


class UnusableBallotError(RefusedError):
    """A vote cannot be put, withdrawn or counted as asked."""


class ContradictoryCountError(RefusedError):
    """The numbers of a count cannot all be true."""


class UnusableAttendanceError(RefusedError):
    """The marks name somebody who was not called, or do not say why somebody is excused."""


class UnusableEndError(RefusedError):
    """The meeting cannot have ended then."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Whether somebody came, and why not."""

    attendance: Attendance
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is put to the vote: it passes with more than `numerator`/`denominator` of `majority_of` (with `is_at_least`, with that share itself)."""

    text: str
    manner: BallotManner = BallotManner.OPEN
    majority_of: MajorityOf = MajorityOf.ALL
    numerator: int = 1
    denominator: int = 2
    is_at_least: bool = False


@dataclass(frozen=True, kw_only=True)
class Count:
    """What was counted; the papers (`handed_out`, `collected`, `invalid`) are told of a secret ballot only."""

    in_favour: int
    against: int
    abstained: int
    handed_out: int | None = None
    collected: int | None = None
    invalid: int = 0


@transaction.atomic
def open_meeting(*, meeting_id: int, actor: User, at: datetime) -> Meeting:
    """Begin a meeting that was called."""
    meeting = locked(meeting_id, (MeetingState.CALLED,))
    meeting.state = MeetingState.OPEN
    meeting.save()
    told(meeting, "meetings.opened", actor=actor, at=at, state=str(meeting.state))
    return meeting


@transaction.atomic
def take_attendance(*, meeting_id: int, marks: Mapping[int, Mark], revision: int, actor: User, at: datetime) -> Turnout:
    """Write who came, by the member's id, and return the turnout; those not named stay as they are.

    Raises `WrittenMeanwhileError` when somebody wrote since `revision`, `UnusableAttendanceError` for an excuse without words.
    """
    meeting = locked(meeting_id, SITTING)
    check_revision(meeting, revision)
    members = members_of(meeting)
    changed = []
    for member in members:
        mark = marks.get(member.pk)
        if mark is None or (mark.attendance, mark.note.strip()) == (member.attendance, member.note):
            continue
        if mark.attendance == Attendance.EXCUSED and not mark.note.strip():
            raise UnusableAttendanceError(f"Hãy ghi lý do vắng của {member.person.full_name}.")
        member.attendance, member.note = mark.attendance, mark.note.strip()
        member.save()
        changed.append(f"{member.person.full_name}: {mark.attendance.label}")
    if changed:
        meeting.save()
        told(meeting, "meetings.attendance_taken", actor=actor, at=at, people=changed)
    return turnout(meeting.quorum, members)


@transaction.atomic
def put_to_vote(
    *, meeting_id: int, agenda_item_id: int | None, question: Question, actor: User, at: datetime
) -> Ballot:
    """Put a question to the vote. Raises `NoQuorumError` while too few are there, `UnusableBallotError` for a share that is none."""
    meeting = locked(meeting_id, (MeetingState.OPEN,))
    _check_quorum(meeting)
    if not 0 < question.numerator < question.denominator:
        raise UnusableBallotError("Tỷ lệ phải lớn hơn 0 và nhỏ hơn 1, ví dụ 1/2 hoặc 2/3.")
    item = None if agenda_item_id is None else AgendaItem.objects.filter(meeting=meeting, pk=agenda_item_id).first()
    if agenda_item_id is not None and item is None:
        raise UnusableBallotError("Nội dung này không còn trong chương trình họp. Hãy chọn nội dung khác.")
    ballot = Ballot.objects.create(
        meeting=meeting,
        agenda_item=item,
        question=said(question.text, "nội dung đưa ra biểu quyết", keeps_lines=True),
        manner=question.manner,
        majority_of=question.majority_of,
        numerator=question.numerator,
        denominator=question.denominator,
        is_at_least=question.is_at_least,
    )
    told(meeting, "meetings.put_to_vote", actor=actor, at=at, question=ballot.question)
    return ballot


@transaction.atomic
def withdraw_vote(*, ballot_id: int, actor: User, at: datetime) -> Meeting:
    """Take back a question that has not been counted."""
    meeting, ballot = _uncounted(ballot_id)
    question = ballot.question
    ballot.delete()
    told(meeting, "meetings.vote_withdrawn", actor=actor, at=at, question=question)
    return meeting


@transaction.atomic
def count_votes(*, ballot_id: int, count: Count, actor: User, at: datetime) -> Ballot:
    """Write what was counted and how the vote came out.

    Raises `NoQuorumError` while too few are there, `ContradictoryCountError` when the numbers cannot all be true, `UnusableBallotError` when
    it was counted before: a second count would hide the first.
    """
    meeting, ballot = _uncounted(ballot_id)
    there = _check_quorum(meeting)
    check_count(count, is_secret=ballot.manner == BallotManner.SECRET, present=there.present)
    if ballot.manner == BallotManner.SECRET:
        ballot.handed_out, ballot.collected, ballot.invalid = count.handed_out, count.collected, count.invalid
    ballot.in_favour, ballot.against, ballot.abstained = count.in_favour, count.against, count.abstained
    ballot.base = there.present if ballot.majority_of == MajorityOf.PRESENT else there.voters
    ballot.outcome = BallotOutcome.CARRIED if is_carried(ballot, ballot.base) else BallotOutcome.LOST
    ballot.counted_by, ballot.counted_at = actor, at
    ballot.save()
    told(meeting, "meetings.vote_counted", actor=actor, at=at, question=ballot.question, outcome=ballot.outcome.label)
    return ballot


def check_count(count: Count, *, is_secret: bool, present: int) -> None:
    """Raise `ContradictoryCountError`, in one sentence, unless the numbers can all be true with `present` people who have a vote."""
    votes = count.in_favour + count.against + count.abstained
    if min(count.in_favour, count.against, count.abstained, count.invalid) < 0:
        raise ContradictoryCountError("Số phiếu không thể nhỏ hơn 0.")
    if not is_secret:
        if votes > present:
            raise ContradictoryCountError(
                f"Tổng số ý kiến là {votes}, nhiều hơn {present} người có mặt được biểu quyết. Hãy đếm lại."
            )
        return
    if count.handed_out is None or count.collected is None:
        raise ContradictoryCountError("Bỏ phiếu kín cần cả số phiếu phát ra và số phiếu thu về.")
    if count.handed_out > present:
        raise ContradictoryCountError(
            f"Phát ra {count.handed_out} phiếu, nhiều hơn {present} người có mặt được biểu quyết. Hãy kiểm lại."
        )
    if not 0 <= count.collected <= count.handed_out:
        raise ContradictoryCountError(
            f"Thu về {count.collected} phiếu, nhiều hơn {count.handed_out} phiếu phát ra. Hãy kiểm lại."
        )
    valid = count.collected - count.invalid
    if valid < 0:
        raise ContradictoryCountError(
            f"Có {count.invalid} phiếu không hợp lệ, nhiều hơn {count.collected} phiếu thu về. Hãy kiểm lại."
        )
    if votes != valid:
        raise ContradictoryCountError(
            f"Tán thành, không tán thành và ý kiến khác cộng lại là {votes}, nhưng có {valid} phiếu hợp lệ "
            f"(thu về {count.collected}, không hợp lệ {count.invalid}). Hãy kiểm lại."
        )


@transaction.atomic
def close_meeting(*, meeting_id: int, ended_at: datetime, actor: User, at: datetime) -> Meeting:
    """End a meeting at the moment `ended_at`.

    Raises `UnusableAttendanceError` while somebody is neither present nor away, `UnusableBallotError` while a vote waits to be counted,
    `MeetingMovedError` unless it is being held, `UnusableEndError` when it would end before it began.
    """
    meeting = locked(meeting_id, (MeetingState.OPEN,))
    if unknown := meeting.members.filter(attendance=Attendance.UNKNOWN).select_related("person").first():
        raise UnusableAttendanceError(
            f"Chưa rõ {unknown.person.full_name} có mặt hay vắng. Hãy điểm danh đủ rồi kết thúc cuộc họp."
        )
    if waiting := meeting.ballots.filter(outcome=BallotOutcome.OPEN).first():
        raise UnusableBallotError(
            f"Còn nội dung chưa kiểm phiếu: “{waiting.question}”. Hãy kiểm phiếu hoặc bỏ nội dung đó rồi kết thúc."
        )
    if ended_at < meeting.starts_at:
        raise UnusableEndError("Giờ kết thúc trước giờ bắt đầu. Hãy sửa lại giờ kết thúc.")
    meeting.state, meeting.ended_at = MeetingState.CLOSED, ended_at
    meeting.save()
    told(meeting, "meetings.closed", actor=actor, at=at, state=str(meeting.state))
    return meeting


def _check_quorum(meeting: Meeting) -> Turnout:
    there = turnout(meeting.quorum, members_of(meeting))
    if not there.has_quorum:
        raise NoQuorumError(
            f"Chưa đủ người để biểu quyết: {there.present} người được biểu quyết có mặt, cần {there.quorum}. "
            "Hãy điểm danh đủ rồi làm lại."
        )
    return there


def _uncounted(ballot_id: int) -> tuple[Meeting, Ballot]:
    """Lock the meeting of a vote that has not been counted, and return both."""
    meeting_id = Ballot.objects.filter(pk=ballot_id).values_list("meeting", flat=True).first()
    meeting = None if meeting_id is None else locked(meeting_id, (MeetingState.OPEN,))
    # Looked at again under the lock: somebody may have counted or withdrawn it in between.
    ballot = Ballot.objects.filter(pk=ballot_id).first()
    if meeting is None or ballot is None:
        raise UnusableBallotError("Nội dung biểu quyết này vừa được bỏ. Hãy xem lại trang cuộc họp.")
    if ballot.outcome != BallotOutcome.OPEN:
        raise UnusableBallotError("Nội dung này đã kiểm phiếu. Kết quả kiểm phiếu không sửa được; hãy xem lại trang.")
    return meeting, ballot
