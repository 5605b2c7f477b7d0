"""The engine and a separate reckoning of the notes' table agree on every whole history, but for the differences named here."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.eligibility.lines import NATIONAL, NEW, OLD, Line, line, titles
from tests.eligibility.table import (
    BKBT,
    BKTTG,
    CSTDBT,
    CSTDCS,
    HCLD2,
    HCLD3,
    NATION,
    PROVINCE,
    Whole,
    law_of_2003,
    law_of_2022,
)

YEAR, FIRST = 2023, 2008
TABLES: dict[str, Callable[[Whole], dict[str, bool]]] = {OLD: law_of_2003, NEW: law_of_2022}
COMMENDATIONS = (BKBT, BKTTG, HCLD3, HCLD2)
years = st.integers(FIRST, YEAR)


@st.composite
def whole_histories(draw: st.DrawFn) -> Whole:
    """Draw fifteen years, dense enough that every row of the table is met now and then."""
    shape = draw(
        st.sampled_from([["good", "excellent"], ["excellent"], ["excellent", "good", "completed", "not_rated"]])
    )
    worst = st.sampled_from(shape)
    yearly = draw(st.sets(years, min_size=0, max_size=16))
    awards = [(CSTDCS, year) for year in yearly]
    awards += draw(st.lists(st.tuples(st.sampled_from([CSTDBT, *COMMENDATIONS]), years), max_size=6))
    return Whole(
        levels={year: draw(worst) for year in range(FIRST, YEAR + 1)},
        awards=awards,
        initiatives=draw(
            st.lists(st.tuples(st.sampled_from(["grassroots", "provincial", "national"]), years), max_size=9)
        ),
        year=YEAR,
    )


def asked(known: Whole, law: str) -> Line:
    """Return the line of a whole history; the reading of the certificate's order is the literal one, as in the table."""
    return line(
        on=f"{known.year}-12-15",
        year=known.year,
        laws=[law],
        ratings={str(year): level for year, level in known.levels.items()},
        awards=[{"code": code, "year": year, "kind": "merit"} for code, year in known.awards],
        initiatives=[{"scope": scope, "year": year} for scope, year in known.initiatives],
        policies={"pm_certificate_order": "any_order"} if law == NEW else {},
    )


def expected(known: Whole, law: str) -> dict[str, str]:
    """Return what the engine should answer: the table, and where the engine says less than the table, why."""
    answers = {code: "eligible" if met else "not_eligible" for code, met in TABLES[law](known).items()}
    lately, ever = range(known.year - 2, known.year + 1), range(known.year - 5, known.year + 1)
    for code in [code for code, answer in answers.items() if answer == "eligible"]:
        # Nobody could read how long an initiative is kept: one older than the chain it belongs to is for people to weigh.
        if (code == CSTDBT and not known.invented(PROVINCE, lately)) or (
            code == NATIONAL and not known.invented(NATION, ever)
        ):
            answers[code] = "needs_review"
        # Nor, under the law of 2022, by when a finished chain must be proposed (Decree 91, article 48, said: the adjacent year).
        if code == NATIONAL and not known.chain(CSTDBT, 2, apart=3, ends=range(known.year - 1, known.year + 1)):
            answers[code] = "needs_review"
        if code == BKBT and not known.chain(CSTDCS, 2, apart=1, ends=range(known.year, known.year + 1)):
            runs = known.stretches(2, ("excellent",))
            if not any(known.invented(("grassroots", *PROVINCE), run) >= 2 for run in runs):
                answers[code] = "needs_review"
        # One achievement is rewarded once: nothing was achieved after an award of the proposal year itself, and when the years
        # after an earlier one are not enough alone, people must say what was rewarded before.
        given = known.years_of(code) if code in COMMENDATIONS else []
        if known.year in given:
            answers[code] = "not_eligible"
        elif given and answers[code] == "eligible" and expected(since(known, code), law)[code] != "eligible":
            answers[code] = "needs_review"
    return answers


def since(known: Whole, code: str) -> Whole:
    """Return the history as if a commendation had never been given, with no rating and no title up to its last year."""
    last = known.years_of(code)[-1]
    return replace(
        known,
        levels={year: level if year > last else "not_rated" for year, level in known.levels.items()},
        awards=[
            (given, year) for given, year in known.awards if given != code and (year > last or given in COMMENDATIONS)
        ],
    )


@pytest.mark.parametrize("law", [OLD, NEW])
@settings(max_examples=200, deadline=None)
@given(known=whole_histories())
def test_engine_and_table_agree(law: str, known: Whole) -> None:
    answered = titles(asked(known, law))
    wanted = expected(known, law)
    assert {code: answered[code]["outcome"] for code in wanted} == wanted
