"""The month of a superior with more sheets than one page works out."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from congtam.scoring.views import month
from tests.scoring.office import Office, account, all_signed, office, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(month, "PAGE", 1)
    found = office()
    opened(found)
    with time_machine.travel("2026-04-02T03:00:00+00:00", tick=False):
        all_signed([found.staff, found.colleague], found.division)
    return found


def shown(house: Office, number: str) -> Any:
    client = Client()
    client.force_login(account(house.head), backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel("2026-04-02T03:00:00+00:00", tick=False):
        return client.get(reverse("scoring:month"), {"period": "2026-03", "page": number})


def test_sheets_stand_on_pages_by_name_while_the_figures_count_all_of_them(house: Office) -> None:
    pages = [shown(house, number) for number in ("1", "2")]
    names = [row.sheet.person.full_name for page in pages for row, _ in page.context["rows"]]
    assert names == ["Trần Văn Đạt", "Lê Thị Hà"]
    assert [page.context["all"].waiting_count for page in pages] == [2, 2]
    assert "1–1 trong 2 phiếu" in pages[0].content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "hai", "9" * 30])
def test_a_page_number_that_is_none_shows_the_first(house: Office, number: str) -> None:
    assert [row.sheet.person.full_name for row, _ in shown(house, number).context["rows"]] == ["Trần Văn Đạt"]
