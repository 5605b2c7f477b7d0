"""Read the parts that the lines of several commands share."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from congtam.engine.facts import InputError, read_list, read_number
from congtam.engine.rulebook import NoRuleSetError, RuleBook
from congtam.engine.rulesets import RuleSet
from congtam.engine.shapes import one_of
from congtam.values.periods import NotAPeriodError, Period, period

FIRST_YEAR, LAST_YEAR = 1945, 2100

AnyRules = TypeVar("AnyRules", bound=RuleSet)


def only(given: Mapping[str, Any], allowed: set[str], field: str) -> None:
    """Raise `InputError` when `given` has a name outside `allowed`."""
    strangers = given.keys() - allowed
    if strangers:
        stranger = min(strangers)
        raise InputError(
            f"{field}.{stranger}" if field else stranger, f"không có mục này; được dùng: {one_of(allowed)}."
        )


def subobject(given: Mapping[str, Any], name: str, field: str = "") -> dict[str, Any]:
    """Return the JSON object under `name`, empty when absent; raise `InputError` when it is something else."""
    value = given.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError(f"{field}.{name}" if field else name, "phải là một đối tượng JSON.")
    return value


def read_period(value: object, field: str) -> Period:
    """Return a period (``2026-03``, ``2026-Q1``, ``2026-H1``, ``2026``); raise `InputError` otherwise."""
    try:
        return period(value)
    except NotAPeriodError:
        raise InputError(field, 'phải là kỳ, ví dụ "2026-03", "2026-Q1", "2026-H1" hoặc "2026".') from None


def read_year(value: object, field: str) -> int:
    """Return a rating year; raise `InputError` otherwise."""
    number = read_number(value, field, whole=True)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise InputError(field, f"phải là năm từ {FIRST_YEAR} đến {LAST_YEAR}.")
    return int(number)


def governing(book: RuleBook, kind: str, subject: object, on: date, shape: type[AnyRules]) -> AnyRules:
    """Return the rule-set that governs `subject` on a day; raise `InputError` naming what can be asked for."""
    known = book.subjects(kind)
    if not isinstance(subject, str) or subject not in known:
        raise InputError("subject", f"chỉ nhận {one_of(known)}.")
    rules = book.governing(kind, subject, on)
    if not isinstance(rules, shape):
        raise NoRuleSetError(kind, subject, on)
    return rules


def read_names(case: Mapping[str, Any], name: str, known: Sequence[str] | Mapping[str, object]) -> list[str]:
    """Return a list of known ids under `name`, empty when absent; raise `InputError` for a stranger."""
    value = case.get(name)
    names = [] if value is None else read_list(value, name)
    for number, given in enumerate(names):
        if not isinstance(given, str) or given not in known:
            raise InputError(f"{name}[{number}]", f"không có {given!r}; được dùng: {one_of(set(known))}.")
    return [str(given) for given in dict.fromkeys(names)]
