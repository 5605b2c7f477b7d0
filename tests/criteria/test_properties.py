"""What is always true of criteria sets, whatever the figures."""

import json
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from congtam.engine.criteria.intervals import Reach, plus, times
from congtam.engine.criteria.loading import read_set, written_out
from tests.criteria.compare import answers_of
from tests.criteria.writing import answer, answers, one_line, written_set

MIXED = """
asks:
  done: {kind: number, label: làm, at_least: '0', at_most: '1000'}
  assigned: {kind: number, label: giao, at_least: '0', at_most: '1000'}
  share: {kind: share, label: tỷ lệ}
  bad: {kind: yes_no, label: vi phạm}
  applies: {kind: yes_no, label: áp dụng}
  tasks:
    kind: records
    label: việc
    fields:
      p: {kind: number, label: điểm, at_least: '0'}
      ok: {kind: yes_no, label: đạt}
total: {max: '100'}
items:
  - code: I
    label: Nhóm một
    max: '60'
    left_out: rescale
    items:
      - {code: I.1, label: Tay, max: '20'}
      - {code: I.2, label: Tỷ lệ, max: '20', marks: {of_max: {share: [done, assigned]}}, zero_when: {fact: bad, is: true}}
      - {code: I.3, label: Khi áp dụng, max: '20', marks: {times: '3'}, applies: {fact: applies, is: true}, otherwise: left_out}
  - code: II
    label: Nhóm hai
    max: '40'
    combine: mean
    items:
      - {code: II.1, label: Nấc, max: '5', weight: '2', marks: {bands: share, rows: [{at_least: '0.9', marks: '5'}, {at_least: '0.5', marks: '3'}, {marks: '1'}]}}
      - {code: II.2, label: Việc, max: '10', weight: '1', marks: {each: tasks, of: p, where: {fact: ok, is: true}}}
  - {code: III, label: Thưởng, max: '5', role: bonus}
  - {code: IV, label: Trừ, max: '7', role: deduction, marks: {times: '2'}}
levels: [{code: A, at_least: '80'}, {code: B, at_least: '50'}, {code: C}]
forced: [{name: bad, when: {fact: bad, is: true}, level: C, say: Vi phạm}]
"""
RULES = written_set(MIXED.lstrip())

exact = st.integers(0, 100_000).map(lambda number: f"{number // 100}.{number % 100:02d}")
small = st.integers(0, 2000).map(lambda number: f"{number // 100}.{number % 100:02d}")
share = st.integers(0, 1000).map(lambda number: f"{number // 1000}.{number % 1000:03d}")
known = {
    "done": exact,
    "assigned": exact.filter(lambda text: Fraction(text) > 0),
    "share": share,
    "bad": st.booleans(),
    "applies": st.booleans(),
    "tasks": st.lists(st.fixed_dictionaries({"p": small, "ok": st.booleans()}), max_size=4),
    "I.1": small,
    "I.3": st.integers(0, 9),
    "III": st.integers(0, 5),
    "IV": st.integers(0, 9),
}
entries = st.fixed_dictionaries(known)


def scored(given_entries: dict[str, Any]) -> dict[str, Any]:
    return answers_of(RULES, [json.dumps({"id": "x", "entries": given_entries})])[0]


@given(entries)
def test_marks_stay_between_the_least_and_the_maximum(given_entries: dict[str, Any]) -> None:
    result = scored(given_entries)
    assert result["outcome"] == "scored"
    for line in [*result["lines"], *result["groups"]]:
        if line["code"] == "IV":
            assert -7 <= Fraction(line["marks"]) <= 0
        else:
            assert 0 <= Fraction(line["marks"]) <= Fraction(line["max"])
    assert 0 <= Fraction(result["total"]) <= 100


@given(entries, st.sampled_from(sorted(known)))
def test_the_unknown_never_turns_into_a_number(given_entries: dict[str, Any], missing: str) -> None:
    """Whatever is left out, a total that is still given is the one that any value of it would have given."""
    without = scored({name: value for name, value in given_entries.items() if name != missing})
    if without["total"] is None:
        assert without["outcome"] == "insufficient"
        assert without["missing"]
    else:
        assert without["total"] == scored(given_entries)["total"]


@given(st.permutations(["I.1", "I.2", "I.3"]), st.permutations(["I", "II", "III", "IV"]), entries)
def test_the_order_of_lines_does_not_matter(inner: list[str], outer: list[str], given_entries: dict[str, Any]) -> None:
    document = RULES.model_dump(by_alias=True, exclude_defaults=True)
    groups = {group["code"]: group for group in document["items"]}
    lines = {line["code"]: line for line in groups["I"]["items"]}
    groups["I"]["items"] = tuple(lines[code] for code in inner)
    shuffled = RULES.model_validate(document | {"items": tuple(groups[code] for code in outer)})
    before, after = scored(given_entries), answers_of(shuffled, [json.dumps({"id": "x", "entries": given_entries})])[0]
    assert (before["total"], before["level"]) == (after["total"], after["level"])
    assert {line["code"]: line["marks"] for line in before["lines"]} == {
        line["code"]: line["marks"] for line in after["lines"]
    }


@given(entries)
def test_a_set_written_out_and_read_again_scores_the_same(given_entries: dict[str, Any]) -> None:
    again = read_set(written_out(RULES), "again.yaml")
    assert again == RULES
    line = json.dumps({"id": "x", "entries": given_entries})
    assert answers_of(again, [line]) == answers_of(RULES, [line])


@given(
    st.lists(st.tuples(st.integers(1, 100), st.integers(0, 10)), min_size=1, max_size=5, unique_by=lambda row: row[0]),
    share,
    share,
)
def test_more_of_a_rising_measure_never_lowers_the_marks(rows: list[tuple[int, int]], one: str, other: str) -> None:
    floors = sorted((edge for edge, _ in rows), reverse=True)
    gives = sorted((marks for _, marks in rows), reverse=True)
    gives[0] = 10
    table = ", ".join(
        f"{{at_least: '{edge / 100:.2f}', marks: '{marks}'}}" for edge, marks in zip(floors, gives, strict=True)
    )
    body = one_line(f"{{bands: x, rows: [{table}, {{marks: '0'}}]}}", asks="asks: {x: {kind: share, label: x}}\n")
    low, high = sorted((one, other), key=Fraction)
    assert Fraction(answer(body, {"x": low})["total"]) <= Fraction(answer(body, {"x": high})["total"])


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6), st.randoms())
@settings(max_examples=30)
def test_the_order_of_subjects_changes_nobodys_marks_or_rank(marks: list[int], chance: Any) -> None:
    body = (
        "measures: {share_of_best: {label: so với cao nhất, kind: share, is: {share: [{marks_of: '1'}, {most: ['1', {peer: best, of: {marks_of: '1'}}]}]}}}\n"
        "total: {max: '110'}\nitems:\n  - {code: '1', label: Một, max: '100'}\n  - {code: '2', label: Hai, max: '10', marks: {of_max: share_of_best}}\n"
        "ranking: {by: [total]}\n"
    )
    order = list(range(len(marks)))
    chance.shuffle(order)
    straight = answers(body, [{"1": mark} for mark in marks])
    shuffled = answers(body, [{"1": marks[place]} for place in order])
    assert [(straight[place]["total"], straight[place]["rank"]) for place in order] == [
        (one["total"], one["rank"]) for one in shuffled
    ]


ends = st.one_of(st.none(), st.integers(-5, 5).map(Fraction))


@given(ends, ends, ends, ends, st.integers(-5, 5), st.integers(-5, 5))
def test_a_product_never_leaves_the_reach_it_was_given(
    low: Any, high: Any, other_low: Any, other_high: Any, one: int, other: int
) -> None:
    def inside(value: Fraction, reach: Reach) -> bool:
        return (reach.low is None or value >= reach.low) and (reach.high is None or value <= reach.high)

    first, second = Reach(low, high), Reach(other_low, other_high)
    if inside(Fraction(one), first) and inside(Fraction(other), second):
        assert inside(Fraction(one * other), times(first, second))
        assert inside(Fraction(one + other), plus([first, second]))
