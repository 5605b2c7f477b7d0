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


# An end as it is multiplied: -1 or 1 and zero for one without limit on that side, 0 and the number for a number; in order.
End = tuple[int, Fraction]

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
    corners = [_product(a, b) for a in _ends(one) for b in _ends(other)]
    (below, low), (above, high) = min(corners), max(corners)
    return Reach(None if below else low, None if above else high)


def _ends(one: Reach) -> tuple[End, End]:
    return (-1, ZERO) if one.low is None else (0, one.low), (1, ZERO) if one.high is None else (0, one.high)


def _product(one: End, other: End) -> End:
    if one[0] == other[0] == 0:
        return 0, one[1] * other[1]
    return _sign(one) * _sign(other), ZERO


def _sign(end: End) -> int:
    return end[0] or (end[1] > 0) - (end[1] < 0)


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
