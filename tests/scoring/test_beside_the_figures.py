"""What stands beside the figures of a month: dossiers of administrative procedures, and what changed among the work."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from congtam.personnel.models import Person
from congtam.scoring.choices import SheetState
from congtam.scoring.models import ScoringPeriod
from congtam.tasks.models import Deadline
from tests import make
from tests.scoring.office import CONFIRMED, Office, account, office, opened, sheet_of, sign, work

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _april() -> Iterator[None]:
    with time_machine.travel(CONFIRMED, tick=False):
        yield


@pytest.fixture
def house() -> Office:
    made = office()
    opened(made)
    return made


def page(who: Person, address: str, **query: str) -> Any:
    client = Client()
    client.force_login(account(who))
    return client.get(address, query)


def sheet_page(house: Office, who: Person, by: Person) -> Any:
    return page(by, reverse("scoring:sheet", args=[sheet_of(who).pk]))


def late_dossier(house: Office, *, brought: date = APRIL) -> None:
    make.dossier(
        make.export(house.body, brought), house.division, date(2026, 3, 2), date(2026, 3, 6), person=house.staff
    )


def test_the_superior_sees_the_dossiers_of_whoever_handles_them_beside_the_figures(house: Office) -> None:
    late_dossier(house)
    shown = sheet_page(house, house.staff, house.head).content.decode()
    for words in ("Hồ sơ thủ tục hành chính trong tháng", "Cá nhân giải quyết", "ho-so-01-04.xlsx", "31/03/2026"):
        assert words in shown
    assert "Hồ sơ thủ tục hành chính" not in sheet_page(house, house.colleague, house.head).content.decode()


def test_a_head_is_shown_the_dossiers_of_his_unit(house: Office) -> None:
    late_dossier(house)
    shown = sheet_page(house, house.head, house.director).content.decode()
    assert "Của đơn vị phụ trách" in shown
    assert "Cá nhân giải quyết" not in shown


def test_the_person_is_offered_a_remark_and_no_mark_changes_by_it(house: Office) -> None:
    work(house.staff, house.division)
    before = sheet_page(house, house.staff, house.staff).context["figures"]
    late_dossier(house)
    answer = sheet_page(house, house.staff, house.staff)
    assert "1 quá hạn chưa giải quyết" in answer.context["marks"].initial["weaknesses"]
    assert answer.context["figures"] == before


def test_a_month_nobody_exported_says_so(house: Office) -> None:
    make.dossier(
        make.export(house.body, date(2026, 2, 20)),
        house.division,
        date(2026, 2, 2),
        date(2026, 2, 6),
        person=house.staff,
    )
    shown = sheet_page(house, house.staff, house.head).content.decode()
    assert "Chưa có số liệu" in shown
    assert "Cơ quan chưa nhập tệp xuất từ hệ thống một cửa cho kỳ này." in shown


def test_late_dossiers_are_a_thing_to_look_at_before_confirming(house: Office) -> None:
    late_dossier(house)
    work(house.staff, house.division)
    sign(house.staff)
    rows = page(house.head, reverse("scoring:month"), period="2026-03").context["rows"]
    (row,) = [row for row, _ in rows if row.sheet.person == house.staff]
    assert row.exceptions == ("hồ sơ: 0 trễ, 1 quá hạn",)
    assert not row.is_clean
    assert sheet_of(house.staff).state == SheetState.SELF_SIGNED


def changed(house: Office) -> None:
    """One deadline changed in March and one in April, one piece of work that arose in March."""
    for month in (3, 4):
        Deadline.objects.create(
            task=work(house.staff, house.division),
            due_date=date(2026, month, 25),
            set_at=datetime(2026, month, 2, 2, tzinfo=UTC),
            set_by=account(house.head),
            reason="Chờ số liệu",
        )
    task = work(house.colleague, house.division)
    task.origin, task.assigned_date = "unplanned", date(2026, 3, 12)
    task.save()


def test_the_heads_month_counts_deadlines_changed_and_work_that_arose_in_it(house: Office) -> None:
    changed(house)
    answer = page(house.head, reverse("scoring:month"), period="2026-03")
    assert (answer.context["changes"].renewed, answer.context["changes"].arisen) == (1, 1)
    assert "việc đổi hạn trong kỳ" in answer.content.decode()
    listed = page(house.head, reverse("tasks:listing"), viec="renewed", thang="2026-03")
    assert [line.task.holder for line in listed.context["lines"]] == [house.staff]


def test_the_overview_of_the_body_counts_them_by_unit_with_the_work_of_the_body(house: Office) -> None:
    changed(house)
    period = ScoringPeriod.objects.get()
    found = page(house.director, reverse("scoring:overview", args=[period.pk])).context["changes"]
    assert (found.total.renewed, found.total.arisen) == (1, 1)
    assert found.units[house.division.pk].renewed == 1
    assert (found.works_renewed, found.works_arisen) == (0, None)


def test_the_workbook_of_the_month_counts_them_by_person(house: Office) -> None:
    changed(house)
    period = ScoringPeriod.objects.get()
    answer = page(house.officer, reverse("scoring:export", args=[period.pk]))
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    own = {row[1]: row[-2:] for row in rows if row[1] in ("Trần Văn Đạt", "Lê Thị Hà")}
    assert own == {"Trần Văn Đạt": (1, 0), "Lê Thị Hà": (0, 1)}
