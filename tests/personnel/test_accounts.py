"""Accounts of a whole office: opened at once, handed over once, closed with the last post, opened again for a while."""

import re
from base64 import b64decode
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.documents.models import StoredFile
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.personnel.selectors.accounts import digest_of, plain_username, proposals, without_account
from congtam.personnel.services import UnableToOpenAccountsError, open_accounts
from congtam.personnel.views import accounts as pages
from tests import make

pytestmark = pytest.mark.django_db
EVERYBODY = ["civil_servant", "elected_official", "public_employee", "contract_worker"]
OWN = "Song-Lam mùa nước nổi"


@pytest.fixture
def body() -> Unit:
    return make.body("Sở Thuỷ lợi tỉnh Sông Lam")


@pytest.fixture
def division(body: Unit) -> Unit:
    return make.unit("Phòng Kế hoạch", under=body)


@pytest.fixture
def officer(body: Unit) -> Person:
    who = make.officer(body, "Đỗ Thị Mai")
    make.duty(who, body)
    return who


@pytest.fixture
def asking(client: Client, officer: Person) -> Client:
    assert officer.user is not None
    client.force_login(officer.user)
    User.objects.filter(pk=officer.user.pk).update(last_login=timezone.now())
    return client


def newcomer(where: Unit, name: str, **fields: Any) -> Person:
    who = make.person(name, account=False, **fields)
    make.post(who, where)
    return who


def wanted(body: Unit, rule: str = "name", **more: Any) -> dict[str, Any]:
    """What the form of the preview sends."""
    today = timezone.localdate()
    found = proposals(without_account(body.pk, today, EVERYBODY), rule, today)
    return {
        "co-quan": body.pk,
        "rule": rule,
        "categories": EVERYBODY,
        "format": "docx",
        "seen": digest_of(found),
    } | more


def slips(answer: Any) -> dict[str, tuple[str, str]]:
    """What the slips of an answer say: user name and password by full name."""
    page = answer.content.decode()
    coded = re.search(r'href="data:[^;]+;base64,([^"]+)"', page)
    assert coded is not None
    word = Document(BytesIO(b64decode(coded[1])))
    tables = [table for table in word.tables if table.cell(0, 0).text == "Họ và tên"]
    return {table.cell(0, 1).text: (table.cell(3, 1).text, table.cell(4, 1).text) for table in tables}


def signed_in(username: str, password: str) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": username, "password": password})
    return client


class TestOpeningForEverybody:
    def test_names_people_by_their_names_and_numbers_those_of_one_name(
        self, asking: Client, body: Unit, division: Unit
    ) -> None:
        make.user(username="dat.tv")
        for name in ("Trần Văn Đạt", "Tạ Vũ Đạt", "Nguyễn Thị Ước"):
            newcomer(division, name)
        page = asking.get(reverse("personnel:open_accounts")).content.decode()
        for username in ("dat.tv2", "dat.tv3", "uoc.nt"):
            assert f"<strong>{username}</strong>" in page
        assert not Person.objects.filter(full_name="Trần Văn Đạt", user__isnull=False).exists()

    def test_takes_staff_codes_or_addresses_where_the_body_wants_them(
        self, asking: Client, body: Unit, division: Unit
    ) -> None:
        make.user(username="cb02")
        newcomer(division, "Trần Văn Đạt", staff_code="CB 01", email="Dat.TV@songlam.example")
        newcomer(division, "Lê Thị Hà", staff_code="CB02")
        newcomer(division, "Vũ Thị Ngọc")
        by_code = asking.get(reverse("personnel:open_accounts"), wanted(body, "staff_code")).content.decode()
        assert "<strong>cb01</strong>" in by_code
        assert "<strong>ha.lt</strong>" in by_code
        assert "đã có người dùng" in by_code
        assert "chưa ghi nên lấy theo họ tên" in by_code
        by_mail = asking.get(reverse("personnel:open_accounts"), wanted(body, "email")).content.decode()
        assert "<strong>dat.tv@songlam.example</strong>" in by_mail

    def test_hands_each_a_slip_that_lets_him_in_once_and_asks_for_his_own_password(
        self, asking: Client, body: Unit, division: Unit
    ) -> None:
        dat = newcomer(division, "Trần Văn Đạt")
        newcomer(division, "Lê Thị Hà")
        answer = asking.post(reverse("personnel:open_accounts"), wanted(body))
        assert answer.headers["Cache-Control"] == "no-store"
        handed = slips(answer)
        assert set(handed) == {"Trần Văn Đạt", "Lê Thị Hà"}
        username, password = handed["Trần Văn Đạt"]
        dat.refresh_from_db()
        assert dat.user is not None
        assert dat.user.username == username

        client = signed_in(username, password)
        change = reverse("account_change_password")
        assert client.get(reverse("tasks:mine")).headers["Location"] == change
        assert "mật khẩu tạm" in client.get(change).content.decode()
        given = {"oldpassword": password, "password1": OWN, "password2": OWN}
        assert client.post(change, given).headers["Location"] == reverse("home")
        assert client.get(reverse("tasks:mine")).status_code == 200

    def test_keeps_no_password_anywhere(self, asking: Client, body: Unit, division: Unit) -> None:
        newcomer(division, "Trần Văn Đạt")
        files_before = StoredFile.objects.count()
        handed = slips(asking.post(reverse("personnel:open_accounts"), wanted(body)))
        _, password = handed["Trần Văn Đạt"]
        said = str(list(Act.objects.values_list("before", "after", "reason")))
        assert "dat.tv" in said
        assert password not in said
        assert password not in str(list(User.objects.values_list("password", flat=True)))
        assert StoredFile.objects.count() == files_before
        assert password not in asking.get(reverse("personnel:accounts")).content.decode()

    def test_opens_all_or_none_when_the_list_changed_since_it_was_looked_at(
        self, asking: Client, body: Unit, division: Unit
    ) -> None:
        newcomer(division, "Trần Văn Đạt")
        looked_at = wanted(body)
        newcomer(division, "Lê Thị Hà")
        page = asking.post(reverse("personnel:open_accounts"), looked_at, follow=True).content.decode()
        assert "Chưa mở tài khoản nào" in page
        assert Person.objects.filter(user__isnull=True).count() == 2

    def test_opens_none_when_the_slips_cannot_be_drawn(
        self, asking: Client, body: Unit, division: Unit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        newcomer(division, "Trần Văn Đạt")

        def no_letters(*_: object) -> bytes:
            raise MemoryError

        monkeypatch.setitem(pages._FORMATS, "docx", (no_letters, "x"))
        with pytest.raises(MemoryError):
            asking.post(reverse("personnel:open_accounts"), wanted(body))
        assert not Person.objects.filter(full_name="Trần Văn Đạt", user__isnull=False).exists()

    def test_a_second_officer_finds_nobody_left(self, body: Unit, division: Unit, officer: Person) -> None:
        assert officer.user is not None
        newcomer(division, "Trần Văn Đạt")
        today, asked = timezone.localdate(), wanted(body)
        given: dict[str, Any] = {
            "body": body,
            "rule": "name",
            "categories": EVERYBODY,
            "seen": asked["seen"],
            "on": today,
            "actor": officer.user,
            "at": timezone.now(),
        }
        assert len(open_accounts(**given)) == 1
        with pytest.raises(UnableToOpenAccountsError):
            open_accounts(**given)

    def test_asks_the_database_as_often_for_sixty_people_as_for_one(
        self, asking: Client, body: Unit, division: Unit, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(60):
            newcomer(division, f"Trần Văn Đạt {number}")
        with django_assert_max_num_queries(15):
            asking.get(reverse("personnel:open_accounts"))
        with django_assert_max_num_queries(15):
            asking.get(reverse("personnel:accounts"))

    @pytest.mark.parametrize(
        ("name", "username"),
        [("Trần Văn Đạt", "dat.tv"), ("Hồ Ý", "y.h"), ("H’Mơ Ni", "ni.h"), ("Thuỷ", "thuy"), ("***", "nguoidung")],
    )
    def test_makes_a_plain_user_name_of_any_name(self, name: str, username: str) -> None:
        assert plain_username(name) == username


class TestASlip:
    def test_too_old_opens_nothing_and_says_whom_to_ask(self, body: Unit, division: Unit, asking: Client) -> None:
        newcomer(division, "Trần Văn Đạt")
        username, password = slips(asking.post(reverse("personnel:open_accounts"), wanted(body)))["Trần Văn Đạt"]
        User.objects.filter(username=username).update(temporary_until=timezone.now() - timedelta(hours=1))
        client = Client()
        page = client.post(reverse("account_login"), {"login": username, "password": password}, follow=True)
        assert "Mật khẩu tạm đã hết hạn" in page.content.decode()
        assert "_auth_user_id" not in client.session

    def test_handed_out_again_ends_the_first_and_leaves_alone_who_came_in(
        self, asking: Client, body: Unit, division: Unit
    ) -> None:
        newcomer(division, "Trần Văn Đạt")
        newcomer(division, "Lê Thị Hà")
        first = slips(asking.post(reverse("personnel:open_accounts"), wanted(body)))
        signed_in(*first["Lê Thị Hà"])
        again = slips(asking.post(reverse("personnel:renew_accounts"), {"co-quan": body.pk, "format": "docx"}))
        assert set(again) == {"Trần Văn Đạt"}
        assert "_auth_user_id" not in signed_in(*first["Trần Văn Đạt"]).session
        assert "_auth_user_id" in signed_in(*again["Trần Văn Đạt"]).session

    def test_is_not_handed_out_again_when_everybody_has_come_in(self, asking: Client, body: Unit) -> None:
        page = asking.post(reverse("personnel:renew_accounts"), {"co-quan": body.pk}, follow=True).content.decode()
        assert "Không có gì để cấp lại" in page


class TestWhoeverLeft:
    @pytest.fixture
    def retired(self, division: Unit) -> Person:
        who = make.person("Lê Văn Hưu")
        make.post(who, division, until=timezone.localdate())
        return who

    def comes_in(self, who: Person) -> Client:
        assert who.user is not None
        client = Client()
        client.force_login(who.user)
        return client

    def test_is_shown_out_from_the_day_the_last_post_ended(self, retired: Person) -> None:
        client = self.comes_in(retired)
        page = client.get(reverse("home"), follow=True).content.decode()
        assert f"đóng từ ngày {timezone.localdate():%d/%m/%Y}" in page
        assert "_auth_user_id" not in client.session

    def test_still_comes_in_on_the_last_day(self, division: Unit) -> None:
        who = make.person("Lê Văn Hưu")
        make.post(who, division, until=timezone.localdate() + timedelta(days=1))
        assert self.comes_in(who).get(reverse("home")).status_code == 200

    def test_comes_in_again_with_a_new_post(self, retired: Person, division: Unit) -> None:
        make.post(retired, division, since=timezone.localdate())
        assert self.comes_in(retired).get(reverse("home")).status_code == 200

    def test_waits_for_a_first_post_with_an_open_door(self) -> None:
        assert self.comes_in(make.person("Lê Văn Mới")).get(reverse("home")).status_code == 200

    def test_is_let_in_for_a_while_by_the_officer_and_sees_only_his_own(self, asking: Client, retired: Person) -> None:
        address = reverse("personnel:reopen_account", args=[retired.pk])
        assert address in asking.get(reverse("personnel:person", args=[retired.pk])).content.decode()
        until = timezone.localdate() + timedelta(days=10)
        asking.post(address, {"last_day": str(until), "reason": "Xem kết quả, gửi kiến nghị"})
        client = self.comes_in(retired)
        assert client.get(reverse("home")).status_code == 200
        assert "Đỗ Thị Mai" not in client.get(reverse("personnel:people")).content.decode().split("<main")[1]
        User.objects.filter(person=retired).update(kept_open_until=timezone.localdate())
        assert client.get(reverse("home")).status_code == 302

    def test_stands_in_the_list_as_closed_with_the_day(self, asking: Client, retired: Person) -> None:
        page = asking.get(reverse("personnel:accounts"), {"state": "left"}).content.decode()
        assert "Lê Văn Hưu" in page
        assert f"từ {timezone.localdate():%d/%m/%Y}" in page


def test_the_list_shows_who_never_came_in_and_when_others_did(asking: Client, body: Unit, division: Unit) -> None:
    make.officer(division, "Trần Văn Đạt")
    here = make.officer(division, "Lê Thị Hà")
    User.objects.filter(person=here).update(last_login="2026-03-10T05:00:00Z")
    unused = asking.get(reverse("personnel:accounts"), {"state": "unused"}).content.decode()
    assert "Trần Văn Đạt" in unused
    assert "Lê Thị Hà" not in unused
    assert "10/03/2026" in asking.get(reverse("personnel:accounts")).content.decode()
