"""Accounts: opened with a password nobody chose, locked at once, and never the last administrator."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congtam.accounts import services
from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.site.demo.build import sample_people
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return make.user("Lê Quản Trị", is_administrator=True)


@pytest.fixture
def asking(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


class TestOpening:
    def test_gives_a_password_that_works_and_is_kept_nowhere(self, administrator: User) -> None:
        user, password = services.open_account(
            username="lan", full_name="Trần Thị Lan", actor=administrator, at=make.NOON
        )
        assert user.check_password(password)
        assert len(password) == 23
        assert not Act.objects.filter(after__icontains=password).exists()

    def test_knows_user_names_whatever_their_letter_case(self, administrator: User) -> None:
        services.open_account(username="lan", full_name="Trần Thị Lan", actor=administrator, at=make.NOON)
        with pytest.raises(services.UsernameTakenError, match="LAN"):
            services.open_account(username="LAN", full_name="Khác", actor=administrator, at=make.NOON)


class TestAPasswordHandedOver:
    @pytest.fixture
    def lan(self, administrator: User) -> tuple[User, str]:
        return services.open_account(username="lan", full_name="Trần Thị Lan", actor=administrator, at=timezone.now())

    def test_opens_only_the_page_that_changes_it(self, client: Client, lan: tuple[User, str]) -> None:
        client.force_login(lan[0])
        for name in ("home", "tasks:mine", "personnel:people"):
            assert client.get(reverse(name)).headers["Location"] == reverse("account_change_password")
        assert client.get(reverse("account_logout")).status_code == 200

    def test_is_kept_like_any_other_once_its_owner_came_in(self, client: Client, lan: tuple[User, str]) -> None:
        user, password = lan
        assert user.password.startswith("one_time$")
        client.post(reverse("account_login"), {"login": "lan", "password": password})
        user.refresh_from_db()
        assert not user.password.startswith("one_time$")

    def test_stands_in_the_way_of_no_visitor_of_the_demonstration(self, client: Client, lan: tuple[User, str]) -> None:
        sample = next(iter(sample_people()))
        User.objects.filter(pk=lan[0].pk).update(username=sample.username)
        client.post(reverse("demo_sign_in"), {"username": sample.username})
        assert client.get(reverse("home")).status_code == 200

    def test_lasts_through_its_last_whole_day(self) -> None:
        assert services.temporary_until(make.NOON).isoformat() == "2026-03-25T00:00:00+07:00"


class TestTheAccountsPage:
    def test_is_refused_to_everybody_else(self, client: Client) -> None:
        client.force_login(make.user())
        assert client.get(reverse("accounts:list")).status_code == 403

    def test_sends_strangers_to_sign_in(self, client: Client) -> None:
        response = client.get(reverse("accounts:list"))
        assert response.status_code == 302
        assert reverse("account_login") in response.headers["Location"]

    def test_finds_somebody_by_part_of_the_name(self, asking: Client) -> None:
        make.user("Trần Thị Lan")
        page = asking.get(reverse("accounts:list"), {"q": "lan"}).content.decode()
        assert "Trần Thị Lan" in page
        assert "Lê Quản Trị" not in page.split("<tbody", 1)[1]

    def test_shows_a_new_password_once_and_ends_open_sessions(self, asking: Client) -> None:
        lan = make.user("Trần Thị Lan")
        elsewhere = Client()
        elsewhere.force_login(lan)
        response = asking.post(reverse("accounts:reset_password", args=[lan.pk]))
        lan.refresh_from_db()
        shown = response.content.decode().split("<code>")[1].split("</code>")[0]
        assert lan.check_password(shown)
        assert response.headers["Cache-Control"] == "no-store"
        assert elsewhere.get(reverse("home")).status_code == 302

    def test_locks_and_opens_again(self, asking: Client) -> None:
        lan = make.user("Trần Thị Lan")
        asking.post(reverse("accounts:lock", args=[lan.pk]), {"reason": "nghỉ hưu"})
        assert not User.objects.get(pk=lan.pk).is_active
        asking.post(reverse("accounts:unlock", args=[lan.pk]))
        assert User.objects.get(pk=lan.pk).is_active

    def test_keeps_the_last_administrator(self, asking: Client, administrator: User) -> None:
        page = asking.post(reverse("accounts:lock", args=[administrator.pk]), follow=True).content.decode()
        assert "tài khoản quản trị cuối cùng" in page
        assert User.objects.get(pk=administrator.pk).is_active

    @pytest.mark.parametrize("name", ["accounts:lock", "accounts:unlock", "accounts:reset_password"])
    def test_changes_nothing_by_following_a_link(self, asking: Client, name: str) -> None:
        assert asking.get(reverse(name, args=[make.user().pk])).status_code == 405


class TestSigningIn:
    def test_is_in_the_trail(self, client: Client) -> None:
        user, password = services.open_account(username="lan", full_name="Trần Thị Lan", actor=None, at=timezone.now())
        response = client.post(reverse("account_login"), {"login": "LAN", "password": password})
        assert response.status_code == 302
        assert Act.objects.filter(code="accounts.signed_in", actor=user).exists()

    def test_is_slowed_down_after_five_wrong_passwords(self, client: Client) -> None:
        user = make.user(username="lan")
        user.set_password("đúng-mật-khẩu-dài")
        user.save()
        for _ in range(5):
            client.post(reverse("account_login"), {"login": "lan", "password": "sai"})
        locked = client.post(reverse("account_login"), {"login": "lan", "password": "đúng-mật-khẩu-dài"})
        assert locked.status_code in (403, 429)
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("address", ["signup", "dang-ky", "password/reset", "email"])
    def test_nobody_opens_an_account_for_himself_or_resets_a_password_by_mail(
        self, client: Client, address: str
    ) -> None:
        assert client.get(f"/tai-khoan/{address}/").status_code == 404


class TestSavedViews:
    """Lists somebody keeps as he likes to see them; nobody else sees or forgets them."""

    PAGE = "/nhiem-vu/"

    def save(self, client: Client, **given: str) -> Any:
        return client.post(
            reverse("accounts:save_view"),
            {"path": self.PAGE, "name": "Quá hạn", "query": "viec=overdue&cot=due&cot=state"} | given,
        )

    def test_a_list_is_kept_with_its_filter_and_columns_and_found_again(self, client: Client) -> None:
        client.force_login(make.user())
        answer = self.save(client)
        assert answer.url == "/nhiem-vu/?viec=overdue&cot=due&cot=state"
        page = client.get(self.PAGE).content.decode()
        assert 'href="/nhiem-vu/?viec=overdue&amp;cot=due&amp;cot=state"' in page
        assert "Lưu bộ lọc này" not in page

    def test_what_is_seen_now_is_offered_for_keeping_without_its_page_number(self, client: Client) -> None:
        client.force_login(make.user())
        page = client.get(self.PAGE, {"viec": "overdue", "page": "2"}).content.decode()
        assert "Lưu bộ lọc này" in page
        assert 'name="query" value="viec=overdue"' in page

    def test_the_same_name_again_stands_for_the_new_list(self, client: Client) -> None:
        lan = make.user()
        client.force_login(lan)
        self.save(client)
        self.save(client, query="viec=soon")
        assert list(lan.saved_views.values_list("name", "query")) == [("Quá hạn", "viec=soon")]

    def test_is_forgotten_by_its_owner_only(self, client: Client) -> None:
        lan = make.user()
        client.force_login(lan)
        self.save(client)
        address = reverse("accounts:drop_view", args=[lan.saved_views.get().pk])
        stranger = Client()
        stranger.force_login(make.user())
        assert stranger.post(address).status_code == 404
        client.post(address)
        assert not lan.saved_views.exists()

    def test_needs_a_name_and_leads_nowhere_else(self, client: Client) -> None:
        lan = make.user()
        client.force_login(lan)
        self.save(client, name="  ")
        assert self.save(client, path="//example.org/").status_code == 404
        assert self.save(client, path="/khong-co/").status_code == 404
        assert not lan.saved_views.exists()

    def test_has_an_end(self, client: Client) -> None:
        lan = make.user()
        for number in range(20):
            services.save_view(path=self.PAGE, name=f"Bộ lọc {number}", query="q=a", actor=lan, at=make.NOON)
        with pytest.raises(services.TooManyViewsError, match="tối đa 20"):
            services.save_view(path=self.PAGE, name="Thêm", query="q=a", actor=lan, at=make.NOON)
