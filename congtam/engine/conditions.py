"""The closed vocabulary of conditions that law and criteria files may use.

Each is read from YAML by the key it carries, answers yes, no or unknown, and can say itself in Vietnamese. Nothing here
goes beyond what SQL's own three values can express, so that the same file can later run over a whole nation in a batch.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from congtam.engine import truth
from congtam.engine.facts import Declarations, FactDeclaration, Facts, FactValue
from congtam.engine.shapes import Limit, Name, Shape
from congtam.engine.truth import Truth
from congtam.values.known import of_kind
from congtam.values.numbers import less, percent, vietnamese, written


class UnknownFactError(ValueError):
    """Because a condition asks for a fact that is not declared, or compares it in a way its kind does not allow."""


class Is(Shape):
    """`{fact: …, is: true}`: a recorded yes or no is as stated."""

    fact: Name
    is_: bool = Field(alias="is")

    def judge(self, facts: Facts) -> Truth:
        """Hold the condition against `facts`."""
        value = facts[self.fact]
        return Truth.UNKNOWN if value is None else truth.of(value is self.is_)

    def words(self, declared: Declarations) -> str:
        """Say the condition in Vietnamese."""
        return f"{'có' if self.is_ else 'không có'} {declared[self.fact].label}"

    def facts_used(self) -> Iterator[str]:
        """Name the facts it looks at."""
        yield self.fact

    def check(self, declared: Declarations) -> None:
        """Refuse a fact that is not declared as yes or no."""
        _declared(self.fact, declared, "yes_no", "occurrence")


class OneOf(Shape):
    """`{fact: …, one_of: […]}`: a recorded choice is among those listed."""

    fact: Name
    one_of: tuple[str, ...] = Field(min_length=1)

    def judge(self, facts: Facts) -> Truth:
        """Hold the condition against `facts`."""
        value = facts[self.fact]
        return Truth.UNKNOWN if value is None else truth.of(value in self.one_of)

    def words(self, declared: Declarations) -> str:
        """Say the condition in Vietnamese."""
        fact = declared[self.fact]
        return f"{fact.label} là {' hoặc '.join(fact.shown(choice) for choice in self.one_of)}"

    def facts_used(self) -> Iterator[str]:
        """Name the facts it looks at."""
        yield self.fact

    def check(self, declared: Declarations) -> None:
        """Refuse a choice the fact does not have."""
        choices = _declared(self.fact, declared, "choice").choices
        for choice in self.one_of:
            if choice not in choices:
                raise UnknownFactError(f"{choice!r} không phải là một lựa chọn của {self.fact}")


class Compare(Shape):
    """`{fact: …, at_least: '0.3'}` (also `above`, `at_most`, `below`): a number lies within bounds."""

    fact: Name
    at_least: Limit | None = None
    above: Limit | None = None
    at_most: Limit | None = None
    below: Limit | None = None

    @model_validator(mode="after")
    def has_a_bound(self) -> "Compare":
        """Refuse a comparison with nothing."""
        if not self._bounds():
            raise ValueError("phải có ít nhất một trong at_least, above, at_most, below")
        return self

    def judge(self, facts: Facts) -> Truth:
        """Hold the condition against `facts`."""
        value = facts[self.fact]
        if value is None:
            return Truth.UNKNOWN
        number = of_kind(value, Fraction)
        return truth.of(
            (self.at_least is None or not less(number, self.at_least))
            and (self.above is None or less(self.above, number))
            and (self.at_most is None or not less(self.at_most, number))
            and (self.below is None or less(number, self.below))
        )

    def words(self, declared: Declarations) -> str:
        """Say the condition in Vietnamese."""
        fact = declared[self.fact]
        shown = percent if fact.kind == "share" else vietnamese
        return f"{fact.label} {' và '.join(f'{word} {shown(bound)}' for word, bound in self._bounds())}"

    def facts_used(self) -> Iterator[str]:
        """Name the facts it looks at."""
        yield self.fact

    def check(self, declared: Declarations) -> None:
        """Refuse a fact that is not a number."""
        _declared(self.fact, declared, "number", "share", "count")

    def _bounds(self) -> list[tuple[str, Fraction]]:
        bounds = (("từ", self.at_least), ("trên", self.above), ("không quá", self.at_most), ("dưới", self.below))
        return [(word, bound) for word, bound in bounds if bound is not None]


class Within(Shape):
    """`{fact: …, from: 2026-01-01, until: 2027-01-01}`: a day lies in a half-open span."""

    fact: Name
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None

    def judge(self, facts: Facts) -> Truth:
        """Hold the condition against `facts`."""
        value = facts[self.fact]
        if value is None:
            return Truth.UNKNOWN
        day = of_kind(value, date)
        return truth.of((self.from_ is None or day >= self.from_) and (self.until is None or day < self.until))

    def words(self, declared: Declarations) -> str:
        """Say the condition in Vietnamese."""
        start = f" từ {self.from_:%d/%m/%Y}" if self.from_ else ""
        until = f" trước {self.until:%d/%m/%Y}" if self.until else ""
        return f"{declared[self.fact].label}{start}{until}"

    def facts_used(self) -> Iterator[str]:
        """Name the facts it looks at."""
        yield self.fact

    def check(self, declared: Declarations) -> None:
        """Refuse a fact that is not a day."""
        _declared(self.fact, declared, "date")


class All(Shape):
    """`{all: […]}`: every one holds."""

    all: tuple["Condition", ...] = Field(min_length=1)

    def judge(self, facts: Facts) -> Truth:
        """Hold the condition against `facts`."""
        return truth.every(part.judge(facts) for part in self.all)

    def words(self, declared: Declarations) -> str:
        """Say the condition in Vietnamese."""
        return " và ".join(_bracketed(part, declared) for part in self.all)

    def facts_used(self) -> Iterator[str]:
        """Name the facts it looks at."""
        for part in self.all:
            yield from part.facts_used()

    def check(self, declared: Declarations) -> None:
        """Check each part."""
        for part in self.all:
            part.check(declared)


class AnyOf(Shape):
    """`{any: […]}`: at least one holds."""

    any: tuple["Condition", ...] = Field(min_length=1)

    def judge(self, facts: Facts) -> Truth:
        """Hold the condition against `facts`."""
        return truth.some(part.judge(facts) for part in self.any)

    def words(self, declared: Declarations) -> str:
        """Say the condition in Vietnamese."""
        return " hoặc ".join(_bracketed(part, declared) for part in self.any)

    def facts_used(self) -> Iterator[str]:
        """Name the facts it looks at."""
        for part in self.any:
            yield from part.facts_used()

    def check(self, declared: Declarations) -> None:
        """Check each part."""
        for part in self.any:
            part.check(declared)


class Not(Shape):
    """`{not: …}`: the opposite holds."""

    not_: "Condition" = Field(alias="not")

    def judge(self, facts: Facts) -> Truth:
        """Hold the condition against `facts`."""
        return truth.negated(self.not_.judge(facts))

    def words(self, declared: Declarations) -> str:
        """Say the condition in Vietnamese."""
        return f"không phải trường hợp {_bracketed(self.not_, declared)}"

    def facts_used(self) -> Iterator[str]:
        """Name the facts it looks at."""
        yield from self.not_.facts_used()

    def check(self, declared: Declarations) -> None:
        """Check the part."""
        self.not_.check(declared)


class Some(Shape):
    """`{some: records, where: …}`: at least one record satisfies the condition."""

    some: Name
    where: "Condition"

    def judge(self, facts: Facts) -> Truth:
        """Hold the condition against `facts`."""
        records = facts[self.some]
        if records is None:
            return Truth.UNKNOWN
        return truth.some(self.where.judge(record) for record in of_kind(records, tuple))

    def words(self, declared: Declarations) -> str:
        """Say the condition in Vietnamese."""
        records = declared[self.some]
        return f"{records.label}: có mục mà {self.where.words(records.fields)}"

    def facts_used(self) -> Iterator[str]:
        """Name the facts it looks at."""
        yield self.some

    def check(self, declared: Declarations) -> None:
        """Check the condition against the fields of the records."""
        self.where.check(_declared(self.some, declared, "records").fields)


def _bracketed(condition: "Condition", declared: Declarations) -> str:
    words = condition.words(declared)
    return f"({words})" if isinstance(condition, All | AnyOf) else words


def _declared(name: str, declared: Declarations, *kinds: str) -> FactDeclaration:
    if name not in declared:
        raise UnknownFactError(f"dữ kiện {name!r} chưa khai báo")
    if declared[name].kind not in kinds:
        raise UnknownFactError(
            f"dữ kiện {name!r} thuộc loại {declared[name].kind}, điều kiện này cần {' hoặc '.join(kinds)}"
        )
    return declared[name]


_KEYS = ("all", "any", "not", "some", "is", "one_of", "from", "until")


def _form(given: Any) -> str | None:
    """Tell a condition's form from the key it carries, or from its shape when it is written out again."""
    if isinstance(given, Mapping):
        keys = {"until": "from"}
        for key in _KEYS:
            if key in given:
                return keys.get(key, key)
        return "compare" if "fact" in given else None
    return _FORM_OF.get(type(given))


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Some, Tag("some")]
    | Annotated[Is, Tag("is")]
    | Annotated[OneOf, Tag("one_of")]
    | Annotated[Within, Tag("from")]
    | Annotated[Compare, Tag("compare")],
    Discriminator(
        _form,
        custom_error_type="unknown_form",
        custom_error_message="không rõ điều kiện gì; viết một trong all, any, not, some, is, one_of, from/until, at_least, above, at_most, below",
    ),
]

_FORM_OF: dict[type, str] = {
    All: "all",
    AnyOf: "any",
    Not: "not",
    Some: "some",
    Is: "is",
    OneOf: "one_of",
    Within: "from",
    Compare: "compare",
}

for _shape in (All, AnyOf, Not, Some):
    _shape.model_rebuild()


def value_text(value: FactValue) -> str | None:
    """Return a fact's value as answer text: exact number, code, day, yes or no; None when unknown."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return written(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return str(len(value))
    return value
