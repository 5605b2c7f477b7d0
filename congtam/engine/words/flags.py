"""Flags as an officer checks them: what raises each, and what the competent authority then considers."""

from collections.abc import Iterator

from congtam.engine.facts import Declarations
from congtam.engine.flags import LEVELS, FlagRule, FlagRules, InARow
from congtam.engine.rulebook import RuleBook
from congtam.engine.words.conditions import said
from congtam.engine.words.outline import Said, Section
from congtam.engine.words.provisions import coded, provided

_PERIODS = {"quarters": "quý", "years": "năm"}


def sections(rules: FlagRules, _book: RuleBook) -> Iterator[Section]:
    """Yield the one section of a file of flags."""
    yield Section("Căn cứ để người có thẩm quyền xem xét", [_flag(rule, rules.facts) for rule in rules.flags])


def _flag(rule: FlagRule, declared: Declarations) -> Said:
    row = [_row(rule.in_a_row)] if rule.in_a_row else []
    when = [said(rule.when, declared).led_by("Khi")] if rule.when else []
    gap = [Said(rule.gap)] if rule.gap else []
    return provided(rule, [*row, *when, Said(f"Người có thẩm quyền: {rule.consider}"), *gap])


def _row(row: InARow) -> Said:
    """Say how many periods must stand in a row, under the code by which their levels are given."""
    level = coded(LEVELS[row.level], row.level)
    return Said(f"Khi {row.count} {coded(_PERIODS[row.periods], row.periods)} liên tiếp ở mức {level}")
