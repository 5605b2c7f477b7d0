"""A document that does not fit its shape is refused with one Vietnamese sentence about one line."""

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from congtam.engine.shapes import Name, Number, Shape, Words, bind, mistakes, one_of
from congtam.engine.sources import Certainty, Sureness
from congtam.engine.strict_yaml import LawFileError, read


class Inner(Shape):
    floor: Number


class Outer(Shape):
    name: Name = "a"
    words: Words = "a"
    level: Literal["good", "bad"] = "good"
    sure: Sureness = Certainty.CONFIRMED
    applies: bool = True
    day: date = date(2026, 1, 1)
    count: Annotated[int, Field(ge=1)] = 1
    rows: Annotated[tuple[Inner, ...], Field(min_length=1)] = (Inner(floor=1),)  # type: ignore[arg-type]  # read as any number is
    by_name: dict[str, Number] = {}
    inner: Inner | None = None
    weight: Annotated[int, Field(multiple_of=5)] = 5


def refusal(text: str, shape: type[BaseModel] = Outer) -> str:
    with pytest.raises(LawFileError) as refused:
        bind(read(text, "f"), shape)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name: a\nlevle: good", "f:2: Không có mục 'levle' ở đây. Hãy xem lại tên mục hoặc bỏ đi."),
        ("name: a\nrows:\n  - {flor: 1}", "f:3: Thiếu mục 'floor'. Hãy viết thêm."),
        ("name: a\nlevel: best", "f:2: level: chỉ được viết 'good' hoặc 'bad'."),
        ("sure: certain", "f:1: sure: chỉ được viết 'confirmed', 'secondary', 'unconfirmed' hoặc 'draft'."),
        ("rows: [{floor: x}]", "f:1: rows.0.floor: phải là số viết trong dấu nháy, ví dụ '2.5'."),
        ("rows: [{floor: '1'}, {floor: null}]", "f:1: rows.1.floor: phải là số viết trong dấu nháy, ví dụ '2.5'."),
        ("by_name:\n  a: '1'\n  b: true", "f:3: by_name.b: phải là số viết trong dấu nháy, ví dụ '2.5'."),
        ("count: 0", "f:1: count: phải từ 1 trở lên."),
        ("words: 1", "f:1: words: phải là chữ (đặt trong dấu nháy)."),
        ("words: ''", "f:1: words: phải là chữ không trống."),
        ("name: Tên", "f:1: name: phải là tên không dấu viết thường, ví dụ months_worked."),
        ("applies: 1", "f:1: applies: phải là true hoặc false."),
        ("day: '2026-01-01'", "f:1: day: phải là ngày, ví dụ 2026-01-31."),
        ("count: '1'", "f:1: count: phải là số nguyên."),
        ("rows: 1", "f:1: rows: phải là danh sách."),
        ("rows: []", "f:1: rows: phải có ít nhất một dòng."),
        ("by_name: [a]", "f:1: by_name: phải là các mục con."),
        ("inner: 1", "f:1: inner: phải là các mục con."),
        ("weight: 7", "f:1: weight: Input should be a multiple of 5."),
        ("[a]", "f:1: tệp: phải là các mục con."),
    ],
)
def test_each_problem_has_its_sentence_and_line(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


def test_every_problem_can_be_listed_at_once() -> None:
    found = mistakes(read("name: A\nlevle: good\ncount: 0\n", "f"), Outer)
    assert [problem.line for problem in found] == [1, 3, 2]
    assert mistakes(read("name: a", "f"), Outer) == []


def test_what_fits_is_bound() -> None:
    bound = bind(read("rows: [{floor: '0.5'}]\nsure: draft", "f"), Outer)
    assert bound.rows[0].floor * 2 == 1
    assert bound.sure is Certainty.DRAFT


def test_names_are_listed_in_order() -> None:
    assert one_of({"b": 1, "a": 2}) == "a hoặc b"
    assert one_of(["c", "a", "b"]) == "a, b hoặc c"
