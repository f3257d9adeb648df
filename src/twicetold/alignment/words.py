"""What the words of two statements tell each other: how well each token of one is met in the other, in context.

For every token of a statement, its best cosine in each candidate statement, both ways. From that: how much of the
statement a candidate covers, its share against the other candidates, and what it adds beyond the best of them.
Late interaction as in ColBERT (Khattab and Zaharia 2020), made competitive over the candidates and a stranger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from twicetold.alignment.sides import Floats, Side
from twicetold.arrays import product

SHARPNESS = 12.0  # of the competition between candidates; chosen, not swept
STRANGER = (
    0.4  # cosine that a token's best among unrelated statements reaches: it competes with the candidates
)
STRONG = 0.6  # cosine of centred tokens from which they count as the same word


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OneWay:
    """What each candidate says of its statement; parallel to the candidates.

    `cover` is the mean best cosine of the tokens, `share` sums to at most 1 over a statement's candidates, `gain` is
    what a candidate covers beyond the best one, `strong` the weight of its near-certain tokens.
    """

    cover: Floats
    share: Floats
    gain: Floats
    strong: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """What each statement of a side is made of, as vectors: less `mean`, times `scales`, they are of length 1."""

    vectors: Sequence[Floats]
    mean: Floats
    scales: Sequence[Floats]

    def of(self, n: int) -> Floats:
        """Return the pieces of a statement, centred, of length 1."""
        result: Floats = (self.vectors[n] - self.mean) * self.scales[n][:, None]
        return result

    def facing(self, numbers: np.ndarray) -> Facing:
        """Put the pieces of some statements side by side."""
        some = [self.vectors[n] for n in numbers]
        return Facing(
            numbers=numbers,
            vectors=np.concatenate(some),
            mean=self.mean,
            scales=np.concatenate([self.scales[n] for n in numbers]),
            ends=np.cumsum([0] + [len(vectors) for vectors in some]),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facing:
    """Some statements: their pieces in one array, the mean to take off, the scales, where each ends."""

    numbers: np.ndarray
    vectors: Floats
    mean: Floats
    scales: Floats
    ends: np.ndarray


def tokens_of(side: Side) -> Pieces:
    """Return the tokens of a side that has some."""
    assert side.tokens is not None
    assert side.token_scales is not None
    mean = side.token_mean  # none where no statement has tokens
    nothing = np.zeros(side.vectors.shape[1], np.float32)
    return Pieces(vectors=side.tokens, mean=nothing if mean is None else mean, scales=side.token_scales)


def both_ways(a: Side, b: Side, rows: np.ndarray, columns: np.ndarray) -> tuple[OneWay, OneWay]:
    """Compare the candidates `(rows[k], columns[k])`: what they say of `a`'s statements, and of `b`'s.

    The candidates come row by row. Each is computed once for both ways.
    """
    there, back = _nothing(len(rows)), _nothing(len(rows))
    meet(
        tokens_of(a),
        tokens_of(b),
        (rows, columns),
        lambda at, n, best: _say(there, at, best, a.weights_of(n)),
        lambda at, n, best: _say(back, at, best, b.weights_of(n)),
    )
    return there, back


Say = Callable[[np.ndarray, int, Floats], None]


def meet(a: Pieces, b: Pieces, at: tuple[np.ndarray, np.ndarray], say_a: Say, say_b: Say) -> None:
    """Tell of each statement how its candidates meet it: `say(candidates, statement, candidates x pieces)`.

    The third is the best cosine of each piece of the statement in each candidate. `at` are the candidates' rows and
    columns, row by row; those without pieces are left out. Each is computed once for both ways.
    """
    rows, columns = at
    told = (
        np.array([len(v) > 0 for v in a.vectors])[rows] & np.array([len(v) > 0 for v in b.vectors])[columns]
    )
    met = np.flatnonzero(told)
    found: list[Floats] = []  # for each candidate the best of each piece of its column
    facing = None
    for some in _runs(rows[met]):
        row = int(rows[met[some.start]])
        if facing is None or not np.array_equal(facing.numbers, columns[met[some]]):
            facing = b.facing(columns[met[some]])  # few statements face the same ones again and again
        best, other = best_both_ways(a.of(row), facing)
        say_a(met[some], row, best)
        found.extend(other)
    turned = np.argsort(columns[met], kind="stable")
    for some in _runs(columns[met][turned]):
        best = np.stack([found[k] for k in turned[some]])
        say_b(met[turned[some]], int(columns[met[turned[some.start]]]), best)


def _nothing(count: int) -> OneWay:
    cover, share, gain, strong = (np.zeros(count, np.float32) for _ in range(4))
    return OneWay(cover=cover, share=share, gain=gain, strong=strong)


def _runs(sorted_numbers: np.ndarray) -> list[slice]:
    """Return where equal numbers stand together."""
    if not len(sorted_numbers):
        return []
    bounds = np.flatnonzero(np.r_[True, np.diff(sorted_numbers) != 0, True])
    return [slice(start, end) for start, end in pairwise(bounds.tolist())]


def best_both_ways(own: Floats, others: Facing) -> tuple[Floats, list[Floats]]:
    """Return others x own pieces: the best cosine of each in each other; and of each other's pieces in own."""
    # the others' mean is taken off after the product: their centred copies would double what is held
    cosine = product(others.vectors, own.T)
    cosine -= product(own, others.mean)
    cosine *= others.scales[:, None]
    back = cosine.max(axis=1)
    # reduced along the first axis, which numpy does ten times faster than along the last
    best: Floats = np.maximum.reduceat(cosine, others.ends[:-1], axis=0)
    return best, [back[start:end] for start, end in pairwise(others.ends.tolist())]


def _say(told: OneWay, at: np.ndarray, best: Floats, weight: Floats) -> None:
    """Write what the candidates `at` of one statement say: `best` is candidates x tokens."""
    total = float(weight.sum())
    if total <= 0:
        return
    weight = weight / total
    cover = product(best, weight)
    told.cover[at] = cover
    rival = np.exp(SHARPNESS * (best - STRANGER))
    told.share[at] = product(rival / (1 + rival.sum(axis=0)), weight)
    partner = best[cover.argmax()]
    told.gain[at] = product(np.maximum(best - partner, 0), weight)
    told.strong[at] = product(np.maximum(best - STRONG, 0), weight * total)
