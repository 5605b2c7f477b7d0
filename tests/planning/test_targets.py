"""Targets: what is to be reached, where it stands, never met by silence."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from congtam.audit.models import Act
from congtam.planning.choices import Direction
from congtam.planning.models import Target, TargetReport
from congtam.planning.selectors import targets as selectors
from congtam.planning.selectors.targets import Standing
from congtam.planning.services import targets as services
from tests import make
from tests.planning.office import NOW, Department, department


@pytest.fixture
def here() -> Iterator[Department]:
    with time_machine.travel(NOW, tick=False):
        yield department()


def target(value: str, *, direction: str = "at_least", baseline: str | None = None) -> Target:
    return Target(
        year=2026,
        value=Decimal(value),
        direction=direction,
        baseline=Decimal(baseline) if baseline is not None else None,
    )


@pytest.mark.parametrize(
    ("wanted", "value", "on", "standing"),
    [
        (target("95"), None, "2026-12-31", Standing.UNREPORTED),
        (target("95"), "94.9999", "2026-12-31", Standing.NOT_YET),
        (target("95"), "94.9999", "2027-01-01", Standing.MISSED),
        (target("95"), "95", "2026-03-10", Standing.MET),
        (target("3", direction="at_most"), "3", "2026-03-10", Standing.WITHIN),
        (target("3", direction="at_most"), "3", "2027-01-01", Standing.MET),
        (target("3", direction="at_most"), "3.1", "2026-03-10", Standing.BEYOND),
        (target("3", direction="at_most"), "3.1", "2027-01-01", Standing.MISSED),
        (target("0", direction="at_most"), None, "2027-01-01", Standing.UNREPORTED),
        (target("0", direction="at_most", baseline="21"), "3", "2026-03-10", Standing.NOT_YET),
        (target("0", direction="at_most", baseline="21"), "3", "2027-01-01", Standing.MISSED),
    ],
)
def test_a_target_stands_where_its_latest_value_and_the_day_put_it(
    wanted: Target, value: str | None, on: str, standing: Standing
) -> None:
    reached = Decimal(value) if value is not None else None
    assert selectors.standing(wanted, reached, date.fromisoformat(on)) is standing


@pytest.mark.parametrize(
    ("wanted", "value", "share"),
    [
        (target("100"), None, None),
        (target("0"), "0", None),
        (target("50", baseline="50"), "50", None),
        (target("3", direction="at_most"), "3", None),
        (target("0", direction="at_most", baseline="20"), "5", 75),
        (target("0", direction="at_most", baseline="20"), "0", 100),
        (target("95"), "94.99", 99),
        (target("95"), "95", 100),
        (target("80", baseline="60"), "70", 50),
        (target("80", baseline="60"), "50", 0),
    ],
)
def test_no_share_is_told_of_a_way_that_is_not_there(wanted: Target, value: str | None, share: int | None) -> None:
    assert selectors.share(wanted, Decimal(value) if value is not None else None) == share


@given(
    wanted=st.decimals(0, 1000, places=4), baseline=st.decimals(0, 1000, places=4), value=st.decimals(0, 1000, places=4)
)
def test_a_hundred_per_cent_is_only_for_what_is_met(wanted: Decimal, baseline: Decimal, value: Decimal) -> None:
    one = Target(year=2026, value=wanted, baseline=baseline, direction=Direction.AT_LEAST)
    share = selectors.share(one, value)
    assert share is None or (share >= 100) == (value >= wanted)


@pytest.mark.django_db
def test_a_later_report_of_the_same_day_counts_and_both_stay(here: Department) -> None:
    one = make.target(here.body, lead_unit=here.division)
    for value in ("80", "85"):
        services.report_target(target_id=one.pk, on=NOW.date(), value=Decimal(value), actor=here.head, at=NOW)
    reports = selectors.reports_of(one)
    assert [report.value for report in selectors.counting(reports)] == [Decimal(85)]
    assert TargetReport.objects.count() == 2
    [line] = selectors.lines(Target.objects.all(), NOW.date())
    assert (line.latest, line.standing, line.share, line.unit_name) == (
        Decimal(85),
        Standing.NOT_YET,
        89,
        "Phòng Quản lý công trình",
    )
    with pytest.raises(services.UnusableReportError):
        services.report_target(target_id=one.pk, on=date(2026, 3, 11), value=Decimal(1), actor=here.head, at=NOW)


@pytest.mark.django_db
def test_a_target_is_set_reported_changed_and_dropped_by_those_who_may(here: Department) -> None:
    clerk, head = here.client(here.clerk), here.client(here.head)
    add = reverse("target:add", args=[here.body.pk, 2026])
    words = {
        "name": "Tỷ lệ hộ dân dùng nước sạch",
        "measure": "%",
        "direction": "at_least",
        "value": "92,5",
        "baseline": "90",
        "lead_unit": here.division.pk,
    }
    for who in (here.specialist, here.head, here.stranger):
        assert here.client(who).post(add, words).status_code == 403
    clerk.post(add, words)
    one = Target.objects.get()
    assert (one.value, one.baseline, one.lead_unit) == (Decimal("92.5"), Decimal(90), here.division)
    assert "đã có chỉ tiêu" in clerk.post(add, words).content.decode()
    page = reverse("target:one", args=[one.pk])
    head.post(reverse("target:report", args=[one.pk]), {"on": "2026-03-01", "value": "91,25"})
    shown = here.client(here.specialist).get(page).content.decode()
    assert "91,25" in shown
    assert "50% chặng đường" in shown
    assert here.client(here.specialist).post(reverse("target:report", args=[one.pk])).status_code == 403
    assert here.client(here.stranger).get(page).status_code == 404
    change = reverse("target:change", args=[one.pk])
    assert clerk.post(change, words | {"value": "93"}).status_code == 422
    clerk.post(change, words | {"value": "93", "reason": "Tỉnh giao lại"})
    one.refresh_from_db()
    act = Act.objects.get(code="planning.target_changed")
    assert (one.value, act.before, act.after, act.reason) == (
        Decimal(93),
        {"value": "92.5000"},
        {"value": "93"},
        "Tỉnh giao lại",
    )
    clerk.post(reverse("target:drop", args=[one.pk]), {"reason": "Bỏ khỏi nghị quyết"})
    one.refresh_from_db()
    assert one.is_dropped
    said = head.post(reverse("target:report", args=[one.pk]), {"on": "2026-03-01", "value": "1"}, follow=True)
    assert "thôi theo dõi" in said.content.decode()
    assert one.reports.count() == 1


@pytest.mark.django_db
def test_the_list_of_targets_tells_met_from_silent_and_is_searched_without_diacritics(here: Department) -> None:
    met = make.target(here.body, "Tỷ lệ đê đạt chuẩn")
    make.target(here.body, "Số vụ vi phạm", direction="at_most", value=Decimal(0))
    services.report_target(target_id=met.pk, on=NOW.date(), value=Decimal(96), actor=here.clerk, at=NOW)
    client = here.client(here.specialist)
    page = client.get(reverse("target:list"))
    assert page.context["tally"] == {"all": 2, "good": 1, "behind": 0, "silent": 1}
    found = client.get(reverse("target:list"), {"q": "de dat"}).context["rows"]
    assert [line.target for line, _, _ in found] == [met]
