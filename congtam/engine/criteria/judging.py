"""Turns a marked sheet into a level: floors and conditions first, then the events that force or cap it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from congtam.engine.conditions import Condition, value_text
from congtam.engine.criteria.gathering import is_failing
from congtam.engine.criteria.levels import Event, Level, LevelCap
from congtam.engine.criteria.marking import SubjectSheet
from congtam.engine.criteria.reckoned import Gap, Reckoned, Scope, judge, merged
from congtam.engine.criteria.reckoning import reaches
from congtam.engine.criteria.sets import LEVEL, CriteriaSet
from congtam.engine.findings import Finding
from congtam.engine.truth import Truth, of
from congtam.values.known import of_kind
from congtam.values.numbers import percent, vietnamese, written

NO_LEVEL_FITS = "không mức nào phù hợp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The level a sheet comes to (None when it cannot be told, or `not_rated` says why there is none), with reasons."""

    level: Level | None = None
    not_rated: str | None = None
    flags: dict[str, Truth]
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def has(self, code: str) -> Truth:
        """Tell whether the subject has the level or the flag of that name."""
        if code in self.flags:
            return self.flags[code]
        if self.level is None:
            return Truth.NO if self.not_rated else Truth.UNKNOWN
        return of(self.level.code == code)


def judged(sheet: SubjectSheet) -> Judged:
    """Return the level of one subject, and everything that bore on it."""
    rules = sheet.rules
    level, gaps, reasons = _level(sheet)
    unrated = [(event, *judge(event.when, Scope(sheet))) for event in rules.not_rated]
    not_rated = next((event.say for event, truth, _ in unrated if truth is Truth.YES), None)
    gaps = () if not_rated else merged([gaps, *(unknown for _, _, unknown in unrated)])
    settled = None if gaps or not_rated else level
    sheet.settle(LEVEL, settled.code if settled else None if gaps else "", gaps)
    concluded = {flag.name: judge(flag.when, Scope(sheet)) for flag in rules.flags}
    return Judged(
        level=settled,
        not_rated=not_rated,
        flags={name: truth for name, (truth, _) in concluded.items()},
        findings=(
            *_failings(sheet),
            *reasons,
            *(_event(event, sheet, "Không xếp mức") for event in rules.not_rated),
            *(_event(flag, sheet, "Kết luận") for flag in rules.flags),
        ),
        gaps=merged([gaps, *(unknown for _, unknown in concluded.values())]),
    )


def _level(sheet: SubjectSheet) -> tuple[Level | None, tuple[Gap, ...], list[Finding]]:
    """Return the level after forced levels and caps; unknown events matter only if they could change it."""
    rules = sheet.rules
    if not rules.levels:
        return None, (), []
    order = [level.code for level in rules.levels]
    level, gaps, findings = _by_marks(sheet)
    findings += [_event(forced, sheet, "Xếp thẳng mức") for forced in rules.forced]
    forced = [(order.index(event.level), *judge(event.when, Scope(sheet))) for event in rules.forced]
    certain = [place for place, truth, _ in forced if truth is Truth.YES]
    if certain:
        level, gaps = rules.levels[max(certain)], ()
    capped = []
    for cap in rules.caps:
        place, missing, finding = _cap(cap, sheet)
        findings.append(finding)
        capped.append((len(order) - 1 if place is None and missing else place, missing))
    floor = max((place for place, missing in capped if place is not None and not missing), default=-1)
    if level is not None and floor > order.index(level.code):
        level = rules.levels[floor]
    at = order.index(level.code) if level is not None else -1
    # An event sets its level whatever the marks, kinder ones too; only a graver event or a cap leaves it without a say.
    settled = max([*certain, floor])
    unknown = [missing for place, truth, missing in forced if truth is Truth.UNKNOWN and max(place, settled) != at]
    unknown += [missing for place, missing in capped if missing and place is not None and place > at]
    return level, merged([gaps, *unknown]), findings


def _by_marks(sheet: SubjectSheet) -> tuple[Level | None, tuple[Gap, ...], list[Finding]]:
    """Return the first level whose floor is reached and whose conditions hold; a hole stays a hole."""
    rules, findings = sheet.rules, list[Finding]()
    for level in rules.levels:
        scope = Scope(sheet)
        value = scope[level.of] if level.edges() else None
        if level.edges() and value is None:
            return None, scope.gaps_of(level.of), findings
        reached, edge = _reached(level, value, scope)
        if reached is None:
            return None, edge.gaps, findings
        if not reached:
            continue
        truth, gaps = (Truth.YES, ()) if level.when is None else judge(level.when, scope)
        if level.gap is not None and truth is Truth.YES:
            return None, (Gap("", f"{NO_LEVEL_FITS}: {level.gap}", is_hole=True),), findings
        if level.gap is None:
            findings.append(_of_level(level, edge, truth, sheet))
        if truth is Truth.YES:
            return level, (), findings
        if truth is Truth.UNKNOWN:
            return None, gaps, findings
        if rules.when_level_conditions_fail == "no_level" and level.edges() and level.gap is None:
            reason = f"đủ điểm của mức {level.shown} nhưng chưa đủ điều kiện: {_condition_words(level.when, rules)}"
            return None, (Gap("", f"{NO_LEVEL_FITS}; {reason}", is_hole=True),), findings
    return None, (Gap("", NO_LEVEL_FITS, is_hole=True),), findings


def _reached(level: Level, value: object, scope: Scope) -> tuple[bool | None, Reckoned]:
    if not level.edges():
        return True, Reckoned(value=None, words="các trường hợp còn lại")
    is_share = scope.declaration(level.of).kind == "share"
    return reaches(level, Reckoned(value=of_kind(value, Fraction), words="", is_share=is_share), scope)


def _cap(cap: LevelCap, sheet: SubjectSheet) -> tuple[int | None, tuple[Gap, ...], Finding]:
    """Return the place of the level a cap sets (None when it sets none or is not known), what is missing, and the finding."""
    rules, scope = sheet.rules, Scope(sheet)
    order = [level.code for level in rules.levels]
    truth, gaps = (Truth.YES, ()) if cap.when is None else judge(cap.when, scope)
    limit = cap.level if cap.level_of is None else scope[cap.level_of]
    if truth is not Truth.NO and limit is None and cap.level_of is not None:
        truth, gaps = Truth.UNKNOWN, merged([gaps, scope.gaps_of(cap.level_of)])
    finding = _finding(cap.name, cap.say, _facts(cap.when, cap.level_of), truth, sheet, "Giới hạn mức")
    if truth is Truth.NO:
        return None, (), finding
    return (order.index(str(limit)) if limit is not None else None), gaps, finding


def _failings(sheet: SubjectSheet) -> list[Finding]:
    return [
        Finding(
            rule=f"pass:{line.item.code}",
            fact=line.item.code,
            value=None if line.marks is None else written(line.marks),
            truth=Truth.UNKNOWN if line.marks is None else of(not is_failing(line)),
            sentence=f"Mục {line.item.code} ({line.item.label}) phải đạt điểm sàn",
            source=sheet.rules.source_of(f"mục {line.item.code}"),
        )
        for line in sheet.whole.every()
        if line.item.pass_mark is not None or line.item.pass_share is not None
    ]


def _of_level(level: Level, edge: Reckoned, truth: Truth, sheet: SubjectSheet) -> Finding:
    value = sheet.fact(level.of) if level.edges() else None
    shown = "Không xét điểm"
    if isinstance(value, Fraction):
        of_level = sheet.rules.declared[level.of]
        figure = percent(value) if of_level.kind == "share" else vietnamese(value)
        shown = f"{of_level.label} {figure} đạt {edge.words}"
    condition = "" if level.when is None else f"; điều kiện: {_condition_words(level.when, sheet.rules)}"
    return Finding(
        rule=f"level:{level.code}",
        fact=level.of if level.edges() else _facts(level.when, None),
        value=value_text(value),
        truth=truth,
        sentence=f"{level.shown}: {shown}{condition}",
        source=sheet.rules.source_of(f"mức {level.shown}"),
    )


def _event(event: Event, sheet: SubjectSheet, place: str) -> Finding:
    truth, _ = judge(event.when, Scope(sheet))
    return _finding(event.name, event.say, _facts(event.when, None), truth, sheet, place)


def _finding(name: str, say: str, facts: str | None, truth: Truth, sheet: SubjectSheet, place: str) -> Finding:
    first = facts.split(", ")[0] if facts else None
    value = value_text(sheet.fact(first)) if first else None
    return Finding(rule=name, fact=facts, value=value, truth=truth, sentence=say, source=sheet.rules.source_of(place))


def _facts(condition: Condition | None, also: str | None) -> str | None:
    names: Sequence[str] = [*(condition.facts_used() if condition else ()), *([also] if also else ())]
    return ", ".join(dict.fromkeys(names)) or None


def _condition_words(condition: Condition | None, rules: CriteriaSet) -> str:
    return "" if condition is None else condition.words(rules.declared)
