"""Conditions answer yes, no or unknown, say themselves in Vietnamese, and refuse facts nobody declared."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congtam.engine import truth
from congtam.engine.conditions import Condition, UnknownFactError, value_text
from congtam.engine.facts import FactDeclaration, FactValue
from congtam.engine.shapes import Shape, bind
from congtam.engine.strict_yaml import LawFileError, read
from congtam.engine.truth import Truth


class Holder(Shape):
    when: Condition


def condition(text: str) -> Condition:
    return bind(read(f"when: {text}", "f"), Holder).when


DECLARED = {
    "fixed": FactDeclaration(kind="yes_no", label="đã khắc phục hạn chế"),
    "events": FactDeclaration(kind="occurrence", label="sự cố"),
    "share": FactDeclaration(kind="share", label="tỷ lệ đúng hạn"),
    "months": FactDeclaration(kind="number", label="số tháng"),
    "people": FactDeclaration(kind="count", label="số người"),
    "absence": FactDeclaration(kind="choice", label="lý do nghỉ", choices={"sick": "ốm đau", "none": "không nghỉ"}),
    "decided": FactDeclaration(kind="date", label="ngày quyết định"),
    "acts": FactDeclaration(
        kind="records",
        label="quyết định kỷ luật",
        fields={"duty": FactDeclaration(kind="yes_no", label="liên quan công vụ")},
    ),
}
NOTHING: dict[str, FactValue] = dict.fromkeys(DECLARED)

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("{fact: fixed, is: true}", {"fixed": True}, YES),
        ("{fact: fixed, is: true}", {"fixed": False}, NO),
        ("{fact: fixed, is: false}", {"fixed": False}, YES),
        ("{fact: fixed, is: false}", {}, UNKNOWN),
        ("{fact: events, is: true}", {"events": True}, YES),
        ("{fact: share, at_least: '0.3'}", {"share": Fraction(3, 10)}, YES),
        ("{fact: share, at_least: '0.3'}", {"share": Fraction(299, 1000)}, NO),
        ("{fact: share, above: '0.3'}", {"share": Fraction(3, 10)}, NO),
        ("{fact: share, above: '0.3'}", {"share": Fraction(301, 1000)}, YES),
        ("{fact: share, at_most: '0.3'}", {"share": Fraction(3, 10)}, YES),
        ("{fact: share, at_most: '0.3'}", {"share": Fraction(301, 1000)}, NO),
        ("{fact: share, below: '0.3'}", {"share": Fraction(3, 10)}, NO),
        ("{fact: share, below: '0.3'}", {"share": Fraction(299, 1000)}, YES),
        ("{fact: months, at_least: 3, below: 6}", {"months": Fraction(3)}, YES),
        ("{fact: months, at_least: 3, below: 6}", {"months": Fraction(6)}, NO),
        ("{fact: months, at_least: 3, below: 6}", {"months": Fraction(2)}, NO),
        ("{fact: months, below: 6}", {}, UNKNOWN),
        ("{fact: people, at_least: 2}", {"people": Fraction(2)}, YES),
        ("{fact: absence, one_of: [sick]}", {"absence": "sick"}, YES),
        ("{fact: absence, one_of: [sick]}", {"absence": "none"}, NO),
        ("{fact: absence, one_of: [sick]}", {}, UNKNOWN),
        ("{fact: decided, from: 2026-01-01, until: 2027-01-01}", {"decided": date(2026, 1, 1)}, YES),
        ("{fact: decided, from: 2026-01-01, until: 2027-01-01}", {"decided": date(2027, 1, 1)}, NO),
        ("{fact: decided, from: 2026-01-01}", {"decided": date(2025, 12, 31)}, NO),
        ("{fact: decided, from: 2026-01-01}", {"decided": date(2026, 1, 1)}, YES),
        ("{fact: decided, until: 2027-01-01}", {"decided": date(2026, 12, 31)}, YES),
        ("{fact: decided, until: 2027-01-01}", {}, UNKNOWN),
        ("{some: acts, where: {fact: duty, is: true}}", {"acts": ()}, NO),
        ("{some: acts, where: {fact: duty, is: true}}", {"acts": ({"duty": False}, {"duty": True})}, YES),
        ("{some: acts, where: {fact: duty, is: true}}", {"acts": ({"duty": False}, {"duty": None})}, UNKNOWN),
        ("{some: acts, where: {fact: duty, is: true}}", {}, UNKNOWN),
        ("{not: {fact: fixed, is: true}}", {"fixed": True}, NO),
        ("{not: {fact: fixed, is: true}}", {}, UNKNOWN),
        ("{all: [{fact: fixed, is: true}, {fact: months, below: 6}]}", {"fixed": False}, NO),
        ("{all: [{fact: fixed, is: true}, {fact: months, below: 6}]}", {"fixed": True}, UNKNOWN),
        ("{all: [{fact: fixed, is: true}, {fact: months, below: 6}]}", {"fixed": True, "months": Fraction(1)}, YES),
        ("{any: [{fact: fixed, is: true}, {fact: months, below: 6}]}", {"fixed": True}, YES),
        ("{any: [{fact: fixed, is: true}, {fact: months, below: 6}]}", {"fixed": False}, UNKNOWN),
        ("{any: [{fact: fixed, is: true}, {fact: months, below: 6}]}", {"fixed": False, "months": Fraction(6)}, NO),
    ],
)
def test_a_condition_is_held_against_facts(text: str, facts: dict[str, FactValue], expected: Truth) -> None:
    when = condition(text)
    when.check(DECLARED)
    assert when.judge(NOTHING | facts) is expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{fact: fixed, is: true}", "có đã khắc phục hạn chế"),
        ("{fact: fixed, is: false}", "không có đã khắc phục hạn chế"),
        ("{fact: share, at_least: '0.3'}", "tỷ lệ đúng hạn từ 30%"),
        ("{fact: months, above: 3, below: 6}", "số tháng trên 3 và dưới 6"),
        ("{fact: months, at_most: '2.5'}", "số tháng không quá 2,5"),
        ("{fact: absence, one_of: [sick, none]}", "lý do nghỉ là ốm đau hoặc không nghỉ"),
        ("{fact: decided, from: 2026-01-01}", "ngày quyết định từ 01/01/2026"),
        ("{fact: decided, until: 2027-01-01}", "ngày quyết định trước 01/01/2027"),
        ("{fact: decided, from: 2026-01-01, until: 2027-01-01}", "ngày quyết định từ 01/01/2026 trước 01/01/2027"),
        (
            "{not: {any: [{fact: fixed, is: true}, {fact: months, below: 6}]}}",
            "không phải trường hợp (có đã khắc phục hạn chế hoặc số tháng dưới 6)",
        ),
        ("{all: [{fact: fixed, is: true}, {fact: months, below: 6}]}", "có đã khắc phục hạn chế và số tháng dưới 6"),
        ("{some: acts, where: {fact: duty, is: true}}", "quyết định kỷ luật: có mục mà có liên quan công vụ"),
    ],
)
def test_a_condition_says_itself(text: str, words: str) -> None:
    assert condition(text).words(DECLARED) == words


def test_a_condition_names_the_facts_it_needs() -> None:
    when = condition(
        "{all: [{fact: fixed, is: true}, {any: [{not: {fact: months, below: 6}}, {some: acts, where: {fact: duty, is: true}}, {fact: absence, one_of: [sick]}, {fact: decided, from: 2026-01-01}]}]}"
    )
    assert list(when.facts_used()) == ["fixed", "months", "acts", "absence", "decided"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{fact: nobody, is: true}", "chưa khai báo"),
        ("{fact: months, is: true}", "loại number"),
        ("{fact: fixed, at_least: 1}", "loại yes_no, điều kiện này cần number hoặc share hoặc count"),
        ("{fact: fixed, one_of: [a]}", "loại yes_no"),
        ("{fact: absence, one_of: [maternity]}", "'maternity' không phải"),
        ("{fact: fixed, from: 2026-01-01}", "loại yes_no"),
        ("{some: acts, where: {fact: months, below: 1}}", "chưa khai báo"),
        ("{some: fixed, where: {fact: months, below: 1}}", "loại yes_no"),
        ("{all: [{fact: fixed, is: true}, {fact: nobody, is: true}]}", "chưa khai báo"),
        ("{any: [{fact: fixed, is: true}, {fact: nobody, is: true}]}", "chưa khai báo"),
        ("{not: {fact: nobody, is: true}}", "chưa khai báo"),
    ],
)
def test_a_condition_on_what_was_not_declared_is_refused(text: str, words: str) -> None:
    with pytest.raises(UnknownFactError, match=words):
        condition(text).check(DECLARED)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{fact: a, iz: true}", "Không có mục 'iz'"),
        ("{fact: a}", "ít nhất một trong at_least"),
        ("{foo: a}", "không rõ điều kiện gì"),
        ("chữ", "không rõ điều kiện gì"),
        ("{all: []}", "when.all: phải có ít nhất một dòng"),
        ("{fact: a, at_least: x}", "when.at_least: phải là số viết trong dấu nháy"),
        ("{all: [{not: {fact: a, above: x}}]}", "when.all.0.not.above: phải là số viết trong dấu nháy"),
        ("{fact: a, is: 1}", "phải là true hoặc false"),
        ("{fact: a, is: true, at_least: 1}", "Không có mục 'at_least'"),
        ("{some: a}", "Thiếu mục 'where'"),
    ],
)
def test_a_condition_badly_written_is_refused(text: str, words: str) -> None:
    with pytest.raises(LawFileError, match=words):
        condition(text)


@given(st.lists(st.sampled_from(Truth), max_size=5))
def test_and_or_not_agree_with_sql(truths: list[Truth]) -> None:
    as_sql = {YES: True, NO: False, UNKNOWN: None}
    values = [as_sql[one] for one in truths]
    conjunction = False if False in values else None if None in values else True
    disjunction = True if True in values else None if None in values else False
    assert as_sql[truth.every(truths)] is conjunction
    assert as_sql[truth.some(truths)] is disjunction
    assert truth.negated(truth.every(truths)) is truth.some(truth.negated(one) for one in truths)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (True, "yes"),
        (False, "no"),
        (Fraction(1, 3), "0.333333"),
        (date(2026, 5, 2), "2026-05-02"),
        (({}, {}), "2"),
        ("sick", "sick"),
    ],
)
def test_a_value_is_written_for_answers(value: Any, text: str | None) -> None:
    assert value_text(value) == text
    assert truth.of(None) is UNKNOWN
    assert UNKNOWN.code == "unknown"
