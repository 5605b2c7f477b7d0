"""Working days outside a legal procedure are counted by the State's calendar, and in a year nobody kept it for, by the week."""

from datetime import date

import pytest

from congtam.engine.state_calendar import is_working_day, working_day_away


@pytest.mark.parametrize(
    ("day", "worked", "because"),
    [
        (date(2026, 3, 2), True, "a plain Monday"),
        (date(2026, 3, 7), False, "a Saturday"),
        (date(2026, 3, 8), False, "a Sunday"),
        (date(2026, 2, 17), False, "the lunar new year, a Tuesday"),
        (date(2026, 8, 22), True, "a Saturday worked for the Monday before National Day"),
        (date(2026, 8, 31), False, "the Monday that Saturday was worked for"),
        # No calendar is kept for these years: only the week is known.
        (date(2031, 9, 2), True, "National Day, a Tuesday of a year whose calendar nobody has yet"),
        (date(2031, 9, 5), True, "a Friday"),
        (date(2031, 9, 6), False, "a Saturday"),
        (date(2031, 9, 7), False, "a Sunday"),
    ],
)
def test_a_day_is_worked_as_the_calendar_of_its_year_says(*, day: date, worked: bool, because: str) -> None:
    assert is_working_day(day) is worked, because


@pytest.mark.parametrize(
    ("day", "number", "wanted", "because"),
    [
        (date(2026, 3, 6), 1, date(2026, 3, 9), "after a Friday comes Monday"),
        (date(2026, 3, 9), -1, date(2026, 3, 6), "before a Monday comes Friday"),
        (date(2026, 3, 4), 2, date(2026, 3, 6), "the day itself is not counted"),
        (date(2026, 3, 7), 1, date(2026, 3, 9), "nor is one off, as the day it starts from"),
        (date(2026, 3, 7), 0, date(2026, 3, 7), "none away is the day itself, even one off"),
        (date(2026, 2, 13), 1, date(2026, 2, 23), "the lunar new year takes a whole week"),
        (date(2026, 8, 21), 1, date(2026, 8, 22), "a Saturday that is worked counts"),
    ],
)
def test_so_many_working_days_away_steps_over_days_off(day: date, number: int, wanted: date, because: str) -> None:
    assert working_day_away(day, number) == wanted, because
