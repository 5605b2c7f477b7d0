"""An empty office is led to its first month: what is done, what comes next, who does it; then the guide is gone."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congtam.accounts.models import User
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.personnel.selectors import viewer_of
from congtam.scoring.models import BodyReading, ScoringPeriod
from congtam.site.first_steps import guide_for
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return make.user("Lê Trọng Hưng", is_administrator=True)


def steps(user: User | None) -> dict[str, str]:
    """Each step by its title: done, next, open or others."""
    assert user is not None
    guide = guide_for(viewer_of(user, timezone.localdate()))
    if guide is None:
        return {}
    return {
        step.title: "done" if step.is_done else "next" if step.is_next else "open" if step.url else "others"
        for step in guide.steps
    }


def ready(body: Unit) -> Person:
    """Let everything be there that a month needs, except the month; return the officer."""
    group = make.similar_group(body)
    make.head(body, "Hoàng Minh Sơn", similar_group=group)
    officer = make.officer(body, "Đỗ Thị Mai", similar_group=group)
    make.duty(officer, body)
    make.catalogue(body)
    return officer


def open_month(body: Unit, month: date) -> None:
    ScoringPeriod.objects.create(body=body, month=month, cut_off_date=month + timedelta(days=40))


class TestTheGuide:
    def test_begins_with_the_body_when_there_is_none(self, client: Client, administrator: User) -> None:
        assert steps(administrator)["Lập cơ quan"] == "next"
        client.force_login(administrator)
        page = client.get(reverse("home")).content.decode()
        assert "Bắt đầu dùng Công Tâm" in page
        assert reverse("organisation:open_body") in page

    def test_leads_the_administrator_to_roster_officer_and_accounts_and_leaves_the_rest_to_the_officer(
        self, administrator: User
    ) -> None:
        body = make.body()
        assert steps(administrator)["Nhập danh sách đơn vị và cán bộ"] == "next"
        who = make.person("Đỗ Thị Mai", account=False)
        make.post(who, body)
        found = steps(administrator)
        assert found["Giao người làm công tác tổ chức cán bộ"] == "next"
        assert found["Mở tài khoản cho mọi người"] == "open"
        assert found["Mở kỳ chấm điểm tháng đầu tiên"] == "others"
        make.duty(who, body)
        assert steps(administrator)["Mở tài khoản cho mọi người"] == "next"
        who.user = make.user("Đỗ Thị Mai")
        who.save()
        assert steps(administrator) == {}

    def test_leads_the_officer_from_heads_and_groups_to_the_month(self) -> None:
        body = make.body()
        officer = make.officer(body, "Đỗ Thị Mai")
        make.duty(officer, body)
        assert steps(officer.user)["Ghi người đứng đầu từng đơn vị"] == "next"
        group = make.similar_group(body)
        make.head(body, "Hoàng Minh Sơn", similar_group=group)
        assert steps(officer.user)["Xếp nhóm nhiệm vụ tương đồng"] == "next"
        officer.appointments.update(similar_group=group)
        assert steps(officer.user)["Ban hành danh mục sản phẩm, công việc"] == "next"
        make.catalogue(body)
        assert steps(officer.user)["Mở kỳ chấm điểm tháng đầu tiên"] == "next"
        open_month(body, date(2026, 3, 1))
        assert steps(officer.user) == {}

    def test_asks_who_else_is_scored_when_somebody_is_no_civil_servant(self) -> None:
        body = make.body()
        officer = ready(body)
        make.officer(body, "Võ Văn Chính", category="elected_official")
        assert steps(officer.user)["Chọn đối tượng được chấm ngoài công chức"] == "next"
        BodyReading.objects.create(
            body=body, includes=["elected_official"], document="Quy chế 1/QC", valid_from=make.NEW_YEAR
        )
        assert steps(officer.user)["Chọn đối tượng được chấm ngoài công chức"] == "done"

    def test_does_not_come_back_after_the_second_month(self) -> None:
        body = make.body()
        officer = ready(body)
        open_month(body, date(2026, 3, 1))
        open_month(body, date(2026, 4, 1))
        make.post(make.person("Người Mới", account=False), body)
        assert steps(officer.user) == {}

    def test_is_shown_to_nobody_who_prepares_nothing(self, client: Client) -> None:
        head = make.head(make.body(), "Hoàng Minh Sơn")
        assert steps(head.user) == {}

    def test_does_not_trouble_an_officer_above_with_bodies_that_have_their_own(self) -> None:
        province = make.body("Ủy ban nhân dân tỉnh Sông Lam")
        officer = ready(province)
        open_month(province, date(2026, 3, 1))
        make.body("Sở Mới", under=province)
        assert steps(officer.user) == {}

    def test_links_only_to_pages_that_open(self, client: Client) -> None:
        body = make.body()
        officer = make.officer(body, "Đỗ Thị Mai")
        make.duty(officer, body)
        assert officer.user is not None
        client.force_login(officer.user)
        page = client.get(reverse("home")).content.decode().split("Bắt đầu dùng Công Tâm")[1].split("</ol>")[0]
        links = set(re.findall(r'<a[^>]* href="([^"]+)"', page))
        assert len(links) > 5
        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)

    def test_asks_the_database_no_more_than_a_page_may(
        self, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        body = make.body()
        officer = ready(body)
        for number in range(40):
            make.post(make.person(f"Trần Văn Đạt {number}", account=False), body)
        assert officer.user is not None
        client.force_login(officer.user)
        with django_assert_max_num_queries(15):
            client.get(reverse("home"))


class TestWhoeverGetsNoSheet:
    @pytest.fixture
    def officer(self) -> Person:
        body = make.body()
        officer = ready(body)
        make.officer(body, "Võ Văn Chính", category="elected_official")
        make.officer(body, "Lái Xe", category="contract_worker")
        open_month(body, timezone.localdate().replace(day=1))
        return officer

    @staticmethod
    def told(client: Client, officer: Person, name: str, *keys: int) -> str:
        assert officer.user is not None
        client.force_login(officer.user)
        return " ".join(client.get(reverse(name, args=keys)).content.decode().split())

    def test_is_named_before_a_month_is_opened_and_on_the_month(self, client: Client, officer: Person) -> None:
        period = ScoringPeriod.objects.get()
        for page in (
            self.told(client, officer, "scoring:periods"),
            self.told(client, officer, "scoring:period", period.pk),
        ):
            assert "1 cán bộ (Võ Văn Chính); 1 người lao động (Lái Xe)" in page
            assert reverse("scoring:reading", args=[period.body_id]) in page

    def test_is_not_named_any_more_once_the_by_law_counts_his_kind(self, client: Client, officer: Person) -> None:
        body = ScoringPeriod.objects.get().body
        BodyReading.objects.create(
            body=body, includes=["elected_official"], document="Quy chế 1/QC", valid_from=make.NEW_YEAR
        )
        page = self.told(client, officer, "scoring:periods")
        assert "Võ Văn Chính" not in page
        assert "1 người lao động (Lái Xe)" in page
