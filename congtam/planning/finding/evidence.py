"""The signals by which a pair is judged. All lie between 0 and 1 but those made of likeness (-2 to 2)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from congtam.planning.finding.items import Item
from congtam.planning.finding.nearest import KEPT
from congtam.planning.finding.table import Indexes, Table
from congtam.planning.finding.vectors import Floats

# A body is named, or nobody is: less agreement than this is another body's work.
AGREES = 0.5
_FAR_DAYS = 300
# Among few items even two that have nothing in common are each other's nearest: below this likeness being near counts for less, down to nothing.
_LIKE = 0.35
_BLOCK = 20_000


@dataclass(frozen=True)
class Ranks:
    """The worse of the two places each of a pair holds among the other's nearest, from 0: in meaning, and in meaning and words together."""

    meaning: Indexes
    both: Indexes


def signals(table: Table, one: Indexes, other: Indexes, ranks: Ranks) -> dict[str, Floats]:
    """Return the signals of each pair of rows.

    Whatever else speaks for a pair, it is one task only where one hand gives it to one body: without that every signal is 0.
    """
    same_hand = (table.authority[one] == table.authority[other]) & (table.lead_agreement(one, other) >= AGREES)
    elsewhere = _elsewhere(table, one, other)
    dated = (table.due[one] > 0) & (table.due[other] > 0)
    made = (table.product[one] > 0) & (table.product[other] > 0)
    like = likeness(table, one, other)
    counts = np.clip(like / _LIKE, 0, 1)
    found = {
        "near_in_meaning": _near(ranks.meaning) * counts,
        "near_in_both": _near(ranks.both) * counts,
        "elsewhere": elsewhere * like,
        "adjoining": ~elsewhere & (np.abs(table.place[one] - table.place[other]) <= 1),
        "other_part": table.part[one] != table.part[other],
        "other_product": made & (table.product[one] != table.product[other]),
        "far_apart": dated & (np.abs(table.due[one] - table.due[other]) > _FAR_DAYS),
    }
    return {name: (np.asarray(values, np.float32) * same_hand).astype(np.float32) for name, values in found.items()}


def likeness(table: Table, one: Indexes, other: Indexes) -> Floats:
    """Return how like the pairs are in meaning and in words together, -2 to 2."""
    found = np.empty(len(one), np.float32)
    for begin in range(0, len(one), _BLOCK):
        here = slice(begin, begin + _BLOCK)
        found[here] = np.einsum("ij,ij->i", table.vectors[one[here]], table.vectors[other[here]])
    return found


def same_deadline(one: Item, other: Item) -> bool:
    """Tell whether two items are due on the same day, or neither on any day and at the same rhythm."""
    dues = [
        (due.last, due.rhythm, due.day_in_rhythm) if (due := item.due) else (None, None, None) for item in (one, other)
    ]
    if dues[0][0] or dues[1][0]:
        return dues[0][0] == dues[1][0]
    return dues[0] == dues[1] or not (dues[0][1] and dues[1][1])


def _near(rank: Indexes) -> Floats:
    """Return 1 for each other's nearest, falling with the logarithm of the rank to 0 for those not among the nearest kept."""
    near: Floats = (1 - np.log1p(rank) / np.log1p(KEPT)).astype(np.float32)
    return near


def _elsewhere(table: Table, one: Indexes, other: Indexes) -> npt.NDArray[np.bool_]:
    """Tell which pairs were asked twice: in two plans, or in one plan that names two different documents for them."""
    sources = (table.source[one] >= 0) & (table.source[other] >= 0) & (table.source[one] != table.source[other])
    asked_twice: npt.NDArray[np.bool_] = (table.plan[one] != table.plan[other]) | sources
    return asked_twice
