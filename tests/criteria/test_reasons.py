"""Every answer carries its reasons: each rule by name, with its fact, its value and whether it holds."""

import json
from typing import Any

from tests.criteria.writing import answer, answers, one_line

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
    assert reason(given, "not_best")[:3] == ("level", "", "yes")


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


def test_a_quota_of_several_levels_names_them_and_says_at_least_one_only_where_there_was_none() -> None:
    body = BODY.replace("share: '0.5', of_everyone: true", "share: '0.5', of_levels: [A, B], at_least_one: true")
    two = answers(body, [GOOD, GOOD | {"ok": False}])[0]
    assert reason(two, "few")[3] == "Tỷ lệ tốt: đang có 1, được tối đa 1 (50% của 2 trường hợp ở mức A, B), không vượt"
    alone = answers(body, [GOOD])[0]
    assert reason(alone, "few")[3].endswith("được tối đa 1 (50% của 1 trường hợp ở mức A, B; ít nhất 1), không vượt")
    assert json.dumps(alone["quotas"]) == '{"few": {"count": 1, "limit": 1, "excess": 0}}'


def test_a_quota_whose_limit_nobody_recorded_says_everything_that_is_missing() -> None:
    body = BODY.replace(
        "asks:\n", "asks:\n  staff: {kind: count, label: biên chế}\n  extra: {kind: count, label: phần thêm}\n"
    )
    body = body.replace("share: '0.5', of_everyone: true", "limit: {sum: [staff, extra]}")
    assert reason(answers(body, [GOOD])[0], "few")[3] == (
        "Tỷ lệ tốt: đang có 1, chưa rõ được tối đa bao nhiêu (chưa có thông tin: biên chế; chưa có thông tin: phần thêm)"
    )


HALF_DECIDED = """\
asks: {x: {kind: number, label: số x}, late: {kind: yes_no, label: chậm}}
measures: {m: {label: M, is: {ask: x, from: '0', to: '50'}}}
report: [m]
total: {max: '20'}
items:
  - {code: '1', label: Một, max: '10'}
  - {code: '2', label: Hai, max: '10', marks: {cases: [{when: {fact: late, is: true}, marks: {gap: chưa quy định}}, {marks: '10'}]}}
"""


def test_what_is_missing_and_what_the_set_leaves_open_are_two_things() -> None:
    given = answer(HALF_DECIDED, {"late": True, "x": "3"})
    assert (given["outcome"], given["missing"]) == ("insufficient", ["1"])
    assert reason(given, "missing") == (
        "1",
        None,
        "unknown",
        "Chưa chấm mục 1 (Một)",
        "mục 1, Thử (UBND xã Suối Mơ)",
    )
    assert reason(given, "hole") == (None, None, "unknown", "Chưa quy định", "Thử (UBND xã Suối Mơ)")
    fact = answer(HALF_DECIDED, {"late": False, "1": "3"})
    assert reason(fact, "missing")[::4] == ("x", "Thử (UBND xã Suối Mơ)")
    assert answer(HALF_DECIDED, {"late": True, "x": "3", "1": "2"})["outcome"] == "needs_review"


def test_a_figure_that_is_only_reported_is_refused_beyond_its_limits_like_any_other() -> None:
    given = answer(HALF_DECIDED, {"late": False, "1": "3", "x": "51"})
    assert given["error"] == {"field": "entries.x", "message": "51 nằm ngoài khung từ 0 đến 50."}


def test_what_a_peer_may_not_have_recorded_is_told_under_its_name() -> None:
    # The peer itself is not asked for the line, so nothing refuses it; those compared with it must still be told.
    body = (
        "asks: {here: {kind: yes_no, label: có}, x: {kind: number, label: số x}}\ntotal: {max: '5'}\nitems:\n"
        "  - {code: '1', label: Một, max: '5', otherwise: zero, applies: {fact: here, is: true}, "
        "marks: {peer: best, of: {ask: x, from: '0', to: '5'}}}\n"
    )
    compared, other = answers(body, [{"here": True, "x": "5"}, {"here": False, "x": "7"}])
    assert (compared["total"], compared["missing"]) == (None, ["1.entries.x"])
    assert compared["lines"][0]["sentence"] == "1: 7 nằm ngoài khung từ 0 đến 5."
    assert other["total"] == "0"


def test_a_numbered_paper_is_cited_by_its_number_and_is_as_sure_as_it_was_read() -> None:
    given = answer("number: 12/QĐ-UBND\ncertainty: secondary\n" + one_line("{yes_no: '10'}"), {})
    assert reason(given, "missing")[4] == "mục 1, 12/QĐ-UBND"
    assert given["findings"][0]["certainty"] == "secondary"


ACTS = "asks: {acts: {kind: records, label: việc, fields: {grave: {kind: yes_no, label: nặng}}}}\n"


def test_a_record_that_leaves_a_condition_open_is_asked_for_by_the_name_of_its_list() -> None:
    body = one_line("{entry: number}", asks=ACTS, extra=", zero_when: {some: acts, where: {fact: grave, is: true}}")
    given = answer(body, {"1": "3", "acts": [{"grave": None}]})
    assert (given["missing"], given["lines"][0]["sentence"]) == (["acts"], "Chưa đủ thông tin: việc")


def test_a_record_may_be_weighed_case_by_case_and_by_the_maximum_of_its_line() -> None:
    cases = one_line("{each: acts, of: {if: {fact: grave, is: true}, then: '6', else: {of_max: '0.3'}}}", asks=ACTS)
    given = answer(cases, {"acts": [{"grave": True}, {"grave": False}]})
    assert given["lines"][0]["sentence"] == "9 (tổng của 2 mục việc): 9 điểm"


WHEN_BAD = BODY.replace("level_of: unit, say", "when: {fact: bad, is: true}, level_of: unit, say")


def test_a_cap_that_does_not_hold_waits_for_no_level_of_the_unit() -> None:
    free = answer(
        WHEN_BAD.replace("forced: [{name: punished, when: {fact: bad, is: true}, level: C, say: Bị xử lý}]\n", ""),
        GOOD | {"unit": None},
    )
    assert (free["outcome"], free["level"]) == ("scored", "A")


def test_a_cap_of_which_nothing_is_known_asks_for_its_event_and_for_the_level_of_the_unit() -> None:
    body = WHEN_BAD.replace("forced: [{name: punished, when: {fact: bad, is: true}, level: C, say: Bị xử lý}]\n", "")
    open_ = answer(body, GOOD | {"unit": None, "bad": None})
    assert (open_["level"], open_["missing"]) == (None, ["bad", "unit"])
    assert reason(open_, "not_above_unit")[:3] == ("bad, unit", None, "unknown")


def test_a_level_by_a_condition_alone_names_the_facts_of_its_condition() -> None:
    body = BODY.replace("{code: B, label: Khá, at_least: '50'}", "{code: B, label: Khá, when: {fact: ok, is: false}}")
    assert reason(answer(body, GOOD | {"ok": False}), "level:B") == (
        "ok",
        None,
        "yes",
        "Khá: Không xét điểm; điều kiện: không có sáng kiến",
        "mức Khá, Thử (UBND xã Suối Mơ)",
    )


NESTED = (
    "asks:\n  top: {kind: number, label: trần}\n  days: {kind: records, label: ngày, fields: {w: {kind: number, label: hệ số}, "
    "late: {kind: records, label: lượt, fields: {n: {kind: number, label: số lượt}}}}}\n"
)


def test_what_a_list_within_a_list_lacks_is_named_by_the_place_it_stands_in() -> None:
    body = one_line("{each: days, of: {each: late, of: {product: [n, w, {ask: top, to: '2'}]}}}", asks=NESTED)
    days: list[dict[str, Any]] = [{"w": "2", "late": [{"n": "1"}, {"n": "2"}]}, {"w": "1", "late": [{"n": "3"}]}]
    assert answer(body, {"days": days, "top": "1"})["total"] == "9"
    holed = [{"w": "2", "late": [{"n": "1"}, {"n": None}]}, {"w": None, "late": [{"n": "3"}]}]
    assert answer(body, {"days": holed, "top": "1"})["missing"] == ["days[0].late[1].n", "days[1].w"]
    assert answer(body, {"days": days, "top": "3"})["error"]["field"] == "entries.top"
