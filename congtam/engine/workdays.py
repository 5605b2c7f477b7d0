"""Count working days over a dated calendar, and say which days did not count and why.

The calendar is law like any other: one rule-set a year, each day off with the notice that gave it. What the State has not
announced yet is written down as unsettled, so that a deadline resting on it can say so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import Field, model_validator

from congtam.engine.rulesets import Rule, RuleSet
from congtam.engine.sources import Source

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ONE_DAY = timedelta(days=1)


class WeeklyRest(Rule):
    """The days of the week on which nobody works."""

    weekdays: tuple[Weekday, ...]

    def covers(self, day: date) -> bool:
        """Tell whether `day` is a weekly day of rest."""
        return WEEKDAYS[day.weekday()] in self.weekdays


class DaysOff(Rule):
    """A public holiday: its days, those given in lieu of a weekend included."""

    days: tuple[date, ...] = Field(min_length=1)


class Swap(Rule):
    """A working day taken off, and the day of rest worked instead (hoán đổi ngày làm việc)."""

    rest_on: date
    work_on: date


class Unsettled(Rule):
    """Days of which the State has not said whether they are worked; every day of the year when none is named."""

    days: tuple[date, ...] = ()

    def covers(self, day: date) -> bool:
        """Tell whether `day` is one of them."""
        return not self.days or day in self.days


class CalendarRules(RuleSet):
    """The working calendar of one year."""

    kind: Literal["calendar"]
    weekly_rest: WeeklyRest
    holidays: tuple[DaysOff, ...]
    swaps: tuple[Swap, ...] = ()
    unsettled: tuple[Unsettled, ...] = ()

    @property
    def year(self) -> int:
        """The year it is the calendar of."""
        return self.applies_from.year

    def rules(self) -> list[Rule]:
        """Return the rules in reading order."""
        return [self.weekly_rest, *self.holidays, *self.swaps, *self.unsettled]

    def exceptions(self) -> list[tuple[date, bool, Rule]]:
        """Return each day that is not what its weekday says: the day, whether it is worked, and the rule."""
        off = [(day, False, rule) for rule in self.holidays for day in rule.days]
        return off + [pair for rule in self.swaps for pair in ((rule.rest_on, False, rule), (rule.work_on, True, rule))]

    @model_validator(mode="after")
    def days_are_of_the_year(self) -> "CalendarRules":
        """Refuse a day of another year, a day named twice, and a swap that changes nothing."""
        days = [day for day, _, _ in self.exceptions()]
        for day in days:
            if day.year != self.year:
                raise ValueError(f"ngày {day:%d/%m/%Y} không thuộc năm {self.year}")
            if days.count(day) > 1:
                raise ValueError(f"ngày {day:%d/%m/%Y} viết hai lần")
        for swap in self.swaps:
            if self.weekly_rest.covers(swap.rest_on) or not self.weekly_rest.covers(swap.work_on):
                raise ValueError(f"{swap.rule}: rest_on phải là ngày làm việc, work_on phải là ngày nghỉ hằng tuần")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """A day a body sets for itself over the State's calendar, with the paper that says so."""

    day: date
    works: bool
    because: str


class NoCalendarError(LookupError):
    """Because no calendar is kept for the year."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"Chưa có lịch làm việc năm {year}. Hãy bổ sung bộ quy tắc calendar/viet_nam/{year}-01-01.")


class WorkCalendar:
    """The calendars of several years under the days a body set for itself."""

    def __init__(self, years: Iterable[CalendarRules], own_days: Iterable[OwnDay] = ()) -> None:
        self.years: Mapping[int, CalendarRules] = {rules.year: rules for rules in years}
        self._exceptions: dict[date, tuple[bool, Rule]] = {
            day: (works, rule) for rules in self.years.values() for day, works, rule in rules.exceptions()
        }
        for own in own_days:
            self._exceptions[own.day] = (own.works, _own_rule(own))

    def look(self, day: date) -> tuple[bool, tuple[Rule, ...]]:
        """Return whether `day` is worked, and the rules that decide it when it is not simply a working weekday.

        Raises `NoCalendarError` for a year without a calendar.
        """
        if day.year not in self.years:
            raise NoCalendarError(day.year)
        rules = self.years[day.year]
        if day in self._exceptions:
            works, rule = self._exceptions[day]
            reasons: tuple[Rule, ...] = (rule,)
        else:
            works = not rules.weekly_rest.covers(day)
            reasons = () if works else (rules.weekly_rest,)
        if any(rule.rule == OWN_DAY for rule in reasons):
            return works, reasons
        return works, (*reasons, *(rule for rule in rules.unsettled if rule.covers(day)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The day a count ends, the working days counted in order, and the calendar rules met on the way."""

    due: date
    counted: tuple[date, ...]
    met: tuple[Rule, ...]


def add_working_days(received: date, number: int, calendar: WorkCalendar) -> Count:
    """Return the `number`-th working day after `received`; the day of receipt itself is not counted."""
    return _count(received, number, calendar, ONE_DAY)


def working_days_before(event: date, number: int, calendar: WorkCalendar) -> Count:
    """Return the `number`-th working day before `event`: the last day on which there is still that much time."""
    return _count(event, number, calendar, -ONE_DAY)


def _count(start: date, number: int, calendar: WorkCalendar, step: timedelta) -> Count:
    day = start
    counted: list[date] = []
    met: dict[str, Rule] = {}
    while len(counted) < number:
        day += step
        works, reasons = calendar.look(day)
        met |= {rule.say: rule for rule in reasons}
        if works:
            counted.append(day)
    return Count(due=day, counted=tuple(counted), met=tuple(met.values()))


# A body's own day is no provision of the State; its paper is printed where the citation would be.
OWN_DAY = "own_day"


def _own_rule(own: OwnDay) -> Rule:
    said = f"Cơ quan {'làm việc' if own.works else 'nghỉ'} ngày {own.day:%d/%m/%Y}"
    return Rule(rule=OWN_DAY, say=said, cite=Source(instrument=OWN_DAY, printed=own.because))
