"""The facts a rule-set asks for: declared once with their kind, read strictly, unknown when nobody recorded them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from congtam.engine.shapes import Name, Number, Shape, Words, one_of
from congtam.values.numbers import NotANumberError, exact, less, percent, vietnamese
from congtam.values.periods import NotAPeriodError, day

FactKind = Literal["yes_no", "occurrence", "number", "share", "count", "choice", "date", "text", "records"]
FactValue = bool | Fraction | str | date | tuple["Facts", ...] | None
Facts = Mapping[str, FactValue]

MOST_RECORDS = 1000


class InputError(ValueError):
    """Because a fact was given in a way that cannot be trusted; names the field and what is allowed."""

    def __init__(self, field: str, message: str) -> None:
        self.field, self.message = field, message
        super().__init__(f"{field}: {message}")


class FactDeclaration(Shape):
    """What a fact is: its kind, its name on screen, and the paper that proves it.

    A `derived` fact is reckoned from others and cannot be given. A `presumed` value stands for silence, only where the
    record's own place settles it (a decision kept by this body is about this body); every other silence is unknown.
    """

    kind: FactKind
    label: Words
    paper: Words | None = None
    choices: dict[str, Words] = {}
    fields: Mapping[Name, "FactDeclaration"] = {}
    at_least: Number | None = None
    at_most: Number | None = None
    derived: bool = False
    presumed: bool | str | None = None

    @model_validator(mode="after")
    def is_complete(self) -> "FactDeclaration":
        """Refuse a choice without choices, and records without fields."""
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("loại choice phải có mục choices, loại khác thì không")
        if isinstance(self.presumed, str) and self.presumed not in self.choices:
            raise ValueError("presumed phải là một lựa chọn trong choices")
        if (self.kind == "records") != bool(self.fields):
            raise ValueError("loại records phải có mục fields, loại khác thì không")
        return self

    def shown(self, value: FactValue) -> str:
        """Return `value` as Vietnamese words."""
        if value is None:
            return "chưa có thông tin"
        if isinstance(value, bool):
            return "có" if value else "không"
        if isinstance(value, Fraction):
            return percent(value) if self.kind == "share" else vietnamese(value)
        if isinstance(value, date):
            return value.strftime("%d/%m/%Y")
        if isinstance(value, tuple):
            return f"{len(value)} mục"
        return self.choices.get(value, value)


Declarations = Mapping[str, FactDeclaration]


def read_facts(given: object, declarations: Declarations, field: str = "facts") -> dict[str, FactValue]:
    """Return every declared fact, exact and typed; what was not given is None, that is unknown.

    `given` is a JSON object. Raises `InputError` with the field's path for an undeclared name or a wrong value.
    """
    if not isinstance(given, dict):
        raise InputError(field, "phải là một đối tượng JSON gồm tên dữ kiện và giá trị.")
    asked = {name for name, declared in declarations.items() if not declared.derived}
    if not given.keys() <= asked:
        stranger = min(given.keys() - asked)
        raise InputError(f"{field}.{stranger}", f"không có dữ kiện này; được dùng: {one_of(asked)}.")
    return {
        name: declared.presumed if given.get(name) is None else read_fact(given[name], declared, f"{field}.{name}")
        for name, declared in declarations.items()
    }


def read_fact(value: object, declared: FactDeclaration, field: str) -> FactValue:
    """Return `value` as the declared kind; raise `InputError` naming `field` and what is allowed."""
    match declared.kind:
        case "yes_no":
            if isinstance(value, bool):
                return value
            raise InputError(field, "chỉ nhận true, false hoặc null (chưa biết).")
        case "occurrence":
            return value if isinstance(value, bool) else read_number(value, field, at_least=Fraction(0), whole=True) > 0
        case "number":
            return read_number(value, field, at_least=declared.at_least, at_most=declared.at_most)
        case "share":
            return read_number(value, field, at_least=Fraction(0), at_most=declared.at_most or Fraction(1))
        case "count":
            return read_number(
                value, field, at_least=declared.at_least or Fraction(0), at_most=declared.at_most, whole=True
            )
        case "choice":
            if isinstance(value, str) and value in declared.choices:
                return value
            raise InputError(field, f"chỉ nhận {one_of(declared.choices)}.")
        case "date":
            return read_day(value, field)
        case "text":
            return read_text(value, field)
        case "records":
            return tuple(
                read_facts(record, declared.fields, f"{field}[{index}]")
                for index, record in enumerate(read_list(value, field))
            )


def read_number(
    value: object, field: str, *, at_least: Fraction | None = None, at_most: Fraction | None = None, whole: bool = False
) -> Fraction:
    """Return the exact number in `value`; raise `InputError` when it is not one or lies outside the bounds."""
    if isinstance(value, float):
        raise InputError(field, f'số phải viết trong dấu nháy để giữ chính xác, ví dụ "{value}".')
    try:
        number = exact(value)
    except NotANumberError:
        raise InputError(field, 'phải là số viết trong dấu nháy, dấu chấm thập phân, ví dụ "89.4833".') from None
    if whole and number.denominator != 1:
        raise InputError(field, "phải là số nguyên.")
    if at_least is not None and less(number, at_least):
        raise InputError(field, f"phải từ {vietnamese(at_least)} trở lên.")
    if at_most is not None and less(at_most, number):
        raise InputError(field, f"không được quá {vietnamese(at_most)}.")
    return number


def read_day(value: object, field: str) -> date:
    """Return the day in `value` (``YYYY-MM-DD``); raise `InputError` otherwise."""
    try:
        return day(value)
    except NotAPeriodError:
        raise InputError(field, 'phải là ngày có thật, viết năm-tháng-ngày, ví dụ "2026-12-10".') from None


def read_text(value: object, field: str) -> str:
    """Return `value` if it is text that is not empty; raise `InputError` otherwise."""
    if isinstance(value, str) and value.strip():
        return value
    raise InputError(field, "phải là chữ, không để trống.")


def read_choice(value: object, field: str, allowed: Mapping[str, object] | list[str]) -> str:
    """Return `value` if it is one of `allowed`; raise `InputError` listing them otherwise."""
    if isinstance(value, str) and value in allowed:
        return value
    raise InputError(field, f"chỉ nhận {one_of(allowed)}.")


def read_list(value: object, field: str) -> list[object]:
    """Return `value` if it is a list of bearable length; raise `InputError` otherwise."""
    if not isinstance(value, list):
        raise InputError(field, "phải là một danh sách.")
    if len(value) > MOST_RECORDS:
        raise InputError(field, f"không được quá {MOST_RECORDS} mục.")
    return value
