"""Facts are read strictly; what nobody recorded is unknown."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from congtam.engine.facts import FactDeclaration, InputError, read_choice, read_facts, read_list, read_text
from congtam.engine.shapes import Shape, bind
from congtam.engine.strict_yaml import LawFileError, read

DECLARED = {
    "head": FactDeclaration(kind="yes_no", label="là người đứng đầu"),
    "failures": FactDeclaration(kind="occurrence", label="đơn vị không hoàn thành"),
    "marks": FactDeclaration(kind="number", label="điểm", at_least=Fraction(0), at_most=Fraction(100)),
    "share": FactDeclaration(kind="share", label="tỷ lệ"),
    "people": FactDeclaration(kind="count", label="số người", at_most=Fraction(12)),
    "members": FactDeclaration(kind="count", label="số ủy viên", at_least=Fraction(3)),
    "absence": FactDeclaration(kind="choice", label="lý do nghỉ", choices={"sick": "ốm đau"}),
    "decided": FactDeclaration(kind="date", label="ngày"),
    "act": FactDeclaration(kind="text", label="hành vi"),
    "acts": FactDeclaration(
        kind="records",
        label="kỷ luật",
        fields={
            "act": FactDeclaration(kind="text", label="hành vi"),
            "here": FactDeclaration(kind="yes_no", label="ở đây", presumed=True),
        },
    ),
    "reckoned": FactDeclaration(kind="yes_no", label="suy ra", derived=True),
}


def test_what_is_not_given_is_unknown() -> None:
    assert read_facts({}, DECLARED) == dict.fromkeys(DECLARED)
    assert read_facts({"head": None, "marks": None}, DECLARED)["marks"] is None


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("head", True, True),
        ("failures", 0, False),
        ("failures", 1, True),
        ("failures", 2, True),
        ("failures", False, False),
        ("marks", "89.99", Fraction(8999, 100)),
        ("marks", 0, Fraction(0)),
        ("marks", 100, Fraction(100)),
        ("share", "1", Fraction(1)),
        ("people", 12, Fraction(12)),
        ("people", "0", Fraction(0)),
        ("absence", "sick", "sick"),
        ("decided", "2026-05-02", date(2026, 5, 2)),
        ("act", "A1", "A1"),
        ("acts", [], ()),
        ("acts", [{}] * 1000, ({"act": None, "here": True},) * 1000),
        ("acts", [{"act": "A1"}], ({"act": "A1", "here": True},)),
        ("acts", [{"here": False}], ({"act": None, "here": False},)),
    ],
)
def test_a_fact_is_read_as_declared(name: str, given: Any, value: Any) -> None:
    assert read_facts({name: given}, DECLARED)[name] == value


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"stranger": 1}, "facts.stranger", "được dùng: absence, act, acts"),
        ({"reckoned": True}, "facts.reckoned", "không có dữ kiện này"),
        ({"head": 1}, "facts.head", "true, false hoặc null"),
        ({"head": "yes"}, "facts.head", "true, false hoặc null"),
        ({"failures": -1}, "facts.failures", "phải từ 0 trở lên"),
        ({"failures": "0.5"}, "facts.failures", "phải là số nguyên."),
        ({"people": 13}, "facts.people", "không được quá 12"),
        ({"failures": "x"}, "facts.failures", "phải là số"),
        ({"marks": 89.99}, "facts.marks", 'ví dụ "89.99"'),
        ({"marks": "100.01"}, "facts.marks", "không được quá 100"),
        ({"marks": "-0.01"}, "facts.marks", "phải từ 0 trở lên"),
        ({"marks": True}, "facts.marks", "phải là số"),
        ({"share": "1.01"}, "facts.share", "không được quá 1"),
        ({"share": "-1"}, "facts.share", "phải từ 0 trở lên"),
        ({"people": "1.5"}, "facts.people", "số nguyên"),
        ({"people": -1}, "facts.people", "phải từ 0"),
        ({"members": 2}, "facts.members", "phải từ 3"),
        ({"zeal": 1, "anger": 2}, "facts.anger", "không có dữ kiện này"),
        ({"absence": "holiday"}, "facts.absence", "chỉ nhận sick"),
        ({"absence": ["sick"]}, "facts.absence", "chỉ nhận sick"),
        ({"decided": "2026-02-30"}, "facts.decided", "ngày có thật"),
        ({"act": "  "}, "facts.act", "không để trống"),
        ({"act": 1}, "facts.act", "phải là chữ"),
        ({"acts": {}}, "facts.acts", "danh sách"),
        ({"acts": [1]}, "facts.acts[0]", "đối tượng JSON"),
        ({"acts": [{}, {"act": 2}]}, "facts.acts[1].act", "phải là chữ"),
        ({"acts": [{}] * 1001}, "facts.acts", "không được quá 1000"),
        ([], "facts", "đối tượng JSON"),
    ],
)
def test_a_wrong_fact_is_refused_with_its_field_and_what_is_allowed(given: Any, field: str, words: str) -> None:
    with pytest.raises(InputError) as refusal:
        read_facts(given, DECLARED)
    assert refusal.value.field == field
    assert words in refusal.value.message
    assert str(refusal.value) == f"{field}: {refusal.value.message}"


def test_a_share_may_be_declared_to_pass_one() -> None:
    over = FactDeclaration(kind="share", label="tỷ lệ", at_most=Fraction(2))
    assert read_facts({"s": "1.3"}, {"s": over})["s"] == Fraction(13, 10)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("head", None, "chưa có thông tin"),
        ("head", True, "có"),
        ("head", False, "không"),
        ("share", Fraction(17, 20), "85%"),
        ("marks", Fraction(899, 10), "89,9"),
        ("decided", date(2026, 5, 2), "02/05/2026"),
        ("acts", ({}, {}), "2 mục"),
        ("absence", "sick", "ốm đau"),
        ("act", "A1", "A1"),
    ],
)
def test_a_value_is_shown_in_vietnamese(name: str, value: Any, words: str) -> None:
    assert DECLARED[name].shown(value) == words


class Holder(Shape):
    fact: FactDeclaration


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{kind: choice, label: a}", "choices"),
        ("{kind: text, label: a, choices: {b: c}}", "choices"),
        ("{kind: records, label: a}", "fields"),
        ("{kind: text, label: a, fields: {b: {kind: text, label: c}}}", "fields"),
        ("{kind: choice, label: a, choices: {b: c}, presumed: d}", "presumed"),
        ("{kind: odd, label: a}", "chỉ được viết 'yes_no'"),
        ("{kind: text, label: ''}", "chữ không trống"),
    ],
)
def test_an_incomplete_declaration_is_refused(text: str, words: str) -> None:
    with pytest.raises(LawFileError, match=words):
        bind(read(f"fact: {text}", "f"), Holder)


def test_plain_readers_refuse_what_they_must() -> None:
    assert read_text("a", "f") == "a"
    assert read_choice("a", "f", {"a": 1}) == "a"
    assert read_list([1], "f") == [1]
    for wrong in ("b", ["a"], None):
        with pytest.raises(InputError, match="chỉ nhận a"):
            read_choice(wrong, "f", {"a": 1})


def test_a_choice_may_be_presumed_until_somebody_records_another() -> None:
    declared = FactDeclaration(
        kind="choice", label="lý do nghỉ", choices={"none": "không", "sick": "ốm"}, presumed="none"
    )
    assert read_facts({}, {"absence": declared})["absence"] == "none"
    assert read_facts({"absence": "sick"}, {"absence": declared})["absence"] == "sick"
