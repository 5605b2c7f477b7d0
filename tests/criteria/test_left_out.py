"""What is left out takes its maximum with it, and nothing else: neither what a published set lacks nor what it has too much."""

from typing import Any

import pytest

from congtam.engine.criteria.intervals import Reach, times
from congtam.values.numbers import exact
from tests.criteria.writing import answer, faults


def group(most: str, other: str, setting: str = "") -> str:
    """Return a sheet of twenty, scaled up for what is left out: a group of parts of 6, 4 and 1, and one more line."""
    return (
        "total: {max: '20', left_out: rescale}\nitems:\n"
        f"  - code: G\n    label: Nhóm\n    max: '{most}'\n{setting}    items:\n"
        "      - {code: a, label: A, max: '6'}\n      - {code: b, label: B, max: '4', otherwise: left_out}\n"
        "      - {code: c, label: C, max: '1', otherwise: left_out}\n"
        f"  - {{code: H, label: Khác, max: '{other}'}}\n"
        "known_defects: [{problem: sum, at: G, say: Văn bản ghi như vậy}DEFECT]\n"
    )


def total(body: str, **entries: str) -> str | None:
    """Return the total for one subject."""
    given: str | None = answer(body.replace("DEFECT", ""), entries)["total"]
    return given


def test_full_marks_stay_full_where_the_parts_come_to_more_than_their_group() -> None:
    too_much = group("8", "12")
    assert total(too_much, a="6", b="4", c="1", H="12") == "20"
    # 10 of the parts are left for a group of 8: nothing is lost by leaving out the one of 1.
    assert total(too_much, a="6", b="4", c="na", H="12") == "20"
    # 6 are left for a group of 8: 18 of 18.
    assert total(too_much, a="6", b="na", c="na", H="12") == "20"
    assert total(too_much, a="3", b="na", c="na", H="12") == "16.666667"


def test_what_the_parts_lack_is_never_made_good_by_leaving_one_out() -> None:
    lacking = group("15", "5")
    assert total(lacking, a="6", b="4", c="1", H="5") == "16"
    # One mark of the twenty is left out: 15 of 19, as 16 of 20 for the others.
    assert total(lacking, a="6", b="4", c="na", H="5") == "15.789474"


def test_a_best_of_that_is_printed_higher_than_its_best_part_is_scaled_for_what_is_left_out_only() -> None:
    best = group("8", "12", "    combine: best\n").replace(
        "DEFECT", ", {problem: unreachable_max, at: G, say: Như trên}"
    )
    assert total(best, a="6", b="4", c="1", H="12") == "18"
    assert total(best, a="6", b="na", c="1", H="12") == "18"
    without_first = best.replace("{code: a, label: A, max: '6'}", "{code: a, label: A, max: '6', otherwise: left_out}")
    # With the 6 gone the best can be 4: two marks are left out of the twenty.
    assert total(without_first, a="na", b="4", c="1", H="12") == "17.777778"


def test_where_nothing_that_is_left_has_a_maximum_nothing_is_scaled_up() -> None:
    body = (
        "total: {max: '4', left_out: LEFT}\nitems:\n"
        "  - {code: '1', label: Một, max: '4', otherwise: left_out}\n  - {code: '2', label: Hai, max: '0'}\n"
    )
    for left in ("rescale", "spread"):
        assert total(body.replace("LEFT", left), **{"1": "na", "2": "0"}) == "0"
        assert total(body.replace("LEFT", left), **{"1": "3", "2": "0"}) == "3"


@pytest.mark.parametrize("left", ["rescale", "spread", "rescale, rescale_to: '10'"])
def test_a_sheet_without_a_maximum_has_nothing_to_scale_to(left: str) -> None:
    # It used to pass, and then no total could be told, for no reason given.
    body = (
        f"total: {{left_out: {left}}}\nitems:\n  - {{code: '1', label: Một, otherwise: left_out, max: '4'}}\n"
        "  - {code: '2', label: Hai, marks: {times: '1'}}\n"
    )
    assert faults(body) == ["7: total: otherwise: full và left_out cần mục có max. Hãy sửa lại."]


def test_a_sheet_whose_least_is_above_its_most_is_refused() -> None:
    body = "total: {max: '10', min: '11'}\nitems:\n  - {code: '1', label: Một, max: '10'}\n"
    assert faults(body) == ["7: total: min lớn hơn max. Hãy sửa lại."]


ALTERNATIVES = (
    "total: {max: '10'}\nitems:\n  - code: G\n    label: Nhóm\n    max: '10'\n    combine: best\n    items:\n"
    "      - {code: a, label: A, max: '10', marks: {times: '1'}}\n"
    "      - {code: b, label: B, max: '6', marks: {times: '1'}}\n"
    "      - {code: c, label: C, max: '4', marks: {times: '1'}}\n"
)


@pytest.mark.parametrize(
    ("entries", "marks", "missing"),
    [
        ({}, None, ["a", "b", "c"]),
        ({"a": 10}, "10", []),
        ({"a": 6}, "6", []),
        ({"a": 5}, None, ["b"]),
        ({"a": 3}, None, ["b", "c"]),
        ({"b": 6}, None, ["a"]),
        ({"b": 0}, None, ["a", "c"]),
        ({"a": 2, "b": 6, "c": 4}, "6", []),
        ({"a": 0, "b": 0, "c": 0}, "0", []),
    ],
)
def test_of_alternatives_only_those_that_could_still_be_the_best_are_missing(
    entries: dict[str, Any], marks: str | None, missing: list[str]
) -> None:
    # Whoever built their own centre does not also hire one: what cannot come to more decides nothing.
    given = answer(ALTERNATIVES, entries)
    assert (given["total"], given["missing"]) == (marks, missing)


@pytest.mark.parametrize(
    "change", [("max: '6', marks", "may_exceed: true, max: '6', marks"), ("label: B, max: '6'", "label: B")]
)
def test_an_alternative_without_a_top_could_always_be_the_best(change: tuple[str, str]) -> None:
    body = ALTERNATIVES.replace(*change) + "known_defects: [{problem: unbounded, at: b, say: Văn bản ghi như vậy}]\n"
    body = body if "max: '6'" not in body else body.split("known_defects")[0]
    given = answer(body, {"a": 10, "c": 4})
    assert (given["total"], given["missing"]) == (None, ["b"])


def test_the_best_is_named_with_its_marks() -> None:
    (sentence,) = (line["sentence"] for line in answer(ALTERNATIVES, {"a": 2, "b": 6, "c": 4})["groups"])
    assert sentence == "Lấy mục cao nhất là mục b: 6 điểm"


ENDS = [None, "-3", "-1", "0", "2", "5"]


def spans() -> list[Reach]:
    """Return every reach between a few ends, open ones too."""
    numbers = [None if end is None else exact(end) for end in ENDS]
    return [Reach(a, b) for a in numbers for b in numbers if a is None or b is None or a <= b]


def inside(span: Reach) -> list[Any]:
    """Return numbers of a reach: its ends, zero if it holds it, and far ones where it is open."""
    far = exact("1000")
    tried = [span.low if span.low is not None else -far, span.high if span.high is not None else far, exact("0")]
    return [
        number
        for number in tried
        if (span.low is None or number >= span.low) and (span.high is None or number <= span.high)
    ]


def test_a_product_reaches_as_far_as_numbers_within_its_factors_and_no_further() -> None:
    far = exact("100")
    for one in spans():
        for other in spans():
            product = times(one, other)
            tried = [a * b for a in inside(one) for b in inside(other)]
            # An end is reached exactly; an open end is passed by numbers far enough out; never the one for the other.
            assert min(tried) == product.low if product.low is not None else min(tried) <= -far, (one, other)
            assert max(tried) == product.high if product.high is not None else max(tried) >= far, (one, other)


def test_a_sheet_of_which_nothing_applies_has_no_total_and_says_so() -> None:
    body = (
        "total: {max: '10', left_out: rescale}\nitems:\n  - {code: '1', label: Một, max: '10', otherwise: left_out}\n"
    )
    given = answer(body, {"1": "na"})
    assert (given["total"], given["outcome"]) == (None, "insufficient")
    assert [(finding["fact"], finding["sentence"]) for finding in given["findings"]] == [
        ("total", "Không tiêu chí nào áp dụng nên chưa có điểm")
    ]


def test_a_group_of_bonuses_alone_comes_to_what_they_add() -> None:
    body = (
        "total: {max: '10', may_exceed: true}\nitems:\n  - {code: '1', label: Một, max: '10'}\n"
        "  - code: C\n    label: Cộng\n    max: '5'\n    role: bonus\n    items: [{code: C.1, label: Sáng kiến, max: '5', role: bonus}]\n"
    )
    given = answer(body, {"1": "9", "C.1": "3"})
    (group,) = given["groups"]
    assert (given["total"], group["marks"], group["sentence"]) == ("12", "3", "0 + 3 (điểm cộng mục C.1) = 3 điểm")


def test_a_number_to_scale_to_that_nobody_recorded_is_what_is_missing() -> None:
    body = (
        "asks: {x: {kind: number, label: điểm quy về, at_least: '0', at_most: '10'}}\n"
        "total: {max: '10', left_out: rescale, rescale_to: x}\n"
        "items:\n  - {code: '1', label: Một, max: '6', otherwise: left_out}\n  - {code: '2', label: Hai, max: '4'}\n"
    )
    given = answer(body, {"1": "na", "2": "2"})
    assert (given["total"], given["missing"]) == (None, ["x"])
    assert answer(body, {"1": "na", "2": "2", "x": "8"})["total"] == "4"
    # Where nothing is left out nothing is scaled, and nobody need record it.
    assert answer(body, {"1": "6", "2": "2"})["total"] == "8"


def test_a_best_with_a_bonus_in_it_is_said_as_a_sum() -> None:
    body = ALTERNATIVES + "      - {code: d, label: D, max: '3', role: bonus}\n"
    (group,) = answer(body, {"a": 2, "b": 6, "c": 4, "d": "3"})["groups"]
    assert group["sentence"] == "Lấy mục cao nhất là mục b: 6 + 3 (điểm cộng mục d) = 9 điểm"


def test_a_best_of_nothing_but_bonuses_starts_from_nothing() -> None:
    body = (
        "total: {max: '10', may_exceed: true}\nitems:\n  - {code: '1', label: Một, max: '10'}\n"
        "  - code: C\n    label: Cộng\n    max: '5'\n    role: bonus\n    combine: best\n    items: [{code: C.1, label: Sáng kiến, max: '5', role: bonus}]\n"
    )
    given = answer(body, {"1": "9", "C.1": "3"})
    (group,) = given["groups"]
    assert (given["total"], group["marks"]) == ("12", "3")


def test_a_mean_names_the_part_that_nobody_marked() -> None:
    body = (
        "total: {max: '10', combine: mean}\nitems:\n  - {code: '1', label: Một, max: '10'}\n"
        "  - {code: '2', label: Hai, max: '4'}\n"
    )
    given = answer(body, {"1": "9"})
    assert (given["total"], given["missing"]) == (None, ["2"])
