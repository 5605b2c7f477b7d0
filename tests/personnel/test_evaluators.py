"""Whose head scores whom (khoản 1 Điều 10 Nghị định 335/2025/NĐ-CP)."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment, Person
from congtam.personnel.selectors import discipline_of, evaluator_unit, evaluator_units, people_of
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


def post_of(who: Person) -> Appointment:
    return Appointment.objects.get(person=who)


def test_staff_are_scored_by_the_head_of_their_division_and_he_by_the_head_of_the_body() -> None:
    body = make.body(under=make.unit("Uỷ ban nhân dân tỉnh Sông Lam", manages=True))
    division = make.unit(under=body)
    assert evaluator_unit(post_of(make.officer(division)), DAY) == division.pk
    assert evaluator_unit(post_of(make.officer(division, leadership=Leadership.DEPUTY)), DAY) == division.pk
    assert evaluator_unit(post_of(make.head(division)), DAY) == body.pk


def test_whoever_is_placed_at_the_body_is_scored_by_its_head_and_he_by_the_managing_body_above() -> None:
    province = make.unit("Uỷ ban nhân dân tỉnh Sông Lam", manages=True)
    body = make.body(under=province, manages=True)
    assert evaluator_unit(post_of(make.officer(body, leadership=Leadership.DEPUTY)), DAY) == body.pk
    assert evaluator_unit(post_of(make.head(body)), DAY) == province.pk


def test_nobody_is_named_where_the_tree_does_not_say() -> None:
    assert evaluator_unit(post_of(make.head(make.body())), DAY) is None


def test_any_number_of_posts_takes_the_same_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    province = make.unit("Uỷ ban nhân dân tỉnh Sông Lam", manages=True)
    bodies = [make.body(under=province) for _ in range(3)]
    posts = [post_of(make.head(body)) for body in bodies] + [post_of(make.officer(body)) for body in bodies]
    with django_assert_num_queries(2):
        assert set(evaluator_units(posts, DAY).values()) == {province.pk, *(body.pk for body in bodies)}


def test_the_people_of_a_body_are_not_those_of_a_body_below_it() -> None:
    upper = make.body("Sở Thuỷ lợi")
    lower = make.body("Chi cục Đê điều", under=upper)
    inside = make.officer(make.unit(under=upper))
    make.officer(make.unit(under=lower))
    assert [post.person for post in people_of(upper.pk, DAY)] == [inside]


def test_the_people_of_a_body_come_in_the_order_of_vietnamese_names() -> None:
    body = make.body()
    for name in ("Trần Văn Đạt", "Lê Thị Ánh", "Nguyễn Văn An", "Đỗ Văn Dũng"):
        make.officer(body, name)
    names = [post.person.full_name for post in people_of(body.pk, DAY)]
    assert names == ["Nguyễn Văn An", "Lê Thị Ánh", "Đỗ Văn Dũng", "Trần Văn Đạt"]


def test_discipline_of_earlier_years_comes_along_because_one_act_counts_once() -> None:
    who = make.officer(make.body())
    for year in (2025, 2026, 2027):
        who.disciplinary_actions.create(side="state", kind="khiển trách", act="vắng họp", decided_date=date(year, 5, 1))
    assert [action.decided_date.year for action in discipline_of(person_ids=[who.pk], year=2026)[who.pk]] == [
        2025,
        2026,
    ]
