"""`criteria show` tells everything that decides a result."""

import pytest

from congtam.engine import strict_yaml
from congtam.engine.criteria.sets import CriteriaSet
from congtam.engine.criteria.show import in_words
from congtam.engine.criteria.wording import say
from tests.criteria.writing import HEADER, one_line, written_set

BODY = """\
asks:
  block: {kind: text, label: khối}
  good: {kind: yes_no, label: thành tích nổi trội, same_for: block}
  bad: {kind: yes_no, label: vi phạm, same_for: all}
  unit: {kind: choice, label: mức của đơn vị, choices: {A: tốt, B: khá}}
total: {max: '10'}
items:
  - {code: '1', label: Một, max: '10'}
levels: [{code: A, at_least: '8'}, {code: B, at_least: '5'}, {code: C}]
forced: [{name: f, when: {fact: bad, is: true}, level: C, say: Có vi phạm}]
caps:
  - {name: c, when: {fact: bad, is: true}, level: B, say: Không quá B}
  - {name: d, level_of: unit, say: Không cao hơn đơn vị}
not_rated: [{name: n, when: {fact: total, below: '1'}, say: Chưa đủ thời gian}]
flags: [{name: g, when: {fact: rank, at_most: '1'}, say: Dẫn đầu}]
ranking: {by: [total], within: block}
quotas:
  - {name: q, say: Tỷ lệ xuất sắc, level: A, share: '0.2', of_levels: [B], demoted_join: true, at_least_one: true, within: block}
  - {name: r, say: Nổi trội được hơn, level: A, share: {if: {fact: good, is: true}, then: '0.25', else: '0.2'}, of_everyone: true}
  - {name: s, say: Số lượng, level: g, limit: '3', rounding: up}
"""


RECORDS = """\
asks:
  area: {kind: choice, label: địa bàn, choices: {urban: đô thị, rural: nông thôn, other: nơi khác}}
  products:
    kind: records
    label: sản phẩm
    fields:
      factor: {kind: number, label: hệ số, unit: điểm}
      origin: {kind: choice, label: nguồn việc, choices: {own: được giao, extra: nhận thêm}, paper: sổ giao việc}
measures:
  extra: {label: số việc nhận thêm, kind: count, is: {count: products, where: {fact: origin, one_of: [extra]}}}
  weight: {label: tổng hệ số, is: {each: products, of: factor}}
  part: {label: tỷ lệ nhận thêm, kind: share, is: {share: [extra, {count: products}]}}
report: [extra, weight]
total: {max: '10'}
items:
  - {code: I, label: Nhóm, max: '10', note: theo phụ lục, items: [{code: I.1, label: Một, max: '10', note: chấm theo tháng}]}
levels:
  - {code: A, at_least: {choose: area, options: {urban: '9', rural: '8', other: {gap: chưa có ngưỡng}}}}
  - {code: B, of: part, at_least: '0.5'}
  - {code: C}
"""


def test_show_prints_choices_fields_notes_and_a_floor_for_each_choice() -> None:
    text = in_words(written_set(RECORDS))
    for line in (
        "  area [choice]: địa bàn (urban: đô thị; rural: nông thôn; other: nơi khác)\n",
        "  products [records]: sản phẩm\n    factor [number]: hệ số (điểm)\n",
        "    origin [choice]: nguồn việc (own: được giao; extra: nhận thêm) · minh chứng: sổ giao việc\n",
        "  Ghi chú: theo phụ lục\n  I.1. Một",
        "\n    Ghi chú: chấm theo tháng\n",
        "\nBáo kết quả: số việc nhận thêm; tổng hệ số\n",
        "  A: tổng điểm (theo địa bàn: “đô thị”: từ 9 trở lên; “nông thôn”: từ 8 trở lên; “nơi khác”: văn bản không quy định (chưa có ngưỡng))\n",
        "  B: tỷ lệ nhận thêm từ 50% trở lên\n",
        "  C: các trường hợp còn lại\n",
    ):
        assert line in text, text


def test_show_says_when_events_apply_and_how_many_may_have_a_level() -> None:
    text = in_words(written_set(BODY))
    for line in (
        "good [yes_no]: thành tích nổi trội · như nhau cho mọi dòng cùng khối",
        "bad [yes_no]: vi phạm · như nhau cho mọi dòng\n",
        "Xếp thẳng C: Có vi phạm (khi có vi phạm)",
        "Không cao hơn B: Không quá B (khi có vi phạm)",
        "Không cao hơn mức ghi ở mức của đơn vị: Không cao hơn đơn vị\n",
        "Không xếp mức: Chưa đủ thời gian (khi tổng điểm dưới 1)",
        "Kết luận g: Dẫn đầu (khi thứ hạng không quá 1)",
        "Xếp thứ tự trong cùng khối theo tổng điểm",
        "A không quá 20% của số trường hợp ở mức B; trường hợp vượt chuyển xuống được tính vào cơ số; làm tròn xuống đến hàng đơn vị; ít nhất 1; tính riêng từng khối",
        "A không quá (nếu có thành tích nổi trội: 0,25; các trường hợp còn lại: 0,2) của tất cả các trường hợp; làm tròn xuống đến hàng đơn vị; tính trên cả đợt",
        "g không quá 3 trường hợp; làm tròn lên đến hàng đơn vị; tính trên cả đợt",
    ):
        assert line in text, text


EVERYTHING = """\
id: thi-dua-2026
title: Bộ tiêu chí thi đua
subject: xã
issuer: UBND tỉnh Sông Lam
number: 12/QĐ-UBND
date: 2026-01-15
applies_from: 2026-02-01
applies_until: 2027-02-01
period: năm
source: {completeness: partial, url: https://songlam.example/12}
certainty: secondary
columns: [tự chấm, thẩm định]
notes: [Chấm hai lần, Lấy điểm thẩm định]
variants: {town: phường, village: xã}
asks:
  area: {kind: number, label: diện tích, unit: km², paper: bản đồ, same_for: all}
  block: {kind: choice, label: khối, choices: {a: khối A, b: khối B}}
  late: {kind: yes_no, label: báo cáo chậm}
readings:
  year: {label: năm tính, choices: {calendar: năm lịch, school: năm học}, default: calendar, why: văn bản không nói}
measures:
  twice: {label: hai lần diện tích, is: {product: [area, '2']}}
  slow: {label: nơi chậm, holds: {fact: late, is: true}}
report: [twice]
total: {max: {town: '100', village: '90'}, min: '5', may_exceed: true, left_out: rescale, rescale_to: '80', round: {to: '1', way: down}, zero_when: {fact: late, is: true}}
round_lines: {to: '0.25'}
items:
  - code: I
    label: Nhóm
    max: {town: '60', village: '50'}
    combine: best
    note: xem phụ lục
    items:
      - {code: I.1, label: Một, max: {town: '60', village: '50'}, otherwise: zero, only: [town, village]}
      - {code: I.2, label: Hai, max: '20', only: [town], marks: {yes_no: '20'}, applies: {fact: year, one_of: [school]}, otherwise: full}
  - code: II
    label: Bình quân
    max: '40'
    combine: mean
    left_out: spread
    min: '2'
    items:
      - {code: II.1, label: Ba, max: '10', weight: {town: '2', village: '1'}, otherwise: left_out, needs_evidence: true, step: '0.5', pass_mark: '4'}
      - {code: II.2, label: Bốn, max: '10', min: '1', weight: '1', pass_share: '0.5', zero_when: {fact: late, is: true}}
  - {code: III, label: Thưởng, max: '5', role: bonus, may_exceed: true, marks: {times: '1'}, min: '1', cap_when: [{when: {fact: late, is: true}, at_most: area, say: chậm}]}
  - {code: IV, label: Trừ, role: deduction, marks: {times: '2'}, round: {to: '0.5', way: up}}
when_level_conditions_fail: next_level
levels:
  - {code: A, label: Tốt, at_least: '80', when: {fact: late, is: false}}
  - {gap: văn bản bỏ trống, above: '70'}
  - {code: B, when: {fact: late, is: false}}
  - {code: C, of: total_without_bonus, at_least: '10'}
  - {code: D}
forced:
  - {name: f, when: {fact: late, is: true}, level: D, say: Chậm báo cáo}
caps:
  - {name: c, when: {fact: late, is: true}, level: B, say: Không quá B}
not_rated:
  - {name: n, say: Mới thành lập, when: {fact: area, below: '1'}}
flags:
  - {name: g, when: {fact: rank, at_most: '3'}, say: Đề nghị khen}
ranking: {by: [total, {minus: ['0', area]}, {marks_of: I}]}
quotas:
  - {name: q, say: Mức A, level: A, share: '0.2', of_levels: [B, C]}
known_defects:
  - {problem: sum, at: I, say: Cộng không khớp}
  - {problem: text, at: II, say: Hai chỗ ghi khác nhau}
"""
AS_READ = """\
Bộ tiêu chí thi đua
===================
Mã: thi-dua-2026 · Đối tượng: xã · Kỳ: năm
Cơ quan ban hành: UBND tỉnh Sông Lam · Văn bản: 12/QĐ-UBND ngày 15/01/2026
Áp dụng từ 01/02/2026 đến trước 01/02/2027
Mức đã đọc: partial · Độ chắc chắn: theo nguồn thứ cấp
Nguồn: https://songlam.example/12
Các cột chấm: tự chấm, thẩm định
Ghi chú: Chấm hai lần
Ghi chú: Lấy điểm thẩm định
Loại đối tượng town: phường
Loại đối tượng village: xã

Dữ kiện cần ghi
  area [number]: diện tích (km²) · minh chứng: bản đồ · như nhau cho mọi dòng
  block [choice]: khối (a: khối A; b: khối B)
  late [yes_no]: báo cáo chậm
  year [cách hiểu]: năm tính (calendar: năm lịch; school: năm học); mặc định calendar, vì văn bản không nói

Đại lượng tính ra
  twice: hai lần diện tích = diện tích × 2
  slow: nơi chậm = có báo cáo chậm

Tổng điểm: tối đa town: 100, village: 90; điểm các mục được chấm quy về điểm tối đa 80; 0 điểm khi có báo cáo chậm; không dưới 5; làm tròn xuống đến 1 (được vượt)
Điểm từng tiêu chí: làm tròn đến 0,25
I. Nhóm | tối đa town: 60, village: 50; lấy mục cao nhất
  Ghi chú: xem phụ lục
  I.1. Một | tối đa town: 60, village: 50; chỉ chấm phường, xã; người chấm ghi từ 0; có thể không áp dụng (ghi na), không áp dụng thì 0 điểm
  I.2. Hai | tối đa 20; chỉ chấm phường; có thì 20, không thì 0; chỉ áp dụng khi năm tính là năm học, không áp dụng thì tính đủ điểm
II. Bình quân | tối đa 40; trung bình tỷ lệ các mục × điểm tối đa; điểm mục không áp dụng chia đều cho các mục còn lại; không dưới 2
  II.1. Ba | tối đa 10; trọng số town: 2, village: 1; người chấm ghi từ 0; bội của 0,5; có thể không áp dụng (ghi na), không áp dụng thì không chấm; không có minh chứng thì 0 điểm; điểm sàn 4
  II.2. Bốn | tối đa 10; trọng số 1; người chấm ghi từ 1; 0 điểm khi có báo cáo chậm; điểm sàn 50% điểm tối đa
III. Thưởng | tối đa 5 (được vượt); điểm cộng; mỗi lần 1; tối đa diện tích khi có báo cáo chậm; không dưới 1
IV. Trừ | tối đa không giới hạn; điểm trừ; mỗi lần 2; làm tròn lên đến 0,5

Các mức
  A (Tốt): tổng điểm từ 80 trở lên; điều kiện: không có báo cáo chậm
  (không mức nào: văn bản bỏ trống): tổng điểm trên 70
  B: điều kiện: không có báo cáo chậm
  C: tổng điểm chưa kể điểm cộng từ 10 trở lên
  D: các trường hợp còn lại
  Đủ điểm mà thiếu điều kiện: xét mức dưới
  Xếp thẳng D: Chậm báo cáo (khi có báo cáo chậm)
  Không cao hơn B: Không quá B (khi có báo cáo chậm)
  Không xếp mức: Mới thành lập (khi diện tích dưới 1)
  Kết luận g: Đề nghị khen (khi thứ hạng không quá 3)

Báo kết quả: hai lần diện tích

Xếp thứ tự theo tổng điểm, rồi 0 − diện tích, rồi điểm mục I

Tỷ lệ: Mức A: A không quá 20% của số trường hợp ở mức B, C; làm tròn xuống đến hàng đơn vị; tính trên cả đợt

Khiếm khuyết của văn bản đã biết
  I (sum): Cộng không khớp
  II (text): Hai chỗ ghi khác nhau
"""


def unchecked(text: str) -> CriteriaSet:
    """Return a set that need not work: what is shown is what is written."""
    return CriteriaSet.model_validate(strict_yaml.read(text, "thu.yaml").data)


def test_everything_that_decides_a_result_is_shown_for_the_paper_to_be_held_against() -> None:
    # What is left out here is what nobody would notice when the set differs from the decision it was copied from.
    assert in_words(unchecked(EVERYTHING)) == AS_READ


def test_a_set_that_says_little_is_shown_without_empty_headings() -> None:
    body = "total: {max: '10'}\nitems:\n  - {code: '1', label: Một, max: '10'}\n"
    assert in_words(written_set(body)) == (
        "Thử\n===\nMã: thu · Đối tượng: đơn vị · Kỳ: năm\nCơ quan ban hành: UBND xã Suối Mơ\n"
        "Mức đã đọc: own · Độ chắc chắn: đã đối chiếu văn bản\n"
        "\nTổng điểm: tối đa 10\n1. Một | tối đa 10; người chấm ghi từ 0\n"
    )


def test_a_set_of_conditions_alone_is_shown_without_a_table() -> None:
    body = (
        "date: 2026-01-02\napplies_from: 2026-02-01\nasks: {y: {kind: yes_no, label: vi phạm}}\n"
        "measures: {half: {label: tỷ lệ, kind: share, is: {share: ['1', '2']}}}\n"
        "when_level_conditions_fail: no_level\n"
        "levels: [{code: A, at_least: '0.5', of: half, when: {fact: y, is: true}}, {code: B, of: half}]\n"
    )
    assert in_words(unchecked(HEADER + body)) == (
        "Thử\n===\nMã: thu · Đối tượng: đơn vị · Kỳ: năm\nCơ quan ban hành: UBND xã Suối Mơ · Văn bản: ngày 02/01/2026\n"
        "Áp dụng từ 01/02/2026\nMức đã đọc: own · Độ chắc chắn: đã đối chiếu văn bản\n"
        "\nDữ kiện cần ghi\n  y [yes_no]: vi phạm\n\nĐại lượng tính ra\n  half: tỷ lệ = 1 : 2\n"
        "\nCác mức\n  A: tỷ lệ từ 50% trở lên; điều kiện: có vi phạm\n  B: các trường hợp còn lại\n"
        "  Đủ điểm mà thiếu điều kiện: không mức nào phù hợp, người có thẩm quyền quyết định\n"
    )


NAMES = """\
asks:
  x: {kind: number, label: số x}
  z: {kind: number, label: số z}
  s: {kind: share, label: tỷ lệ s}
  y: {kind: yes_no, label: vi phạm}
  d: {kind: date, label: ngày giao}
  e: {kind: date, label: ngày nộp}
  block: {kind: text, label: khối}
  how: {kind: choice, label: cách làm, choices: {a: tự làm, b: thuê}}
  r:
    kind: records
    label: việc
    fields:
      n: {kind: number, label: số n}
      year: {kind: count, label: năm}
      ok: {kind: yes_no, label: đạt}
"""


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ("'2.5'", "2,5"),
        ("x", "số x"),
        ("{ask: x, from: '3', to: '6'}", "số x từ 3 đến 6"),
        ("{ask: x, below: '6'}", "số x dưới 6"),
        ("{ask: x, from: '0'}", "số x từ 0"),
        ("{entry: number}", "số người chấm ghi"),
        ("{entry: share, to: '1.5'}", "tỷ lệ đến 1,5"),
        ("{entry: count}", "số lần"),
        ("{entry: yes_no}", "có (1) hoặc không (0)"),
        ("{by_hand: {from: '1', to: '5', step: '0.5'}}", "số người chấm ghi từ 1 đến 5, bội của 0,5"),
        ("{days: [d, e]}", "số ngày từ ngày giao đến ngày nộp"),
        ("{marks_of: '2'}", "điểm mục 2"),
        ("{share_of: '2'}", "tỷ lệ điểm đạt của mục 2"),
        ("{of_max: s}", "điểm tối đa × tỷ lệ s"),
        ("{of_max: {share: [x, z]}}", "điểm tối đa × (số x : số z)"),
        ("{sum: [x, {times: '2'}, '1']}", "số x + (mỗi lần 2) + 1"),
        ("{yes_no: '3'}", "có thì 3, không thì 0"),
        ("{times: '0.5'}", "mỗi lần 0,5"),
        ("{product: [{entry: count}, '2']}", "số lần × 2"),
        ("{product: [x, z]}", "số x × số z"),
        ("{product: ['2', {entry: number}]}", "2 × số người chấm ghi"),
        ("{minus: ['10', {times: '2'}]}", "10 − (mỗi lần 2)"),
        ("{share: [x, {sum: [x, z]}]}", "số x : (số x + số z)"),
        ("{least: [x, '5']}", "số nhỏ nhất trong số x và 5"),
        ("{least: [x, z, '5']}", "số nhỏ nhất trong số x, số z và 5"),
        ("{most: [x, {minus: [z, '1']}]}", "số lớn nhất trong số x và (số z − 1)"),
        ("{mean: [x, z]}", "trung bình của số x và số z"),
        ("{round: {share: [x, z]}, to: '0.01'}", "(số x : số z) (làm tròn đến 0,01)"),
        ("{round: x, to: '1', way: down}", "số x (làm tròn xuống đến 1)"),
        ("{round: x, to: '1', way: up}", "số x (làm tròn lên đến 1)"),
        (
            "{bands: s, rows: [{at_least: '0.9', marks: '10'}, {above: '0.5', marks: {of_max: s}}, {marks: {gap: chưa nêu}}]}",
            "theo tỷ lệ s: từ 90% trở lên: 10; trên 50%: điểm tối đa × tỷ lệ s; còn lại: văn bản không quy định (chưa nêu)",
        ),
        (
            "{bands: x, rows: [{at_most: '3', marks: '10'}, {below: z, marks: '5'}, {marks: '0'}]}",
            "theo số x: không quá 3: 10; dưới số z: 5; còn lại: 0",
        ),
        (
            "{bands: {round: s, to: '0.01'}, rows: [{at_least: '0.9', marks: '10'}, {marks: '0'}]}",
            "theo tỷ lệ s (làm tròn đến 0,01): từ 90% trở lên: 10; còn lại: 0",
        ),
        (
            "{bands: {peer: average, of: s}, rows: [{at_least: '0.9', marks: '10'}, {marks: '0'}]}",
            "theo bình quân tỷ lệ s trong cả đợt chấm: từ 90% trở lên: 10; còn lại: 0",
        ),
        (
            "{bands: {peer: rank, of: s}, rows: [{at_most: '1', marks: '10'}, {marks: '0'}]}",
            "theo thứ hạng tỷ lệ s trong cả đợt chấm: không quá 1: 10; còn lại: 0",
        ),
        (
            "{bands: {peer: best, of: s}, rows: [{at_least: '0.9', marks: '10'}, {marks: '0'}]}",
            "theo mức cao nhất tỷ lệ s trong cả đợt chấm: từ 90% trở lên: 10; còn lại: 0",
        ),
        (
            "{bands: {peer: worst, of: s}, rows: [{at_least: '0.9', marks: '10'}, {marks: '0'}]}",
            "theo mức thấp nhất tỷ lệ s trong cả đợt chấm: từ 90% trở lên: 10; còn lại: 0",
        ),
        (
            "{bands: {peer: total, of: s}, rows: [{at_least: '2', marks: '10'}, {marks: '0'}]}",
            "theo tổng tỷ lệ s trong cả đợt chấm: từ 2 trở lên: 10; còn lại: 0",
        ),
        (
            "{bands: {entry: share}, rows: [{at_least: '0.9', marks: '10'}, {marks: '0'}]}",
            "theo tỷ lệ: từ 90% trở lên: 10; còn lại: 0",
        ),
        (
            "{bands: {share: [x, z]}, rows: [{at_least: '0.9', marks: '10'}, {marks: '0'}]}",
            "theo số x : số z: từ 90% trở lên: 10; còn lại: 0",
        ),
        (
            "{bands: {share_of: '2'}, rows: [{at_least: '0.9', marks: '10'}, {marks: '0'}]}",
            "theo tỷ lệ điểm đạt của mục 2: từ 90% trở lên: 10; còn lại: 0",
        ),
        (
            "{bands: {entry: number}, rows: [{at_least: '0.9', marks: '10'}, {marks: '0'}]}",
            "theo số người chấm ghi: từ 0,9 trở lên: 10; còn lại: 0",
        ),
        (
            "{bands: x, rows: [{at_least: {choose: how, options: {a: '9', b: {gap: chưa có}}}, marks: '10'}, {marks: '0'}]}",
            "theo số x: (theo cách làm: “tự làm”: từ 9 trở lên; “thuê”: văn bản không quy định (chưa có)): 10; còn lại: 0",
        ),
        (
            "{bands: s, rows: [{at_least: {choose: how, options: {a: '0.9', b: '0.8'}}, marks: '10'}, {marks: '0'}]}",
            "theo tỷ lệ s: (theo cách làm: “tự làm”: từ 90% trở lên; “thuê”: từ 80% trở lên): 10; còn lại: 0",
        ),
        (
            "{bands: x, rows: [{at_least: {sum: [z, '1']}, marks: '10'}, {marks: '0'}]}",
            "theo số x: từ (số z + 1) trở lên: 10; còn lại: 0",
        ),
        ("{choose: how, options: {a: '9', b: x}}", "theo cách làm: “tự làm”: 9; “thuê”: số x"),
        ("{options: {tốt: '10', khá: '5'}}", "theo nấc được chọn: “tốt”: 10; “khá”: 5"),
        (
            "{cases: [{when: {fact: y, is: true}, marks: '0'}, {when: {fact: x, above: '2'}, marks: x}, {marks: '10'}]}",
            "nếu có vi phạm: 0; nếu số x trên 2: số x; các trường hợp còn lại: 10",
        ),
        ("{if: {fact: y, is: false}, then: '10'}", "nếu không có vi phạm: 10; các trường hợp còn lại: 0"),
        (
            "{climb: s, from: '0.4', base: '5', step: '0.1', per_step: '1'}",
            "tỷ lệ s đến mức 40%: 5; cứ vượt thêm 10% thì cộng 1",
        ),
        (
            "{climb: x, from: '4', base: '5', step: '2', per_step: '1', down: true, whole_steps: true}",
            "số x từ mức 4 trở lên: 5; cứ thấp hơn đủ 2 thì cộng 1",
        ),
        (
            "{climb: x, from: z, base: {sum: [z, '1']}, step: '1', per_step: x}",
            "số x đến mức số z: số z + 1; cứ vượt thêm 1 thì cộng số x",
        ),
        (
            "{climb: {sum: [x, z]}, from: '1', base: '0', step: '1', per_step: '0.5', whole_steps: true}",
            "(số x + số z) đến mức 1: 0; cứ vượt thêm đủ 1 thì cộng 0,5",
        ),
        (
            "{climb: s, from: z, base: '5', step: '0.1', per_step: '1', down: true}",
            "tỷ lệ s từ mức số z trở lên: 5; cứ thấp hơn 10% thì cộng 1",
        ),
        ("{gap: chưa nêu}", "văn bản không quy định (chưa nêu)"),
        ("{each: r, of: n}", "tổng, với mỗi mục việc: số n"),
        ("{each: r, of: {product: [n, '2']}, take: mean}", "trung bình, với mỗi mục việc: (số n × 2)"),
        ("{each: r, of: n, take: most, where: {fact: ok, is: true}}", "cao nhất, với mỗi mục việc mà có đạt: số n"),
        ("{each: r, of: n, take: least}", "thấp nhất, với mỗi mục việc: số n"),
        ("{each: r, of: n, best: 3}", "tổng 3 mục cao nhất, với mỗi mục việc: số n"),
        ("{count: r}", "số mục việc"),
        (
            "{count: r, where: {all: [{fact: ok, is: true}, {fact: x, above: '1'}]}}",
            "số mục việc mà có đạt và số x trên 1",
        ),
        ("{streak: r, by: year, where: {fact: ok, is: true}}", "số năm liên tục mà có đạt"),
        (
            "{streak: r, by: year, where: {fact: x, above: '1'}, ending: z}",
            "số năm liên tục mà số x trên 1, tính đến số z",
        ),
        ("{peer: average, of: x}", "bình quân số x trong cả đợt chấm"),
        ("{peer: best, of: {sum: [x, z]}, same: block}", "mức cao nhất (số x + số z) trong nhóm cùng khối"),
        (
            "{peer: worst, of: x, where: {fact: y, is: false}}",
            "mức thấp nhất số x trong cả đợt chấm, chỉ kể nơi không có vi phạm",
        ),
        ("{peer: total, of: x}", "tổng số x trong cả đợt chấm"),
        ("{peer: rank, of: x, same: block}", "thứ hạng số x trong nhóm cùng khối"),
        ("{peer: count}", "số đối tượng trong cả đợt chấm"),
        (
            "{peer: count, same: block, where: {fact: y, is: true}}",
            "số đối tượng trong nhóm cùng khối, chỉ kể nơi có vi phạm",
        ),
        ("{count_items: failing}", "số mục dưới điểm sàn"),
        ("{count_items: failing, under: G}", "số mục của mục G dưới điểm sàn"),
        ("{count_items: lines, at_least: '0.5'}", "số tiêu chí đạt từ 50% trở lên điểm tối đa"),
        ("{count_items: parts, above: '0.5', under: G}", "số nhóm của mục G đạt trên 50% điểm tối đa"),
        ("{count_items: ['1', '2', '3'], below: '1'}", "số mục trong 1, 2 và 3 đạt dưới 100% điểm tối đa"),
        ("{count_items: ['1', '2'], at_most: '0'}", "số mục trong 1 và 2 đạt không quá 0% điểm tối đa"),
        ("{count_items: lines, at_least: s}", "số tiêu chí đạt từ tỷ lệ s trở lên điểm tối đa"),
        ("{each: r, of: {product: [n, x]}}", "tổng, với mỗi mục việc: (số n × số x)"),
        (
            "{count_items: lines, at_least: {choose: how, options: {a: s, b: '0.5'}}}",
            "số tiêu chí đạt (theo cách làm: “tự làm”: từ tỷ lệ s trở lên; “thuê”: từ 50% trở lên) điểm tối đa",
        ),
    ],
)
def test_an_amount_is_said_as_an_officer_would_say_it(marks: str, words: str) -> None:
    rules = unchecked(HEADER + NAMES + one_line(marks))
    (item,) = rules.items
    assert item.marks is not None
    assert say(item.marks, rules.declared) == words


def test_nothing_but_an_amount_has_words() -> None:
    with pytest.raises(TypeError, match="x"):
        say("x", {})
