"""Exact numbers: text in, text out, never a float."""

import re
from collections.abc import Collection
from fractions import Fraction
from functools import lru_cache
from math import lcm

# Long enough for any score or population; short enough that nobody can make the machine count for ever.
LONGEST_NUMBER = 40
_NUMBER = re.compile(r"(-?)(\d+)(?:\.(\d+))?", re.ASCII)


class NotANumberError(ValueError):
    """Because the value is not an exact number written as digits with at most one decimal point."""


def exact(value: object) -> Fraction:
    """Return the exact number written in `value`.

    `value` is an integer or text such as ``"89.4833"`` (a point, no thousands marks, no exponent).
    Raises `NotANumberError` for anything else; a float is refused because it is wrong before it arrives.
    """
    if isinstance(value, str):
        return _read(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**LONGEST_NUMBER:
        return Fraction(value)
    if isinstance(value, Fraction):
        return value
    raise NotANumberError(value)


@lru_cache(maxsize=2**14)  # a batch repeats the same few thousand marks
def _read(text: str) -> Fraction:
    found = _NUMBER.fullmatch(text)
    if not found or len(text) > LONGEST_NUMBER:
        raise NotANumberError(text)
    sign, whole, decimals = found.groups()
    if decimals is None:
        return Fraction(int(sign + whole))
    return Fraction(int(sign + whole + decimals), 10 ** len(decimals))


def less(one: Fraction, other: Fraction) -> bool:
    """Tell whether `one` is less than `other`: what ``<`` says, without the time it takes to find out what they are."""
    above, below = one.as_integer_ratio()
    other_above, other_below = other.as_integer_ratio()
    return above * other_below < other_above * below


def exact_mean(values: Collection[Fraction]) -> Fraction:
    """Return the exact mean of `values`, which must not be empty."""
    ratios = [value.as_integer_ratio() for value in values]
    common = lcm(*[below for _, below in ratios])
    return Fraction(sum([above * (common // below) for above, below in ratios]), common * len(ratios))


def _units(value: Fraction, scale: int) -> int:
    """Return `value` in units of 1/`scale`, rounded half up (away from zero)."""
    above, below = value.as_integer_ratio()
    units = (2 * abs(above) * scale + below) // (2 * below)
    return units if above >= 0 else -units


def rounded(value: Fraction, places: int) -> Fraction:
    """Return `value` rounded half up (away from zero) to `places` decimals."""
    scale = 10**places
    return Fraction(_units(value, scale), scale)


def written(value: Fraction, places: int = 6) -> str:
    """Return `value` as text, rounded half up to `places` decimals, without trailing zeros."""
    if value.denominator == 1:
        return str(value.numerator)
    return fixed(value, places).rstrip("0").rstrip(".")


def fixed(value: Fraction, places: int = 2) -> str:
    """Return `value` as text with exactly `places` decimals (at least one), half up: the number that a signature fixes."""
    scale = 10**places
    units = _units(value, scale)
    whole, decimals = divmod(abs(units), scale)
    return f"{'-' if units < 0 else ''}{whole}.{decimals:0{places}d}"


def vietnamese(value: Fraction, places: int = 4) -> str:
    """Return `value` as a Vietnamese reader writes it: decimal comma, no trailing zeros."""
    return written(value, places).replace(".", ",")


def percent(value: Fraction) -> str:
    """Return a share between 0 and 1 as a Vietnamese percentage, for instance ``"85%"``."""
    return f"{vietnamese(value * 100, 2)}%"
