"""`criteria show` tells everything that decides a result."""

from congtam.engine.criteria.show import in_words
from tests.criteria.writing import written_set

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
