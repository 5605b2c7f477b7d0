"""What is entered is read strictly: a refused line names its field and what is allowed."""

from typing import Any

import pytest

from tests.criteria.writing import answer, answers, faults, one_line

BODY = """\
variants: {a: loại A, b: loại B}
asks:
  x: {kind: number, label: số x, at_least: '0'}
readings:
  way: {label: cách hiểu, choices: {low: thấp, high: cao}, default: low, why: văn bản để ngỏ}
total: {max: '20'}
items:
  - {code: '1', label: Chọn, max: '4', marks: {options: {tốt: '4', khá: '2'}}}
  - {code: '2', label: Có không, max: '2', marks: {yes_no: '2'}}
  - {code: '3', label: Tỷ lệ, max: '4', marks: {of_max: {entry: share}}}
  - {code: '4', label: Theo cách hiểu, max: {a: '4', b: '10'}, marks: {choose: way, options: {low: {least: [x, '4']}, high: {of_max: '1'}}}}
  - {code: '5', label: Riêng loại A, max: '6', only: [a], needs_evidence: true}
"""
FULL = {"1": "tốt", "2": True, "3": "0.5", "x": "3", "5": "6"}


def entered(entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    return answer(BODY, FULL | entries, **({"variant": "a", "evidence": {"5": True}} | more))


def test_variants_readings_and_evidence_are_taken_as_given() -> None:
    assert entered({})["total"] == "17"
    assert entered({}, readings={"way": "high"})["total"] == "18"
    assert entered({}, evidence={"5": False})["total"] == "11"
    assert entered({}, evidence={"5": None})["missing"] == ["evidence.5"]
    of_b = {name: value for name, value in FULL.items() if name != "5"}
    assert answer(BODY, of_b, variant="b", readings={"way": "high"})["total"] == "18"
    assert answer(BODY, {}, variant="b", facts=of_b)["total"] == "11"


@pytest.mark.parametrize(
    ("entries", "more", "field", "message"),
    [
        ({"9": "1"}, {}, "entries.9", "bộ tiêu chí không có mục này; được dùng: 1, 2, 3, 5 hoặc x."),
        ({"1": "kém"}, {}, "entries.1", "chỉ nhận khá hoặc tốt."),
        ({"2": 1}, {}, "entries.2", "chỉ nhận true, false hoặc null (chưa biết)."),
        ({"3": "1.01"}, {}, "entries.3", "không được quá 1."),
        ({"3": "-0.01"}, {}, "entries.3", "phải từ 0 trở lên."),
        ({"x": "-1"}, {}, "entries.x", "phải từ 0 trở lên."),
        ({"5": "nhiều"}, {}, "entries.5", "phải là số"),
        ({}, {"facts": {"x": "1"}}, "facts.x", "đã ghi ở entries. Hãy giữ một chỗ."),
        ({}, {"facts": []}, "facts", "phải là một đối tượng JSON."),
        ({}, {"variant": "c"}, "variant", "chỉ nhận a hoặc b."),
        ({}, {"variant": None}, "variant", "chỉ nhận a hoặc b."),
        ({}, {"variant": "b"}, "entries.5", "mục này không chấm cho loại đối tượng “loại B”. Hãy bỏ mục này."),
        ({}, {"readings": {"way": "mid"}}, "readings.way", "chỉ nhận high hoặc low."),
        ({}, {"readings": {"other": "low"}}, "readings.other", "không có mục này; được dùng: way."),
        ({}, {"readings": "low"}, "readings", "phải là một đối tượng JSON."),
        ({}, {"evidence": {"1": True}}, "evidence.1", "không có mục này; được dùng: 5."),
        ({}, {"evidence": {"5": " "}}, "evidence.5", "chỉ nhận true, false, hoặc tên, số văn bản làm minh chứng."),
        ({}, {"evidence": {"5": 5}}, "evidence.5", "chỉ nhận true, false, hoặc tên, số văn bản làm minh chứng."),
        ({}, {"evidence": [5]}, "evidence", "phải là một đối tượng JSON."),
        ({}, {"marks": {}}, "marks", "không có mục này; được dùng: entries"),
    ],
)
def test_what_is_not_asked_or_not_possible_is_refused(
    entries: dict[str, Any], more: dict[str, Any], field: str, message: str
) -> None:
    error = entered(entries, **more)["error"]
    assert error["field"] == field
    assert message in error["message"]


def test_whether_a_line_concerns_somebody_is_not_for_the_marker_to_say_where_the_set_does() -> None:
    asks = "asks: {x: {kind: yes_no, label: x}}\n"
    body = one_line("{yes_no: '10'}", asks=asks, extra=", applies: {fact: x, is: true}, otherwise: full")
    assert answer(body, {"1": "na", "x": False})["error"]["field"] == "entries.1"


def test_a_share_may_pass_the_whole_as_far_as_the_line_lets_it() -> None:
    body = one_line("{of_max: {entry: share, to: '1.2'}}")
    assert answer(body, {"1": "1.2"})["lines"][0]["sentence"].startswith("10 × 120% = 12 điểm")
    assert answer(body, {"1": "1.3"})["error"] == {"field": "entries.1", "message": "không được quá 1,2."}


def test_a_set_that_asks_for_nothing_says_so_to_who_enters_something() -> None:
    error = answer(one_line("'10'"), {"9": "1"})["error"]
    assert error["message"] == "bộ tiêu chí không có mục này; được dùng: không có mục nào."
    evidence = answer(one_line("'10'"), {}, evidence={"9": True})["error"]
    assert evidence["message"] == "không có mục này; được dùng: không có mục nào."


def test_a_number_in_an_amount_may_be_written_without_quotes_and_true_is_none() -> None:
    assert (
        answer(one_line("{sum: [x, 2]}", asks="asks: {x: {kind: number, label: số x}}\n"), {"x": "7"})["total"] == "9"
    )
    for wrong in ("true", "{}"):
        (fault,) = faults(one_line(wrong))
        assert fault.startswith("9: items.0.marks: không rõ cách tính gì")


def test_a_set_without_variants_takes_none() -> None:
    error = answer("total: {max: '4'}\nitems: [{code: '1', label: Một, max: '4'}]\n", {}, variant="a")["error"]
    assert error == {"field": "variant", "message": "bộ tiêu chí này không chia loại đối tượng. Hãy bỏ mục này."}


@pytest.mark.parametrize(
    ("peer", "wanted"),
    [
        ("peer: average, of: x", ["2.5", "2.5", "2.5", "7"]),
        ("peer: best, of: x", ["4", "4", "4", "7"]),
        ("peer: worst, of: x", ["1.5", "1.5", "1.5", "7"]),
        ("peer: total, of: x", ["7.5", "7.5", "7.5", "7"]),
        ("peer: rank, of: x", ["2", "1", "3", "1"]),
        ("peer: count", ["3", "3", "3", "1"]),
        ("peer: total, of: x, where: {fact: x, below: '4'}", ["3.5", "3.5", "3.5", None]),
    ],
)
def test_a_figure_is_compared_within_its_group(peer: str, wanted: list[str | None]) -> None:
    body = (
        "asks: {x: {kind: number, label: x}, g: {kind: text, label: cụm}}\n"
        f"measures: {{p: {{label: p, is: {{{peer}, same: g}}}}, y: {{label: y, is: x}}}}\nreport: [p, y]\n"
    )
    batch = [{"x": "2", "g": "X"}, {"x": "4", "g": "X"}, {"x": "1.5", "g": "X"}, {"x": "7", "g": "Y"}]
    assert [one["measures"]["p"] for one in answers(body, batch)] == wanted


def test_a_quota_counts_each_group_by_itself() -> None:
    body = (
        "asks: {g: {kind: text, label: cụm}}\ntotal: {max: '10'}\nitems: [{code: '1', label: Một, max: '10'}]\n"
        "levels: [{code: A, at_least: '8'}, {code: B}]\n"
        "quotas: [{name: q, say: Mức A, level: A, share: '0.5', of_everyone: true, within: g}]\n"
    )
    given = answers(
        body, [{"1": "9", "g": "X"}, {"1": "9", "g": "X"}, {"1": "9", "g": "Y"}, {"1": "2", "g": "Y"}, {"1": "9"}]
    )
    assert [one["quotas"].get("q", {}).get("excess") for one in given] == [1, 1, 0, None, None]
