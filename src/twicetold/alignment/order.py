"""What the order of statements tells: the best monotone path through two reports, and how far they keep one order.

Nobody is asked whether two reports are translations. The path is always drawn; the link model learns how much to
believe it from `Order.kept` and `Order.covered`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from twicetold.alignment.sides import Floats, Side, unit
from twicetold.arrays import product

SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
# Swept together on text+berg (development half) over base -.1 to .3, size .03 to .1, skip 0 to -.1, length 0 to .1,
# margin 0 to 1: strict F1 .833, within .01 around these.
SIZE_COST = 0.05
SKIP_COST = -0.05
LENGTH_COST = 0.05
MARGIN = 0.5
NEIGHBOURS = 4
MATCHED = 0.3  # merged cosine from which a bead of the path counts as covered


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Order:
    """`path` is True where the monotone path links two statements; `kept` and `covered` are 0 to 1."""

    path: np.ndarray
    kept: float
    covered: float


def read_order(a: Side, b: Side, cosine: Floats, mutual: np.ndarray) -> Order:
    """Draw the path and say how far the mutual best matches keep one order, above what chance would keep."""
    beads = monotone_path(a, b)
    path = np.zeros(cosine.shape, bool)
    covered = 0
    for rows, columns in beads:
        path[np.ix_(rows, columns)] = True
        one = unit((a.vectors[rows] * a.weights[rows, None]).sum(axis=0))
        other = unit((b.vectors[columns] * b.weights[columns, None]).sum(axis=0))
        covered += (len(rows) + len(columns)) * bool(product(one, other) >= MATCHED)
    return Order(path=path, kept=_kept(mutual), covered=covered / max(sum(cosine.shape), 1))


def _kept(mutual: np.ndarray) -> float:
    columns = [int(j) for _, j in np.argwhere(mutual)]
    count = len(columns)
    if count < 3:
        return 0.5  # too few to tell
    longest: list[int] = []
    for j in columns:
        at = bisect_left(longest, j)
        longest[at : at + 1] = [j]
    # a random order keeps about 2 sqrt(n) of n (Vershik and Kerov 1977); small n somewhat less
    chance = min(1.0, 1.7 / float(np.sqrt(count)))
    return max(0.0, (len(longest) / count - chance) / (1 - chance + 1e-6))


def monotone_path(a: Side, b: Side) -> list[tuple[list[int], list[int]]]:
    """Return the beads of the best monotone path over the shapes and skips; O(rows x columns) in numpy.

    A bead scores its merged cosine above half its neighbourhood's, less what its size and unlike lengths cost, times
    the statements it holds. Ties go to the earlier shape. Method: Moore 2002, Thompson and Koehn 2019, full matrix.
    """
    gains = _bead_gains(a, b)
    n, m = len(a), len(b)
    moves = [(1, 0), (0, 1), *gains]
    best = np.full((n + 1, m + 1), -np.inf, np.float32)
    taken = np.zeros((n + 1, m + 1), np.int8)
    best[0, 0] = 0
    for diagonal in range(1, n + m + 1):
        i = np.arange(max(0, diagonal - m), min(n, diagonal) + 1)
        j = diagonal - i
        for t, (p, q) in enumerate(moves):
            ok = (i >= p) & (j >= q)
            at, to = i[ok], j[ok]
            gain = gains[p, q][at - p, to - q] if t > 1 else SKIP_COST
            value = best[at - p, to - q] + gain
            better = value > best[at, to]
            best[at[better], to[better]] = value[better]
            taken[at[better], to[better]] = t
    return _trace(taken, moves)


def _trace(taken: np.ndarray, moves: list[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    i, j = taken.shape[0] - 1, taken.shape[1] - 1
    beads = []
    while i or j:
        p, q = moves[taken[i, j]]
        if p and q:
            beads.append((list(range(i - p, i)), list(range(j - q, j))))
        i, j = i - p, j - q
    return beads[::-1]


def _bead_gains(a: Side, b: Side) -> dict[tuple[int, int], Floats]:
    spans_a, spans_b = _spans(a), _spans(b)
    length_a, length_b = np.cumsum(np.r_[0, a.weights**2]), np.cumsum(np.r_[0, b.weights**2])
    usual = np.log(length_a[-1] / length_b[-1])
    gains = {}
    for p, q in SHAPES:
        if p not in spans_a or q not in spans_b:
            continue
        x, y = spans_a[p], spans_b[q]
        near = (_near(x, b.vectors)[:, None] + _near(y, a.vectors)[None]) / 2
        unlike = np.abs(
            np.log(length_a[p:] - length_a[:-p])[:, None] - np.log(length_b[q:] - length_b[:-q])[None] - usual
        )
        cost = SIZE_COST * (p + q - 2) + LENGTH_COST * unlike
        gains[p, q] = ((product(x, y.T) - MARGIN * near - cost) * (p + q) / 2).astype(np.float32)
    return gains


def _spans(side: Side) -> dict[int, Floats]:
    """Merge every one, two and three neighbours: the weighted mean, of length 1."""
    weighted, n = side.vectors * side.weights[:, None], len(side)
    return {
        width: unit(np.sum([weighted[k : n - width + 1 + k] for k in range(width)], axis=0))
        for width in (1, 2, 3)
        if n >= width
    }


def _near(spans: Floats, others: Floats) -> Floats:
    cosine = product(spans, others.T)
    k = min(NEIGHBOURS, cosine.shape[1])
    result: Floats = np.partition(cosine, cosine.shape[1] - k, axis=1)[:, -k:].mean(axis=1)
    return result
