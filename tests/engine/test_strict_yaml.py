"""What is written in a law file is what is meant, and every refusal says where and what to do."""

import unicodedata
from datetime import date

import pytest

from congtam.engine.strict_yaml import LawFileError, read


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("floor: 70.5", 1, "Số 70.5 phải viết trong dấu nháy"),
        ("a: 1\nfloor: 010", 2, "Số 010 phải viết trong dấu nháy"),
        ("floor: 1_000", 1, "Số 1_000 phải viết trong dấu nháy"),
        ("floor: 0x10", 1, "trong dấu nháy"),
        ("floor: .inf", 1, "trong dấu nháy"),
        ("a: 1\nb: 2\na: 3", 3, "Mục 'a' viết hai lần"),
        ("no: 1", 1, "Tên mục phải là chữ"),
        ("1: 1", 1, "Tên mục phải là chữ"),
        ("day: 2026-02-30", 1, "không có thật"),
        ("day: 2026-02-03 10:00:00", 1, "không có thật"),
        ("a: &x 1\nb: *x", 1, "bí danh"),
        ("a: !!set {x}", 1, "Không dùng kiểu"),
        ("a: [1\nb: 2", 2, "YAML viết sai"),
        ("a: \x07", None, "YAML viết sai"),
        ("a: 1\n---\nb: 2", None, "đúng một tài liệu"),
        ("", None, "đúng một tài liệu"),
        ("a: 1\n" + unicodedata.normalize("NFD", "b: chất lượng"), 2, "NFC"),
        ("a: 1\nb: " + "[" * 60 + "]" * 60, 2, "lồng quá sâu"),
        ("[" * 100_000, 1, "lồng quá sâu"),
        ("- " * 100_000, 1, "lồng quá sâu"),
        # A written tag says one kind and the value is of another.
        ("a: 1\nb: !!str [c]", 2, "Không dùng kiểu"),
        ("a: !!int [1]", 1, "Không dùng kiểu"),
        ("a: !!bool {x: y}", 1, "Không dùng kiểu"),
        ("a: !!null [a]", 1, "Không dùng kiểu"),
        ("a: !!seq x", 1, "Không dùng kiểu"),
        ("a: !!map x", 1, "Không dùng kiểu"),
        ("a: !!map [x]", 1, "Không dùng kiểu"),
        ("a: !!seq {x: y}", 1, "Không dùng kiểu"),
        ("a: !!float 5", 1, "trong dấu nháy"),
        ("a: !!int null", 1, "trong dấu nháy"),
        ("a: !!int yes", 1, "trong dấu nháy"),
        ("a: !!bool có", 1, "Không dùng kiểu"),
        ("a: !!null có", 1, "Không dùng kiểu"),
        ("? !!str [a]\n: b", 1, "Hãy viết một tên thay cho danh sách"),
    ],
)
def test_a_trap_is_refused_with_its_line_and_what_to_do(text: str, line: int | None, words: str) -> None:
    with pytest.raises(LawFileError) as refusal:
        read(text, "luat.yaml")
    assert words in str(refusal.value)
    assert refusal.value.line == line
    assert str(refusal.value).startswith(f"luat.yaml:{line}: " if line else "luat.yaml: ")


@pytest.mark.parametrize(("text", "has_hint"), [("a: b: c", True), ("{a: 'c' d}", True), ("a: [1\nb: 2", False)])
def test_a_colon_among_words_is_pointed_out_where_it_may_be_what_is_wrong(*, text: str, has_hint: bool) -> None:
    with pytest.raises(LawFileError) as refusal:
        read(text, "luat.yaml")
    hint = "; chữ có dấu hai chấm và dấu cách (': ') phải đặt trong dấu nháy."
    assert refusal.value.message.endswith(hint if has_hint else "Hãy xem lại thụt lề và dấu nháy.")


def test_what_is_nested_sixty_deep_is_still_read() -> None:
    data = read("[" * 60 + "x" + "]" * 60, "f").data
    for _ in range(60):
        (data,) = data
    assert data == "x"


def test_plain_values_are_what_they_look_like() -> None:
    document = read(
        "text: chữ\nnumber: -7\nzero: 0\nyes: true\nday: 2026-01-31\nnothing: null\nquoted: '70.5'\nlist: [a, {b: c}]".replace(
            "yes:", "'yes':"
        ),
        "f",
    )
    assert read("[~, null, Null, ]", "f").data == (None, None, None)
    assert document.data == {
        "text": "chữ", "number": -7, "zero": 0, "yes": True, "day": date(2026, 1, 31), "nothing": None, "quoted": "70.5", "list": ("a", {"b": "c"}),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("word", "meant"), [("true", True), ("yes", True), ("on", True), ("false", False), ("no", False), ("off", False)]
)
def test_yes_and_no_are_read_as_such_for_the_shape_to_accept_or_refuse(word: str, *, meant: bool) -> None:
    assert read(f"a: {word}", "f").data["a"] is meant


def test_each_value_knows_its_line_and_a_missing_one_that_of_its_parent() -> None:
    document = read("a: 1\nb:\n  - x\n  - y: 2\n    z: 3\n", "f")
    assert document.line_of(("b", 1, "z")) == 5
    assert document.line_of(("b", 1, "missing")) == 4
    assert document.line_of(("b",)) == 2
    assert document.line_of(()) == 1
    assert str(document.error(("b", 0), "sai")) == "f:3: sai"
    nested = read("a:\n  b:\n    c: 1\n", "f")
    assert [nested.line_of(path) for path in (("a",), ("a", "b"), ("a", "b", "c"))] == [1, 2, 3]
