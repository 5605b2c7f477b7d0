"""New items of plans held against those already there: for each, its likeliest partners with a verdict and the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from congtam.planning.finding.items import Item, Match, Relation
from congtam.planning.finding.learned import PER_MILLE, learned
from congtam.planning.finding.nearest import KEPT, nearest
from congtam.planning.finding.signals import likeness, reasons, same_deadline, signals
from congtam.planning.finding.table import Indexes, Table, table
from congtam.planning.finding.vectors import Floats

# One authority and one lead lift a pair in the list by this much each; likeness itself is at most 2.
_HAND, _LEAD = 0.6, 0.6
# Below this likeness of meaning and words together two items share no more than the language of plans.
_RELATED = 0.6
_EVEN = 500
# What is looked at of the nearest before the most likely are shown.
_LOOKED_AT = 12


@dataclass(frozen=True)
class Pairs:
    """Pairs of rows of a table with what is known of each."""

    one: Indexes
    other: Indexes
    rank: Indexes
    chance: Floats
    order: Floats


def find(new: Sequence[tuple[Item, bytes]], among: Sequence[tuple[Item, bytes]], *, most: int = 5) -> list[list[Match]]:
    """Return for each new item its `most` likeliest partners among all the others, likest first.

    An item is never its own partner: the others are told apart by key. The answer does not depend on the order in which items are given.
    """
    laid = table([*new, *among])
    place = {item.key: number for number, item in enumerate(laid.items)}
    rows = np.array([place[item.key] for item, _ in new], np.int64)
    pairs = candidates(laid, np.unique(rows), max(most, _LOOKED_AT))
    matches: dict[int, list[Match]] = {}
    for number in np.lexsort((pairs.other, -pairs.order, pairs.one)):
        held = matches.setdefault(int(pairs.one[number]), [])
        if len(held) < most:
            held.append(_match(laid, pairs, int(number)))
    return [matches.get(int(row), []) for row in rows]


def judge(pairs: Sequence[tuple[str, str]], items: Sequence[tuple[Item, bytes]]) -> list[Match]:
    """Return the verdict on each pair of keys, seen among all the items; `other` is the second key of the pair."""
    laid = table(items)
    place = {item.key: number for number, item in enumerate(laid.items)}
    one, other = (np.array([place[pair[side]] for pair in pairs], np.int64) for side in (0, 1))
    found = judged(laid, one, other, np.zeros(len(pairs), np.float32))
    return [_match(laid, found, number) for number in range(len(pairs))]


def candidates(laid: Table, rows: Indexes, most: int) -> Pairs:
    """Return for each of `rows` its `most` best pairs, judged."""
    near, _ = nearest(laid.vectors, rows)
    one, other = np.repeat(rows, KEPT), near.ravel()
    one, other = one[other >= 0], other[other >= 0]
    order = (
        likeness(laid, one, other)
        + _HAND * (laid.authority[one] == laid.authority[other])
        + _LEAD * laid.lead_agreement(one, other)
    )
    kept = _first(one, order, other, most)
    return judged(laid, one[kept], other[kept], order[kept].astype(np.float32))


def judged(laid: Table, one: Indexes, other: Indexes, order: Floats) -> Pairs:
    """Return the pairs with the chance that each is one task."""
    rank = ranks(laid, one, other)
    return Pairs(one, other, rank, learned().chances(signals(laid, one, other, rank)), order)


def ranks(laid: Table, one: Indexes, other: Indexes) -> Indexes:
    """Return the worse of the two places each of a pair holds among the other's nearest in meaning, 0 for the nearest."""
    asked, back = np.unique(np.concatenate([one, other]), return_inverse=True)
    near, _ = nearest(laid.meaning, asked)
    forth = near[back[: len(one)]] == other[:, None]
    and_back = near[back[len(one) :]] == one[:, None]
    places = [np.where(hit.any(1), hit.argmax(1), KEPT) for hit in (forth, and_back)]
    worse: Indexes = np.maximum(*places)
    return worse


def relation(laid: Table, pairs: Pairs, number: int) -> Relation:
    """Return the verdict on one of the pairs."""
    one, other = int(pairs.one[number]), int(pairs.other[number])
    if round(PER_MILLE * float(pairs.chance[number])) >= _EVEN:
        same = same_deadline(laid.items[one], laid.items[other])
        return Relation.SAME if same else Relation.SAME_OTHER_DEADLINE
    like = float(likeness(laid, np.array([one]), np.array([other]))[0])
    return Relation.RELATED if like >= _RELATED else Relation.UNRELATED


def _match(laid: Table, pairs: Pairs, number: int) -> Match:
    one, other = int(pairs.one[number]), int(pairs.other[number])
    return Match(
        other=laid.items[other].key,
        relation=relation(laid, pairs, number),
        chance=round(PER_MILLE * float(pairs.chance[number])),
        reasons=reasons(laid, one, other, int(pairs.rank[number])),
    )


def _first(group: Indexes, order: Floats, then: Indexes, count: int) -> Indexes:
    """Return the places of the `count` highest of each group."""
    sorted_ = np.lexsort((then, -order, group))
    grouped = group[sorted_]
    begins = np.searchsorted(grouped, grouped, side="left")
    chosen: Indexes = sorted_[np.arange(len(grouped)) - begins < count]
    return chosen
