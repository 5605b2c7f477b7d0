"""Half-open spans of days, and the named periods of a working year."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_PERIOD = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MONTHS_IN_YEAR = 12


class NotAPeriodError(ValueError):
    """Because the text names no day, month, quarter, half-year or year."""


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """Days from `start` (included) until `until` (not included); `until` is None while it lasts."""

    start: date
    until: date | None

    def __contains__(self, day: date) -> bool:
        """Tell whether `day` falls in the span."""
        return self.start <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A month (``2026-03``), quarter (``2026-Q1``), half-year (``2026-H1``) or year (``2026``)."""

    year: int
    first_month: int
    month_count: int

    @property
    def span(self) -> Span:
        """The days of the period."""
        return Span(date(self.year, self.first_month, 1), self._day_after)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return self._day_after - timedelta(days=1)

    @property
    def is_month(self) -> bool:
        """Whether the period is one month."""
        return self.month_count == 1

    @property
    def _day_after(self) -> date:
        after = self.first_month + self.month_count
        year, month = (self.year, after) if after <= MONTHS_IN_YEAR else (self.year + 1, after - MONTHS_IN_YEAR)
        return date(year, month, 1)


def period(text: object) -> Period:
    """Return the period written in `text`; raise `NotAPeriodError` otherwise."""
    if not isinstance(text, str):
        raise NotAPeriodError(text)
    return _read(text)


@lru_cache(maxsize=2**12)  # a batch names the same few months over and over
def _read(text: str) -> Period:
    found = _PERIOD.fullmatch(text)
    if not found or int(found[1]) == 0:
        raise NotAPeriodError(text)
    year, month, quarter, half = found.groups()
    if month:
        return Period(int(year), int(month), 1)
    if quarter:
        return Period(int(year), 3 * int(quarter) - 2, 3)
    if half:
        return Period(int(year), 6 * int(half) - 5, 6)
    return Period(int(year), 1, MONTHS_IN_YEAR)


def day(text: object) -> date:
    """Return the day written as ``YYYY-MM-DD``; raise `NotAPeriodError` otherwise."""
    if isinstance(text, str) and _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise NotAPeriodError(text)
