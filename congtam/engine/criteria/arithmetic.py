"""Exact arithmetic that amounts, items and ranks share."""

from collections.abc import Sequence
from fractions import Fraction

from congtam.engine.criteria.restraints import Rounding

ZERO = Fraction(0)
ONE = Fraction(1)


def rounded_to(value: Fraction, rounding: Rounding) -> Fraction:
    """Return `value` rounded to a multiple of the rounding's unit; a half goes away from zero."""
    units = value / rounding.to
    if rounding.way == "down":
        return (units // 1) * rounding.to
    if rounding.way == "up":
        return -(-units // 1) * rounding.to
    half_up = (abs(units) + Fraction(1, 2)) // 1
    return (half_up if units >= 0 else -half_up) * rounding.to


def average(values: Sequence[Fraction]) -> Fraction:
    """Return the mean of at least one number."""
    return sum(values, ZERO) / len(values)
