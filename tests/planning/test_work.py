"""The work of a body: opened for what plans ask, reported and confirmed, changed with a reason, dropped, followed."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congtam.audit.models import Act
from congtam.meetings.choices import ConclusionState
from congtam.meetings.models import Conclusion, Meeting
from congtam.planning.choices import UnitPart, WorkState
from congtam.planning.models import PlanItem, WorkItem
from congtam.planning.selectors import work as selectors
from congtam.planning.services import work as services
from congtam.planning.services.consolidated import publish
from congtam.tasks.selectors.serving import serving
from congtam.values.periods import period
from congtam.values.refusal import UnreasonedError
from tests import make
from tests.planning.office import JUNE, MAY, NOW, Department, department

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tenth_of_march() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def here() -> Department:
    return department()


def opened(here: Department, **fields: Any) -> WorkItem:
    plan = make.plan(here.body)
    return make.work(make.item(plan, lead=here.division, **{"due_date": MAY} | fields), by=here.clerk, at=NOW)


def test_work_opened_for_items_carries_their_words_days_and_units(here: Department) -> None:
    plan = make.plan(here.body)
    first = make.item(plan, lead=here.division, also=(here.bureau,), due_date=MAY, output="Báo cáo")
    second = make.item(plan, "Trực ban phòng chống thiên tai", rhythm="steady", due_text="Thường xuyên")
    work, steady = services.open_work_for(items=[first, second], actor=here.clerk, at=NOW)
    assert (work.title, work.output, work.lead_unit, work.due_date) == (first.task, "Báo cáo", here.division, MAY)
    assert list(work.units.values_list("unit", "part")) == [(here.bureau.pk, UnitPart.COORDINATING)]
    assert [one.due_date for one in work.deadlines.all()] == [MAY]
    assert (steady.rhythm, steady.due_date, steady.deadlines.count()) == ("steady", None, 0)
    assert PlanItem.objects.get(pk=first.pk).work == work == first.work
    assert services.open_work_for(items=[first, second], actor=here.clerk, at=NOW) == []
    assert WorkItem.objects.count() == 2


def test_opening_a_thousand_takes_no_more_statements_than_opening_one(here: Department) -> None:
    def statements(count: int) -> int:
        plan = make.plan(here.body)
        items = [make.item(plan, f"Việc {number}", lead=here.division, due_date=MAY) for number in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            services.open_work_for(items=items, actor=here.clerk, at=NOW)
        return len(seen)

    assert statements(1) == statements(100)


def test_work_done_counts_from_the_day_it_was_reported_not_confirmed(here: Department) -> None:
    work = opened(here)
    with pytest.raises(services.NothingShownError):
        services.report_done(work_id=work.pk, note="Đã xong", actor=here.head, at=NOW)
    services.report_done(work_id=work.pk, document="125/BC-STL", actor=here.head, at=NOW)
    services.confirm_done(work_id=work.pk, actor=here.clerk, at=NOW + timedelta(days=9))
    work.refresh_from_db()
    assert (work.state, work.done_date) == (WorkState.DONE, NOW.date())
    with pytest.raises(services.WorkMovedError, match="Đỗ Thị Thuỷ"):
        services.report_done(work_id=work.pk, document="126/BC-STL", actor=here.head, at=NOW)


def test_a_report_returned_goes_on_with_what_is_missing(here: Department) -> None:
    work = opened(here)
    with pytest.raises(services.WorkMovedError):
        services.return_report(work_id=work.pk, reason="Thiếu số liệu", actor=here.clerk, at=NOW)
    services.report_done(work_id=work.pk, document="125/BC-STL", actor=here.head, at=NOW)
    with pytest.raises(UnreasonedError):
        services.return_report(work_id=work.pk, reason=" ", actor=here.clerk, at=NOW)
    services.return_report(work_id=work.pk, reason="Thiếu số liệu ba xã", actor=here.clerk, at=NOW)
    work.refresh_from_db()
    assert work.state == WorkState.OPEN
    assert [move.note for move in work.moves.order_by("pk")] == ["", "", "Thiếu số liệu ba xã"]


def test_a_changed_deadline_keeps_the_old_one_and_its_reason(here: Department) -> None:
    work = opened(here)
    with pytest.raises(UnreasonedError):
        services.set_deadline(work_id=work.pk, due_date=JUNE, reason="", actor=here.clerk, at=NOW)
    with pytest.raises(services.UnusableDeadlineError, match="đã qua"):
        services.set_deadline(work_id=work.pk, due_date=date(2026, 3, 1), reason="Vội", actor=here.clerk, at=NOW)
    with pytest.raises(services.UnusableDeadlineError, match="Hạn hiện nay"):
        services.set_deadline(work_id=work.pk, due_date=MAY, reason="Như cũ", actor=here.clerk, at=NOW)
    services.set_deadline(work_id=work.pk, due_date=JUNE, reason="Chờ ý kiến bộ", actor=here.clerk, at=NOW)
    work.refresh_from_db()
    assert (work.due_date, work.due_text) == (JUNE, "")
    assert list(work.deadlines.order_by("pk").values_list("due_date", "reason")) == [
        (MAY, ""),
        (JUNE, "Chờ ý kiến bộ"),
    ]


def test_another_unit_leads_and_the_old_one_takes_part(here: Department) -> None:
    work = opened(here)
    services.set_lead(work_id=work.pk, unit=here.bureau, reason="Chuyển nhiệm vụ", actor=here.clerk, at=NOW)
    work.refresh_from_db()
    assert work.lead_unit == here.bureau
    assert list(work.units.values_list("unit", flat=True)) == [here.division.pk]
    with pytest.raises(services.WorkMovedError, match="đang chủ trì"):
        services.set_lead(work_id=work.pk, unit=here.bureau, reason="Lần nữa", actor=here.clerk, at=NOW)


def test_dropped_work_stays_readable_and_is_not_changed_any_more(here: Department) -> None:
    work = opened(here)
    services.drop(work_id=work.pk, reason="Theo Công văn 12", actor=here.clerk, at=NOW)
    acts: list[Callable[[], object]] = [
        lambda: services.set_deadline(work_id=work.pk, due_date=JUNE, reason="x", actor=here.clerk, at=NOW),
        lambda: services.set_lead(work_id=work.pk, unit=here.bureau, reason="x", actor=here.clerk, at=NOW),
        lambda: services.serve(work_id=work.pk, item=None, target=None, actor=here.clerk, at=NOW),
        lambda: services.drop(work_id=work.pk, reason="x", actor=here.clerk, at=NOW),
    ]
    for act in acts:
        with pytest.raises(services.WorkMovedError, match="thôi thực hiện"):
            act()
    page = here.client(here.specialist).get(reverse("work:one", args=[work.pk]))
    assert "Theo Công văn 12" in page.content.decode()


def conclusion(here: Department, **fields: Any) -> Conclusion:
    meeting = Meeting.objects.create(
        unit=here.body, title="Giao ban tháng 3", starts_at=NOW, quorum=1, called_by=here.clerk, called_at=NOW
    )
    given = {"text": "Hoàn thiện đề án sắp xếp trạm bơm", "unit": here.division, "due_date": JUNE} | fields
    return Conclusion.objects.create(meeting=meeting, position=1, written_by=here.clerk, written_at=NOW, **given)


def test_what_a_meeting_concluded_becomes_work_once_and_is_done_with_it(here: Department) -> None:
    concluded = conclusion(here)
    work = services.open_from_conclusion(conclusion=concluded, body=here.body, actor=here.clerk, at=NOW)
    again = services.open_from_conclusion(conclusion=concluded, body=here.body, actor=here.clerk, at=NOW)
    assert (work, work.title, work.lead_unit, work.due_date) == (again, concluded.text, here.division, JUNE)
    services.report_done(work_id=work.pk, document="Đề án", actor=here.head, at=NOW)
    concluded.refresh_from_db()
    assert concluded.state == ConclusionState.OPEN
    services.confirm_done(work_id=work.pk, actor=here.director, at=NOW + timedelta(days=3))
    concluded.refresh_from_db()
    assert (concluded.state, concluded.done_date) == (ConclusionState.DONE, NOW.date())


def test_a_period_counts_changed_deadlines_and_what_arose_after_publishing(here: Department) -> None:
    early, kept = opened(here), opened(here)
    wanted = selectors.Wanted(body_id=here.body.pk, year=2026, period=period("2026-03"))
    assert not selectors.work_counts(wanted, NOW.date()).is_published
    publish(body=here.body, year=2026, number="1/KH", published_on=NOW.date(), pairs_known=0, actor=here.clerk, at=NOW)
    later = NOW + timedelta(hours=1)
    plan = make.plan(here.body)
    [arisen] = services.open_work_for(items=[make.item(plan, "Việc phát sinh")], actor=here.clerk, at=later)
    services.set_deadline(work_id=early.pk, due_date=JUNE, reason="Chờ vốn", actor=here.clerk, at=later)
    counts = selectors.work_counts(wanted, NOW.date())
    assert (counts.all, counts.changed, counts.arisen, counts.is_published) == (3, 1, 1, True)

    def listed(kind: str, code: str) -> set[WorkItem]:
        asked = selectors.Wanted(body_id=here.body.pk, year=2026, period=period(code), kind=kind)
        return set(selectors.narrowed(WorkItem.objects.all(), asked, NOW.date()))

    assert listed("changed", "2026-03") == {early}
    assert listed("arisen", "2026-Q1") == {arisen}
    assert listed("changed", "2026-02") == listed("arisen", "2026-04") == set()
    assert kept in listed("open", "2026")


@pytest.mark.parametrize("kind", [code for code, _ in selectors.KINDS])
def test_every_narrowing_of_the_list_answers(here: Department, kind: str) -> None:
    opened(here)
    client = here.client(here.clerk)
    assert client.get(reverse("work:list"), {"viec": kind}).status_code == 200


def test_the_list_is_found_without_diacritics_sorted_and_given_as_excel(here: Department) -> None:
    plan = make.plan(here.body)
    wanted = make.work(make.item(plan, "Kiểm tra hồ chứa Khe Mây", lead=here.division, due_date=JUNE))
    make.work(make.item(plan, "Sơ kết sáu tháng", lead=here.bureau, due_date=MAY))
    client = here.client(here.specialist)
    page = client.get(reverse("work:list"), {"q": "ho chua"})
    assert [line.work for line in page.context["lines"]] == [wanted]
    for sort in selectors.SORTS:
        assert len(client.get(reverse("work:list"), {"sort": sort}).context["lines"]) == 2
    narrowed = client.get(reverse("work:list"), {"don_vi": here.division.pk, "ke_hoach": plan.pk})
    assert [line.work for line in narrowed.context["lines"]] == [wanted]
    answer = client.get(reverse("work:export"))
    assert answer.status_code == 200
    assert len(answer.content) > 1000


def test_the_list_begins_with_what_is_still_to_be_done(here: Department) -> None:
    plan = make.plan(here.body)
    done = make.work(make.item(plan, "Tổng kết năm trước", lead=here.division, due_date=MAY))
    WorkItem.objects.filter(pk=done.pk).update(state=WorkState.DONE, done_date=MAY)
    waiting = make.work(make.item(plan, "Sơ kết sáu tháng", lead=here.division, due_date=JUNE))
    page = here.client(here.specialist).get(reverse("work:list"))
    assert [line.work for line in page.context["lines"]] == [waiting, done]


def test_reading_is_for_the_body_reporting_for_the_leading_unit_confirming_for_the_office(here: Department) -> None:
    work = opened(here)
    one = reverse("work:one", args=[work.pk])
    report, confirm = (reverse("work:step", args=[work.pk, slug]) for slug in ("bao-cao", "xac-nhan"))
    assert here.client(here.specialist).get(one).status_code == 200
    assert here.client(here.stranger).get(one).status_code == 404
    assert here.client(here.specialist).get(report).status_code == 403
    assert here.client(here.clerk).get(report).status_code == 403
    assert here.client(here.stranger).get(report).status_code == 404
    answer = here.client(here.head).post(report, {"document": "125/BC-STL"})
    assert answer.headers["Location"] == one
    assert here.client(here.head).post(confirm).status_code == 403
    assert here.client(here.clerk).post(confirm).headers["Location"] == one
    work.refresh_from_db()
    assert work.state == WorkState.DONE


def test_a_file_that_shows_the_result_is_given_to_the_body_only(here: Department) -> None:
    work = opened(here)
    file = SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.4 x", content_type="application/pdf")
    here.client(here.head).post(reverse("work:step", args=[work.pk, "bao-cao"]), {"upload": file})
    move = work.moves.get(state=WorkState.REPORTED)
    address = reverse("work:proof", args=[move.pk])
    assert here.client(here.stranger).get(address).status_code == 404
    answer: Any = here.client(here.specialist).get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 x"


def test_a_bad_report_says_what_is_missing_and_leaves_nothing(here: Department) -> None:
    work = opened(here)
    acts = Act.objects.count()
    answer = here.client(here.head).post(reverse("work:step", args=[work.pk, "bao-cao"]), {"note": "xong"})
    assert answer.status_code == 422
    assert "Hãy ghi số văn bản" in answer.content.decode()
    assert Act.objects.count() == acts
    assert work.moves.count() == 1


def test_a_page_left_open_too_long_says_who_was_first(here: Department) -> None:
    work = opened(here)
    services.drop(work_id=work.pk, reason="Thôi", actor=here.director, at=NOW)
    answer = here.client(here.clerk).get(reverse("work:step", args=[work.pk, "doi-han"]), follow=True)
    assert "không còn" in answer.content.decode()


def test_a_person_is_given_a_task_that_serves_the_work_and_both_pages_lead_to_each_other(here: Department) -> None:
    work = opened(here)
    product = make.product(make.catalogue(here.body))
    specialist_post = here.specialist.person.appointments.get()
    client = here.client(here.head)
    begun = client.get(reverse("tasks:assign"), {"nhiem_vu": work.pk})
    assert begun.context["form"].initial["title"] == work.title
    answer = client.post(
        f"{reverse('tasks:assign')}?nhiem_vu={work.pk}",
        {"product": product.pk, "posts": [specialist_post.pk], "quantity": "1", "due_date": "2026-05-20"},
    )
    assert f"nhiem_vu={work.pk}" in answer.headers["Location"]
    [task] = work.tasks.all()
    page = client.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert reverse("work:one", args=[work.pk]) in page
    page = client.get(reverse("work:one", args=[work.pk])).content.decode()
    assert reverse("tasks:task", args=[task.pk]) in page
    assert "0/1 việc đã nghiệm thu" in page


def test_work_that_ended_gives_no_more_tasks(here: Department) -> None:
    work = opened(here)
    services.drop(work_id=work.pk, reason="Thôi", actor=here.clerk, at=NOW)
    product = make.product(make.catalogue(here.body))
    answer = here.client(here.head).post(
        f"{reverse('tasks:assign')}?nhiem_vu={work.pk}",
        {
            "product": product.pk,
            "posts": [here.specialist.person.appointments.get().pk],
            "quantity": "1",
            "due_date": "2026-05-20",
        },
    )
    assert answer.status_code == 422
    assert "không giao việc từ đó" in answer.content.decode()
    assert not work.tasks.exists()


def test_what_serves_the_work_is_counted_without_what_was_cancelled(here: Department) -> None:
    work = opened(here)
    person = here.specialist.person
    for state, due in (("done", MAY), ("in_hand", date(2026, 3, 1)), ("handed_in", MAY), ("cancelled", MAY)):
        make.task(person, here.division, by=here.head, due=due, state=state, work_item=work)
    viewer = here.client(here.head).get(reverse("work:one", args=[work.pk])).context["request"].viewer
    found = serving(work, viewer)
    assert (found.all, found.done, found.open, found.waiting, found.overdue) == (4 - 1, 1, 2, 1, 1)


def test_work_names_the_resolution_and_the_target_it_serves(here: Department) -> None:
    work = opened(here)
    resolution = make.plan(here.body, kind="resolution", number="5-NQ/TU")
    higher = make.item(resolution, "Nâng cao năng lực phòng chống thiên tai")
    target = make.target(here.body, "Tỷ lệ đê đạt chuẩn")
    step = reverse("work:step", args=[work.pk, "phuc-vu"])
    client = here.client(here.clerk)
    assert higher.task in client.get(step, {"q": "phong chong thien tai"}).content.decode()
    client.post(step, {"item": higher.pk, "target": target.pk})
    work.refresh_from_db()
    assert (work.serves_item, work.serves_target) == (higher, target)
    page = client.get(reverse("work:one", args=[work.pk])).content.decode()
    assert higher.task in page
    assert target.name in page
    assert work.title in client.get(reverse("target:one", args=[target.pk])).content.decode()


def test_pages_of_work_ask_the_database_as_often_for_three_as_for_three_hundred(here: Department) -> None:
    client = here.client(here.clerk)
    plan, other = make.plan(here.body), make.plan(here.body)

    def asked(count: int) -> list[int]:
        items = [make.item(plan, f"Việc {number}", lead=here.division, due_date=MAY) for number in range(count)]
        for item in items:
            item.refresh_from_db()
        works = services.open_work_for(items=items, actor=here.clerk, at=NOW)
        for item in [make.item(other, f"Việc lại {number}") for number in range(count)]:
            PlanItem.objects.filter(pk=item.pk).update(work=works[0])
        seen = []
        for address in (reverse("work:list"), reverse("work:one", args=[works[0].pk]), reverse("work:plan")):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            seen.append(len(queries))
        return seen

    few, many = asked(3), asked(100)
    assert few == many
    assert max(many) <= 15


def test_the_first_page_of_the_office_tells_what_waits_and_search_finds_the_work(here: Department) -> None:
    work = opened(here)
    services.report_done(work_id=work.pk, document="125/BC-STL", actor=here.head, at=NOW)
    make.overlap(make.item(make.plan(here.body)), work.items.get())
    page = here.client(here.clerk).get("/").content.decode()
    assert "1 nhiệm vụ đã báo cáo hoàn thành" in page
    assert "1 cặp chờ kết luận" in page
    assert "cặp chờ kết luận" not in here.client(here.specialist).get("/").content.decode()
    found = here.client(here.specialist).get(reverse("search"), {"q": "de ke"}).content.decode()
    assert reverse("work:one", args=[work.pk]) in found
    assert (
        reverse("work:one", args=[work.pk])
        not in here.client(here.stranger).get(reverse("search"), {"q": "de ke"}).content.decode()
    )
