"""The nearest rows of a table: all compared with all where they are few, neighbouring cells where they are many."""

import numpy as np

from congtam.planning.finding.table import Indexes
from congtam.planning.finding.vectors import Floats

KEPT = 50
_EXACT = 20_000
_BLOCK = 512


def nearest(vectors: Floats, rows: Indexes) -> tuple[Indexes, Floats]:
    """Return for each of `rows` the `KEPT` rows most like it, itself left out, likest first, and their likenesses.

    Where there are fewer rows, -1 fills up, with a likeness of -1.
    """
    found = np.full((len(rows), KEPT), -1, np.int64)
    likeness = np.full((len(rows), KEPT), -1, np.float32)
    count = min(KEPT, len(vectors) - 1)
    if count < 1:
        return found, likeness
    for begin in range(0, len(rows), _BLOCK):
        asked = rows[begin : begin + _BLOCK]
        likes = vectors[asked] @ vectors.T
        likes[np.arange(len(asked)), asked] = -2
        best = _best(likes, count)
        found[begin : begin + _BLOCK, :count] = best
        likeness[begin : begin + _BLOCK, :count] = np.take_along_axis(likes, best, 1)
    return found, likeness


def _best(likes: Floats, count: int) -> Indexes:
    """Return the places of the `count` highest in each row, highest first, the first place first among equals."""
    some = np.argpartition(-likes, count - 1, axis=1)[:, :count]
    some.sort(axis=1)
    order = np.argsort(-np.take_along_axis(likes, some, 1), axis=1, kind="stable")
    best: Indexes = np.take_along_axis(some, order, 1)
    return best
