"""Working days are counted one by one: none skipped, none that is not worked, and the calendar's doubts are not hidden."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congtam.engine import strict_yaml
from congtam.engine.rulebook import LAW_FOLDER, RuleBook
from congtam.engine.strict_yaml import LawFileError
from congtam.engine.workdays import (
    CalendarRules,
    NoCalendarError,
    OwnDay,
    WorkCalendar,
    add_working_days,
    working_days_before,
)

BOOK = RuleBook()
YEARS = [BOOK.load(entry.id) for _, entry in BOOK.chain("calendar", "viet_nam")]
CALENDAR = WorkCalendar([rules for rules in YEARS if isinstance(rules, CalendarRules)])

days = st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 6, 30))
numbers = st.integers(min_value=0, max_value=60)


def is_worked(day: date) -> bool:
    return CALENDAR.look(day)[0]


@given(days, numbers, numbers)
def test_adding_in_two_steps_is_adding_at_once(received: date, first: int, then: int) -> None:
    halfway = add_working_days(received, first, CALENDAR).due
    assert add_working_days(halfway, then, CALENDAR).due == add_working_days(received, first + then, CALENDAR).due


@given(days, numbers)
def test_one_more_working_day_is_always_later(received: date, number: int) -> None:
    assert add_working_days(received, number, CALENDAR).due < add_working_days(received, number + 1, CALENDAR).due


@given(days, days, numbers)
def test_what_came_later_is_never_due_earlier(one: date, other: date, number: int) -> None:
    earlier, later = sorted([one, other])
    assert add_working_days(earlier, number, CALENDAR).due <= add_working_days(later, number, CALENDAR).due


@given(days, st.integers(min_value=1, max_value=60))
def test_every_working_day_after_receipt_is_counted_and_no_other(received: date, number: int) -> None:
    count = add_working_days(received, number, CALENDAR)
    between = [received + timedelta(days=offset) for offset in range(1, (count.due - received).days + 1)]
    assert list(count.counted) == [day for day in between if is_worked(day)]
    assert count.counted[-1] == count.due


@given(days, st.integers(min_value=1, max_value=60))
def test_counting_back_undoes_counting_forward(received: date, number: int) -> None:
    start = add_working_days(received, 1, CALENDAR).due
    assert working_days_before(add_working_days(start, number, CALENDAR).due, number, CALENDAR).due == start


def test_the_day_of_receipt_is_not_counted() -> None:
    assert add_working_days(date(2026, 10, 5), 1, CALENDAR).due == date(2026, 10, 6)


def test_a_rule_met_again_and_again_is_named_once() -> None:
    met = add_working_days(date(2025, 12, 19), 15, CALENDAR).met
    assert [rule.rule for rule in met] == ["weekly_rest", "new_year", "swap_2_january"]


def test_a_year_without_a_calendar_is_said_not_guessed() -> None:
    with pytest.raises(NoCalendarError, match="2023"):
        add_working_days(date(2023, 5, 5), 1, CALENDAR)
    with pytest.raises(NoCalendarError, match="2028"):
        add_working_days(date(2027, 12, 30), 5, CALENDAR)


def test_a_body_may_rest_and_work_on_days_of_its_own() -> None:
    own = [
        OwnDay(day=date(2026, 10, 6), works=False, because="Quyết định nghỉ ngày hội của xã"),
        OwnDay(day=date(2026, 10, 10), works=True, because="Kế hoạch làm bù của xã"),
    ]
    calendar = WorkCalendar(CALENDAR.years.values(), own)
    count = add_working_days(date(2026, 10, 5), 4, calendar)
    assert count.counted == (date(2026, 10, 7), date(2026, 10, 8), date(2026, 10, 9), date(2026, 10, 10))
    assert [(rule.say, rule.cite.printed) for rule in count.met] == [
        ("Cơ quan nghỉ ngày 06/10/2026", "Quyết định nghỉ ngày hội của xã"),
        ("Cơ quan làm việc ngày 10/10/2026", "Kế hoạch làm bù của xã"),
    ]


def test_a_day_the_body_settles_is_no_longer_unsettled() -> None:
    own = [OwnDay(day=date(2026, 11, 23), works=True, because="Thông báo của tỉnh")]
    settled = WorkCalendar(CALENDAR.years.values(), own)
    assert [rule.rule for rule in CALENDAR.look(date(2026, 11, 23))[1]] == ["november_swap_proposed"]
    assert [rule.rule for rule in settled.look(date(2026, 11, 23))[1]] == ["own_day"]


def test_every_day_of_a_year_not_announced_is_unsettled() -> None:
    assert [rule.rule for rule in CALENDAR.look(date(2027, 6, 15))[1]] == ["schedule_not_announced"]
    assert CALENDAR.look(date(2026, 6, 15)) == (True, ())


WRITTEN = """\
kind: calendar
subject: viet_nam
title: Lịch thử
layer: law
applies_from: 2030-01-01
instrument: l-45-2019
certainty: confirmed
checked_on: 2029-12-01
weekly_rest: {{rule: weekly_rest, say: Nghỉ cuối tuần, weekdays: [saturday, sunday], cite: {{}}}}
holidays:
  - {{rule: new_year, say: Tết Dương lịch, days: [{day}], cite: {{}}}}
swaps:
  - {{rule: swap, say: Hoán đổi, rest_on: {rest_on}, work_on: {work_on}, cite: {{}}}}
"""


@pytest.mark.parametrize(
    ("day", "rest_on", "work_on", "problem"),
    [
        ("2029-12-31", "2030-01-02", "2030-01-05", "không thuộc năm 2030"),
        ("2030-01-02", "2030-01-02", "2030-01-05", "viết hai lần"),
        ("2030-01-01", "2030-01-05", "2030-01-06", "rest_on phải là ngày làm việc"),
        ("2030-01-01", "2030-01-02", "2030-01-03", "work_on phải là ngày nghỉ hằng tuần"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(day: str, rest_on: str, work_on: str, problem: str) -> None:
    text = WRITTEN.format(day=day, rest_on=rest_on, work_on=work_on)
    with pytest.raises(LawFileError, match=problem):
        BOOK.from_document(strict_yaml.read(text, "thu.yaml"), "calendar/viet_nam/2030-01-01")


@pytest.mark.parametrize("name", ["weekly_rest", "swap_31_august", "november_swap_proposed"])
def test_two_rules_of_one_name_are_refused_in_a_calendar_too(name: str) -> None:
    text = (LAW_FOLDER / "calendar/viet_nam/2026-01-01.yaml").read_text("utf-8")
    assert text.count(f"rule: {name}") == 1
    with pytest.raises(LawFileError, match="'new_year' đặt tên hai lần"):
        BOOK.from_document(
            strict_yaml.read(text.replace(f"rule: {name}", "rule: new_year"), "thu.yaml"),
            "calendar/viet_nam/2026-01-01",
        )
