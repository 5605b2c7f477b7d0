"""How well the finder does on published plans whose pairs a person labelled, and that what ships is what these teach."""

import json
import statistics
from dataclasses import dataclass

import pytest

from congtam.planning.finding import Item
from congtam.planning.finding.learned import FILE
from congtam.planning.finding.texts import core
from congtam.planning.finding.training import (
    Examples,
    Labelled,
    cross_validated,
    examples,
    fit,
    further_found,
    judged_right,
    kind_right,
    learn_surroundings,
    shown,
)
from congtam.planning.finding.vectors import MODEL, SURROUNDINGS, meanings, packed
from congtam.site.command.plan_lines import Refused, read_items, read_pairs
from tests.real_data import real

pytestmark = pytest.mark.real_data


@dataclass(frozen=True)
class Material:
    stored: list[tuple[Item, bytes]]
    pairs: list[Labelled]
    examples: Examples
    surroundings: dict[str, object]


@pytest.fixture(scope="module")
def material() -> Material:
    with real("plan-tasks.jsonl").open(encoding="utf-8") as lines:
        items = [item for item in read_items(lines) if not isinstance(item, Refused)]
    with real("duplicate-pairs.jsonl").open(encoding="utf-8") as lines:
        read = read_pairs(lines, {item.key for item in items}, labelled=True)
        pairs = [pair for pair in read if not isinstance(pair, Refused)]
    cores = [core(item.task) for item in items]
    raw = meanings(cores)
    stored = list(zip(items, packed(cores, raw), strict=True))
    return Material(stored, pairs, examples(stored, pairs), learn_surroundings(cores, raw))


def test_learning_again_gives_what_is_shipped(material: Material) -> None:
    held, shipped = fit(material.examples), json.loads(FILE.read_text("utf-8"))
    assert dict(held.weights) == pytest.approx(shipped["weights"], abs=0.002)
    assert held.start == pytest.approx(shipped["start"], abs=0.002)
    assert (shipped["pairs"], shipped["model"]) == (len(material.examples.same), MODEL)
    around = json.loads(SURROUNDINGS.read_text("utf-8"))
    assert around["rarity"] == material.surroundings["rarity"]
    assert around["middle"] == pytest.approx(material.surroundings["middle"], abs=2e-5)


def test_the_partner_is_among_the_first_five(material: Material) -> None:
    assert shown(material.stored, material.pairs) >= 0.95


def test_one_task_is_told_from_two_by_weights_that_never_saw_the_pair(material: Material) -> None:
    repeats = cross_validated(material.examples)
    assert len(repeats) >= 5
    assert statistics.mean(repeats) >= 0.85
    assert judged_right(material.examples, fit(material.examples)) >= 0.85


def test_pairs_drawn_by_rule_are_told_by_weights_that_never_saw_their_items(material: Material) -> None:
    """Nine in ten of these are two tasks that look alike: most of the rest must be found, and not at any price."""
    assert len(material.examples.same) - len(material.pairs) == 489
    precision, recall = further_found(material.examples)
    assert recall >= 0.8
    assert precision >= 0.4


def test_the_kind_of_relation_is_right(material: Material) -> None:
    assert kind_right(material.stored, material.pairs) >= 0.9


def test_little_else_is_called_one_task(material: Material) -> None:
    """Nearly all neighbours are two tasks: a verdict that fits the labelled pairs but cries wolf elsewhere is of no use."""
    called = fit(material.examples).chances(
        {
            name: column.astype("float32")
            for name, column in zip(material.examples.names, material.examples.around.T, strict=True)
        }
    )
    assert (called >= 0.5).mean() <= 0.05
