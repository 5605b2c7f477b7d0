"""What dossiers say of people and units for scoring and rating: never more than was brought, always with its source."""

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from congtam.follow_up.models import DossierImport
from congtam.follow_up.selectors.dossier_facts import DossierFacts, Handler, dossier_facts, dossier_remarks
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.values.periods import period
from tests import make

MARCH, YEAR = period("2026-03"), period("2026")
APRIL_DAY = date(2026, 4, 2)
pytestmark = pytest.mark.django_db


class Office:
    """A body with a division and its people, whose one-stop system exports now and then."""

    def __init__(self) -> None:
        self.body = make.body()
        self.division = make.unit(under=self.body)
        self.team = make.unit("Tổ một cửa", under=self.division)
        self.head = make.head(self.division)
        self.specialist = make.officer(self.team, "Trần Văn Đạt")

    def dossier(self, by: DossierImport, received: date, due: date, finished: date | None = None, **more: Any) -> None:
        fields = {"person": self.specialist, "where": self.team, **more}
        make.dossier(by, fields.pop("where"), received, due, finished, **fields)

    def march(self) -> DossierImport:
        """One in time, one late, one overdue at the end of March, one still in its time."""
        last = make.export(self.body, date(2026, 4, 1))
        self.dossier(last, date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 5))
        self.dossier(last, date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 9))
        self.dossier(last, date(2026, 3, 20), date(2026, 3, 27))
        self.dossier(last, date(2026, 3, 30), date(2026, 4, 10))
        return last

    def of(
        self, who: Person, *, leads: Unit | None = None, on: date = APRIL_DAY, when: Any = MARCH
    ) -> list[DossierFacts]:
        asked = Handler(person_id=who.pk, body_id=self.body.pk, unit_id=leads.pk if leads else None)
        return dossier_facts([asked], when, on).get(who.pk, [])


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_month_is_told_in_numbers_and_words_with_its_source(office: Office) -> None:
    office.march()
    (own,) = office.of(office.specialist)
    assert own.counts is not None
    assert (own.counts.in_time, own.counts.late, own.counts.open, own.counts.overdue) == (1, 1, 1, 1)
    assert own.words == (
        "Hồ sơ thủ tục hành chính tháng 3/2026: 2 đã giải quyết, 1 đúng hạn, 1 trễ hạn, 1 quá hạn chưa giải quyết "
        "(số liệu đến ngày 31/03/2026)."
    )
    assert (own.source, own.unknown) == ("ho-so-01-04.xlsx", [])


def test_a_leader_is_told_of_his_unit_and_everything_below_it(office: Office) -> None:
    last = office.march()
    office.dossier(last, date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 6), person=None, where=office.division)
    office.dossier(last, date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 6), person=None, where=office.body)
    (led,) = office.of(office.head, leads=office.division)
    assert led.is_of_unit
    assert led.counts is not None
    assert (led.counts.in_time, led.counts.late) == (2, 1)
    assert "của đơn vị tháng 3/2026: 3 đã giải quyết" in led.words


def test_a_month_nobody_exported_is_unknown_and_not_zero(office: Office) -> None:
    office.march()
    (own,) = office.of(office.specialist, when=period("2026-02"))
    assert own.counts is None
    assert own.words == "Hồ sơ thủ tục hành chính tháng 2/2026: chưa có số liệu."
    (later,) = office.of(office.specialist, when=period("2026-05"), on=date(2026, 6, 1))
    assert later.counts is None


def test_figures_reach_no_further_than_the_last_export(office: Office) -> None:
    early = make.export(office.body, date(2026, 3, 10))
    office.dossier(early, date(2026, 3, 2), date(2026, 3, 20))
    (own,) = office.of(office.specialist)
    assert own.counts is not None
    assert (own.counts.open, own.counts.overdue, own.told_until) == (1, 0, date(2026, 3, 10))


def test_a_year_says_which_months_are_missing(office: Office) -> None:
    office.march()
    (own,) = office.of(office.specialist, when=YEAR)
    assert own.counts is not None
    assert own.counts.finished == 2
    assert own.unknown_words == "chưa có số liệu tháng 1 và tháng 2"
    assert own.words.endswith("(số liệu đến ngày 01/04/2026); chưa có số liệu tháng 1 và tháng 2.")


def test_an_export_that_was_only_read_or_put_away_tells_nothing(office: Office) -> None:
    office.march()
    DossierImport.objects.update(state="put_away")
    assert office.of(office.specialist) == []


def test_whoever_handles_no_dossiers_is_not_spoken_of(office: Office) -> None:
    office.march()
    assert office.of(office.head) == []


def test_late_ones_are_offered_as_a_weakness_and_a_clean_month_as_a_strength(office: Office) -> None:
    last = make.export(office.body, date(2026, 4, 1))
    office.dossier(last, date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 5))
    assert dossier_remarks(office.of(office.specialist))[0].startswith("Hồ sơ thủ tục hành chính tháng 3/2026: 1 đã")
    office.dossier(last, date(2026, 3, 20), date(2026, 3, 27))
    strengths, weaknesses = dossier_remarks(office.of(office.specialist))
    assert strengths == ""
    assert "1 quá hạn chưa giải quyết" in weaknesses


def test_unknown_months_are_offered_neither_way(office: Office) -> None:
    office.march()
    assert dossier_remarks(office.of(office.specialist, when=period("2026-02"))) == ("", "")


def test_thirty_people_are_asked_about_at_once(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    last = office.march()
    people = [make.officer(office.team, f"Người {number}") for number in range(30)]
    for who in people:
        office.dossier(last, date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 5), person=who)
    asked = [Handler(person_id=who.pk, body_id=office.body.pk, unit_id=office.team.pk) for who in people]
    with django_assert_num_queries(1):
        found = dossier_facts(asked, MARCH, APRIL_DAY)
    assert {len(facts) for facts in found.values()} == {2}
    own, led = found[people[0].pk]
    assert own.counts is not None
    assert led.counts is not None
    assert (own.counts.in_time, led.counts.in_time) == (1, 31)
