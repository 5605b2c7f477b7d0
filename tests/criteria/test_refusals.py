"""Small sets that cannot work, each one line away from one that does: every one is refused with what to do about it."""

import pytest

from congtam.engine.criteria.loading import BadSetError
from tests.criteria.writing import faults, one_line, written_set

FOUR = "total: {max: '10'}\nitems:\n  - {code: '1', label: Một, max: '10'}\n"
NUMBER = "asks: {x: {kind: number, label: số x}}\n"
COUNT = "asks: {x: {kind: count, label: số lần}}\n"
SHARE = "asks: {x: {kind: share, label: tỷ lệ}}\n"
YES_NO = "asks: {x: {kind: yes_no, label: vi phạm}}\n"
DAY = "asks: {x: {kind: date, label: ngày nộp}}\n"
TWO = "asks: {a: {kind: number, label: a}, b: {kind: number, label: b}}\nmeasures: {s: {label: tỷ lệ, kind: share, is: {share: [a, b]}}}\n"
LEVELS = "levels: [{code: A, at_least: '5'}, {code: B}]\n"
FAILING = "measures: {f: {label: f, is: {count_items: failing}}}\nreport: [f]\n"
WHEN = "when: {fact: x, is: true}"


def item(setting: str) -> str:
    return FOUR.replace("label: Một,", f"label: Một, {setting},")


def if_(condition: str) -> str:
    return f"{{if: {{fact: x, {condition}}}, then: '10'}}"


def bands(rows: str) -> str:
    return f"{{bands: x, rows: [{rows}, {{marks: '0'}}]}}"


RECORDS = "asks: {r: {kind: records, label: r, fields: {x: {kind: number, label: x}}}}\n"

BROKEN = {
    # what officers meet first
    "words with a colon, not in quotes": (FOUR.replace("Một", "Một: hai"), "(': ') phải đặt trong dấu nháy"),
    "words with a colon on a line of their own": ("items:\n  - label: Một: hai\n", "(': ') phải đặt trong dấu nháy"),
    "a bonus inside the hundred": (
        FOUR.replace("max: '10'}\nitems", "max: '15'}\nitems") + "  - {code: '2', label: H, max: '5', role: bonus}\n",
        "thì bỏ role: bonus",
    ),
    "a measure of a field of records": (
        RECORDS + "measures: {m: {label: m, is: {product: [x, '2']}}}\n" + one_line("{each: r, of: m}"),
        "'x' là ô của danh sách r",
    ),
    "a claim about a field of records": (
        RECORDS
        + "measures: {m: {label: m, holds: {fact: x, above: '1'}}}\nreport: [m]\n"
        + one_line("{each: r, of: x}"),
        "'x' là ô của danh sách r",
    ),
    # numbers that nobody can enter
    "a hand step of nothing": (item("step: '0'"), "step phải lớn hơn 0"),
    "a hand step below nothing": (item("step: '-1'"), "step phải lớn hơn 0"),
    "a hand step that never meets the maximum": (item("step: '3'"), "không phải bội của step"),
    "a hand step that never meets the least": (item("step: '2', min: '1'"), "không phải bội của step"),
    "an entry step of nothing": (one_line("{entry: number, step: '0'}"), "step phải lớn hơn 0"),
    "a frame turned round": (one_line("{by_hand: {from: '10', to: '5'}}"), "không ghi được số nào"),
    "a frame of one excluded number": (one_line("{entry: number, from: '5', below: '5'}"), "không ghi được số nào"),
    "a frame with two tops": (one_line("{entry: number, to: '5', below: '5'}"), "một trong to"),
    "asked limits turned round": (
        one_line("x", asks="asks: {x: {kind: number, label: x, at_least: '10', at_most: '1'}}\n"),
        "at_least lớn hơn at_most",
    ),
    "limits of something that is no number": (
        one_line(if_("is: true"), asks="asks: {x: {kind: yes_no, label: x, at_most: '1'}}\n"),
        "loại yes_no không dùng at_most",
    ),
    "a least share, which nobody reads": (
        one_line("{of_max: x}", asks="asks: {x: {kind: share, label: x, at_least: '0.5'}}\n"),
        "loại share không dùng at_least",
    ),
    "a number presumed": (
        one_line("x", asks="asks: {x: {kind: number, label: x, presumed: true}}\n"),
        "presumed là true hoặc false",
    ),
    "a choice presumed to be yes": (
        one_line(
            "{choose: x, options: {a: '10'}}",
            asks="asks: {x: {kind: choice, label: x, choices: {a: A}, presumed: true}}\n",
        ),
        "presumed là true hoặc false",
    ),
    # conditions that never hold, rows nobody falls into
    "a percentage where a share is asked": (one_line(if_("at_least: '90'"), asks=SHARE), "90% là '0.9'"),
    "a percentage where a share is worked out": (
        FOUR + TWO + "flags: [{name: f, say: S, when: {fact: s, at_least: '90'}}]\n",
        "không bao giờ đúng",
    ),
    "a percentage as a floor on a share": (
        FOUR + TWO + "levels: [{code: A, at_least: '90', of: s}, {code: B}]\n",
        "cao nhất chỉ 10",
    ),
    "a percentage as a band of a share": (
        TWO + one_line("{bands: s, rows: [{at_least: '90', marks: '10'}, {marks: '0'}]}"),
        "nằm ngoài khả năng",
    ),
    "a number of times below none": (one_line(if_("below: '0'"), asks=COUNT), "không bao giờ đúng"),
    "bounds with nothing between": (one_line(if_("at_least: '9', below: '3'"), asks=NUMBER), "không bao giờ đúng"),
    "bounds that exclude their one number": (
        one_line(if_("above: '3', at_most: '3'"), asks=NUMBER),
        "không bao giờ đúng",
    ),
    "a field of a record out of reach": (
        one_line(
            "{count: ds, where: {fact: p, above: '1'}}",
            asks="asks: {ds: {kind: records, label: ds, fields: {p: {kind: share, label: p}}}}\n",
        ),
        "không bao giờ đúng",
    ),
    "a condition inside others out of reach": (
        one_line("{if: {all: [{not: {fact: x, above: '2'}}]}, then: '10'}", asks=SHARE),
        "không bao giờ đúng",
    ),
    "days turned round": (one_line(if_("from: 2026-05-01, until: 2026-01-01"), asks=DAY), "không chứa ngày nào"),
    "a day without limits": (one_line("{if: {fact: x, from: null}, then: '10'}", asks=DAY), "không chứa ngày nào"),
    "a last row after everything is taken": (
        one_line(bands("{at_least: '0', marks: '10'}"), asks=SHARE),
        "nấc cuối không bao giờ tới",
    ),
    "a last row after everything is taken from below": (
        one_line(bands("{at_most: '1', marks: '10'}"), asks=SHARE),
        "nấc cuối không bao giờ tới",
    ),
    "the same case twice": (
        one_line(f"{{cases: [{{{WHEN}, marks: '10'}}, {{{WHEN}, marks: '5'}}, {{marks: '0'}}]}}", asks=YES_NO),
        "cùng một điều kiện",
    ),
    "a climb in steps of nothing": (
        one_line("{climb: x, from: '1', base: '0', step: '0', per_step: '1'}", asks=NUMBER),
        "step lớn hơn 0",
    ),
    "a share of zero": (one_line("{of_max: {share: [x, '0']}}", asks=NUMBER), "chia cho 0"),
    # settings of an item
    "a weight below nothing": (
        "total: {max: '10', combine: mean}\nitems:\n  - {code: '1', label: M, max: '10', weight: '-1'}\n  - {code: '2', label: N, max: '10'}\n",
        "weight không thể âm",
    ),
    "weights that are all nothing": (
        "total: {max: '10', combine: mean}\nitems:\n  - {code: '1', label: M, max: '10', weight: '0'}\n",
        "trọng số 0",
    ),
    "a maximum below nothing": (
        "total: {max: '5'}\nitems:\n  - {code: '1', label: M, max: '10'}\n  - {code: '2', label: N, max: '-5', min: '-5'}\n",
        "max không thể âm",
    ),
    "a group of nothing": (item("items: []"), "items trống"),
    "points left out where nothing can be": (
        FOUR.replace("{max: '10'}", "{max: '10', left_out: rescale}", 1),
        "không mục con nào",
    ),
    "points spread where the best is taken": (
        "total: {max: '10', combine: best, left_out: spread}\nitems:\n  - {code: '1', label: M, max: '10', otherwise: left_out}\n",
        "spread chỉ dùng khi combine: sum",
    ),
    "rescaled to something, but not rescaled": (
        FOUR.replace("{max: '10'}", "{max: '10', rescale_to: '5'}", 1),
        "rescale_to chỉ dùng",
    ),
    "a ceiling as high as the maximum": (
        item(f"cap_when: [{{{WHEN}, at_most: '10'}}]") + YES_NO,
        "không hạ mức tối đa",
    ),
    "a bonus that must pass": (
        FOUR + "  - {code: '2', label: T, max: '2', role: bonus, pass_mark: '1'}\n" + FAILING,
        "không có điểm sàn",
    ),
    "a mark to reach above the maximum": (item("pass_mark: '11'") + FAILING, "điểm sàn cao hơn max"),
    "a share to reach of an open scale": (
        "items:\n  - {code: '1', label: M, pass_share: '0.5'}\n" + FAILING,
        "cần mục có max",
    ),
    "a deduction counted in full": (
        FOUR + "  - {code: '2', label: T, max: '2', role: deduction, otherwise: full}\n",
        "không thể otherwise: full",
    ),
    "an open line in a closed group": (FOUR + "  - {code: '2', label: Hai}\n", "Mục 2 không có max"),
    "an item within a group of another variant": (
        (
            "variants: {a: A, b: B}\ntotal: {max: '10'}\nitems:\n"
            "  - {code: '1', label: M, max: '10', only: [a], items: [{code: '2', label: N, max: '10'}, {code: '3', label: N, max: '4', only: [b]}]}\n"
            "  - {code: '4', label: N, max: '10', only: [b]}\n"
        ),
        "không loại đối tượng nào có mục này",
    ),
    # counting
    "a count of the failing with an edge": (
        item("pass_mark: '5'") + "measures: {f: {label: f, is: {count_items: failing, at_most: '0'}}}\nreport: [f]\n",
        "failing đếm",
    ),
    "listed lines under a group": (
        FOUR + "measures: {f: {label: f, is: {count_items: ['1'], at_most: '0', under: '1'}}}\nreport: [f]\n",
        "bỏ under",
    ),
    "lines under a criterion": (
        FOUR + "measures: {f: {label: f, is: {count_items: lines, at_most: '0', under: '1'}}}\nreport: [f]\n",
        "'1' là một tiêu chí",
    ),
    # levels, events, quotas
    "levels that are all gaps": (FOUR + "levels: [{gap: g}]\n", "chỉ có khoảng bỏ trống"),
    "a floor on marks that nobody gives": (LEVELS, "không có items"),
    "a cap at the top": (FOUR + YES_NO + LEVELS + f"caps: [{{name: c, {WHEN}, level: A, say: S}}]\n", "không hạ ai"),
    "the same flag twice": (
        FOUR + YES_NO + f"flags: [{{name: f, {WHEN}, say: S}}, {{name: f, {WHEN}, say: S}}]\n",
        "'f' đã dùng ở flags",
    ),
    "one name for two events": (
        FOUR
        + YES_NO
        + LEVELS
        + f"forced: [{{name: f, {WHEN}, level: B, say: S}}]\nflags: [{{name: f, {WHEN}, say: S}}]\n",
        "'f' đã dùng ở forced",
    ),
    "a quota of twenty for twenty per cent": (
        FOUR + LEVELS + "quotas: [{name: q, say: S, level: A, share: '20', of_levels: [B]}]\n",
        "20% là '0.2'",
    ),
    "a quota of fewer than nobody": (
        FOUR + LEVELS + "quotas: [{name: q, say: S, level: A, limit: '-1'}]\n",
        "số nguyên không âm",
    ),
    "a quota of half a person": (
        FOUR + LEVELS + "quotas: [{name: q, say: S, level: A, limit: '1.5'}]\n",
        "số nguyên không âm",
    ),
    "marks by the level they lead to": (
        one_line("{choose: level, options: {A: '10', B: '0'}}") + LEVELS,
        "chỉ flags được hỏi level",
    ),
    "marks by the rank they lead to": (one_line("rank") + "ranking: {by: [total]}\n", "chỉ flags được hỏi rank"),
    # the set as a whole
    "a set that ends before it begins": (
        "applies_from: 2026-05-01\napplies_until: 2026-01-01\n" + FOUR,
        "applies_until phải sau",
    ),
    "a set that ends on its first day": (
        "applies_from: 2026-05-01\napplies_until: 2026-05-01\n" + FOUR,
        "applies_until phải sau",
    ),
    "a share to reach above all": (item("pass_share: '1.01'") + FAILING, "điểm sàn cao hơn max"),
    "an open line counted in full": ("items:\n  - {code: '1', label: M, otherwise: full}\n", "cần mục có max"),
    "weights of nothing for one variant": (
        "variants: {a: A, b: B}\ntotal: {max: '10', combine: mean}\nitems:\n  - {code: '1', label: M, max: '10', weight: {a: '0', b: '1'}}\n",
        "trọng số 0",
    ),
    "an entry deep inside what is asked of each record": (
        one_line("{each: r, of: {sum: [{entry: number}, x]}}", asks=RECORDS),
        "entry chỉ dùng trong marks của một tiêu chí, không trong nhóm, measures hay danh sách",
    ),
    "a share of a record written as a percentage": (
        one_line(
            "{yes_no: '10'}",
            asks="asks: {r: {kind: records, label: r, fields: {s: {kind: share, label: s}}}}\n",
            extra=", zero_when: {some: r, where: {fact: s, above: '50'}}",
        ),
        "không bao giờ đúng (từ 0 đến 1)",
    ),
    "those over a number who join its base": (
        FOUR + LEVELS + "quotas: [{name: q, say: S, level: A, limit: '2', demoted_join: true}]\n",
        "demoted_join chỉ dùng với share",
    ),
    "those over a share who join the base they are in": (
        FOUR + LEVELS + "quotas: [{name: q, say: S, level: A, share: '0.5', of_levels: [A], demoted_join: true}]\n",
        "demoted_join chỉ dùng với share, khi mức bị giới hạn không nằm trong of_levels",
    ),
    "a set of nothing": ("notes: [gì]\n", "Bộ chưa chấm gì"),
    "a total of nothing": (
        "total: {max: '10'}\n" + YES_NO + f"levels: [{{code: A, {WHEN}}}, {{code: B}}]\n",
        "total chỉ dùng khi có items",
    ),
    "a fact shared by nobody": (
        one_line("x", asks="asks: {x: {kind: number, label: x, same_for: zz}}\n"),
        "same_for phải là all",
    ),
    "a fact shared by a shared fact": (
        one_line(
            "x", asks="asks: {x: {kind: number, label: x, same_for: g}, g: {kind: text, label: g, same_for: all}}\n"
        ),
        "same_for phải là all",
    ),
    "a shared fact presumed": (
        one_line(if_("is: true"), asks="asks: {x: {kind: yes_no, label: x, same_for: all, presumed: false}}\n"),
        "bỏ presumed",
    ),
    "a shared field of a record": (
        one_line(
            "{count: ds}",
            asks="asks: {ds: {kind: records, label: ds, fields: {p: {kind: share, label: p, same_for: all}}}}\n",
        ),
        "không cho ô trong danh sách",
    ),
    "a figure to record that is worked out": (
        one_line("x", asks="asks: {x: {kind: number, label: x, derived: true}}\n"),
        "số tính ra thì khai báo ở measures",
    ),
    "a measure of nothing": (FOUR + "measures: {m: {label: m}}\nreport: [m]\n", "viết một trong is"),
    "a measure of two things": (
        FOUR + "measures: {m: {label: m, is: '1', holds: {fact: total, above: '1'}}}\nreport: [m]\n",
        "viết một trong is",
    ),
    "a reading that is no choice": (
        FOUR + "readings: {r: {label: r, choices: {a: A, b: B}, default: c, why: w}}\n",
        "default phải là một trong a hoặc b",
    ),
    "a yes presumed of a day": (
        one_line(if_("until: 2026-01-01"), asks="asks: {x: {kind: date, label: x, presumed: true}}\n"),
        "presumed là true hoặc false",
    ),
    "a level without a name": (FOUR + "levels: [{at_least: '5'}, {code: B}]\n", "viết code (mã mức), hoặc gap"),
    "a level that is a gap": (
        FOUR + "levels: [{code: A, gap: g, at_least: '5'}, {code: B}]\n",
        "viết code (mã mức), hoặc gap",
    ),
    "a level with a ceiling": (FOUR + "levels: [{code: A, at_most: '5'}, {code: B}]\n", "mức chỉ có sàn"),
    "a level below a ceiling": (FOUR + "levels: [{code: A, below: '5'}, {code: B}]\n", "mức chỉ có sàn"),
    "a cap without a level": (
        FOUR + LEVELS + YES_NO + f"caps: [{{name: c, say: S, {WHEN}}}]\n",
        "viết một trong level (mức cao nhất được xếp)",
    ),
    "a cap with two levels": (
        FOUR + LEVELS + YES_NO + f"caps: [{{name: c, say: S, {WHEN}, level: B, level_of: x}}]\n",
        "viết một trong level (mức cao nhất được xếp)",
    ),
    "a quota of nothing": (
        FOUR + LEVELS + "quotas: [{name: q, say: S, level: A, of_everyone: true}]\n",
        "viết một trong share (tỷ lệ) và limit (số lượng)",
    ),
    "a quota of two things": (
        FOUR + LEVELS + "quotas: [{name: q, say: S, level: A, share: '0.2', of_everyone: true, limit: '3'}]\n",
        "viết một trong share (tỷ lệ) và limit (số lượng)",
    ),
    "a share of everybody and of some": (
        FOUR + LEVELS + "quotas: [{name: q, say: S, level: A, share: '0.2', of_everyone: true, of_levels: [B]}]\n",
        "share cần biết tính trên ai",
    ),
    "a share of more than all": (
        FOUR + LEVELS + "quotas: [{name: q, say: S, level: A, share: '1.5', of_everyone: true}]\n",
        "share viết từ 0 đến 1",
    ),
    "an order by nothing": (FOUR + "ranking: {by: []}\n", "by phải có ít nhất một đại lượng"),
    "a bound that is worked out": (one_line(if_("at_least: {share: ['2', '3']}"), asks=NUMBER), "đặt hiệu"),
    "a bound that is a name": (one_line(if_("at_least: y"), asks=NUMBER), "đặt hiệu"),
    "a frame that is worked out": (one_line("{ask: x, to: y}", asks=NUMBER), "đặt hiệu"),
    "a defect in words about nothing": (
        FOUR + "known_defects: [{problem: text, at: '9', say: S}]\n",
        "không có mục, mức hay tên '9'",
    ),
    "a defect somewhere else": (
        one_line("{yes_no: '8'}") + "known_defects: [{problem: sum, at: '1', say: S}]\n",
        "(thấy: unreachable_max ở '1')",
    ),
}


@pytest.mark.parametrize(("body", "wanted"), BROKEN.values(), ids=BROKEN.keys())
def test_a_set_that_cannot_work_is_refused(body: str, wanted: str) -> None:
    found = faults(body)
    assert any(wanted in text for text in found), found
    assert all(text.split(":")[0] != "None" for text in found), found


WORKING = {
    "a count with a least": one_line("x", asks="asks: {x: {kind: count, label: x, at_least: '1', at_most: '10'}}\n"),
    "nobody": FOUR + LEVELS + "quotas: [{name: q, say: S, level: A, share: '0', of_everyone: true}]\n",
    "everybody": FOUR + LEVELS + "quotas: [{name: q, say: S, level: A, share: '1', of_everyone: true}]\n",
    "none at all": FOUR + LEVELS + "quotas: [{name: q, say: S, level: A, limit: '0'}]\n",
    "a choice presumed": one_line(
        "{choose: x, options: {a: '10', b: '5'}}",
        asks="asks: {x: {kind: choice, label: x, choices: {a: A, b: B}, presumed: a}}\n",
    ),
    "a no presumed": one_line(if_("is: true"), asks="asks: {x: {kind: yes_no, label: x, presumed: false}}\n"),
    "an occurrence presumed": one_line(
        if_("is: true"), asks="asks: {x: {kind: occurrence, label: x, presumed: false}}\n"
    ),
    "a number with both limits": one_line(
        "x", asks="asks: {x: {kind: number, label: x, at_least: '0', at_most: '10'}}\n"
    ),
    "a number that can only be one": one_line(
        "x", asks="asks: {x: {kind: number, label: x, at_least: '10', at_most: '10'}}\n"
    ),
    "a step that meets both ends": item("step: '2.5', min: '2.5'"),
    "a bound that always holds": one_line(if_("at_least: '0'"), asks=COUNT),
    "a share recorded beyond all": one_line(
        if_("at_least: '1.2'"), asks="asks: {x: {kind: share, label: x, at_most: '1.5'}}\n"
    ),
    "a share worked out beyond all": FOUR + TWO + "flags: [{name: f, say: S, when: {fact: s, above: '1.5'}}]\n",
    "a floor of zero on what may be below": one_line(bands("{at_least: '0', marks: '10'}"), asks=NUMBER),
    "one number exactly": one_line(if_("at_least: '3', at_most: '3'"), asks=NUMBER),
    "a day with one limit": one_line(if_("until: 2026-01-01"), asks=DAY),
    "a ceiling that lowers what may exceed": FOUR.replace(
        "{max: '10'}", f"{{max: '10', may_exceed: true, cap_when: [{{{WHEN}, at_most: '10'}}]}}", 1
    )
    + "  - {code: '2', label: T, max: '5', role: bonus}\n"
    + YES_NO,
    "a level that only a ceiling below the least leads to": item(f"min: '5', cap_when: [{{{WHEN}, at_most: '3'}}]")
    + YES_NO
    + LEVELS,
    "a line of no marks, for the record": FOUR + "  - {code: '2', label: Hai, max: '0'}\n",
    "a mark to reach that is the maximum": item("pass_mark: '10'") + FAILING,
    "a line of one possible mark": item("min: '10'"),
    "levels only": YES_NO + f"levels: [{{code: A, {WHEN}}}, {{code: B}}]\n",
    "flags only": YES_NO + f"flags: [{{name: f, {WHEN}, say: S}}]\n",
    "figures only": NUMBER + "measures: {y: {label: y, is: x}}\nreport: [y]\n",
    "a set without an end": "applies_from: 2026-05-01\n" + FOUR,
    "weights by variant": (
        "variants: {a: A, b: B}\ntotal: {max: '10', combine: mean}\nitems:\n  - {code: '1', label: M, max: '10', weight: {a: '0', b: '1'}}\n"
        "  - {code: '2', label: N, max: '10', weight: {a: '1', b: '0'}}\n"
    ),
    "a ceiling that lowers one variant": (
        "variants: {a: A, b: B}\ntotal: {max: {a: '10', b: '4'}}\nitems:\n"
        f"  - {{code: '1', label: M, max: {{a: '10', b: '4'}}, cap_when: [{{{WHEN}, at_most: '5'}}]}}\n"
    )
    + YES_NO,
    "an open scale": "items:\n  - {code: '1', label: Một, marks: {times: '2'}}\n  - {code: '2', label: Hai, max: '5'}\n",
    "an open group in an open scale": "items:\n  - {code: '1', label: M, items: [{code: '2', label: N, marks: {times: '2'}}]}\n",
    "a defect in words": FOUR + "known_defects: [{problem: text, at: '1', say: Hai cách hiểu}]\n",
    "a number and a flag of the same kind of name": FOUR + YES_NO + LEVELS + f"flags: [{{name: a, {WHEN}, say: S}}]\n",
    "one weight of nothing among others": (
        "total: {max: '10', combine: mean}\nitems:\n  - {code: '1', label: M, max: '10', weight: '0'}\n  - {code: '2', label: N, max: '10'}\n"
    ),
    "a gap under a condition": FOUR
    + YES_NO
    + f"levels: [{{code: A, at_least: '5'}}, {{gap: g, {WHEN}}}, {{code: B}}]\n",
}


@pytest.mark.parametrize("body", WORKING.values(), ids=WORKING.keys())
def test_a_set_that_can_work_is_not_refused(body: str) -> None:
    assert faults(body) == []


def test_everything_that_is_wrong_is_said_at_once_from_the_top_of_the_file_down() -> None:
    body = "asks: {zz: {kind: number, label: z}}\ntotal: {max: '10'}\nitems:\n  - {code: '1', label: M, max: '12'}\nlevels: [{code: A, at_least: '9'}]\n"
    with pytest.raises(BadSetError) as refused:
        written_set(body)
    lines = str(refused.value).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["thu.yaml:7:", "thu.yaml:8:", "thu.yaml:11:"]
    with pytest.raises(BadSetError, match=r"^thu\.yaml:8: Mục 'asks' viết hai lần"):
        written_set("asks: {}\n" * 2)
