"""Turn a year's marks and recorded facts into a proposed level, and say why.

The order is the law's own: may this person be rated at all → the mean of the months → the level by marks and conditions →
levels forced by an event → overlays a body switched on → the cap by the body's own level. People decide afterwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from congtam.engine import truth
from congtam.engine.conditions import Condition, value_text
from congtam.engine.facts import FactDeclaration, Facts, FactValue
from congtam.engine.findings import Finding
from congtam.engine.rating_rules import (
    LEVEL_LABELS,
    LEVELS,
    Cap,
    Forced,
    Level,
    LevelRule,
    Overlay,
    RatingRules,
    Requirement,
    bounds,
)
from congtam.engine.rulesets import ConditionalRule, Policy, Rule
from congtam.engine.sources import Certainty, InstrumentId, sureness
from congtam.engine.truth import Truth
from congtam.values.numbers import exact_mean, less, vietnamese, written
from congtam.values.periods import MONTHS_IN_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingFacts:
    """What is known of one subject in one year: recorded months (by period, exact), and the declared facts."""

    months: Mapping[str, Fraction]
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A proposal. `level` is None when none fits, or when what is missing decides; `possible` then lists the candidates.

    `certainty` is that of the least sure rule the proposal rests on; `reviewed` tells whether the subject still has to
    take part in the yearly review (kiểm điểm), which some who are not rated must.
    """

    outcome: Literal["rated", "not_rated", "needs_review"]
    reviewed: bool
    mean: Fraction | None
    level: Level | None
    possible: tuple[Level | None, ...]
    missing: tuple[str, ...]
    certainty: Certainty
    findings: tuple[Finding, ...]


def rate(
    rules: RatingRules,
    known: RatingFacts,
    policies: Mapping[str, str],
    *,
    overlays: Sequence[Overlay] = (),
    adopts: frozenset[InstrumentId] = frozenset(),
) -> Rating:
    """Return the proposed level of one subject for one year, with every finding it rests on.

    `policies` holds the readings in force (`bands`, `months`); `overlays` the rule-sets the body switched on; `adopts` the
    instruments its by-law took over, whose second-hand rules then count as its own.
    """
    return _Rater(rules, known, policies, overlays, adopts).run()


class _Rater:
    """One rating in the making; the steps fill it in the law's order."""

    def __init__(
        self,
        rules: RatingRules,
        known: RatingFacts,
        policies: Mapping[str, str],
        overlays: Sequence[Overlay],
        adopts: frozenset[InstrumentId],
    ) -> None:
        self.rules, self.known, self.policies, self.overlays, self.adopts = rules, known, policies, overlays, adopts
        self.declared: Mapping[str, FactDeclaration] = rules.facts
        for overlay in overlays:
            self.declared = {**overlay.facts, **self.declared}
        self.findings: list[Finding] = []
        self.missing: list[str] = []
        self.certainty = Certainty.CONFIRMED
        self.review = False
        self.reviewed = True

    def run(self) -> Rating:
        excluded = self.exclusion()
        mean = self.marks()
        if excluded is Truth.YES:
            self.missing.clear()
            return self.answer("not_rated", mean, (None,))
        possible = self.by_levels(mean)
        possible = self.after_forced(possible)
        possible = self.after_caps(possible)
        open_to = possible
        if excluded is Truth.UNKNOWN:
            possible = tuple(dict.fromkeys((None, *possible)))
        decided = len(possible) == 1 and possible[0] is not None
        if decided:
            self.missing.clear()
        self.gaps(open_to)
        sure = decided and not self.review and self.certainty is Certainty.CONFIRMED
        return self.answer("rated" if sure else "needs_review", mean, possible)

    def answer(
        self,
        outcome: Literal["rated", "not_rated", "needs_review"],
        mean: Fraction | None,
        possible: tuple[Level | None, ...],
    ) -> Rating:
        if outcome == "not_rated" and self.certainty is not Certainty.CONFIRMED:
            outcome = "needs_review"
        return Rating(
            outcome=outcome,
            reviewed=self.reviewed,
            mean=mean,
            level=possible[0] if len(possible) == 1 else None,
            possible=possible,
            missing=tuple(dict.fromkeys(self.missing)),
            certainty=self.certainty,
            findings=tuple(self.findings),
        )

    # The steps, in the law's order.

    def exclusion(self) -> Truth:
        """Tell whether the subject is left out of the rating."""
        answers = [(rule, self.judge(rule)) for rule in self.rules.exclusions]
        held = [rule for rule, answer in answers if answer is Truth.YES]
        if held:
            self.rests_on(min(held, key=lambda rule: self.sureness(rule).rank))
        self.reviewed = all(rule.outcome != "not_reviewed" for rule in held)
        self.lacks(*(rule.when for rule, answer in answers if answer is Truth.UNKNOWN))
        return truth.some(answer for _, answer in answers)

    def marks(self) -> Fraction | None:
        """Return the year's marks: the exact mean of the months recorded, or the recorded total."""
        rule = self.rules.marks
        if rule is None:
            return None
        if rule.from_ == "marks":
            value = self.known.facts["marks"]
            marks = value if isinstance(value, Fraction) else None
            said = f"{vietnamese(marks)} điểm" if marks is not None else "chưa có tổng điểm"
        else:
            months = self.known.months
            marks = exact_mean(months.values()) if months else None
            said = (
                f"trung bình {len(months)} tháng đã chấm = {vietnamese(marks)} điểm"
                if marks is not None
                else "chưa có tháng nào được chấm"
            )
            complete = self.is_complete()
            if complete is not Truth.YES:
                said += _INCOMPLETE[complete]
                if self.policies.get("december") == "all_months":
                    marks = None
                    self.missing += ["months_worked"] if complete is Truth.UNKNOWN else []
        self.note(rule, rule.from_, marks, Truth.UNKNOWN if marks is None else Truth.YES, f"{rule.say}: {said}.")
        if marks is None:
            self.missing.append(rule.from_)
        return marks

    def is_complete(self) -> Truth:
        """Tell whether every month worked has been scored."""
        worked = self.known.facts.get("months_worked")
        scored = len(self.known.months)
        if not isinstance(worked, Fraction) and scored < MONTHS_IN_YEAR:
            return Truth.UNKNOWN
        return truth.of(not isinstance(worked, Fraction) or scored >= worked)

    def by_levels(self, marks: Fraction | None) -> tuple[Level | None, ...]:
        """Return the levels that fit, best first: one when all is known, None among them where no level fits."""
        possible: list[Level | None] = []
        ceiling: Fraction | None = None
        for rule in self.rules.levels:
            fits = self.fits(rule, marks, ceiling)
            if self.rules.marks is None:
                self.note(rule, None, None, fits, f"{rule.say}: {_MET[fits].lower()}.")
            if fits is not Truth.NO:
                possible.append(rule.level)
            if fits is Truth.YES:
                return tuple(possible)
            if rule.floor is not None:
                ceiling = rule.floor
        if possible == list(LEVELS) and not any(rule.requires for rule in self.rules.levels):
            return tuple(possible)  # bands of marks leave no hole: only the marks are unknown
        fits = Truth.UNKNOWN if possible else Truth.NO
        self.note(self.rules.levels[0], None, None, fits, _NO_LEVEL_FITS[fits], name="no_level_fits")
        return (*possible, None)

    def fits(self, rule: LevelRule, marks: Fraction | None, ceiling: Fraction | None) -> Truth:
        """Tell whether a level fits: its marks, then each of its conditions."""
        within = self.within(rule, marks, ceiling)
        if within is Truth.NO:
            return Truth.NO
        asked = [requirement for requirement in rule.requires if self.concerns(requirement) is not Truth.NO]
        judged = [(requirement, self.required(requirement)) for requirement in asked]
        refused = [requirement for requirement, answer in judged if answer is Truth.NO]
        if refused:
            self.rests_on(min(refused, key=lambda requirement: self.sureness(requirement).rank))
            return Truth.NO
        for requirement, answer in judged:
            if answer is Truth.UNKNOWN:
                self.lacks(requirement.when, requirement.only_if)
        fits = truth.every([within, *(answer for _, answer in judged)])
        if fits is Truth.YES:
            for relied in (rule, *asked):
                self.rests_on(relied)
            if marks is not None and ceiling is not None and not less(marks, ceiling):
                self.rests_on(self.rules.policies["bands"])
        return fits

    def within(self, rule: LevelRule, marks: Fraction | None, ceiling: Fraction | None) -> Truth:
        """Tell whether the marks lie in the level's band: from its floor to below the next one's.

        Under the reading ``floors`` of the policy `bands`, marks above a band fall to it when the higher level's
        conditions are not met; under ``literal`` they fit no level.
        """
        if self.rules.marks is None:
            return Truth.YES
        if marks is None:
            return Truth.UNKNOWN
        reaches = rule.floor is None or not less(marks, rule.floor)
        falls_here = rule.floor is not None and self.policies.get("bands") == "floors"
        answer = truth.of(reaches and (ceiling is None or less(marks, ceiling) or falls_here))
        self.note(
            rule,
            "marks",
            marks,
            answer,
            f"{rule.say}: {bounds(rule.floor, ceiling)}; {vietnamese(marks)} điểm {_MET[answer].lower()}.",
        )
        return answer

    def concerns(self, requirement: Requirement) -> Truth:
        """Tell whether a condition of a level is asked of this subject."""
        return requirement.only_if.judge(self.known.facts) if requirement.only_if else Truth.YES

    def required(self, requirement: Requirement) -> Truth:
        """Tell whether a condition of a level holds for those it concerns."""
        return truth.some([truth.negated(self.concerns(requirement)), self.judge(requirement)])

    def after_forced(self, possible: tuple[Level | None, ...]) -> tuple[Level | None, ...]:
        """Return the levels left after events that force one."""
        for rule in self.every_forced():
            judged = self.judge(rule)
            if judged is Truth.YES:
                surer = self.certainty if possible == (rule.level,) else Certainty.DRAFT
                self.certainty = min(surer, self.sureness(rule), key=lambda certainty: certainty.rank)
                possible = (rule.level,)
            elif judged is Truth.UNKNOWN and possible != (rule.level,):
                self.lacks(rule.when)
                possible = tuple(dict.fromkeys((*possible, rule.level)))
        return possible

    def after_caps(self, possible: tuple[Level | None, ...]) -> tuple[Level | None, ...]:
        """Return the levels left under every cap; an unknown limit leaves every lower level possible."""
        for rule in (*self.rules.caps, *(cap for overlay in self.overlays for cap in overlay.caps)):
            limit = self.limit(rule)
            applies = self.judge(rule, limit)
            lowered = _lowered(possible, LEVELS if limit is None else (limit,))
            if applies is Truth.NO or lowered == possible:
                continue
            if applies is Truth.YES and limit is not None:
                self.rests_on(rule)
                possible = lowered
                continue
            self.lacks(rule.when)
            if limit is None:
                self.missing.append(str(rule.at_most_fact))
            possible = tuple(dict.fromkeys((*possible, *lowered)))
        return possible

    def limit(self, rule: Cap) -> Level | None:
        """Return the level a cap allows at most, or None while it is unknown."""
        if rule.at_most is not None:
            return rule.at_most
        value = self.known.facts[str(rule.at_most_fact)]
        return next((level for level in LEVELS if level == value), None)

    def gaps(self, possible: tuple[Level | None, ...]) -> None:
        """Ask for a person where the law leaves open something that could still change the level."""
        for rule in (*self.rules.gaps, *(gap for overlay in self.overlays for gap in overlay.gaps)):
            answer = self.judge(rule)
            if answer is not Truth.NO and possible != (rule.level,):
                self.review = True
                if answer is Truth.UNKNOWN:
                    self.lacks(rule.when)

    # What the steps share.

    def every_forced(self) -> Iterable[Forced]:
        yield from self.rules.forced
        for overlay in self.overlays:
            yield from overlay.forced

    def judge(self, rule: ConditionalRule, limit: Level | None = None) -> Truth:
        """Hold a rule's condition against the facts and keep the finding; `limit` is the level a cap allows."""
        asked = (self.rules.id, limit, *[self.known.facts[name] for name in rule.used])
        try:
            finding = rule.answered.get(asked)
        except TypeError:  # a list of records cannot be looked up by
            finding = self.found(rule, limit)
        else:
            if finding is None:
                finding = self.found(rule, limit)
                rule.remember(asked, finding)
        self.findings.append(finding)
        return finding.truth

    def found(self, rule: ConditionalRule, limit: Level | None) -> Finding:
        """Return what a rule finds in the facts, in words."""
        facts = self.known.facts
        answer = rule.when.judge(facts)
        shown = "; ".join(
            f"{self.declared[name].label}: {self.declared[name].shown(facts[name])}" for name in rule.used
        )
        end = f", không quá mức {LEVEL_LABELS[limit]}" if limit else ""
        verdict = (_MET if isinstance(rule, Requirement) else _APPLIES)[answer]
        return Finding(
            rule=rule.rule,
            fact=rule.used[0],
            value=value_text(facts[rule.used[0]]),
            truth=answer,
            sentence=f"{rule.say}{end}. {verdict}: {shown}.",
            source=rule.cite,
        )

    def note(
        self,
        rule: Rule,
        fact: str | None,
        value: Fraction | None,
        answer: Truth,
        sentence: str,
        *,
        name: str | None = None,
    ) -> None:
        """Keep a finding about marks."""
        text = None if value is None else written(value)
        self.findings.append(
            Finding(rule=name or rule.rule, fact=fact, value=text, truth=answer, sentence=sentence, source=rule.cite)
        )

    def lacks(self, *conditions: Condition | None) -> None:
        """Remember the facts that a condition asked for and nobody recorded."""
        for condition in conditions:
            if condition is not None:
                self.missing += [name for name in condition.facts_used() if _is_open(self.known.facts[name])]

    def rests_on(self, relied: Rule | Policy) -> None:
        """Remember the least sure rule or reading that the proposal rests on."""
        self.certainty = max(self.certainty, self.sureness(relied), key=lambda certainty: certainty.rank)

    def sureness(self, relied: Rule | Policy) -> Certainty:
        """Return how sure a rule or reading is for this body: what it adopted second-hand is its own."""
        return sureness(relied.cite, self.adopts)


_INCOMPLETE: Mapping[Truth, str] = {
    Truth.NO: "; còn tháng làm việc chưa có điểm",
    Truth.UNKNOWN: "; chưa biết số tháng làm việc nên chưa rõ đã đủ điểm các tháng",
}
_NO_LEVEL_FITS: Mapping[Truth, str] = {
    Truth.NO: "Không mức nào phù hợp với điểm và điều kiện đã ghi nhận; văn bản để trống trường hợp này, "
    "cấp có thẩm quyền xem xét.",
    Truth.UNKNOWN: "Chưa đủ dữ kiện để biết mức nào phù hợp; có thể không mức nào phù hợp.",
}
_APPLIES: Mapping[Truth, str] = {Truth.YES: "Áp dụng", Truth.NO: "Không áp dụng", Truth.UNKNOWN: "Chưa đủ căn cứ"}
_MET: Mapping[Truth, str] = {Truth.YES: "Đạt", Truth.NO: "Không đạt", Truth.UNKNOWN: "Chưa đủ căn cứ"}


def _lowered(possible: tuple[Level | None, ...], limits: Sequence[Level]) -> tuple[Level | None, ...]:
    """Return what `possible` levels become under one of the `limits`."""
    under: list[Level | None] = [
        None if level is None else LEVELS[max(LEVELS.index(level), LEVELS.index(limit))]
        for limit in limits
        for level in possible
    ]
    return tuple(dict.fromkeys(under))


def _is_open(value: FactValue) -> bool:
    """Whether a fact, or a field of one of its records, is unknown."""
    return value is None or (
        isinstance(value, tuple) and any(field is None for record in value for field in record.values())
    )
