"""What the result of a key task comes to: three shares weighed by the by-law of the level that gave it, and the level of the sum."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ResultRule:
    """How a level weighs results: three weights in percent that make 100, and from what percent a result is of level 1 and of level 2.

    Raises `ValueError` for weights that do not make 100 and for levels out of order.
    """

    WHOLE: ClassVar[int] = 100

    quantity_weight: Fraction
    quality_weight: Fraction
    time_weight: Fraction
    level_1_from: Fraction
    level_2_from: Fraction

    def __post_init__(self) -> None:
        weights = (self.quantity_weight, self.quality_weight, self.time_weight)
        if min(weights) < 0 or sum(weights) != self.WHOLE:
            raise ValueError("weights make 100")
        if not 0 < self.level_2_from < self.level_1_from <= self.WHOLE:
            raise ValueError("levels stand in order")


@dataclass(frozen=True, kw_only=True)
class Share:
    """One side of a result: what is called how, how many percent were reached, what counts of it, and the marks it brings to the sum."""

    name: str
    reached: Fraction
    counted: Fraction
    weight: Fraction
    brings: Fraction


@dataclass(frozen=True, kw_only=True)
class KeyResult:
    """The result of a key task: percent completed, the level (1 the best, 3 the lowest), and the sides it was reckoned from."""

    completion: Fraction
    level: int
    shares: tuple[Share, ...]


def key_result(rule: ResultRule, *, quantity: Fraction, quality: Fraction, time: Fraction) -> KeyResult:
    """Return what a result comes to; `quantity`, `quality` and `time` are percents, 0 or more.

    What goes beyond 100 percent is told but does not count. Raises `ValueError` for a share below 0.
    """
    if min(quantity, quality, time) < 0:
        raise ValueError("shares are 0 or more")
    sides = (
        ("khối lượng", quantity, rule.quantity_weight),
        ("chất lượng", quality, rule.quality_weight),
        ("tiến độ", time, rule.time_weight),
    )
    shares = tuple(_share(name, reached, weight) for name, reached, weight in sides)
    completion = sum((share.brings for share in shares), Fraction())
    level = 1 if completion >= rule.level_1_from else 2 if completion >= rule.level_2_from else 3
    return KeyResult(completion=completion, level=level, shares=shares)


def _share(name: str, reached: Fraction, weight: Fraction) -> Share:
    counted = min(reached, Fraction(ResultRule.WHOLE))
    return Share(name=name, reached=reached, counted=counted, weight=weight, brings=counted * weight / ResultRule.WHOLE)
