"""The briefing pack: everything that is late, due, pushed, waiting or concluded and not done, and nothing twice or of others."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import python_calamine
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from congtam.follow_up.models import Dossier, DossierImport
from congtam.follow_up.papers import note_words
from congtam.follow_up.selectors.briefing import Briefing, Line, briefing
from congtam.follow_up.selectors.weeks import month_of, week_of
from congtam.meetings.services import Line as Concluded
from congtam.organisation.models import Unit, UnitState
from congtam.personnel.models import Person
from congtam.personnel.selectors import viewer_of
from congtam.planning.models import ConsolidatedPlan, WorkItem
from congtam.planning.services.extensions import ask_extension as ask_work_extension
from congtam.planning.services.extensions import refuse_extension as refuse_work_extension
from congtam.planning.services.work import report_done
from congtam.planning.services.work import set_deadline as set_work_deadline
from congtam.tasks.choices import CauseAbout, TaskState
from congtam.tasks.models import Deadline, HandIn, ObjectiveCause, Task
from congtam.tasks.services import ask_extension, set_deadline
from tests import make
from tests.meetings.office import House, account, house, signed

pytestmark = pytest.mark.django_db

# A Tuesday; the week is 9 to 15 March.
NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def at() -> House:
    return house()


def pack(who: Person, unit: Unit) -> Briefing:
    return briefing(viewer_of(account(who), TODAY), unit.pk, week_of(TODAY))


def lines(of: Briefing, code: str) -> list[Line]:
    return list(next(section.lines for section in of.sections if section.code == code))


def task(at: House, *, due: date, title: str = "Soạn báo cáo", **fields: object) -> Task:
    return make.task(at.specialist, at.divisions[0], by=account(at.heads[0]), due=due, title=title, **fields)


def work(at: House, *, due: date, title: str = "Kế hoạch phòng chống lụt bão") -> WorkItem:
    return WorkItem.objects.create(
        body=at.body,
        year=2026,
        title=title,
        search_text=title,
        lead_unit=at.divisions[2],
        due_date=due,
        created_by=account(at.clerk),
        created_at=NOW,
    )


def test_late_work_of_people_and_of_the_body_comes_first_with_the_days_it_is_late(at: House) -> None:
    task(at, due=TODAY - timedelta(days=3), title="Báo cáo chậm")
    work(at, due=TODAY - timedelta(days=9))
    task(at, due=TODAY - timedelta(days=1), title="Đã nộp", state=TaskState.HANDED_IN)
    found = lines(pack(at.director, at.body), "overdue")
    assert [(one.title, one.days_late) for one in found] == [("Kế hoạch phòng chống lụt bão", 9), ("Báo cáo chậm", 3)]
    assert found[1].who == "Trần Văn Đạt"
    assert found[0].unit == "Phòng Đê điều"


def test_what_falls_due_in_the_week_is_told_from_today_on(at: House) -> None:
    for offset in (-1, 0, 5, 6):
        task(at, due=TODAY + timedelta(days=offset), title=f"Hạn {offset}")
    assert [one.title for one in lines(pack(at.director, at.body), "due")] == ["Hạn 0", "Hạn 5"]
    month = briefing(viewer_of(account(at.director), TODAY), at.body.pk, month_of(TODAY))
    assert [one.title for one in lines(month, "due")] == ["Hạn 0", "Hạn 5", "Hạn 6"]


def test_a_deadline_pushed_twice_is_one_thing_with_its_last_reason(at: House) -> None:
    one = task(at, due=TODAY + timedelta(days=1))
    head = account(at.heads[0])
    set_deadline(task_id=one.pk, due_date=TODAY + timedelta(days=2), reason="Chờ số liệu", actor=head, at=NOW)
    set_deadline(task_id=one.pk, due_date=TODAY + timedelta(days=3), reason="Chờ ký", actor=head, at=NOW)
    asked = work(at, due=TODAY + timedelta(days=1))
    set_work_deadline(
        work_id=asked.pk, due_date=TODAY + timedelta(days=30), reason="Tỉnh lùi", actor=account(at.clerk), at=NOW
    )
    found = pack(at.director, at.body)
    assert [(line.title, line.note) for line in lines(found, "pushed")] == [
        ("Soạn báo cáo", "Chờ ký"),
        ("Kế hoạch phòng chống lụt bão", "Tỉnh lùi"),
    ]
    assert found.total.pushed == 2


def test_what_arose_in_the_period_is_told_beside_what_was_pushed(at: House) -> None:
    week, before = TODAY - timedelta(days=6), TODAY - timedelta(days=20)
    task(at, due=TODAY + timedelta(days=3), title="Tiếp đoàn đột xuất", origin="unplanned", assigned_date=week)
    task(at, due=TODAY + timedelta(days=3), title="Đột xuất từ tháng trước", origin="unplanned", assigned_date=before)
    cancelled = {"origin": "unplanned", "assigned_date": week, "state": TaskState.CANCELLED}
    task(at, due=TODAY + timedelta(days=3), title="Đã huỷ", **cancelled)
    work(at, due=TODAY + timedelta(days=3), title="Trước khi ban hành kế hoạch")
    ConsolidatedPlan.objects.create(
        body=at.body,
        year=2026,
        version=1,
        published_on=TODAY,
        published_by=account(at.clerk),
        published_at=NOW,
        rows=[],
    )
    later = work(at, due=TODAY + timedelta(days=3), title="Ứng phó bão")
    WorkItem.objects.filter(pk=later.pk).update(created_at=NOW + timedelta(hours=1))
    found = pack(at.director, at.body)
    assert [one.title for one in lines(found, "arisen")] == ["Tiếp đoàn đột xuất", "Ứng phó bão"]
    assert found.total.arisen == 2
    (person,) = [one for one in found.people if one.name == "Trần Văn Đạt"]
    assert person.arisen == 1


def test_requests_for_another_deadline_wait_for_the_head_and_for_the_office(at: House) -> None:
    one = task(at, due=TODAY + timedelta(days=1))
    until, holder = TODAY + timedelta(days=8), account(at.specialist)
    ask_extension(task_id=one.pk, due_date=until, reason="Chờ số liệu", actor=holder, at=NOW)
    asked = work(at, due=TODAY + timedelta(days=1))
    head = account(at.heads[2])
    ask_work_extension(work_id=asked.pk, due_date=until, reason="Chờ ý kiến Sở", url="/", actor=head, at=NOW)
    found = pack(at.director, at.body)
    told = {line.title: note_words(line) for line in lines(found, "extensions")}
    assert told == {
        "Soạn báo cáo": "Xin đến 18/03/2026: Chờ số liệu; chờ Phạm Văn Khoa",
        "Kế hoạch phòng chống lụt bão": "Xin đến 18/03/2026: Chờ ý kiến Sở; chờ văn phòng",
    }
    refuse_work_extension(
        request_id=asked.extensions.get().pk, reason="Giữ hạn", url="/", actor=account(at.clerk), at=NOW
    )
    assert pack(at.director, at.body).total.extensions == 1


def test_the_pack_on_screen_on_paper_and_in_excel_counts_what_changed(at: House) -> None:
    one = task(at, due=TODAY + timedelta(days=1))
    ask_extension(
        task_id=one.pk, due_date=TODAY + timedelta(days=8), reason="Chờ", actor=account(at.specialist), at=NOW
    )
    task(at, due=TODAY, title="Tiếp đoàn", origin="unplanned", assigned_date=TODAY)
    client = Client()
    client.force_login(account(at.clerk))
    page = client.get(reverse("follow_up:briefing")).content.decode()
    for words in ("Đổi hạn trong kỳ", "Phát sinh trong kỳ", "Xin lùi hạn, chờ quyết định", "tính từ 02/03/2026"):
        assert words in page
    paper = Document(BytesIO(client.get(reverse("follow_up:briefing_document")).content))
    said = " ".join(part.text for part in paper.paragraphs)
    for words in ("ĐỔI HẠN TRONG KỲ", "PHÁT SINH TRONG KỲ", "XIN LÙI HẠN, CHỜ QUYẾT ĐỊNH", "IX."):
        assert words in said
    book = client.get(reverse("follow_up:briefing_export")).content
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert "phát sinh trong kỳ: 1; xin lùi hạn, chờ quyết định: 1" in str(rows)


def test_a_deadline_pushed_long_ago_is_no_news(at: House) -> None:
    one = task(at, due=TODAY + timedelta(days=1))
    long_ago = NOW - timedelta(days=30)
    Deadline.objects.create(
        task=one, due_date=one.due_date, set_at=long_ago, set_by=account(at.heads[0]), reason="Chờ số liệu"
    )
    assert lines(pack(at.director, at.body), "pushed") == []


def test_it_is_said_for_whom_everybody_waits(at: House) -> None:
    waiting = task(at, due=TODAY, state=TaskState.HANDED_IN)
    HandIn.objects.create(task=waiting, quantity=Decimal(1), handed_in_at=NOW, handed_in_by=account(at.specialist))
    of_head = make.task(
        at.heads[0],
        at.divisions[0],
        by=account(at.director),
        due=TODAY,
        title="Việc của trưởng phòng",
        state="handed_in",
    )
    reported = work(at, due=TODAY)
    report_done(work_id=reported.pk, document="12/BC", actor=account(at.heads[2]), at=NOW)
    late = task(at, due=TODAY - timedelta(days=2), title="Chậm vì bão")
    ObjectiveCause.objects.create(
        task=late,
        about=CauseAbout.DELAY,
        deadline=late.deadlines.get(),
        text="Bão số 4",
        claimed_at=NOW,
        claimed_by=account(at.specialist),
    )
    waits = {(line.what, line.title): line.waits_for for line in lines(pack(at.director, at.body), "waiting")}
    assert waits == {
        ("task", waiting.title): "Phạm Văn Khoa",
        ("task", of_head.title): "Hoàng Minh Sơn",
        ("work", reported.title): "văn phòng",
        ("cause", "Chậm vì bão"): "Phạm Văn Khoa",
    }


def test_conclusions_not_done_lead_back_to_the_meeting_for_those_who_may_open_it(at: House) -> None:
    meeting = signed(at, Concluded(text="Rà soát cống", unit_id=at.divisions[2].pk, due_date=TODAY))
    observer = make.officer(at.divisions[2], "Đoàn Văn Quan", leadership="deputy", job_title="Phó Trưởng phòng")
    (line,) = lines(pack(at.director, at.body), "concluded")
    assert (line.title, line.parent, line.note) == ("Rà soát cống", meeting.pk, "Giao ban đầu tuần")
    (line,) = lines(pack(observer, at.divisions[2]), "concluded")
    assert line.parent == 0


def test_a_head_of_division_sees_his_own_division_and_no_other(at: House) -> None:
    task(at, due=TODAY - timedelta(days=3))
    work(at, due=TODAY - timedelta(days=3))
    assert pack(at.heads[0], at.divisions[0]).total.overdue == 1
    assert pack(at.heads[1], at.divisions[1]).total.overdue == 0
    asked = pack(at.heads[1], at.body)
    assert asked.total.overdue == 0


def test_the_sums_are_those_of_the_units_and_of_the_lines(at: House) -> None:
    team = make.unit("Tổ thủy văn", under=at.divisions[2])
    member = make.officer(team, "Vũ Thị Lan")
    make.task(member, team, by=account(at.heads[2]), due=TODAY - timedelta(days=1))
    task(at, due=TODAY - timedelta(days=3))
    work(at, due=TODAY - timedelta(days=3))
    found = pack(at.director, at.body)
    assert found.total.overdue == 3 == len(lines(found, "overdue"))
    # A team below a division is told with the division.
    assert {one.name: one.overdue for one in found.units} == {"Phòng Đê điều": 2, "Phòng Tổng hợp": 1}
    assert {one.name: one.overdue for one in found.people} == {"Vũ Thị Lan": 1, "Trần Văn Đạt": 1}


def test_a_pack_asks_as_little_of_three_hundred_units_as_of_three(at: House) -> None:
    def asked() -> int:
        viewer = viewer_of(account(at.director), TODAY)
        with CaptureQueriesContext(connection) as captured:
            briefing(viewer, at.body.pk, week_of(TODAY))
        return len(captured.captured_queries)

    signed(at, Concluded(text="Rà soát cống", unit_id=at.divisions[2].pk))
    task(at, due=TODAY, state=TaskState.HANDED_IN)
    few = asked()
    units = Unit.objects.bulk_create(
        Unit(code=f"d{number}", kind="state", valid_from=date(2020, 1, 1)) for number in range(300)
    )
    UnitState.objects.bulk_create(
        UnitState(unit=unit, parent=at.body, name=unit.code, search_name=unit.code, valid_from=date(2020, 1, 1))
        for unit in units
    )
    Task.objects.bulk_create(
        Task(
            unit=unit,
            holder=at.specialist,
            title="Việc",
            search_text="viec",
            factor=1,
            quantity=1,
            assigned_date=TODAY,
            due_date=TODAY - timedelta(days=1),
            month=TODAY.replace(day=1),
            assigned_by=account(at.director),
        )
        for unit in units
    )
    assert asked() == few <= 9
    assert pack(at.director, at.body).total.overdue == 300


def test_dossiers_of_the_one_stop_office_that_are_late_are_told_by_unit(at: House) -> None:
    brought = DossierImport.objects.create(
        body=at.body, name="ho-so.xlsx", digest="0" * 64, rows=[], made_by=account(at.clerk), made_at=NOW
    )
    for number, finished in enumerate((None, TODAY)):
        Dossier.objects.create(
            body=at.body,
            code=f"000.{number}",
            procedure="Cấp giấy phép",
            received_date=TODAY - timedelta(days=20),
            due_date=TODAY - timedelta(days=4),
            finished_date=finished,
            unit=at.divisions[1],
            brought_by=brought,
        )
    found = pack(at.director, at.body)
    assert [(one.title, one.days_late) for one in lines(found, "dossiers")] == [("000.0 Cấp giấy phép", 4)]
    assert [(one.name, one.dossiers) for one in found.units] == [("Phòng Kế hoạch", 1)]


def test_the_pack_is_a_page_a_paper_and_a_workbook(at: House) -> None:
    task(at, due=TODAY - timedelta(days=3), title="Báo cáo chậm")
    signed(at, Concluded(text="Rà soát cống", unit_id=at.divisions[2].pk, due_date=TODAY))
    client = Client()
    client.force_login(account(at.clerk))
    page = client.get(reverse("follow_up:briefing")).content.decode()
    for words in ("Báo cáo chậm", "Quá hạn 3 ngày", "Rà soát cống", "Tuần từ 09/03/2026 đến 15/03/2026"):
        assert words in page
    paper = client.get(reverse("follow_up:briefing_document") + f"?don_vi={at.body.pk}").content
    document = Document(BytesIO(paper))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"Báo cáo chậm", "Rà soát cống (kết luận họp)"} <= set(cells)
    book = client.get(reverse("follow_up:briefing_export") + f"?don_vi={at.body.pk}").content
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert any("Báo cáo chậm" in row for row in rows)


def test_on_a_weekend_the_pack_of_the_week_to_come_is_offered(at: House) -> None:
    client = Client()
    with time_machine.travel(datetime(2026, 3, 14, 2, tzinfo=UTC), tick=False):
        client.force_login(account(at.clerk))
        assert "Tuần từ 16/03/2026" in client.get(reverse("follow_up:briefing")).content.decode()


def test_an_address_somebody_mistyped_shows_ones_own_unit(at: House) -> None:
    client = Client()
    client.force_login(account(at.heads[0]))
    page = client.get(reverse("follow_up:briefing") + f"?don_vi={at.divisions[1].pk}&ky=nam&ngay=hom-qua")
    assert "Phòng Tổng hợp" in page.content.decode()
    assert Client().get(reverse("follow_up:briefing")).status_code == 302
    client.force_login(account(at.specialist))
    assert client.get(reverse("follow_up:briefing")).status_code == 403
