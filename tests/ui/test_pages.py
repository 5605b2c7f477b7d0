"""The living page, the choice of light, the door, and what stands around every page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from congtam.site.navigation import shell
from tests import make

pytestmark = pytest.mark.django_db


def test_the_living_page_shows_every_part_to_those_signed_in(client: Client) -> None:
    assert client.get(reverse("ui:parts")).status_code == 302
    client.force_login(make.user("Lê Quản Trị", is_administrator=True))
    page = client.get(reverse("ui:parts"), {"page": "60"}).content.decode()
    assert "2.951–3.000 trong 3.000" in page
    assert page.count("<h1") == 1


def test_the_sample_progress_answers_a_part_of_a_page(client: Client) -> None:
    client.force_login(make.user())
    assert "<html" not in client.get(reverse("ui:sample_progress")).content.decode()


class TestTheChoiceOfLight:
    def test_is_kept_and_drawn_by_the_server(self, client: Client) -> None:
        client.post(reverse("ui:theme"), {"theme": "dark", "next": "/ui/"})
        assert 'data-theme="dark"' in client.get(reverse("account_login")).content.decode()

    def test_can_be_left_to_the_system_again(self, client: Client) -> None:
        client.cookies["ct_theme"] = "dark"
        client.post(reverse("ui:theme"), {"theme": ""})
        assert client.cookies["ct_theme"].value == ""

    def test_never_leads_to_another_house(self, client: Client) -> None:
        answer = client.post(reverse("ui:theme"), {"theme": "dark", "next": "//elsewhere.example/"})
        assert answer.headers["Location"] == "/"

    def test_cannot_be_smuggled_into_the_page(self, client: Client) -> None:
        client.cookies["ct_theme"] = '"><script>'
        assert "<script>" not in client.get(reverse("account_login")).content.decode()


class TestTheDoor:
    def test_shows_the_sample_people_in_the_demonstration(self, client: Client) -> None:
        page = client.get(reverse("account_login")).content.decode()
        assert page.count("Vào với vai này") >= 5
        assert "Tên đăng nhập" in page

    def test_shows_nobody_elsewhere(self, client: Client, settings: Settings) -> None:
        # Addresses are read once for all tests, with those of the demonstration: before it is left.
        address = reverse("account_login")
        settings.DEMO = False
        page = client.get(address).content.decode()
        assert "Vào với vai này" not in page
        assert "trình diễn" not in page


class TestTheFrame:
    def test_gives_strangers_no_navigation(self) -> None:
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        assert "sections" not in shell(request)["shell"]

    def test_shows_pages_of_the_administrator_to_the_administrator_only(self, client: Client) -> None:
        client.force_login(make.user("Nguyễn Văn An"))
        assert reverse("accounts:list") not in client.get(reverse("home")).content.decode()
        client.force_login(make.user("Lê Quản Trị", is_administrator=True))
        assert reverse("accounts:list") in client.get(reverse("home")).content.decode()

    def test_names_whom_to_ask_when_a_right_is_missing(self, client: Client) -> None:
        client.force_login(make.user())
        answer = client.get(reverse("accounts:list"))
        assert answer.status_code == 403
        assert "Xin quyền" in answer.content.decode()

    def test_says_what_to_do_on_an_address_that_leads_nowhere(self, client: Client) -> None:
        client.force_login(make.user())
        answer = client.get("/khong-co/")
        assert answer.status_code == 404
        assert "Về việc của tôi" in answer.content.decode()
