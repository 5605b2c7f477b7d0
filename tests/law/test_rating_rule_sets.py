"""What holds of every rating rule-set, tried on all the golden cases of the law folder."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congtam.engine.facts import InputError
from congtam.engine.rating_rules import LEVELS
from congtam.engine.rulebook import RuleBook
from congtam.site.command import quota, rate, score, upkeep

BOOK = RuleBook()
SUBJECTS = [("rating", subject) for subject in BOOK.subjects("rating")] + [("overlay", "leader_year")]


def golden(ask: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the place and the given line of every golden case of one command that is answered, not refused."""
    for key in SUBJECTS:
        for entry in BOOK.index[key]:
            for line, case in upkeep.read_cases(BOOK, entry.id):
                if case.ask == ask and "error" not in case.then:
                    yield f"{entry.id}:{line}", upkeep.as_json(case.given)


RATINGS = dict(golden("rate"))
QUOTAS = dict(golden("quota"))
BY_MARKS = [
    line for line in RATINGS.values() if "marks" in line["facts"] and "literal" not in str(line.get("policies"))
]


def _with_fact(line: dict[str, Any], name: str, value: object) -> dict[str, Any]:
    return {**line, "facts": {**line["facts"], name: value}}


@pytest.mark.parametrize("line", RATINGS.values(), ids=RATINGS)
def test_a_fact_nobody_recorded_leaves_the_true_level_possible(line: dict[str, Any]) -> None:
    whole = rate.answer(line, BOOK)
    for name in line["facts"].keys() - {"months"}:
        answer = rate.answer(_with_fact(line, name, None), BOOK)
        if whole["outcome"] == "not_rated":
            assert None in answer["possible"]  # type: ignore[operator]  # the answer's list of levels
        else:
            assert set(whole["possible"]) <= set(answer["possible"])  # type: ignore[call-overload]  # lists of levels


@pytest.mark.parametrize("line", RATINGS.values(), ids=RATINGS)
def test_adopting_instruments_makes_an_answer_surer_but_never_another_level(line: dict[str, Any]) -> None:
    without = rate.answer({**line, "adopts": []}, BOOK)
    adopting = rate.answer({**line, "adopts": sorted(BOOK.register)}, BOOK)
    assert without["possible"] == adopting["possible"]
    if without["outcome"] == "rated":
        assert adopting["outcome"] == "rated"


@pytest.mark.parametrize("line", RATINGS.values(), ids=RATINGS)
def test_only_what_is_sure_and_decided_counts_as_rated(line: dict[str, Any]) -> None:
    answer = rate.answer(line, BOOK)
    if answer["outcome"] == "rated":
        assert answer["certainty"] == "confirmed"
        assert answer["level"] in LEVELS


@given(line=st.sampled_from(BY_MARKS), hundredths=st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)))
def test_more_marks_never_lower_a_level(line: dict[str, Any], hundredths: tuple[int, int]) -> None:
    policies = {"bands": "floors"} if "bands" in _policies_of(line) else {}
    ranks = []
    for marks in sorted(hundredths):
        written = f"{marks // 100}.{marks % 100:02d}"
        answer = rate.answer({**_with_fact(line, "marks", written), "policies": policies}, BOOK)
        ranks.append(_rank(answer["level"]))
    fewer, more = ranks
    assert fewer is None or more is None or more <= fewer


@pytest.mark.parametrize("line", QUOTAS.values(), ids=QUOTAS)
def test_the_groups_together_never_allow_more_than_the_whole_body(line: dict[str, Any]) -> None:
    answer = quota.answer(line, BOOK)
    groups: Any = answer["groups"]
    body: Any = answer["body"]
    assert sum(group["limit"] for group in groups) <= body["limit"]


def test_a_bylaw_cannot_set_a_deduction_that_the_decree_fixed() -> None:
    line: dict[str, object] = {
        "subject": "civil_servant",
        "period": "2026-03",
        "facts": {"holds_leading_post": False, "general_marks": "27", "lines": []},
        "bylaw": {"deduction": "0.1"},
    }
    with pytest.raises(InputError) as refused:
        score.answer(line, BOOK)
    assert refused.value.field == "bylaw.deduction"


def _policies_of(line: dict[str, Any]) -> set[str]:
    last_day = rate.read_rated(line).last_day
    return set(BOOK.governing("rating", line["subject"], last_day).policies)


def _rank(level: object) -> int | None:
    return None if level is None else LEVELS.index(level)
