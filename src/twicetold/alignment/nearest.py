"""What each statement is nearest to on the other side: the best figures of a row, and how far a pair is above them.

A stranger competes with every statement: the figure that the best of a few unrelated statements reaches. Without it
a statement that has no rival would be everybody's best match.
"""

from __future__ import annotations

import numpy as np

from twicetold.alignment.sides import Floats

NEIGHBOURS = (
    4  # of cross-domain similarity local scaling (Conneau and others 2018); k=4 was best on 14 corpora
)
BLOCK = 256  # rows that are sorted at once, to bound the memory that takes
LEAST = -0.3  # below this a neighbour is no further away; keeps what was never compared from counting


def nearest(matrix: Floats, stranger: float) -> Floats:
    """Return rows x `NEIGHBOURS`: the highest figures of each row, falling; strangers where there are fewer."""
    count = min(NEIGHBOURS, matrix.shape[1])
    result = np.full((len(matrix), NEIGHBOURS), stranger, np.float32)
    at = matrix.shape[1] - count
    for start in range(0, len(matrix), BLOCK):
        some = matrix[start : start + BLOCK]
        best = np.partition(some, at, axis=1)[:, at:] if at else some
        result[start : start + BLOCK, :count] = -np.sort(-best, axis=1)
    return result


def nearest_of(rows: np.ndarray, figures: Floats, shape: tuple[int, int], stranger: float) -> Floats:
    """Return what `nearest` does where only candidates were compared; `rows` is each figure's row.

    Pairs that were never compared lie at the floor of those that were.
    """
    result = np.full((shape[0], NEIGHBOURS), figures.min(initial=0.0), np.float32)
    result[:, min(NEIGHBOURS, shape[1]) :] = stranger
    order = np.lexsort((-figures, rows))
    place = np.arange(len(rows)) - np.searchsorted(rows[order], rows[order])
    first = place < NEIGHBOURS
    result[rows[order][first], place[first]] = figures[order][first]
    return result


def usual(top: Floats) -> Floats:
    """Return how near each row's nearest are on average."""
    result: Floats = top.clip(LEAST).mean(axis=1)
    return result


def gaps(figures: Floats, top: Floats, stranger: float) -> Floats:
    """Return how far each figure is above the best other of its row, and above a stranger; `top` is parallel."""
    first, second = top[:, 0], np.maximum(top[:, 1], stranger)
    return np.where(figures >= first, figures - second, figures - np.maximum(first, stranger))
