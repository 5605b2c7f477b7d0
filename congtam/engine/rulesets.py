"""What every rule-set file carries: who it governs, from when, how sure it is, and the readings it leaves open."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from congtam.engine.conditions import Condition, UnknownFactError
from congtam.engine.facts import FactDeclaration, InputError, read_choice
from congtam.engine.findings import Finding
from congtam.engine.shapes import Name, PlacedError, Shape, Words, one_of
from congtam.engine.sources import InstrumentId, Source, Sureness

MOST_ANSWERS = 4096

Layer = Literal["law", "decree", "party", "ministry", "province", "body"]


class Policy(Shape):
    """One reading of an ambiguous provision: what may be chosen, what is taken when nobody chose, and why."""

    label: Words
    choices: dict[str, Words]
    default: str
    why: Words
    cite: Source

    @model_validator(mode="after")
    def default_is_a_choice(self) -> "Policy":
        """Refuse a default that cannot be chosen."""
        if self.default not in self.choices:
            raise ValueError(f"default phải là một trong {one_of(self.choices)}")
        return self


class Rule(Shape):
    """The part all rules share: a name, the sentence a person reads, and the provision."""

    rule: Name
    say: Words
    cite: Source

    def conditions(self) -> list[Condition]:
        """Return the conditions the rule holds against the facts; a plain rule has none."""
        return []


class ConditionalRule(Rule):
    """A rule that applies when its condition holds."""

    when: Condition

    def conditions(self) -> list[Condition]:
        """Return its condition."""
        return [self.when]

    @cached_property
    def used(self) -> tuple[str, ...]:
        """The facts its condition looks at, each once."""
        return tuple(dict.fromkeys(self.when.facts_used()))

    @cached_property
    def answered(self) -> dict[tuple[object, ...], Finding]:
        """What the rule found before, by what it was asked: a batch asks the same few questions over and over."""
        return {}

    def remember(self, asked: tuple[object, ...], finding: Finding) -> None:
        """Keep an answer; start afresh when too many different ones were asked."""
        if len(self.answered) >= MOST_ANSWERS:
            self.answered.clear()
        self.answered[asked] = finding


class Statement(Shape):
    """Something the law says around its rules, for people and other parts of the application."""

    say: Words
    cite: Source


class TimeHole(Shape):
    """Days before this rule-set for which no rule-set is kept, and why."""

    from_: date = Field(alias="from")
    why: Words


class RuleSet(Shape):
    """One whole restatement of the law for one subject as of one day."""

    kind: Name
    subject: str
    title: Words
    layer: Layer
    applies_from: date
    applies_until: date | None = None
    instrument: InstrumentId
    also_from: tuple[InstrumentId, ...] = ()
    certainty: Sureness
    checked_on: date
    corrects: str | None = None
    declared_hole: TimeHole | None = None
    notes: tuple[Words, ...] = ()
    policies: dict[Name, Policy] = {}
    facts: dict[Name, FactDeclaration] = {}
    id: str = Field(default="", description="filled when the file is loaded: its path without the ending")
    digest: str = Field(default="", description="filled when the file is loaded: sha256 of the file")

    def rules(self) -> list[Rule]:
        """Return every rule, in the order a reader meets them. Each kind of rule-set lists its own."""
        raise TypeError(f"{type(self).__name__} must list its rules")

    def statements(self) -> Sequence[Statement]:
        """Return what the law says around its rules, in reading order. A kind of rule-set that has any lists them."""
        return ()

    @model_validator(mode="after")
    def holds_together(self) -> "RuleSet":
        """Refuse two rules of one name, and conditions on facts that nobody declared."""
        seen: set[str] = set()
        for rule in self.rules():
            if rule.rule in seen:
                raise PlacedError(rule.rule, f"quy tắc {rule.rule!r} đặt tên hai lần")
            seen.add(rule.rule)
            for condition in rule.conditions():
                try:
                    condition.check(self.facts)
                except UnknownFactError as problem:
                    raise PlacedError(rule.rule, f"quy tắc {rule.rule!r}: {problem}") from None
        return self


def read_policies(rules: RuleSet, given: object) -> dict[str, str]:
    """Return the reading in force for each policy of `rules`: the default, unless `given` chooses another.

    Raises `InputError` for a policy the rule-set does not have, or a reading that is not among its choices.
    """
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise InputError("policies", "phải là một đối tượng JSON gồm tên chính sách và cách hiểu được chọn.")
    for name in given:
        if name not in rules.policies:
            raise InputError(
                f"policies.{name}",
                f"bộ quy tắc {rules.id} không có chính sách này; có: {one_of(set(rules.policies)) or 'không có'}.",
            )
    return {
        name: read_choice(given[name], f"policies.{name}", policy.choices) if name in given else policy.default
        for name, policy in rules.policies.items()
    }
