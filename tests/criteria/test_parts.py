"""How the marks of parts are put together, and what happens to the marks of parts that do not apply."""

from typing import Any

import pytest

from tests.criteria.writing import answer


def group(setting: str = "", *, na: str = ", otherwise: left_out") -> str:
    return (
        f"total: {{max: '20'}}\nitems:\n  - code: G\n    label: Nhóm\n    max: '20'\n{setting}"
        f"    items: [{{code: a, label: A, max: '4'}}, {{code: b, label: B, max: '6'}}, {{code: c, label: C, max: '10'{na}}}]\n"
    )


def of_group(body: str, entries: dict[str, Any]) -> tuple[Any, Any]:
    given = answer(body, entries)
    return given["groups"][0]["marks"], given["groups"][0]["sentence"]


@pytest.mark.parametrize(
    ("setting", "marks", "sentence"),
    [
        ("", "6", "3 (mục a) + 3 (mục b) = 6 điểm"),
        (
            "    left_out: rescale\n",
            "12",
            "(3 (mục a) + 3 (mục b)) × 20 : 10 (điểm tối đa của các mục được chấm) = 12 điểm",
        ),
        (
            "    left_out: rescale\n    rescale_to: '15'\n",
            "9",
            "(3 (mục a) + 3 (mục b)) × 15 : 10 (điểm tối đa của các mục được chấm) = 9 điểm",
        ),
        # Five more for each of the two: 3/4 of 9 and 3/6 of 11.
        (
            "    left_out: spread\n",
            "12.25",
            "10 điểm không chấm chia đều cho 2 mục còn lại, mỗi mục thêm 5 điểm tối đa: 3 (mục a) + 3 (mục b), quy đổi = 12,25 điểm",
        ),
        # A quarter of the mean of 3/4 and 3/6 of 20.
        ("    combine: mean\n    left_out: rescale\n", "12.5", "20 × (75% (mục a) + 50% (mục b)) : 2 = 12,5 điểm"),
        ("    combine: mean\n", "8.333333", "20 × (75% (mục a) + 50% (mục b) + 0% (mục c)) : 3 = 8,3333 điểm"),
        ("    combine: best\n", "3", "Lấy mục cao nhất là mục a: 3 điểm"),
    ],
)
def test_what_a_part_left_out_does_to_its_group(setting: str, marks: str, sentence: str) -> None:
    body = group(setting)
    if "best" in setting:
        body = body.replace("'20'", "'10'")
    assert of_group(body, {"a": "3", "b": "3", "c": "na"}) == (marks, sentence)


def test_all_parts_applying_nothing_is_rescaled_or_spread() -> None:
    for way in ("rescale", "spread"):
        assert of_group(group(f"    left_out: {way}\n"), {"a": "3", "b": "3", "c": "9"}) == (
            "15",
            "3 (mục a) + 3 (mục b) + 9 (mục c) = 15 điểm",
        )


def test_weights_say_how_heavily_each_share_counts() -> None:
    body = group("    combine: mean\n").replace("max: '4'", "max: '4', weight: '3'")
    assert of_group(body, {"a": "2", "b": "6", "c": "10"}) == (
        "14",
        "20 × (50% (mục a) × 3 + 100% (mục b) × 1 + 100% (mục c) × 1) : 5 = 14 điểm",
    )


def test_a_bonus_and_a_deduction_stand_apart_in_the_sentence() -> None:
    body = group(na="").replace(
        "max: '10'}",
        "max: '10'}, {code: d, label: D, max: '2', role: bonus}, {code: e, label: E, max: '5', role: deduction}",
    )
    assert of_group(body, {"a": "3", "b": "3", "c": "9", "d": "1.5", "e": "2"}) == (
        "14.5",
        "3 (mục a) + 3 (mục b) + 9 (mục c) + 1,5 (điểm cộng mục d) − 2 (điểm trừ mục e) = 14,5 điểm",
    )
    assert of_group(body, {"a": "3", "b": "3", "c": "9", "d": "1.5"})[0] is None


def test_a_part_without_marks_leaves_its_group_open() -> None:
    for setting in ("", "    combine: mean\n", "    left_out: rescale\n"):
        assert of_group(group(setting), {"a": "3", "b": "3"})[0] is None


def test_what_is_lost_in_a_group_is_made_up_where_the_sheet_says_so() -> None:
    body = group().replace("total: {max: '20'}", "total: {max: '20', left_out: rescale}")
    assert answer(body, {"a": "3", "b": "3", "c": "na"})["total"] == "12"


def test_a_group_of_which_nothing_applies_is_itself_left_out() -> None:
    body = (
        "total: {max: '20', left_out: rescale}\nitems:\n  - {code: a, label: A, max: '5'}\n  - code: G\n    label: Nhóm\n    max: '15'\n"
        "    items: [{code: b, label: B, max: '15', otherwise: left_out}]\n"
    )
    given = answer(body, {"a": "4", "b": "na"})
    assert (given["total"], given["groups"][0]["sentence"]) == ("16", "Không có mục nào áp dụng nên không chấm: 0 điểm")


def test_the_best_of_parts_waits_for_all_that_apply() -> None:
    body = group("    combine: best\n").replace("'20'", "'10'")
    assert of_group(body, {"a": "3", "b": "6"})[0] is None
    assert of_group(body, {"a": "3", "b": "6", "c": "2"}) == ("6", "Lấy mục cao nhất là mục b: 6 điểm")


def within(setting: str, *, b: str = "max: '4'", c: str = "max: '6'") -> str:
    """Return a sheet of a line worth 10 and a group worth 10, which makes up for what was left out anywhere below."""
    return (
        "total: {max: '20', left_out: rescale}\nitems:\n  - {code: a, label: A, max: '10'}\n"
        f"  - code: G\n    label: Nhóm\n    max: '10'\n{setting}    items:\n"
        f"      - {{code: b, label: B, {b}, otherwise: left_out}}\n      - {{code: c, label: C, {c}, otherwise: left_out}}\n"
    )


@pytest.mark.parametrize(
    ("body", "entries", "of_group", "total"),
    [
        # The best that is left could give 6: 13 of 16.
        (within("    combine: best\n", b="max: '10'"), {"b": "na", "c": "3"}, "3", "16.25"),
        (within("    combine: best\n", b="max: '10'"), {"b": "5", "c": "3"}, "5", "15"),
        # A lost part of a mean takes its share of the group: half, or a quarter where the other weighs three times as much.
        (within("    combine: mean\n"), {"b": "2", "c": "na"}, "2.5", "16.666667"),
        (within("    combine: mean\n", b="max: '4', weight: '3'"), {"b": "2", "c": "na"}, "3.75", "15.714286"),
        # Marks spread within the group are not missing from the sheet.
        (within("    left_out: spread\n"), {"b": "2", "c": "na"}, "5", "15"),
        # A group made up to 8, or to half its maximum, gives no more than that: 14 of 18, 12.5 of 15.
        (within("    left_out: rescale\n    rescale_to: '8'\n"), {"b": "2", "c": "na"}, "4", "15.555556"),
        (within("    left_out: rescale\n    rescale_to: {of_max: '0.5'}\n"), {"b": "2", "c": "na"}, "2.5", "16.666667"),
    ],
)
def test_a_sheet_makes_up_exactly_for_what_a_group_could_not_give(
    body: str, entries: dict[str, str], of_group: str, total: str
) -> None:
    # Counting too little as left out takes marks from whoever has fewer criteria, too much gives away marks nobody earned.
    given = answer(body, {"a": "10", **entries})
    assert (given["groups"][0]["marks"], given["total"]) == (of_group, total)


def test_a_mean_of_parts_that_weigh_nothing_is_told_and_not_divided_by_nothing() -> None:
    body = within("    combine: mean\n    left_out: rescale\n", b="max: '4', weight: '0'")
    given = answer(body, {"a": "10", "b": "2", "c": "na"})
    assert (given["outcome"], given["total"], given["missing"]) == ("insufficient", None, ["G"])
    assert given["groups"][0]["sentence"] == "Mục G: tổng trọng số bằng 0"


def test_each_kind_of_subject_has_its_own_weights() -> None:
    body = "variants: {xa: xã, phuong: phường}\n" + within(
        "    combine: mean\n", b="max: '4', weight: {xa: '3', phuong: '1'}"
    )
    entries = {"a": "10", "b": "4", "c": "0"}
    assert answer(body, entries, variant="xa")["groups"][0]["marks"] == "7.5"
    assert answer(body, entries, variant="phuong")["groups"][0]["marks"] == "5"


APPLYING = """\
variants: {xa: xã, phuong: phường}
asks: {forest: {kind: yes_no, label: có rừng}}
total: {max: {xa: '30', phuong: '20'}}
items:
  - {code: '1', label: Một, max: '10'}
  - {code: '2', label: Giữ rừng, max: {xa: '20', phuong: '10'}, applies: {fact: forest, is: true}, otherwise: WAY}
"""


def applying(way: str, variant: str, entries: dict[str, Any]) -> dict[str, Any]:
    """Return the line that concerns only those who have a forest, with the total and what is missing."""
    given = answer(APPLYING.replace("WAY", way), {"1": "8"} | entries, variant=variant)
    line = next(line for line in given["lines"] if line["code"] == "2")
    return {**line, "total": given["total"], "missing": given["missing"]}


@pytest.mark.parametrize(
    ("way", "variant", "marks", "sentence"),
    [
        ("full", "xa", "20", "Không áp dụng nên tính đủ 20 điểm"),
        ("full", "phuong", "10", "Không áp dụng nên tính đủ 10 điểm"),
        ("zero", "xa", "0", "Không áp dụng nên 0 điểm"),
        ("left_out", "xa", "0", "Không áp dụng nên không chấm, không tính vào điểm tối đa"),
    ],
)
def test_a_line_that_does_not_concern_somebody_gets_what_the_set_says(
    way: str, variant: str, marks: str, sentence: str
) -> None:
    line = applying(way, variant, {"forest": False, "2": "3"})
    assert (line["marks"], line["sentence"], line["missing"]) == (marks, sentence, [])
    assert line["total"] == str(8 + int(marks))


def test_a_line_that_concerns_somebody_is_marked_like_any_other() -> None:
    line = applying("full", "xa", {"forest": True, "2": "3"})
    assert (line["marks"], line["max"], line["total"]) == ("3", "20", "11")


def test_while_nobody_knows_whether_a_line_concerns_somebody_it_has_no_marks_and_the_fact_is_asked_for() -> None:
    line = applying("full", "phuong", {"2": "3"})
    assert (line["marks"], line["max"], line["sentence"], line["total"], line["missing"]) == (
        None,
        "10",
        "Chưa rõ có áp dụng không",
        None,
        ["forest"],
    )
