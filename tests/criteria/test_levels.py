"""How a sheet becomes a level, and how subjects stand among those scored together."""

from typing import Any

from tests.criteria.writing import answer, answers

ASKS = "asks: {ok: {kind: yes_no, label: đủ điều kiện}, bad: {kind: yes_no, label: vi phạm}}\n"
SHEET = ASKS + "total: {max: '100'}\nitems:\n  - {code: '1', label: Một, max: '100'}\n"
LEVELS = "levels: [{code: A, at_least: '90', when: {fact: ok, is: true}}, {code: B, at_least: '70'}, {code: C}]\n"
FORCED = "forced: [{name: f, when: {fact: bad, is: true}, level: C, say: Vi phạm}]\n"
NEXT, NONE = "when_level_conditions_fail: next_level\n", "when_level_conditions_fail: no_level\n"


def level(body: str, entries: dict[str, Any]) -> tuple[object, object]:
    given = answer(body, entries)
    return given["outcome"], given["level"]


def test_a_floor_belongs_to_its_level_and_the_mark_below_to_the_next() -> None:
    body = SHEET + LEVELS + FORCED + NEXT
    assert level(body, {"1": "90", "ok": True, "bad": False}) == ("scored", "A")
    assert level(body, {"1": "89.999999", "ok": True, "bad": False}) == ("scored", "B")
    assert level(body, {"1": "69.999999", "ok": True, "bad": False}) == ("scored", "C")


def test_a_strict_floor_does_not_take_its_own_mark() -> None:
    body = SHEET + LEVELS.replace("at_least: '90'", "above: '90'") + FORCED + NEXT
    assert level(body, {"1": "90", "ok": True, "bad": False}) == ("scored", "B")


def test_marks_without_the_conditions_fall_to_the_next_level_or_to_none_as_the_set_says() -> None:
    assert level(SHEET + LEVELS + FORCED + NEXT, {"1": "95", "ok": False, "bad": False}) == ("scored", "B")
    given = answer(SHEET + LEVELS + FORCED + NONE, {"1": "95", "ok": False, "bad": False})
    assert (given["outcome"], given["level"], given["total"]) == ("needs_review", None, "95")
    assert given["findings"][-1]["sentence"] == (
        "Không mức nào phù hợp; đủ điểm của mức A nhưng chưa đủ điều kiện: có đủ điều kiện"
    )


def test_only_marks_that_were_reached_stop_at_a_condition_not_met() -> None:
    # The set leaves open what becomes of marks without their condition; a level that asks for no marks leaves nothing open.
    alone = SHEET.replace(", bad: {kind: yes_no, label: vi phạm}", "")
    without_marks = LEVELS.replace("at_least: '70'", "when: {fact: ok, is: true}")
    assert level(alone + without_marks + NONE, {"1": "80", "ok": False}) == ("scored", "C")
    left_open = LEVELS.replace(
        "{code: B, at_least: '70'}", "{gap: chưa quy định, at_least: '50', when: {fact: ok, is: false}}"
    )
    assert level(alone + left_open + NONE, {"1": "60", "ok": True}) == ("scored", "C")
    assert level(alone + left_open + NONE, {"1": "60", "ok": False}) == ("needs_review", None)


def test_a_floor_that_is_recorded_each_time_is_asked_for() -> None:
    body = SHEET.replace("bad: {kind: yes_no, label: vi phạm}", "floor: {kind: number, label: ngưỡng}")
    body += LEVELS.replace("'70'", "floor") + NEXT
    given = answer(body, {"1": "75", "ok": True})
    assert (given["outcome"], given["level"], given["missing"]) == ("insufficient", None, ["floor"])
    assert level(body, {"1": "75", "ok": True, "floor": "70"}) == ("scored", "B")
    assert level(body, {"1": "75", "ok": True, "floor": "76"}) == ("scored", "C")


def test_a_level_by_a_share_says_the_share_as_its_floor_is_written() -> None:
    body = (
        "asks: {done: {kind: count, label: xong}, all: {kind: count, label: tất cả}}\n"
        "measures: {rate: {label: tỷ lệ, kind: share, is: {share: [done, all]}}}\n"
        "levels: [{code: A, at_least: '0.9', of: rate}, {code: B}]\n"
    )
    given = answer(body, {"done": 19, "all": 20})
    assert given["findings"][0]["sentence"] == "A: tỷ lệ 95% đạt từ 90% trở lên"


def test_an_unknown_condition_leaves_the_level_open_and_names_the_fact() -> None:
    given = answer(SHEET + LEVELS + FORCED + NEXT, {"1": "95", "bad": False})
    assert (given["outcome"], given["level"], given["missing"], given["total"]) == ("insufficient", None, ["ok"], "95")


def test_an_event_forces_its_level_even_where_marks_are_missing() -> None:
    given = answer(SHEET + LEVELS + FORCED + NEXT, {"bad": True})
    assert (given["outcome"], given["level"], given["total"]) == ("insufficient", "C", None)


def test_an_unknown_event_matters_only_if_it_could_change_the_level() -> None:
    assert level(SHEET + LEVELS + FORCED + NEXT, {"1": "95", "ok": True}) == ("insufficient", None)
    assert level(SHEET + LEVELS + FORCED + NEXT, {"1": "10", "ok": True}) == ("scored", "C")


def test_of_two_events_the_graver_one_decides_and_one_that_changes_nothing_is_not_waited_for() -> None:
    # A warning keeps an officer at B and a dismissal at C: who has both is not lifted to B by the milder one.
    warned = "{name: w, when: {fact: warned, is: true}, level: B, say: Bị cảnh cáo}"
    body = SHEET.replace("asks: {", "asks: {warned: {kind: yes_no, label: cảnh cáo}, ") + LEVELS + NEXT
    body += FORCED.replace("]", f", {warned}]")
    assert level(body, {"1": "95", "ok": True, "bad": True, "warned": True}) == ("scored", "C")
    assert level(body, {"1": "95", "ok": True, "bad": False, "warned": True}) == ("scored", "B")
    assert level(body, {"1": "75", "ok": True, "bad": False}) == ("scored", "B")
    assert level(body, {"1": "95", "ok": True, "bad": False}) == ("insufficient", None)
    assert level(body, {"1": "95", "ok": True, "bad": True}) == ("scored", "C")


def test_an_event_that_would_raise_the_lowest_level_is_waited_for() -> None:
    # An event sets its level whatever the marks: who was given C before anybody looked at it would have to be given B afterwards.
    body = SHEET + LEVELS + FORCED.replace("level: C", "level: B") + NEXT
    assert level(body, {"1": "10", "ok": True, "bad": True}) == ("scored", "B")
    assert level(body, {"1": "10", "ok": True, "bad": False}) == ("scored", "C")
    assert level(body, {"1": "10", "ok": True}) == ("insufficient", None)


def test_an_event_kinder_than_what_is_settled_is_not_waited_for() -> None:
    body = SHEET.replace("asks: {", "asks: {late: {kind: yes_no, label: chậm}, ") + LEVELS + NEXT
    body += FORCED.replace("level: C", "level: A")
    body += "caps: [{name: c, when: {fact: late, is: true}, level: B, say: Chậm}]\n"
    assert level(body, {"1": "75", "ok": True, "late": True}) == ("scored", "B")
    assert level(body, {"1": "75", "ok": True, "late": False}) == ("insufficient", None)
    assert level(body, {"1": "10", "ok": True, "late": True}) == ("insufficient", None)


def test_while_marks_are_missing_every_cap_that_may_hold_is_asked_about_too() -> None:
    # Asked for the marks first and for the cap only afterwards, an officer would send the same form back twice.
    body = SHEET + LEVELS + FORCED.replace("forced", "caps").replace("level: C", "level: B") + NEXT
    given = answer(body, {"ok": True})
    assert (given["level"], sorted(given["missing"])) == (None, ["1", "bad"])


def test_a_cap_lowers_but_never_raises() -> None:
    body = SHEET + LEVELS + FORCED.replace("forced", "caps").replace("level: C", "level: B") + NEXT
    assert level(body, {"1": "95", "ok": True, "bad": True}) == ("scored", "B")
    assert level(body, {"1": "10", "ok": True, "bad": True}) == ("scored", "C")
    assert level(body, {"1": "75", "ok": True}) == ("scored", "B")


def test_a_head_is_not_above_the_unit() -> None:
    body = (
        SHEET.replace(
            "bad: {kind: yes_no, label: vi phạm}",
            "unit: {kind: choice, label: mức đơn vị, choices: {A: A, B: B, C: C}}",
        )
        + LEVELS
    )
    body += "caps: [{name: unit, level_of: unit, say: Không cao hơn đơn vị}]\n" + NEXT
    assert level(body, {"1": "95", "ok": True, "unit": "B"}) == ("scored", "B")
    assert level(body, {"1": "95", "ok": True, "unit": "A"}) == ("scored", "A")
    assert level(body, {"1": "95", "ok": True}) == ("insufficient", None)
    assert level(body, {"1": "75", "ok": True}) == ("insufficient", None)
    assert level(body, {"1": "10", "ok": True}) == ("scored", "C")


def test_of_two_caps_the_lower_one_holds() -> None:
    caps = FORCED.replace("forced", "caps").replace("]", ", {name: v, when: {fact: ok, is: true}, level: B, say: V}]")
    assert level(SHEET + LEVELS + caps + NEXT, {"1": "95", "ok": True, "bad": False}) == ("scored", "B")
    assert level(SHEET + LEVELS + caps + NEXT, {"1": "95", "ok": True, "bad": True}) == ("scored", "C")


def test_the_unrated_keep_their_marks_and_have_no_level() -> None:
    body = SHEET + LEVELS + FORCED.replace("forced", "not_rated").replace(", level: C", "") + NEXT
    given = answer(body, {"1": "95", "ok": True, "bad": True})
    assert (given["outcome"], given["total"], given["level"], given["not_rated"]) == ("scored", "95", None, "Vi phạm")


def test_who_may_yet_be_unrated_has_no_level_and_is_asked_about_it() -> None:
    # Thirty days of sick leave would leave an officer unrated; a level given before anybody counted them would be taken back.
    body = SHEET + LEVELS + FORCED.replace("forced", "not_rated").replace(", level: C", "") + NEXT
    given = answer(body, {"1": "95", "ok": True})
    assert (given["outcome"], given["level"], given["not_rated"]) == ("insufficient", None, None)
    assert given["missing"] == ["bad"]


def test_a_floor_may_leave_the_bonus_out() -> None:
    body = (
        "total: {max: '100', may_exceed: true}\nitems:\n  - {code: '1', label: Một, max: '100'}\n  - {code: '2', label: Thưởng, max: '10', role: bonus}\n"
        "levels: [{code: A, at_least: '90', of: total_without_bonus}, {code: B}]\n"
    )
    assert level(body, {"1": "85", "2": "10"}) == ("scored", "B")
    assert level(body, {"1": "90", "2": "0"}) == ("scored", "A")


def test_a_stretch_of_marks_that_no_level_covers_needs_review() -> None:
    body = (
        SHEET.replace(ASKS, "")
        + "levels: [{code: A, at_least: '51'}, {gap: đúng 50 điểm không thuộc mức nào, at_least: '50'}, {code: B}]\n"
    )
    assert level(body, {"1": "50"}) == ("needs_review", None)
    assert level(body, {"1": "49.9"}) == ("scored", "B")


def test_a_stretch_left_open_under_a_condition_is_open_only_then() -> None:
    body = SHEET.replace(", bad: {kind: yes_no, label: vi phạm}", "") + (
        "levels: [{code: A, at_least: '90'}, {gap: chưa quy định, at_least: '50', when: {fact: ok, is: false}}, {code: B, at_least: '40'}, {code: C}]\n"
    )
    assert level(body, {"1": "60", "ok": False}) == ("needs_review", None)
    assert level(body, {"1": "60", "ok": True}) == ("scored", "B")
    assert level(body, {"1": "60"}) == ("insufficient", None)
    assert level(body, {"1": "45"}) == ("scored", "B")


def test_a_set_may_have_conditions_only_and_flags() -> None:
    body = ASKS + (
        "levels: [{code: A, when: {fact: ok, is: true}}, {code: B}]\n"
        "flags: [{name: may_be_commended, when: {all: [{fact: ok, is: true}, {fact: bad, is: false}]}, say: Đủ điều kiện khen}]\n"
    )
    given = answer(body, {"ok": True, "bad": False})
    assert (given["outcome"], given["total"], given["level"], given["flags"]) == (
        "scored",
        None,
        "A",
        {"may_be_commended": "yes"},
    )
    open_case = answer(body, {"ok": True})
    assert (open_case["outcome"], open_case["level"], open_case["flags"], open_case["missing"]) == (
        "insufficient",
        "A",
        {"may_be_commended": "unknown"},
        ["bad"],
    )


BATCH = "asks: {cluster: {kind: text, label: cụm}, late: {kind: count, label: số việc chậm}}\n" + SHEET.replace(
    ASKS, ""
)
RANKED = BATCH + "ranking: {by: [total, {minus: ['0', late]}], within: cluster}\n"


def test_equal_totals_are_told_apart_by_the_next_figure_and_the_rest_share_a_rank() -> None:
    given = answers(
        RANKED,
        [
            {"cluster": "X", "1": "90", "late": 2},
            {"cluster": "X", "1": "90", "late": 1},
            {"cluster": "X", "1": "80", "late": 0},
            {"cluster": "X", "1": "80", "late": 0},
            {"cluster": "Y", "1": "10", "late": 0},
        ],
    )
    assert [(one["rank"], one["tied_with"]) for one in given] == [(2, 0), (1, 0), (3, 1), (3, 1), (1, 0)]


def test_nobody_is_ranked_among_those_whose_marks_are_not_all_known() -> None:
    given = answers(
        RANKED,
        [{"cluster": "X", "1": "90", "late": 2}, {"cluster": "X", "late": 2}, {"cluster": "Y", "1": "9", "late": 2}],
    )
    assert [one["rank"] for one in given] == [None, None, 1]


def test_a_refused_line_leaves_comparisons_open_and_the_others_answered() -> None:
    body = (
        BATCH.replace(", late: {kind: count, label: số việc chậm}", "")
        + "measures: {average: {label: bình quân, is: {peer: average, of: total, same: cluster}}}\nreport: [average]\n"
    )
    given = answers(body, [{"cluster": "X", "1": "90"}, {"cluster": "X", "1": "70"}])
    assert [one["measures"]["average"] for one in given] == ["80", "80"]
    spoilt = answers(body, [{"cluster": "X", "1": "90"}, {"cluster": "X", "1": "700"}])
    assert spoilt[0]["outcome"] == "insufficient"
    assert spoilt[0]["total"] == "90"
    assert spoilt[1]["error"]["field"] == "entries.1"


QUOTA = BATCH.replace(
    "late: {kind: count, label: số việc chậm}",
    "unit: {kind: choice, label: mức đơn vị, choices: {good: tốt, fair: khá}}",
) + ("levels: [{code: A, at_least: '90'}, {code: B, at_least: '70'}, {code: C}]\n")


def quotas(rule: str, marks: list[str], **shared: str) -> list[dict[str, int]]:
    body = QUOTA + f"quotas: [{{name: q, say: Tỷ lệ A, level: A, within: cluster, {rule}}}]\n"
    if "unit" not in rule:
        body = body.replace(", unit: {kind: choice, label: mức đơn vị, choices: {good: tốt, fair: khá}}", "")
    given = answers(body, [{"cluster": "X", "1": mark, **shared} for mark in marks])
    return [one["quotas"]["q"] for one in given if one["quotas"]]


def test_a_quota_counts_its_base_and_flags_those_over_it() -> None:
    assert (
        quotas("share: '0.2', of_levels: [B]", ["95"] * 2 + ["75"] * 7) == [{"count": 2, "limit": 1, "excess": 1}] * 2
    )
    assert (
        quotas("share: '0.2', of_levels: [A, B]", ["95"] * 2 + ["75"] * 8)
        == [{"count": 2, "limit": 2, "excess": 0}] * 2
    )


def test_those_over_the_quota_may_join_its_base() -> None:
    # Ten together: x ≤ 0.2 × (10 − x) gives 1; with twelve it gives 2.
    assert quotas("share: '0.2', of_levels: [B], demoted_join: true", ["95"] * 3 + ["75"] * 7)[0]["limit"] == 1
    assert quotas("share: '0.2', of_levels: [B], demoted_join: true", ["95"] * 3 + ["75"] * 9)[0]["limit"] == 2


def test_a_small_group_may_still_have_one_where_the_rule_says_so() -> None:
    assert quotas("share: '0.2', of_levels: [B]", ["95", "75"])[0]["limit"] == 0
    assert quotas("share: '0.2', of_levels: [B], at_least_one: true", ["95", "75"])[0]["limit"] == 1
    # It is a floor for small groups, not the number that every group is held to.
    assert quotas("share: '0.2', of_levels: [B], at_least_one: true", ["95"] * 2 + ["75"] * 15)[0]["limit"] == 3
    assert quotas("limit: '3'", ["95"] * 4)[0] == {"count": 4, "limit": 3, "excess": 1}
    assert (
        quotas("share: '0.25', of_everyone: true, rounding: half_up", ["95", "95", "10", "10", "10", "10"])[0]["limit"]
        == 2
    )


def test_a_quota_may_follow_the_level_of_the_unit() -> None:
    rule = "share: {choose: unit, options: {good: '0.5', fair: '0.2'}}, of_everyone: true"
    assert quotas(rule, ["95"] * 4, unit="good")[0]["limit"] == 2
    assert quotas(rule, ["95"] * 5, unit="fair")[0]["limit"] == 1


def test_lines_of_a_bonus_are_not_counted_among_the_lines() -> None:
    body = (
        "measures: {zeros: {label: số mục 0 điểm, kind: count, is: {count_items: lines, at_most: '0'}}}\nreport: [zeros]\n"
        "total: {max: '10'}\nitems:\n  - {code: '1', label: Một, max: '10'}\n"
        "  - {code: '2', label: Thưởng, max: '5', role: bonus, items: [{code: '3', label: Mô hình, max: '5'}]}\n"
    )
    assert answer(body, {"1": "9", "3": "0"})["measures"] == {"zeros": "0"}
    assert answer(body, {"1": "0", "3": "5"})["measures"] == {"zeros": "1"}


def test_a_group_is_zero_when_one_of_its_lines_is_and_lines_left_out_do_not_count() -> None:
    body = (
        "measures: {zeros: {label: số mục 0 điểm, kind: count, is: {count_items: lines, at_most: '0', under: I}}}\n"
        "total: {max: '10'}\nitems:\n  - code: I\n    label: Nhóm\n    max: '10'\n    left_out: rescale\n    zero_when: {fact: zeros, above: '0'}\n"
        "    items: [{code: I.1, label: Một, max: '4'}, {code: I.2, label: Hai, max: '6', otherwise: left_out}]\n"
    )
    assert answer(body, {"I.1": "4", "I.2": "0"})["total"] == "0"
    assert answer(body, {"I.1": "2", "I.2": "6"})["total"] == "8"
    assert answer(body, {"I.1": "2", "I.2": "na"})["total"] == "5"


def test_a_whole_sheet_left_out_is_told_and_not_divided_by_nothing() -> None:
    body = (
        "total: {max: '10', left_out: rescale}\nitems:\n  - {code: '1', label: Một, max: '10', otherwise: left_out}\n"
    )
    given = answer(body, {"1": "na"})
    assert (given["outcome"], given["total"]) == ("insufficient", None)


def test_a_quota_nobody_gave_is_unknown_and_not_none() -> None:
    body = QUOTA.replace(
        "unit: {kind: choice, label: mức đơn vị, choices: {good: tốt, fair: khá}}", "share: {kind: share, label: tỷ lệ}"
    )
    body += "quotas: [{name: q, say: Tỷ lệ A, level: A, share: share, of_everyone: true}]\nflags: [{name: g, when: {fact: level, one_of: [A]}, say: Nhóm}]\n"
    body = body.replace("cluster: {kind: text, label: cụm}, ", "")
    given = answer(body, {"1": "95"})
    assert given["quotas"] == {"q": None}
    found = next(finding for finding in given["findings"] if finding["rule"] == "q")
    assert (found["truth"], found["sentence"]) == (
        "unknown",
        "Tỷ lệ A: đang có 1, chưa rõ được tối đa bao nhiêu (chưa có thông tin: tỷ lệ)",
    )


def test_the_holes_of_a_set_are_no_facts_that_somebody_forgot() -> None:
    given = answer(SHEET + LEVELS + FORCED + NONE, {"1": "95", "ok": False, "bad": False})
    assert (given["missing"], given["findings"][-1]["fact"]) == ([], None)
    left_open = LEVELS.replace("{code: B, at_least: '70'}", "{gap: chưa quy định, at_least: '50'}")
    given = answer(SHEET + left_open + FORCED + NEXT, {"1": "60", "ok": True, "bad": False})
    assert (given["missing"], given["findings"][-1]["fact"]) == ([], None)
    assert given["findings"][-1]["sentence"] == "Không mức nào phù hợp: chưa quy định"


def test_a_set_without_levels_gives_none() -> None:
    given = answer(SHEET.removeprefix(ASKS), {"1": "60"})
    assert (given["outcome"], given["level"], given["level_label"]) == ("scored", None, None)


def test_a_total_without_its_bonus_waits_for_the_same_entries() -> None:
    body = SHEET.removeprefix(ASKS) + "  - {code: '2', label: Thưởng, max: '5', role: bonus}\n"
    body += "levels: [{code: A, at_least: '90', of: total_without_bonus}, {code: B}]\n"
    assert level(body, {"1": "88", "2": "5"}) == ("scored", "B")
    waiting = answer(body, {"2": "5"})
    assert (waiting["level"], waiting["missing"]) == (None, ["1"])
    assert answer(body, {"1": "95"})["level"] == "A"


def test_a_claim_that_is_reported_is_a_yes_a_no_or_not_known_with_what_it_lacks() -> None:
    body = (
        ASKS
        + "measures: {clean: {label: trong sạch, holds: {all: [{fact: ok, is: true}, {fact: bad, is: false}]}}}\nreport: [clean]\n"
    )
    body += SHEET.removeprefix(ASKS)
    given = [answer(body, {"1": "50", "ok": True} | bad) for bad in ({"bad": False}, {"bad": True}, {})]
    assert [one["measures"]["clean"] for one in given] == ["yes", "no", None]
    assert [one["missing"] for one in given] == [[], [], ["bad"]]
