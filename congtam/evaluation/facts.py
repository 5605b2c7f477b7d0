"""Turns records into what the engine asks, in the very shape `congtam law rate` and `congtam law quota` take, and keeps its answers so."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any

from congtam.engine.answers import rating_json
from congtam.engine.discipline import with_year_counted
from congtam.engine.facts import Facts, FactValue, read_facts
from congtam.engine.procedure import ProcedureRules, due_day
from congtam.engine.quota import BASE_LABELS, Counts, Quota, quota
from congtam.engine.rating import RatingFacts, rate
from congtam.engine.rating_rules import RatingRules
from congtam.engine.rulebook import law_book
from congtam.engine.rulesets import read_policies
from congtam.engine.workdays import CalendarRules, WorkCalendar
from congtam.evaluation.choices import Level, Outcome
from congtam.evaluation.models import Campaign, RatingCase
from congtam.evaluation.selectors import Tally, tally
from congtam.personnel.models import DisciplinaryAction
from congtam.personnel.selectors import Service, discipline_of, service_of
from congtam.scoring.models import ScoreSheet
from congtam.scoring.selectors import Reading, months_of, reading_of
from congtam.scoring.services import Outdated, outdated_results
from congtam.values.days import local_day
from congtam.values.known import of_kind
from congtam.values.numbers import exact, fixed, rounded, written

SUBJECT = "civil_servant"
_HUNDRED = 100
_PETITION_STEP = "petition_answer"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What the engine proposes for one case: the question as asked, the answer as given, and the rule-set it rests on.

    `outdated` tells, month by month, where the marks it was asked with rest on others' marks corrected since.
    """

    asked: dict[str, Any]
    answer: dict[str, Any]
    rule_set: str
    digest: str
    mean_hundredths: int | None
    outdated: tuple[dict[str, Any], ...] = ()


def rating_rules(year: int) -> RatingRules:
    """Return the law that governs the rating of `year`: that of its last day. Raises `NoRuleSetError` when none is kept."""
    return of_kind(law_book().governing("rating", SUBJECT, date(year, 12, 31)), RatingRules)


@dataclass(frozen=True, kw_only=True)
class ScoredRules:
    """The names of a rule-set's rules about marks and about levels, those that somebody reaches or misses."""

    marks: frozenset[str]
    levels: frozenset[str]


@cache
def scored_rules(rule_set: str) -> ScoredRules:
    """Return which rules of a rule-set are about marks and levels."""
    rules = of_kind(law_book().load(rule_set), RatingRules)
    return ScoredRules(
        marks=frozenset() if rules.marks is None else frozenset({rules.marks.rule}),
        levels=frozenset(level.rule for level in rules.levels),
    )


def proposals(campaign: Campaign, cases: Iterable[RatingCase]) -> dict[int, Proposal]:
    """Return the engine's proposal for each case, by case id; the same number of queries for any number of cases."""
    wanted = list(cases)
    people = [case.person_id for case in wanted]
    year = campaign.year
    rules = rating_rules(year)
    reading = reading_of(campaign.body_id, date(year, 12, 31))
    months = months_of(person_ids=people, year=year)
    service = service_of(person_ids=people, body_id=campaign.body_id, year=year)
    discipline = discipline_of(person_ids=people, year=year)
    outdated = outdated_months(wanted, year)
    found = {}
    for case in wanted:
        asked = _question(case, campaign, rules, reading, service[case.person_id], discipline[case.person_id])
        asked["facts"]["months"] = {
            name: fixed(Fraction(month.total_hundredths, _HUNDRED), 2)
            for name, month in sorted(months[case.person_id].items())
        }
        told = tuple(_told(one) for one in outdated.get(case.person_id, ()))
        found[case.pk] = replace(propose(asked, rules), outdated=told)
    return found


def _told(one: Outdated) -> dict[str, Any]:
    """Return an outdated month as a case keeps it: in the shape of the engine's findings, with the sheet and the change."""
    return {
        "rule": "outdated_results",
        "fact": "months",
        "truth": "unknown",
        "sentence": f"Điểm đã ghi tính d từ phiếu được sửa sau đó. {one.sentence}",
        "citation": one.source,
        "certainty": "confirmed",
        "sheet": one.sheet.pk,
        "words": one.label,
    }


def propose(asked: dict[str, Any], rules: RatingRules) -> Proposal:
    """Return the engine's answer to one question of the shape `congtam law rate` takes."""
    given = dict(asked["facts"])
    months = {name: exact(marks) for name, marks in given.pop("months").items()}
    facts: dict[str, FactValue] = read_facts(given, rules.facts)
    discipline = facts.get("discipline")
    if isinstance(discipline, tuple):
        facts["discipline"] = with_year_counted(discipline, asked["year"])
    known: Facts = facts
    result = rate(
        rules,
        RatingFacts(months=months, facts=known),
        read_policies(rules, asked["policies"]),
        adopts=frozenset(asked["adopts"]),
    )
    mean = None if result.mean is None else int(rounded(result.mean, 2) * _HUNDRED)
    return Proposal(
        asked=asked,
        answer={"rule_set": rules.id, **rating_json(result)},
        rule_set=rules.id,
        digest=rules.digest,
        mean_hundredths=mean,
    )


def _question(
    case: RatingCase,
    campaign: Campaign,
    rules: RatingRules,
    reading: Reading,
    service: Service,
    discipline: list[DisciplinaryAction],
) -> dict[str, Any]:
    # What nobody recorded is unknown, until the officer says in writing that everything was gone through.
    gone_through = bool(campaign.facts_document)
    facts: dict[str, Any] = {
        "months_worked": None if service.months_worked is None else written(service.months_worked),
        "absence": service.absence,
        "is_head": case.is_body_head,
        "holds_leading_post": case.holds_leading_post,
        "body_level": campaign.body_level or None,
        "discipline": _discipline(discipline, service, campaign.body_id) if discipline or gone_through else None,
        "degradation_concluded": _known(recorded=case.degradation_concluded, gone_through=gone_through),
        "unit_corruption_handled": _known(recorded=case.unit_corruption_handled, gone_through=gone_through),
    }
    return {
        "subject": SUBJECT,
        "year": campaign.year,
        "facts": facts,
        "policies": {name: choice for name, choice in reading.policies.items() if name in rules.policies},
        "adopts": sorted(reading.adopts),
    }


def _known(*, recorded: bool | None, gone_through: bool) -> bool | None:
    return False if recorded is None and gone_through else recorded


def _discipline(decisions: list[DisciplinaryAction], service: Service, body_id: int) -> list[dict[str, Any]]:
    """Return decisions as the rating law asks about them: what was done before coming to this body is the former body's."""
    came = [change.on for change in service.transfers if change.to_body == body_id and change.from_body is not None]
    return [
        {
            "duty_related": decision.is_duty_related,
            "decided": decision.decided_date.isoformat(),
            "act": decision.act,
            "already_counted": decision.is_already_counted,
            "former_body": bool(came and decision.acted_from and decision.acted_from < came[-1]),
        }
        for decision in decisions
    ]


def outdated_months(cases: Iterable[RatingCase], year: int) -> dict[int, list[Outdated]]:
    """Return, by person, the months of `year` whose confirmed d rests on marks corrected since; those of leaders only, one query without any."""
    leaders = [case.person_id for case in cases if case.holds_leading_post]
    found: dict[int, list[Outdated]] = {}
    if leaders:
        sheets = ScoreSheet.objects.filter(person_id__in=leaders, period__month__year=year)
        for one in outdated_results(sheets):
            found.setdefault(one.sheet.person_id, []).append(one)
    return found


def quota_of(counts: Counts, *, campaign: Campaign, policies: Mapping[str, str]) -> Quota:
    """Return what the campaign's share allows; `policies` come from `quota_policies`."""
    share = Fraction(campaign.share_hundredths, _HUNDRED * _HUNDRED)
    return quota(counts, share, base=policies["quota_base"], rounding=policies["quota_rounding"])


def quota_policies(campaign: Campaign) -> dict[str, str]:
    """Return how the body reads the quota (khoản 5 Điều 20 Nghị định 335/2025/NĐ-CP)."""
    rules = rating_rules(campaign.year)
    reading = reading_of(campaign.body_id, date(campaign.year, 12, 31))
    return read_policies(rules, {name: choice for name, choice in reading.policies.items() if name in rules.policies})


def petition_due(received: datetime) -> date | None:
    """Return the last day for answering a petition received at `received`; None while the calendar of those days is not settled.

    Điều 22 Nghị định 335/2025/NĐ-CP: 7 working days from the day it came.
    """
    day = local_day(received)
    rules = of_kind(law_book().governing("procedure", SUBJECT, day), ProcedureRules)
    step = next(step for step in rules.steps if step.rule == _PETITION_STEP)
    years = [law_book().load(entry.id) for _, entry in law_book().chain("calendar", "viet_nam")]
    calendar = WorkCalendar([rules for rules in years if isinstance(rules, CalendarRules)], [])
    answer = due_day(rules, step, day, read_policies(rules, None), calendar)
    return None if answer.reckoned is None else answer.reckoned.due


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one group stands against the share. `group_id` is 0 for the whole body; `excellent` counts proposals still open as well."""

    group_id: int
    name: str
    decided_excellent: int
    excellent: int
    counts: Counts
    quota: Quota
    sentence: str


def standings(campaign: Campaign, *, deciding: RatingCase | None = None) -> list[Standing]:
    """Return where the body and each of its similar groups stand: decisions, and proposals where nothing is decided yet.

    With `deciding`, as if that case were decided excellent; then only the body and the group of that case.
    """
    policies = quota_policies(campaign)
    rows = tally(campaign)
    if deciding is not None:
        rows = _as_if_excellent(rows, deciding)
    groups = {row.group_id: row.group_name for row in rows if row.group_id is not None}
    if deciding is not None:
        groups = {group: name for group, name in groups.items() if group == deciding.similar_group_id}
    found = [_standing(0, "Toàn cơ quan", rows, campaign, policies)]
    for group, name in groups.items():
        found.append(_standing(group, name, [row for row in rows if row.group_id == group], campaign, policies))
    return found


def _as_if_excellent(rows: list[Tally], case: RatingCase) -> list[Tally]:
    """Return the counts with one case moved from where it is counted now to decided excellent."""
    current = case.decisions.filter(is_current=True).values_list("outcome", "level").first()
    is_decided = current is not None
    level = current[1] if current else case.proposed_level
    counted = bool(level) and (is_decided or case.proposed_outcome != Outcome.NOT_RATED)
    group, name = case.similar_group_id, case.similar_group.name if case.similar_group else ""
    moved = [
        replace(row, count=row.count - 1)
        if counted and (row.group_id, row.level, row.is_decided) == (group, level, is_decided)
        else row
        for row in rows
    ]
    return [*moved, Tally(group_id=group, group_name=name, level=Level.EXCELLENT, is_decided=True, count=1)]


def _standing(group_id: int, name: str, rows: list[Tally], campaign: Campaign, policies: Mapping[str, str]) -> Standing:
    by_level: Counter[str] = Counter()
    for row in rows:
        by_level[row.level] += row.count
    counts = Counts(excellent=by_level[Level.EXCELLENT], good=by_level[Level.GOOD], rated=sum(by_level.values()))
    decided = sum(row.count for row in rows if row.is_decided and row.level == Level.EXCELLENT)
    result = quota_of(counts, campaign=campaign, policies=policies)
    other = (
        f" Nếu tính trên {BASE_LABELS[result.other_base]} thì được {result.other_limit}."
        if result.other_base is not None and result.other_limit != result.limit
        else ""
    )
    return Standing(
        group_id=group_id,
        name=name,
        decided_excellent=decided,
        excellent=counts.excellent,
        counts=counts,
        quota=result,
        sentence=result.sentence + other,
    )
