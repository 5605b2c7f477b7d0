"""Turn a period's assigned products into marks: quantity, quality and timeliness, and for leaders the unit's results.

Source of the method: Nghị định 335/2025/NĐ-CP, Điều 12 đến Điều 17. The particulars (maxima, deduction, equal or local
weights) are in the rule-set; what a body's own by-law must supply comes in with the line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from congtam.engine.facts import InputError
from congtam.engine.findings import Finding
from congtam.engine.rulesets import Rule, RuleSet
from congtam.engine.shapes import Number, Shape, Words
from congtam.engine.sources import Certainty, InstrumentId, Source, sureness
from congtam.engine.truth import Truth
from congtam.values.numbers import percent, rounded, vietnamese, written

Origin = Literal["assigned", "handed_back", "taken_over", "unplanned"]
ORIGINS: Mapping[str, str] = {
    "assigned": "được giao",
    "handed_back": "trả lại",
    "taken_over": "nhận thay",
    "unplanned": "đột xuất, ngoài kế hoạch",
}
JUDGED_SHARES: Mapping[str, Fraction] = {"full": Fraction(1), "half": Fraction(1, 2)}


class GeneralItem(Shape):
    """One general criterion of the period form."""

    label: Words
    max: Number


class GeneralRule(Rule):
    """The marks for general criteria: their maximum and, where the law splits it, the items."""

    max: Number
    items: dict[str, GeneralItem] = {}

    @model_validator(mode="after")
    def items_add_up(self) -> "GeneralRule":
        """Refuse items whose maxima do not make the whole."""
        if self.items and sum(item.max for item in self.items.values()) != self.max:
            raise ValueError("tổng điểm tối đa các mục phải bằng điểm tối đa tiêu chí chung")
        return self


class MeasureRule(Rule):
    """One measure of task results. Weights are equal unless the by-law sets them."""

    code: str
    label: Words
    leaders_only: bool = False


class ScoreRules(Shape):
    """How a period is scored."""

    general: GeneralRule
    task_max: Number
    deduction: Number | None = Field(
        default=None, description="the share of a product each fault takes; None where the by-law sets it"
    )
    deduction_rule: Rule
    task_rule: Rule
    measures: tuple[MeasureRule, ...]
    weights: Literal["equal", "bylaw"] = "equal"
    bands: tuple[tuple[str, Number], ...] = Field(
        description="level codes with their floors, best first; the last floor is 0"
    )

    @model_validator(mode="after")
    def measures_are_those_of_the_decree(self) -> "ScoreRules":
        """Refuse more or fewer measures of everybody than quantity, quality and timeliness."""
        if sum(not measure.leaders_only for measure in self.measures) != 3:
            raise ValueError("phải có đúng ba tiêu chí không riêng của lãnh đạo: số lượng, chất lượng, tiến độ")
        return self

    def rules(self) -> list[Rule]:
        """Return the rules in reading order."""
        return [self.general, *self.measures, self.deduction_rule, self.task_rule]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """One product of the period: factor k, assigned n, done m, and the faults and delays that nobody excused."""

    product: str
    factor: Fraction
    assigned: Fraction
    done: Fraction
    quality_faults: int
    delays: int
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFacts:
    """The facts of one person's period. A judged share (unit results, organising, unity) of None is unknown."""

    holds_leading_post: bool
    general_marks: Fraction | None
    lines: tuple[WorkLine, ...]
    judged: Mapping[str, str | None]
    weights: Mapping[str, Fraction]
    deduction: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A period score; `total` and `band` are None while something is missing.

    `certainty` is that of the least sure rule it rests on; marks under such a rule need a person's review.
    """

    outcome: Literal["scored", "insufficient_data", "needs_review"]
    certainty: Certainty
    measures: Mapping[str, Fraction | None]
    ratio: Fraction | None
    task_marks: Fraction | None
    general_marks: Fraction | None
    total: Fraction | None
    recorded: Fraction | None
    band: str | None
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]


def score(
    rules: ScoreRules,
    facts: ScoreFacts,
    policies: Mapping[str, str],
    *,
    adopts: frozenset[InstrumentId] = frozenset(),
) -> Score:
    """Return the marks of one person in one period.

    `policies` holds the readings `deduction_unit` (``item`` or ``line``) and `cap` (``marks`` or ``ratio``); `adopts` the
    instruments the body's by-law took over.
    Raises `InputError` when the by-law must supply a weight or the deduction and did not.
    """
    findings: list[Finding] = []
    measures = _own_measures(rules, facts, policies, findings)
    if facts.holds_leading_post:
        measures |= _judged_measures(rules, facts, findings)
    ratio = _weighted(rules, facts, measures)
    task_marks = None if ratio is None else min(rules.task_max, rules.task_max * ratio)
    general = facts.general_marks
    total = None if task_marks is None or general is None else general + task_marks
    findings += _totals(rules, ratio, task_marks, general)
    missing = [code for code, share in measures.items() if share is None] + (
        [] if general is not None else ["general_marks"]
    )
    recorded = None if total is None else rounded(total, 2)
    # A deduction that the by-law sets is as sure as the by-law itself.
    own = rules.deduction_rule.rule if rules.deduction is None else None
    sure = (sureness(finding.source, adopts) for finding in findings if finding.rule != own)
    certainty = max(sure, key=lambda certainty: certainty.rank)
    reviewed: Literal["scored", "needs_review"] = "scored" if certainty is Certainty.CONFIRMED else "needs_review"
    return Score(
        outcome="insufficient_data" if total is None else reviewed,
        certainty=certainty,
        measures=measures,
        ratio=ratio,
        task_marks=task_marks,
        general_marks=general,
        total=total,
        recorded=recorded,
        band=None if total is None else band_of(rules.bands, total),
        missing=tuple(missing),
        findings=tuple(findings),
    )


def band_of(bands: tuple[tuple[str, Fraction], ...], marks: Fraction) -> str:
    """Return the band in which `marks` fall, compared unrounded; floors are included in their band."""
    return next(level for level, floor in bands if marks >= floor)


def credited(line: WorkLine, faults: int, deduction: Fraction, unit: str) -> Fraction:
    """Return the converted quantity of `line` left after `faults`, never below zero.

    Each fault takes `deduction` (25 %) of one item, or of the whole line, as the policy `deduction_unit` reads Điều 14.
    """
    if unit == "line":
        return line.factor * line.done * max(Fraction(0), 1 - faults * deduction)
    return line.factor * max(Fraction(0), line.done - faults * deduction)


def _own_measures(
    rules: ScoreRules, facts: ScoreFacts, policies: Mapping[str, str], findings: list[Finding]
) -> dict[str, Fraction | None]:
    """Return a, b and c: done, done well, done in time, each over what was assigned."""
    assigned = sum(
        (line.factor * line.assigned for line in facts.lines if line.origin in ("assigned", "handed_back")), Fraction(0)
    )
    kept = [line for line in facts.lines if line.origin != "handed_back"]
    unit, deduction = policies["deduction_unit"], _deduction(rules, facts)
    sums = (
        sum((line.factor * line.done for line in kept), Fraction(0)),
        sum((credited(line, line.quality_faults, deduction, unit) for line in kept), Fraction(0)),
        sum((credited(line, line.delays, deduction, unit) for line in kept), Fraction(0)),
    )
    measures: dict[str, Fraction | None] = {}
    for rule, credited_sum in zip((rule for rule in rules.measures if not rule.leaders_only), sums, strict=True):
        share = credited_sum / assigned if assigned else None
        if share is not None and policies["cap"] == "ratio":
            share = min(Fraction(1), share)
        measures[rule.code] = share
        reckoned = f"{vietnamese(credited_sum)} / {vietnamese(assigned)}"
        said = (
            f"{reckoned} = {percent(share)}"
            if share is not None
            else "chưa có sản phẩm nào được giao nên chưa đủ dữ liệu để tính"
        )
        findings.append(_finding(rule, rule.code, share, f"{rule.say}: {said}."))
    findings += _deductions(rules, kept)
    return measures


def _deductions(rules: ScoreRules, kept: list[WorkLine]) -> list[Finding]:
    """Say each deduction, product by product."""
    rule = rules.deduction_rule
    found = []
    for line in kept:
        for count, what in ((line.quality_faults, "lần chưa đạt chất lượng"), (line.delays, "lần chậm")):
            if count:
                sentence = f"{rule.say} Sản phẩm {line.product}: {count} {what}."
                found.append(
                    Finding(
                        rule=rule.rule,
                        fact=line.product,
                        value=str(count),
                        truth=Truth.YES,
                        sentence=sentence,
                        source=rule.cite,
                    )
                )
    return found


def _judged_measures(rules: ScoreRules, facts: ScoreFacts, findings: list[Finding]) -> dict[str, Fraction | None]:
    """Return d, đ and e, which take full or half only; what nobody judged is unknown, never full."""
    measures: dict[str, Fraction | None] = {}
    for rule in rules.measures:
        if rule.leaders_only:
            judged = facts.judged[rule.rule]
            share = None if judged is None else JUDGED_SHARES[judged]
            measures[rule.code] = share
            said = percent(share) if share is not None else "chưa có kết luận, không tự coi là 100%"
            findings.append(_finding(rule, rule.rule, share, f"{rule.say}: {said}."))
    return measures


def _weighted(rules: ScoreRules, facts: ScoreFacts, measures: Mapping[str, Fraction | None]) -> Fraction | None:
    """Return the weighted mean of the measures, or None while one of them is unknown."""
    weights = {code: _weight(rules, facts, code) for code in measures}
    total = Fraction(0)
    for code, share in measures.items():
        if share is None:
            return None
        total += weights[code] * share
    return total / sum(weights.values())


def _weight(rules: ScoreRules, facts: ScoreFacts, code: str) -> Fraction:
    if rules.weights == "equal":
        return Fraction(1)
    if code not in facts.weights:
        raise InputError(
            f"bylaw.weights.{code}", "quy chế của đơn vị phải cho trọng số này; văn bản cấp trên không ấn định."
        )
    return facts.weights[code]


def _deduction(rules: ScoreRules, facts: ScoreFacts) -> Fraction:
    deduction = facts.deduction if rules.deduction is None else rules.deduction
    if deduction is None:
        raise InputError(
            "bylaw.deduction", 'quy chế của đơn vị phải cho mức trừ mỗi lần chưa đạt hoặc chậm, ví dụ "0.25".'
        )
    return deduction


def _totals(
    rules: ScoreRules, ratio: Fraction | None, task_marks: Fraction | None, general: Fraction | None
) -> list[Finding]:
    """Say the general marks and the task marks."""
    rule = rules.task_rule
    if task_marks is None or ratio is None:
        said = "chưa đủ dữ liệu"
    else:
        capped = f", lấy tối đa {vietnamese(rules.task_max)}" if ratio > 1 else ""
        said = f"{percent(ratio)} × {vietnamese(rules.task_max)}{capped} = {vietnamese(task_marks)} điểm"
    in_all = (
        f"{vietnamese(general)} trên {vietnamese(rules.general.max)} điểm" if general is not None else "chưa chấm đủ"
    )
    return [
        _finding(rule, "task_marks", task_marks, f"{rule.say}: {said}."),
        _finding(rules.general, "general_marks", general, f"{rules.general.say}: {in_all}."),
    ]


def _finding(rule: Rule, fact: str, value: Fraction | None, sentence: str) -> Finding:
    truth = Truth.UNKNOWN if value is None else Truth.YES
    source: Source = rule.cite
    return Finding(
        rule=rule.rule,
        fact=fact,
        value=None if value is None else written(value),
        truth=truth,
        sentence=sentence,
        source=source,
    )


def scorable(rules: RuleSet) -> ScoreRules:
    """Return the scoring part of `rules`; raise `InputError` when that law gives levels by conditions and no marks."""
    part = getattr(rules, "score", None)
    if isinstance(part, ScoreRules):
        return part
    raise InputError("period", f"kỳ này thuộc {rules.title}: xếp loại theo điều kiện, không chấm điểm theo kỳ.")
