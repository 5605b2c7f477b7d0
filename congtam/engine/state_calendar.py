"""The State's working calendar as one thing, for whoever counts working days outside a legal procedure."""

from datetime import date
from functools import cache

from congtam.engine.rulebook import law_book
from congtam.engine.workdays import ONE_DAY, CalendarRules, WorkCalendar

CALENDAR = ("calendar", "viet_nam")
_FIRST_DAY_OFF = 5


@cache
def state_calendar() -> WorkCalendar:
    """Return the State's calendar of every year it is kept for."""
    years = (law_book().load(entry.id) for _, entry in law_book().chain(*CALENDAR))
    return WorkCalendar([rules for rules in years if isinstance(rules, CalendarRules)])


def is_working_day(day: date) -> bool:
    """Tell whether `day` is worked; in a year whose calendar is not kept, whether it is from Monday to Friday.

    Good enough to choose a day for a message, which must go out in any year; a legal deadline asks the calendar itself, which refuses.
    """
    calendar = state_calendar()
    return calendar.look(day)[0] if day.year in calendar.years else day.weekday() < _FIRST_DAY_OFF


def working_day_away(day: date, number: int) -> date:
    """Return the working day `number` after `day`, or before it when `number` is negative; `day` itself for 0.

    `day` is not counted, whether it is worked or not.
    """
    step = ONE_DAY if number > 0 else -ONE_DAY
    left = abs(number)
    while left:
        day += step
        left -= is_working_day(day)
    return day
