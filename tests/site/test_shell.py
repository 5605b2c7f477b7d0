"""What stands around the work: the first page, the search box, the trail."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.views.defaults import server_error
from pytest_django import Settings

from congtam.audit.services import record
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.values.known import given
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def division() -> Unit:
    return make.unit("Phòng Đê điều", under=make.body())


@pytest.fixture
def chief(division: Unit) -> Person:
    return make.head(division, "Phạm Văn Khoa")


@pytest.fixture
def specialist(division: Unit) -> Person:
    return make.officer(division, "Nguyễn Thị Ước")


def page(client: Client, who: Person, name: str, **query: str) -> str:
    assert who.user is not None
    client.force_login(who.user)
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return response.content.decode().split("<main", 1)[1]


def given_task(who: Person, where: Unit, chief: Person, due: date, title: str = "Báo cáo đê điều") -> None:
    assert chief.user is not None
    make.task(who, where, by=chief.user, due=due, title=title)


class TestTheFirstPage:
    def test_names_what_waits_with_its_next_step(
        self, client: Client, division: Unit, chief: Person, specialist: Person
    ) -> None:
        given_task(specialist, division, chief, timezone.localdate() + timedelta(days=1))
        shown = page(client, specialist, "home")
        assert "Báo cáo đê điều" in shown
        assert "Nộp sản phẩm" in shown
        assert "Cần chú ý" not in shown

    def test_shows_a_head_what_is_late_as_a_way_to_the_list(
        self, client: Client, division: Unit, chief: Person, specialist: Person
    ) -> None:
        given_task(specialist, division, chief, timezone.localdate() - timedelta(days=3))
        shown = page(client, chief, "home")
        assert "quá hạn" in shown
        assert f"{reverse('tasks:listing')}?viec=overdue" in shown

    def test_says_what_to_do_when_nothing_waits(self, client: Client, specialist: Person) -> None:
        assert "Không có việc nào đang chờ" in page(client, specialist, "home")

    def test_tells_somebody_without_a_place_whom_to_ask(self, client: Client) -> None:
        client.force_login(make.user("Lê Chưa Gắn"))
        assert "Chưa có vị trí công tác" in client.get(reverse("home")).content.decode()

    def test_asks_the_database_as_often_for_three_hundred_tasks_as_for_three(
        self, client: Client, division: Unit, chief: Person, specialist: Person, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(30):
            given_task(specialist, division, chief, timezone.localdate())
        assert chief.user is not None
        client.force_login(chief.user)
        with django_assert_max_num_queries(15):
            client.get(reverse("home"))


class TestTheNavigation:
    @staticmethod
    def open_item(answer: Any) -> str:
        """The words of the item marked as open, empty when none is."""
        found = re.search(r'aria-current="page">.*?<span>([^<]+)</span>', answer.content.decode(), flags=re.DOTALL)
        return found[1] if found else ""

    def test_shows_ones_own_task_under_ones_own_and_another_persons_under_the_board(
        self, client: Client, division: Unit, chief: Person, specialist: Person
    ) -> None:
        assert chief.user is not None
        assert specialist.user is not None
        work = make.task(specialist, division, by=chief.user, due=timezone.localdate())
        address = reverse("tasks:task", args=[work.pk])
        client.force_login(specialist.user)
        assert self.open_item(client.get(address)) == "Nhiệm vụ của tôi"
        client.force_login(chief.user)
        assert self.open_item(client.get(address)) == "Bảng theo dõi"

    def test_marks_nothing_of_ones_own_on_the_list_of_a_unit(self, client: Client, chief: Person) -> None:
        assert chief.user is not None
        client.force_login(chief.user)
        assert self.open_item(client.get(reverse("tasks:listing"))) == "Bảng theo dõi"
        assert self.open_item(client.get(reverse("tasks:assign_many"))) == "Giao nhiệm vụ"

    def test_calls_recurring_work_what_its_own_page_calls_it(self, client: Client, chief: Person) -> None:
        assert chief.user is not None
        client.force_login(chief.user)
        answer = client.get(reverse("tasks:recurring"))
        assert self.open_item(answer) == "Việc định kỳ"
        assert "<h1>Việc định kỳ" in answer.content.decode().replace("\n", "")


class TestAPageThatFailed:
    def test_is_drawn_even_when_the_list_of_static_files_is_missing(
        self, settings: Settings, rf: RequestFactory
    ) -> None:
        manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
        settings.STORAGES = settings.STORAGES | {"staticfiles": manifest}
        answer = server_error(rf.get("/"))
        assert answer.status_code == 500
        assert "Hệ thống gặp lỗi" in answer.content.decode()


class TestTheSearchBox:
    @pytest.mark.parametrize("words", ["ước", "nguyen thi uoc", "NTU", "uoc thi"])
    def test_finds_a_person_by_any_part_of_the_name(
        self, client: Client, chief: Person, specialist: Person, words: str
    ) -> None:
        assert "Nguyễn Thị Ước" in page(client, chief, "search", q=words)

    def test_finds_nobody_of_another_body(self, client: Client, chief: Person) -> None:
        make.officer(make.body("Sở Du lịch"), "Trần Thị Xa")
        assert "Trần Thị Xa" not in page(client, chief, "search", q="tran thi xa")

    def test_finds_work_only_for_those_who_may_see_it(
        self, client: Client, division: Unit, chief: Person, specialist: Person
    ) -> None:
        given_task(specialist, division, chief, timezone.localdate(), "Kiểm tra kè Bãi Vọt")
        assert "Kiểm tra kè Bãi Vọt" in page(client, chief, "search", q="ke bai vot")
        stranger = make.officer(make.unit("Phòng Khác", under=make.body("Sở Khác")), "Lý Thị Lạ")
        assert "Kiểm tra kè Bãi Vọt" not in page(client, stranger, "search", q="ke bai vot")

    def test_says_what_can_be_typed_when_nothing_is_found(self, client: Client, chief: Person) -> None:
        assert "có dấu hoặc không dấu" in page(client, chief, "search", q="zzzz")
        assert "ít nhất hai chữ" in page(client, chief, "search", q="a")


class TestTheTrailsPage:
    @pytest.fixture
    def something_done(self, division: Unit, specialist: Person) -> None:
        record(
            actor=specialist.user,
            code="tasks.handed_in",
            subject=make.task(specialist, division, by=given(specialist.user), due=timezone.localdate()),
            at=timezone.now(),
            unit_id=division.pk,
            before={"state": "in_hand"},
            after={"state": "handed_in"},
        )

    @pytest.mark.usefixtures("something_done")
    def test_says_to_the_officer_what_changed_in_words(self, client: Client, division: Unit) -> None:
        officer = make.officer(division, "Lê Thị Tổ Chức")
        make.duty(officer, division)
        shown = page(client, officer, "audit:trail")
        assert "<del>đang thực hiện</del>" in shown
        assert "<ins>chờ nghiệm thu</ins>" in shown

    @pytest.mark.usefixtures("something_done")
    def test_hides_what_a_dossier_says_from_the_administrator(self, client: Client) -> None:
        client.force_login(make.user("Lê Quản Trị", is_administrator=True))
        shown = client.get(reverse("audit:trail")).content.decode()
        assert "Nguyễn Thị Ước" in shown
        assert "chờ nghiệm thu" not in shown

    def test_is_refused_to_everybody_else(self, client: Client, chief: Person) -> None:
        assert chief.user is not None
        client.force_login(chief.user)
        assert client.get(reverse("audit:trail")).status_code == 403


class TestTheDemonstrationsDoor:
    def test_lets_nobody_in_who_is_no_sample(self, client: Client) -> None:
        make.user(username="kẻ lạ")
        assert client.post(reverse("demo_sign_in"), {"username": "kẻ lạ"}).status_code == 404
        assert client.get(reverse("demo_sign_in")).status_code == 405
