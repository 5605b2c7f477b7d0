"""Calendars month by month, each day with its weekday."""

from collections.abc import Iterator, Sequence
from datetime import date

from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import Rule
from congtam.engine.words.outline import Said, Section
from congtam.engine.words.provisions import provided
from congtam.engine.workdays import WEEKDAYS, CalendarRules, Unsettled
from congtam.values.periods import MONTHS_IN_YEAR
from congtam.values.text import listed

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def sections(rules: CalendarRules, _book: RuleBook) -> Iterator[Section]:
    """Yield the sections of a calendar: the weekly rest, the months that have other days, and what is not settled."""
    weekly = listed([_WEEKDAYS[WEEKDAYS.index(day)] for day in rules.weekly_rest.weekdays], joined_by="và")
    yield Section("Nghỉ hằng tuần", [provided(rules.weekly_rest, [Said(f"Nghỉ: {weekly}")])])
    for month in range(1, MONTHS_IN_YEAR + 1):
        days = [exception for exception in rules.exceptions() if exception[0].month == month]
        yield Section(f"Tháng {month}/{rules.year}", _month(days))
    yield Section("Chưa có thông báo chính thức", [_unsettled(rule) for rule in rules.unsettled])


def _month(days: Sequence[tuple[date, bool, Rule]]) -> list[Said]:
    """Return each rule of a month once, with its days below it."""
    rules = {rule.rule: rule for _, _, rule in sorted(days, key=lambda exception: exception[0])}
    return [
        provided(
            rule,
            [
                Said(f"{'Làm việc' if works else 'Nghỉ'}: {_weekday(day)}")
                for day, works, owner in days
                if owner is rule
            ],
        )
        for rule in rules.values()
    ]


def _unsettled(rule: Unsettled) -> Said:
    return provided(rule, [Said(_weekday(day)) for day in rule.days] or [Said("Mọi ngày trong năm")])


def _weekday(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"
