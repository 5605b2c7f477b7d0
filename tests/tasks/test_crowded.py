"""The pages of whoever looks after more units and people than can be listed."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from congtam.organisation import selectors as organisation
from congtam.personnel.models import Person
from congtam.tasks.models import Task
from congtam.tasks.selectors import lists, overview
from congtam.tasks.selectors.overview import Load
from congtam.ui import paging
from tests import make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
PAST, SOON = date(2026, 3, 2), date(2026, 3, 20)


class Province:
    """A province with two departments of two divisions each; one specialist in each division, one task overdue and one in time."""

    def __init__(self) -> None:
        self.top = make.unit("Uỷ ban nhân dân tỉnh Sông Lam", manages=True)
        self.chairman = make.head(self.top, "Nghiêm Đình Thuận", job_title="Chủ tịch")
        assert self.chairman.user
        self.units = {"Tỉnh": self.top}
        self.people: dict[str, Person] = {}
        for name in ("Sở Y tế", "Sở Tài chính"):
            self.units[name] = department = make.body(name, under=self.top)
            for division in ("Văn phòng", "Thanh tra"):
                key = f"{division} {name}"
                self.units[key] = unit = make.unit(division, under=department)
                self.people[key] = make.officer(unit, f"Người {key}")
                for due in (PAST, SOON):
                    make.task(self.people[key], unit, by=self.chairman.user, due=due)

    def client(self) -> Client:
        client = Client()
        assert self.chairman.user
        client.force_login(self.chairman.user)
        return client


@pytest.fixture
def province(monkeypatch: pytest.MonkeyPatch) -> Province:
    monkeypatch.setattr(organisation, "OFFERED_UNITS", 3)
    monkeypatch.setattr(lists, "OFFERED_PEOPLE", 3)
    monkeypatch.setattr(lists, "FIRST_PEOPLE", 2)
    with time_machine.travel(NOW, tick=False):
        return Province()


@pytest.fixture(autouse=True)
def tenth_of_march() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def rows_of(page: Iterable[Load]) -> dict[str, tuple[int, int]]:
    return {load.name: (load.in_time, load.overdue) for load in page}


def test_the_board_of_a_province_counts_by_department_and_leads_down_to_the_people(province: Province) -> None:
    client = province.client()
    top = client.get(reverse("tasks:board")).context
    assert rows_of(top["unit_page"]) == {
        "Uỷ ban nhân dân tỉnh Sông Lam": (0, 0),
        "Sở Y tế": (2, 2),
        "Sở Tài chính": (2, 2),
    }
    assert [load.name for load in top["unit_page"] if load.is_alone] == ["Uỷ ban nhân dân tỉnh Sông Lam"]
    assert list(top["load_page"]) == []
    department = client.get(reverse("tasks:board"), {"don_vi": province.units["Sở Y tế"].pk}).context
    assert rows_of(department["unit_page"]) == {"Văn phòng": (1, 1), "Thanh tra": (1, 1)}
    division = client.get(reverse("tasks:board"), {"don_vi": province.units["Thanh tra Sở Y tế"].pk}).context
    assert rows_of(division["load_page"]) == {"Người Thanh tra Sở Y tế": (1, 1)}
    assert list(division["unit_page"]) == []


def test_the_counts_of_the_departments_add_up_to_the_number_on_the_board(province: Province) -> None:
    board = province.client().get(reverse("tasks:board")).context
    assert sum(load.overdue for load in board["unit_page"]) == board["counts"].overdue == 4


def test_a_small_body_is_read_by_its_people_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    board = Province().client().get(reverse("tasks:board")).context
    assert len(list(board["load_page"])) == 5
    assert list(board["unit_page"]) == []
    monkeypatch.setattr(overview, "MOST_NAMED", 4)
    assert len(list(Province().client().get(reverse("tasks:board")).context["unit_page"])) == 3


def test_units_are_found_by_typing_and_the_rest_is_counted(province: Province) -> None:
    client = province.client()
    text = client.get(reverse("tasks:listing")).content.decode()
    assert "còn 4 nữa, gõ thêm tên" in text
    found = client.get(reverse("tasks:listing"), {"tim_don_vi": "van phong y te"})
    assert [name for _, name in found.context["units"].options] == ["Văn phòng"]
    for page in ("tasks:board", "tasks:week"):
        assert 'name="tim_don_vi"' in client.get(reverse(page)).content.decode()


def test_work_is_given_to_people_found_by_typing_their_name_or_unit(province: Province) -> None:
    client, somebody = province.client(), province.people["Thanh tra Sở Tài chính"]
    text = client.get(reverse("tasks:assign")).content.decode()
    assert "Còn 2 người nữa chưa hiện" in text
    found = client.get(reverse("tasks:assign"), {"tim_nguoi": "thanh tra tai chinh"}).content.decode()
    assert "Người Thanh tra Sở Tài chính, Chuyên viên, Thanh tra" in found
    product = make.product(make.catalogue(province.units["Sở Tài chính"]))
    post = somebody.appointments.get().pk
    given = {"product": product.pk, "posts": [post], "quantity": "1", "due_date": "2026-03-25"}
    before = Task.objects.count()
    assert client.post(reverse("tasks:assign"), given).status_code == 302
    assert Task.objects.count() == before + 1


def test_a_form_that_comes_back_keeps_the_people_chosen_though_the_words_find_others(province: Province) -> None:
    post = province.people["Thanh tra Sở Tài chính"].appointments.get().pk
    answer = province.client().post(
        f"{reverse('tasks:assign')}?tim_nguoi=van+phong", {"posts": [post], "quantity": "0"}
    )
    assert answer.status_code == 422
    assert post in dict(answer.context["form"].fields["posts"].choices)


def test_a_list_too_long_to_count_says_so_and_is_put_in_order_by_deadline_only(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST_COUNTED", 3)
    answer = province.client().get(reverse("tasks:listing"), {"sort": "holder"})
    text = answer.content.decode()
    assert "trong hơn 3 việc; lọc bớt để thấy phần còn lại" in text
    assert "Danh sách quá dài để sắp xếp theo cột này" in text
    assert [line.task.due_date for line in answer.context["lines"]] == [PAST, PAST, PAST]
    narrow = province.client().get(reverse("tasks:listing"), {"sort": "holder", "viec": "overdue", "q": "y te"})
    assert "quá dài để sắp xếp" not in narrow.content.decode()
