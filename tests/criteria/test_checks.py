"""`criteria check` refuses sets that cannot work, says where, and names every problem at once."""

import re

import pytest

from congtam.engine.criteria.loading import BadSetError, read_set
from tests.criteria.writing import HEADER, faults, one_line

FOUR = "total: {max: '10'}\nitems:\n  - {code: '1', label: Một, max: '10'}\n"


def only_fault(body: str) -> str:
    found = faults(body)
    assert len(found) == 1, found
    return found[0]


def test_a_set_that_works_has_no_problem() -> None:
    assert faults(FOUR) == []


def test_every_semantic_problem_is_named_with_its_line() -> None:
    body = (
        "total: {max: '100'}\n"
        "items:\n"
        "  - code: I\n"
        "    label: Nhóm\n"
        "    max: '30'\n"
        "    items:\n"
        "      - {code: I.1, label: Một, max: '10'}\n"
        "      - {code: I.2, label: Hai, max: '15', marks: {options: {'a': '5', 'b': '16'}}}\n"
        "  - {code: II, label: Kết quả, max: '60', marks: '50'}\n"
    )
    found = faults(body)
    assert [text.split(":")[0] for text in found] == ["7", "9", "14", "15"]
    assert "tối đa 100 nhưng cộng các mục được 90" in found[0]
    assert "Nhóm I tối đa 30 nhưng cộng các mục được 25" in found[1]
    assert "tối đa 15 nhưng cách tính cho đến 16" in found[2]
    assert "tối đa 60 nhưng cách tính chỉ đạt nhiều nhất 50" in found[3]


def test_every_badly_written_place_is_named() -> None:
    body = "total: {max: '10'}\nitems:\n  - {code: '1', label: Một, maximum: '10'}\n  - {code: '2', label: Hai, max: '10', marks: {xyz: '1'}}\n"
    found = faults(body)
    assert any("Không có mục 'maximum'" in text and text.startswith("9") for text in found)
    assert any("không rõ cách tính gì" in text and text.startswith("10") for text in found)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        pytest.param(FOUR.replace("'10'}\nitems", "9.5}\nitems"), "'9.5'", id="a bare decimal"),
        pytest.param(FOUR.replace("label: Một", "label: Một, label: Hai"), "viết hai lần", id="a key written twice"),
        pytest.param(FOUR + "  - {code: '1', label: Hai, max: '0'}\n", "dùng hai lần", id="a code used twice"),
        pytest.param(FOUR.replace("code: '1'", "code: total"), "đã dành cho tổng điểm", id="the code of the whole"),
        pytest.param(one_line("{of_max: done}"), "không có dữ kiện 'done'", id="an ask nobody declared"),
        pytest.param(one_line("{marks_of: '9'}"), "không có mục mang mã '9'", id="a line that is not there"),
        pytest.param(
            one_line(
                "{choose: how, options: {a: '10'}}",
                asks="asks: {how: {kind: choice, label: cách, choices: {a: A, b: B}}}\n",
            ),
            "thiếu điểm cho lựa chọn b",
            id="a choice without marks",
        ),
        pytest.param(
            one_line(
                "{choose: how, options: {a: '10', z: '1'}}",
                asks="asks: {how: {kind: choice, label: cách, choices: {a: A}}}\n",
            ),
            "không có lựa chọn z",
            id="marks for a choice that is not there",
        ),
        pytest.param(
            one_line("{bands: x, rows: [{at_least: '5', marks: '10'}]}", asks="asks: {x: {kind: number, label: x}}\n"),
            "bands thiếu nấc cuối",
            id="bands that leave a hole",
        ),
        pytest.param(
            one_line(
                "{bands: x, rows: [{at_least: '5', marks: '10'}, {at_least: '8', marks: '3'}, {marks: '0'}]}",
                asks="asks: {x: {kind: number, label: x}}\n",
            ),
            "không bao giờ tới. Hãy xếp từ cao xuống",
            id="bands in the wrong order",
        ),
        pytest.param(
            one_line(
                "{bands: x, rows: [{at_least: '90', marks: '10'}, {marks: '0'}]}",
                asks="asks: {x: {kind: share, label: x}}\n",
            ),
            "nằm ngoài khả năng của đại lượng (từ 0 đến 1)",
            id="a percentage where a share is measured",
        ),
        pytest.param(
            one_line(
                "{bands: x, rows: [{at_least: '5', marks: '10'}, {at_most: '1', marks: '3'}, {marks: '0'}]}",
                asks="asks: {x: {kind: number, label: x}}\n",
            ),
            "chỉ đi một chiều",
            id="bands in both directions",
        ),
        pytest.param(
            one_line(
                "{bands: x, rows: [{marks: '10'}, {at_least: '1', marks: '3'}]}",
                asks="asks: {x: {kind: number, label: x}}\n",
            ),
            "phải đứng cuối bands",
            id="a catch-all that is not last",
        ),
        pytest.param(
            one_line(
                "{cases: [{when: {fact: x, is: true}, marks: '10'}]}", asks="asks: {x: {kind: yes_no, label: x}}\n"
            ),
            "cases thiếu dòng cuối",
            id="cases that leave a hole",
        ),
        pytest.param(
            one_line("{yes_no: '12'}"), "tối đa 10 nhưng cách tính cho đến 12", id="an option beyond the maximum"
        ),
        pytest.param(
            one_line(
                "{choose: how, options: {a: {from: '1', to: '12'}, b: '0'}}",
                asks="asks: {how: {kind: choice, label: cách, choices: {a: A, b: B}}}\n",
            ),
            "cách tính cho đến 12",
            id="a range of severity beyond the maximum",
        ),
        pytest.param(one_line("{yes_no: '8'}"), "chỉ đạt nhiều nhất 8", id="a maximum nobody can reach"),
        pytest.param(
            one_line("{options: {a: '10', b: '-1'}}"), "thấp nhất 0 nhưng cách tính cho -1", id="marks below the least"
        ),
        pytest.param(
            FOUR + "  - {code: '2', label: Thưởng, role: bonus, marks: {times: '1'}}\n",
            "không có max trong khi tổng điểm bị giới hạn",
            id="a bonus without a cap",
        ),
        pytest.param(
            FOUR + "levels: [{code: A, at_least: '11'}, {code: B}]\n",
            "cần 11 nhưng tổng điểm cao nhất chỉ 10",
            id="a level above the total",
        ),
        pytest.param(
            FOUR + "levels: [{code: A, at_least: '5'}, {code: B, at_least: '7'}, {code: C}]\n",
            "Mức B (sàn 7) đứng sau mức A",
            id="levels in the wrong order",
        ),
        pytest.param(
            FOUR + "levels: [{code: A, at_least: '5'}]\n",
            "Mức cuối phải nhận mọi trường hợp còn lại",
            id="totals without a level",
        ),
        pytest.param(
            FOUR + "levels: [{code: A}, {code: B, at_least: '5'}, {code: C}]\n",
            "các mức sau không bao giờ tới",
            id="a level that takes everything first",
        ),
        pytest.param(
            FOUR + "levels: [{code: A, at_least: '0'}, {code: B}]\n",
            "Mức B không bao giờ tới",
            id="a bottom level below the least total",
        ),
        pytest.param(
            FOUR + "levels: [{code: A, at_least: '5'}, {code: A}]\n", "'A' đã dùng ở levels", id="a level written twice"
        ),
        pytest.param(
            FOUR + "levels: [{code: A, at_least: '5', of: xyz}, {code: B}]\n",
            "of phải là total",
            id="a floor on nothing",
        ),
        pytest.param(
            FOUR
            + "asks: {x: {kind: yes_no, label: x}}\nlevels: [{code: A, at_least: '5', when: {fact: x, is: true}}, {code: B}]\n",
            "đủ điểm mà thiếu điều kiện thì sao",
            id="a level with both, and no word on which gives way",
        ),
        pytest.param(
            FOUR + "levels: [{code: A, at_least: '5'}, {code: B}]\nwhen_level_conditions_fail: no_level\n",
            "chỉ dùng khi có mức vừa có sàn vừa có when",
            id="a rule for nothing",
        ),
        pytest.param(
            FOUR
            + "asks: {x: {kind: yes_no, label: x}}\nforced: [{name: f, when: {fact: x, is: true}, level: Z, say: S}]\n",
            "không có mức 'Z'",
            id="a level forced that is not there",
        ),
        pytest.param(
            FOUR
            + "asks: {x: {kind: yes_no, label: x}}\ncaps: [{name: f, level_of: x, say: S}]\nlevels: [{code: A, at_least: '5'}, {code: B}]\n",
            "level_of phải là dữ kiện loại choice",
            id="a cap at something that is no level",
        ),
        pytest.param(FOUR + "ranking: {by: ['1']}\n", "không phân định được gì", id="ties broken by a constant"),
        pytest.param(
            FOUR + "ranking: {by: [total, total]}\n", "không phân định được gì", id="ties broken by the same again"
        ),
        pytest.param(FOUR + "ranking: {by: []}\n", "by phải có ít nhất một", id="an order by nothing"),
        pytest.param(FOUR + "ranking: {by: [total], within: zzz}\n", "within 'zzz'", id="an order within nothing"),
        pytest.param(
            FOUR + "quotas: [{name: q, say: S, level: A, share: '0.2'}]\n", "of_levels", id="a share of nobody"
        ),
        pytest.param(
            FOUR + "quotas: [{name: q, say: S, level: A, share: '0.2', of_levels: [B]}]\n",
            "không có mức 'A'",
            id="a quota of no level",
        ),
        pytest.param(FOUR + "variants: {a: A, b: B}\n", "không làm khác điều gì", id="a variant never used"),
        pytest.param(
            FOUR.replace("max: '10'}\n", "max: {a: '10'}}\n").replace("total: {max: {a: '10'}}", "total: {max: '10'}")
            + "variants: {a: A, b: B}\n",
            "phải ghi đủ",
            id="a variant without a maximum",
        ),
        pytest.param(
            FOUR.replace("label: Một,", "label: Một, only: [zz],"),
            "không có loại đối tượng 'zz'",
            id="a variant that is not there",
        ),
        pytest.param(
            FOUR + "asks: {x: {kind: yes_no, label: x}}\n", "khai báo ở asks mà không dùng", id="an ask never used"
        ),
        pytest.param(
            FOUR + "measures: {x: {label: x, is: '1'}}\n",
            "khai báo ở measures mà không dùng",
            id="a measure never used",
        ),
        pytest.param(
            FOUR + "measures: {x: {label: x, is: x}}\nreport: [x]\n", "tính vòng quanh", id="a measure of itself"
        ),
        pytest.param(one_line("{marks_of: '1'}"), "tính vòng quanh", id="a line of itself"),
        pytest.param(FOUR + "report: [x]\n", "không có đại lượng 'x'", id="a report of nothing"),
        pytest.param(FOUR + "asks: {total: {kind: number, label: x}}\n", "Tên 'total' đã dùng", id="a reserved name"),
        pytest.param(
            FOUR + "measures: {x: {label: x, is: {entry: number}}}\nreport: [x]\n",
            "entry chỉ dùng trong marks",
            id="an entry outside a line",
        ),
        pytest.param(
            FOUR + "measures: {x: {label: x, is: {of_max: '1'}}}\nreport: [x]\n",
            "of_max chỉ dùng trong mục có max",
            id="a maximum of nothing",
        ),
        pytest.param(
            one_line("{sum: [{entry: number}, {entry: count}]}"),
            "chỉ ghi một giá trị dưới mã",
            id="two entries under one code",
        ),
        pytest.param(
            FOUR.replace("max: '10'}\n", "max: '10', pass_mark: '5'}\n").replace(
                "total: {max: '10', pass_mark: '5'}", "total: {max: '10'}"
            ),
            "điểm sàn không có hậu quả",
            id="a mark to reach that changes nothing",
        ),
        pytest.param(
            FOUR.replace("label: Một,", "label: Một, applies: {fact: total, at_least: '1'},"),
            "phải viết otherwise",
            id="not applicable, and then what",
        ),
        pytest.param(
            FOUR.replace("label: Một,", "label: Một, left_out: spread,"),
            "chỉ dùng cho nhóm có items",
            id="points spread over nothing",
        ),
        pytest.param(
            FOUR.replace("label: Một,", "label: Một, min: '11',"), "min lớn hơn max", id="a least above the most"
        ),
        pytest.param(
            FOUR.replace("label: Một,", "label: Một, weight: '2',"),
            "weight chỉ dùng trong nhóm combine: mean",
            id="a weight where nothing is weighed",
        ),
        pytest.param(
            "items:\n  - {code: '1', label: Một, max: '10'}\n",
            "Chưa ghi điểm tối đa của cả bộ",
            id="no maximum of the whole",
        ),
        pytest.param(
            FOUR + "known_defects: [{problem: sum, at: '1', say: S}]\n",
            "không thấy lỗi sum ở '1'",
            id="a defect that is not there",
        ),
    ],
)
def test_the_check_refuses(body: str, wanted: str) -> None:
    assert any(wanted in text for text in faults(body)), faults(body)


def test_sums_are_checked_for_each_variant() -> None:
    body = (
        "variants: {a: loại A, b: loại B}\ntotal: {max: '10'}\nitems:\n"
        "  - {code: '1', label: Một, max: {a: '6', b: '10'}}\n  - {code: '2', label: Hai, max: '4', only: [a]}\n"
    )
    assert faults(body) == []
    assert "Tổng điểm (loại B) tối đa 10 nhưng cộng các mục được 9" in only_fault(body.replace("b: '10'", "b: '9'"))


def test_a_declared_defect_is_carried() -> None:
    body = (
        one_line("{yes_no: '8'}") + "known_defects: [{problem: unreachable_max, at: '1', say: Văn bản ghi tối đa 10}]\n"
    )
    assert faults(body) == []


def test_a_tier_that_goes_down_is_allowed() -> None:
    asks = "asks: {late: {kind: count, label: số lần chậm}}\n"
    assert (
        faults(
            one_line(
                "{bands: late, rows: [{at_most: '0', marks: '10'}, {at_most: '2', marks: '5'}, {marks: '0'}]}",
                asks=asks,
            )
        )
        == []
    )


def test_a_strict_edge_and_the_same_edge_included_leave_one_point_between() -> None:
    asks = "asks: {x: {kind: share, label: x}}\n"
    rows = "[{above: '0.5', marks: '10'}, {at_least: '0.5', marks: {gap: đúng một nửa}}, {marks: '4'}]"
    assert faults(one_line(f"{{bands: x, rows: {rows}}}", asks=asks)) == []
    swapped = "[{at_least: '0.5', marks: '10'}, {above: '0.5', marks: '5'}, {marks: '4'}]"
    assert "không bao giờ tới" in only_fault(one_line(f"{{bands: x, rows: {swapped}}}", asks=asks))


def test_a_share_allowed_above_one_hundred_per_cent_may_be_cut_at_the_maximum() -> None:
    asks = "asks: {x: {kind: share, label: x, at_most: '2'}}\n"
    assert faults(one_line("{of_max: x}", asks=asks)) == []


def test_a_group_that_no_variant_has_anything_in_is_refused() -> None:
    body = (
        "variants: {a: A, b: B}\ntotal: {max: '10'}\nitems:\n"
        "  - {code: '1', label: Nhóm, max: '10', items: [{code: '2', label: Hai, max: '10', only: [a]}]}\n"
    )
    assert any("Nhóm 1 (B) không có mục nào" in text for text in faults(body))


def test_a_group_may_be_zero_when_one_of_its_own_lines_is() -> None:
    body = (
        "measures: {zeros: {label: số mục 0 điểm, kind: count, is: {count_items: lines, at_most: '0', under: I}}}\n"
        "total: {max: '10'}\nitems:\n  - code: I\n    label: Nhóm\n    max: '10'\n    zero_when: {fact: zeros, above: '0'}\n"
        "    items: [{code: I.1, label: Một, max: '4'}, {code: I.2, label: Hai, max: '6'}]\n"
    )
    assert faults(body) == []


def test_a_formula_inside_a_band_is_faulted_only_when_all_it_gives_lies_outside() -> None:
    asks = "asks: {x: {kind: share, label: x}}\n"
    falling = "{minus: ['10', {product: [{minus: ['1', x]}, '50']}]}"
    assert (
        faults(one_line(f"{{bands: x, rows: [{{at_least: '0.8', marks: {falling}}}, {{marks: '0'}}]}}", asks=asks))
        == []
    )
    assert "cho đến 11" in only_fault(
        one_line("{bands: x, rows: [{at_least: '0.8', marks: '11'}, {marks: '0'}]}", asks=asks)
    )


def test_an_item_is_gone_with_the_group_it_stands_in() -> None:
    body = (
        "variants: {a: A, b: B}\ntotal: {max: {a: '10', b: '4'}}\nitems:\n"
        "  - code: I\n    label: Nhóm\n    max: '6'\n    only: [a]\n    items: [{code: I.1, label: Một, max: {a: '6'}}]\n"
        "  - {code: II, label: Hai, max: '4'}\n"
    )
    assert faults(body) == []


def test_only_flags_may_ask_for_the_level() -> None:
    body = (
        FOUR
        + "levels: [{code: A, at_least: '5'}, {code: B}]\nflags: [{name: f, when: {fact: level, one_of: [A]}, say: Đạt}]\n"
    )
    assert faults(body) == []
    assert "chỉ flags được hỏi level" in only_fault(body.replace("flags:", "not_rated:"))


def test_a_decimal_comma_or_a_percent_sign_is_told_how_to_write() -> None:
    assert "viết dấu chấm thập phân" in only_fault(one_line("'2,5'"))
    assert "90% là '0.9'" in only_fault(one_line("'90%'"))


def test_a_key_beside_a_short_form_is_refused() -> None:
    assert "không có mục 'otherwise' bên cạnh 'if'" in only_fault(
        one_line("{if: {fact: x, is: true}, then: '1', otherwise: '0'}")
    )
    assert faults(one_line("{if: {fact: total, at_least: '1'}}"))


ANY = "asks: {x: {kind: number, label: x}, r: {kind: records, label: việc, fields: {n: {kind: number, label: n}}}}\n"


@pytest.mark.parametrize(
    ("marks", "extra", "told"),
    [
        ("x", ", step: '0.5'", "step chỉ dùng cho tiêu chí chấm tay"),
        ("x", ", pass_mark: '5', pass_share: '0.5'", "chỉ viết một trong pass_mark, pass_share"),
        ("{bands: x, rows: [{at_least: '5', below: '8', marks: '1'}, {marks: '0'}]}", "", "mỗi nấc chỉ viết một trong"),
        ("{each: r, of: n, best: 0}", "", "best phải từ 1 trở lên"),
        ("{peer: average}", "", "peer cần mục of"),
        ("{peer: count, of: x}", "", "peer cần mục of"),
    ],
)
def test_a_line_that_says_two_things_or_nothing_is_refused(marks: str, extra: str, told: str) -> None:
    # One of the two would be taken in silence, and nobody could tell which by looking at the marks.
    assert any(told in fault for fault in faults(one_line(marks, asks=ANY, extra=extra)))


def test_a_step_is_allowed_where_marks_are_given_by_hand() -> None:
    body = "total: {max: '10'}\nitems: [{code: '1', label: Một, max: '10', step: '0.5'}]\n"
    assert faults(body) == []


@pytest.mark.parametrize("unit", ["0", "-0.5"])
def test_rounding_to_nothing_is_refused(unit: str) -> None:
    body = "total: {max: '10', round: {to: 'UNIT'}}\nitems: [{code: '1', label: Một, max: '10'}]\n"
    assert faults(body.replace("UNIT", unit)) == ["7: total.round: to phải lớn hơn 0, ví dụ '0.01'."]


def test_a_group_is_not_given_by_hand() -> None:
    body = "total: {max: '10'}\nitems: [{code: I, label: Nhóm, max: '10', step: '1', items: [{code: '1', label: Một, max: '10'}]}]\n"
    assert any("step chỉ dùng cho tiêu chí chấm tay" in fault for fault in faults(body))


def test_limits_may_leave_one_number_but_not_none() -> None:
    nothing = "from lớn hơn giới hạn trên nên không ghi được số nào"
    for limits, refused in (
        ("from: '10', to: '10'", False),
        ("from: '10', below: '10'", True),
        ("from: '10', to: '9'", True),
        ("from: '10', below: '9'", True),
    ):
        assert any(nothing in fault for fault in faults(one_line(f"{{by_hand: {{{limits}}}}}"))) is refused


def test_a_badly_written_id_is_told_how_to_write() -> None:
    with pytest.raises(BadSetError) as refused:
        read_set(HEADER.replace("id: thu", "id: Bo_1") + FOUR, "thu.yaml")
    assert [error.message for error in refused.value.found] == [
        "id: viết chữ thường không dấu, số, gạch nối, ví dụ suoi-mo-2026."
    ]


FIGURES = (
    "asks:\n"
    "  x: {kind: number, label: x, at_least: '2', at_most: '7'}\n"
    "  n: {kind: number, label: n}\n"
    "  c: {kind: count, label: c}\n"
    "  s: {kind: share, label: s}\n"
    "  wide: {kind: share, label: wide, at_most: '2'}\n"
    "  y: {kind: yes_no, label: y}\n"
    "  o: {kind: occurrence, label: o}\n"
    "  d: {kind: date, label: d}\n"
    "  e: {kind: date, label: e}\n"
    "  how: {kind: choice, label: how, choices: {a: A, b: B}}\n"
    "  tasks:\n    kind: records\n    label: việc\n    fields:\n"
    "      p: {kind: count, label: p, at_most: '3'}\n"
    "      m: {kind: number, label: m, at_least: '-3', at_most: '-1'}\n"
    "      f: {kind: number, label: f, at_least: '1', at_most: '4'}\n"
    "      z: {kind: number, label: z, at_least: '-3', at_most: '0'}\n"
    "      ok: {kind: yes_no, label: đạt}\n"
    "      year: {kind: count, label: năm}\n"
    "measures: {twice: {label: hai lần x, is: {product: [x, '2']}}, claim: {label: c, holds: {fact: y, is: true}}}\n"
)


def furthest(marks: str) -> str | None:
    """Return the most that an amount can give, as the check says it; None where nothing stops it."""
    told = [
        re.search(r"chỉ đạt nhiều nhất (\S+)[.] Hãy", text)
        for text in faults(one_line(marks, most="900", asks=FIGURES))
    ]
    (most,) = [found[1] for found in told if found] or [None]
    return most


@pytest.mark.parametrize(
    ("marks", "most", "least_turned"),
    [
        ("'5'", "5", "-5"),
        ("x", "7", "-2"),
        ("n", None, None),
        ("c", None, "0"),
        ("s", "1", "0"),
        ("wide", "2", "0"),
        ("y", "1", "0"),
        ("o", "1", "0"),
        ("claim", "1", "0"),
        ("twice", "14", "-4"),
        ("{ask: x, from: '3', to: '6'}", "6", "-3"),
        ("{ask: x, below: '6'}", "6", "-2"),
        ("{entry: number}", None, None),
        ("{entry: number, from: '1', to: '6'}", "6", "-1"),
        ("{entry: count}", None, "0"),
        ("{entry: share}", "1", "0"),
        ("{entry: share, to: '1.5'}", "1,5", "0"),
        ("{entry: yes_no}", "1", "0"),
        ("{days: [d, e]}", None, None),
        ("{of_max: s}", None, "0"),
        ("{of_max: '0.5'}", "450", "-450"),
        ("{sum: [x, y, '1']}", "9", "-3"),
        ("{minus: [x, y, '1']}", "6", "0"),
        ("{product: [x, '3']}", "21", "-6"),
        ("{product: [x, '-3']}", "-6", "21"),
        ("{share: [x, c]}", None, None),
        ("{least: [x, '5']}", "5", "-2"),
        ("{least: [x, c]}", "7", "0"),
        ("{least: [c, c]}", None, "0"),
        ("{most: [x, '5']}", "7", "-5"),
        ("{most: [x, n]}", None, "-2"),
        ("{most: [n, n]}", None, None),
        ("{mean: [x, '1']}", "4", "-1,5"),
        ("{round: {mean: [x, '1']}, to: '1', way: up}", "4", "-2"),
        ("{round: {mean: [x, '1']}, to: '1', way: down}", "4", "-1"),
        ("{round: c, to: '1'}", None, "0"),
        ("{bands: c, rows: [{at_least: '5', marks: x}, {marks: '1'}]}", "7", "-1"),
        ("{bands: c, rows: [{at_least: '5', marks: x}, {marks: {gap: hãy đọc}}]}", "7", "-2"),
        ("{choose: how, options: {a: x, b: '9'}}", "9", "-2"),
        ("{options: {a: x, b: c}}", None, "0"),
        ("{if: {fact: y, is: true}, then: x, else: '1'}", "7", "-1"),
        ("{climb: c, from: '1', base: x, step: '1', per_step: '1'}", None, "-2"),
        ("{climb: c, from: '1', base: x, step: '1', per_step: '0.5'}", None, "-2"),
        ("{climb: c, from: '1', base: x, step: '1', per_step: '-1'}", "7", None),
        ("{climb: c, from: '1', base: x, step: '1', per_step: '0'}", "7", "-2"),
        ("{climb: c, from: '1', base: x, step: '1', per_step: n}", None, None),
        ("{each: tasks, of: p}", None, "0"),
        ("{each: tasks, of: p, best: 2}", "6", "0"),
        ("{each: tasks, of: n}", None, None),
        ("{each: tasks, of: year}", None, "0"),
        ("{each: tasks, of: year, best: 2}", None, "0"),
        ("{each: tasks, of: m}", "0", None),
        ("{each: tasks, of: m, best: 2}", "0", None),
        ("{each: tasks, of: z}", "0", None),
        ("{each: tasks, of: ok}", None, "0"),
        ("{each: tasks, of: f}", None, "0"),
        ("{each: tasks, of: f, take: most}", "4", "-1"),
        ("{each: tasks, of: f, take: mean}", "4", "-1"),
        ("{count: tasks}", None, "0"),
        ("{streak: tasks, by: year, where: {fact: ok, is: true}}", None, "0"),
        ("{peer: average, of: x}", "7", "-2"),
        ("{peer: best, of: x}", "7", "-2"),
        ("{peer: total, of: x}", None, "0"),
        ("{peer: total, of: s}", None, "0"),
        ("{peer: total, of: n}", None, None),
        ("{peer: total, of: {minus: ['0', x]}}", None, None),
        ("{peer: rank, of: x}", None, "-1"),
        ("{peer: count}", None, "-1"),
    ],
)
def test_how_far_an_amount_can_reach_either_way(marks: str, most: str | None, least_turned: str | None) -> None:
    assert (furthest(marks), furthest(f"{{minus: ['0', {marks}]}}")) == (most, least_turned)


@pytest.mark.parametrize("marks", ["{share_of: '2'}", "{count_items: ['2'], at_least: '1'}"])
def test_a_share_or_a_number_of_other_lines_is_never_below_zero(marks: str) -> None:
    other = "  - {code: '2', label: Hai, max: '6'}\n"
    (turned,) = (text for text in faults(one_line(f"{{minus: ['0', {marks}]}}") + other) if "chỉ đạt" in text)
    assert "chỉ đạt nhiều nhất 0." in turned
    assert not any("chỉ đạt" in text for text in faults(one_line(marks) + other))


def grouped(group: str, *items: str) -> str:
    """Return a set of one group with its items, and one line that takes the marks of the group."""
    written = "".join(f"      - {item}\n" for item in items)
    return (
        "total: {max: '900'}\nitems:\n"
        f"  - code: G\n    label: Nhóm\n{group}    items:\n{written}"
        "  - {code: '9', label: Theo nhóm, max: '900', marks: {marks_of: G}}\n"
    )


A, B = "{code: a, label: A, max: '6'", "{code: b, label: B, max: '4'"


@pytest.mark.parametrize(
    ("group", "items", "most"),
    [
        ("    max: '10'\n", [f"{A}}}", f"{B}}}"], "10"),
        ("    max: '8'\n", [f"{A}}}", f"{B}}}"], "8"),
        ("    max: '8'\n    may_exceed: true\n", [f"{A}}}", f"{B}}}"], "10"),
        ("    max: '10'\n", [f"{A}}}", f"{B}, role: bonus}}"], "10"),
        ("    max: '10'\n", [f"{A}}}", f"{B}, role: deduction}}"], "6"),
        ("    max: '10'\n    combine: best\n", [f"{A}}}", f"{B}}}"], "6"),
        ("    max: '10'\n    combine: mean\n", [f"{A}}}", f"{B}}}"], "10"),
        ("    max: '10'\n    combine: mean\n", [f"{A}, marks: {{yes_no: '3'}}}}", f"{B}}}"], "7,5"),
        ("    max: '10'\n    combine: mean\n", [f"{A}, weight: '3', marks: {{yes_no: '3'}}}}", f"{B}}}"], "6,25"),
        ("    max: '10'\n    marks: {sum: [{marks_of: a}, '1']}\n", [f"{A}}}", f"{B}}}"], "7"),
        ("    max: '10'\n", [f"{A}, marks: {{of_max: '0.5'}}}}", f"{B}}}"], "7"),
        ("    max: '10'\n", [f"{A}}}", f"{B}, role: deduction, min: '1'}}"], "5"),
    ],
)
def test_how_far_the_marks_of_a_group_can_reach(group: str, items: list[str], most: str) -> None:
    found = faults(grouped(group, *items))
    assert any(f"Mục 9 tối đa 900 nhưng cách tính chỉ đạt nhiều nhất {most}." in text for text in found), found


TWO = "{code: a, label: A, max: '6', min: '2'"


@pytest.mark.parametrize(
    ("group", "items", "least_turned"),
    [
        ("", [f"{TWO}}}", f"{B}}}"], "-2"),
        ("    min: '3'\n", [f"{TWO}}}", f"{B}}}"], "-3"),
        ("", [f"{TWO}, needs_evidence: true}}", f"{B}}}"], "0"),
        ("    min: '-9'\n", [f"{TWO}, needs_evidence: true}}", f"{B}}}"], "0"),
        ("", [f"{TWO}, otherwise: zero}}", f"{B}}}"], "0"),
        ("", [f"{TWO}, otherwise: left_out}}", f"{B}}}"], "0"),
        ("", [f"{TWO}, otherwise: full}}", f"{B}}}"], "-2"),
        ("", [f"{TWO}, zero_when: {{fact: y, is: true}}}}", f"{B}}}"], "0"),
        ("", [f"{TWO}, cap_when: [{{when: {{fact: y, is: true}}, at_most: '1'}}]}}", f"{B}}}"], "-1"),
        ("", [f"{TWO}, cap_when: [{{when: {{fact: y, is: true}}, at_most: '3'}}]}}", f"{B}}}"], "-2"),
        ("", [f"{TWO}, cap_when: [{{when: {{fact: y, is: true}}, at_most: {{of_max: '0.25'}}}}]}}", f"{B}}}"], "-1,5"),
        ("", [f"{TWO}, cap_when: [{{when: {{fact: y, is: true}}, at_most: n}}]}}", f"{B}}}"], "-2"),
        ("", [f"{TWO}}}", f"{B}, role: deduction}}"], "0"),
        ("    min: '-9'\n", [f"{TWO}}}", f"{B}, role: deduction}}"], "2"),
        ("    combine: best\n", [f"{TWO}}}", f"{B}, min: '1'}}"], "-1"),
        ("    combine: mean\n", [f"{TWO}}}", f"{B}}}"], "0"),
    ],
)
def test_how_low_the_marks_of_a_group_can_be(group: str, items: list[str], least_turned: str) -> None:
    body = grouped(f"    max: '10'\n{group}", *items).replace("{marks_of: G}", "{minus: ['0', {marks_of: G}]}")
    found = faults("asks: {y: {kind: yes_no, label: y}, n: {kind: number, label: n}}\n" + body)
    assert any(f"Mục 9 tối đa 900 nhưng cách tính chỉ đạt nhiều nhất {least_turned}." in text for text in found), found


def test_a_figure_on_the_total_reaches_as_far_as_the_total() -> None:
    body = FOUR + (
        "measures: {twice: {label: hai lần, is: {product: ['2', {marks_of: total}]}}}\n"
        "levels: [{code: A, at_least: '20', of: twice}, {code: B}]\n"
    )
    assert faults(body) == []
    assert "cần 21 nhưng" in only_fault(body.replace("at_least: '20'", "at_least: '21'"))


OF_TWO_KINDS = (
    "variants: {a: loại A, b: loại B}\nasks: {s: {kind: share, label: s}}\ntotal: {max: {a: '12', b: '6'}}\nitems:\n"
    "  - code: G\n    label: Nhóm\n    max: {a: '12', b: '6'}\n    combine: mean\n    items:\n"
    "      - {code: '1', label: Một, max: {a: '4', b: '2'}, weight: {a: '3', b: '1'}, marks: {of_max: s}}\n"
    "      - {code: '2', label: Hai, max: {a: '5', b: '3'}, marks: {choose: variant, options: {a: {yes_no: '5'}, b: {yes_no: '3'}}}}\n"
)


def test_each_kind_of_subject_is_held_to_its_own_maxima_and_weights() -> None:
    assert faults(OF_TWO_KINDS) == []
    group, line = faults(OF_TWO_KINDS.replace("a: {yes_no: '5'}", "a: {yes_no: '3'}"))
    # Of kind A three weights of four may be full and the fourth three fifths: 12 × 3.6 ÷ 4.
    assert "Mục G (loại A) tối đa 12 nhưng cách tính chỉ đạt nhiều nhất 10,8." in group
    assert "Mục 2 (loại A) tối đa 5 nhưng cách tính chỉ đạt nhiều nhất 3." in line
    group, line = faults(OF_TWO_KINDS.replace("b: {yes_no: '3'}", "b: {yes_no: '1'}"))
    assert "Mục G (loại B) tối đa 6 nhưng cách tính chỉ đạt nhiều nhất 4." in group
    assert "Mục 2 (loại B) tối đa 3 nhưng cách tính chỉ đạt nhiều nhất 1." in line


def test_an_option_of_one_kind_of_subject_is_no_fault_of_another() -> None:
    (beyond,) = faults(OF_TWO_KINDS.replace("b: {yes_no: '3'}", "b: {yes_no: '4'}"))
    assert "Mục 2 (loại B) tối đa 3 nhưng cách tính cho đến 4." in beyond


def test_a_share_entered_above_one_hundred_per_cent_may_be_cut_at_the_maximum() -> None:
    assert faults(one_line("{of_max: {entry: share, to: '1.5'}}")) == []
    assert "cho đến 11" in only_fault(one_line("{sum: [{of_max: {entry: share, to: '1.5'}}, '1']}"))
    assert "cho đến 11" in only_fault(one_line("{sum: [{of_max: {entry: share}}, '1']}"))


BY_KIND = (
    "variants: {a: loại A, b: loại B}\nasks: {s: {kind: share, label: s}, how: {kind: choice, label: cách, choices: {a: A, b: B}}}\n"
    "total: {max: {a: '14', b: '12'}}\nitems:\n  - {code: '1', label: Một, max: {a: '4', b: '2'}, marks: {of_max: s}}\n"
    "  - {code: '2', label: Hai, max: '10', marks: {choose: how, options: {a: '10', b: '4'}}}\n"
)


def test_what_is_chosen_by_a_fact_is_open_to_every_kind_of_subject() -> None:
    # The choices of the fact happen to be named as the kinds are.
    assert faults(BY_KIND) == []


def test_a_part_of_the_maximum_is_a_part_of_the_maximum_of_that_kind() -> None:
    half = faults(BY_KIND.replace("{of_max: s}", "{of_max: {product: [s, '0.5']}}"))
    assert ["Mục 1 (loại A) tối đa 4 nhưng cách tính chỉ đạt nhiều nhất 2." in text for text in half] == [True]
    chosen = "{choose: variant, options: {a: {of_max: s}, b: {of_max: {product: [s, '0.5']}}}}"
    (only,) = faults(BY_KIND.replace("{of_max: s}", chosen))
    assert "Mục 1 (loại B) tối đa 2 nhưng cách tính chỉ đạt nhiều nhất 1." in only


FOLLOWED = (
    "variants: {a: loại A, b: loại B}\ntotal: {max: '900'}\nitems:\n"
    "  - code: G\n    label: Nhóm\n    max: {a: '10', b: '6'}\n    items:\n"
    "      - {code: '1', label: Một, max: '6', marks: {times: '1'}}\n      - {code: '2', label: Hai, max: '4', only: [a]}\n"
    "  - {code: '3', label: Ba, max: {a: '4', b: '2'}}\n"
    "  - {code: '4', label: Bốn, max: {a: '5', b: '3'}, marks: {times: '1'}}\n"
    "  - {code: '9', label: Theo, max: '900', marks: {sum: [{product: ['50', {marks_of: G}]}, {product: ['10', {marks_of: '3'}]}, {marks_of: '4'}]}}\n"
)


def test_what_follows_other_lines_reaches_as_far_as_they_do_for_each_kind_of_subject() -> None:
    (of_a,) = (text for text in faults(FOLLOWED) if "Mục 9 (loại A)" in text)
    (of_b,) = (
        text
        for text in faults(FOLLOWED.replace("max: '900', marks", "max: {a: '545', b: '900'}, marks"))
        if "Mục 9" in text
    )
    assert "chỉ đạt nhiều nhất 545." in of_a
    assert "Mục 9 (loại B) tối đa 900 nhưng cách tính chỉ đạt nhiều nhất 323." in of_b


def test_a_group_of_means_says_what_its_parts_lack_and_no_more_of_its_own_reach() -> None:
    without_max = faults(
        grouped("    max: '10'\n    combine: mean\n", "{code: a, label: A, marks: {times: '1'}}", f"{B}}}")
    )
    assert any(
        "Mục a: trung bình tỷ lệ đạt (combine: mean) và pass_share cần mục có max" in text for text in without_max
    )
    weightless = faults(grouped("    max: '10'\n    combine: mean\n", f"{A}, weight: '0'}}", f"{B}, weight: '0'}}"))
    assert any("Mục G: mọi mục con đều có trọng số 0" in text for text in weightless)
    for found in (without_max, weightless):
        assert any("Mục 9 tối đa 900 nhưng cách tính chỉ đạt nhiều nhất 10." in text for text in found)
        assert not any("Mục G tối đa" in text for text in found)


def test_a_figure_that_may_be_recorded_beyond_the_maximum_is_told() -> None:
    assert any(
        "Mục 1 tối đa 6 nhưng cách tính cho đến 7." in text for text in faults(one_line("x", most="6", asks=FIGURES))
    )


def test_a_level_on_the_total_without_bonus_is_held_to_what_the_sheet_can_give() -> None:
    body = FOUR + "levels: [{code: A, at_least: '10', of: total_without_bonus}, {code: B}]\n"
    assert faults(body) == []
    assert "cần 11 nhưng" in only_fault(body.replace("at_least: '10'", "at_least: '11'"))


def parted(setting: str, *items: str, variants: str = "") -> list[str]:
    """Return the faults of a sheet of one group and a line of ten marks."""
    written = "".join(f"      - {item}\n" for item in items)
    return faults(
        f"{variants}total: {{may_exceed: true, max: '10'}}\nitems:\n  - {{code: '9', label: Chín, max: '10'}}\n"
        f"  - code: G\n    label: Nhóm\n{setting}    items:\n{written}"
    )


KINDS = "variants: {a: loại A, b: loại B}\n"


@pytest.mark.parametrize(
    ("setting", "items"),
    [
        # What comes on top of the sheet, or off it, need not add up to its limit.
        ("    max: '5'\n    role: bonus\n", [f"{A}, role: bonus}}", f"{B}, role: bonus}}"]),
        ("    max: '5'\n    role: bonus\n", [f"{A}}}", f"{B}}}"]),
        ("    max: '5'\n    role: deduction\n", [f"{A}, role: deduction}}"]),
        # A group with a reckoning of its own is not the sum of its parts.
        ("    max: '7'\n    marks: {sum: [{marks_of: a}, '1']}\n", [f"{A}}}", f"{B}}}"]),
    ],
)
def test_only_groups_of_the_sheet_itself_must_add_up(setting: str, items: list[str]) -> None:
    assert [text for text in parted(setting, *items) if "Nhóm G" in text] == []


@pytest.mark.parametrize(
    ("setting", "item"),
    [
        ("    max: '4'\n    role: bonus\n", f"{B}, only: [a]}}"),
        ("    max: '4'\n", f"{B}, role: bonus}}"),
        ("    max: '4'\n    combine: best\n", f"{B}, role: bonus}}"),
    ],
)
def test_only_a_group_of_the_sheet_itself_that_has_nothing_at_all_is_empty(setting: str, item: str) -> None:
    assert not any("Nhóm G" in text for text in parted(setting, item, variants=KINDS))


def test_a_group_with_a_bonus_for_one_kind_is_empty_for_the_other_only() -> None:
    found = [
        text for text in parted("    max: '4'\n", f"{B}, role: bonus, only: [a]}}", variants=KINDS) if "Nhóm G" in text
    ]
    assert ["Nhóm G (loại B) không có mục nào" in text for text in found] == [True]


def test_a_bonus_without_a_maximum_makes_no_sum_whole() -> None:
    (off,) = (
        text
        for text in faults(
            "total: {max: '10'}\nitems:\n  - {code: '1', label: Một, max: '6'}\n  - {code: C, label: Cộng, role: bonus}\n"
        )
        if "cộng các mục" in text
    )
    assert HINT not in off


def test_a_group_that_is_empty_for_one_kind_may_be_carried() -> None:
    body = (
        f"{KINDS}total: {{max: {{a: '14', b: '10'}}}}\nitems:\n  - {{code: '1', label: Một, max: '10'}}\n"
        "  - code: G\n    label: Nhóm\n    max: {a: '4', b: '0'}\n    items: [{code: '2', label: Hai, max: '4', only: [a]}]\n"
    )
    assert "Nhóm G (loại B) không có mục nào" in only_fault(body)
    assert faults(f"{body}known_defects: [{{problem: contradiction, at: G, say: Văn bản để trống}}]\n") == []


def test_the_best_of_several_is_held_to_the_best_of_their_maxima() -> None:
    best = grouped("    max: '10'\n    combine: best\n", f"{A}}}", f"{B}}}")
    assert any("Nhóm G tối đa 10 nhưng mục cao nhất được 6." in text for text in faults(best))
    assert not any("Nhóm G" in text for text in faults(best.replace("    max: '10'\n", "    max: '6'\n")))


def test_a_group_empty_for_one_kind_of_subject_is_told_for_that_kind_and_what_follows_is_checked_too() -> None:
    body = (
        f"{KINDS}total: {{max: {{a: '16', b: '10'}}}}\nitems:\n  - {{code: '1', label: Một, max: '6', only: [a]}}\n"
        "  - code: G\n    label: Nhóm\n    max: '4'\n    items: [{code: '2', label: Hai, max: '4', only: [a]}]\n"
        "  - {code: '3', label: Ba, max: '6', marks: {yes_no: '5'}}\n"
    )
    found = faults(body)
    assert any("Nhóm G (loại B) không có mục nào" in text for text in found)
    assert not any("Nhóm G (loại A)" in text for text in found)
    assert any("Mục 3 (loại A) tối đa 6 nhưng cách tính chỉ đạt nhiều nhất 5" in text for text in found)
    # Had only kind B the fault, the lines that kind B does not have would not hide it.
    by_kind = body.replace("{yes_no: '5'}", "{choose: variant, options: {a: {yes_no: '6'}, b: {yes_no: '5'}}}")
    assert any("Mục 3 (loại B) tối đa 6 nhưng cách tính chỉ đạt nhiều nhất 5" in text for text in faults(by_kind))


@pytest.mark.parametrize(
    ("body", "problem", "at"),
    [
        (FOUR.replace("max: '10'}\n", "max: '9'}\n", 1), "sum", "total"),
        (one_line("{yes_no: '8'}"), "unreachable_max", "1"),
        (one_line("{yes_no: '12'}"), "over_max", "1"),
        (one_line("{cases: [{when: {fact: y, is: true}, marks: '-1'}, {marks: '10'}]}", asks="asks: {y: {kind: yes_no, label: y}}\n"), "below_min", "1"),
        (FOUR + "  - {code: C, label: Cộng, role: bonus}\n", "unbounded", "C"),
    ],
)  # fmt: skip
def test_a_fault_the_document_itself_has_may_be_carried_by_its_name(body: str, problem: str, at: str) -> None:
    assert len(faults(body)) == 1
    assert faults(f"{body}known_defects: [{{problem: {problem}, at: '{at}', say: Văn bản ghi như vậy}}]\n") == []


HINT = "Nếu điểm cộng nằm trong số tối đa này thì bỏ role: bonus."


@pytest.mark.parametrize(
    ("bonus", "most_of_b", "kinds_with_hint"),
    [
        ("max: {a: '4', b: '2'}", "8", ["A", "B"]),
        ("max: {a: '4', b: '2'}", "9", ["A"]),
        ("max: '4', only: [a]", "8", ["A"]),
        ("max: '3'", "9", ["B"]),
    ],
)
def test_a_bonus_that_would_make_the_sum_whole_is_pointed_out(
    bonus: str, most_of_b: str, kinds_with_hint: list[str]
) -> None:
    total = f"total: {{max: {{a: '10', b: '{most_of_b}'}}}}\n"
    body = f"{KINDS}{total}items:\n  - {{code: '1', label: Một, max: '6'}}\n  - {{code: C, label: Cộng, role: bonus, {bonus}}}\n"
    # The first kind with the fault tells it; each kind is looked at with the other made whole.
    found = faults(body.replace("b: '" + most_of_b, "b: '6")) + faults(body.replace("a: '10'", "a: '6'", 1))
    sums = [text for text in found if "cộng các mục được 6" in text]
    assert [kind for text, kind in zip(sums, "AB", strict=True) if HINT in text] == kinds_with_hint
    assert not any(
        HINT in text for text in faults(grouped("    max: '10'\n    combine: best\n", f"{A}}}", f"{B}, role: bonus}}"))
    )


def test_a_group_with_a_reckoning_of_its_own_is_held_to_reach_its_maximum_and_cut_at_it() -> None:
    followed = "    max: '10'\n    marks: {sum: [{marks_of: a}, '%s']}\n"
    short = [text for text in parted(followed % "3", f"{A}}}", f"{B}}}") if "Mục G" in text]
    assert ["tối đa 10 nhưng cách tính chỉ đạt nhiều nhất 9." in text for text in short] == [True]
    assert [text for text in parted(followed % "5", f"{A}}}", f"{B}}}") if "Mục G" in text] == []


def test_marks_beyond_the_maximum_are_no_fault_where_the_line_may_exceed_it() -> None:
    assert "cho đến 12" in only_fault(one_line("'12'"))
    assert faults(one_line("'12'", extra=", may_exceed: true")) == []


OPEN = "có max trong khi tổng điểm bị giới hạn"


@pytest.mark.parametrize(
    ("total", "group", "part", "told"),
    [
        ("max: '10'", "max: '10'", "{code: b, label: B}", "Mục b không"),
        ("max: '10'", "max: '10'", "{code: b, label: B, role: deduction}", None),
        ("max: '10'", "max: '10'", "{code: b, label: B, role: bonus}", "Điểm cộng b không"),
        ("max: '10'", "max: '10'", "{code: b, label: B, role: bonus, max: '3'}", None),
        ("max: '10', may_exceed: true", "max: '10'", "{code: b, label: B, role: bonus}", None),
        ("max: '10', may_exceed: true", "max: '10'", "{code: b, label: B, role: bonus, max: '3'}", None),
        ("min: '0'", "min: '0'", "{code: b, label: B, role: bonus}", None),
        ("min: '0'", "min: '0'", "{code: b, label: B}", None),
        ("min: '0'", "max: '10'", "{code: b, label: B}", "Mục b không"),
    ],
)
def test_only_what_counts_towards_a_limit_needs_one(total: str, group: str, part: str, told: str | None) -> None:
    body = (
        f"total: {{{total}}}\nitems:\n  - code: H\n    label: Trên\n    {group}\n    items:\n      - code: G\n        label: Nhóm\n"
        f"        {group}\n        items:\n          - {{code: a, label: A, {group}}}\n          - {part}\n"
    )
    found = [text for text in faults(body) if OPEN in text]
    assert [f"{told} {OPEN}" in text for text in found] == ([] if told is None else [True]), found


def test_a_sheet_whose_lines_all_have_a_maximum_has_one_itself() -> None:
    bounded = "items:\n  - {code: '1', label: Một, max: '10'}\n  - {code: C, label: Cộng, role: bonus}\n"
    assert "Chưa ghi điểm tối đa của cả bộ" in only_fault(bounded)
    assert (
        faults(f"{bounded}known_defects: [{{problem: contradiction, at: total, say: Văn bản không ghi tổng}}]\n") == []
    )
    assert faults(bounded.replace("Một, max: '10'", "Một")) == []
    assert faults("items:\n  - {code: C, label: Cộng, role: bonus, max: '5'}\n") == []


@pytest.mark.parametrize(
    ("branch", "top"),
    [
        ("'12'", "12"),
        ("{sum: ['8', '4']}", "12"),
        ("{product: ['12', y]}", "12"),
        ("{yes_no: '12'}", "12"),
        ("{entry: number, from: '0', to: '12'}", "12"),
        ("{entry: number, from: '0', below: '12'}", "12"),
        ("{product: ['3', {ask: x, to: '5'}]}", "15"),
        ("{product: ['3', {ask: x, below: '5'}]}", "15"),
        # A figure is narrower within its branch than it was declared: only what surely lies beyond is a fault.
        ("{product: ['3', x]}", None),
        ("{product: ['12', s]}", None),
        ("{product: ['12', {entry: share}]}", None),
        ("{product: ['2', {each: tasks, of: p, best: 2}]}", None),
        ("{product: ['3', {peer: average, of: {ask: x, to: '5'}}]}", None),
        ("{product: ['6', x]}", "12"),
    ],
)
def test_a_branch_is_held_to_the_maximum_by_what_it_surely_gives(branch: str, top: str | None) -> None:
    body = one_line(f"{{if: {{fact: y, is: true}}, then: {branch}, else: '10'}}", asks=FIGURES)
    found = [text for text in faults(body) if "cách tính cho đến" in text]
    assert [f"Mục 1 tối đa 10 nhưng cách tính cho đến {top}." in text for text in found] == ([True] if top else []), (
        found
    )


def test_a_branch_that_follows_another_line_is_no_fault() -> None:
    body = one_line(
        "{if: {fact: y, is: true}, then: {marks_of: '2'}, else: '10'}", asks="asks: {y: {kind: yes_no, label: y}}\n"
    )
    assert not any("cách tính cho đến" in text for text in faults(body + "  - {code: '2', label: Hai, max: '12'}\n"))


def test_what_is_chosen_within_a_band_is_held_to_the_kind_of_subject_it_is_for() -> None:
    rows = "[{at_least: '0.5', marks: {choose: variant, options: {a: '4', b: '2'}}}, {marks: '0'}]"
    assert faults(BY_KIND.replace("{of_max: s}", f"{{bands: s, rows: {rows}}}")) == []
    by_fact = BY_KIND.replace("options: {a: '10', b: '4'}", "options: {a: '10', b: '12'}")
    assert "Mục 2 (loại A) tối đa 10 nhưng cách tính cho đến 12." in only_fault(by_fact)
    unfinished = BY_KIND.replace("{of_max: s}", "{choose: variant, options: {a: {of_max: s}}}")
    assert any("b" in text for text in faults(unfinished))


SAME_NAMES = (
    "asks:\n  x: {kind: number, label: x, at_least: '2', at_most: '7'}\n  tasks:\n    kind: records\n    label: việc\n    fields:\n"
    "      x: {kind: number, label: x của việc, at_least: '0', at_most: '3'}\n"
    "      twice: {kind: number, label: y của việc, at_least: '0', at_most: '5'}\n"
    "measures: {twice: {label: hai lần x, is: {product: [x, '2']}}, same: {label: như x, is: {ask: x}}}\n"
)


@pytest.mark.parametrize(
    ("marks", "most"),
    [
        ("{each: tasks, of: x, take: most}", "3"),
        ("{each: tasks, of: twice, take: most}", "5"),
        ("{each: tasks, of: same, take: most}", "7"),
        ("twice", "14"),
    ],
)
def test_a_field_of_a_record_stands_before_a_name_outside_it_and_a_measure_knows_only_names_outside(
    marks: str, most: str
) -> None:
    found = faults(one_line(marks, most="900", asks=SAME_NAMES))
    assert any(f"Mục 1 tối đa 900 nhưng cách tính chỉ đạt nhiều nhất {most}." in text for text in found), found
