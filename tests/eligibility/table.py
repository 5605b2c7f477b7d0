"""The table of predicates of the law notes for people, reckoned on its own: no line of the engine is used here.

It knows only whole histories: every year rated, every list complete. What holds is asked literally: is there a stretch of
years, an award, a chain such that …; nothing is optimised and nothing is explained.
"""

from dataclasses import dataclass
from itertools import pairwise

GOOD, EXCELLENT = ("good", "excellent"), ("excellent",)
BASE, PROVINCE, NATION = ("grassroots", "provincial", "national"), ("provincial", "national"), ("national",)
CSTDCS, CSTDBT = "emulation_fighter_grassroots", "emulation_fighter_provincial"
BKBT, BKTTG = "provincial_merit_certificate", "pm_merit_certificate"
HCLD3, HCLD2 = "labour_order_3", "labour_order_2"


@dataclass(frozen=True)
class Whole:
    """A whole history: the level of every year, merit awards, initiatives, and the proposal year."""

    levels: dict[int, str]
    awards: list[tuple[str, int]]
    initiatives: list[tuple[str, int]]
    year: int

    def years_of(self, code: str) -> list[int]:
        """Return the years in which an award was given."""
        return sorted({year for given, year in self.awards if given == code})

    def invented(self, scopes: tuple[str, ...], years: range) -> int:
        """Return how many initiatives of these scopes there are in some years."""
        return sum(scope in scopes and year in years for scope, year in self.initiatives)

    def stretches(self, at_least: int, levels: tuple[str, ...], after: str | None = None) -> list[range]:
        """Return every stretch of so many years or more that ends in the proposal year, all of such levels, all after an award."""
        floors = [min(self.levels) - 1] if after is None else self.years_of(after)
        return [
            range(first, self.year + 1)
            for first in range(min(self.levels), self.year - at_least + 2)
            if all(self.levels[year] in levels for year in range(first, self.year + 1))
            and any(first > floor for floor in floors)
        ]

    def chain(self, code: str, length: int, *, apart: int, ends: range) -> bool:
        """Tell whether so many awards follow each other, at most `apart` years between neighbours, the last in `ends`."""
        years = self.years_of(code)
        rows = [years[at : at + length] for at in range(len(years) - length + 1)]
        return any(
            row[-1] in ends and all(later - earlier <= apart for earlier, later in pairwise(row)) for row in rows
        )


def law_of_2022(known: Whole) -> dict[str, bool]:
    """Return who meets which row of the table under Law 06/2022."""
    year, ever = known.year, range(1900, known.year + 1)
    advanced = known.levels[year] in GOOD
    fighters = known.years_of(CSTDCS)
    provincial = known.years_of(CSTDBT)
    certificate = [
        run for run in known.stretches(5, GOOD) if known.years_of(BKBT) and sum(title in run for title in fighters) >= 3
    ]
    third = [
        run
        for run in known.stretches(5, GOOD, after=BKTTG)
        if sum(known.levels[at] in EXCELLENT for at in run) >= 1 and sum(title in run for title in fighters) >= 3
    ]
    second = [
        run
        for run in known.stretches(5, GOOD, after=HCLD3)
        if sum(known.levels[at] in EXCELLENT for at in run) >= 2 and sum(title in run for title in provincial) >= 1
    ]
    return {
        "advanced_worker": advanced,
        CSTDCS: advanced and (known.levels[year] in EXCELLENT or known.invented(BASE, range(year, year + 1)) >= 1),
        CSTDBT: known.chain(CSTDCS, 3, apart=1, ends=range(year, year + 1)) and known.invented(PROVINCE, ever) >= 1,
        "emulation_fighter_national": known.chain(CSTDBT, 2, apart=3, ends=ever) and known.invented(NATION, ever) >= 1,
        BKBT: known.chain(CSTDCS, 2, apart=1, ends=ever)
        or any(known.invented(BASE, run) >= 2 for run in known.stretches(2, EXCELLENT)),
        BKTTG: bool(certificate),
        HCLD3: bool(third),
        HCLD2: bool(second),
    }


def law_of_2003(known: Whole) -> dict[str, bool]:
    """Return who meets which row of the table under Law 15/2003 with Decree 91/2017, the unconfirmed rows left out."""
    year, ever = known.year, range(1900, known.year + 1)
    advanced = known.levels[year] in GOOD
    adjacent = range(year - 1, year + 1)
    return {
        "advanced_worker": advanced,
        CSTDCS: advanced and known.invented(BASE, range(year, year + 1)) >= 1,
        CSTDBT: known.chain(CSTDCS, 3, apart=1, ends=range(year, year + 1)) and known.invented(PROVINCE, ever) >= 1,
        "emulation_fighter_national": known.chain(CSTDBT, 2, apart=3, ends=adjacent)
        and known.invented(NATION, ever) >= 1,
        BKTTG: any(known.invented(BASE, run) >= 5 for run in known.stretches(5, EXCELLENT, after=BKBT)),
    }
