"""What each person finds on the pages of meetings, and what the server refuses."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from congtam.meetings.choices import Attendance, BallotOutcome, ConclusionState, MeetingState, MemberRole
from congtam.meetings.models import Ballot, Conclusion, Meeting
from congtam.meetings.services import Line
from congtam.notifications.models import Notification
from congtam.personnel.models import Person
from congtam.planning.models import WorkItem
from congtam.planning.services.work import confirm_done, report_done
from tests.meetings.office import NOW, House, account, called, closed, house, opened, signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def at() -> House:
    return house()


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(account(who))
    return client


def read(who: Person, name: str, *keys: int, query: str = "") -> str:
    answer = signed_in(who).get(reverse(name, args=keys) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_office_calls_a_briefing_and_those_called_are_told(at: House) -> None:
    offered = read(at.clerk, "meetings:call")
    assert "Hoàng Minh Sơn, Giám đốc" in offered
    answer = signed_in(at.clerk).post(
        reverse("meetings:call") + f"?don_vi={at.body.pk}&loai=weekly",
        {
            "title": "Giao ban tuần 11",
            "starts_at": "2026-03-16T08:00",
            "place": "Phòng họp 1",
            "chair": at.director.pk,
            "secretary": at.clerk.pk,
            "members": [at.director.pk, *(one.pk for one in at.heads)],
            "agenda": "Kết quả tuần\n\nViệc tuần tới\n",
        },
    )
    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == reverse("meetings:meeting", args=[meeting.pk])
    assert meeting.quorum == 3
    assert list(meeting.agenda.values_list("title", flat=True)) == ["Kết quả tuần", "Việc tuần tới"]
    assert not meeting.members.get(role=MemberRole.SECRETARY).has_vote
    told = Notification.objects.filter(code="meetings.called")
    assert set(told.values_list("user__full_name", flat=True)) == {one.full_name for one in at.everybody}


def test_the_next_briefing_is_offered_the_seats_of_the_last_and_what_it_left_open(at: House) -> None:
    signed(at, Line(text="Rà soát 14 cống", unit_id=at.divisions[2].pk))
    page = read(at.clerk, "meetings:call", query=f"?don_vi={at.body.pk}&loai=weekly")
    assert "Rà soát 14 cống" in page
    assert 'value="2026-03-16T08:00"' in page
    assert f'<option value="{at.director.pk}" selected>' in page


def test_a_form_that_cannot_hold_a_meeting_says_so_and_keeps_what_was_typed(at: House) -> None:
    data = {"title": "Giao ban", "starts_at": "2026-03-16T08:00", "chair": at.director.pk, "quorum": 9}
    answer = signed_in(at.clerk).post(reverse("meetings:call") + f"?don_vi={at.body.pk}&loai=weekly", data)
    assert answer.status_code == 422
    assert "tối thiểu là 9 nhưng có 1 người" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_members_see_their_meetings_and_others_do_not(at: House) -> None:
    meeting = called(at)
    assert "Giao ban đầu tuần" in read(at.heads[0], "meetings:meeting", meeting.pk)
    assert "Giao ban đầu tuần" in read(at.heads[0], "meetings:meetings")
    assert "Giao ban đầu tuần" not in read(at.specialist, "meetings:meetings")
    for name in ("meeting", "minutes", "notice", "attendance", "conclusions"):
        address = reverse(f"meetings:{name}", args=[meeting.pk])
        assert signed_in(at.specialist).get(address).status_code == 404


def test_a_member_reads_and_leads_nothing(at: House) -> None:
    meeting = opened(at)
    page = read(at.heads[0], "meetings:meeting", meeting.pk)
    assert "Kết thúc cuộc họp" not in page
    for name in ("attendance", "vote", "conclusions", "close", "members", "agenda", "proceedings"):
        address = reverse(f"meetings:{name}", args=[meeting.pk])
        assert signed_in(at.heads[0]).get(address).status_code == 403
        assert signed_in(at.heads[0]).post(address, {}).status_code == 403


def test_a_secretary_from_another_office_leads_this_meeting_only(at: House) -> None:
    meeting, other = opened(at), called(at, title="Họp khác")
    seat = meeting.members.get(role=MemberRole.SECRETARY)
    seat.person = at.specialist
    seat.save()
    assert "Điểm danh" in read(at.specialist, "meetings:attendance", meeting.pk)
    assert signed_in(at.specialist).get(reverse("meetings:meeting", args=[other.pk])).status_code == 404


def test_those_left_unmarked_are_present_at_one_click(at: House) -> None:
    meeting = called(at)
    away = meeting.members.get(person=at.heads[2])
    marks = {f"came_{one.pk}": Attendance.UNKNOWN.value for one in meeting.members.all()}
    marks |= {f"came_{away.pk}": "excused", f"note_{away.pk}": "Đi học", "revision": "0", "moi": "co-mat"}
    answer = signed_in(at.clerk).post(reverse("meetings:attendance", args=[meeting.pk]), marks, follow=True)
    assert "có mặt 3/4 người được biểu quyết, cần 3. Đủ điều kiện biểu quyết." in answer.content.decode()


def test_a_vote_from_question_to_outcome(at: House) -> None:
    meeting = opened(at)
    item = meeting.agenda.get(position=1)
    client = signed_in(at.clerk)
    question = {"agenda_item": item.pk, "text": "Khen thưởng", "manner": "secret", "share": "2/3", "majority_of": "all"}
    client.post(reverse("meetings:vote", args=[meeting.pk]), question)
    ballot = Ballot.objects.get()
    wrong = {"handed_out": 4, "collected": 4, "invalid": 0, "in_favour": 4, "against": 1, "abstained": 0}
    answer = client.post(reverse("meetings:count", args=[ballot.pk]), wrong)
    assert answer.status_code == 422
    assert "cộng lại là 5, nhưng có 4 phiếu hợp lệ" in answer.content.decode()
    client.post(reverse("meetings:count", args=[ballot.pk]), wrong | {"in_favour": 3})
    ballot.refresh_from_db()
    assert ballot.outcome == BallotOutcome.CARRIED
    assert "3/4 thành viên tán thành, đủ 2/3 là 3: thông qua" in read(at.heads[0], "meetings:meeting", meeting.pk)


def test_conclusions_are_written_line_by_line_and_mended(at: House) -> None:
    meeting = closed(at)
    client, address = signed_in(at.clerk), reverse("meetings:conclusions", args=[meeting.pk])
    line = {"text": "Rà soát cống", "is_work": "on", "unit": at.divisions[2].pk, "due_date": "2026-03-20"}
    client.post(address, line)
    client.post(address, {"text": "Thống nhất lịch trực"})
    one = Conclusion.objects.get(position=1)
    client.post(f"{address}?dong={one.pk}", line | {"text": "Rà soát 14 cống"})
    assert list(meeting.conclusions.order_by("position").values_list("text", "is_work")) == [
        ("Rà soát 14 cống", True),
        ("Thống nhất lịch trực", False),
    ]
    answer = client.post(address, line | {"unit": "", "text": "Không ai"})
    assert answer.status_code == 422
    assert "Hãy chọn đơn vị chủ trì hoặc người chịu trách nhiệm" in answer.content.decode()


def test_conclusions_become_work_and_are_done_when_the_work_is(at: House) -> None:
    meeting = signed(
        at,
        Line(text="Rà soát cống", unit_id=at.divisions[2].pk, output="Báo cáo"),
        Line(text="Soạn kế hoạch", person_id=at.heads[0].pk),
        Line(text="Thống nhất", is_work=False),
    )
    first = meeting.conclusions.get(position=1)
    client = signed_in(at.clerk)
    client.post(reverse("conclusion_to_work", args=[first.pk]))
    work = WorkItem.objects.get()
    assert (work.title, work.body, work.lead_unit, work.output) == ("Rà soát cống", at.body, at.divisions[2], "Báo cáo")
    again = client.post(reverse("conclusion_to_work", args=[first.pk]), follow=True)
    assert "đã được giao việc" in again.content.decode()
    client.post(reverse("conclusions_to_work", args=[meeting.pk]))
    assert WorkItem.objects.count() == 2
    page = read(at.heads[2], "meetings:meeting", meeting.pk)
    assert f"Nhiệm vụ số {work.pk}" in page
    # The way back is there for those who may open the meeting.
    back = reverse("meetings:meeting", args=[meeting.pk])
    assert back in read(at.heads[2], "work:one", work.pk)
    assert back not in read(at.specialist, "work:one", work.pk)
    report_done(work_id=work.pk, document="12/BC", actor=account(at.heads[2]), at=NOW)
    confirm_done(work_id=work.pk, actor=account(at.clerk), at=NOW)
    first.refresh_from_db()
    assert first.state == ConclusionState.DONE


def test_work_is_given_only_by_conclusions_nobody_can_still_change(at: House) -> None:
    meeting = closed(at, Line(text="Rà soát cống", unit_id=at.divisions[2].pk))
    address = reverse("conclusions_to_work", args=[meeting.pk])
    answer = signed_in(at.clerk).post(address, follow=True)
    assert "Hãy ký biên bản trước" in answer.content.decode()
    assert signed_in(at.heads[2]).post(address).status_code == 403
    assert signed_in(at.specialist).post(address).status_code == 404
    assert not WorkItem.objects.exists()


def test_what_was_finished_without_work_is_ended_by_hand(at: House) -> None:
    meeting = signed(
        at, Line(text="Rà soát cống", unit_id=at.divisions[2].pk), Line(text="Bỏ", unit_id=at.divisions[1].pk)
    )
    done, dropped = meeting.conclusions.order_by("position")
    client = signed_in(at.clerk)
    client.post(reverse("meetings:finish_conclusion", args=[done.pk]))
    client.post(reverse("meetings:drop_conclusion", args=[dropped.pk]), {"reason": "Đã giao xã"})
    assert set(meeting.conclusions.values_list("state", flat=True)) == {ConclusionState.DONE, ConclusionState.DROPPED}
    assert "Đã giao xã" in read(at.clerk, "meetings:meeting", meeting.pk)


def test_minutes_are_signed_corrected_and_taken_home(at: House) -> None:
    meeting = closed(at, Line(text="Thống nhất", is_work=False))
    director = signed_in(at.director)
    director.post(reverse("meetings:sign", args=[meeting.pk]))
    assert "Biên bản đã có chữ ký đầu tiên" in read(at.heads[0], "meetings:meeting", meeting.pk)
    signed_in(at.clerk).post(reverse("meetings:sign", args=[meeting.pk]))
    note = {"text": "12 hộ", "reason": "Gõ nhầm"}
    director.post(reverse("meetings:correct", args=[meeting.pk]), note)
    page = read(at.heads[0], "meetings:meeting", meeting.pk)
    assert "Biên bản đã ký" in page
    assert "Gõ nhầm" in page
    for address in ("?", "?dinh-chinh"):
        answer: Any = signed_in(at.heads[0]).get(reverse("meetings:minutes", args=[meeting.pk]) + address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert body.startswith(b"PK")
    notice = signed_in(at.heads[0]).get(reverse("meetings:notice", args=[meeting.pk]))
    assert notice.content.startswith(b"PK")


def test_a_meeting_moves_on_only_from_where_it_stands(at: House) -> None:
    meeting = called(at)
    client = signed_in(at.clerk)
    answer = client.post(reverse("meetings:close", args=[meeting.pk]), {"ended_at": "2026-03-09T10:00"})
    assert answer.status_code == 422
    assert "hiện “đã triệu tập”" in answer.content.decode()
    client.post(reverse("meetings:cancel", args=[meeting.pk]), {"reason": "Bão số 4"})
    answer = client.post(reverse("meetings:open", args=[meeting.pk]), follow=True)
    assert "hiện “không họp”" in answer.content.decode()
    assert "Bão số 4" in read(at.heads[0], "meetings:meeting", meeting.pk)


def test_people_are_looked_for_and_called_one_by_one(at: House) -> None:
    meeting = called(at)
    page = read(at.clerk, "meetings:members", meeting.pk, query="?tim_nguoi=dat")
    assert "Trần Văn Đạt" in page
    client, address = signed_in(at.clerk), reverse("meetings:members", args=[meeting.pk])
    client.post(address, {"person": at.specialist.pk, "role": "guest"})
    seat = meeting.members.get(person=at.specialist)
    client.post(reverse("meetings:member", args=[seat.pk]), {"role": "member", "has_vote": "on"})
    seat.refresh_from_db()
    assert seat.has_vote
    client.post(reverse("meetings:leave_out_member", args=[seat.pk]))
    assert not meeting.members.filter(person=at.specialist).exists()
    assert client.post(address, {"person": 987654, "role": "guest"}).status_code == 404


def test_the_agenda_is_written_mended_and_spoken_to(at: House) -> None:
    meeting = called(at)
    client, address = signed_in(at.clerk), reverse("meetings:agenda", args=[meeting.pk])
    client.post(address, {"title": "Đê điều", "position": "1", "presenter": at.heads[2].pk})
    first = meeting.agenda.get(position=1)
    assert (first.title, first.presenter) == ("Đê điều", at.heads[2])
    client.post(f"{address}?muc={first.pk}", {"title": "Đê điều, hồ chứa", "position": "3"})
    assert meeting.agenda.get(position=3).title == "Đê điều, hồ chứa"
    client.post(reverse("meetings:drop_agenda_item", args=[meeting.agenda.get(position=1).pk]))
    client.post(reverse("meetings:open", args=[meeting.pk]))
    item = meeting.agenda.get(title="Đê điều, hồ chứa")
    client.post(reverse("meetings:discussion", args=[item.pk]), {"discussion": "Cần thêm kinh phí", "was": ""})
    assert "Cần thêm kinh phí" in read(at.heads[0], "meetings:meeting", meeting.pk)
    late = client.post(reverse("meetings:discussion", args=[item.pk]), {"discussion": "Khác", "was": ""})
    assert late.status_code == 422
    assert "vừa ghi ý kiến" in late.content.decode()


def test_the_details_of_a_meeting_change_and_those_called_are_told(at: House) -> None:
    meeting = called(at)
    later = {"title": "Giao ban dời", "starts_at": "2026-03-10T14:00", "place": "Hội trường", "quorum": "3"}
    signed_in(at.clerk).post(reverse("meetings:change", args=[meeting.pk]), later)
    meeting.refresh_from_db()
    assert meeting.starts_at == NOW + timedelta(days=1, hours=6)
    assert Notification.objects.filter(code="meetings.changed", words__contains="14:00 ngày 10/03/2026").count() == 4
    assert meeting.state == MeetingState.CALLED


def test_a_list_is_narrowed_by_kind_month_and_words(at: House) -> None:
    called(at, title="Giao ban tuần 11")
    called(at, title="Họp hội đồng", kind="council", when=NOW + timedelta(days=40))
    page = read(at.clerk, "meetings:meetings", query="?loai=council")
    assert "Họp hội đồng" in page
    assert "Giao ban tuần 11" not in page
    assert "Giao ban tuần 11" in read(at.clerk, "meetings:meetings", query="?thang=2026-03")
    assert "Không có cuộc họp nào khớp" in read(at.clerk, "meetings:meetings", query="?q=khong+co")


def test_a_vote_not_counted_can_be_taken_back(at: House) -> None:
    meeting = opened(at)
    client = signed_in(at.clerk)
    question = {"text": "Khen thưởng", "manner": "open", "share": "1/2", "majority_of": "present"}
    client.post(reverse("meetings:vote", args=[meeting.pk]), question)
    client.post(reverse("meetings:withdraw_vote", args=[Ballot.objects.get().pk]))
    assert not Ballot.objects.exists()


def test_proceedings_written_by_two_are_not_lost(at: House) -> None:
    meeting = opened(at)
    address = reverse("meetings:proceedings", args=[meeting.pk])
    first = {"text": "Theo thư ký", "revision": meeting.revision}
    signed_in(at.clerk).post(address, first)
    answer = signed_in(at.director).post(address, first | {"text": "Theo chủ trì"})
    assert answer.status_code == 422
    assert "Theo chủ trì" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.proceedings == "Theo thư ký"
