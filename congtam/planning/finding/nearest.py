"""The nearest rows of a table: all compared with all where they are few, with the cells around them where they are many."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from congtam.planning.finding.table import Indexes
from congtam.planning.finding.vectors import Floats

KEPT = 30
# Up to here every row is compared with every other; beyond, comparing all would take hours.
EXACT = 20_000
_BLOCK = 512
# Cells hold about so many rows; a row is compared with the cells around it until so many rows are reached.
_CELL, _AROUND = 512, 4_096
# So many directions tell most of the rows apart; the best by them are compared in full.
_DIRECTIONS, _COMPARED = 96, 2 * KEPT
_SAMPLE = 20_000
_ROUNDS = 2


def nearest(vectors: Floats, rows: Indexes, *, exact: int = EXACT) -> tuple[Indexes, Floats]:
    """Return for each of `rows` the `KEPT` rows most like it, itself left out, likest first, and their likenesses.

    Where there are fewer rows, -1 fills up, with a likeness of -2. Above `exact` rows a far neighbour may be missed.
    """
    found = np.full((len(rows), KEPT), -1, np.int64)
    likeness = np.full((len(rows), KEPT), -2, np.float32)
    if len(vectors) < 2 or not len(rows):
        return found, likeness
    everything = np.arange(len(vectors))
    blocks = _everywhere(rows, everything) if len(vectors) <= exact else _around(vectors, rows)
    for places, pool, few in blocks:
        asked = rows[places]
        compared = pool if few is None else _compared(few, asked, pool)
        likes = _likes(vectors, asked, compared)
        likes[compared == asked[:, None]] = -3
        count = min(KEPT, likes.shape[1] - 1)
        best = _best(likes, count)
        chosen = np.take_along_axis(np.broadcast_to(compared, likes.shape), best, 1)
        found[places, :count] = chosen
        likeness[places, :count] = np.take_along_axis(likes, best, 1)
    return found, likeness


_Block = tuple[Indexes, Indexes, Floats | None]


def _everywhere(rows: Indexes, everything: Indexes) -> Iterator[_Block]:
    """Yield blocks of places in `rows`, each to be compared with everything."""
    for begin in range(0, len(rows), _BLOCK):
        yield np.arange(begin, min(begin + _BLOCK, len(rows))), everything, None


@dataclass(frozen=True)
class _Cells:
    """Rows divided into cells: the rows ordered by cell, where each cell begins, and the cells nearest to each, itself first."""

    few: Floats
    cell: Indexes
    members: Indexes
    begins: Indexes
    order: Indexes


def _around(vectors: Floats, rows: Indexes) -> Iterator[_Block]:
    """Yield blocks of places in `rows` that lie in one cell, each to be compared with the rows of the cells around."""
    cells = _cells(vectors)
    by_cell = np.argsort(cells.cell[rows], kind="stable")
    homes, begins = np.unique(cells.cell[rows][by_cell], return_index=True)
    for home, places in zip(homes, np.split(by_cell, begins[1:]), strict=True):
        pool = _pool(cells, int(home))
        for begin in range(0, len(places), _BLOCK):
            yield places[begin : begin + _BLOCK], pool, cells.few


def _pool(cells: _Cells, home: int) -> Indexes:
    """Return the rows of the cells nearest to one, in the order of the table."""
    taken: list[Indexes] = []
    held = 0
    for cell in cells.order[home]:
        members = cells.members[cells.begins[cell] : cells.begins[cell + 1]]
        taken.append(members[: _AROUND - held])
        held += len(taken[-1])
        if held >= _AROUND:
            break
    return np.sort(np.concatenate(taken))


def _cells(vectors: Floats) -> _Cells:
    """Divide the rows into cells of likes: centres are rows taken at even steps, moved a few times to the middle of their cells."""
    sample = vectors[:: max(1, len(vectors) // _SAMPLE)]
    directions = np.linalg.eigh(sample.T @ sample)[1][:, -_DIRECTIONS:].astype(np.float32)
    few = np.ascontiguousarray(vectors @ directions)
    count = max(1, len(vectors) // _CELL)
    centres = few[np.linspace(0, len(few) - 1, count).astype(np.int64)]
    cell = _closest(few, centres)
    for _ in range(_ROUNDS):
        total = np.zeros_like(centres)
        np.add.at(total, cell, few)
        centres = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
        cell = _closest(few, centres)
    members = np.argsort(cell, kind="stable")
    begins = np.searchsorted(cell[members], np.arange(count + 1))
    near = -(centres @ centres.T)
    np.fill_diagonal(near, -2)
    return _Cells(few, cell, members, begins, np.argsort(near, axis=1, kind="stable"))


def _closest(few: Floats, centres: Floats) -> Indexes:
    found = [(few[begin : begin + 8 * _BLOCK] @ centres.T).argmax(1) for begin in range(0, len(few), 8 * _BLOCK)]
    return np.concatenate(found)


def _compared(few: Floats, asked: Indexes, pool: Indexes) -> Indexes:
    """Return for each asked row the rows of the pool that a few directions find most like it."""
    if len(pool) <= _COMPARED:
        return np.broadcast_to(pool, (len(asked), len(pool)))
    likes = few[asked] @ few[pool].T
    some: Indexes = pool[np.argpartition(-likes, _COMPARED - 1, axis=1)[:, :_COMPARED]]
    some.sort(axis=1)
    return some


def _likes(vectors: Floats, asked: Indexes, compared: Indexes) -> Floats:
    """Return the likeness of each asked row to the rows compared: one list for all, or a list for each."""
    if compared.ndim == 1:
        likes: Floats = (
            vectors[asked] @ vectors[compared].T if len(compared) < len(vectors) else vectors[asked] @ vectors.T
        )
        return likes
    each: Floats = np.matmul(vectors[compared], vectors[asked][:, :, None])[:, :, 0]
    return each


def _best(likes: Floats, count: int) -> Indexes:
    """Return the places of the `count` highest in each row, highest first, the first place first among equals."""
    some = np.argpartition(-likes, count - 1, axis=1)[:, :count]
    some.sort(axis=1)
    order = np.argsort(-np.take_along_axis(likes, some, 1), axis=1, kind="stable")
    best: Indexes = np.take_along_axis(some, order, 1)
    return best
