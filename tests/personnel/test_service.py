"""How long somebody served in a year, and what interrupted it (Điều 11 Nghị định 335/2025/NĐ-CP)."""

from datetime import date
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from congtam.organisation.models import Unit
from congtam.personnel.models import Absence, Person
from congtam.personnel.selectors import Service, Transfer, service_of
from tests import make

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


def year_of(who: Person, where: Unit, year: int = 2026) -> Service:
    return service_of(person_ids=[who.pk], body_id=where.pk, year=year)[who.pk]


def test_a_whole_year_is_twelve_months() -> None:
    body = make.body()
    here = make.officer(make.unit(under=body))
    assert year_of(here, body) == Service(
        months_worked=Fraction(12), absence="none", absence_days={}, transfers=(), days_in_body=365
    )


def test_somebody_who_never_served_has_worked_no_month() -> None:
    body = make.body()
    assert year_of(make.person(), body).months_worked == 0


def test_months_count_from_day_to_day() -> None:
    body = make.body()
    newcomer = make.officer(body, since=date(2026, 6, 15), until=date(2026, 12, 15))
    assert year_of(newcomer, body).months_worked == 6
    shorter = make.officer(body, since=date(2026, 6, 15), until=date(2026, 12, 14))
    assert year_of(shorter, body).months_worked == 5 + Fraction(29, 30)


def test_two_posts_at_once_count_once() -> None:
    body = make.body()
    busy = make.officer(make.unit(under=body))
    make.post(busy, body, since=JULY, is_primary=False)
    year = year_of(busy, body)
    assert year.months_worked == 12
    assert year.transfers == ()


def test_leave_is_taken_out_and_named() -> None:
    body = make.body()
    mother = make.officer(body)
    Absence.objects.create(person=mother, kind="maternity", valid_from=date(2026, 3, 1), valid_until=date(2026, 9, 1))
    year = year_of(mother, body)
    assert year.months_worked == 6
    assert (year.absence, year.absence_days) == ("maternity", {"maternity": 184})


def test_the_longest_leave_names_the_year() -> None:
    body = make.body()
    away = make.officer(body)
    Absence.objects.create(person=away, kind="sick", valid_from=date(2026, 1, 1), valid_until=date(2026, 2, 1))
    Absence.objects.create(person=away, kind="unpaid", valid_from=date(2026, 3, 1), valid_until=date(2026, 9, 1))
    assert year_of(away, body).absence == "unpaid"


@pytest.mark.parametrize(("until", "months"), [(date(2026, 9, 1), None), (date(2026, 3, 1), 12)])
def test_study_leaves_the_months_open_only_when_six_months_hang_on_it(until: date, months: int | None) -> None:
    body = make.body()
    student = make.officer(body)
    Absence.objects.create(person=student, kind="study", valid_from=date(2026, 2, 1), valid_until=until)
    assert year_of(student, body).months_worked == months


def test_a_move_to_another_body_is_a_transfer_and_one_between_divisions_is_not() -> None:
    province = make.unit("Uỷ ban nhân dân tỉnh Sông Lam", manages=True)
    old, new = make.body("Sở Cũ", under=province), make.body("Sở Mới", under=province)
    mover = make.officer(make.unit(under=old), until=date(2026, 3, 1))
    make.post(mover, make.unit(under=old), since=date(2026, 3, 1), until=JULY)
    make.post(mover, make.unit(under=new), since=JULY)
    year = year_of(mover, new)
    assert year.transfers == (Transfer(on=JULY, from_body=old.pk, to_body=new.pk),)
    assert year.months_worked == 12
    assert year.days_in_body == 184


def test_coming_and_leaving_within_the_year_are_told() -> None:
    body = make.body()
    guest = make.officer(body, since=date(2026, 2, 1), until=JULY)
    assert year_of(guest, body).transfers == (
        Transfer(on=date(2026, 2, 1), from_body=None, to_body=body.pk),
        Transfer(on=JULY, from_body=body.pk, to_body=None),
    )


def test_any_number_of_people_takes_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    body = make.body()
    everybody = [make.officer(body).pk for _ in range(20)]
    with django_assert_num_queries(3):
        assert len(service_of(person_ids=everybody, body_id=body.pk, year=2026)) == 20
