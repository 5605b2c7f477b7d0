"""What the result of a key task comes to."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congtam.engine.key_results import ResultRule, key_result

RULE = ResultRule(
    quantity_weight=Fraction(40),
    quality_weight=Fraction(40),
    time_weight=Fraction(20),
    level_1_from=Fraction(90),
    level_2_from=Fraction(60),
)
SHARES = st.fractions(min_value=0, max_value=150, max_denominator=100)


def test_each_side_counts_by_its_weight() -> None:
    # Because 100 × 40 % + 90 × 40 % + 50 × 20 % = 40 + 36 + 10.
    found = key_result(RULE, quantity=Fraction(100), quality=Fraction(90), time=Fraction(50))
    assert found.completion == 86
    assert found.level == 2
    assert [share.brings for share in found.shares] == [40, 36, 10]


@pytest.mark.parametrize(("completion", "level"), [("90", 1), ("89.99", 2), ("60", 2), ("59.99", 3), ("0", 3)])
def test_a_level_begins_exactly_at_its_bound(completion: str, level: int) -> None:
    share = Fraction(completion)
    assert key_result(RULE, quantity=share, quality=share, time=share).level == level


def test_more_than_was_asked_is_told_but_does_not_make_up_for_what_is_late() -> None:
    # Because beyond 100 % nothing is added: 40 + 40 + 0 is 80, however much more was made.
    found = key_result(RULE, quantity=Fraction(180), quality=Fraction(100), time=Fraction(0))
    assert found.completion == 80
    assert found.level == 2
    assert found.shares[0].reached == 180
    assert found.shares[0].counted == 100


@given(SHARES, SHARES, SHARES, st.sampled_from(["quantity", "quality", "time"]))
def test_a_better_side_never_makes_a_worse_result(
    quantity: Fraction, quality: Fraction, time: Fraction, side: str
) -> None:
    sides = {"quantity": quantity, "quality": quality, "time": time}
    before = key_result(RULE, **sides)
    after = key_result(RULE, **(sides | {side: sides[side] + 1}))
    assert after.completion >= before.completion
    assert after.level <= before.level


@pytest.mark.parametrize("weights", [(40, 40, 30), (120, -40, 20), (0, 0, 0)])
def test_weights_that_do_not_make_a_whole_are_no_rule(weights: tuple[int, int, int]) -> None:
    quantity, quality, time = map(Fraction, weights)
    with pytest.raises(ValueError, match="weights"):
        ResultRule(
            quantity_weight=quantity,
            quality_weight=quality,
            time_weight=time,
            level_1_from=Fraction(90),
            level_2_from=Fraction(60),
        )


@pytest.mark.parametrize(("first", "second"), [(60, 90), (90, 90), (101, 60), (90, 0)])
def test_levels_out_of_order_are_no_rule(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="levels"):
        ResultRule(
            quantity_weight=Fraction(100),
            quality_weight=Fraction(0),
            time_weight=Fraction(0),
            level_1_from=Fraction(first),
            level_2_from=Fraction(second),
        )


def test_a_share_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="shares"):
        key_result(RULE, quantity=Fraction(-1), quality=Fraction(1), time=Fraction(1))
