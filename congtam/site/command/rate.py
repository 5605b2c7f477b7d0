"""`congtam law rate`: the proposed level of one person or body for one year."""

from fractions import Fraction
from functools import lru_cache
from typing import Any

from congtam.engine.answers import Answer, rating_json
from congtam.engine.discipline import with_year_counted
from congtam.engine.facts import Facts, FactValue, InputError, read_facts, read_number
from congtam.engine.rating import RatingFacts, rate
from congtam.engine.rating_rules import Overlay, RatingRules
from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import read_policies
from congtam.site.command.jsonlines import Case
from congtam.site.command.reading import governing, only, read_names, read_period, read_year, subobject
from congtam.values.periods import Period

KEYS = {"subject", "year", "period", "facts", "policies", "overlays", "adopts"}
MOST_MARKS = Fraction(100)
MONTHS = {"year": 12, "quarter": 3}
PER = {"year": 'năm, ví dụ "year": 2026', "quarter": 'quý, ví dụ "period": "2026-Q3"'}


def answer(case: Case, book: RuleBook) -> Answer:
    """Return the proposal asked for in `case`; raise `InputError` for a field that cannot be trusted."""
    only(case, KEYS, "")
    rated = read_rated(case)
    last_day = rated.last_day
    rules = governing(book, "rating", case.get("subject"), last_day, RatingRules)
    if rated.month_count != MONTHS[rules.per]:
        raise InputError("period", f"{rules.subject} được xếp loại theo {PER[rules.per]}.")
    overlays = [
        governing(book, "overlay", name, last_day, Overlay)
        for name in read_names(case, "overlays", book.subjects("overlay"))
    ]
    for overlay in overlays:
        if rules.subject not in overlay.over:
            raise InputError("overlays", f"{overlay.subject} không áp dụng cho {rules.subject}.")
    adopts = frozenset(read_names(case, "adopts", book.register))
    known = read_rating_facts(case, rules, overlays, last_day.year)
    result = rate(rules, known, read_policies(rules, case.get("policies")), overlays=overlays, adopts=adopts)
    return {"rule_set": rules.id, **rating_json(result)}


def read_rated(case: Case) -> Period:
    """Return the year or quarter rated: the law of its last day governs it."""
    if case.get("period") is None:
        return read_period(str(read_year(case.get("year"), "year")), "year")
    if case.get("year") is not None:
        raise InputError("year", "chỉ ghi một trong year, period.")
    return read_period(case["period"], "period")


def read_rating_facts(case: Case, rules: RatingRules, overlays: list[Overlay], year: int) -> RatingFacts:
    """Return the facts of one rating, every declared one; raise `InputError` naming the field otherwise."""
    given = dict(subobject(case, "facts"))
    months = {}
    if rules.marks is None or rules.marks.from_ == "months":
        # A law without marks has no use for months, but a body may keep them under its own by-law and send them all the
        # same, even with the facts of another year.
        months = read_months(given.pop("months", None), None if rules.marks is None else year)
    declared = rules.facts
    for overlay in overlays:
        declared = overlay.facts | declared
    facts: dict[str, FactValue] = read_facts(given, declared)
    discipline = facts.get("discipline")
    if isinstance(discipline, tuple):
        facts["discipline"] = with_year_counted(discipline, year)
    checked: Facts = facts
    return RatingFacts(months=months, facts=checked)


def read_months(value: Any, year: int | None) -> dict[str, Fraction]:
    """Return the recorded months of `year` (of any, when None); a month of null is not scored yet."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError("facts.months", 'phải là một đối tượng JSON gồm tháng và điểm, ví dụ {"2026-01":"92"}.')
    months = {}
    for name, marks in value.items():
        month = read_period(name, f"facts.months.{name}")
        if not month.is_month or year not in (None, month.year):
            wanted = "phải là một tháng." if year is None else f"phải là một tháng của năm {year}."
            raise InputError(f"facts.months.{name}", wanted)
        if marks is not None:
            months[name] = read_marks(marks, name)
    return months


def read_marks(marks: object, month: str) -> Fraction:
    """Return the marks of one month; raise `InputError` naming it when they are wrong."""
    known = _plain_marks(marks) if isinstance(marks, str) else None
    return known or read_number(marks, f"facts.months.{month}", at_least=Fraction(0), at_most=MOST_MARKS)


@lru_cache(maxsize=2**14)  # a batch repeats the same few thousand marks
def _plain_marks(marks: str) -> Fraction | None:
    try:
        return read_number(marks, "", at_least=Fraction(0), at_most=MOST_MARKS)
    except InputError:
        return None
