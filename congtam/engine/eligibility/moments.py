"""A history as it stands in one proposal year, recorded or hoped for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from congtam.engine.eligibility.history import LEVELS, RANKS, History
from congtam.engine.facts import Declarations
from congtam.engine.truth import Truth

# More than any law asks for; what a list that was not given could hold.
MANY = 1000

Years = Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The words for the codes a rule-set uses: awards, posts, policies, and the facts it declares.

    `same_award` leads from the code of a title to the one its award is kept under, where several titles lead to one award.
    """

    awards: Mapping[str, str]
    facts: Declarations
    posts: Mapping[str, str]
    policies: Mapping[str, tuple[str, ...]]
    grounds: Mapping[str, str]
    same_award: Mapping[str, str] = field(default_factory=dict)

    def award(self, code: str) -> str:
        """Return the words for an award's code."""
        return self.awards[code]


@dataclass(frozen=True, slots=True)
class Count:
    """How many there surely are, and how many there may be."""

    sure: int
    possible: int

    def at_least(self, wanted: int) -> Truth:
        """Tell whether there are `wanted` or more."""
        if self.sure >= wanted:
            return Truth.YES
        return Truth.UNKNOWN if self.possible >= wanted else Truth.NO


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The history of one subject seen from the proposal year `year`, on the day `on`.

    `counts_from` is the first year whose achievements may stand in a chain. From `best_from` on, years are not recorded but
    hoped for: rated best, with every initiative and fact one could wish; `granted` are the awards hoped for.
    `policies` are the readings in force.
    """

    history: History
    year: int
    on: date
    names: Names
    policies: Mapping[str, str] = field(default_factory=dict)
    counts_from: int = 0
    best_from: int | None = None
    granted: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def is_hoped_for(self) -> bool:
        """Whether the proposal year itself lies in the hoped-for future."""
        return self.is_best(self.year)

    def is_best(self, year: int) -> bool:
        """Tell whether `year` is hoped for rather than recorded."""
        return self.best_from is not None and year >= self.best_from

    def counting_from(self, year: int) -> "Moment":
        """Return the moment in which only achievements from `year` on may stand in a chain."""
        return self if year == self.counts_from else replace(self, counts_from=year)

    def level(self, year: int) -> str | None:
        """Return the level of `year`, None when nobody recorded it."""
        recorded = self.history.ratings.get(year)
        return LEVELS[0] if recorded is None and self.is_best(year) else recorded

    def rated(self, year: int, at_least: str) -> Truth:
        """Tell whether `year` was rated `at_least` or better."""
        level = self.level(year)
        if level is None:
            return Truth.UNKNOWN
        return Truth.YES if RANKS[level] <= RANKS[at_least] else Truth.NO

    @cached_property
    def first_recorded(self) -> int:
        """The first year in which anything is recorded."""
        first = self.history.first_year
        return self.year if first is None else min(first, self.year)

    @property
    def awards_complete(self) -> bool:
        """Whether every award is recorded."""
        return self.history.awards is not None

    def award_years(self, code: str) -> tuple[Years, Years]:
        """Return the years, oldest first, in which `code` surely, and in which it possibly, was given for merit by the day `on`.

        Both lists hold only what is recorded or hoped for; see `awards_complete`.
        """
        sure, possible = self.history.merit_years.get(code, ((), ()))
        granted = self.granted.get(code, ())
        if granted:
            sure, possible = sorted({*sure, *granted}), sorted([*possible, *granted])
        if possible and possible[-1] > self.on.year:
            until = self.on.year
            return [year for year in sure if year <= until], [year for year in possible if year <= until]
        return sure, possible

    def award_count(self, code: str, sure_years: Iterable[int], possible_years: Iterable[int]) -> Count:
        """Return in how many of the years that surely, and that possibly, count `code` was given for merit."""
        sure, possible = self.award_years(code)
        return Count(
            len(set(sure).intersection(sure_years)),
            len(set(possible).intersection(possible_years)) if self.awards_complete else MANY,
        )

    def initiative_count(self, scope: str, sure_years: Iterable[int], possible_years: Iterable[int]) -> Count:
        """Return how many initiatives of at least `scope` there are within the years that surely, and that possibly, count."""
        sure_in, possible_in = set(sure_years), set(possible_years)
        if self.is_best(max(sure_in, default=0)):
            return Count(MANY, MANY)
        reached = [(made.year, made.reaches(scope)) for made in self.history.initiatives or ()]
        sure = sum(year in sure_in for year, reaches in reached if reaches is Truth.YES)
        possible = sum(year in possible_in for year, reaches in reached if reaches is not Truth.NO)
        return Count(sure, MANY if self.history.initiatives is None else possible)

    def run(self, at_least: str, since: tuple[int, int], *, longest: int) -> tuple[Years, Years]:
        """Return the consecutive years up to the proposal year, latest first, that surely, and that possibly, are rated so or better.

        `since` is the first year of the sure and of the possible run. A year that nobody recorded is possibly good enough, for
        `longest` years at most before the first recorded.
        """
        floor = max(self.counts_from, self.first_recorded - longest)
        first_sure, first_possible = max(since[0], floor), max(since[1], floor)
        sure: list[int] = []
        possible: list[int] = []
        is_sure = True
        for year in range(self.year, first_possible - 1, -1):
            rated = self.rated(year, at_least)
            if rated is Truth.NO:
                break
            is_sure = is_sure and rated is Truth.YES and year >= first_sure
            if is_sure:
                sure.append(year)
            possible.append(year)
        return sure, possible


def spans(years: Iterable[int]) -> Iterator[str]:
    """Yield years as words, neighbours joined: ``"2016–2020"``."""
    left = sorted(set(years))
    while left:
        last = 0
        while last + 1 < len(left) and left[last + 1] == left[last] + 1:
            last += 1
        yield str(left[0]) if last == 0 else f"{left[0]}–{left[last]}"
        left = left[last + 1 :]
