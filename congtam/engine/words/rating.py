"""Ratings as an officer checks them: marks, who is rated, the levels, what forces or caps one, what is left open."""

from collections.abc import Iterator, Mapping

from congtam.engine.facts import Declarations
from congtam.engine.quota import QuotaRule
from congtam.engine.rating_rules import (
    LEVEL_LABELS,
    Amendments,
    Cap,
    Exclusion,
    Forced,
    Gap,
    MarksRule,
    Overlay,
    RatingRules,
    Requirement,
    bounds,
)
from congtam.engine.rulebook import RuleBook
from congtam.engine.scoring import ScoreRules
from congtam.engine.words import overlaid
from congtam.engine.words.conditions import said
from congtam.engine.words.outline import TIE, Said, Section
from congtam.engine.words.provisions import coded, provided
from congtam.values.numbers import percent, vietnamese

_PERIODS: Mapping[str, str] = {"year": "năm", "quarter": "quý"}
_OUTCOMES: Mapping[str, str] = {"not_rated": "không xếp loại", "not_reviewed": "không kiểm điểm, không xếp loại"}
_MARKS_FROM: Mapping[str, str] = {"months": "điểm các tháng đã chấm", "marks": "tổng điểm đã ghi"}
_WEIGHTS: Mapping[str, str] = {
    "equal": "tính ngang nhau",
    "bylaw": "theo trọng số do quy chế của cơ quan ấn định",
}


def sections(rules: RatingRules, _book: RuleBook) -> Iterator[Section]:
    """Yield the sections of a rating, in the order in which a proposal is worked out."""
    period = _PERIODS[rules.per]
    if rules.score:
        yield Section("Chấm điểm từng kỳ", list(_scoring(rules.score)))
    yield Section("Ai không xếp loại", [_exclusion(rule, rules.facts) for rule in rules.exclusions])
    yield Section(f"Điểm {period}", [_marks(rules.marks)] if rules.marks else [])
    yield Section(f"Các mức xếp loại {period}", list(_levels(rules)))
    yield from _amendments(rules)
    yield Section("Tỷ lệ tối đa", [_quota(rules.quota)] if rules.quota else [])
    yield _gaps(rules)


def overlay_sections(rules: Overlay, book: RuleBook) -> Iterator[Section]:
    """Yield the sections of an overlay: what it lies upon, and what it adds."""
    yield overlaid.section(rules, "rating", book)
    yield from _amendments(rules)
    yield _gaps(rules)


def _scoring(rules: ScoreRules) -> Iterator[Said]:
    items = [
        Said(f"{code}. {item.label}: tối đa {vietnamese(item.max)} điểm") for code, item in rules.general.items.items()
    ]
    yield provided(rules.general, [Said(f"Tối đa {vietnamese(rules.general.max)} điểm"), *items])
    for measure in rules.measures:
        label = measure.label
        if measure.leaders_only:
            label = f"{coded(label, measure.rule)}; chỉ chấm người giữ chức vụ lãnh đạo, quản lý"
        yield provided(measure, [Said(f"Tiêu chí {measure.code}: {label}")])
    share = "do quy chế của cơ quan ấn định" if rules.deduction is None else percent(rules.deduction)
    yield provided(rules.deduction_rule, [Said(f"Mức trừ mỗi lần: {share}")])
    weights = Said(f"Các tiêu chí {_WEIGHTS[rules.weights]}")
    yield provided(rules.task_rule, [Said(f"Tối đa {vietnamese(rules.task_max)} điểm"), weights])
    ceilings = [None, *(floor for _, floor in rules.bands)]
    levels = [
        Said(f"{_level(level)}: {bounds(floor, ceiling)}")
        for (level, floor), ceiling in zip(rules.bands, ceilings, strict=False)
    ]
    yield Said("Mức theo điểm của kỳ", levels)


def _exclusion(rule: Exclusion, declared: Declarations) -> Said:
    result = Said(f"Kết quả: {_OUTCOMES[rule.outcome]}")
    return provided(rule, [said(rule.when, declared).led_by("Khi"), result])


def _marks(rule: MarksRule) -> Said:
    return provided(rule, [Said(f"Lấy từ {coded(_MARKS_FROM[rule.from_], rule.from_)}")])


def _levels(rules: RatingRules) -> Iterator[Said]:
    ceiling = None
    for rule in rules.levels:
        asked = [bounds(rule.floor, ceiling)] if rules.marks else []
        if rule.requires:
            asked.append("đủ các điều kiện dưới đây")
        more = f"{TIE}({rule.level}): {' và '.join(asked) or 'các trường hợp còn lại'}"
        yield provided(rule, [_requirement(part, rules.facts) for part in rule.requires], more=more)
        ceiling = rule.floor


def _requirement(rule: Requirement, declared: Declarations) -> Said:
    concerned = [said(rule.only_if, declared).led_by("Chỉ xét khi")] if rule.only_if else []
    return provided(rule, [*concerned, said(rule.when, declared).led_by("Đạt khi")])


def _amendments(rules: Amendments) -> Iterator[Section]:
    yield Section("Trường hợp buộc một mức", [_forced(rule, rules.facts) for rule in rules.forced])
    yield Section("Không được quá", [_cap(rule, rules.facts) for rule in rules.caps])


def _forced(rule: Forced, declared: Declarations) -> Said:
    return provided(rule, [said(rule.when, declared).led_by("Khi"), Said(f"Buộc mức: {_level(rule.level)}")])


def _cap(rule: Cap, declared: Declarations) -> Said:
    fact = rule.at_most_fact
    limit = coded(declared[fact].label, fact) if fact else _level(str(rule.at_most))
    return provided(rule, [said(rule.when, declared).led_by("Khi"), Said(f"Không quá: {limit}")])


def _quota(rule: QuotaRule) -> Said:
    usual = "văn bản không cho hoặc chưa đọc được, nơi hỏi phải ghi" if rule.share is None else percent(rule.share)
    most = [] if rule.share_at_most is None else [Said(f"Tỷ lệ cao nhất: {percent(rule.share_at_most)}")]
    return provided(rule, [Said(f"Tỷ lệ thường: {usual}"), *most])


def _gaps(rules: Amendments) -> Section:
    return Section("Chỗ văn bản để trống hoặc chưa đọc được", [_gap(rule, rules.facts) for rule in rules.gaps])


def _gap(rule: Gap, declared: Declarations) -> Said:
    unless = f", trừ khi đề xuất đã là mức {_level(rule.level)}" if rule.level else ""
    return provided(rule, [said(rule.when, declared).led_by("Khi"), Said(f"Người có thẩm quyền xem xét{unless}")])


def _level(level: str) -> str:
    return coded(LEVEL_LABELS[level], level)
