"""The consolidated plan: every task once with all that asked for it, published with what is not decided told, kept for ever."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from congtam.documents.grids import read_grids
from congtam.planning.models import ConsolidatedPlan, WorkItem
from congtam.planning.reading import read_plan
from congtam.planning.selectors import consolidated as selectors
from congtam.planning.services import consolidated as services
from congtam.planning.services import merging
from congtam.planning.services import work as works
from congtam.planning.services.merging import Governing
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


def published(here: Department, number: str = "15/KH-STL") -> ConsolidatedPlan:
    return services.publish(
        body=here.body, year=2026, number=number, published_on=NOW.date(), pairs_known=0, actor=here.clerk, at=NOW
    )


def merged(here: Department) -> WorkItem:
    one = make.item(make.plan(here.body, number="1/KH"), lead=here.division, also=(here.bureau,), due_date=MAY)
    other = make.item(make.plan(here.body, number="2/CTr", kind="programme"), lead=here.division, due_date=JUNE)
    make.work(one, at=NOW)
    pair = make.overlap(one, other)
    return merging.merge(
        overlap_id=pair.pk, governing=Governing(item_id=other.pk), reason="Tỉnh giao sau", actor=here.clerk, at=NOW
    )


def test_a_task_stands_once_with_every_plan_that_asked_and_why_its_deadline_governs(here: Department) -> None:
    work = merged(here)
    [row] = selectors.rows_of(selectors.plan_works(here.body.pk, 2026, NOW.date()), NOW.date())
    assert (row.work_id, row.lead, row.coordinating) == (work.pk, "Phòng Quản lý công trình", "Văn phòng")
    assert [(source.plan.split()[0], source.due, source.governs) for source in row.sources] == [
        ("1/KH", "Trước 31/05/2026", False),
        ("2/CTr", "Trước 30/06/2026", True),
    ]
    assert row.reason == "Tỉnh giao sau"
    assert selectors.row_kept(row.kept()) == row
    page = here.client(here.specialist).get(reverse("work:plan")).content.decode()
    assert "Tỉnh giao sau" in page
    assert "2/CTr" in page


def test_a_long_plan_stands_folded_under_its_headings_and_unfolds_when_it_is_narrowed(here: Department) -> None:
    units = [make.unit(f"Phòng số {number}", under=here.body) for number in range(3)]
    plan = make.plan(here.body)
    for number, leads in enumerate(units):
        make.work(make.item(plan, f"Việc của phòng {number}", lead=leads, due_date=date(2026, 1, 31)), at=NOW)
    client = here.client(here.clerk)
    page = client.get(reverse("work:plan"))
    assert [(one.name, len(one.rows), one.overdue) for one in page.context["groups"]] == [
        (f"Phòng số {number}", 1, 1) for number in range(3)
    ]
    assert page.content.decode().count('<details class="ct-fold">') == 3
    assert client.get(reverse("work:plan"), {"mo": "1"}).content.decode().count('<details class="ct-fold" open>') == 3
    for asked in ({"q": "phòng 1"}, {"don_vi": units[1].pk}):
        narrowed = client.get(reverse("work:plan"), asked)
        assert [one.name for one in narrowed.context["groups"]] == ["Phòng số 1"]
        assert '<details class="ct-fold" open>' in narrowed.content.decode()
    none = client.get(reverse("work:plan"), {"viec": "done"}).content.decode()
    assert "Không có nhiệm vụ nào khớp" in none
    # A part that was looked for is not what is published.
    assert "Ban hành kế hoạch hợp nhất" in page.content.decode()
    assert "Ban hành kế hoạch hợp nhất" not in none


def test_nobody_publishes_while_pairs_wait_without_being_told_how_many(here: Department) -> None:
    one = make.item(make.plan(here.body), due_date=MAY)
    other = make.item(make.plan(here.body), due_date=JUNE)
    make.work(one, at=NOW)
    make.overlap(one, other)
    client = here.client(here.clerk)
    page = client.get(reverse("work:plan")).content.decode()
    assert "1 cặp có thể là một việc" in page
    assert "1 dòng chờ kết luận" in page
    address = reverse("work:publish", args=[here.body.pk, 2026])
    given = {"published_on": "2026-03-10", "number": "15/KH-STL", "pairs_known": "1"}
    answer = client.post(address, given, follow=True)
    assert "Còn 1 cặp nội dung có thể trùng" in answer.content.decode()
    assert not ConsolidatedPlan.objects.exists()
    client.post(address, given | {"accepts": "on"})
    assert ConsolidatedPlan.objects.get().version == 1


def test_what_is_published_stays_as_it_was_and_the_page_tells_what_differs_since(here: Department) -> None:
    kept = merged(here)
    dropped = make.work(make.item(make.plan(here.body), "Việc sẽ thôi", due_date=MAY), at=NOW)
    first = published(here)
    works.set_deadline(work_id=kept.pk, due_date=date(2026, 7, 31), reason="Chờ vốn", actor=here.clerk, at=NOW)
    works.drop(work_id=dropped.pk, reason="Theo Công văn 9", actor=here.clerk, at=NOW)
    added = make.work(make.item(make.plan(here.body), "Việc mới đến", due_date=JUNE), at=NOW + timedelta(hours=1))
    differs = here.client(here.clerk).get(reverse("work:plan")).context["differs"]
    assert [row.work_id for row in differs.added] == [added.pk]
    assert [(one.row.work_id, one.words, one.row.due_words) for one in differs.changed] == [
        (kept.pk, "thời hạn", "31/07/2026")
    ]
    assert [(one.row.work_id, one.words) for one in differs.gone] == [(dropped.pk, "thôi thực hiện")]
    page = here.client(here.specialist).get(reverse("work:version", args=[first.pk])).content.decode()
    assert "Việc sẽ thôi" in page
    assert "Việc mới đến" not in page
    second = published(here, "16/KH-STL")
    assert (second.version, selectors.since(second, NOW.date()).count) == (2, 0)
    page = here.client(here.specialist).get(reverse("work:version", args=[second.pk])).content.decode()
    assert "Khác so với lần ban hành trước" in page


def test_publishing_the_same_twice_nothing_or_a_day_to_come_is_refused(here: Department) -> None:
    with pytest.raises(services.NothingToPublishError, match="chưa có nhiệm vụ"):
        published(here)
    merged(here)
    with pytest.raises(services.UnusableDayError):
        services.publish(
            body=here.body, year=2026, number="", published_on=MAY, pairs_known=0, actor=here.clerk, at=NOW
        )
    published(here)
    with pytest.raises(services.NothingToPublishError, match="không có gì khác lần 1"):
        published(here)


def test_only_the_office_and_the_head_publish(here: Department) -> None:
    merged(here)
    address = reverse("work:publish", args=[here.body.pk, 2026])
    for who in (here.specialist, here.head, here.stranger):
        assert here.client(who).post(address, {"published_on": "2026-03-10"}).status_code == 403
    here.client(here.director).post(address, {"published_on": "2026-03-10"})
    plan = ConsolidatedPlan.objects.get()
    assert here.client(here.stranger).get(reverse("work:version", args=[plan.pk])).status_code == 404


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
def test_the_plan_is_given_on_paper_and_in_excel_before_and_after_publishing(here: Department, kind: str) -> None:
    merged(here)
    plan = published(here)
    client = here.client(here.specialist)
    for address in (
        reverse("work:plan_file", args=[kind]),
        reverse("work:version_file", args=[plan.pk, kind]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert len(answer.content) > 3000
    assert client.get(reverse("work:plan_file", args=["exe"])).status_code == 404


def test_the_paper_has_the_layout_of_an_official_one_and_says_every_basis(here: Department) -> None:
    merged(here)
    plan = published(here)
    data = here.client(here.specialist).get(reverse("work:version_file", args=[plan.pk, "docx"])).content
    word = Document(BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*cells, *(paragraph.text for paragraph in word.paragraphs)])
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 15/KH-STL", "Căn cứ", "1/KH", "2/CTr", "áp dụng"):
        assert words in said
    section = word.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height


def test_the_workbook_reads_back_as_a_plan(here: Department) -> None:
    work = merged(here)
    data = here.client(here.clerk).get(reverse("work:plan_file", args=["xlsx"])).content
    found = [item for item in read_plan(read_grids(data, name="ke-hoach.xlsx"), year=2026).items if item.task]
    assert [item.task for item in found] == [work.title]


def test_pages_of_the_plan_ask_as_often_for_many_tasks_as_for_few(here: Department) -> None:
    client = here.client(here.director)
    plan, other = make.plan(here.body), make.plan(here.body)
    merged(here)
    first = published(here)

    def asked(count: int) -> list[int]:
        items = [make.item(plan, f"Việc {n}", lead=here.division, due_date=MAY) for n in range(count)]
        works.open_work_for(items=items, actor=here.clerk, at=NOW)
        for item in items:
            make.overlap(item, make.item(other, "Việc tương tự"))
        counts = []
        for name, args in (("plan", []), ("version", [first.pk]), ("pairs", [])):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(f"work:{name}", args=args)).status_code == 200
            counts.append(len(queries))
        return counts

    few, many = asked(2), asked(200)
    assert few == many
    assert max(many) <= 15
