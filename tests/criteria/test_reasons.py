"""Every answer carries its reasons: each rule by name, with its fact, its value and whether it holds."""

from typing import Any

from tests.criteria.writing import answer, answers

BODY = """\
asks:
  bad: {kind: yes_no, label: vi phạm}
  ok: {kind: yes_no, label: sáng kiến}
  unit: {kind: choice, label: mức đơn vị, choices: {A: tốt, B: khá, C: đạt}}
measures:
  failing: {label: số nhóm dưới sàn, kind: count, is: {count_items: failing}}
total: {max: '100'}
items:
  - {code: I, label: Ý thức, max: '40', pass_mark: '20'}
  - {code: II, label: Kết quả, max: '60', pass_share: '0.5'}
levels:
  - {code: A, label: Tốt, at_least: '90', when: {all: [{fact: ok, is: true}, {fact: failing, at_most: '0'}]}}
  - {code: B, label: Khá, at_least: '50'}
  - {code: C, label: Đạt}
when_level_conditions_fail: next_level
forced: [{name: punished, when: {fact: bad, is: true}, level: C, say: Bị xử lý}]
caps: [{name: not_above_unit, level_of: unit, say: Không cao hơn đơn vị}]
not_rated: [{name: nothing_done, when: {fact: total, at_most: '0'}, say: Chưa làm gì}]
flags:
  - {name: commend, when: {fact: level, one_of: [A]}, say: Đề nghị khen}
  - {name: not_best, when: {not: {fact: level, one_of: [A, B]}}, say: Nhắc nhở}
quotas: [{name: few, say: Tỷ lệ tốt, level: A, share: '0.5', of_everyone: true}]
"""
GOOD = {"bad": False, "ok": True, "unit": "A", "I": "38", "II": "55"}


def reason(given: dict[str, Any], rule: str) -> tuple[Any, ...]:
    found = next(finding for finding in given["findings"] if finding["rule"] == rule)
    return found["fact"], found["value"], found["truth"], found["sentence"], found["citation"]


def test_a_level_says_the_figure_its_floor_and_its_conditions() -> None:
    given = answer(BODY, GOOD)
    assert (given["level"], given["level_label"]) == ("A", "Tốt")
    assert reason(given, "level:A") == (
        "total",
        "93",
        "yes",
        "Tốt: tổng điểm 93 đạt từ 90 trở lên; điều kiện: có sáng kiến và số nhóm dưới sàn không quá 0",
        "mức Tốt, Thử (UBND xã Suối Mơ)",
    )
    fallen = answer(BODY, GOOD | {"ok": False})
    assert reason(fallen, "level:A")[2] == "no"
    assert reason(fallen, "level:B")[1:4] == ("93", "yes", "Khá: tổng điểm 93 đạt từ 50 trở lên")
    assert reason(answer(BODY, GOOD | {"II": "1"}), "level:C")[:4] == (None, None, "yes", "Đạt: Không xét điểm")


def test_a_mark_to_reach_says_whether_it_is_reached() -> None:
    given = answer(BODY, GOOD | {"I": "19", "II": "30"})
    assert reason(given, "pass:I") == (
        "I",
        "19",
        "no",
        "Mục I (Ý thức) phải đạt điểm sàn",
        "mục I, Thử (UBND xã Suối Mơ)",
    )
    assert reason(given, "pass:II")[1:3] == ("30", "yes")
    assert reason(answer(BODY, GOOD | {"I": None}), "pass:I")[1:3] == (None, "unknown")


def test_events_and_caps_name_what_they_look_at() -> None:
    given = answer(BODY, GOOD | {"bad": True, "unit": "B"})
    where = "Thử (UBND xã Suối Mơ)"
    assert reason(given, "punished") == ("bad", "yes", "yes", "Bị xử lý", f"Xếp thẳng mức, {where}")
    assert reason(given, "not_above_unit") == ("unit", "B", "yes", "Không cao hơn đơn vị", f"Giới hạn mức, {where}")
    assert reason(given, "nothing_done") == ("total", "93", "no", "Chưa làm gì", f"Không xếp mức, {where}")
    assert reason(given, "commend") == ("level", "C", "no", "Đề nghị khen", f"Kết luận, {where}")
    assert given["level"] == "C"
    assert reason(answer(BODY, GOOD), "level:A")[2] == "yes"


def test_flags_know_the_level_reached_none_at_all_and_one_still_open() -> None:
    assert answer(BODY, GOOD)["flags"] == {"commend": "yes", "not_best": "no"}
    assert answer(BODY, GOOD | {"I": "0", "II": "0"})["flags"] == {"commend": "no", "not_best": "yes"}
    still_open = answer(BODY, GOOD | {"unit": None})
    assert still_open["flags"] == {"commend": "unknown", "not_best": "unknown"}
    assert still_open["missing"] == ["unit"]


def test_who_is_not_rated_needs_no_other_fact() -> None:
    given = answer(BODY, {"I": "0", "II": "0", "bad": None})
    assert (given["outcome"], given["not_rated"], given["missing"]) == ("scored", "Chưa làm gì", [])


def test_a_quota_says_how_many_how_many_may_and_whether_some_are_still_open() -> None:
    batch = [GOOD, GOOD | {"II": "54"}, GOOD | {"II": "9"}]
    assert reason(answers(BODY, batch)[0], "few") == (
        None,
        "2",
        "no",
        "Tỷ lệ tốt: đang có 2, được tối đa 1 (50% của 3 trường hợp), vượt 1",
        "Tỷ lệ, Thử (UBND xã Suối Mơ)",
    )
    within = answers(BODY, [GOOD, *([GOOD | {"II": "9"}] * 3)])[0]
    assert reason(within, "few")[2:4] == (
        "yes",
        "Tỷ lệ tốt: đang có 1, được tối đa 2 (50% của 4 trường hợp), không vượt",
    )
    waiting = answers(BODY, [GOOD, GOOD | {"unit": None}, GOOD | {"ok": None}, GOOD | {"II": "0", "I": "0"}])[0]
    assert reason(waiting, "few")[2] == "unknown"
    assert reason(waiting, "few")[3].endswith("không vượt; còn 2 trường hợp chưa kết luận")


def test_an_unknown_cap_above_the_level_matters_to_nobody() -> None:
    capped = BODY.replace(
        "caps: [{name: not_above_unit, level_of: unit, say: Không cao hơn đơn vị}]",
        "caps: [{name: warned, when: {fact: ok, is: false}, level: B, say: Không quá khá}]",
    ).replace("  unit: {kind: choice, label: mức đơn vị, choices: {A: tốt, B: khá, C: đạt}}\n", "")
    given = {"bad": False, "I": "30", "II": "31"}
    assert (answer(capped, given)["level"], answer(capped, given)["outcome"]) == ("B", "scored")
    assert answer(capped, given | {"bad": None})["level"] is None
