"""What holds a number: the limits of one that is entered, and how one is rounded."""

from typing import Literal

from pydantic import Field, model_validator

from congtam.engine.shapes import Limit, Number, Shape


class Limits(Shape):
    """What a number entered by hand must keep to."""

    from_: Limit | None = Field(default=None, alias="from")
    to: Limit | None = None
    below: Limit | None = None
    step: Limit | None = None

    @model_validator(mode="after")
    def leaves_something(self) -> "Limits":
        """Refuse a step of nothing, and limits that no number lies between."""
        if self.step is not None and self.step <= 0:
            raise ValueError("step phải lớn hơn 0, ví dụ '0.5'")
        if self.to is not None and self.below is not None:
            raise ValueError("viết một trong to (đến) và below (dưới)")
        high = self.to if self.below is None else self.below
        if self.from_ is not None and high is not None and (self.from_ > high or self.from_ == self.below):
            raise ValueError("from lớn hơn giới hạn trên nên không ghi được số nào")
        return self


class Rounding(Shape):
    """How a number is rounded: to a multiple of `to`."""

    to: Number
    way: Literal["half_up", "down", "up"] = "half_up"

    @model_validator(mode="after")
    def has_a_unit(self) -> "Rounding":
        """Refuse rounding to nothing."""
        if self.to <= 0:
            raise ValueError("to phải lớn hơn 0, ví dụ '0.01'")
        return self
