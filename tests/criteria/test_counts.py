"""Counting the lines of a sheet: those that reach a share of their maximum, and those that fail a mark they must reach."""

from typing import Any

import pytest

from tests.criteria.writing import answer

SHEET = """\
measures:
  counted: {label: số mục, kind: count, is: AMOUNT}
  failing: {label: số mục dưới sàn, kind: count, is: {count_items: failing}}
report: [counted, failing]
total: {max: '20'}
items:
  - code: I
    label: Nhóm một
    max: '10'
    items:
      - {code: I.1, label: A, max: '4', otherwise: left_out}
      - {code: I.2, label: B, max: '6', pass_mark: '3'}
  - code: II
    label: Nhóm hai
    max: '10'
    otherwise: left_out
    items:
      - {code: II.1, label: C, max: '10', pass_share: '0.5'}
  - {code: III, label: Cộng, max: '5', role: bonus}
"""
FULL = {"I.1": "4", "I.2": "3", "II.1": "5", "III": "5"}


def counted(amount: str, changed: dict[str, Any]) -> str | None:
    """Return how many items are counted when some entries are changed; None when that cannot be told."""
    found: str | None = answer(SHEET.replace("AMOUNT", amount), FULL | changed)["measures"]["counted"]
    return found


@pytest.mark.parametrize(
    ("amount", "full", "first_left_out", "group_left_out", "low"),
    [
        ("{count_items: lines, at_least: '1'}", "1", "0", "1", "1"),
        ("{count_items: lines, at_least: '0.5'}", "3", "2", "2", "1"),
        ("{count_items: lines, above: '0.5'}", "1", "0", "1", "1"),
        ("{count_items: lines, at_most: '0.5'}", "2", "2", "1", "2"),
        ("{count_items: lines, below: '1', under: I}", "1", "1", "1", "1"),
        ("{count_items: parts, at_least: '0.5'}", "2", "2", "1", "1"),
        ("{count_items: [I.1, II], below: '0.9'}", "1", "1", "0", "1"),
        ("{count_items: failing}", "0", "0", "0", "2"),
        ("{count_items: failing, under: I}", "0", "0", "0", "1"),
    ],
)
def test_items_are_counted_by_their_share_and_what_is_left_out_or_a_bonus_never(
    amount: str, full: str, first_left_out: str, group_left_out: str, low: str
) -> None:
    assert counted(amount, {}) == counted(amount, {"III": "0"}) == full
    assert counted(amount, {"I.1": "na"}) == first_left_out
    assert counted(amount, {"II": "na"}) == group_left_out
    assert counted(amount, {"I.2": "2", "II.1": "4"}) == low


@pytest.mark.parametrize(
    ("amount", "is_known"),
    [
        ("{count_items: lines, at_least: '1'}", False),
        ("{count_items: parts, at_least: '0.5'}", False),
        ("{count_items: failing}", False),
        ("{count_items: failing, under: I}", True),
        ("{count_items: [I.1], below: '0.9'}", True),
    ],
)
def test_a_count_waits_only_for_the_lines_it_looks_at(*, amount: str, is_known: bool) -> None:
    assert (counted(amount, {"II.1": None}) is not None) == is_known
    given = answer(SHEET.replace("AMOUNT", amount), FULL | {"II.1": None})
    assert given["missing"] == ["II.1"]


def test_a_count_names_what_it_counted() -> None:
    marks = "{sum: [{count_items: ['1', '2'], at_least: '0.5'}, '1']}"
    body = (
        "total: {max: '13'}\nitems:\n  - {code: '1', label: Một, max: '4'}\n  - {code: '2', label: Hai, max: '6'}\n"
        f"  - {{code: '3', label: Ba, max: '3', marks: {marks}}}\n"
    )
    said = [
        answer(body, {"1": one, "2": two})["lines"][2]["sentence"] for one, two in (("2", "3"), ("1", "3"), ("1", "1"))
    ]
    assert said == ["2 mục (1, 2) + 1 = 3 điểm", "1 mục (2) + 1 = 2 điểm", "0 mục + 1 = 1 điểm"]
    unknown = answer(body, {"1": "2"})
    assert unknown["lines"][2]["sentence"] == "Chưa chấm mục 2 (Hai)"


def test_a_line_without_a_maximum_has_no_share_and_a_small_one_left_out_none_either() -> None:
    body = (
        "measures: {n: {label: số mục, kind: count, is: {count_items: lines, at_least: '0.5'}}}\nreport: [n]\nitems:\n"
        "  - {code: '1', label: Một, marks: {times: '2'}}\n  - {code: '2', label: Hai, max: '0.5', otherwise: left_out}\n"
        "  - {code: '3', label: Ba, max: '2'}\n"
    )
    assert answer(body, {"1": 9, "2": "0.5", "3": "1"})["measures"] == {"n": "2"}
    assert answer(body, {"1": 9, "2": "na", "3": "1"})["measures"] == {"n": "1"}


def test_a_count_waits_for_the_share_to_reach_and_asks_for_it() -> None:
    body = (
        "asks: {goal: {kind: share, label: ngưỡng}}\n"
        "measures: {n: {label: số mục, kind: count, is: {count_items: lines, at_least: goal}}}\nreport: [n]\n"
        "total: {max: '4'}\nitems:\n  - {code: '1', label: Một, max: '4'}\n"
        "flags: [{name: f, when: {fact: n, at_least: '1'}, say: Đạt ngưỡng}]\n"
    )
    known = [answer(body, {"1": "3", "goal": goal}) for goal in ("0.75", "0.8", None)]
    assert [(one["measures"]["n"], one["flags"]["f"]) for one in known] == [
        ("1", "yes"),
        ("0", "no"),
        (None, "unknown"),
    ]
    assert known[2]["missing"] == ["goal"]


def test_a_line_that_does_not_apply_fails_no_mark_and_the_lines_after_it_are_counted() -> None:
    given = answer(SHEET.replace("AMOUNT", "{count_items: lines, at_least: '1'}"), FULL | {"II": "na"})
    assert [(one["rule"], one["truth"]) for one in given["findings"]] == [("pass:I.2", "yes")]
    alone = SHEET.replace("AMOUNT", "{count_items: lines, at_least: '1'}").replace(
        "label: B, max: '6',", "label: B, max: '6', otherwise: left_out,"
    )
    given = answer(alone, FULL | {"I.2": "na"})
    assert ("pass:I.2", "yes") in [(one["rule"], one["truth"]) for one in given["findings"]]


def test_a_group_that_counts_in_full_without_applying_stands_as_one_line_for_those_in_it() -> None:
    full = SHEET.replace("AMOUNT", "{count_items: lines, at_least: '1'}").replace(
        "otherwise: left_out\n    items:\n      - {code: II.1", "otherwise: full\n    items:\n      - {code: II.1"
    )
    assert answer(full, FULL | {"II": "na"})["measures"]["counted"] == "2"


def test_lines_that_a_kind_of_unit_does_not_have_are_passed_over_and_the_rest_is_counted() -> None:
    body = (
        "variants: {a: loại A, b: loại B}\nmeasures: {counted: {label: số mục, kind: count, is: {count_items: lines, at_least: '1'}}}\n"
        "report: [counted]\ntotal: {max: {a: '15', b: '10'}}\nitems:\n  - {code: '1', label: Một, max: '5', only: [a]}\n  - {code: '2', label: Hai, max: '5'}\n"
        "  - {code: '3', label: Ba, max: '5'}\n"
    )
    assert answer(body, {"2": "5", "3": "5"}, variant="b")["measures"]["counted"] == "2"


def test_a_count_waits_for_a_line_of_which_nobody_knows_whether_it_applies() -> None:
    body = (
        "asks: {forest: {kind: yes_no, label: có rừng}}\n"
        "measures: {counted: {label: số mục, kind: count, is: {count_items: lines, at_least: '1'}}}\nreport: [counted]\n"
        "total: {max: '10'}\nitems:\n  - {code: '1', label: Một, max: '5'}\n"
        "  - {code: '2', label: Hai, max: '5', applies: {fact: forest, is: true}, otherwise: left_out}\n"
    )
    given = [answer(body, {"1": "5", "2": "5"} | forest) for forest in ({}, {"forest": True}, {"forest": False})]
    assert [one["measures"]["counted"] for one in given] == [None, "2", "1"]
