"""`congtam law score`: the marks of one person in one period."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from congtam.engine.answers import Answer, score_json
from congtam.engine.facts import InputError, read_choice, read_list, read_number, read_text
from congtam.engine.rating_rules import RatingRules
from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import read_policies
from congtam.engine.scoring import JUDGED_SHARES, ORIGINS, ScoreFacts, ScoreRules, WorkLine, scorable, score
from congtam.site.command.jsonlines import Case
from congtam.site.command.reading import governing, only, read_names, read_period, subobject
from congtam.values.numbers import written

KEYS = {"subject", "period", "facts", "policies", "bylaw", "adopts"}
# A period that is scored is a month or a quarter; half-years and years are means (khoản 3 Điều 17 Nghị định 335/2025/NĐ-CP).
SCORED_MONTHS = (1, 3)
LINE_KEYS = {
    "product",
    "factor",
    "assigned",
    "done",
    "quality_faults",
    "delays",
    "excused_quality_faults",
    "excused_delays",
    "origin",
}


def answer(case: Case, book: RuleBook) -> Answer:
    """Return the period score asked for in `case`; raise `InputError` for a field that cannot be trusted."""
    only(case, KEYS, "")
    when = read_period(case.get("period"), "period")
    if when.month_count not in SCORED_MONTHS:
        raise InputError("period", 'chấm điểm theo tháng hoặc quý, ví dụ "2026-03" hoặc "2026-Q1".')
    rules = governing(book, "rating", case.get("subject"), when.span.start, RatingRules)
    scoring = scorable(rules)
    facts = read_score_facts(case, scoring)
    adopts = frozenset(read_names(case, "adopts", book.register))
    result = score(scoring, facts, read_policies(rules, case.get("policies")), adopts=adopts)
    return {"rule_set": rules.id, **score_json(result)}


def read_score_facts(case: Case, rules: ScoreRules) -> ScoreFacts:
    """Return the facts of a period; raise `InputError` naming the field otherwise."""
    judged_names = [rule.rule for rule in rules.measures if rule.leaders_only]
    facts = subobject(case, "facts")
    only(facts, {"holds_leading_post", "general_marks", "lines", *judged_names}, "facts")
    bylaw = subobject(case, "bylaw")
    only(bylaw, {"weights", "general_items", "deduction"}, "bylaw")
    leading = facts.get("holds_leading_post")
    if not isinstance(leading, bool):
        raise InputError(
            "facts.holds_leading_post",
            "phải là true hoặc false: người giữ chức vụ lãnh đạo được chấm sáu tiêu chí, người khác ba.",
        )
    return ScoreFacts(
        holds_leading_post=leading,
        general_marks=read_general(facts.get("general_marks"), rules, subobject(bylaw, "general_items", "bylaw")),
        lines=tuple(
            read_line(line, f"facts.lines[{number}]")
            for number, line in enumerate(
                [] if facts.get("lines") is None else read_list(facts["lines"], "facts.lines")
            )
        ),
        judged={name: _judged(facts.get(name), f"facts.{name}") for name in judged_names},
        weights=read_weights(bylaw, rules),
        deduction=read_deduction(bylaw, rules),
    )


def read_general(value: object, rules: ScoreRules, bylaw_items: Mapping[str, Any]) -> Fraction | None:
    """Return the general marks: a total, or the sum of items by code; None while an item is missing."""
    general = rules.general
    maxima = {code: item.max for code, item in general.items.items()}
    if bylaw_items:
        maxima = {
            code: read_number(limit, f"bylaw.general_items.{code}", at_least=Fraction(0))
            for code, limit in bylaw_items.items()
        }
        if sum(maxima.values()) != general.max:
            raise InputError("bylaw.general_items", f"tổng điểm tối đa các mục phải bằng {written(general.max)}.")
    if value is None:
        return None
    if not isinstance(value, dict):
        return read_number(value, "facts.general_marks", at_least=Fraction(0), at_most=general.max)
    if not maxima:
        raise InputError(
            "facts.general_marks",
            "văn bản không chia điểm từng mục; hãy ghi tổng điểm, hoặc ghi các mục của quy chế ở bylaw.general_items.",
        )
    only(value, set(maxima), "facts.general_marks")
    marks = [
        None
        if value.get(code) is None
        else read_number(value[code], f"facts.general_marks.{code}", at_least=Fraction(0), at_most=limit)
        for code, limit in maxima.items()
    ]
    return None if None in marks else sum((mark for mark in marks if mark is not None), Fraction(0))


def read_weights(bylaw: Mapping[str, Any], rules: ScoreRules) -> dict[str, Fraction]:
    """Return the weights the by-law sets; none where the law makes the measures equal."""
    weights = subobject(bylaw, "weights", "bylaw")
    if weights and rules.weights == "equal":
        raise InputError("bylaw.weights", "văn bản tính trung bình đều các tiêu chí, quy chế không đặt trọng số khác.")
    only(weights, {rule.code for rule in rules.measures}, "bylaw.weights")
    read = {
        code: read_number(weight, f"bylaw.weights.{code}", at_least=Fraction(0)) for code, weight in weights.items()
    }
    if read and not sum(read.values()):
        raise InputError("bylaw.weights", "tổng trọng số phải lớn hơn 0.")
    return read


def read_deduction(bylaw: Mapping[str, Any], rules: ScoreRules) -> Fraction | None:
    """Return the share each fault takes by the by-law; none where the law sets it."""
    if bylaw.get("deduction") is None:
        return None
    if rules.deduction is not None:
        raise InputError("bylaw.deduction", "văn bản đã ấn định mức trừ, quy chế không đặt mức khác.")
    return read_number(bylaw["deduction"], "bylaw.deduction", at_least=Fraction(0), at_most=Fraction(1))


def read_line(value: object, field: str) -> WorkLine:
    """Return one product of the period; raise `InputError` naming the field otherwise."""
    if not isinstance(value, dict):
        raise InputError(field, "phải là một đối tượng JSON về một sản phẩm, công việc.")
    only(value, LINE_KEYS, field)
    origin = read_choice(value.get("origin"), f"{field}.origin", ORIGINS)
    quantity = {
        name: read_number(value.get(name), f"{field}.{name}", at_least=Fraction(0))
        for name in ("factor", "assigned", "done")
    }
    if not quantity["factor"]:
        raise InputError(f"{field}.factor", "hệ số quy đổi phải lớn hơn 0.")
    return WorkLine(
        product=read_text(value.get("product"), f"{field}.product"),
        **quantity,
        quality_faults=_unexcused(value, "quality_faults", field),
        delays=_unexcused(value, "delays", field),
        origin=origin,
    )


def _unexcused(line: Mapping[str, Any], name: str, field: str) -> int:
    """Return how many faults or delays remain after those whose objective cause the authority confirmed."""
    happened = _count(line, name, field)
    excused = _count(line, f"excused_{name}", field)
    if excused > happened:
        raise InputError(f"{field}.excused_{name}", f"không được nhiều hơn {name} ({happened}).")
    return happened - excused


def _count(line: Mapping[str, Any], name: str, field: str) -> int:
    return int(read_number(line.get(name, 0), f"{field}.{name}", at_least=Fraction(0), whole=True))


def _judged(value: object, field: str) -> str | None:
    """Return full, half, or None when nobody judged: the law knows no other value."""
    if value is None or (isinstance(value, str) and value in JUDGED_SHARES):
        return value
    raise InputError(field, 'chỉ nhận "full" (100%) hoặc "half" (50%); văn bản không có mức khác.')
