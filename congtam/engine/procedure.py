"""How a subject's procedure is written down, and the day by which each of its steps must be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from congtam.engine.deadlines import Counted, Dated, Deadline, NotKnown, Reckoned, Silent, readings
from congtam.engine.findings import Finding
from congtam.engine.rulesets import Rule, RuleSet
from congtam.engine.shapes import Name, Shape, Words, one_of
from congtam.engine.sources import Certainty, InstrumentId, Source, sureness
from congtam.engine.truth import Truth
from congtam.engine.votes import VoteRule
from congtam.engine.workdays import NoCalendarError, WorkCalendar


class Step(Rule):
    """One step: its stage, who acts (`by`), whose rating it is (`whose`, everybody's when empty), the forms, the deadline."""

    stage: Name
    by: Words
    whose: tuple[Name, ...] = ()
    forms: tuple[Name, ...] = ()
    deadline: Deadline


class Authority(Shape):
    """Who may do an act about whom. Scoring, rating and replacing are different acts, often of different people."""

    act: Literal["score", "rate", "recognise", "replace", "approve"]
    of: Name
    by: Name
    cite: Source


class Form(Shape):
    """A printed form: its number and what it is used for."""

    number: Words
    use: Words
    cite: Source


class Provision(Shape):
    """Something the procedure must respect that is no step: order, records, publication, effect."""

    about: Literal[
        "order",
        "records",
        "publication",
        "petition",
        "correction",
        "transition",
        "transfer",
        "meeting",
        "dossier",
        "effect",
    ]
    say: Words
    cite: Source


class ProcedureRules(RuleSet):
    """The procedure for one subject as of one day."""

    kind: Literal["procedure"]
    stages: dict[Name, Words]
    roles: dict[Name, Words] = {}
    events: dict[Name, Words] = {}
    matters: dict[Name, Words] = {}
    steps: tuple[Step, ...] = Field(min_length=1)
    votes: tuple[VoteRule, ...] = ()
    authority: tuple[Authority, ...] = ()
    forms: dict[Name, Form] = {}
    provisions: tuple[Provision, ...] = ()

    def rules(self) -> list[Rule]:
        """Return the rules in reading order."""
        return [*self.steps, *(rule for vote in self.votes for rule in vote.rules())]

    def who(self, act: str, of: str) -> tuple[str, ...]:
        """Return the roles that may do `act` about the role `of`."""
        return tuple(line.by for line in self.authority if (line.act, line.of) == (act, of))

    @model_validator(mode="after")
    def names_what_is_declared(self) -> "ProcedureRules":
        """Refuse a stage, role, event, form, matter or policy that is named but not declared."""
        for step in self.steps:
            _declared(step.rule, [step.stage], self.stages, "stages")
            _declared(step.rule, step.whose, self.roles, "roles")
            _declared(step.rule, step.forms, self.forms, "forms")
            if isinstance(step.deadline, Counted):
                _declared(step.rule, [step.deadline.event], self.events, "events")
                _declared(step.rule, [name for name in [step.deadline.unit_policy] if name], self.policies, "policies")
        for vote in self.votes:
            _declared(vote.rule, vote.matters, self.matters, "matters")
            if vote.passes and vote.passes.of_policy:
                _declared(vote.rule, [vote.passes.of_policy], self.policies, "policies")
        matters = [matter for vote in self.votes for matter in vote.matters]
        if len(set(matters)) < len(matters):
            raise ValueError("mỗi nội dung biểu quyết chỉ thuộc một cách biểu quyết")
        for line in self.authority:
            _declared("authority", [line.of, line.by], self.roles, "roles")
        return self


def _declared(rule: str, names: tuple[str, ...] | list[str], known: Mapping[str, object], section: str) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f"{rule}: {name!r} chưa khai báo ở mục {section}; có: {one_of(known) or 'không có'}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """The answer about one step.

    `outcome` is ``due``, ``no_deadline`` where the law was read and sets none, or ``needs_review`` where the law, the calendar
    or the event is not known well enough. `other` is what the policy's other unit comes to, where that is another day.
    """

    outcome: Literal["due", "no_deadline", "needs_review"]
    reckoned: Reckoned | None = None
    other: Reckoned | None = None
    missing: tuple[str, ...] = ()
    certainty: Certainty
    findings: tuple[Finding, ...]


def due_day(
    rules: ProcedureRules,
    step: Step,
    anchor: date | None,
    policies: Mapping[str, str],
    calendar: WorkCalendar,
    *,
    adopts: frozenset[InstrumentId] = frozenset(),
) -> DueDay:
    """Return the last day in time for `step`.

    `anchor` is the day of the event, or the last day of the year or quarter, None while it is not known; `policies` holds the
    readings in force, `calendar` the working days, `adopts` the instruments the body's by-law took over. A second-hand step,
    an unsettled calendar or a missing event make the answer ``needs_review``; a day that could be reckoned is still shown.
    """
    deadline = step.deadline
    certainty = sureness(step.cite, adopts)
    if isinstance(deadline, Silent):
        finding = _finding(step, None, None, Truth.NO, f"{step.say}: {deadline.silent}.")
        known = certainty is Certainty.CONFIRMED
        return DueDay(outcome="no_deadline" if known else "needs_review", certainty=certainty, findings=(finding,))
    if isinstance(deadline, NotKnown):
        finding = _finding(step, None, None, Truth.UNKNOWN, f"{step.say}: {deadline.not_known}.")
        return DueDay(outcome="needs_review", certainty=certainty, findings=(finding,))
    fact, limit = _fact_and_limit(rules, deadline, policies)
    if anchor is None:
        finding = _finding(step, fact, None, Truth.UNKNOWN, f"{step.say}: {limit}; chưa biết ngày tính hạn.")
        return DueDay(outcome="needs_review", missing=(fact,), certainty=certainty, findings=(finding,))
    try:
        reckoned, *others = readings(deadline, anchor, policies, calendar)
    except NoCalendarError as problem:
        finding = _finding(step, fact, deadline.shown(anchor), Truth.UNKNOWN, f"{step.say}: {limit}. {problem}")
        missing = (f"calendar_{problem.year}",)
        return DueDay(outcome="needs_review", missing=missing, certainty=certainty, findings=(finding,))
    relied = [certainty, *(sureness(rule.cite, adopts) for rule in reckoned.met)]
    certainty = max(relied, key=lambda sure: sure.rank)
    finding = _finding(
        step, fact, deadline.shown(anchor), Truth.YES, f"{step.say}: {limit}, {deadline.ends} {reckoned.due:%d/%m/%Y}."
    )
    return DueDay(
        outcome="due" if certainty is Certainty.CONFIRMED else "needs_review",
        reckoned=reckoned,
        other=next((other for other in others if other.due != reckoned.due), None),
        certainty=certainty,
        findings=(finding, *(_finding(rule, None, None, Truth.YES, f"{rule.say}.") for rule in reckoned.met)),
    )


def _fact_and_limit(rules: ProcedureRules, deadline: Dated, policies: Mapping[str, str]) -> tuple[str, str]:
    """Return the name of what the deadline is counted from, and the deadline in words."""
    if isinstance(deadline, Counted):
        return deadline.event, deadline.words(deadline.units(policies)[0], rules.events)
    return deadline.asks, deadline.words()


def _finding(rule: Rule, fact: str | None, value: str | None, answer: Truth, sentence: str) -> Finding:
    return Finding(rule=rule.rule, fact=fact, value=value, truth=answer, sentence=sentence, source=rule.cite)
