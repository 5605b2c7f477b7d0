"""Meetings: who may be called, when a vote counts, what stays once the minutes are signed."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.meetings import papers, selectors, services
from congtam.meetings.choices import (
    Attendance,
    BallotManner,
    BallotOutcome,
    ConclusionState,
    MajorityOf,
    MeetingKind,
    MeetingState,
    MemberRole,
)
from congtam.meetings.models import Ballot, Meeting
from congtam.meetings.services import Called, Count, Details, Line, Mark, Question
from congtam.notifications.models import Notification
from congtam.site.acts import changes, sentences
from tests.meetings.office import NOW, House, account, called, closed, house, opened, sign, signed

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def at() -> House:
    return house()


def put(at: House, meeting: Meeting, **question: Any) -> Ballot:
    asked = Question(**({"text": "Thông qua báo cáo"} | question))
    return services.put_to_vote(
        meeting_id=meeting.pk, agenda_item_id=None, question=asked, actor=account(at.clerk), at=LATER
    )


def counted(at: House, ballot: Ballot, **count: int) -> Ballot:
    return services.count_votes(ballot_id=ballot.pk, count=Count(**count), actor=account(at.clerk), at=LATER)


def words(data: bytes) -> str:
    """Everything a Word document says, tables too, in order enough."""
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_more_than_half_of_those_with_a_vote_are_needed_when_nobody_says_how_many(at: House) -> None:
    meeting = called(at)
    # Four have a vote; the clerk only keeps the minutes.
    assert meeting.quorum == 3
    assert meeting.agenda.count() == 2
    assert Act.objects.filter(code="meetings.called").count() == 1


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ([], "chủ trì"),
        ([MemberRole.CHAIR, MemberRole.CHAIR], "chủ trì"),
        ([MemberRole.CHAIR, MemberRole.SECRETARY, MemberRole.SECRETARY], "thư ký"),
    ],
)
def test_a_meeting_has_one_chair_and_at_most_one_secretary(at: House, members: list[MemberRole], message: str) -> None:
    seats = [Called(person_id=one.pk, role=role) for one, role in zip(at.everybody, members, strict=False)]
    details = Details(kind=MeetingKind.WEEKLY, title="Giao ban", starts_at=NOW)
    with pytest.raises(services.UnusableMembersError, match=message):
        services.call_meeting(unit=at.body, details=details, members=seats, actor=account(at.clerk), at=NOW)


def test_nobody_is_called_twice(at: House) -> None:
    meeting = called(at)
    with pytest.raises(services.UnusableMembersError, match="đã có trong thành phần"):
        services.call_member(
            meeting_id=meeting.pk,
            person_id=at.heads[0].pk,
            role=MemberRole.MEMBER,
            has_vote=True,
            actor=account(at.clerk),
            at=NOW,
        )


def test_a_guest_never_votes(at: House) -> None:
    meeting = called(at)
    guest = services.call_member(
        meeting_id=meeting.pk,
        person_id=at.specialist.pk,
        role=MemberRole.GUEST,
        has_vote=True,
        actor=account(at.clerk),
        at=NOW,
    )
    assert not guest.has_vote
    assert selectors.turnout(meeting.quorum, selectors.members_of(meeting)).voters == 4


def test_the_seat_of_the_chair_is_handed_on_and_never_empty(at: House) -> None:
    meeting = called(at)
    chair = meeting.members.get(role=MemberRole.CHAIR)
    other = meeting.members.get(person=at.heads[0])
    with pytest.raises(services.UnusableMembersError, match="phải có người chủ trì"):
        services.change_member(
            member_id=chair.pk, role=MemberRole.MEMBER, has_vote=True, actor=account(at.clerk), at=NOW
        )
    services.change_member(member_id=other.pk, role=MemberRole.CHAIR, has_vote=True, actor=account(at.clerk), at=NOW)
    chair.refresh_from_db()
    assert chair.role == MemberRole.MEMBER


def test_nobody_is_left_out_below_the_quorum(at: House) -> None:
    meeting = called(at, quorum=4)
    with pytest.raises(services.UnusableMembersError, match="tối thiểu là 4"):
        services.leave_out_member(member_id=meeting.members.get(person=at.heads[0]).pk, actor=account(at.clerk), at=NOW)
    assert meeting.members.count() == 5


def test_the_agenda_keeps_its_order_when_an_item_moves_up(at: House) -> None:
    meeting = called(at, agenda=["Một", "Hai", "Ba"])
    last = meeting.agenda.get(title="Ba")
    services.set_agenda_item(
        meeting_id=meeting.pk,
        item_id=last.pk,
        title="Ba",
        position=1,
        presenter_id=None,
        actor=account(at.clerk),
        at=NOW,
    )
    assert list(meeting.agenda.order_by("position").values_list("position", "title")) == [
        (1, "Ba"),
        (2, "Một"),
        (3, "Hai"),
    ]


def test_who_was_not_called_presents_nothing(at: House) -> None:
    meeting = called(at)
    with pytest.raises(services.UnusableAgendaError, match="chưa có trong thành phần"):
        services.set_agenda_item(
            meeting_id=meeting.pk,
            item_id=None,
            title="Đê điều",
            position=9,
            presenter_id=at.specialist.pk,
            actor=account(at.clerk),
            at=NOW,
        )


def test_an_excuse_needs_words(at: House) -> None:
    meeting = called(at)
    member = meeting.members.get(person=at.heads[0])
    with pytest.raises(services.UnusableAttendanceError, match="Phạm Văn Khoa"):
        services.take_attendance(
            meeting_id=meeting.pk,
            marks={member.pk: Mark(attendance=Attendance.EXCUSED)},
            revision=0,
            actor=account(at.clerk),
            at=NOW,
        )


def test_whoever_opened_the_page_earlier_does_not_write_over_the_others_marks(at: House) -> None:
    meeting = opened(at)
    mark = {meeting.members.get(person=at.heads[0]).pk: Mark(attendance=Attendance.ABSENT)}
    with pytest.raises(services.WrittenMeanwhileError):
        services.take_attendance(meeting_id=meeting.pk, marks=mark, revision=0, actor=account(at.director), at=LATER)
    assert meeting.members.filter(attendance=Attendance.PRESENT).count() == 5


def test_without_the_quorum_nothing_is_put_to_the_vote(at: House) -> None:
    meeting = opened(at, away=2)
    with pytest.raises(services.NoQuorumError, match="2 người được biểu quyết có mặt, cần 3"):
        put(at, meeting)


def test_without_the_quorum_nothing_is_counted_either(at: House) -> None:
    meeting = opened(at)
    ballot = put(at, meeting)
    gone = meeting.members.filter(person__in=[one.pk for one in at.heads[:2]])
    marks = {one.pk: Mark(attendance=Attendance.ABSENT) for one in gone}
    services.take_attendance(
        meeting_id=meeting.pk, marks=marks, revision=meeting.revision, actor=account(at.clerk), at=LATER
    )
    with pytest.raises(services.NoQuorumError):
        counted(at, ballot, in_favour=2, against=0, abstained=0)


@pytest.mark.parametrize(
    ("in_favour", "majority_of", "outcome"),
    [
        # Four have a vote, three came: two are more than half of three, and only half of four.
        (2, MajorityOf.PRESENT, BallotOutcome.CARRIED),
        (2, MajorityOf.ALL, BallotOutcome.LOST),
        (3, MajorityOf.ALL, BallotOutcome.CARRIED),
    ],
)
def test_half_is_not_more_than_half(at: House, in_favour: int, majority_of: str, outcome: str) -> None:
    meeting = opened(at, away=1)
    ballot = counted(at, put(at, meeting, majority_of=majority_of), in_favour=in_favour, against=0, abstained=0)
    assert ballot.outcome == outcome


def test_a_vote_is_explained_in_words(at: House) -> None:
    ballot = counted(at, put(at, opened(at)), in_favour=3, against=1, abstained=0)
    assert selectors.outcome_words(ballot) == "3/4 thành viên tán thành, quá 1/2 là 3: thông qua"
    assert selectors.share_words(ballot) == "quá 1/2 tổng số thành viên"


def test_two_thirds_themselves_are_enough_where_the_rule_says_at_least(at: House) -> None:
    meeting = opened(at, members=at.everybody[:3])
    ballot = put(at, meeting, numerator=2, denominator=3, is_at_least=True)
    assert counted(at, ballot, in_favour=2, against=1, abstained=0).outcome == BallotOutcome.CARRIED
    ballot = put(at, meeting, numerator=2, denominator=3)
    assert counted(at, ballot, in_favour=2, against=1, abstained=0).outcome == BallotOutcome.LOST


def test_a_vote_is_counted_once(at: House) -> None:
    ballot = counted(at, put(at, opened(at)), in_favour=3, against=1, abstained=0)
    with pytest.raises(services.UnusableBallotError, match="đã kiểm phiếu"):
        counted(at, ballot, in_favour=0, against=4, abstained=0)


@pytest.mark.parametrize(
    ("count", "message"),
    [
        ({"handed_out": 5, "collected": 4, "in_favour": 4}, "Phát ra 5 phiếu, nhiều hơn 4 người"),
        ({"handed_out": 4, "collected": 5, "in_favour": 5}, "Thu về 5 phiếu, nhiều hơn 4 phiếu phát ra"),
        ({"handed_out": 4, "collected": 3, "invalid": 4}, "4 phiếu không hợp lệ, nhiều hơn 3 phiếu thu về"),
        ({"handed_out": 4, "collected": 4, "invalid": 1, "in_favour": 4}, "cộng lại là 4, nhưng có 3 phiếu hợp lệ"),
        ({"in_favour": 4}, "số phiếu phát ra và số phiếu thu về"),
    ],
)
def test_papers_that_contradict_each_other_are_refused(at: House, count: dict[str, int], message: str) -> None:
    ballot = put(at, opened(at), manner=BallotManner.SECRET)
    with pytest.raises(services.ContradictoryCountError, match=message):
        counted(at, ballot, **({"in_favour": 0, "against": 0, "abstained": 0} | count))


def test_a_meeting_ends_only_when_everything_put_to_the_vote_is_counted(at: House) -> None:
    meeting = opened(at)
    ballot = put(at, meeting)
    with pytest.raises(services.UnusableBallotError, match="Thông qua báo cáo"):
        services.close_meeting(meeting_id=meeting.pk, ended_at=LATER, actor=account(at.clerk), at=LATER)
    services.withdraw_vote(ballot_id=ballot.pk, actor=account(at.clerk), at=LATER)
    ended = services.close_meeting(meeting_id=meeting.pk, ended_at=LATER, actor=account(at.clerk), at=LATER)
    assert ended.state == MeetingState.CLOSED


def test_a_meeting_that_is_not_held_says_why(at: House) -> None:
    meeting = called(at)
    with pytest.raises(services.UnreasonedError):
        services.cancel_meeting(meeting_id=meeting.pk, reason="  ", actor=account(at.clerk), at=NOW)
    assert (
        services.cancel_meeting(meeting_id=meeting.pk, reason="Bão", actor=account(at.clerk), at=NOW).state
        == MeetingState.CANCELLED
    )
    with pytest.raises(services.MeetingMovedError, match="không họp"):
        services.open_meeting(meeting_id=meeting.pk, actor=account(at.clerk), at=NOW)


def test_a_conclusion_that_gives_work_names_who_answers_for_it(at: House) -> None:
    meeting = closed(at)
    with pytest.raises(services.UnusableConclusionError, match="đơn vị chủ trì hoặc người"):
        services.conclude(meeting_id=meeting.pk, line=Line(text="Rà soát đê"), actor=account(at.clerk), at=LATER)
    with pytest.raises(services.UnusableConclusionError, match="từ ngày họp"):
        services.conclude(
            meeting_id=meeting.pk,
            line=Line(text="Rà soát đê", unit_id=at.divisions[2].pk, due_date=date(2026, 3, 1)),
            actor=account(at.clerk),
            at=LATER,
        )


def test_where_only_a_person_is_named_his_unit_answers(at: House) -> None:
    meeting = closed(at, Line(text="Rà soát đê", person_id=at.heads[2].pk))
    assert meeting.conclusions.get().unit == at.divisions[2]


def test_an_agreement_is_done_when_it_is_written(at: House) -> None:
    meeting = closed(at, Line(text="Thống nhất dự thảo", is_work=False))
    assert meeting.conclusions.get().state == ConclusionState.DONE


def test_conclusions_move_up_when_one_before_them_is_left_out(at: House) -> None:
    meeting = closed(at, *(Line(text=text, is_work=False) for text in ("Một", "Hai", "Ba")))
    services.leave_out_conclusion(
        conclusion_id=meeting.conclusions.get(text="Một").pk, actor=account(at.clerk), at=LATER
    )
    assert list(meeting.conclusions.order_by("position").values_list("position", "text")) == [(1, "Hai"), (2, "Ba")]


def test_empty_minutes_are_not_signed(at: House) -> None:
    meeting = closed(at)
    with pytest.raises(services.UnfinishedMinutesError, match="chưa có diễn biến"):
        services.sign_minutes(meeting_id=meeting.pk, actor=account(at.director), at=LATER)


def test_minutes_need_both_chair_and_secretary_in_either_order(at: House) -> None:
    for first, second in ((at.director, at.clerk), (at.clerk, at.director)):
        meeting = closed(at, Line(text="Thống nhất", is_work=False))
        meeting = services.sign_minutes(meeting_id=meeting.pk, actor=account(first), at=LATER)
        assert (meeting.state, meeting.minutes) == (MeetingState.SIGNING, None)
        assert Notification.objects.filter(user=account(second), code="meetings.signed").exists()
        with pytest.raises(services.SignedAlreadyError, match="Bạn đã ký lúc"):
            services.sign_minutes(meeting_id=meeting.pk, actor=account(first), at=LATER)
        meeting = services.sign_minutes(meeting_id=meeting.pk, actor=account(second), at=LATER)
        assert meeting.state == MeetingState.SIGNED
        assert meeting.minutes
        assert words(meeting.minutes.path.read()).count("Đã ký trên hệ thống") == 2


def test_the_first_signature_freezes_what_the_minutes_say(at: House) -> None:
    meeting = closed(at, Line(text="Thống nhất", is_work=False))
    services.sign_minutes(meeting_id=meeting.pk, actor=account(at.clerk), at=LATER)
    with pytest.raises(services.MeetingMovedError, match="đang ký biên bản"):
        services.write_proceedings(
            meeting_id=meeting.pk, text="Khác", revision=meeting.revision, actor=account(at.director), at=LATER
        )
    with pytest.raises(services.MeetingMovedError):
        services.leave_out_conclusion(conclusion_id=meeting.conclusions.get().pk, actor=account(at.director), at=LATER)


def test_nobody_signs_for_the_chair_or_the_secretary(at: House) -> None:
    meeting = closed(at, Line(text="Thống nhất", is_work=False))
    with pytest.raises(services.NotSignerError, match="chủ trì Hoàng Minh Sơn và thư ký Phan Văn Út tự ký"):
        services.sign_minutes(meeting_id=meeting.pk, actor=account(at.heads[0]), at=LATER)
    assert not meeting.signatures.exists()


def test_a_secretary_without_an_account_signs_by_hand(at: House) -> None:
    meeting = closed(at, Line(text="Thống nhất", is_work=False))
    User.objects.filter(pk=account(at.clerk).pk).update(is_active=False)
    meeting = services.sign_minutes(meeting_id=meeting.pk, actor=account(at.director), at=LATER)
    assert meeting.state == MeetingState.SIGNED
    assert meeting.minutes
    assert words(meeting.minutes.path.read()).count("Đã ký trên hệ thống") == 1


@pytest.mark.parametrize("kind", [MeetingKind.CELL, MeetingKind.COMMITTEE])
def test_papers_of_a_party_meeting_bear_the_partys_name(at: House, kind: MeetingKind) -> None:
    meeting = signed(at, Line(text="Thống nhất", is_work=False), kind=kind)
    for data in (papers.minutes_document(meeting), papers.notice_document(meeting)):
        head = [cell.text for cell in Document(BytesIO(data)).tables[0].rows[0].cells]
        assert "ĐẢNG CỘNG SẢN VIỆT NAM" in head[1]
        assert "*" in head[0].splitlines()
        assert "CỘNG HÒA" not in words(data)
        assert "Độc lập" not in words(data)
    assert "Số …-BB/…" in words(papers.minutes_document(meeting))


def test_papers_of_any_other_meeting_bear_the_national_title(at: House) -> None:
    data = papers.minutes_document(signed(at, Line(text="Thống nhất", is_work=False)))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words(data)
    assert "ĐẢNG CỘNG SẢN" not in words(data)


def test_signed_minutes_stay_as_they_were_signed(at: House) -> None:
    meeting = signed(at, Line(text="Thống nhất dự thảo", is_work=False))
    with pytest.raises(services.MeetingMovedError, match="đã ký biên bản"):
        services.write_proceedings(
            meeting_id=meeting.pk, text="Khác", revision=meeting.revision, actor=account(at.clerk), at=LATER
        )
    with pytest.raises(services.MeetingMovedError):
        services.conclude(
            meeting_id=meeting.pk, line=Line(text="Thêm", is_work=False), actor=account(at.clerk), at=LATER
        )
    assert meeting.minutes
    before = meeting.minutes.path.read()
    services.correct_minutes(
        meeting_id=meeting.pk, text="Mục 1: 12 hộ, không phải 21", reason="Gõ nhầm", actor=account(at.clerk), at=LATER
    )
    meeting.minutes.path.seek(0)
    assert meeting.minutes.path.read() == before
    assert "12 hộ" not in words(before)
    assert "12 hộ" in words(papers.minutes_document(meeting))


def test_the_minutes_open_again_and_tell_the_whole_meeting(at: House) -> None:
    meeting = opened(at, away=1, title="Giao ban tuần 11")
    ballot = put(at, meeting, manner=BallotManner.SECRET, text="Đề nghị khen thưởng")
    counted(at, ballot, handed_out=3, collected=3, invalid=0, in_favour=3, against=0, abstained=0)
    line = Line(text="Rà soát 14 cống", unit_id=at.divisions[2].pk, due_date=date(2026, 3, 20), output="Báo cáo")
    services.conclude(meeting_id=meeting.pk, line=line, actor=account(at.clerk), at=LATER)
    services.close_meeting(meeting_id=meeting.pk, ended_at=LATER, actor=account(at.clerk), at=LATER)
    meeting = sign(meeting, at, LATER)
    assert meeting.minutes
    told = words(meeting.minutes.path.read())
    for part in (
        "BIÊN BẢN",
        "Giao ban tuần 11",
        "SỞ THUỶ LỢI TỈNH SÔNG LAM",
        "Vắng có lý do: Đi công tác",
        "phát ra 3 phiếu, thu về 3",
        "3/4 thành viên tán thành, quá 1/2 là 3: thông qua",
        "Rà soát 14 cống",
        "Phòng Đê điều",
        "20/03/2026",
        "THƯ KÝ",
        "CHỦ TRÌ",
        "Hoàng Minh Sơn",
        "Phan Văn Út",
        "Đã ký trên hệ thống",
    ):
        assert part.casefold() in told.casefold(), part
    notice = words(papers.notice_document(meeting))
    assert "Rà soát 14 cống" in notice
    assert "giao ban tuần 11" in notice


def test_what_was_concluded_and_is_not_done_opens_the_next_meeting(at: House) -> None:
    first = signed(
        at,
        Line(text="Rà soát cống", unit_id=at.divisions[2].pk, due_date=date(2026, 3, 12)),
        Line(text="Soạn báo cáo", unit_id=at.divisions[0].pk),
        Line(text="Thống nhất lịch trực", is_work=False),
    )
    done = first.conclusions.get(text="Soạn báo cáo")
    services.conclusion_done(conclusion_id=done.pk, on=date(2026, 3, 11), actor=None, at=LATER)
    second = called(at, when=NOW + timedelta(days=7))
    assert [one.text for one in selectors.carried_over(second)] == ["Rà soát cống"]
    assert second.previous == first
    # Finished after the second began: its page still tells what it was opened with.
    waiting = first.conclusions.get(text="Rà soát cống")
    services.conclusion_done(conclusion_id=waiting.pk, on=date(2026, 3, 18), actor=None, at=LATER)
    assert [one.text for one in selectors.carried_over(second)] == ["Rà soát cống"]
    assert not selectors.carried_over(called(at, when=NOW + timedelta(days=14))).exists()


def test_units_answer_for_what_names_them(at: House) -> None:
    meeting = signed(at, Line(text="Rà soát cống", unit_id=at.divisions[2].pk))
    on = NOW.date()
    assert selectors.open_conclusions(frozenset({at.divisions[2].pk}), on).get().meeting == meeting
    assert not selectors.open_conclusions(frozenset({at.divisions[0].pk}), on).exists()
    assert not selectors.open_conclusions(frozenset({at.divisions[2].pk}), on - timedelta(days=1)).exists()


def test_a_conclusion_that_was_dropped_says_why_and_stays_dropped(at: House) -> None:
    meeting = signed(at, Line(text="Rà soát cống", unit_id=at.divisions[2].pk))
    one = meeting.conclusions.get()
    with pytest.raises(services.UnreasonedError):
        services.drop_conclusion(conclusion_id=one.pk, reason="", on=NOW.date(), actor=account(at.clerk), at=LATER)
    services.drop_conclusion(
        conclusion_id=one.pk, reason="Đã giao xã", on=NOW.date(), actor=account(at.clerk), at=LATER
    )
    services.conclusion_done(conclusion_id=one.pk, on=NOW.date(), actor=None, at=LATER)
    one.refresh_from_db()
    assert one.state == ConclusionState.DROPPED
    with pytest.raises(services.MeetingMovedError, match="không thực hiện nữa"):
        services.finish_conclusion(conclusion_id=one.pk, on=NOW.date(), actor=account(at.clerk), at=LATER)


def test_what_is_not_signed_yet_is_neither_finished_nor_dropped(at: House) -> None:
    meeting = closed(at, Line(text="Rà soát cống", unit_id=at.divisions[2].pk))
    one = meeting.conclusions.get()
    with pytest.raises(services.MeetingMovedError, match="Hãy ký biên bản trước"):
        services.finish_conclusion(conclusion_id=one.pk, on=NOW.date(), actor=account(at.clerk), at=LATER)


def test_everything_done_at_a_meeting_is_told_in_words(at: House) -> None:
    meeting = opened(at)
    counted(at, put(at, meeting), in_favour=3, against=1, abstained=0)
    told = Act.objects.get(code="meetings.vote_counted")
    assert {name: new for name, _, new in changes(told)}["kết quả"] == "thông qua"
    assert all(act.code in sentences() for act in Act.objects.filter(code__startswith="meetings."))
