"""An act counts once, in the year of its first decision."""

from datetime import date

from congtam.engine.discipline import with_year_counted
from congtam.engine.facts import Facts


def decision(act: str | None, decided: date | None) -> Facts:
    return {"act": act, "decided": decided}


def counted(*decisions: Facts, year: int = 2026) -> list[object]:
    return [one["in_year"] for one in with_year_counted(decisions, year)]


def test_a_decision_of_the_year_counts_and_another_years_does_not() -> None:
    assert counted(
        decision("A", date(2026, 1, 1)), decision("B", date(2025, 12, 31)), decision("C", date(2027, 1, 1))
    ) == [True, False, False]


def test_one_act_punished_twice_counts_in_the_first_year_only() -> None:
    both = (decision("A", date(2026, 2, 1)), decision("A", date(2025, 11, 1)))
    assert counted(*both) == [False, False]
    assert counted(*both, year=2025) == [False, True]


def test_acts_nobody_named_may_be_one_act_and_may_be_two() -> None:
    unnamed = (decision(None, date(2026, 2, 1)), decision(None, date(2025, 11, 1)))
    assert counted(*unnamed) == [None, False]
    assert counted(decision("A", date(2026, 2, 1)), decision(None, date(2025, 11, 1))) == [None, False]
    assert counted(decision(None, date(2026, 2, 1)), decision("A", date(2025, 11, 1))) == [None, False]


def test_an_act_nobody_named_counts_when_nothing_was_punished_before() -> None:
    assert counted(decision(None, date(2026, 2, 1)), decision(None, date(2026, 3, 1))) == [True, True]


def test_a_decision_without_a_day_leaves_open_every_other_about_its_act() -> None:
    undated = decision("A", None)
    assert counted(undated, decision("A", date(2026, 2, 1)), decision("B", date(2026, 2, 1))) == [None, None, True]


def test_a_decision_without_a_day_about_an_act_punished_before_does_not_count_again() -> None:
    assert counted(decision("A", None), decision("A", date(2025, 2, 1))) == [False, False]


def test_the_year_of_a_decision_is_told_apart_from_the_year_its_act_counts_in() -> None:
    second = with_year_counted([decision("A", date(2025, 2, 1)), decision("A", date(2026, 2, 1))], 2026)[1]
    assert (second["decided_in_year"], second["in_year"]) == (True, False)


def test_what_was_recorded_is_kept() -> None:
    assert with_year_counted([decision("A", date(2026, 2, 1))], 2026) == (
        {"act": "A", "decided": date(2026, 2, 1), "decided_in_year": True, "in_year": True},
    )
