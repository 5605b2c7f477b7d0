"""How far numbers can reach: intervals whose ends may be open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from congtam.engine.criteria.arithmetic import ZERO


@dataclass(frozen=True, slots=True)
class Reach:
    """The least and the greatest an amount can come to; None where nothing stops it."""

    low: Fraction | None
    high: Fraction | None


ANYTHING = Reach(None, None)
NOTHING_NEGATIVE = Reach(ZERO, None)


def plus(reaches: Iterable[Reach]) -> Reach:
    """Return the reach of a sum."""
    low: Fraction | None = ZERO
    high: Fraction | None = ZERO
    for one in reaches:
        low = None if low is None or one.low is None else low + one.low
        high = None if high is None or one.high is None else high + one.high
    return Reach(low, high)


def times(one: Reach, other: Reach) -> Reach:
    """Return the reach of a product; zero times anything is zero, however far the other reaches."""
    if Reach(ZERO, ZERO) in (one, other):
        return Reach(ZERO, ZERO)
    edges = [one.low, one.high, other.low, other.high]
    if all(edge is not None for edge in edges):
        corners = [
            a * b for a in (one.low, one.high) for b in (other.low, other.high) if a is not None and b is not None
        ]
        return Reach(min(corners), max(corners))
    if one.low is not None and other.low is not None and one.low >= 0 and other.low >= 0:
        return Reach(one.low * other.low, None)
    if _is_not_positive(one) and other.low is not None and other.low >= 0:
        return Reach(None, ZERO if one.high is None or one.high == 0 or other.low == 0 else one.high * other.low)
    if _is_not_positive(other) and one.low is not None and one.low >= 0:
        return times(other, one)
    return ANYTHING


def _is_not_positive(one: Reach) -> bool:
    return one.high is not None and one.high <= 0


def negative(edge: Fraction | None) -> Fraction | None:
    """Return an end turned round zero."""
    return None if edge is None else -edge


def lowest(reaches: Sequence[Reach]) -> Fraction | None:
    """Return the least of several reaches, None when one is open below."""
    lows = [one.low for one in reaches if one.low is not None]
    return min(lows) if len(lows) == len(reaches) and lows else None


def highest(reaches: Sequence[Reach]) -> Fraction | None:
    """Return the greatest of several reaches, None when one is open above."""
    highs = [one.high for one in reaches if one.high is not None]
    return max(highs) if len(highs) == len(reaches) and highs else None
