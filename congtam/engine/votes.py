"""Tell whether a vote passed under the rule that governs it, and say why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from congtam.engine import truth
from congtam.engine.findings import Finding
from congtam.engine.rulesets import Rule
from congtam.engine.shapes import Name, Number, Shape, Words
from congtam.engine.sources import Certainty, InstrumentId, sureness
from congtam.engine.truth import Truth
from congtam.values.known import given
from congtam.values.numbers import percent

HALF = Fraction(1, 2)
Base = Literal["voters", "present"]
BASE_LABELS: Mapping[Base, str] = {
    "voters": "tổng số người được biểu quyết",
    "present": "số người dự họp",
}


class Threshold(Shape):
    """The share of votes in favour that passes, and what it is a share of (`of`, or the reading of a policy, `of_policy`)."""

    more_than: Number | None = None
    at_least: Number | None = None
    of: Base | None = None
    of_policy: Name | None = None

    @model_validator(mode="after")
    def is_one_threshold(self) -> "Threshold":
        """Refuse two limits or none, and a base given twice or not at all."""
        if (self.more_than is None) == (self.at_least is None):
            raise ValueError("phải có đúng một trong more_than, at_least")
        if (self.of is None) == (self.of_policy is None):
            raise ValueError("phải có đúng một trong of, of_policy")
        return self

    def reached(self, share: Fraction) -> bool:
        """Tell whether `share` of the base in favour is enough."""
        if self.at_least is not None:
            return share >= self.at_least
        return share > given(self.more_than)

    def words(self) -> str:
        """Say the limit in Vietnamese."""
        if self.at_least is not None:
            return f"từ {percent(self.at_least)} trở lên"
        return f"trên {percent(given(self.more_than))}"


class VoteRule(Rule):
    """How one body votes on one kind of matter.

    `passes` is left out, and `not_known` says what to read, where nobody could read the share. `tie: head` lets the head's
    side win when exactly half are in favour; `absent_in_writing` has absent members asked in writing; `secret` is the rule that asks for a secret
    ballot; `if_rejected` what may still follow a rejection.
    """

    matters: tuple[Name, ...] = Field(min_length=1)
    voters: Words
    not_voting: Words | None = None
    passes: Threshold | None = None
    not_known: Words | None = None
    tie: Literal["head"] | None = None
    absent_in_writing: bool = False
    secret: Rule | None = None
    if_rejected: Rule | None = None

    @model_validator(mode="after")
    def is_known_or_says_so(self) -> "VoteRule":
        """Refuse a vote with neither a share nor the words that say it is not known."""
        if (self.passes is None) == (self.not_known is None):
            raise ValueError("phải có đúng một trong passes, not_known")
        return self

    def rules(self) -> list[Rule]:
        """Return the rule and those it carries."""
        return [self, *(rule for rule in (self.secret, self.if_rejected) if rule)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballots:
    """What was counted; None is not known. `members` are those entitled to vote, the excluded already left out."""

    members: int | None
    present: int | None
    in_favour: int | None
    head_in_favour: bool | None
    secret: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One reading of one vote: what it was counted over, whether it passed, who decided, and what was missing."""

    base: Base
    passed: Truth
    share: Fraction | None
    decided_by: Literal["votes", "head"] = "votes"
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """Whether a vote passed.

    `passed` is what the rule says; `outcome` the same, unless the rule is not sure enough or something is missing.
    `other` is the other reading of the base, where it comes out otherwise; both tallies are None where the share is unknown.
    """

    outcome: Literal["passed", "not_passed", "needs_review"]
    passed: Truth
    tally: Tally | None
    other: Tally | None
    missing: tuple[str, ...]
    certainty: Certainty
    findings: tuple[Finding, ...]


def decide(
    rule: VoteRule, ballots: Ballots, policies: Mapping[str, str], *, adopts: frozenset[InstrumentId] = frozenset()
) -> Vote:
    """Return whether the vote passed, with every finding.

    `policies` holds the readings in force; `adopts` the instruments the body's by-law took over. An even vote goes to the
    head's side where the rule says so (khoản 1 Điều 8 Nghị định 73/2023/NĐ-CP); a missing count leaves the answer open.
    """
    certainty = max((sureness(part.cite, adopts) for part in (rule, rule.secret) if part), key=lambda sure: sure.rank)
    if rule.passes is None:
        finding = _finding(rule, "for", ballots.in_favour, Truth.UNKNOWN, f"{rule.say}: {rule.not_known}.")
        return Vote(
            outcome="needs_review",
            passed=Truth.UNKNOWN,
            tally=None,
            other=None,
            missing=(),
            certainty=certainty,
            findings=(finding,),
        )
    tally, *others = [_tally(rule, rule.passes, ballots, base) for base in _bases(rule.passes, policies)]
    secret = truth.of(ballots.secret) if rule.secret else Truth.YES
    passed = truth.every([tally.passed, secret])
    sure = passed is not Truth.UNKNOWN and certainty is Certainty.CONFIRMED
    outcome: Literal["passed", "not_passed"] = "passed" if passed is Truth.YES else "not_passed"
    missing = (*tally.missing, *(["secret"] if secret is Truth.UNKNOWN else []))
    return Vote(
        outcome=outcome if sure else "needs_review",
        passed=passed,
        tally=tally,
        other=next((other for other in others if other.passed is not tally.passed), None),
        missing=missing if passed is Truth.UNKNOWN else (),
        certainty=certainty,
        findings=tuple(_findings(rule, rule.passes, ballots, tally, secret)),
    )


def _bases(passes: Threshold, policies: Mapping[str, str]) -> list[Base]:
    """Return what the votes are counted over: the reading in force first, then the other where the law is ambiguous."""
    if passes.of:
        return [passes.of]
    return ["present", "voters"] if policies[str(passes.of_policy)] == "present" else ["voters", "present"]


def _tally(rule: VoteRule, passes: Threshold, ballots: Ballots, base: Base) -> Tally:
    """Return what the votes say when they are counted over `base`."""
    whole = ballots.members if base == "voters" else ballots.present
    counts = {"for": ballots.in_favour, "members" if base == "voters" else "present": whole}
    if ballots.in_favour is None or whole is None:
        missing = tuple(name for name, count in counts.items() if count is None)
        return Tally(base=base, passed=Truth.UNKNOWN, share=None, missing=missing)
    share = Fraction(ballots.in_favour, whole)
    if rule.tie is None or share != HALF:
        return Tally(base=base, passed=truth.of(passes.reached(share)), share=share)
    missing = ("head_for",) if ballots.head_in_favour is None else ()
    return Tally(base=base, passed=truth.of(ballots.head_in_favour), share=share, decided_by="head", missing=missing)


def _findings(rule: VoteRule, passes: Threshold, ballots: Ballots, tally: Tally, secret: Truth) -> Iterator[Finding]:
    """Yield the findings of a vote in the order a reader asks."""
    counted = "chưa đủ số liệu"
    if tally.share is not None:
        counted = f"{ballots.in_favour} phiếu thuận, bằng {percent(tally.share)}"
    if tally.decided_by == "head":
        counted += f"; ngang nhau, theo bên có ý kiến của người đứng đầu ({_HEAD[ballots.head_in_favour]})"
    sentence = f"{rule.say}: cần {passes.words()} của {BASE_LABELS[tally.base]}; {counted}."
    yield _finding(rule, "for", ballots.in_favour, tally.passed, sentence)
    if rule.secret:
        yield _finding(rule.secret, "secret", ballots.secret, secret, f"{rule.secret.say}: {_SECRET[secret]}.")
    if rule.if_rejected and truth.every([tally.passed, secret]) is Truth.NO:
        yield _finding(rule.if_rejected, None, None, Truth.YES, f"{rule.if_rejected.say}.")


def _finding(rule: Rule, fact: str | None, value: object, answer: Truth, sentence: str) -> Finding:
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else None if value is None else str(value)
    return Finding(rule=rule.rule, fact=fact, value=text, truth=answer, sentence=sentence, source=rule.cite)


_HEAD: Mapping[bool | None, str] = {True: "đồng ý", False: "không đồng ý", None: "chưa có thông tin"}
_SECRET: Mapping[Truth, str] = {
    Truth.YES: "đã bỏ phiếu kín",
    Truth.NO: "không bỏ phiếu kín",
    Truth.UNKNOWN: "chưa có thông tin",
}
