"""New items of plans held against those already there: for each, its likeliest partners with a verdict and the reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from congtam.planning.finding.evidence import Ranks, likeness, same_deadline, signals
from congtam.planning.finding.items import Item, Match, Relation
from congtam.planning.finding.learned import PER_MILLE, learned
from congtam.planning.finding.nearest import KEPT, nearest
from congtam.planning.finding.reasons import reasons
from congtam.planning.finding.table import Indexes, Table, table
from congtam.planning.finding.vectors import MEANING, Floats

# One authority and one lead lift a pair in the list by this much each; likeness itself is at most 2.
_HAND, _LEAD = 0.2, 0.2
# Below this likeness of meaning and words together two items share no more than the language of plans.
_RELATED = 0.6
_EVEN = 500


@dataclass(frozen=True)
class Near:
    """Rows of a table, ascending, and the rows most like each in meaning and words together, likest first, with their likenesses."""

    rows: Indexes
    places: Indexes
    likes: Floats


@dataclass(frozen=True)
class Pairs:
    """Pairs of rows of a table, and for each its ranks and the chance per mille that it is one task."""

    one: Indexes
    other: Indexes
    ranks: Ranks
    chance: Indexes


def find(
    new: Sequence[tuple[Item, bytes]],
    among: Sequence[tuple[Item, bytes]],
    *,
    most: int = 5,
    is_by_words_alone: bool = False,
) -> list[list[Match]]:
    """Return for each new item its `most` likeliest partners among all the others, likest first.

    An item is never its own partner: the others are told apart by key. The answer does not depend on the order in which items are given.
    Where nothing is known of who asks and who does (`is_by_words_alone`), what shares no more than the language of plans is no partner.
    """
    laid = table([*new, *among])
    place = {item.key: number for number, item in enumerate(laid.items)}
    rows = np.array([place[item.key] for item, _ in new], np.int64)
    near = near_rows(laid, np.unique(rows))
    one, other = candidates(laid, near, most)
    if is_by_words_alone:
        alike = likeness(laid, one, other) >= _RELATED
        one, other = one[alike], other[alike]
    found = judged(laid, one, other, near)
    matches: dict[int, list[Match]] = {}
    for row, match in zip(found.one.tolist(), _matches(laid, found), strict=True):
        matches.setdefault(row, []).append(match)
    return [matches.get(row, []) for row in rows.tolist()]


def judge(pairs: Sequence[tuple[str, str]], items: Sequence[tuple[Item, bytes]]) -> list[Match]:
    """Return the verdict on each pair of keys, seen among all the items; `other` is the second key of the pair."""
    laid = table(items)
    place = {item.key: number for number, item in enumerate(laid.items)}
    one, other = (np.array([place[pair[side]] for pair in pairs], np.int64) for side in (0, 1))
    return list(_matches(laid, judged(laid, one, other)))


def near_rows(laid: Table, rows: Indexes) -> Near:
    """Return what is nearest to each of `rows`, given ascending."""
    return Near(rows, *nearest(laid.vectors, rows))


def candidates(laid: Table, near: Near, most: int) -> tuple[Indexes, Indexes]:
    """Return the two rows of the `most` best pairs of each of the rows, the likest first."""
    one, other = np.repeat(near.rows, KEPT), near.places.ravel()
    lifts = _HAND * (laid.authority[one] == laid.authority[other]) + _LEAD * laid.lead_agreement(one, other)
    order = np.where(near.places < 0, -np.inf, near.likes + lifts.reshape(near.places.shape))
    best = np.argsort(-order, axis=1, kind="stable")[:, :most]
    one, other = np.repeat(near.rows, best.shape[1]), np.take_along_axis(near.places, best, 1).ravel()
    return one[other >= 0], other[other >= 0]


def judged(laid: Table, one: Indexes, other: Indexes, near: Near | None = None) -> Pairs:
    """Return the pairs with the chance that each is one task; what is nearest to some rows need not be looked for again."""
    found = ranks(laid, one, other, near)
    chances = learned().chances(signals(laid, one, other, found))
    return Pairs(one, other, found, np.rint(PER_MILLE * chances).astype(np.int64))


def ranks(laid: Table, one: Indexes, other: Indexes, near: Near | None = None) -> Ranks:
    """Return the ranks of each pair among all the rows."""
    asked = np.unique(np.concatenate([one, other]))
    places = np.empty((len(asked), KEPT), np.int64)
    held = np.isin(asked, near.rows) if near else np.zeros(len(asked), bool)
    if near:
        places[held] = near.places[np.searchsorted(near.rows, asked[held])]
    places[~held], _ = nearest(laid.vectors, asked[~held])
    in_meaning, _ = nearest(laid.vectors[:, :MEANING], asked)
    return Ranks(_rank(asked, in_meaning, one, other), _rank(asked, places, one, other))


def _rank(asked: Indexes, near: Indexes, one: Indexes, other: Indexes) -> Indexes:
    forth = near[np.searchsorted(asked, one)] == other[:, None]
    and_back = near[np.searchsorted(asked, other)] == one[:, None]
    places = [np.where(hit.any(1), hit.argmax(1), KEPT) for hit in (forth, and_back)]
    worse: Indexes = np.maximum(*places)
    return worse


def _matches(laid: Table, pairs: Pairs) -> Iterator[Match]:
    agreements = laid.lead_agreement(pairs.one, pairs.other).tolist()
    likes = likeness(laid, pairs.one, pairs.other).tolist()
    told = (pairs.one.tolist(), pairs.other.tolist(), pairs.ranks.meaning.tolist(), pairs.chance.tolist())
    for one, other, rank, chance, agreement, like in zip(*told, agreements, likes, strict=True):
        relation = Relation.RELATED if like >= _RELATED else Relation.UNRELATED
        if chance >= _EVEN:
            same = same_deadline(laid.items[one], laid.items[other])
            relation = Relation.SAME if same else Relation.SAME_OTHER_DEADLINE
        yield Match(laid.items[other].key, relation, chance, reasons(laid, one, other, agreement=agreement, rank=rank))
