"""The sentence beside a line says how its marks came about: with the numbers of this subject, in the order of the reckoning."""

import pytest

from tests.criteria.writing import answer, answers

ASKS = """\
asks:
  x: {kind: number, label: số x}
  y: {kind: number, label: số y}
  s: {kind: share, label: tỷ lệ s, at_most: '2'}
  ok: {kind: yes_no, label: đạt}
  due: {kind: date, label: hạn}
  sent: {kind: date, label: nộp}
  how: {kind: choice, label: cách, choices: {a: cách A, b: cách B}}
  tasks:
    kind: records
    label: việc
    fields: {p: {kind: number, label: điểm}, done: {kind: yes_no, label: xong}, year: {kind: count, label: năm}}
measures: {both: {label: cả hai, is: {sum: [x, y]}}, alone: {label: riêng x, is: {ask: x}}}
"""
# A second line that looks at everything, so that no set is refused for a name it does not use.
REST = """\
  - code: '2'
    label: Khác
    marks:
      sum:
        - {each: tasks, of: p}
        - {count: tasks, where: {fact: done, is: true}}
        - {streak: tasks, by: year, where: {fact: done, is: true}}
        - {days: [due, sent]}
        - {if: {all: [{fact: ok, is: true}, {fact: how, one_of: [a]}]}, then: '1', else: '0'}
        - {sum: [x, y, s, both, alone]}
"""
FACTS = {
    "x": "2",
    "y": "3",
    "s": "0.5",
    "ok": True,
    "due": "2026-03-31",
    "sent": "2026-04-02",
    "how": "a",
    "tasks": [
        {"p": "1", "done": True, "year": 2023},
        {"p": "2", "done": True, "year": 2024},
        {"p": "4", "done": False, "year": 2025},
    ],
}


def body(marks: str) -> str:
    """Return a set whose first line is marked so, without any maximum."""
    return f"{ASKS}items:\n  - {{code: '1', label: Mục, marks: {marks}}}\n{REST}"


def sentence(marks: str, own: object = None, **changed: object) -> str:
    """Return the sentence beside the first line."""
    entries = FACTS | changed | ({} if own is None else {"1": own})
    return str(answer(body(marks), entries)["lines"][0]["sentence"])


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        ("x", "2 (số x): 2 điểm"),
        ("s", "50% (tỷ lệ s): 0,5 điểm"),
        ("ok", "1 (đạt): 1 điểm"),
        ("both", "5 (cả hai: 2 (số x) + 3 (số y)): 5 điểm"),
        ("alone", "2 (riêng x): 2 điểm"),
        ("'5'", "5 điểm"),
        ("{days: [due, sent]}", "2 ngày (từ 31/03/2026 đến 02/04/2026): 2 điểm"),
        ("{sum: [{minus: [x, '1']}, y]}", "(2 (số x) − 1) + 3 (số y) = 4 điểm"),
        ("{product: [x, y]}", "2 (số x) × 3 (số y) = 6 điểm"),
        ("{minus: [y, x]}", "3 (số y) − 2 (số x) = 1 điểm"),
        ("{share: [{sum: [x, y]}, '10']}", "(2 (số x) + 3 (số y)) : 10 = 0,5 điểm"),
        ("{least: [{sum: [x, y]}, '9']}", "Số nhỏ nhất trong 2 (số x) + 3 (số y) = 5; 9 = 5 điểm"),
        ("{most: [x, y]}", "Số lớn nhất trong 2 (số x); 3 (số y) = 3 điểm"),
        ("{mean: [x, y]}", "Trung bình của 2 (số x); 3 (số y) = 2,5 điểm"),
        ("{round: {share: [x, y]}, to: '0.01'}", "Làm tròn (2 (số x) : 3 (số y)) = 0,67 điểm"),
        ("{sum: [{round: s, to: '0.1'}, '1']}", "(làm tròn 50% (tỷ lệ s)) + 1 = 1,5 điểm"),
        ("{sum: [{least: [x, y]}, y]}", "(số nhỏ nhất trong 2 (số x); 3 (số y)) + 3 (số y) = 5 điểm"),
        ("{choose: how, options: {a: '5', b: '2'}}", "“cách A”: 5 điểm"),
        ("{sum: [{choose: how, options: {a: {sum: [x, '1']}, b: '2'}}, y]}", "(“cách A”: 2 (số x) + 1) + 3 (số y) = 6 điểm"),
        ("{if: {fact: ok, is: true}, then: {sum: [x, '1']}, else: '0'}", "Có đạt: 2 (số x) + 1 = 3 điểm"),
        ("{cases: [{when: {fact: x, above: '5'}, marks: '9'}, {marks: '1'}]}", "1 điểm"),
        ("{peer: average, of: x}", "2 (bình quân của 1 đối tượng): 2 điểm"),
        ("{peer: count}", "1 (số lượng của 1 đối tượng): 1 điểm"),
        ("{count: tasks}", "3 (việc): 3 điểm"),
        ("{count: tasks, where: {fact: done, is: true}}", "2 (việc mà có xong): 2 điểm"),
        ("{count: tasks, where: {all: [{fact: done, is: true}, {fact: ok, is: true}]}}", "2 (việc mà có xong và có đạt): 2 điểm"),
        ("{each: tasks, of: p}", "7 (tổng của 3 mục việc): 7 điểm"),
        ("{each: tasks, of: p, best: 2}", "6 (tổng 2 mục cao nhất của việc): 6 điểm"),
        ("{each: tasks, of: {product: [p, y]}, where: {fact: done, is: true}, take: least}", "3 (thấp nhất của 2 mục việc): 3 điểm"),
        ("{each: tasks, of: p, take: most}", "4 (cao nhất của 3 mục việc): 4 điểm"),
        ("{each: tasks, of: {minus: [p, '1']}, take: mean}", "1,3333 (trung bình của 3 mục việc): 1,3333 điểm"),
        ("{streak: tasks, by: year, where: {fact: done, is: true}}", "2 liên tục (việc): 2 điểm"),
    ],
)  # fmt: skip
def test_each_way_of_reckoning_shows_its_numbers(marks: str, wanted: str) -> None:
    assert sentence(marks) == wanted


@pytest.mark.parametrize(
    ("marks", "own", "wanted"),
    [
        ("{entry: number}", "4", "4 điểm"),
        ("{entry: count, to: '9'}", 3, "3 điểm"),
        ("{entry: share}", "0.5", "50%: 0,5 điểm"),
        ("{entry: yes_no}", True, "1 (Mục): 1 điểm"),
        ("{yes_no: '4'}", True, "4 × 1 (Mục) = 4 điểm"),
        ("{yes_no: '4'}", False, "4 × 0 (không có: Mục) = 0 điểm"),
        ("{options: {a: '5', '2': '2'}}", "a", "“a”: 5 điểm"),
        ("{options: {a: '5', '2': '2'}}", "2", "“2”: 2 điểm"),
        ("{options: {a: '5', b: {gap: văn bản không nói}}}", "b", "Văn bản không nói"),
        ("{bands: {entry: share}, rows: [{at_least: '0.5', marks: '7'}, {marks: '1'}]}", "0.7", "70%, nấc từ 50% trở lên: 7 điểm"),
        ("{bands: {entry: number}, rows: [{at_least: '0.5', marks: '7'}, {marks: '1'}]}", "0.7", "0,7, nấc từ 0,5 trở lên: 7 điểm"),
    ],
)  # fmt: skip
def test_what_the_marker_entered_stands_in_the_sentence(marks: str, own: object, wanted: str) -> None:
    assert sentence(marks, own) == wanted


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        ("{bands: s, rows: [{at_most: '0.5', marks: {sum: [x, '1']}}, {marks: '1'}]}", "50% (tỷ lệ s), nấc không quá 50%: 2 (số x) + 1 = 3 điểm"),
        ("{bands: {share: [x, y]}, rows: [{below: '0.7', marks: '6'}, {marks: '1'}]}", "2 (số x) : 3 (số y) = 66,67%, nấc dưới 70%: 6 điểm"),
        ("{bands: {round: {share: [x, y]}, to: '0.01'}, rows: [{above: '0.6', marks: '6'}, {marks: '1'}]}", "Làm tròn (2 (số x) : 3 (số y)) = 67%, nấc trên 60%: 6 điểm"),
        ("{bands: {round: {product: [x, y]}, to: '1'}, rows: [{above: '5', marks: '6'}, {marks: '1'}]}", "Làm tròn (2 (số x) × 3 (số y)) = 6, nấc trên 5: 6 điểm"),
        ("{bands: {least: [s, {share: [x, y]}]}, rows: [{above: '0.4', marks: '6'}, {marks: '1'}]}", "Số nhỏ nhất trong 50% (tỷ lệ s); 2 (số x) : 3 (số y) = 66,67% = 50%, nấc trên 40%: 6 điểm"),
        ("{bands: {least: [s, x]}, rows: [{above: '0.4', marks: '6'}, {marks: '1'}]}", "Số nhỏ nhất trong 50% (tỷ lệ s); 2 (số x) = 0,5, nấc trên 0,4: 6 điểm"),
        ("{bands: {peer: average, of: s}, rows: [{at_least: '0.5', marks: '6'}, {marks: '1'}]}", "50% (bình quân của 1 đối tượng), nấc từ 50% trở lên: 6 điểm"),
        ("{bands: {peer: total, of: s}, rows: [{at_least: '0.5', marks: '6'}, {marks: '1'}]}", "0,5 (tổng của 1 đối tượng), nấc từ 0,5 trở lên: 6 điểm"),
        ("{bands: {choose: how, options: {a: s, b: s}}, rows: [{at_least: '0.5', marks: '4'}, {marks: '1'}]}", "“cách A”: 50% (tỷ lệ s), nấc từ 50% trở lên: 4 điểm"),
        ("{bands: y, rows: [{at_least: x, marks: '4'}, {marks: '1'}]}", "3 (số y), nấc từ 2 trở lên: 4 điểm"),
        ("{bands: y, rows: [{below: x, marks: '4'}, {marks: '1'}]}", "3 (số y), nấc còn lại: 1 điểm"),
    ],
)  # fmt: skip
def test_a_share_is_read_as_a_percentage_and_so_is_the_edge_it_reaches(marks: str, wanted: str) -> None:
    assert sentence(marks) == wanted


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        ("{climb: x, from: '1', base: '3', step: '0.5', per_step: '0.25'}", "2 (số x), vượt mức 1: 3 + 2 bước × 0,25 = 3,5 điểm"),
        ("{climb: x, from: '2', base: '3', step: '0.5', per_step: '0.25'}", "2 (số x), không quá mức 2: 3 điểm"),
        ("{climb: x, from: y, base: '3', step: '0.5', per_step: '-0.25', down: true}", "2 (số x), thấp hơn mức 3: 3 + 2 bước × -0,25 = 2,5 điểm"),
        ("{climb: x, from: '2', base: '3', step: '0.5', per_step: '-0.25', down: true}", "2 (số x), không dưới mức 2: 3 điểm"),
        ("{climb: x, from: '0.5', base: {sum: [x, '1']}, step: '1', per_step: {product: [x, '0.1']}}", "2 (số x), vượt mức 0,5: (2 (số x) + 1) + 1,5 bước × (2 (số x) × 0,1) = 3,3 điểm"),
        ("{climb: {sum: [x, y]}, from: '9', base: {sum: [x, '1']}, step: '1', per_step: '1'}", "2 (số x) + 3 (số y) = 5, không quá mức 9: 2 (số x) + 1 = 3 điểm"),
        # A threshold for a share is read as the share is: 40 %, not 0.4.
        ("{climb: s, from: '0.4', base: '3', step: '0.03', per_step: '1', whole_steps: true}", "50% (tỷ lệ s), vượt mức 40%: 3 + 3 bước × 1 = 6 điểm"),
        ("{climb: s, from: '0.6', base: '3', step: '0.03', per_step: '1'}", "50% (tỷ lệ s), không quá mức 60%: 3 điểm"),
    ],
)  # fmt: skip
def test_a_climb_says_the_threshold_the_steps_and_what_each_gives(marks: str, wanted: str) -> None:
    assert sentence(marks) == wanted


def test_a_line_that_follows_another_says_which_and_what_that_one_got() -> None:
    following = (
        "items:\n  - {code: '1', label: Một, max: '4'}\n  - {code: '2', label: Hai, max: '8', marks: {of_max: {share_of: '1'}}}\n"
        "  - {code: '3', label: Ba, max: '2', marks: {bands: {share_of: '1'}, rows: [{at_least: '0.7', marks: '2'}, {marks: '0'}]}}\n"
        "  - {code: '4', label: Bốn, max: '4', marks: {marks_of: '1'}}\ntotal: {max: '18'}\n"
    )
    lines = answer(following, {"1": "3"})["lines"]
    assert [line["sentence"] for line in lines] == [
        "3 điểm",
        "8 × 75% (tỷ lệ điểm mục 1) = 6 điểm",
        "75% (tỷ lệ điểm mục 1), nấc từ 70% trở lên: 2 điểm",
        "3 (điểm mục 1): 3 điểm",
    ]


def test_a_share_of_the_maximum_shows_the_maximum() -> None:
    marked = "total: {max: '10'}\nitems:\n  - {code: '1', label: Mục, max: '10', marks: {of_max: {entry: share}}}\n"
    assert answer(marked, {"1": "0.75"})["lines"][0]["sentence"] == "10 × 75% = 7,5 điểm"


def test_a_comparison_says_with_how_many() -> None:
    compared = "asks: {s: {kind: share, label: s}}\nitems:\n  - {code: '1', label: Mục, marks: {peer: %s}}\n"
    batch = [{"s": share} for share in ("0.5", "0.75", "0.25", "0.75")]

    def said(peer: str) -> list[str]:
        return [one["lines"][0]["sentence"] for one in answers(compared % f"{peer}, of: s", batch)]

    assert said("average") == ["56,25% (bình quân của 4 đối tượng): 0,5625 điểm"] * 4
    assert said("worst") == ["25% (mức thấp nhất của 4 đối tượng): 0,25 điểm"] * 4
    assert said("best") == ["75% (mức cao nhất của 4 đối tượng): 0,75 điểm"] * 4
    assert said("total") == ["2,25 (tổng của 4 đối tượng): 2,25 điểm"] * 4
    assert said("rank") == [f"{place} (thứ hạng của 4 đối tượng): {place} điểm" for place in (3, 1, 4, 1)]
