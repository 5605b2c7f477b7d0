"""Days and periods are half-open and real."""

from datetime import date

import pytest

from congtam.values.periods import NotAPeriodError, Span, day, period
from congtam.values.text import is_composed, listed


@pytest.mark.parametrize(
    ("text", "first", "after", "last"),
    [
        ("2026-03", date(2026, 3, 1), date(2026, 4, 1), date(2026, 3, 31)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1), date(2026, 12, 31)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 4, 1), date(2026, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1), date(2026, 12, 31)),
        ("2026-H1", date(2026, 1, 1), date(2026, 7, 1), date(2026, 6, 30)),
        ("2026-H2", date(2026, 7, 1), date(2027, 1, 1), date(2026, 12, 31)),
        ("2028", date(2028, 1, 1), date(2029, 1, 1), date(2028, 12, 31)),
    ],
)
def test_a_named_period_is_its_days(text: str, first: date, after: date, last: date) -> None:
    named = period(text)
    assert named.span == Span(first, after)
    assert named.last_day == last


def test_only_a_month_is_a_month() -> None:
    assert period("2026-03").is_month
    assert not period("2026-Q1").is_month


@pytest.mark.parametrize(
    "wrong", ["2026-13", "2026-00", "2026-3", "2026-Q5", "2026-H3", "26", "0000", "2026-01-01", "", None, 2026]
)
def test_what_is_no_period_is_refused(wrong: object) -> None:
    with pytest.raises(NotAPeriodError):
        period(wrong)


def test_a_span_holds_its_first_day_and_not_its_last() -> None:
    span = Span(date(2026, 1, 1), date(2026, 7, 1))
    assert date(2026, 1, 1) in span
    assert date(2026, 6, 30) in span
    assert date(2026, 7, 1) not in span
    assert date(2025, 12, 31) not in span
    assert date(9999, 1, 1) in Span(date(2026, 1, 1), None)


def test_a_day_is_read_as_written() -> None:
    assert day("2026-12-10") == date(2026, 12, 10)


@pytest.mark.parametrize("wrong", ["2026-02-30", "10/12/2026", "2026-1-1", "20261210", None, 20261210])
def test_a_day_that_is_not_real_is_refused(wrong: object) -> None:
    with pytest.raises(NotAPeriodError):
        day(wrong)


def test_composed_letters_are_told_from_loose_ones() -> None:
    assert is_composed("chất lượng")
    assert not is_composed("cha\u0302\u0301t")


def test_words_are_listed_the_vietnamese_way() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b hoặc c"
