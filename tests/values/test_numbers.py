"""Numbers are exact from the first digit to the signature."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congtam.values.numbers import (
    NotANumberError,
    exact,
    exact_mean,
    fixed,
    less,
    percent,
    rounded,
    vietnamese,
    written,
)

numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=9, allow_nan=False, allow_infinity=False)
fractions = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("89.4833", Fraction(894833, 10000)),
        ("0", Fraction(0)),
        ("-2.5", Fraction(-5, 2)),
        ("007", Fraction(7)),
        (12, Fraction(12)),
        ("1" * 40, Fraction(int("1" * 40))),
    ],
)
def test_digits_are_read_exactly(text: object, value: Fraction) -> None:
    assert exact(text) == value


def test_an_exact_number_stays_itself() -> None:
    assert exact(Fraction(1, 3)) == Fraction(1, 3)


@pytest.mark.parametrize(
    "wrong",
    [
        0.1,
        True,
        None,
        "",
        "1e3",
        "1,5",
        " 1",
        "1.",
        ".5",
        "+1",
        "1_000",
        "٣",
        "NaN",
        "1" * 41,
        10**40,
        -(10**40),
        [],
        "1.2.3",
        "--1",
    ],
)
def test_anything_else_is_refused(wrong: object) -> None:
    with pytest.raises(NotANumberError):
        exact(wrong)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(2, 3), 6, "0.666667"),
        (Fraction(1, 2), 6, "0.5"),
        (Fraction(100), 6, "100"),
        (Fraction(10), 0, "10"),
        (Fraction(25, 10), 0, "3"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(1, 10**9), 6, "0"),
    ],
)
def test_answers_carry_six_places_half_up_without_trailing_zeros(value: Fraction, places: int, text: str) -> None:
    assert written(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("86.5", "86.50"),
        ("100", "100.00"),
        ("94.165", "94.17"),
        ("94.164999", "94.16"),
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("0", "0.00"),
    ],
)
def test_a_signature_fixes_two_decimals_half_up(value: str, text: str) -> None:
    assert fixed(exact(value)) == text


@given(numbers, st.integers(min_value=1, max_value=8))
def test_rounding_agrees_with_the_decimal_module(number: Decimal, places: int) -> None:
    expected = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert rounded(Fraction(number), places) == Fraction(expected)


@given(fractions)
def test_what_is_written_reads_back_as_what_was_rounded(value: Fraction) -> None:
    assert exact(written(value)) == rounded(value, 6)
    assert exact(fixed(value)) == rounded(value, 2)


@given(fractions, fractions)
def test_less_is_what_it_says(one: Fraction, other: Fraction) -> None:
    assert less(one, other) is (one < other)


@given(st.lists(fractions, min_size=1, max_size=12))
def test_the_mean_is_the_sum_over_the_number(values: list[Fraction]) -> None:
    assert exact_mean(values) == sum(values, Fraction(0)) / len(values)


def test_vietnamese_readers_see_a_decimal_comma() -> None:
    assert vietnamese(exact("89.4833")) == "89,4833"
    assert vietnamese(exact("90")) == "90"
    assert percent(Fraction(17, 20)) == "85%"
    assert percent(Fraction(2, 3)) == "66,67%"
