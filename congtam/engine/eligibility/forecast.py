"""The earliest year in which a title could be met, if from next year on everything goes as well as it can."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from congtam.engine.eligibility.awards import Held, Titles
from congtam.engine.eligibility.judging import Judge, Judgement
from congtam.engine.eligibility.moments import Moment
from congtam.engine.eligibility.runs import Run
from congtam.engine.eligibility.service import Served
from congtam.engine.eligibility.standards import UNDECIDED, ByPolicy, Either, Every, NotKnown, Standard
from congtam.engine.eligibility.titles import Title
from congtam.engine.sources import Certainty, sureness
from congtam.engine.truth import Truth

# Longer than any chain of awards the law builds (some 25 years) and than the 30 years of existence it asks of a collective.
LONGEST_WAIT = 40


def earliest_years(judge: Judge, judgements: Mapping[str, Judgement], moment: Moment) -> dict[str, int | None]:
    """Return, by code, the earliest proposal year in which each title could be met; None when there is none, or it is not known.

    The same rules are applied year by year: from the year after the proposal year every year is rated best and brings every
    initiative and fact one could wish; a title is given in the year its own standard allows and counts at once, a commendation
    is given in the year its own standard allows and can be built on from the next. Nothing recorded is changed. While a matter
    under examination stops every proposal, nobody knows from when it no longer will.
    """
    found = {code: moment.year if judgement.truth is Truth.YES else None for code, judgement in judgements.items()}
    if any(_is_held_back(judgement) for judgement in judgements.values()):
        return found
    open_ = _within_reach(judge, [judgement.title for judgement in judgements.values()], moment)
    granted: Mapping[str, tuple[int, ...]] = {}
    awaited = _awaited(open_, found, moment)
    for year in range(moment.year, moment.year + LONGEST_WAIT + 1):
        if not awaited:
            break
        seen = replace(
            moment, year=year, on=_same_day(moment.on, year - moment.year), best_from=moment.year + 1, granted=granted
        )
        seen = _with_titles(judge, [title for title in awaited if title.form == "title"], seen)
        commendations = [title for title in awaited if title.form == "commendation"]
        granted = _with(seen.granted, [title for title in commendations if judge.holds(title, seen) is Truth.YES], year)
        new = [title.code for title in awaited if found[title.code] is None and title.code in granted]
        if new:
            found |= dict.fromkeys(new, year)
            awaited = _awaited(open_, found, replace(seen, granted=granted))
    return found


def _awaited(titles: list[Title], found: Mapping[str, int | None], moment: Moment) -> list[Title]:
    """Return what is still worth playing on: titles without a year, and what they build on, directly or not, until it is enough."""
    codes = {title.code for title in titles if found[title.code] is None}
    while True:
        awaited = [title for title in titles if title.code in codes]
        needs = {need for title in awaited for route in title.routes for need in route.when.builds_on()}
        below = {
            need.code for need in needs if need.enough is None or len(moment.award_years(need.code)[0]) < need.enough
        }
        if below <= codes:
            return awaited
        codes |= below


def _with_titles(judge: Judge, titles: list[Title], seen: Moment) -> Moment:
    """Return the moment with the titles of its year given, those that build on another of the same year included."""
    waiting: list[Title] = []
    for title in titles:
        if judge.holds(title, seen) is Truth.YES:
            seen = replace(seen, granted=_with(seen.granted, [title], seen.year))
        else:
            waiting.append(title)
    return seen if len(waiting) in (0, len(titles)) else _with_titles(judge, waiting, seen)


def _with(granted: Mapping[str, tuple[int, ...]], titles: list[Title], year: int) -> dict[str, tuple[int, ...]]:
    return {**granted, **{title.code: (*granted.get(title.code, ()), year) for title in titles}}


def _within_reach(judge: Judge, titles: list[Title], moment: Moment) -> list[Title]:
    """Return the titles with a route that is sure and known enough, and builds on awards that were given or are within reach too."""
    codes = {title.code for title in titles}
    reached = [
        title
        for title in titles
        if any(
            sureness(route.cite, judge.adopts) is Certainty.CONFIRMED and _can_be_met(route.when, moment, codes)
            for route in title.routes
        )
    ]
    return reached if len(reached) == len(titles) else _within_reach(judge, reached, moment)


def _can_be_met(standard: Standard, moment: Moment, codes: set[str]) -> bool:
    """Tell whether some history could meet a standard, when of the awards not given yet only those in `codes` can be."""
    match standard:
        case NotKnown():
            return False
        case Every():
            return all(_can_be_met(part, moment, codes) for part in standard.all)
        case Either():
            return any(_can_be_met(part, moment, codes) for part in standard.any)
        case ByPolicy():
            chosen = moment.policies[standard.policy]
            readings = standard.readings.values() if chosen == UNDECIDED else [standard.readings[chosen]]
            return all(_can_be_met(reading, moment, codes) for reading in readings)
        case Held() | Titles() | Run():
            return all(need.code in codes or moment.award_years(need.code)[0] for need in standard.builds_on())
        case Served():
            # Posts that ended bring no more years.
            return any(post.until is None or post.until > moment.on for post in moment.history.posts or ())
        case _:
            return True


def _is_held_back(judgement: Judgement) -> bool:
    """Tell whether a matter under examination, or not knowing of one, is among the findings."""
    return any(finding.fact == "holds" and finding.truth is not Truth.NO for finding in judgement.findings)


def _same_day(on: date, years: int) -> date:
    """Return the same day so many years later; 29 February becomes the 28th."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return on.replace(year=on.year + years, day=28)
