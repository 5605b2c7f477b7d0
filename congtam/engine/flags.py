"""Raise flags for people to decide on: what the law says must be considered, never what must be done.

No flag dismisses, removes or replaces anybody; each names the provision and the facts, and an unknown fact leaves it open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from congtam.engine import truth
from congtam.engine.conditions import Condition, value_text
from congtam.engine.facts import Facts
from congtam.engine.findings import Finding
from congtam.engine.rating_rules import LEVEL_LABELS
from congtam.engine.rulesets import Rule, RuleSet
from congtam.engine.shapes import Shape, Words, one_of
from congtam.engine.sources import Certainty, InstrumentId, sureness
from congtam.engine.truth import Truth
from congtam.values.periods import MONTHS_IN_YEAR, Period

PeriodKind = Literal["quarters", "years"]
MONTHS_IN: Mapping[PeriodKind, int] = {"quarters": 3, "years": MONTHS_IN_YEAR}
LEVELS: Mapping[str, str] = {**LEVEL_LABELS, "not_rated": "không xếp loại"}

# What is known of the levels, by the first month of the period (reckoned in months since year 0).
History = Mapping[int, str]


class InARow(Shape):
    """`{periods: quarters, level: not_completed, count: 2}`: so many consecutive periods at one level."""

    periods: PeriodKind
    level: str
    count: int = Field(ge=2)

    @model_validator(mode="after")
    def names_a_level(self) -> "InARow":
        """Refuse a level nobody can be given."""
        if self.level not in LEVELS:
            raise ValueError(f"level chỉ nhận {one_of(LEVELS)}")
        return self

    def judge(self, history: History, on: date) -> tuple[Truth, list[int]]:
        """Tell whether the levels stood in a row at some time up to the day `on`, and the periods that are missing.

        Looked at are the periods recorded, those between them, as many before as could complete a row, and those that
        ended before `on`: an absent period is unknown, never a good one.
        """
        if not history:
            return Truth.UNKNOWN, []
        months = MONTHS_IN[self.periods]
        span = (self.count - 1) * months
        ended = _month_number(on.year, on.month) // months * months - months
        first, last = min(history) - span, max(*history, ended)
        rows = [range(start, start + span + 1, months) for start in range(first, last - span + 1, months)]
        answers = [truth.every(self._at_level(history, period) for period in row) for row in rows]
        answer = truth.some(answers)
        unknown = {period for row, held in zip(rows, answers, strict=True) if held is Truth.UNKNOWN for period in row}
        return answer, sorted(unknown - history.keys()) if answer is Truth.UNKNOWN else []

    def _at_level(self, history: History, period: int) -> Truth:
        return truth.of(history[period] == self.level) if period in history else Truth.UNKNOWN


class FlagRule(Rule):
    """One flag: raised when its condition holds and its levels stand in a row; `consider` says what people may decide.

    `gap` says that nobody could read whether this is a ground at all: it then asks for a person where it would be raised.
    """

    consider: Words
    when: Condition | None = None
    in_a_row: InARow | None = None
    gap: Words | None = None

    def conditions(self) -> list[Condition]:
        """Return its condition, if it looks at facts."""
        return [] if self.when is None else [self.when]

    @model_validator(mode="after")
    def has_a_condition(self) -> "FlagRule":
        """Refuse a flag that nothing raises."""
        if self.when is None and self.in_a_row is None:
            raise ValueError("phải có when hoặc in_a_row")
        return self


class FlagRules(RuleSet):
    """The flags one instrument raises about one kind of person as of one day."""

    kind: Literal["flags"]
    flags: tuple[FlagRule, ...] = Field(min_length=1)

    def rules(self) -> list[Rule]:
        """Return the rules in reading order."""
        return list(self.flags)

    def periods(self) -> set[PeriodKind]:
        """Return the kinds of period whose levels the flags look at."""
        return {rule.in_a_row.periods for rule in self.flags if rule.in_a_row}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one person on the day `on`: declared facts, and levels by the first month of the period."""

    on: date
    facts: Facts
    history: Mapping[PeriodKind, History]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flag: raised, not raised, or a person must look because a fact or the rule itself is not known well enough."""

    rule: FlagRule
    state: Literal["raised", "not_raised", "needs_review"]
    missing: tuple[str, ...]
    finding: Finding


def flags(rules: FlagRules, known: Known, *, adopts: frozenset[InstrumentId] = frozenset()) -> tuple[Flag, ...]:
    """Return every flag of `rules`; `adopts` are the instruments the body's by-law took over."""
    return tuple(_flag(rules, rule, known, adopts) for rule in rules.flags)


def month_number(period: Period) -> int:
    """Return the number of a period's first month, counted so that consecutive periods are evenly apart."""
    return _month_number(period.year, period.first_month)


def period_code(periods: PeriodKind, number: int) -> str:
    """Return the period that starts in a numbered month: ``2026-Q3`` or ``2026``."""
    year, month = divmod(number, MONTHS_IN_YEAR)
    return f"{year}-Q{month // 3 + 1}" if periods == "quarters" else str(year)


def _flag(rules: FlagRules, rule: FlagRule, known: Known, adopts: frozenset[InstrumentId]) -> Flag:
    """Hold one flag against what is known."""
    answers: list[Truth] = []
    missing: list[str] = []
    shown: list[str] = []
    fact: str | None = None
    value: str | None = None
    if rule.in_a_row:
        history = known.history.get(rule.in_a_row.periods, {})
        row, absent = rule.in_a_row.judge(history, known.on)
        answers.append(row)
        missing += [period_code(rule.in_a_row.periods, number) for number in absent]
        if not history:
            missing.append(rule.in_a_row.periods)
        shown.append(_history_words(rule.in_a_row.periods, history))
        fact, value = rule.in_a_row.periods, _history_text(rule.in_a_row.periods, history)
    if rule.when:
        answers.append(rule.when.judge(known.facts))
        used = list(dict.fromkeys(rule.when.facts_used()))
        missing += [name for name in used if known.facts[name] is None]
        shown += [f"{rules.facts[name].label}: {rules.facts[name].shown(known.facts[name])}" for name in used]
        if fact is None:
            fact, value = used[0], value_text(known.facts[used[0]])
    answer = truth.every(answers)
    sentence = f"{rule.say}: {_VERDICTS[answer]} ({'; '.join(shown)})."
    if rule.gap and answer is not Truth.NO:
        sentence += f" {rule.gap}."
    return Flag(
        rule=rule,
        state=_state(rule, answer, sureness(rule.cite, adopts)),
        missing=tuple(missing) if answer is Truth.UNKNOWN else (),
        finding=Finding(rule=rule.rule, fact=fact, value=value, truth=answer, sentence=sentence, source=rule.cite),
    )


def _state(rule: FlagRule, answer: Truth, sure: Certainty) -> Literal["raised", "not_raised", "needs_review"]:
    """Return the flag's state: only a rule that is sure, on facts that are known, raises or clears it."""
    if rule.gap:
        return "not_raised" if answer is Truth.NO else "needs_review"
    if answer is Truth.UNKNOWN or sure is not Certainty.CONFIRMED:
        return "needs_review"
    return "raised" if answer is Truth.YES else "not_raised"


def _history_words(periods: PeriodKind, history: History) -> str:
    """Say the recorded levels, oldest first."""
    if not history:
        return "chưa có kết quả xếp loại nào"
    return ", ".join(f"{period_code(periods, number)} {LEVELS[history[number]]}" for number in sorted(history))


def _history_text(periods: PeriodKind, history: History) -> str | None:
    """Return the recorded levels as answer text, oldest first; None when there are none."""
    return ", ".join(f"{period_code(periods, number)}:{history[number]}" for number in sorted(history)) or None


def _month_number(year: int, month: int) -> int:
    return year * MONTHS_IN_YEAR + month - 1


_VERDICTS: Mapping[Truth, str] = {Truth.YES: "có", Truth.NO: "không", Truth.UNKNOWN: "chưa đủ căn cứ"}
