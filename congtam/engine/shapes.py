"""Bind a strict YAML document to a typed shape, or say in Vietnamese which line to mend and how."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, StringConstraints, ValidationError

from congtam.engine.strict_yaml import Document, LawFileError, Path
from congtam.values.numbers import NotANumberError, exact, written
from congtam.values.text import listed

LONGEST_EXACT = 40


class PlacedError(ValueError):
    """Because something in a file is wrong where the rule named `rule` is written."""

    def __init__(self, rule: str, message: str) -> None:
        self.rule = rule
        super().__init__(message)


class Shape(BaseModel):
    """The base of everything read from a law file: frozen, strict, no unknown keys."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True, populate_by_name=True
    )


def _number(value: object) -> Fraction:
    try:
        return exact(value)
    except NotANumberError:
        raise ValueError("phải là số viết trong dấu nháy, ví dụ '2.5'") from None


def _limit(value: object) -> Fraction:
    try:
        return _number(value)
    except ValueError as problem:
        raise ValueError(
            f"{problem}; muốn so với một số tính ra thì đặt hiệu thành một đại lượng có tên "
            "(trong bộ tiêu chí: ở measures) rồi so hiệu với '0'"
        ) from None


Number = Annotated[Fraction, BeforeValidator(_number), PlainSerializer(lambda value: written(value, LONGEST_EXACT))]
Limit = Annotated[Fraction, BeforeValidator(_limit), PlainSerializer(lambda value: written(value, LONGEST_EXACT))]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

AnyShape = TypeVar("AnyShape", bound=BaseModel)


def bind(document: Document, shape: type[AnyShape]) -> AnyShape:
    """Return `document` as a `shape`; raise `LawFileError` with file, line and what to do otherwise."""
    try:
        return shape.model_validate(document.data)
    except ValidationError as problem:
        raise _mistakes(document, problem)[0] from None


def mistakes(document: Document, shape: type[BaseModel]) -> list[LawFileError]:
    """Return everything that keeps `document` from being a `shape`, in the order found; nothing when it is one."""
    try:
        shape.model_validate(document.data)
    except ValidationError as problem:
        return _mistakes(document, problem)
    return []


def _mistakes(document: Document, problem: ValidationError) -> list[LawFileError]:
    found = []
    for mistake in problem.errors(include_url=False):
        error = mistake.get("ctx", {}).get("error")
        path = (
            _path_of_rule(document.data, error.rule)
            if isinstance(error, PlacedError)
            else _written_path(document, mistake["loc"])
        )
        found.append(document.error(path, _message(mistake, path)))
    return found


def _path_of_rule(data: Any, rule: str) -> Path:
    """Return the path of the last mapping whose `rule` is this name; of the whole file when there is none."""
    children = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, tuple) else ()
    for step, value in reversed(list(children)):
        if isinstance(value, Mapping) and value.get("rule") == rule:
            return (step,)
        inner = _path_of_rule(value, rule)
        if inner:
            return (step, *inner)
    return ()


def _written_path(document: Document, location: tuple[str | int, ...]) -> Path:
    """Return the path in the file of a pydantic location, whose steps also name the shape tried inside a union."""
    path: Path = ()
    value = document.data
    for step in location:
        if isinstance(value, Mapping) and step in value:
            value = value[str(step)]
        elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            continue
        path = (*path, step)
    return path


_A_DAY = "{where}: phải là ngày, ví dụ 2026-01-31."
_PARTS = "{where}: phải là các mục con."
_A_LIST = "{where}: phải là danh sách."
_CHOICES = "{where}: chỉ được viết {expected}."
_TRUE_OR_FALSE = "{where}: phải là true hoặc false."

# What pydantic calls each problem, and what an officer reads instead.
_SENTENCES: Mapping[str, str] = {
    "extra_forbidden": "Không có mục {last!r} ở đây. Hãy xem lại tên mục hoặc bỏ đi.",
    "missing": "Thiếu mục {last!r}. Hãy viết thêm.",
    "literal_error": _CHOICES,
    "enum": _CHOICES,
    "value_error": "{where}: {error}.",
    "greater_than_equal": "{where}: phải từ {ge} trở lên.",
    "string_type": "{where}: phải là chữ (đặt trong dấu nháy).",
    "bool_type": _TRUE_OR_FALSE,
    "int_type": "{where}: phải là số nguyên.",
    "date_type": _A_DAY,
    "tuple_type": _A_LIST,
    "dict_type": _PARTS,
    "model_type": _PARTS,
    "string_too_short": "{where}: phải là chữ không trống.",
    "string_pattern_mismatch": "{where}: phải là tên không dấu viết thường, ví dụ months_worked.",
    "too_short": "{where}: phải có ít nhất một dòng.",
}


def _message(problem: Mapping[str, Any], path: Path) -> str:
    """Return one Vietnamese sentence about a pydantic problem: what is wrong and what is allowed."""
    context = {key: str(value).replace(" or ", " hoặc ") for key, value in problem.get("ctx", {}).items()}
    where = ".".join(str(step) for step in path) or "tệp"
    last = str(problem["loc"][-1]) if problem["loc"] else where
    return _SENTENCES.get(problem["type"], "{where}: {msg}.").format(
        where=where, last=last, msg=problem["msg"], **context
    )


def one_of(names: Mapping[str, object] | list[str] | set[str]) -> str:
    """Return allowed names as words for a message."""
    return listed(sorted(names))
