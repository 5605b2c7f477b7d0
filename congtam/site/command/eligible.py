"""`congtam law eligible`: who may be proposed for which title or commendation, what is missing, and from when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from congtam.engine.answers import Answer, finding_json
from congtam.engine.dossier_law import KIND, OVERLAY_KIND, latest, laws_for, overlay, under_law
from congtam.engine.eligibility.forecast import earliest_years
from congtam.engine.eligibility.history import History
from congtam.engine.eligibility.judging import Judge, Judgement
from congtam.engine.eligibility.moments import Moment, Names
from congtam.engine.eligibility.titles import EmulationOverlay, EmulationRules
from congtam.engine.facts import InputError, read_choice, read_day
from congtam.engine.rulebook import NoRuleSetError, RuleBook
from congtam.engine.rulesets import read_policies
from congtam.engine.shapes import one_of
from congtam.site.command.history import HISTORY_KEYS, read_history
from congtam.site.command.jsonlines import Case
from congtam.site.command.reading import FIRST_YEAR, LAST_YEAR, only, read_names, read_year, subobject

KEYS = {"subject", "on", "received_on", "year", "laws", "overlays", "adopts", "policies"} | HISTORY_KEYS
SUBJECTS = {"person": "cá nhân", "collective": "tập thể"}
# The more favourable first.
FAVOUR = ("eligible", "needs_review", "not_eligible")


@dataclass(frozen=True, slots=True)
class _UnderLaw:
    """The judgements of one law, by code, and the earliest years."""

    rules: EmulationRules
    judgements: dict[str, Judgement]
    earliest: dict[str, int | None]


def answer(case: Case, book: RuleBook) -> Answer:
    """Return every title of the subject under every law asked for; raise `InputError` for a field that cannot be trusted."""
    only(case, KEYS, "")
    subject = read_choice(case.get("subject"), "subject", SUBJECTS)
    on = _day(case, "on")
    received = on if case.get("received_on") is None else _day(case, "received_on")
    laws = _laws(case, book, received)
    rule_sets = [under_law(book, law, received) for law in laws]
    overlays = _overlays(case, book, received)
    adopts = frozenset(read_names(case, "adopts", book.register))
    names = _names([*latest(book), *rule_sets], overlays)
    history = read_history(case, names, on.year)
    year = _proposal_year(case, on, history)
    policies = _policies(case, rule_sets)
    found = []
    for rules, readings in zip(rule_sets, policies, strict=True):
        moment = Moment(
            history=history,
            year=year,
            on=on,
            names=replace(rules.names, facts=names.facts, posts=names.posts),
            policies=readings,
        )
        above = [over for over in overlays if rules.subject in over.over]
        judge = Judge(rules=rules, overlays=above, adopts=adopts)
        judgements = {title.code: judge.judge(title, moment) for title in rules.of_subject(subject)}
        found.append(_UnderLaw(rules, judgements, earliest_years(judge, judgements, moment)))
    reply: Answer = {
        "year": year,
        "laws": {under.rules.subject: _titles_json(under) for under in found},
        "rule_sets": {under.rules.subject: under.rules.id for under in found},
        "newly_eligible": _newly_eligible(found),
    }
    return reply if case.get("laws") is not None else {**reply, "proposed": _proposed(found)}


def titles(book: RuleBook) -> list[Answer]:
    """Return every title and commendation of every law as last written: code, label, subject, law, citation, certainty."""
    return [
        {
            "code": title.code,
            "label": title.label,
            "subject": title.subject,
            "law": rules.subject,
            "cite": title.routes[0].cite.printed,
            "certainty": title.routes[0].cite.certainty.value,
        }
        for rules in latest(book)
        for title in rules.titles
    ]


def _day(case: Case, name: str) -> date:
    """Return the day under `name`, within the years a history may have."""
    day = read_day(case.get(name), name)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InputError(name, f"phải là ngày của năm {FIRST_YEAR} đến {LAST_YEAR}.")
    return day


def _laws(case: Case, book: RuleBook, received: date) -> list[str]:
    """Return the laws to apply, in the order given; those that decide the dossier when none are given."""
    given = read_names(case, "laws", book.subjects(KIND))
    if case.get("laws") is not None:
        if not given:
            raise InputError("laws", "phải có ít nhất một luật; bỏ mục này để áp dụng luật của ngày tiếp nhận.")
        return given
    try:
        return laws_for(book, received)
    except NoRuleSetError:
        field = "on" if case.get("received_on") is None else "received_on"
        raise InputError(field, f"chưa có luật nào được lưu cho ngày {received:%d/%m/%Y}; hãy ghi mục laws.") from None


def _overlays(case: Case, book: RuleBook, received: date) -> list[EmulationOverlay]:
    found = []
    for number, name in enumerate(read_names(case, "overlays", book.subjects(OVERLAY_KIND))):
        try:
            found.append(overlay(book, name, received))
        except NoRuleSetError as problem:
            raise InputError(f"overlays[{number}]", str(problem)) from None
    return found


def _names(rule_sets: Sequence[EmulationRules], overlays: Sequence[EmulationOverlay]) -> Names:
    """Return every code and fact a line may use: those of all laws, so that one history can be tried under each."""
    awards: dict[str, str] = {}
    posts: dict[str, str] = {}
    grounds: dict[str, str] = {}
    same_award: dict[str, str] = {}
    facts = {name: declared for over in overlays for name, declared in over.facts.items()}
    for rules in rule_sets:
        names = rules.names
        awards |= names.awards
        posts |= names.posts
        grounds |= names.grounds
        facts |= names.facts
        same_award |= names.same_award
    return Names(awards=awards, facts=facts, posts=posts, policies={}, grounds=grounds, same_award=same_award)


def _proposal_year(case: Case, on: date, history: History) -> int:
    """Return the year whose achievements are proposed: as given, else that of `on` if it is rated, else the year before."""
    if case.get("year") is None:
        return on.year if on.year in history.ratings else on.year - 1
    year = read_year(case["year"], "year")
    if year > on.year:
        raise InputError("year", "không được sau năm của ngày on.")
    return year


def _policies(case: Case, rule_sets: Sequence[EmulationRules]) -> list[dict[str, str]]:
    """Return the readings in force under each law; a policy need be known to one of the laws only."""
    given = subobject(case, "policies")
    known = {name for rules in rule_sets for name in rules.policies}
    for name in given:
        if name not in known:
            raise InputError(f"policies.{name}", f"không có chính sách này; có: {one_of(known) or 'không có'}.")
    return [
        read_policies(rules, {name: choice for name, choice in given.items() if name in rules.policies})
        for rules in rule_sets
    ]


def _titles_json(under: _UnderLaw) -> list[Answer]:
    return [
        {
            "code": code,
            "outcome": judgement.outcome,
            "missing": list(judgement.missing),
            "earliest": under.earliest[code],
            "cite": judgement.source.printed,
            "certainty": judgement.certainty.value,
            "other_grounds": [source.printed for source in judgement.other_grounds],
            "findings": [finding_json(finding) for finding in judgement.findings],
        }
        for code, judgement in under.judgements.items()
    ]


def _newly_eligible(found: Sequence[_UnderLaw]) -> list[str]:
    """Return the codes that the last law makes eligible and an earlier one listed does not."""
    *earlier, last = found
    return [
        code
        for code, judgement in last.judgements.items()
        if judgement.outcome == "eligible"
        and any(code in under.judgements and under.judgements[code].outcome == "not_eligible" for under in earlier)
    ]


def _proposed(found: Sequence[_UnderLaw]) -> list[Answer]:
    """Return, by code, the more favourable of the laws that decide the dossier; the law in force where they agree."""
    proposed: dict[str, Answer] = {}
    for under in found:
        for code, judgement in under.judgements.items():
            best = proposed.get(code)
            if best is None or FAVOUR.index(judgement.outcome) < FAVOUR.index(str(best["outcome"])):
                proposed[code] = {"code": code, "outcome": judgement.outcome, "law": under.rules.subject}
    return list(proposed.values())
