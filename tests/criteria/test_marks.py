"""How single lines are marked, and what the sentence beside each says."""

from typing import Any

import pytest

from tests.criteria.writing import answer, marks_of, one_line

NUMBERS = "asks: {x: {kind: number, label: số x}, y: {kind: number, label: số y}}\n"


def sentence(body: str, entries: dict[str, Any], **more: Any) -> str:
    given = answer(body, entries, **more)
    return str(given["lines"][0]["sentence"])


@pytest.mark.parametrize(
    ("marks", "entries", "wanted"),
    [
        ("{sum: [x, y]}", {"x": "2", "y": "1.5"}, "3.5"),
        ("{minus: [x, y, '1']}", {"x": "5", "y": "1.5"}, "2.5"),
        ("{product: [x, y]}", {"x": "2", "y": "1.5"}, "3"),
        ("{share: [x, y]}", {"x": "1", "y": "3"}, "0.333333"),
        ("{least: [x, y]}", {"x": "2", "y": "3"}, "2"),
        ("{most: [x, y]}", {"x": "2", "y": "3"}, "3"),
        ("{mean: [x, y]}", {"x": "2", "y": "3"}, "2.5"),
        ("{round: {share: [x, y]}, to: '0.01'}", {"x": "1", "y": "8"}, "0.13"),
        ("{round: {share: [x, y]}, to: '0.01', way: down}", {"x": "1", "y": "8"}, "0.12"),
        ("{round: {share: [x, y]}, to: '0.5', way: up}", {"x": "1", "y": "8"}, "0.5"),
        ("{round: {share: [x, y]}, to: '0.5', way: up}", {"x": "9", "y": "8"}, "1.5"),
        ("{sum: ['5', {round: {minus: [x, y]}, to: '1'}]}", {"x": "1", "y": "3.5"}, "2"),
        ("{sum: ['5', {round: {minus: [x, y]}, to: '1'}]}", {"x": "0.4", "y": "0"}, "5"),
        ("{sum: ['5', {round: {minus: [x, y]}, to: '1'}]}", {"x": "0.6", "y": "0"}, "6"),
        ("{sum: ['5', {round: {minus: [x, y]}, to: '1'}]}", {"x": "0", "y": "0.6"}, "4"),
        ("{climb: x, from: y, base: '1', step: '2', per_step: '0.5'}", {"x": "5", "y": "2"}, "1.75"),
        ("{climb: x, from: y, base: '1', step: '2', per_step: '0.5', whole_steps: true}", {"x": "5", "y": "2"}, "1.5"),
        ("{climb: x, from: y, base: '1', step: '2', per_step: '0.5'}", {"x": "2", "y": "2"}, "1"),
        ("{climb: x, from: y, base: '10', step: '1', per_step: '-0.5', down: true}", {"x": "98", "y": "100"}, "9"),
    ],
)
def test_amounts_are_reckoned_exactly(marks: str, entries: dict[str, str], wanted: str) -> None:
    body = one_line(marks, asks=NUMBERS if "y" in entries else "asks: {x: {kind: number, label: số x}}\n")
    assert marks_of(body, "1", entries) == wanted


def test_a_line_without_a_rule_is_marked_by_hand_within_its_limits() -> None:
    body = "total: {max: '10'}\nitems:\n  - {code: '1', label: Một, max: '10', min: '2', step: '0.5'}\n"
    assert marks_of(body, "1", {"1": "2.5"}) == "2.5"
    assert answer(body, {"1": "1.5"})["error"] == {"field": "entries.1", "message": "1,5 nằm ngoài khung từ 2 đến 10."}
    assert answer(body, {"1": "2.7"})["error"] == {"field": "entries.1", "message": "2,7 phải là bội của 0,5."}


def test_what_nobody_entered_is_unknown_and_named_never_zero() -> None:
    given = answer(
        "total: {max: '10'}\nitems:\n  - {code: '1', label: Một, max: '4'}\n  - {code: '2', label: Hai, max: '6'}\n",
        {"1": "4"},
    )
    assert (given["outcome"], given["total"], given["missing"]) == ("insufficient", None, ["2"])
    assert given["lines"][1]["sentence"] == "Chưa chấm mục 2 (Hai)"
    assert answer("total: {max: '4'}\nitems:\n  - {code: '1', label: Một, max: '4'}\n", {"1": None})["missing"] == ["1"]


def test_a_zero_denominator_is_too_little_data_not_zero() -> None:
    given = answer(one_line("{of_max: {share: [x, y]}}", asks=NUMBERS), {"x": "0", "y": "0"})
    assert (given["outcome"], given["total"]) == ("insufficient", None)
    assert "mẫu số bằng 0" in given["lines"][0]["sentence"]


def test_marks_beyond_the_maximum_are_cut_and_the_cut_is_told() -> None:
    body = one_line("{times: '4'}")
    assert sentence(body, {"1": 3}) == "4 × 3 = 12 điểm; không quá mức tối đa 10: còn 10 điểm"


def test_marks_below_the_least_are_raised_and_that_is_told() -> None:
    body = one_line("{minus: ['10', {times: '4'}]}")
    assert sentence(body, {"1": 3}) == "10 − (4 × 3) = -2 điểm; không dưới 0: còn 0 điểm"


def test_a_deduction_is_written_positive_and_taken_off() -> None:
    body = one_line("{yes_no: '10'}") + "  - {code: T, label: Trừ, max: '3', role: deduction, marks: {times: '2'}}\n"
    given = answer(body, {"1": True, "T": 2})
    assert (given["total"], given["lines"][1]["marks"]) == ("7", "-3")


def test_a_total_never_falls_below_zero_nor_rises_above_its_maximum_unless_it_may() -> None:
    body = one_line("{yes_no: '10'}") + "  - {code: T, label: Trừ, role: deduction, marks: {times: '2'}}\n"
    assert answer(body, {"1": True, "T": 9})["total"] == "0"
    bonus = one_line("{yes_no: '10'}") + "  - {code: C, label: Cộng, max: '5', role: bonus}\n"
    assert answer(bonus, {"1": True, "C": "5"})["total"] == "10"
    assert (
        answer(bonus.replace("{max: '10'}", "{max: '10', may_exceed: true}", 1), {"1": True, "C": "5"})["total"] == "15"
    )


def test_only_the_highest_of_several_grounds_counts() -> None:
    body = (
        "total: {max: '5'}\nitems:\n  - code: G\n    label: Lấy mục cao nhất\n    max: '5'\n    combine: best\n"
        "    items: [{code: a, label: A, max: '3', marks: {yes_no: '3'}}, {code: b, label: B, max: '5', marks: {yes_no: '5'}}]\n"
    )
    assert marks_of(body, "G", {"a": True, "b": False}) == "3"
    assert marks_of(body, "G", {"a": True, "b": True}) == "5"


def test_evidence_that_nobody_mentioned_is_unknown_and_evidence_that_is_not_there_is_zero() -> None:
    body = one_line("{yes_no: '10'}", extra=", needs_evidence: true")
    assert answer(body, {"1": True}, evidence={"1": "QĐ 5/QĐ-UBND"})["total"] == "10"
    assert answer(body, {"1": True}, evidence={"1": False})["total"] == "0"
    assert answer(body, {"1": True})["missing"] == ["evidence.1"]
    assert marks_of(body, "1", {"1": True}) is None


def test_a_line_that_lacks_both_its_entry_and_its_evidence_asks_for_both() -> None:
    given = answer(one_line("{yes_no: '10'}", extra=", needs_evidence: true"), {})
    assert given["missing"] == ["1", "evidence.1"]
    assert given["lines"][0]["sentence"] == ("Chưa chấm mục 1 (Mục); Chưa ghi có minh chứng cho mục 1 (Mục) hay không")
    # What earns nothing needs nothing to prove it.
    assert answer(one_line("{yes_no: '10'}", extra=", needs_evidence: true"), {"1": False})["total"] == "0"


def test_a_line_that_is_zero_whatever_happens_needs_no_marks() -> None:
    body = one_line(
        "{entry: number}", asks="asks: {x: {kind: yes_no, label: vi phạm}}\n", extra=", zero_when: {fact: x, is: true}"
    )
    assert answer(body, {"x": True})["total"] == "0"
    assert sentence(body, {"x": True}) == "Bằng 0 điểm vì có vi phạm"
    assert answer(body, {"x": None, "1": "5"})["missing"] == ["x"]
    assert answer(body, {"x": None, "1": "0"})["outcome"] == "scored"


def test_an_unknown_ceiling_matters_only_to_marks_above_it() -> None:
    body = one_line(
        "{entry: number}",
        asks="asks: {x: {kind: yes_no, label: nộp chậm}}\n",
        extra=", cap_when: [{when: {fact: x, is: true}, at_most: '6'}]",
    )
    assert answer(body, {"x": True, "1": "9"})["total"] == "6"
    assert answer(body, {"x": None, "1": "5"})["total"] == "5"
    assert answer(body, {"x": None, "1": "9"})["missing"] == ["x"]


LATE = "asks: {x: {kind: yes_no, label: nộp chậm}, y: {kind: yes_no, label: thiếu hồ sơ}}\n"


def test_of_several_ceilings_each_that_holds_lowers_the_marks_and_says_so() -> None:
    ceilings = "{when: {fact: x, is: true}, at_most: '6'}, {when: {fact: y, is: true}, at_most: {of_max: '0.5'}}"
    body = one_line("{entry: number}", asks=LATE, extra=f", cap_when: [{ceilings}]")
    assert sentence(body, {"1": "9", "x": True, "y": True}) == (
        "9 điểm; tối đa 6 vì có nộp chậm; tối đa 5 vì có thiếu hồ sơ: còn 5 điểm"
    )
    assert sentence(body, {"1": "9", "x": False, "y": True}) == "9 điểm; tối đa 5 vì có thiếu hồ sơ: còn 5 điểm"
    assert sentence(body, {"1": "5", "x": True, "y": True}) == "5 điểm"
    assert (answer(body, {"1": "5.5", "x": None, "y": None})["missing"], marks_of(body, "1", {"1": "5.5"})) == (
        ["y"],
        None,
    )


def test_a_ceiling_that_depends_on_a_figure_nobody_gave_waits_for_it_where_it_holds() -> None:
    asks = "asks: {x: {kind: yes_no, label: nộp chậm}, limit: {kind: number, label: mức trần}}\n"
    body = one_line("{entry: number}", asks=asks, extra=", cap_when: [{when: {fact: x, is: true}, at_most: limit}]")
    assert (answer(body, {"1": "9", "x": True})["missing"], marks_of(body, "1", {"1": "9", "x": True})) == (
        ["limit"],
        None,
    )
    assert answer(body, {"1": "9", "x": False})["total"] == "9"
    assert answer(body, {"1": "9", "x": True, "limit": "4"})["total"] == "4"


def test_a_ceiling_may_say_why_in_words_of_its_own() -> None:
    ceiling = ", cap_when: [{when: {fact: x, is: true}, at_most: '6', say: nộp sau ngày 25}]"
    body = one_line("{entry: number}", asks="asks: {x: {kind: yes_no, label: nộp chậm}}\n", extra=ceiling)
    assert sentence(body, {"1": "9", "x": True}) == "9 điểm; nộp sau ngày 25: còn 6 điểm"


def test_a_deduction_says_that_it_takes_away() -> None:
    body = one_line("{yes_no: '10'}") + "  - {code: T, label: Trừ, max: '3', role: deduction, marks: {times: '2'}}\n"
    assert answer(body, {"1": True, "T": 1})["lines"][1]["sentence"] == "Trừ 2 × 1 = 2 điểm"


def test_each_kind_of_unit_keeps_to_its_own_maximum() -> None:
    body = "variants: {xa: xã, phuong: phường}\ntotal: {max: {xa: '8', phuong: '6'}}\nitems:\n"
    body += "  - {code: '1', label: Một, max: {xa: '8', phuong: '6'}, marks: {times: '2'}}\n"
    assert marks_of(body, "1", {"1": 5}, variant="xa") == "8"
    assert marks_of(body, "1", {"1": 5}, variant="phuong") == "6"


def test_a_group_that_is_zero_still_shows_what_its_lines_came_to() -> None:
    body = (
        "asks: {x: {kind: yes_no, label: vi phạm}}\ntotal: {max: '10'}\nitems:\n  - code: I\n    label: Nhóm\n    max: '10'\n"
        "    zero_when: {fact: x, is: true}\n    items: [{code: I.1, label: Một, max: '10'}]\n"
    )
    given = answer(body, {"x": True, "I.1": "7"})
    assert [(line["code"], line["marks"]) for line in [*given["groups"], *given["lines"]]] == [("I", "0"), ("I.1", "7")]


def test_a_range_of_severity_holds_the_marker_to_its_range() -> None:
    asks = "asks: {how: {kind: choice, label: mức độ, choices: {light: nhẹ, heavy: nặng}}}\n"
    body = one_line(
        "{choose: how, options: {light: {from: '0', to: '4'}, heavy: {from: '5', below: '10', step: '0.5'}}}", asks=asks
    )
    assert marks_of(body, "1", {"how": "light", "1": "3.3"}) == "3.3"
    assert answer(body, {"how": "light", "1": "5"})["error"]["field"] == "entries.1"
    assert answer(body, {"how": "heavy", "1": "10"})["error"]["message"] == "10 nằm ngoài khung từ 5 dưới 10."


def test_a_case_the_set_does_not_decide_needs_review_and_says_why() -> None:
    body = one_line("{options: {'đủ': '10', 'thiếu': {gap: văn bản không nói}}}")
    given = answer(body, {"1": "thiếu"})
    assert (given["outcome"], given["total"], given["lines"][0]["sentence"]) == (
        "needs_review",
        None,
        "Văn bản không nói",
    )
    assert [finding["rule"] for finding in given["findings"]] == ["hole"]


def test_an_entry_of_the_wrong_kind_is_refused_with_what_is_allowed() -> None:
    assert (
        answer(one_line("{yes_no: '10'}"), {"1": "có"})["error"]["message"]
        == "chỉ nhận true, false hoặc null (chưa biết)."
    )
    assert answer(one_line("{options: {a: '10', b: '0'}}"), {"1": "c"})["error"]["message"] == "chỉ nhận a hoặc b."
    assert "số nguyên" in answer(one_line("{times: '5'}"), {"1": "1.5"})["error"]["message"]
    assert "trong dấu nháy" in answer(one_line("{entry: number}"), {"1": 1.5})["error"]["message"]
    assert answer(one_line("{entry: number}"), {"2": "1"})["error"]["field"] == "entries.2"


def test_a_line_may_be_marked_not_applicable_only_where_the_set_allows_it() -> None:
    body = one_line("{yes_no: '10'}")
    assert "error" in answer(body, {"1": "na"})
    assert answer(one_line("{yes_no: '10'}", extra=", otherwise: full"), {"1": "na"})["total"] == "10"
    assert answer(one_line("{yes_no: '10'}", extra=", otherwise: zero"), {"1": "na"})["total"] == "0"


def test_marks_are_rounded_line_by_line_where_the_set_says_so() -> None:
    body = one_line("{of_max: {share: [x, y]}}", asks=NUMBERS) + "round_lines: {to: '0.01'}\n"
    assert answer(body, {"x": "2", "y": "3"})["total"] == "6.67"
    assert sentence(body, {"x": "2", "y": "3"}).endswith("; làm tròn thành 6,67: còn 6,67 điểm")
    assert "làm tròn" not in sentence(body, {"x": "1", "y": "2"})


def test_a_line_with_a_rounding_of_its_own_keeps_it_and_groups_are_not_rounded_with_the_lines() -> None:
    body = (
        f"{NUMBERS}round_lines: {{to: '1'}}\ntotal: {{max: '10'}}\nitems:\n  - code: I\n    label: Nhóm\n    max: '10'\n"
        "    items: [{code: I.1, label: Một, max: '5', round: {to: '0.5'}, marks: {of_max: {share: [x, y]}}}, "
        "{code: I.2, label: Hai, max: '5', marks: {of_max: {share: [x, y]}}}]\n"
    )
    entries = {"x": "1", "y": "4"}
    assert [marks_of(body, code, entries) for code in ("I.1", "I.2", "I")] == ["1.5", "1", "2.5"]
    assert answer(body, entries)["total"] == "2.5"


def test_days_between_two_days_are_counted() -> None:
    asks = "asks: {due: {kind: date, label: hạn}, sent: {kind: date, label: nộp}}\n"
    body = one_line(
        "{bands: {days: [due, sent]}, rows: [{at_most: '0', marks: '10'}, {at_most: '3', marks: '5'}, {marks: '0'}]}",
        asks=asks,
    )
    assert answer(body, {"due": "2026-03-31", "sent": "2026-04-02"})["total"] == "5"
    assert answer(body, {"due": "2026-03-31", "sent": "2026-03-30"})["total"] == "10"
    assert answer(body, {"due": "2026-03-31"})["missing"] == ["sent"]
    assert answer(body, {"sent": "2026-03-31"})["missing"] == ["due"]


RECORDS = "asks: {tasks: {kind: records, label: việc, fields: {p: {kind: number, label: điểm}, ok: {kind: yes_no, label: đạt}, y: {kind: count, label: năm}}}}\n"


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        ("{count: tasks}", "4"),
        ("{count: tasks, where: {fact: ok, is: true}}", "3"),
        ("{each: tasks, of: p}", "10"),
        ("{each: tasks, of: p, where: {fact: ok, is: true}}", "7"),
        ("{each: tasks, of: p, best: 2}", "7"),
        ("{each: tasks, of: p, take: mean}", "2.5"),
        ("{each: tasks, of: p, take: most}", "4"),
        ("{each: tasks, of: p, take: least}", "1"),
        ("{streak: tasks, by: y, where: {fact: ok, is: true}}", "2"),
        ("{streak: tasks, by: y, where: {fact: ok, is: true}, ending: '2026'}", "1"),
        ("{streak: tasks, by: y, where: {fact: ok, is: true}, ending: '2025'}", "0"),
    ],
)
def test_records_are_gathered(marks: str, wanted: str) -> None:
    tasks = [
        {"p": "1", "ok": True, "y": 2023},
        {"p": "2", "ok": True, "y": 2024},
        {"p": "3", "ok": False, "y": 2025},
        {"p": "4", "ok": True, "y": 2026},
    ]
    assert marks_of(one_line(marks, asks=RECORDS), "1", {"tasks": tasks}) == wanted


def test_a_record_with_an_unknown_field_leaves_the_sum_unknown_and_names_the_place() -> None:
    body = one_line("{each: tasks, of: p, where: {fact: ok, is: true}}", asks=RECORDS)
    given = answer(body, {"tasks": [{"p": "1", "ok": True}, {"p": "2"}]})
    assert (given["outcome"], given["missing"]) == ("insufficient", ["tasks[1].ok"])


def test_the_mean_of_no_records_is_too_little_data_and_their_sum_is_nothing() -> None:
    assert (
        answer(one_line("{each: tasks, of: p, take: mean}", asks=RECORDS), {"tasks": []})["outcome"] == "insufficient"
    )
    assert answer(one_line("{each: tasks, of: p}", asks=RECORDS), {"tasks": []})["total"] == "0"


@pytest.mark.parametrize(
    "marks",
    [
        "{sum: [x, y]}",
        "{minus: [x, y]}",
        "{product: [x, y]}",
        "{share: [x, y]}",
        "{share: [y, x]}",
        "{least: [x, y]}",
        "{most: [x, y]}",
        "{mean: [x, y]}",
        "{round: {sum: [x, y]}, to: '1'}",
        "{of_max: {sum: [x, y]}}",
        "{bands: x, rows: [{at_least: '5', marks: y}, {marks: y}]}",
        "{bands: y, rows: [{at_least: x, marks: '10'}, {marks: '0'}]}",
        "{bands: y, rows: [{at_least: '1', marks: x}, {marks: '0'}]}",
        "{if: {fact: x, above: '1'}, then: y, else: y}",
        "{if: {fact: y, above: '1'}, then: x, else: y}",
        "{climb: x, from: y, base: '1', step: '2', per_step: '0.5'}",
        "{climb: y, from: x, base: '1', step: '2', per_step: '0.5'}",
        "{climb: y, from: y, base: x, step: '2', per_step: '0.5'}",
        "{climb: y, from: y, base: '1', step: x, per_step: '0.5'}",
        "{climb: y, from: y, base: '1', step: '2', per_step: x}",
        "{choose: how, options: {a: x, b: y}}",
    ],
)
def test_marks_that_need_a_number_nobody_gave_are_unknown_and_it_is_named(marks: str) -> None:
    asks = NUMBERS.replace("}}\n", "}, how: {kind: choice, label: cách, choices: {a: A, b: B}}}\n")
    body = one_line(marks, asks=asks if "how" in marks else NUMBERS)
    given = answer(body, {"y": "2"} | ({"how": "a"} if "how" in marks else {}))
    assert (given["outcome"], given["total"], given["missing"]) == ("insufficient", None, ["x"])


@pytest.mark.parametrize(
    ("row", "at_the_edge"),
    [("at_least: '5'", "10"), ("above: '5'", "1"), ("at_most: '5'", "10"), ("below: '5'", "1")],
)
def test_an_edge_belongs_to_its_band_only_where_its_word_says_so(row: str, at_the_edge: str) -> None:
    asks = "asks: {x: {kind: number, label: số x}}\n"
    body = one_line(f"{{bands: x, rows: [{{{row}, marks: '10'}}, {{marks: '1'}}]}}", asks=asks)
    assert marks_of(body, "1", {"x": "5"}) == at_the_edge
    above = row.startswith(("at_least", "above"))
    assert [marks_of(body, "1", {"x": x}) for x in ("4.9", "5.1")] == (["1", "10"] if above else ["10", "1"])


@pytest.mark.parametrize(
    ("entries", "wanted"),
    [
        ({"x": "101", "y": "100"}, "10"),
        ({"x": "99.5", "y": "100"}, "9.75"),
        ({"x": "80", "y": "100"}, "0"),
    ],
)
def test_marks_fall_below_the_threshold_where_the_climb_goes_down(entries: dict[str, str], wanted: str) -> None:
    body = one_line("{climb: x, from: y, base: '10', step: '1', per_step: '-0.5', down: true}", asks=NUMBERS)
    assert marks_of(body, "1", entries) == wanted


def test_a_climb_by_steps_of_nothing_is_too_little_data() -> None:
    asks = "asks: {x: {kind: number, label: số x}, z: {kind: number, label: bước}}\n"
    body = one_line("{climb: x, from: '1', base: '10', step: z, per_step: '0'}", asks=asks)
    for step in ("0", "-1"):
        given = answer(body, {"x": "5", "z": step})
        assert (given["outcome"], given["total"]) == ("insufficient", None)
        assert "Bước phải lớn hơn 0" in given["lines"][0]["sentence"]
    assert answer(body, {"x": "5", "z": "0.5"})["total"] == "10"


FOLLOWING = (
    "total: {max: '20'}\nitems:\n  - {code: '1', label: Một, max: '4', otherwise: left_out}\n"
    "  - {code: '2', label: Hai, max: '16', marks: {of_max: {share_of: '1'}}}\n"
)


def test_a_line_may_follow_the_share_that_another_line_got() -> None:
    assert marks_of(FOLLOWING, "2", {"1": "3"}) == "12"
    unknown = answer(FOLLOWING, {})
    assert (unknown["total"], unknown["missing"]) == (None, ["1"])
    assert unknown["lines"][1]["sentence"] == "Chưa chấm mục 1 (Một)"
    left_out = answer(FOLLOWING, {"1": "na"})
    assert (left_out["outcome"], left_out["total"], left_out["missing"]) == ("insufficient", None, ["1"])
    assert "Mục 1 không được chấm nên không có tỷ lệ" in left_out["lines"][1]["sentence"]


def test_a_line_that_a_kind_of_subject_does_not_have_gives_no_marks_to_those_that_follow_it() -> None:
    body = (
        "variants: {a: A, b: B}\ntotal: {max: {a: '10', b: '6'}}\nitems:\n"
        "  - {code: '1', label: Một, max: '4', only: [a]}\n"
        "  - {code: '2', label: Hai, max: '6', marks: {least: ['6', {sum: [{marks_of: '1'}, {entry: number, from: '0', to: '6'}]}]}}\n"
    )
    assert marks_of(body, "2", {"1": "3", "2": "2"}, variant="a") == "5"
    assert marks_of(body, "2", {"2": "2"}, variant="b") == "2"
    unknown = answer(body, {"2": "2"}, variant="a")
    assert (unknown["total"], unknown["missing"]) == (None, ["1"])
    assert unknown["lines"][1]["sentence"] == "Chưa chấm mục 1 (Một)"


def test_a_kind_of_subject_without_a_line_has_no_share_of_it_to_follow() -> None:
    body = (
        "variants: {a: A, b: B}\ntotal: {max: {a: '20', b: '16'}}\nitems:\n"
        "  - {code: '1', label: Một, max: '4', only: [a]}\n"
        "  - {code: '2', label: Hai, max: '16', marks: {of_max: {share_of: '1'}}}\n"
    )
    assert marks_of(body, "2", {"1": "3"}, variant="a") == "12"
    of_b = answer(body, {}, variant="b")
    assert (of_b["total"], of_b["lines"][0]["sentence"]) == (None, "Mục 1 không được chấm nên không có tỷ lệ")


def test_a_number_beyond_the_limits_of_its_place_is_refused_there() -> None:
    asks = "asks: {x: {kind: number, label: số x}}\n"
    body = one_line("{ask: x, from: '1', to: '10', step: '0.5'}", asks=asks)
    assert [marks_of(body, "1", {"x": x}) for x in ("1", "10")] == ["1", "10"]
    for x, words in (("0.5", "khung"), ("10.5", "khung"), ("1.2", "bội của 0,5")):
        refused = answer(body, {"x": x})["error"]
        assert refused["field"] == "entries.x"
        assert words in refused["message"]
    below = one_line("{sum: [{ask: x, below: '9'}, '1']}", asks=asks)
    assert marks_of(below, "1", {"x": "8.5"}) == "9.5"
    assert answer(below, {"x": "9"})["error"]["field"] == "entries.x"
    inside = one_line("{least: ['10', {each: tasks, of: {ask: p, from: '0', to: '4'}}]}", asks=RECORDS)
    assert answer(inside, {"tasks": [{"p": "4"}, {"p": "5"}]})["error"]["field"] == "entries.tasks[1].p"
    own = one_line("{entry: number, from: '1', to: '10'}")
    assert answer(own, {"1": "0"})["error"]["field"] == "entries.1"


def test_yes_counts_one_and_no_counts_nothing() -> None:
    asks = "asks: {y: {kind: yes_no, label: có}}\n"
    body = one_line("{product: [y, '10']}", asks=asks)
    assert [marks_of(body, "1", {"y": y}) for y in (True, False)] == ["10", "0"]


YEARS = "asks: {tasks: {kind: records, label: việc, fields: {ok: {kind: yes_no, label: đạt}, y: {kind: count, label: năm}}}, now: {kind: count, label: năm nay}}\n"


@pytest.mark.parametrize(
    ("second", "now", "missing"),
    [
        ({"ok": True, "y": 2025}, 2025, []),
        ({"ok": None, "y": 2025}, 2025, ["tasks[1].ok"]),
        ({"ok": True, "y": None}, 2025, ["tasks[1].y"]),
        ({"ok": True, "y": 2025}, None, ["now"]),
    ],
)
def test_a_streak_is_unknown_while_a_turn_its_fitness_or_its_end_is(
    second: dict[str, Any], now: int | None, missing: list[str]
) -> None:
    body = one_line("{streak: tasks, by: y, where: {fact: ok, is: true}, ending: now}", asks=YEARS)
    given = answer(body, {"tasks": [{"ok": True, "y": 2024}, second], "now": now})
    assert (given["total"], given["missing"]) == (None if missing else "2", missing)


def test_a_streak_of_nothing_is_nothing() -> None:
    body = one_line(
        "{streak: tasks, by: y, where: {fact: ok, is: true}}",
        asks=YEARS.replace(", now: {kind: count, label: năm nay}", ""),
    )
    assert marks_of(body, "1", {"tasks": []}) == "0"
    assert answer(body, {"tasks": None})["missing"] == ["tasks"]


def test_nothing_to_take_the_best_of_says_where_records_are_lacking() -> None:
    given = answer(one_line("{each: tasks, of: p, take: most}", asks=RECORDS), {"tasks": []})
    assert (given["missing"], given["lines"][0]["sentence"]) == (["tasks"], "Không có mục nào trong việc để tính")


def test_the_last_case_may_reckon_with_what_was_recorded() -> None:
    asks = "asks: {x: {kind: number, label: số x}}\n"
    body = one_line("{cases: [{when: {fact: x, at_least: '5'}, marks: '6'}, {marks: {product: [x, '2']}}]}", asks=asks)
    assert [marks_of(body, "1", {"x": x}) for x in ("5", "2")] == ["6", "4"]


def test_a_step_of_the_scale_that_nobody_chose_is_asked_for_under_its_line() -> None:
    given = answer(one_line("{options: {good: '10', bad: '0'}}"), {})
    assert (given["outcome"], given["missing"]) == ("insufficient", ["1"])
    assert given["lines"][0]["sentence"] == "Chưa chọn nấc cho mục 1 (Mục)"
