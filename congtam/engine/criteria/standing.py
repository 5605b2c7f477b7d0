"""Where each subject stands among those scored together: the order, the ties, and how many may have a level."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from congtam.engine.criteria.arithmetic import rounded_to
from congtam.engine.criteria.gathering import reckon
from congtam.engine.criteria.judging import Judged
from congtam.engine.criteria.levels import Quota
from congtam.engine.criteria.marking import SubjectSheet
from congtam.engine.criteria.reckoned import Scope
from congtam.engine.criteria.restraints import Rounding
from congtam.engine.criteria.sets import CriteriaSet
from congtam.engine.facts import FactValue
from congtam.engine.findings import Finding
from congtam.engine.truth import Truth, of, some
from congtam.values.numbers import percent


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in the order, 1 for the first, and how many share it."""

    place: int
    shared_by: int


def ranks(rules: CriteriaSet, sheets: Sequence[SubjectSheet]) -> list[Rank | None]:
    """Return each subject's rank within its group; None for a subject whose figures are not known.

    A subject that cannot be placed leaves the others' ranks open too, so then nobody in its group has one.
    """
    if rules.ranking is None:
        return [None] * len(sheets)
    within, by = rules.ranking.within, rules.ranking.by
    groups: dict[FactValue, list[tuple[int, tuple[Fraction | None, ...]]]] = {}
    for place, sheet in enumerate(sheets):
        group = sheet.fact(within) if within else ""
        if group is not None:
            figures = tuple(reckon(amount, Scope(sheet)).value for amount in by)
            groups.setdefault(group, []).append((place, figures))
    placed: list[Rank | None] = [None] * len(sheets)
    for members in groups.values():
        for place, rank in _ranked(members):
            placed[place] = rank
    return placed


def _ranked(members: Sequence[tuple[int, tuple[Fraction | None, ...]]]) -> Iterator[tuple[int, Rank]]:
    """Yield the rank of each member of one group, the greatest figures first; nothing when some figure is not known."""
    known = [(place, tuple(value for value in figures if value is not None)) for place, figures in members]
    if any(len(figures) < len(given) for (_, figures), (_, given) in zip(known, members, strict=True)):
        return
    shared = Counter(figures for _, figures in known)
    first = 1
    firsts: dict[tuple[Fraction, ...], int] = {}
    for figures in sorted(shared, reverse=True):
        firsts[figures] = first
        first += shared[figures]
    for place, figures in known:
        yield place, Rank(firsts[figures], shared[figures])


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """One quota in one group: how many have the level, and how many may; `limit` is None when it is not known."""

    quota: Quota
    count: int
    limit: int | None
    finding: Finding


@dataclass(slots=True)
class _Tally:
    """How many in one group have what a quota limits, may yet have it, and are at its base."""

    having: int = 0
    open_cases: int = 0
    at_base: int = 0


def allowances(rules: CriteriaSet, sheets: Sequence[SubjectSheet], verdicts: Sequence[Judged]) -> list[list[Allowance]]:
    """Return, for each subject, the quotas that its own level or flags fall under."""
    found: list[list[Allowance]] = [[] for _ in sheets]
    for quota in rules.quotas:
        groups = [sheet.fact(quota.within) if quota.within else "" for sheet in sheets]
        tallies: dict[FactValue, _Tally] = {}
        for group, verdict in zip(groups, verdicts, strict=True):
            _count(quota, verdict, tallies.setdefault(group, _Tally()))
        for place, (sheet, verdict) in enumerate(zip(sheets, verdicts, strict=True)):
            if groups[place] is not None and verdict.has(quota.level) is Truth.YES:
                found[place].append(_allowance(quota, sheet, tallies[groups[place]]))
    return found


def _count(quota: Quota, verdict: Judged, tally: _Tally) -> None:
    having = verdict.has(quota.level)
    tally.having += having is Truth.YES
    tally.open_cases += having is Truth.UNKNOWN
    tally.at_base += quota.of_everyone or some(verdict.has(code) for code in quota.of_levels) is Truth.YES


def _allowance(quota: Quota, own: SubjectSheet, tally: _Tally) -> Allowance:
    limit, words = _limit(quota, own, tally)
    over = 0 if limit is None else max(0, tally.having - limit)
    verdict = "" if limit is None else f", vượt {over}" if over else ", không vượt"
    pending = f"; còn {tally.open_cases} trường hợp chưa kết luận" if tally.open_cases else ""
    return Allowance(
        quota=quota,
        count=tally.having,
        limit=limit,
        finding=Finding(
            rule=quota.name,
            fact=quota.within,
            value=str(tally.having),
            truth=Truth.UNKNOWN if limit is None or tally.open_cases else of(over == 0),
            sentence=f"{quota.say}: đang có {tally.having}, {words}{verdict}{pending}",
            source=own.rules.source_of("Tỷ lệ"),
        ),
    )


def _limit(quota: Quota, own: SubjectSheet, tally: _Tally) -> tuple[int | None, str]:
    """Return how many may have the level, and how that comes about; None, and why, when it is not known.

    Where those over the quota join the base (x ≤ s × (N − x)), the limit is N × s ÷ (1 + s), N counting both.
    """
    given = reckon(quota.limit if quota.share is None else quota.share, Scope(own))
    if given.value is None:
        return None, f"chưa rõ được tối đa bao nhiêu ({'; '.join(gap.sentence for gap in given.gaps)})"
    if quota.share is None:
        exact, words = given.value, "số lượng ấn định"
    else:
        at_levels = f" ở mức {', '.join(quota.of_levels)}" if quota.of_levels else ""
        joining = ", tính cả người chuyển xuống" if quota.demoted_join else ""
        words = f"{percent(given.value)} của {tally.at_base} trường hợp{at_levels}{joining}"
        exact = tally.at_base * given.value
        if quota.demoted_join:
            exact = (tally.at_base + tally.having) * given.value / (1 + given.value)
    whole = rounded_to(exact, Rounding(to=Fraction(1), way=quota.rounding))
    if quota.at_least_one and whole < 1:
        whole, words = Fraction(1), f"{words}; ít nhất 1"
    return int(whole), f"được tối đa {int(whole)} ({words})"
