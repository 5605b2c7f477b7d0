"""How the finder learns from labelled pairs, and how well it does: needs nothing but numpy, so that any installation can check the figures."""

import json
import math
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from congtam.planning.finding.evidence import Ranks, same_deadline, signals
from congtam.planning.finding.finder import candidates, find, near_rows, ranks
from congtam.planning.finding.items import Item, Relation
from congtam.planning.finding.learned import Learned
from congtam.planning.finding.table import Indexes, Table, table
from congtam.planning.finding.texts import words_of
from congtam.planning.finding.vectors import Floats

# Pairs of published items drawn by rule and labelled blind, by key: they take part in the learning, and tell what the given pairs cannot.
FURTHER = Path(__file__).with_name("further_pairs.jsonl")
# How strongly weights are held back towards nothing, as a share of what the pairs of one class weigh together. Chosen from figures that differ by less than their spread.
RESTRAINT = 0.04
# So many neighbours of each item, if nobody labelled them, weigh so much together, against all the labelled pairs of one class: nearly all of them are different tasks.
NEIGHBOURS, UNLABELLED = 8, 0.6
# So many shuffles that the mean of their figures no longer hangs on which ones.
FOLDS, REPEATS = 10, 60
FURTHER_REPEATS = 20
_SEEN_OFTEN = 3
_STEPS = 100
_SAME = (Relation.SAME, Relation.SAME_OTHER_DEADLINE)

Matrix = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Labelled:
    """Two items, by key, and how a person says they stand to each other."""

    one: str
    other: str
    relation: Relation

    @property
    def is_same(self) -> bool:
        """Tell whether the two are one task."""
        return self.relation in _SAME


@dataclass(frozen=True)
class Examples:
    """Labelled pairs with their signals: one row a pair, those given first, then the further ones; one column a signal.

    `group` numbers the given pairs, those that share an item alike. `apart` tells of each two pairs whether they share no item. `around` holds
    the signals of neighbouring items nobody labelled.
    """

    names: list[str]
    columns: Matrix
    same: Truths
    group: Indexes
    apart: Truths
    around: Matrix

    @property
    def given(self) -> int:
        """Return how many of the pairs are given; the rest are further ones."""
        return len(self.group)


def learn_surroundings(cores: Sequence[str], raw: Floats) -> dict[str, Any]:
    """Return what many tasks have in common, as the file beside `vectors` holds it: from their cores and what the language model makes of them."""
    holding = Counter(word for text in cores for word in set(words_of(text)))
    rarity = {word: _rarity(len(cores), count) for word, count in sorted(holding.items()) if count >= _SEEN_OFTEN}
    middle = raw.mean(0)
    return {"middle": [round(float(value), 5) for value in middle], "rarity": rarity, "unseen": _rarity(len(cores), 0)}


def further_pairs(known: Container[str], pairs: Sequence[Labelled]) -> list[Labelled]:
    """Return the further pairs whose items are both known, but none of those already given."""
    held = {frozenset((pair.one, pair.other)) for pair in pairs}
    read = [json.loads(line) for line in FURTHER.read_text("utf-8").splitlines()]
    further = [Labelled(line["a_id"], line["b_id"], Relation(line["label"])) for line in read]
    return [
        pair
        for pair in further
        if pair.one in known and pair.other in known and frozenset((pair.one, pair.other)) not in held
    ]


def examples(items: Sequence[tuple[Item, bytes]], pairs: Sequence[Labelled]) -> Examples:
    """Return the signals of labelled pairs, those given and the further ones among these items, each ranked among all the items."""
    laid = table(items)
    labelled = [*pairs, *further_pairs({item.key for item in laid.items}, pairs)]
    one, other = _rows(laid, labelled)
    found = signals(laid, one, other, ranks(laid, one, other))
    near = signals(laid, *_neighbours(laid, one, other))
    return Examples(
        names=list(found),
        columns=_matrix(found),
        same=np.array([pair.is_same for pair in labelled]),
        group=_groups(pairs),
        apart=np.all([mine[:, None] != theirs for mine in (one, other) for theirs in (one, other)], axis=0),
        around=_matrix(near),
    )


def fit(given: Examples, chosen: Truths | None = None) -> Learned:
    """Return the weights that fit the chosen examples best (all, if none are named), held back towards nothing.

    Both classes count the same, however many pairs each has. What is not chosen counts as one more neighbour nobody labelled, as it would
    if it had never been labelled. Newton's method on the penalised likelihood, which has one optimum.
    """
    chosen = np.ones(len(given.same), bool) if chosen is None else chosen
    around = np.vstack([given.around, given.columns[~chosen]])
    columns = np.vstack([given.columns[chosen], around])
    same = np.append(given.same[chosen], np.zeros(len(around), bool))
    half = len(given.same) / 2
    counts = np.where(same, half / max(1, given.same[chosen].sum()), half / max(1, (~given.same[chosen]).sum()))
    counts[chosen.sum() :] = UNLABELLED * half / max(1, len(around))
    middle = np.average(columns, 0, counts)
    spread = np.sqrt(np.average((columns - middle) ** 2, 0, counts)) + 1e-9
    rows = np.column_stack([(columns - middle) / spread, np.ones(len(same))])
    weights = _newton(rows, same, counts, np.append(np.full(len(given.names), RESTRAINT * half), 1e-9))
    raw = weights[:-1] / spread
    return Learned(
        weights={name: round(float(weight), 3) for name, weight in zip(given.names, raw, strict=True)},
        start=round(float(weights[-1] - raw @ middle), 3),
    )


def f1(said: Truths, same: Truths) -> float:
    """Return the harmonic mean of precision and recall of "one task"."""
    return 2 * float((said & same).sum()) / max(1, int(said.sum() + same.sum()))


def cross_validated(given: Examples) -> list[float]:
    """Return F1 of the given pairs in each repeat: each is judged by weights learned without it and without any pair that shares an item with it."""
    same = given.same[: given.given]
    return [f1(_judged_by_others(given, _folds(given, repeat))[: given.given], same) for repeat in range(REPEATS)]


def further_found(given: Examples) -> tuple[float, float]:
    """Return precision and recall of "one task" among the further pairs, each judged by weights learned without any pair that shares an item with it.

    0 and 0 where there are none. They are mostly neighbours that are two tasks, as an office meets them; the given pairs were chosen.
    """
    found = np.zeros((FURTHER_REPEATS, 3))
    for repeat in range(FURTHER_REPEATS):
        fold = np.random.default_rng(repeat).integers(0, FOLDS, len(given.same))
        fold[: given.given] = -1
        said, same = _judged_by_others(given, fold)[given.given :], given.same[given.given :]
        found[repeat] = (said & same).sum(), said.sum(), same.sum()
    right, called, real = found.sum(0).tolist()
    return right / max(1, called), right / max(1, real)


def judged_right(given: Examples, held: Learned) -> float:
    """Return F1 of the given pairs with given weights."""
    return f1(says(given, held), given.same[: given.given])


def says(given: Examples, held: Learned) -> Truths:
    """Return which of the given pairs the weights call one task."""
    return _called(given, held)[: given.given]


def shown(items: Sequence[tuple[Item, bytes]], pairs: Sequence[Labelled], *, most: int = 5) -> float:
    """Return in what share of the same-task pairs, asked from either side, the partner is among the first shown."""
    asked = [
        (one, other)
        for pair in pairs
        if pair.is_same
        for one, other in ((pair.one, pair.other), (pair.other, pair.one))
    ]
    matches = dict(zip([item.key for item, _ in items], find(items, [], most=most), strict=True))
    return sum(other in [match.other for match in matches[one]] for one, other in asked) / max(1, len(asked))


def kind_right(items: Sequence[tuple[Item, bytes]], pairs: Sequence[Labelled]) -> float:
    """Return in what share of the same-task pairs the deadlines are told equal or different as the person tells them."""
    known = {item.key: item for item, _ in items}
    same = [pair for pair in pairs if pair.is_same]
    return sum(
        same_deadline(known[pair.one], known[pair.other]) == (pair.relation is Relation.SAME) for pair in same
    ) / max(1, len(same))


def _newton(rows: Matrix, same: Truths, counts: Matrix, held_back: Matrix) -> Matrix:
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (counts * (chance - same)) + held_back * weights
        bend = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + np.diag(held_back)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if abs(step).max() < 1e-10:
            break
    return weights


def _called(given: Examples, held: Learned) -> Truths:
    said: Truths = held.chances(_columns(given)) >= 0.5
    return said


def _judged_by_others(given: Examples, fold: Indexes) -> Truths:
    """Return what is said of each pair by weights learned from the pairs of other folds that share no item with its own; -1 is a fold never judged."""
    said = np.zeros(len(fold), bool)
    for number in range(FOLDS):
        here = fold == number
        if here.any():
            others = ~here & given.apart[here].all(0)
            said[here] = _called(given, fit(given, others))[here]
    return said


def _folds(given: Examples, repeat: int) -> Indexes:
    """Return the fold of each given pair: groups stay whole, and both classes are spread as evenly as they go. Further pairs are in none: -1."""
    groups = np.random.default_rng(repeat).permutation(np.unique(given.group)).tolist()
    sizes = Counter(given.group.tolist())
    same = given.same[: given.given]
    total = np.array([(~same).sum(), same.sum()])
    held = np.zeros((FOLDS, 2))
    fold = np.full(len(given.same), -1, np.int64)
    for group in sorted(groups, key=lambda one: -sizes[one]):
        here = np.flatnonzero(given.group == group)
        adds = np.array([(~same[here]).sum(), same[here].sum()])
        spread = [float(((held + np.eye(FOLDS)[:, [number]] * adds) / total).var(0).sum()) for number in range(FOLDS)]
        fold[here] = chosen = int(np.argmin(spread))
        held[chosen] += adds
    return fold


def _groups(pairs: Sequence[Labelled]) -> Indexes:
    """Return a number for each pair, the same for pairs that share an item, however many steps away."""
    leader: dict[str, str] = {}

    def found(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for pair in pairs:
        leader[found(pair.one)] = found(pair.other)
    names = sorted({found(pair.one) for pair in pairs})
    return np.array([names.index(found(pair.one)) for pair in pairs], np.int64)


def _neighbours(laid: Table, one: Indexes, other: Indexes) -> tuple[Indexes, Indexes, Ranks]:
    """Return the neighbouring pairs that are not among those given, with their ranks."""
    count = len(laid.items)
    near, far = candidates(laid, near_rows(laid, np.arange(count)), NEIGHBOURS)
    both = np.unique(np.minimum(near, far) * count + np.maximum(near, far))
    both = both[~np.isin(both, np.minimum(one, other) * count + np.maximum(one, other))]
    left, right = both // count, both % count
    return left, right, ranks(laid, left, right)


def _matrix(found: dict[str, Floats]) -> Matrix:
    return np.array(list(found.values()), np.float64).T


def _columns(given: Examples) -> dict[str, npt.NDArray[np.float32]]:
    return {name: column.astype(np.float32) for name, column in zip(given.names, given.columns.T, strict=True)}


def _rows(laid: Table, pairs: Sequence[Labelled]) -> tuple[Indexes, Indexes]:
    place = {item.key: number for number, item in enumerate(laid.items)}
    return np.array([place[pair.one] for pair in pairs], np.int64), np.array(
        [place[pair.other] for pair in pairs], np.int64
    )


def _rarity(total: int, count: int) -> int:
    """Return hundredths of the natural logarithm of how rarely a word comes."""
    return round(100 * math.log((total + 1) / (count + 1)))


def written(held: dict[str, Any]) -> str:
    """Return what was learned as the text of its file."""
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"
