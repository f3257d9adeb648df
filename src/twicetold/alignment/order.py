"""What the order of statements tells: the best monotone path through two reports, and how far they keep one order.

Nobody is asked whether two reports are translations. The path is always drawn; the link model learns how much to
believe it from `Order.kept` and `Order.covered`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from twicetold.alignment.refine import refined
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
WIDTHS = (1, 2, 3)  # of the spans that SHAPES join
BLOCK = 128  # statements whose beads are scored at once
IN_ORDER = (
    0.6  # kept and covered from which the path is worth a second look; below, it is not believed anyway
)
MATCHED = 0.3  # merged cosine from which a bead of the path counts as covered


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Order:
    """`path` is True where the monotone path links two statements; `kept` and `covered` are 0 to 1."""

    path: np.ndarray
    kept: float
    covered: float


def read_order(a: Side, b: Side, mutual: np.ndarray) -> Order:
    """Draw the path and say how far the mutual best matches keep one order, above what chance would keep."""
    beads = monotone_path(a, b)
    kept, covered = _kept(mutual), _covered(a, b, beads)
    if a.tokens is not None and b.tokens is not None and kept >= IN_ORDER and covered >= IN_ORDER:
        beads = refined(a, b, beads)
    path = np.zeros((len(a), len(b)), bool)
    for rows, columns in beads:
        path[np.ix_(rows, columns)] = True
    return Order(path=path, kept=kept, covered=covered)


def _covered(a: Side, b: Side, beads: Sequence[tuple[list[int], list[int]]]) -> float:
    """Return the share of all statements that stand in beads of the path whose merged vectors match."""
    spans_a, spans_b = _spans(a), _spans(b)
    covered = 0
    for p, q in SHAPES:
        ends = np.array([(r[0], c[0]) for r, c in beads if (len(r), len(c)) == (p, q)], int).reshape(-1, 2)
        if len(ends):
            merged = np.einsum("kd,kd->k", spans_a[p][ends[:, 0]], spans_b[q][ends[:, 1]])
            covered += (p + q) * int((merged >= MATCHED).sum())
    return covered / max(len(a) + len(b), 1)


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
    """Return the beads of the best monotone path over the shapes and skips; O(rows x columns), a row at a time.

    A bead scores its merged cosine above half its neighbourhood's, less what its size and unlike lengths cost, times
    the statements it holds. Ties go to the earlier shape. Method: Moore 2002, Thompson and Koehn 2019, full matrix.
    """
    n, m = len(a), len(b)
    slope = SKIP_COST * np.arange(m + 1)
    ahead = [
        np.full(m + 1, -np.inf) for _ in range(max(WIDTHS) + 1)
    ]  # the rows from here on, as far as beads reach
    taken = np.zeros((n + 1, m + 1), np.int8)
    ahead[0][0] = 0
    for i, gains in enumerate(_bead_gains(a, b)):
        # skips in b, all at once: the best of every column so far, less the way from there
        level = ahead[0] - slope
        best = np.maximum.accumulate(level)
        taken[i][best > level] = 1
        row = best + slope
        if i < n:
            _offer(ahead[1], taken[i + 1], row + SKIP_COST, 0)
        for t, (p, q) in enumerate(SHAPES, 2):
            if (p, q) in gains:
                _offer(ahead[p][q:], taken[i + p][q:], row[: m + 1 - q] + gains[p, q], t)
        ahead = [*ahead[1:], ahead[0]]
        ahead[-1][:] = -np.inf
    return _trace(taken, [(1, 0), (0, 1), *SHAPES])


def _offer(best: np.ndarray, taken: np.ndarray, value: np.ndarray, move: int) -> None:
    better = value > best
    np.copyto(best, value, where=better)
    taken[better] = move


def _trace(taken: np.ndarray, moves: list[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    i, j = taken.shape[0] - 1, taken.shape[1] - 1
    beads = []
    while i or j:
        p, q = moves[taken[i, j]]
        if p and q:
            beads.append((list(range(i - p, i)), list(range(j - q, j))))
        i, j = i - p, j - q
    return beads[::-1]


def _bead_gains(a: Side, b: Side) -> Iterator[dict[tuple[int, int], Floats]]:
    """Yield for each statement of `a`, and once more after the last, the gain of every bead that begins with it.

    Shapes -> one figure for each statement of `b` that the bead may begin with. No more than a block is held.
    """
    spans_a, spans_b = _spans(a), _spans(b)
    usual = float(np.log(np.sum(a.weights**2, dtype=float) / np.sum(b.weights**2, dtype=float)))
    long_a, long_b = _lengths(a, usual), _lengths(b, 0.0)
    near_b = {q: _near(y, a.vectors) for q, y in spans_b.items()}
    for start in range(0, len(a), BLOCK):
        block: dict[tuple[int, int], Floats] = {}
        for p in spans_a:
            some = slice(start, start + BLOCK)
            x = spans_a[p][some]
            for q in (q for q in spans_b if (p, q) in SHAPES and len(x)):
                cosine = product(x, spans_b[q].T)
                if q == 1:
                    near_a = _highest(cosine)
                cosine -= (MARGIN / 2 * near_a + SIZE_COST * (p + q - 2))[:, None] + MARGIN / 2 * near_b[q]
                cosine -= LENGTH_COST * np.abs(long_a[p][some, None] - long_b[q])
                cosine *= (p + q) / 2
                block[p, q] = cosine
        for k in range(min(BLOCK, len(a) - start)):
            yield {shape: table[k] for shape, table in block.items() if k < len(table)}
    yield {}


def _lengths(side: Side, usual: float) -> dict[int, Floats]:
    """Return the logarithm of the length of every one, two and three neighbours, less what is usual."""
    ends = np.cumsum(np.r_[0, side.weights.astype(float) ** 2])
    return {
        width: (np.log(ends[width:] - ends[:-width]) - usual).astype(np.float32)
        for width in WIDTHS
        if len(side) >= width
    }


def _spans(side: Side) -> dict[int, Floats]:
    """Merge every one, two and three neighbours: the weighted mean, of length 1."""
    weighted, n = side.vectors * side.weights[:, None], len(side)
    return {
        width: unit(np.sum([weighted[k : n - width + 1 + k] for k in range(width)], axis=0))
        for width in WIDTHS
        if n >= width
    }


def _near(spans: Floats, others: Floats) -> Floats:
    """Return the mean of each span's highest cosines."""
    blocks = [
        _highest(product(spans[start : start + BLOCK], others.T)) for start in range(0, len(spans), BLOCK)
    ]
    return np.concatenate(blocks)


def _highest(cosine: Floats) -> Floats:
    k = min(NEIGHBOURS, cosine.shape[1])
    result: Floats = np.partition(cosine, cosine.shape[1] - k, axis=1)[:, -k:].mean(axis=1)
    return result
