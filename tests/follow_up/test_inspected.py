"""Inspections that look at a plan or a piece of work: chosen in the form, shown where they belong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congtam.follow_up.models import Inspection
from congtam.organisation.models import Unit
from congtam.personnel.choices import Duty
from congtam.personnel.models import Person
from congtam.planning.models import Plan, WorkItem
from congtam.site.command.bench_pages import MOST_QUERIES
from congtam.values.known import given
from tests import make
from tests.site.clerk import Clerk

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tenth_of_march() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@dataclass
class House:
    """A department with its office, a division that leads work of a plan, and somebody of the division."""

    body: Unit
    division: Unit
    clerk: Person
    member: Person
    plan: Plan
    work: WorkItem


@pytest.fixture
def house() -> House:
    body = make.body()
    division = make.unit(under=body)
    clerk = make.officer(make.unit("Văn phòng Sở", under=body), "Phan Văn Út")
    make.duty(clerk, body, Duty.OFFICE)
    plan = make.plan(body, number="12/KH")
    item = make.item(plan, task="Rà soát đê kè xung yếu", lead=division)
    return House(
        body=body,
        division=division,
        clerk=clerk,
        member=make.officer(division, "Trần Văn Đạt"),
        plan=plan,
        work=make.work(item),
    )


def clerk(who: Person) -> Clerk:
    return Clerk(given(who.user))


def inspected(house: House, number: int = 1) -> None:
    """So many inspections of the work."""
    Inspection.objects.bulk_create(
        [
            Inspection(
                unit=house.body,
                work=house.work,
                title=f"Kiểm tra lần {place}",
                inspector=house.clerk,
                planned_date=date(2026, 3, 20),
                created_by=given(house.clerk.user),
                created_at=NOON,
            )
            for place in range(number)
        ]
    )


def planned(house: House, address: str, **typed: str) -> Inspection:
    """Plan an inspection on the form at an address."""
    page = clerk(house.clerk).open(address)
    page.press(
        "Lập lịch",
        {
            "title": "Kiểm tra tiến độ",
            "inspector": "Phan Văn Út",
            "planned_date": "2026-03-20",
        }
        | typed,
    )
    return Inspection.objects.latest("pk")


def test_an_inspection_of_a_plan_is_planned_from_its_page_and_shown_there(house: House) -> None:
    address = reverse("planning:plan", args=[house.plan.pk])
    page = clerk(house.clerk).open(address)
    assert "Chưa có cuộc kiểm tra nào" in page.text
    page.follow("Lập lịch kiểm tra")
    page.press("Lập lịch", {"title": "Kiểm tra kế hoạch", "inspector": "Phan Văn Út", "planned_date": "2026-03-20"})
    made = Inspection.objects.get()
    assert (made.plan, made.work) == (house.plan, None)
    assert reverse("planning:plan", args=[house.plan.pk]) in page.response.content.decode()
    assert "Kiểm tra kế hoạch" in clerk(house.clerk).open(address).text


def test_an_inspection_of_work_is_shown_with_the_work_and_with_its_plan(house: House) -> None:
    plan_form = f"{reverse('follow_up:plan_inspection')}?don_vi={house.body.pk}"
    made = planned(house, f"{plan_form}&nhiem_vu={house.work.pk}")
    assert (made.plan, made.work) == (None, house.work)
    for address in (reverse("work:one", args=[house.work.pk]), reverse("planning:plan", args=[house.plan.pk])):
        assert "Kiểm tra tiến độ" in clerk(house.clerk).open(address).text


def test_what_is_inspected_is_found_by_words_or_is_the_whole_unit(house: House) -> None:
    plan_form = f"{reverse('follow_up:plan_inspection')}?don_vi={house.body.pk}"
    found = planned(house, f"{plan_form}&tim={quote('xung yếu')}", subject="Rà soát đê kè")
    assert found.work == house.work
    whole = planned(house, plan_form)
    assert (whole.plan, whole.work) == (None, None)


def test_what_is_not_offered_cannot_be_inspected(house: House) -> None:
    elsewhere = make.plan(make.body("Sở Đò điện"), number="3/KH")
    client = Client()
    client.force_login(given(house.clerk.user))
    typed = {"title": "Kiểm tra", "inspector": "Phan Văn Út", "planned_date": "2026-03-20"}
    address = f"{reverse('follow_up:plan_inspection')}?don_vi={house.body.pk}&ke_hoach={elsewhere.pk}"
    assert client.post(address, typed | {"subject": f"plan:{elsewhere.pk}"}).status_code == 422
    assert not Inspection.objects.exists()


def test_a_colleague_sees_the_work_but_not_its_inspections(house: House) -> None:
    inspected(house)
    page = clerk(house.member).open(reverse("work:one", args=[house.work.pk]))
    assert "Kiểm tra lần 0" not in page.text
    assert "Lập lịch kiểm tra" not in page.text


def test_the_pages_ask_the_same_for_no_inspection_and_for_a_hundred(house: House) -> None:
    client = Client()
    client.force_login(given(house.clerk.user))
    for address in (reverse("work:one", args=[house.work.pk]), reverse("planning:plan", args=[house.plan.pk])):
        counts: list[int] = []
        for number in (1, 100):
            inspected(house, number)
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1]
        assert counts[1] <= MOST_QUERIES
