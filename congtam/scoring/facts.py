"""From rows to the engine: a person's month as the facts the scoring rules ask for, and what the engine answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from congtam.engine.answers import score_json
from congtam.engine.rating_rules import RatingRules
from congtam.engine.rulebook import NoRuleSetError, law_book
from congtam.engine.rulesets import read_policies
from congtam.engine.scoring import Score, ScoreFacts, WorkLine, band_of, scorable, score
from congtam.scoring.models import ScoreSheet
from congtam.scoring.selectors import Reading, month_name
from congtam.tasks.choices import Origin
from congtam.tasks.selectors import MonthLine
from congtam.values.numbers import exact, rounded

SUBJECT = "civil_servant"
_HUNDRED = 100


class Line(Protocol):
    """One product of a month: a line of the records, or one a signature fixed."""

    @property
    def title(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def factor(self) -> Decimal: ...
    @property
    def assigned(self) -> Decimal: ...
    @property
    def done(self) -> Decimal: ...
    @property
    def quality_faults(self) -> int: ...
    @property
    def excused_quality_faults(self) -> int: ...
    @property
    def delays(self) -> int: ...
    @property
    def excused_delays(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One general criterion of Mẫu số 01: its code, words and highest mark."""

    code: str
    label: str
    max: Fraction


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What a signature fixes of a month, in whole hundredths of a mark, half up; None for what is not known yet."""

    general: int | None
    task: int | None
    total: int | None


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """What the engine made of one month. `case` is the very line `congtam law score` would read; `score` its answer."""

    rules: RatingRules
    case: dict[str, Any]
    score: Score

    @property
    def result(self) -> dict[str, Any]:
        """The answer as it is kept and as `congtam law score` prints it."""
        return {"rule_set": self.rules.id, **score_json(self.score)}

    @property
    def recorded(self) -> Recorded:
        """The figures as a signature fixes them; made from the exact ones, never from a figure rounded before."""
        score = self.score
        general, task, total = (
            None if marks is None else hundredths(marks)
            for marks in (score.general_marks, score.task_marks, score.total)
        )
        return Recorded(general=general, task=task, total=total)


def rules_of(month: date) -> RatingRules:
    """Return the rule-set that governs civil servants in `month`; raise `NoRuleSetError` when none is kept."""
    rules = law_book().governing("rating", SUBJECT, month)
    if not isinstance(rules, RatingRules):
        raise NoRuleSetError("rating", SUBJECT, month)
    return rules


def criteria_of(month: date) -> tuple[Criterion, ...]:
    """Return the general criteria of the form in `month`, in the form's order (khoản 2 Điều 12 Nghị định 335/2025/NĐ-CP)."""
    items = scorable(rules_of(month)).general.items
    return tuple(Criterion(code=code, label=item.label, max=item.max) for code, item in items.items())


def reckoned(
    *,
    month: date,
    reading: Reading,
    leads: bool,
    general: Mapping[str, str],
    lines: Iterable[Line],
    judged: Mapping[str, str],
) -> Reckoning:
    """Return what the engine makes of a month.

    `general` maps codes of criteria to marks as text; a code left out is not marked yet. `judged` maps unit_results, organising and unity
    to "full", "half" or "" (nobody concluded); read for those who lead only (khoản 2 Điều 16 Nghị định 335/2025/NĐ-CP).
    """
    rules = rules_of(month)
    scoring = scorable(rules)
    kept = list(lines)
    shares = {rule.rule: judged.get(rule.rule) or None for rule in scoring.measures if rule.leaders_only and leads}
    case = {
        "subject": SUBJECT,
        "period": month_name(month),
        "facts": {
            "holds_leading_post": leads,
            "general_marks": dict(general),
            "lines": [_written_line(line) for line in kept],
            **shares,
        },
        "policies": dict(reading.policies),
        "adopts": sorted(reading.adopts),
    }
    facts = ScoreFacts(
        holds_leading_post=leads,
        general_marks=_general_total(general, scoring.general.items),
        lines=tuple(_work_line(line) for line in kept),
        judged={rule.rule: shares.get(rule.rule) for rule in scoring.measures if rule.leaders_only},
        weights={},
    )
    found = score(scoring, facts, read_policies(rules, dict(reading.policies)), adopts=reading.adopts)
    return Reckoning(rules=rules, case=case, score=found)


def reckoned_sheet(
    sheet: ScoreSheet, lines: Iterable[Line], reading: Reading, *, unit_results: str | None = None
) -> Reckoning:
    """Return what the engine makes of a sheet with these lines; `unit_results` is d where it comes from elsewhere than the sheet itself."""
    return reckoned(
        month=sheet.period.month,
        reading=reading,
        leads=sheet.holds_leading_post,
        general=sheet.general,
        lines=lines,
        judged={
            "unit_results": sheet.unit_results if unit_results is None else unit_results,
            "organising": sheet.organising,
            "unity": sheet.unity,
        },
    )


@dataclass(frozen=True, kw_only=True)
class HandBack:
    """What handing one task back makes of its holder's month: as it stands `now`, with the task `finished`, with it handed `back`.

    `best` is the highest band the month can still reach after handing back, with full general marks; None while task marks cannot be told.
    `needed` are the general marks that lift the month out of the lowest band (None where none can, or none are needed).
    """

    now: Reckoning
    finished: Reckoning
    back: Reckoning
    best: str | None
    needed: Fraction | None


def hand_back_effect(
    *, month: date, reading: Reading, leads: bool, judged: Mapping[str, str], lines: Iterable[MonthLine], task_id: int
) -> HandBack:
    """Return what it does to a month to hand the task `task_id` back, reckoned as the month itself is.

    What is handed back keeps its quantity in what was assigned and counts as nothing done, its delays as none (điểm d khoản 1 Điều 18 Nghị
    định 335/2025/NĐ-CP); what was taken over or came unplanned was never in that total. `judged` as in `reckoned`.
    """
    kept = list(lines)
    [one] = [line for line in kept if line.task_id == task_id]
    origin = Origin.HANDED_BACK if one.origin == Origin.ASSIGNED else one.origin
    finished = replace(one, done=max(one.assigned, one.done))
    back = replace(one, origin=origin, delays=0, excused_delays=0)

    def reckon(instead: MonthLine) -> Reckoning:
        changed = [instead if line.task_id == task_id else line for line in kept]
        return reckoned(month=month, reading=reading, leads=leads, general={}, lines=changed, judged=judged)

    found = reckon(back)
    scoring, task = scorable(found.rules), found.score.task_marks
    best, needed = None, None
    if task is not None:
        best = band_of(scoring.bands, task + scoring.general.max)
        floor = scoring.bands[-2][1]
        needed = floor - task if task < floor <= task + scoring.general.max else None
    return HandBack(now=reckon(one), finished=reckon(finished), back=found, best=best, needed=needed)


def hundredths(marks: Fraction) -> int:
    """Return marks as whole hundredths, half up: what a signature fixes."""
    return int(rounded(marks, 2) * _HUNDRED)


def _general_total(general: Mapping[str, str], items: Mapping[str, object]) -> Fraction | None:
    if any(not general.get(code) for code in items):
        return None
    return sum((exact(general[code]) for code in items), Fraction(0))


def _work_line(line: Line) -> WorkLine:
    return WorkLine(
        product=line.title,
        factor=Fraction(line.factor),
        assigned=Fraction(line.assigned),
        done=Fraction(line.done),
        quality_faults=line.quality_faults - line.excused_quality_faults,
        delays=line.delays - line.excused_delays,
        origin=line.origin,
    )


def _written_line(line: Line) -> dict[str, Any]:
    return {
        "product": line.title,
        "origin": line.origin,
        "factor": plain(line.factor),
        "assigned": plain(line.assigned),
        "done": plain(line.done),
        "quality_faults": line.quality_faults,
        "excused_quality_faults": line.excused_quality_faults,
        "delays": line.delays,
        "excused_delays": line.excused_delays,
    }


def plain(value: Decimal) -> str:
    """Return a decimal as text without needless zeros: 1.500000 → "1.5"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
