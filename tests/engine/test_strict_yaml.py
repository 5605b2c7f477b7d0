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
        ("[" * 70 + "]" * 70, 1, "lồng quá sâu"),
    ],
)
def test_a_trap_is_refused_with_its_line_and_what_to_do(text: str, line: int | None, words: str) -> None:
    with pytest.raises(LawFileError) as refusal:
        read(text, "luat.yaml")
    assert words in str(refusal.value)
    assert refusal.value.line == line
    assert str(refusal.value).startswith(f"luat.yaml:{line}: " if line else "luat.yaml: ")


def test_plain_values_are_what_they_look_like() -> None:
    document = read(
        "text: chữ\nnumber: -7\nzero: 0\nyes: true\nday: 2026-01-31\nnothing: null\nquoted: '70.5'\nlist: [a, {b: c}]".replace(
            "yes:", "'yes':"
        ),
        "f",
    )
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
