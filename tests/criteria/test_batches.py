"""Subjects scored together: what they share, how they are compared, where each stands."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.criteria.writing import answer, answers

SHARED = (
    "asks:\n  block: {kind: text, label: khối}\n  average: {kind: number, label: bình quân tỉnh, same_for: all}\n"
    "  unit: {kind: choice, label: mức đơn vị, choices: {good: tốt, fair: khá}, same_for: block}\n"
    "total: {max: '10'}\nitems:\n  - code: '1'\n    label: Một\n    max: '10'\n"
    "    marks: {sum: [average, {choose: unit, options: {good: '1', fair: '0'}}]}\n"
)


def test_what_one_line_records_for_all_holds_for_all() -> None:
    given = answers(
        SHARED, [{"block": "X", "average": "3", "unit": "good"}, {"block": "X"}, {"block": "Y", "unit": "fair"}]
    )
    assert [one["total"] for one in given] == ["4", "4", "3"]


def test_a_shared_fact_nobody_records_stays_unknown() -> None:
    given = answers(SHARED, [{"block": "X", "average": "3", "unit": "good"}, {"block": "Y"}, {"unit": None}])
    assert [one["missing"] for one in given] == [[], ["unit"], ["unit"]]


def test_two_values_of_a_shared_fact_are_refused_naming_both_lines() -> None:
    given = answers(SHARED, [{"block": "X", "average": "3", "unit": "good"}, {"block": "X", "unit": "fair"}])
    assert given[0]["total"] == "4"
    assert given[1]["error"]["field"] == "entries.unit"
    assert "dòng '0' ghi tốt, dòng '1' ghi khá" in given[1]["error"]["message"]


def test_a_line_of_no_group_shares_nothing() -> None:
    given = answers(SHARED, [{"average": "3", "unit": "good"}, {"average": "3"}])
    assert [one["total"] for one in given] == ["4", None]


def test_lines_may_share_by_variant() -> None:
    body = (
        "variants: {a: loại A, b: loại B}\nasks: {goal: {kind: number, label: chỉ tiêu, same_for: variant}}\n"
        "total: {max: '10'}\nitems:\n  - {code: '1', label: Một, max: '10', marks: goal}\n"
    )
    assert answer(body, {"goal": "4"}, variant="a")["total"] == "4"


COMPARED = (
    "asks: {rated: {kind: number, label: kết quả}}\nmeasures: {mean: {label: bình quân, is: {peer: average, of: rated}}}\n"
    "report: [mean]\ntotal: {max: '10'}\nitems:\n  - {code: '1', label: Một, max: '10', marks: rated}\n"
)


def test_a_hole_in_ones_own_figure_is_named_once_and_that_of_another_under_its_name() -> None:
    given = answers(COMPARED, [{"rated": "4"}, {}])
    assert [one["missing"] for one in given] == [["1.rated"], ["rated"]]


def test_only_some_of_the_holes_of_others_are_named() -> None:
    given = answers(COMPARED, [{}] * 25)
    assert [len(one["missing"]) for one in given] == [21] * 25
    assert all("rated" in one["missing"] for one in given)


PEERS = (
    "asks: {x: {kind: number, label: số x}, block: {kind: text, label: khối}, here: {kind: yes_no, label: dự thi}}\n"
    "items:\n  - {code: '1', label: Một, marks: {peer: rank, of: x, same: block, where: {fact: here, is: true}}}\n"
)


def compared(*batch: dict[str, Any]) -> list[tuple[str | None, list[str], str]]:
    """Return the marks, what is missing and the sentence of each subject compared by rank within its block."""
    rows = answers(PEERS, [{"block": "A", "here": True} | one for one in batch])
    return [(one["total"], one["missing"], one["lines"][0]["sentence"]) for one in rows]


def test_those_of_one_block_who_take_part_are_compared_and_equals_share_a_rank() -> None:
    given = compared({"x": "5"}, {"x": "7"}, {"x": "7"}, {"x": "9", "block": "B"}, {"x": "8", "here": False})
    assert [marks for marks, _, _ in given] == ["3", "1", "1", "1", "1"]
    assert [words for _, _, words in given][::3] == [
        "3 (thứ hạng của 3 đối tượng): 3 điểm",
        "1 (thứ hạng của 1 đối tượng): 1 điểm",
    ]


def test_who_names_no_block_cannot_be_compared_and_is_asked_for_it() -> None:
    given = compared({"x": "5"}, {"x": "7", "block": None})
    assert given == [
        ("1", [], "1 (thứ hạng của 1 đối tượng): 1 điểm"),
        (None, ["block"], "Chưa có thông tin: khối"),
    ]


def test_ones_own_figure_is_asked_for_even_by_who_is_not_among_those_compared() -> None:
    given = compared({"x": "5"}, {"here": False})
    assert given[1] == (None, ["x"], "Chưa có thông tin: số x")


def test_whether_a_peer_takes_part_matters_to_all_who_are_compared_with_it() -> None:
    given = compared({"x": "5"}, {"x": "7", "here": None})
    assert [missing for _, missing, _ in given] == [["1.here"], ["here"]]


def test_nobody_to_compare_with_is_said_and_asks_for_nothing() -> None:
    assert compared({"x": "5", "here": False}) == [(None, [], "Không có đối tượng nào để so sánh")]


def test_while_a_line_is_refused_nobody_is_compared_with_a_part() -> None:
    rows = answers(PEERS, [{"block": "A", "here": True, "x": "5"}, {"block": "A", "here": True, "x": 5.0}])
    assert "error" in rows[1]
    assert (rows[0]["total"], rows[0]["missing"], rows[0]["lines"][0]["sentence"]) == (
        None,
        [],
        "Có dòng bị từ chối nên chưa so sánh được với các đối tượng khác",
    )


def test_two_figures_compared_in_one_block_are_not_taken_for_each_other() -> None:
    # Both are of the same batch and the same block; kept under one key, the mean of x would be shown as that of y.
    body = (
        "asks: {x: {kind: number, label: số x}, y: {kind: number, label: số y}, block: {kind: text, label: khối}}\n"
        "measures:\n  x_mean: {label: bình quân x, is: {peer: average, of: x, same: block}}\n"
        "  y_mean: {label: bình quân y, is: {peer: average, of: y, same: block}}\n"
        "report: [x_mean, y_mean]\ntotal: {max: '10'}\nitems: [{code: '1', label: Một, max: '10', marks: x}]\n"
    )
    given = answers(body, [{"x": "2", "y": "5", "block": "A"}, {"x": "4", "y": "7", "block": "A"}])
    assert [one["measures"] for one in given] == [{"x_mean": "3", "y_mean": "6"}] * 2


def test_what_is_compared_may_be_what_each_one_enters_under_the_line_itself() -> None:
    body = "items: [{code: '1', label: Một, marks: {peer: average, of: {times: '2'}}}]\n"
    given = answers(body, [{"1": 1}, {"1": 4}])
    assert [one["total"] for one in given] == ["5", "5"]


OTHERS = (
    "asks: {late: {kind: yes_no, label: chậm}, x: {kind: number, label: số x}}\nmeasures:\n"
    "  m: {label: M, is: {cases: [{when: {fact: late, is: true}, marks: {gap: chưa quy định}}, {marks: {share: ['4', x]}}]}}\n"
    "  b: {label: B, is: {peer: best, of: m}}\nreport: [b]\ntotal: {max: '10'}\nitems: [{code: '1', label: M, max: '10'}]\n"
)


def test_what_the_set_leaves_open_at_another_is_no_fact_that_somebody_forgot() -> None:
    compared, _ = answers(OTHERS, [{"late": False, "x": "2", "1": "3"}, {"late": True, "x": "2", "1": "3"}])
    assert (compared["outcome"], compared["missing"]) == ("needs_review", [])
    assert [(one["rule"], one["fact"], one["sentence"]) for one in compared["findings"]] == [
        ("hole", None, "1: chưa quy định")
    ]


def test_a_denominator_of_nothing_at_another_is_no_fact_that_is_missing_either() -> None:
    compared, _ = answers(OTHERS, [{"late": False, "x": "2", "1": "3"}, {"late": False, "x": "0", "1": "3"}])
    assert (compared["outcome"], compared["missing"], compared["findings"][0]["fact"]) == ("insufficient", [], None)


RANKED = (
    "asks: {late: {kind: count, label: số việc chậm}}\ntotal: {max: '100'}\nitems:\n  - {code: '1', label: Một, max: '100'}\n"
    "ranking: {by: [total, {minus: ['0', late]}]}\n"
    "flags: [{name: leads, when: {all: [{fact: rank, at_most: '1'}, {fact: total, at_least: '90'}]}, say: Đề nghị tặng Cờ}]\n"
    "quotas: [{name: one, say: Một Cờ, level: leads, limit: '1'}]\n"
)


def test_a_flag_may_ask_for_the_rank_with_its_ties_broken() -> None:
    given = answers(RANKED, [{"1": "95", "late": 1}, {"1": "95", "late": 0}])
    assert [one["flags"]["leads"] for one in given] == ["no", "yes"]
    assert given[1]["quotas"] == {"one": {"count": 1, "limit": 1, "excess": 0}}


def test_a_rank_nobody_can_tell_leaves_the_flag_open() -> None:
    given = answers(RANKED, [{"1": "95", "late": 1}, {"1": "95"}])
    assert [one["flags"]["leads"] for one in given] == ["unknown", "unknown"]
    assert given[0]["outcome"] == "insufficient"
    assert any("Chưa xếp hạng được" in finding["sentence"] for finding in given[0]["findings"])


@pytest.mark.parametrize(
    "asking",
    [
        "levels: [{code: A, at_least: {ask: x, from: '0', to: '9'}}, {code: B}]\n",
        "ranking: {by: [total, {ask: x, from: '0', to: '9'}]}\n",
        (
            "levels: [{code: A, at_least: '1'}, {code: B}]\n"
            "quotas: [{name: q, say: S, level: A, limit: {ask: x, from: '0', to: '9'}}]\n"
        ),
        (
            "levels: [{code: A, at_least: '1'}, {code: B}]\n"
            "quotas: [{name: q, say: S, level: A, share: {ask: x, from: '0', to: '9'}, of_everyone: true}]\n"
        ),
    ],
)
def test_a_number_that_only_a_rank_a_floor_or_a_quota_asks_for_is_refused_on_its_own_line(asking: str) -> None:
    # One mistyped line must not take the answers of everybody else with it.
    body = "asks: {x: {kind: number, label: số x}}\ntotal: {max: '10'}\nitems: [{code: '1', label: M, max: '10'}]\n"
    wrong, right = answers(body + asking, [{"1": "5", "x": "10"}, {"1": "5", "x": "3"}])
    assert wrong["error"] == {"field": "entries.x", "message": "10 nằm ngoài khung từ 0 đến 9."}
    assert right["total"] == "5"


def test_marks_without_a_maximum_are_counted_up_and_compared() -> None:
    body = (
        "total: {min: '-100'}\nitems:\n  - {code: '1', label: Điểm tốt, marks: {times: '2'}}\n  - {code: '2', label: Nền nếp, max: '20'}\n"
        "  - {code: '3', label: Vi phạm, role: deduction, marks: {times: '3'}}\nranking: {by: [total]}\n"
    )
    given = answers(body, [{"1": 30, "2": "18", "3": 1}, {"1": 0, "2": "0", "3": 2}])
    assert [(one["total"], one["max"], one["rank"]) for one in given] == [("75", None, 1), ("-6", None, 2)]


def test_a_zero_denominator_is_not_a_fact_that_is_missing() -> None:
    body = "asks: {x: {kind: count, label: x}}\ntotal: {max: '10'}\nitems:\n  - {code: '1', label: Một, max: '10', marks: {of_max: {share: [x, x]}}}\n"
    given = answer(body, {"x": 0})
    assert (given["outcome"], given["missing"]) == ("insufficient", [])


@given(st.lists(st.one_of(st.none(), st.sampled_from(["3", "4"])), min_size=1, max_size=4))
def test_a_shared_fact_has_one_value_for_everybody_who_is_answered(values: list[str | None]) -> None:
    """However the lines record it: those that are answered all have the same total, and nobody is silent while one knows."""
    given = answers(SHARED, [{"block": "X", "average": value, "unit": "good"} for value in values])
    totals = {one["total"] for one in given if "error" not in one}
    assert totals == ({None} if not any(values) else {str(int(next(filter(None, values))) + 1)})
    assert len([one for one in given if "error" in one]) == len(
        [v for v in values if v not in (None, next(filter(None, values), None))]
    )


def test_a_total_without_its_bonus_compares_with_the_same_peers() -> None:
    body = (
        "asks: {x: {kind: number, label: số việc}}\n"
        "total: {max: '10'}\nitems:\n"
        "  - {code: '1', label: Một, max: '10', marks: {peer: average, of: x}}\n"
        "  - {code: '2', label: Hai, max: '2', role: bonus}\n"
        "levels: [{code: A, at_least: '5', of: total_without_bonus}, {code: B}]\n"
    )
    given = answers(body, [{"x": 4, "2": "2"}, {"x": 5, "2": "2"}])
    assert [(one["total"], one["level"]) for one in given] == [("6.5", "B"), ("6.5", "B")]
