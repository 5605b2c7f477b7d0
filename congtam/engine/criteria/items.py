"""The tree of a criteria set: groups and criteria are the same thing, an item with or without parts."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Discriminator, Tag, model_validator

from congtam.engine.conditions import Condition
from congtam.engine.criteria.amounts import Amount, Code
from congtam.engine.criteria.restraints import Rounding
from congtam.engine.shapes import Name, Number, Shape, Words

ByVariant = Annotated[
    Annotated[Number, Tag("one")] | Annotated[dict[Name, Number], Tag("each")],
    Discriminator(lambda given: "each" if isinstance(given, Mapping) else "one"),
]

WHOLE = "total"  # the code of the whole sheet, as if it were an item


class Ceiling(Shape):
    """A maximum lowered when a condition holds."""

    when: Condition
    at_most: Amount
    say: Words | None = None


class Marked(Shape):
    """What the whole sheet and every item in it share: how parts make up marks, and what changes them.

    Without `max` the scale is open: marks are counted up and compared, nothing is out of a maximum.
    """

    max: ByVariant | None = None
    min: Number = Fraction(0)
    may_exceed: bool = False
    combine: Literal["sum", "best", "mean"] = "sum"
    left_out: Literal["lost", "rescale", "spread"] = "lost"
    rescale_to: Amount | None = None
    round: Rounding | None = None
    cap_when: tuple[Ceiling, ...] = ()
    zero_when: Condition | None = None

    def max_for(self, variant: str | None) -> Number | None:
        """Return the maximum of this variant; None when there is no limit."""
        return self.max.get(variant or "") if isinstance(self.max, dict) else self.max


class Item(Marked):
    """A group (it has `items`) or a criterion (it has `marks`, or is marked by hand from `min` to `max`)."""

    code: Code
    label: Words
    role: Literal["main", "bonus", "deduction"] = "main"
    only: tuple[Name, ...] = ()
    weight: ByVariant | None = None
    applies: Condition | None = None
    otherwise: Literal["full", "zero", "left_out"] | None = None
    needs_evidence: bool = False
    marks: Amount | None = None
    step: Number | None = None
    pass_mark: Number | None = None
    pass_share: Number | None = None
    note: Words | None = None
    items: tuple["Item", ...] = ()

    @model_validator(mode="after")
    def holds_together(self) -> "Item":
        """Refuse what contradicts itself within one item."""
        if self.applies is not None and self.otherwise is None:
            raise ValueError("có applies thì phải viết otherwise: full, zero hoặc left_out (không áp dụng thì được gì)")
        if "items" in self.model_fields_set and not self.items:
            raise ValueError("items trống; nhóm phải có mục con, tiêu chí thì bỏ items")
        if self.step is not None and self.step <= 0:
            raise ValueError("step phải lớn hơn 0, ví dụ '0.5'")
        if self.step is not None and (self.marks is not None or self.items):
            raise ValueError("step chỉ dùng cho tiêu chí chấm tay; có marks hoặc items thì bỏ step")
        if self.pass_mark is not None and self.pass_share is not None:
            raise ValueError("chỉ viết một trong pass_mark, pass_share")
        return self

    @property
    def by_hand(self) -> bool:
        """Whether the marker simply enters the marks."""
        return self.marks is None and not self.items

    def parts_for(self, variant: str | None) -> tuple["Item", ...]:
        """Return the parts that this variant has."""
        return tuple(part for part in self.items if not part.only or variant in part.only)

    def weight_for(self, variant: str | None) -> Number:
        """Return how heavily the item weighs in a mean: 1 unless written."""
        if self.weight is None:
            return Fraction(1)
        return self.weight.get(variant or "", Fraction(0)) if isinstance(self.weight, dict) else self.weight
