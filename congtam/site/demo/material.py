"""The written material of the demonstration, and the story's calendar."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from congtam.values.days import VIETNAM

# The year the material tells of; told in a later year, its days move there.
TOLD_OF = 2026

Words = dict[str, Any]


@cache
def material(name: str) -> Words:
    """Return one file of the material."""
    text = (files("congtam.site.demo") / "material" / f"{name}.yaml").read_text("utf-8")
    loaded: Words = yaml.safe_load(text)
    return loaded


@cache
def situations() -> dict[str, Words]:
    """Return every situation to show, by key."""
    return {row["key"]: row for row in material("situations")["situations"]}


def fact(key: str, name: str) -> Any:
    """Return one fact of a situation."""
    return situations()[key]["facts"][name]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Today, and the running year the material's days are told in."""

    today: date

    @property
    def year(self) -> int:
        """The running year."""
        return self.today.year

    @property
    def new_year(self) -> date:
        """The first day of the running year."""
        return date(self.year, 1, 1)

    @property
    def prepared_at(self) -> datetime:
        """When the officers set the system up: in the December before."""
        return moment(date(self.year - 1, 12, 15), 9)

    @property
    def this_month(self) -> date:
        """The first day of the current month."""
        return self.today.replace(day=1)

    def day(self, told: date) -> date:
        """Return a day of the material in the running year; what came before the year it tells of stays where it was."""
        if told.year < TOLD_OF or self.year == TOLD_OF:
            return told
        year = told.year + self.year - TOLD_OF
        return told.replace(year=year, day=min(told.day, 28)) if told.month == 2 else told.replace(year=year)

    def month(self, told: str) -> date:
        """Return the first day of a month of the material, "2026-07", in the running year."""
        return self.day(date.fromisoformat(f"{told}-01"))

    def months(self) -> list[date]:
        """Return the first days of the year's months up to the current one."""
        return [date(self.year, month, 1) for month in range(1, self.today.month + 1)]


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of the office's day."""
    return datetime.combine(day, time(hour, minute), tzinfo=VIETNAM).astimezone(UTC)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def working_day(day: date, *, forward: bool = False) -> date:
    """Return `day`, or the nearest day before (or after) it that is not a Saturday or Sunday."""
    step = timedelta(days=1 if forward else -1)
    while day.isoweekday() > 5:  # Saturday, Sunday
        day += step
    return day
