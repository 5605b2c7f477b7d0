"""The signals by which a pair is judged. All lie between 0 and 1 but those made of likeness (-2 to 2)."""

import numpy as np
import numpy.typing as npt

from congtam.planning.finding.items import Item
from congtam.planning.finding.table import Indexes, Table
from congtam.planning.finding.vectors import Floats

# A body is named, or nobody is: less agreement than this is another body's work.
AGREES = 0.5
_FAR_DAYS, _SOON_DAYS = 300, 62
_BLOCK = 20_000


def signals(table: Table, one: Indexes, other: Indexes, rank: Indexes) -> dict[str, Floats]:
    """Return the signals of each pair of rows; `rank` is the worse of the two places each holds among the other's nearest in meaning, from 0.

    Whatever else speaks for a pair, it is one task only where one hand gives it to one body: without that every signal is 0.
    """
    same_hand = (table.authority[one] == table.authority[other]) & (table.lead_agreement(one, other) >= AGREES)
    elsewhere = _elsewhere(table, one, other)
    apart = np.abs(table.due[one] - table.due[other])
    dated = (table.due[one] > 0) & (table.due[other] > 0)
    made = (table.product[one] > 0) & (table.product[other] > 0)
    like = likeness(table, one, other)
    found = {
        "same_hand": same_hand,
        "likeness": like,
        "mutual": 1 / (1 + rank),
        "elsewhere": elsewhere * like,
        "elsewhere_soon": elsewhere * dated * (apart <= _SOON_DAYS) * np.clip(like, 0, 1),
        "adjoining": ~elsewhere & (np.abs(table.place[one] - table.place[other]) <= 1),
        "other_part": table.part[one] != table.part[other],
        "other_product": made & (table.product[one] != table.product[other]),
        "far_apart": dated & (apart > _FAR_DAYS),
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


def _elsewhere(table: Table, one: Indexes, other: Indexes) -> npt.NDArray[np.bool_]:
    """Tell which pairs were asked twice: in two plans, or in one plan that names two different documents for them."""
    sources = (table.source[one] >= 0) & (table.source[other] >= 0) & (table.source[one] != table.source[other])
    asked_twice: npt.NDArray[np.bool_] = (table.plan[one] != table.plan[other]) | sources
    return asked_twice
