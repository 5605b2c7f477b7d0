"""The figures of a sheet are those `congtam law score` gives for the same facts."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from congtam.engine.rulebook import law_book
from congtam.scoring.facts import criteria_of, hundredths, reckoned
from congtam.scoring.selectors import NO_READING, Reading
from congtam.site.command.score import answer
from congtam.tasks.choices import Origin
from congtam.values.numbers import exact, written

MARCH = date(2026, 3, 1)


@dataclass(frozen=True, kw_only=True)
class _Line:
    title: str
    origin: str
    factor: Decimal
    assigned: Decimal
    done: Decimal
    quality_faults: int
    excused_quality_faults: int
    delays: int
    excused_delays: int


_quantities = st.decimals(min_value=0, max_value=50, places=2)
_lines = st.builds(
    _Line,
    title=st.sampled_from(["Báo cáo tháng", "Tờ trình", "Kế hoạch"]),
    origin=st.sampled_from(Origin.values),
    factor=st.decimals(min_value="0.000001", max_value=40, places=6),
    assigned=_quantities,
    done=_quantities,
    quality_faults=st.integers(2, 5),
    excused_quality_faults=st.integers(0, 2),
    delays=st.integers(1, 3),
    excused_delays=st.integers(0, 1),
)
_marks = st.fixed_dictionaries(
    {},
    optional={
        one.code: st.integers(0, int(one.max * 100)).map(lambda part: written(exact(part) / 100))
        for one in criteria_of(MARCH)
    },
)
_shares = st.sampled_from(["", "full", "half"])
_readings = st.builds(
    lambda cap, unit: Reading(
        policies={"cap": cap, "deduction_unit": unit}, adopts=frozenset(), includes=frozenset(), document="Quy chế"
    ),
    st.sampled_from(["marks", "ratio"]),
    st.sampled_from(["item", "line"]),
)


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(_lines, max_size=6),
    general=_marks,
    judged=st.fixed_dictionaries({"unit_results": _shares, "organising": _shares, "unity": _shares}),
    leads=st.booleans(),
    reading=_readings,
)
def test_random_sheets_score_the_same_here_and_on_the_command_line(
    lines: list[_Line], general: dict[str, str], judged: dict[str, str], leads: bool, reading: Reading
) -> None:
    found = reckoned(month=MARCH, reading=reading, leads=leads, general=general, lines=lines, judged=judged)
    assert found.result == answer(dict(found.case), law_book())


def test_marks_are_fixed_half_up_to_hundredths() -> None:
    assert hundredths(exact("89.995")) == 9000
    assert hundredths(exact("89.994999")) == 8999


def test_a_page_rounds_the_exact_marks_and_not_marks_rounded_before() -> None:
    # As text with six decimals 69.4949999 reads 69.495, which would round up to 69.50 though 69.49 was signed.
    found = reckoned(month=MARCH, reading=NO_READING, leads=False, general={}, lines=(), judged={})
    marks = replace(found.score, task_marks=exact("69.4949999"))
    assert replace(found, score=marks).recorded.task == 6949


def test_the_ten_criteria_of_the_form_make_thirty_marks() -> None:
    criteria = criteria_of(MARCH)
    assert (len(criteria), sum(one.max for one in criteria)) == (10, 30)
