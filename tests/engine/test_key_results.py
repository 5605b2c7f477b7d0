"""The rule by which a level weighs the results of key tasks holds together, and says each side by its name."""

from fractions import Fraction

import pytest

from congtam.engine.key_results import ResultRule, key_result


def rule(*weights: int, first: int = 90, second: int = 60) -> ResultRule:
    quantity, quality, time = map(Fraction, weights)
    return ResultRule(
        quantity_weight=quantity,
        quality_weight=quality,
        time_weight=time,
        level_1_from=Fraction(first),
        level_2_from=Fraction(second),
    )


def test_the_best_level_may_ask_for_everything_and_the_second_for_next_to_nothing() -> None:
    strict = rule(40, 40, 20, first=100, second=1)
    levels = [
        key_result(strict, quantity=share, quality=share, time=share).level for share in map(Fraction, (100, 99, 0))
    ]
    assert levels == [1, 2, 3]


@pytest.mark.parametrize("weights", [(-10, 60, 50), (60, -10, 50), (60, 50, -10)])
def test_no_side_may_take_from_the_others(weights: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        rule(*weights)


def test_each_side_is_told_by_its_name() -> None:
    found = key_result(rule(50, 30, 20), quantity=Fraction(100), quality=Fraction(50), time=Fraction(0))
    assert [side.name for side in found.shares] == ["khối lượng", "chất lượng", "tiến độ"]
    assert [side.weight for side in found.shares] == [50, 30, 20]
    assert [side.brings for side in found.shares] == [50, 15, 0]
