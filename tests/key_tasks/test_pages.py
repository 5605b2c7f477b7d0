"""The pages of key tasks, as the people who take part meet them."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from congtam.key_tasks import services
from congtam.key_tasks.choices import KeyTaskState
from congtam.key_tasks.models import KeyTask, KeyTaskMove, KeyTaskScheme
from congtam.personnel.models import Person
from congtam.site.command.bench_pages import MOST_QUERIES
from congtam.values.known import given
from tests import make
from tests.key_tasks.level import NOON, Level, calendar
from tests.key_tasks.test_process import GOOD
from tests.site.clerk import Clerk

pytestmark = pytest.mark.django_db
HIDDEN, FORBIDDEN = 404, 403


@pytest.fixture(autouse=True)
def second_of_april() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def level() -> Level:
    return Level()


def clerk(who: Person) -> Clerk:
    return Clerk(given(who.user))


def status(who: Person, key_task: KeyTask, slug: str = "") -> int:
    client = Client()
    client.force_login(given(who.user))
    name, args = ("step", [key_task.pk, slug]) if slug else ("key_task", [key_task.pk])
    return client.get(reverse(f"key_tasks:{name}", args=args)).status_code


def test_a_key_task_goes_from_proposal_to_judgement_by_its_pages(level: Level) -> None:
    director, officer, finance = clerk(level.leader), clerk(level.commission), clerk(level.accountant)
    director.open(reverse("key_tasks:board")).follow("Đề xuất nhiệm vụ")
    typed = {
        "Nội dung nhiệm vụ": "Hoàn thành kè Bãi Vọt",
        "Sản phẩm": "Công trình được nghiệm thu",
        "Thước đo": "km kè",
        "Mức phải đạt": "4,2",
        "Hạn": "2026-06-20",
        "Lãnh đạo chịu trách nhiệm": "Hồ Văn Dũng",
    }
    director.press("Lưu bản nháp", typed)
    director.press("Gửi đề xuất")
    made = KeyTask.objects.get()
    assert made.state == KeyTaskState.PROPOSED

    officer.open(reverse("key_tasks:key_task", args=[made.pk])).follow("Sàng lọc theo tiêu chí")
    officer.press("Sàng lọc theo tiêu chí", {"Đạt": True})
    officer.follow("Lấy ý kiến thẩm định")
    officer.press("Lấy ý kiến thẩm định", {"units": [str(level.finance.pk)], "due_date": "2026-04-10"})

    finance.open(reverse("key_tasks:board")).follow(f"Cho ý kiến: đề xuất {made.pk}")
    finance.press("Gửi ý kiến", {"Nhất trí": True})

    officer.open(reverse("key_tasks:key_task", args=[made.pk])).follow("Kết luận thẩm định")
    officer.press("Kết luận thẩm định", {"Đủ điều kiện, trình quyết định": True, "conclusion": "Đủ điều kiện"})
    officer.follow("Ghi quyết định")
    officer.press("Ghi quyết định", {"Chọn": True, "document": "TB 30-TB/TU"})
    officer.follow("Giao cho lãnh đạo")
    officer.press("Giao cho lãnh đạo")

    director.open(reverse("key_tasks:key_task", args=[made.pk]))
    director.press("Nhận nhiệm vụ")
    director.follow("Nộp sản phẩm")
    director.press("Nộp sản phẩm", {"text": "Đã nghiệm thu 4,2 km", "document": "BB 15/BB-STL"})

    officer.open(reverse("key_tasks:key_task", args=[made.pk])).follow("Đánh giá kết quả")
    judged = {"quantity": "100", "quality": "95", "time": "80", "words": "Vượt yêu cầu"}
    officer.press("Đánh giá kết quả", judged)
    made.refresh_from_db()
    assert made.state == KeyTaskState.JUDGED
    director.open(reverse("key_tasks:key_task", args=[made.pk]))
    assert "94" in director.text
    assert "Mức 1: từ 90 % trở lên (Quy định số 12-QĐ/TU)." in director.text


class TestWhoSees:
    def test_a_leader_sees_his_key_task_only_once_it_is_his(self, level: Level) -> None:
        deputy = make.officer(make.unit("Sở Đò điện", under=level.body), "Vũ Thị Phó", leadership="deputy")
        found = level.appraised(leader=deputy)
        stranger = make.officer(make.unit("Sở Khác", under=level.body), "Lý Thị Lạ")
        assert status(stranger, found) == HIDDEN
        assert status(deputy, found) == HIDDEN
        level.act(services.decide, key_task_ids=[found.pk], is_chosen=True, meeting=None, document="TB 30")
        level.act(services.assign, key_task_id=found.pk, leader=deputy)
        assert status(deputy, found) == 200
        assert status(stranger, found) == HIDDEN

    def test_nobody_judges_his_own_result(self, level: Level) -> None:
        chief = make.head(level.body, "Bùi Văn Cả", job_title="Bí thư")
        found = level.filed(to=chief)
        assert status(chief, found, "danh-gia") == FORBIDDEN
        assert status(level.commission, found, "danh-gia") == 200

    @pytest.mark.parametrize("slug", ["sang-loc", "giao", "danh-gia", "dieu-chinh", "thoi-giao"])
    def test_a_focal_point_proposes_and_decides_nothing(self, level: Level, slug: str) -> None:
        assert status(level.leader, level.proposed(), slug) == FORBIDDEN

    def test_only_those_who_run_a_level_write_its_rules(self, level: Level) -> None:
        client = Client()
        client.force_login(given(level.leader.user))
        assert client.get(reverse("key_tasks:set_scheme", args=[level.body.pk])).status_code == FORBIDDEN
        assert client.get(reverse("key_tasks:open_round", args=[level.scheme.pk])).status_code == FORBIDDEN


class TestTheBoard:
    def test_says_what_to_do_when_no_round_is_open(self, level: Level) -> None:
        KeyTask.objects.all().delete()
        level.round.delete()
        assert "Chưa có kỳ giao nhiệm vụ trọng tâm nào" in clerk(level.commission).open(reverse("key_tasks:board")).text

    def test_counts_what_is_not_judged_and_what_was_not_filed(self, level: Level) -> None:
        level.filed()
        level.assigned(title="Nạo vét kênh Đông")
        page = clerk(level.commission).open(reverse("key_tasks:board"))
        [tally] = page.response.context["leaders"]
        assert (tally.name, tally.given, tally.unfiled, tally.unjudged) == ("Hồ Văn Dũng", 2, 1, 1)
        piles = {tile.label: tile.count for tile in page.response.context["tiles"]}
        assert (piles["chưa nộp sản phẩm"], piles["chưa đánh giá"]) == (1, 1)

    def test_counts_deadlines_changed_in_the_round_and_key_tasks_given_out_beside_its_list(self, level: Level) -> None:
        pushed = level.assigned()
        later = {"due_date": date(2026, 6, 25)}
        level.act(services.change, key_task_id=pushed.pk, values=later, reason="Mưa lũ kéo dài")
        arisen = level.assigned(title="Nạo vét kênh Đông")
        KeyTaskMove.objects.filter(key_task=arisen, state="assigned").update(at=NOON + timedelta(days=30))
        page = clerk(level.commission).open(reverse("key_tasks:board"))
        piles = {tile.label: tile.count for tile in page.response.context["tiles"]}
        assert (piles["đổi hạn trong kỳ"], piles["phát sinh trong kỳ"]) == (1, 1)
        listed = clerk(level.commission).open(f"{reverse('key_tasks:board')}?ky={level.round.pk}&viec=phat_sinh")
        assert [one.title for one in listed.response.context["page"]] == ["Nạo vét kênh Đông"]
        paper = Document(BytesIO(page.file(reverse("key_tasks:export", args=[level.round.pk]))))
        said = " ".join(part.text for part in paper.paragraphs)
        assert "Đổi hạn trong kỳ: 1 nhiệm vụ; phát sinh trong kỳ: 1 nhiệm vụ" in said

    def test_sets_the_periods_of_a_level_side_by_side_in_a_chart_and_a_table(self, level: Level) -> None:
        level.filed()
        later = level.act(
            services.open_round,
            scheme=level.scheme,
            calendar=calendar(name="Quý III/2026", starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30)),
        )
        first, level.round = level.round, later
        level.assigned(title="Nạo vét kênh Đông", due_date=date(2026, 9, 20))
        page = clerk(level.commission).open(f"{reverse('key_tasks:board')}?ky={later.pk}")
        periods = page.response.context["periods"]
        assert [(one.name, one.given, one.unfiled, one.unjudged) for one in periods] == [
            ("Quý II/2026", 1, 0, 1),
            ("Quý III/2026", 1, 1, 0),
        ]
        assert page.response.context["period_chart"]["labels"] == ["Quý II/2026", "Quý III/2026"]
        assert [one.name for one in page.response.context["blocks"]] == ["Khối kinh tế"]
        assert f"?ky={first.pk}" in page.response.content.decode()

    def test_prints_the_rounds_key_tasks_block_by_block(self, level: Level) -> None:
        found = level.filed()
        level.act(services.judge, key_task_id=found.pk, judgement=GOOD)
        page = clerk(level.commission).open(reverse("key_tasks:board"))
        paper = Document(BytesIO(page.file(reverse("key_tasks:export", args=[level.round.pk]))))
        words = " ".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
        for told in ("Khối kinh tế", "Hoàn thành kè Bãi Vọt", "km kè: 4,2", "Hồ Văn Dũng", "Mức 1, 94 %"):
            assert told in words


class TestHowMuchIsAsked:
    def count(self, level: Level, address: str, who: Person) -> int:
        client = Client()
        client.force_login(given(who.user))
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    def test_the_board_asks_the_same_for_three_key_tasks_and_for_sixty(self, level: Level) -> None:
        address = reverse("key_tasks:board")
        KeyTaskScheme.objects.update(most_per_person=None)
        counts = []
        for number in (2, 30):
            for place in range(number):
                level.filed(title=f"Kè số {number}.{place}")
                level.proposed()
            counts.append(self.count(level, address, level.commission))
        assert counts[0] == counts[1]
        assert counts[1] <= MOST_QUERIES

    def test_one_key_task_with_a_long_history_stays_in_the_bar(self, level: Level) -> None:
        found = level.filed()
        for _ in range(3):
            level.act(services.send_back, key_task_id=found.pk, reason="Thiếu biên bản")
            level.act(
                services.report, level.leader, key_task_id=found.pk, text="Bổ sung", document="BB 16", is_product=True
            )
        level.act(services.judge, key_task_id=found.pk, judgement=GOOD)
        level.act(services.judge, key_task_id=found.pk, judgement=GOOD, reason="Sửa nhận xét")
        assert self.count(level, reverse("key_tasks:key_task", args=[found.pk]), level.commission) <= MOST_QUERIES
