"""A mutant is the module with one thing changed, and the module itself stays as it was."""

from pathlib import Path
from types import FunctionType

import pytest

from tests.mutation.spots import Module

SOURCE = '''\
"""A module."""

from functools import singledispatch

double, treble = lambda x: x * 2, lambda x: x * 3


@singledispatch
def reckon(amount):
    raise TypeError(amount)


@reckon.register
def _number(amount: int, *, most=10):
    """Words that stay."""
    if amount < 0 or amount > most:
        return None
    return min(amount + 1, most)


class Row:
    def words(self, names):
        found = [name for name in names if name]
        return ", ".join(found) or "không có"
'''


@pytest.fixture
def module(tmp_path: Path) -> Module:
    path = tmp_path / "amounts.py"
    path.write_text(SOURCE, "utf-8")
    return Module(path)


def test_every_function_is_changed_with_its_decorators_and_lambdas_of_one_line_are_told_apart(module: Module) -> None:
    changed = {module.codes[spot.function].co_qualname for spot in module.spots()}
    assert changed == {"<lambda>", "reckon", "_number", "Row.words"}
    turned = [spot for spot in module.spots() if spot.text in ("x * 2", "x * 3")]
    found = [FunctionType(module.changed(spot), {})(12) for spot in turned]
    assert found == [6, 4]


def test_operators_bounds_and_answers_are_changed_but_words_are_not(module: Module) -> None:
    told = [(spot.line, spot.what, spot.text) for spot in module.spots()]
    for wanted in (
        (10, "drop statement", "raise TypeError(amount)"),
        (16, "turn Lt", "amount < 0"),
        (16, "turn Or", "amount < 0 or amount > most"),
        (16, "drop part 1", "amount < 0 or amount > most"),
        (16, "1 for 0", "0"),
        (17, "empty word for None", "None"),
        (18, "turn min", "min(amount + 1, most)"),
        (18, "None for argument 1", "min(amount + 1, most)"),
        (23, "None for the value", "found = [name for name in names if name]"),
        (24, "None for the value", 'return ", ".join(found) or "không có"'),
    ):
        assert wanted in told
    assert not any(text in ('"""Words that stay."""', '"không có"', "10") for _, _, text in told)


def test_one_change_at_a_time_is_made_and_taken_back(module: Module) -> None:
    before = list(module.codes)
    for spot in module.spots():
        code = module.changed(spot)
        old = module.codes[spot.function]
        assert (code.co_code, code.co_consts, code.co_names) != (old.co_code, old.co_consts, old.co_names), spot
    assert [spot.text for spot in module.spots()] == [spot.text for spot in Module(module.path).spots()]
    assert module.codes == before
