"""Units to pick from: all of few, and of many those whose words are typed."""

from datetime import date

import pytest

from congtam.organisation import selectors
from congtam.organisation.models import Unit
from congtam.organisation.selectors import unit_choices
from tests import make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "OFFERED_UNITS", 3)


def names(found: selectors.UnitChoices) -> list[str]:
    return [name for _, name in found.options]


def divisions(*called: str, under: Unit | None = None) -> frozenset[int]:
    return frozenset(make.unit(name, under=under).pk for name in called)


def test_few_units_are_all_offered_in_the_order_of_their_names_without_a_box_to_search() -> None:
    found = unit_choices(divisions("Văn phòng", "Đội Kiểm tra", "Phòng Ất"), TODAY, words="gì cũng được")
    assert names(found) == ["Đội Kiểm tra", "Phòng Ất", "Văn phòng"]
    assert (found.more, found.narrow) == (0, "")


@pytest.mark.usefixtures("few")
def test_of_many_the_first_are_offered_and_the_others_counted() -> None:
    found = unit_choices(divisions("Phòng Ba", "Phòng Bốn", "Phòng Hai", "Phòng Một", "Phòng Năm"), TODAY)
    assert names(found) == ["Phòng Ba", "Phòng Bốn", "Phòng Hai"]
    assert (found.more, found.narrow) == (2, "tim_don_vi")


@pytest.mark.usefixtures("few")
def test_words_find_a_unit_by_its_name_or_by_that_of_the_unit_above_diacritics_or_not() -> None:
    department = make.body("Sở Y tế")
    units = divisions("Phòng Một", "Phòng Hai", "Phòng Ba") | divisions("Phòng Dược", "Văn phòng", under=department)
    assert names(unit_choices(units, TODAY, words="duoc")) == ["Phòng Dược"]
    assert names(unit_choices(units, TODAY, words="y te")) == ["Phòng Dược", "Văn phòng"]
    assert names(unit_choices(units, TODAY, words="không đơn vị nào")) == []


@pytest.mark.usefixtures("few")
def test_the_chosen_unit_is_offered_whatever_the_words_and_a_foreign_one_never() -> None:
    units = divisions("Phòng Một", "Phòng Hai", "Phòng Ba", "Phòng Bốn")
    chosen = make.unit("Văn phòng").pk
    assert unit_choices(units | {chosen}, TODAY, words="bon", chosen=chosen).chosen == chosen
    assert names(unit_choices(units | {chosen}, TODAY, words="bon", chosen=chosen)) == ["Phòng Bốn", "Văn phòng"]
    assert unit_choices(units, TODAY, chosen=chosen).chosen is None
    assert unit_choices(units, TODAY, chosen=10**30).chosen is None


def test_units_of_one_name_are_told_apart_by_the_unit_above() -> None:
    health, finance = make.body("Sở Y tế"), make.body("Sở Tài chính")
    units = divisions("Văn phòng", under=health) | divisions("Văn phòng", "Phòng Ngân sách", under=finance)
    assert names(unit_choices(units, TODAY)) == ["Phòng Ngân sách", "Văn phòng, Sở Tài chính", "Văn phòng, Sở Y tế"]


def test_a_unit_that_has_ended_is_not_offered() -> None:
    ended = make.unit("Phòng Cũ", until=date(2026, 1, 1)).pk
    assert names(unit_choices(divisions("Phòng Mới") | {ended}, TODAY)) == ["Phòng Mới"]


def test_nobodys_units_are_no_units() -> None:
    assert Unit.objects.filter(states__unit__among=frozenset()).count() == 0
    assert Unit.objects.exclude(states__unit__among=frozenset()).count() == Unit.objects.count()
