"""Figures and days are written as a Vietnamese reader writes them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congtam.ui import wording
from congtam.values.periods import Period, period


@pytest.mark.parametrize(
    ("hundredths", "text"), [(8750, "87,50"), (0, "0,00"), (5, "0,05"), (-25, "−0,25"), (-1050, "−10,50"), (None, "–")]
)
def test_a_score_kept_in_hundredths_shows_two_decimals(hundredths: int | None, text: str) -> None:
    assert wording.marks(hundredths) == text


@given(st.integers(min_value=-(10**6), max_value=10**6))
def test_a_score_on_screen_loses_nothing(hundredths: int) -> None:
    assert int(wording.marks(hundredths).replace("−", "-").replace(",", "")) == hundredths


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12345.5", "12.345,5"),
        (1000000, "1.000.000"),
        ("-1234", "−1.234"),
        ("0.25", "0,25"),
        ("đạt", "đạt"),
        ("", "–"),
        (None, "–"),
    ],
)
def test_a_number_has_a_decimal_comma_and_dots_between_thousands(value: str | int | None, text: str) -> None:
    assert wording.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-03", "tháng 3/2026"),
        ("2026-Q1", "quý I/2026"),
        ("2026-Q4", "quý IV/2026"),
        ("2026-H2", "6 tháng cuối năm 2026"),
        (2026, "năm 2026"),
        (period("2026-H1"), "6 tháng đầu năm 2026"),
        ("kỳ họp", "kỳ họp"),
    ],
)
def test_a_period_is_read_aloud_in_words(value: Period | str | int | None, text: str) -> None:
    assert wording.period(value) == text


def test_a_moment_is_shown_in_vietnamese_time() -> None:
    late = datetime(2026, 3, 31, 20, 30, tzinfo=UTC)
    assert (wording.moment(late), wording.day(late)) == ("03:30 01/04/2026", "01/04/2026")


@pytest.mark.parametrize(("due", "words"), [(3, "quá hạn 2 ngày"), (5, "hạn hôm nay"), (8, "còn 3 ngày")])
def test_a_deadline_says_how_far_it_is(due: int, words: str) -> None:
    assert wording.days_left(date(2026, 3, due), date(2026, 3, 5)) == words


def test_a_personal_number_shows_its_last_three_digits_only() -> None:
    assert wording.masked("000188004321") == "•••••••••321"
    assert wording.masked(None) == "–"
