"""The weeks and months that reports are made for."""

from dataclasses import dataclass
from datetime import date, timedelta

_WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Week:
    """The days a pack is for, `start` included, `until` not; `since` is when the period before began: what was pushed or arose is told from there."""

    start: date
    until: date
    since: date
    is_month: bool

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return self.until - timedelta(days=1)


def week_of(day: date) -> Week:
    """Return the week from Monday that holds `day`."""
    start = day - timedelta(days=day.weekday())
    return Week(start=start, until=start + _WEEK, since=start - _WEEK, is_month=False)


def month_of(day: date) -> Week:
    """Return the month that holds `day`."""
    start = day.replace(day=1)
    until = (start + timedelta(days=32)).replace(day=1)
    return Week(start=start, until=until, since=(start - timedelta(days=1)).replace(day=1), is_month=True)
