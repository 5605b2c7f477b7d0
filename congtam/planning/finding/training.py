"""How the finder learns from labelled pairs, and how well it does: needs nothing but numpy, so that any installation can check the figures."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from congtam.planning.finding.evidence import same_deadline, signals
from congtam.planning.finding.finder import candidates, find, ranks
from congtam.planning.finding.items import Item, Relation
from congtam.planning.finding.learned import Learned
from congtam.planning.finding.table import Indexes, Table, table
from congtam.planning.finding.texts import words_of
from congtam.planning.finding.vectors import Floats

# How far weights may go from nothing: small, as the pairs are few. Chosen from figures that differ by less than their spread.
RESTRAINT = 0.5
# So many neighbours of each item, if nobody labelled them, weigh so much together, against all the labelled pairs of one class: nearly all of them are different tasks.
NEIGHBOURS, UNLABELLED = 8, 0.6
# So many shuffles that the mean of their figures no longer hangs on which ones.
FOLDS, REPEATS = 10, 60
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
    """Labelled pairs with their signals: one row a pair, one column a signal; `group` numbers the pairs that share an item.

    `around` holds the signals of neighbouring items nobody labelled.
    """

    names: list[str]
    columns: Matrix
    same: Truths
    group: Indexes
    around: Matrix


def learn_surroundings(cores: Sequence[str], raw: Floats) -> dict[str, Any]:
    """Return what many tasks have in common, as the file beside `vectors` holds it: from their cores and what the language model makes of them."""
    holding = Counter(word for text in cores for word in set(words_of(text)))
    rarity = {word: _rarity(len(cores), count) for word, count in sorted(holding.items()) if count >= _SEEN_OFTEN}
    middle = raw.mean(0)
    return {"middle": [round(float(value), 5) for value in middle], "rarity": rarity, "unseen": _rarity(len(cores), 0)}


def examples(items: Sequence[tuple[Item, bytes]], pairs: Sequence[Labelled]) -> Examples:
    """Return the signals of labelled pairs, each ranked among all the items."""
    laid = table(items)
    one, other = _rows(laid, pairs)
    found = signals(laid, one, other, ranks(laid, one, other))
    near = signals(laid, *_neighbours(laid, one, other))
    return Examples(
        names=list(found),
        columns=_matrix(found),
        same=np.array([pair.is_same for pair in pairs]),
        group=_groups(pairs),
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
    weights = _newton(rows, same, counts, np.append(np.full(len(given.names), 1 / RESTRAINT), 1e-9))
    raw = weights[:-1] / spread
    return Learned(
        weights={name: round(float(weight), 3) for name, weight in zip(given.names, raw, strict=True)},
        start=round(float(weights[-1] - raw @ middle), 3),
    )


def f1(said: Truths, same: Truths) -> float:
    """Return the harmonic mean of precision and recall of "one task"."""
    return 2 * float((said & same).sum()) / max(1, int(said.sum() + same.sum()))


def cross_validated(given: Examples) -> list[float]:
    """Return F1 of each repeat: every pair is judged by weights learned without it and without any pair that shares an item with it."""
    return [f1(_judged_by_others(given, repeat), given.same) for repeat in range(REPEATS)]


def judged_right(given: Examples, held: Learned) -> float:
    """Return F1 with given weights."""
    return f1(says(given, held), given.same)


def says(given: Examples, held: Learned) -> Truths:
    """Return which pairs the weights call one task."""
    said: Truths = held.chances(_columns(given)) >= 0.5
    return said


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


def _judged_by_others(given: Examples, repeat: int) -> Truths:
    fold = _folds(given, repeat)
    said = np.zeros(len(given.same), bool)
    for number in range(FOLDS):
        here = fold == number
        if here.any():
            said[here] = says(given, fit(given, ~here))[here]
    return said


def _folds(given: Examples, repeat: int) -> Indexes:
    """Return the fold of each pair: groups stay whole, and both classes are spread as evenly as they go."""
    groups = np.random.default_rng(repeat).permutation(np.unique(given.group)).tolist()
    sizes = Counter(given.group.tolist())
    total = np.array([(~given.same).sum(), given.same.sum()])
    held = np.zeros((FOLDS, 2))
    fold = np.zeros(len(given.same), np.int64)
    for group in sorted(groups, key=lambda one: -sizes[one]):
        here = given.group == group
        adds = np.array([(here & ~given.same).sum(), (here & given.same).sum()])
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


def _neighbours(laid: Table, one: Indexes, other: Indexes) -> tuple[Indexes, Indexes, Indexes]:
    """Return the neighbouring pairs that are not among those given, with their ranks."""
    count = len(laid.items)
    near, far = candidates(laid, np.arange(count), NEIGHBOURS)
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
