"""What somebody reads before he hands work back: what it does to his month, and what he may do instead."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from congtam.personnel.models import Person
from congtam.scoring.facts import HandBack, hand_back_effect
from congtam.scoring.selectors import month_of_task
from congtam.tasks import services
from congtam.tasks.choices import Origin, TaskState
from congtam.tasks.models import Task
from tests.scoring.office import Office, account, office, opened, sign, work

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _tenth_of_march() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house() -> Office:
    return office()


def page(who: Person, task: Task) -> Any:
    client = Client()
    client.force_login(account(who), backend="django.contrib.auth.backends.ModelBackend")
    return client.get(f"/nhiem-vu/{task.pk}/tra-nguoi-giao/")


def effect_of(task: Task) -> HandBack:
    month = month_of_task(task, NOW.date())
    return hand_back_effect(
        month=month.month,
        reading=month.reading,
        leads=month.leads,
        judged=month.judged,
        lines=month.lines,
        task_id=task.pk,
    )


def test_handing_back_ones_only_task_leaves_no_task_marks_and_the_page_says_so_first(house: Office) -> None:
    task = work(house.staff, house.division, done=0)
    shown = page(house.staff, task).content.decode()
    assert "Trả lại thì điểm nhiệm vụ là 0,00; làm xong đúng hạn thì được 70,00." in shown
    assert "Dù tiêu chí chung được điểm tối đa, tháng này vẫn ở mức không hoàn thành nhiệm vụ." in shown
    assert "chỉ còn 50%" in shown
    assert shown.index("Nếu trả lại") < shown.index("Lý do")


def test_what_is_foretold_is_what_the_month_then_holds(house: Office) -> None:
    for late in (False, True):
        work(house.staff, house.division, due=date(2026, 3, 5), late=late)
    task = work(house.staff, house.division, done=0)
    foretold = effect_of(task).back.result
    services.hand_back(task_id=task.pk, reason="Đi học", actor=account(house.staff), at=NOW)
    held = effect_of(task).now.result
    assert held == foretold
    assert held["a"] == "0.666667"


def test_an_overdue_task_is_foretold_as_the_month_then_holds_it(house: Office) -> None:
    work(house.staff, house.division, due=date(2026, 3, 5))
    task = work(house.staff, house.division, done=0, due=date(2026, 3, 6))
    foretold = effect_of(task).back.result
    services.hand_back(task_id=task.pk, reason="Đi học", actor=account(house.staff), at=NOW)
    assert effect_of(task).now.result == foretold


def test_the_page_says_how_many_general_marks_the_month_still_needs(house: Office) -> None:
    for _ in range(2):
        work(house.staff, house.division, due=date(2026, 3, 5))
    task = work(house.staff, house.division, done=0)
    # Two of three products done: 46.67 of 70; 3.33 general marks lift the month to fifty.
    assert "Cần ít nhất 3,33 điểm tiêu chí chung" in page(house.staff, task).content.decode()


def test_work_that_came_unplanned_is_handed_back_without_loss(house: Office) -> None:
    work(house.staff, house.division, due=date(2026, 3, 5))
    task = work(house.staff, house.division, done=0)
    Task.objects.filter(pk=task.pk).update(origin=Origin.UNPLANNED)
    found = effect_of(Task.objects.get(pk=task.pk))
    assert found.back.score.task_marks == found.now.score.task_marks == 70


def test_other_ways_are_named_with_who_can_open_them(house: Office) -> None:
    task = work(house.staff, house.division, done=0)
    shown = page(house.staff, task).content.decode()
    assert f"Đề nghị {task.assigned_by.full_name} đổi hạn" in shown
    assert "Đổi trước hết ngày 20/03/2026 thì hạn cũ không tính" in shown
    late = work(house.staff, house.division, done=0, due=date(2026, 3, 6))
    assert f"/nhiem-vu/{late.pk}/nguyen-nhan/" in page(house.staff, late).content.decode()


def test_of_a_leader_shares_are_shown_while_d_is_not_known(house: Office) -> None:
    task = work(house.head, house.division, done=0)
    shown = page(house.head, task).content.decode()
    assert "chưa có đủ d, đ, e" in shown
    assert "a, số lượng" in shown


def test_a_month_already_signed_does_not_change_and_the_page_says_that(house: Office) -> None:
    work(house.staff, house.division, due=date(2026, 3, 5))
    task = work(house.staff, house.division, done=0)
    opened(house)
    sign(house.staff)
    shown = page(house.staff, task).content.decode()
    assert "Phiếu tháng này đã ký nên không thay đổi theo." in shown


def test_work_no_longer_in_hand_is_not_handed_back(house: Office) -> None:
    task = work(house.staff, house.division)
    assert page(house.staff, task).status_code == 302
    assert Task.objects.get(pk=task.pk).state == TaskState.DONE
