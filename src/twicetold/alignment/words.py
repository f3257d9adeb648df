"""What the words of two statements tell each other: how well each token of one is met in the other, in context.

For every token of a statement, its best cosine in each candidate statement, both ways. From that: how much of the
statement a candidate covers, its share against the other candidates, and what it adds beyond the best of them.
Late interaction as in ColBERT (Khattab and Zaharia 2020), made competitive over the candidates and a stranger.
"""

from __future__ import annotations

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


def both_ways(a: Side, b: Side, rows: np.ndarray, columns: np.ndarray) -> tuple[OneWay, OneWay]:
    """Compare the candidates `(rows[k], columns[k])`: what they say of `a`'s statements, and of `b`'s.

    The candidates come row by row. Each is computed once for both ways.
    """
    assert a.tokens is not None
    assert b.tokens is not None
    met = np.array([len(t) > 0 for t in a.tokens])[rows] & np.array([len(t) > 0 for t in b.tokens])[columns]
    at = np.flatnonzero(met)
    there, back = _nothing(len(rows)), _nothing(len(rows))
    found: list[Floats] = []  # for each candidate the best of each token of its column
    facing = None
    for some in _runs(rows[at]):
        own = a.centred_tokens(rows[at[some.start]])
        if facing is None or not np.array_equal(facing.columns, columns[at[some]]):
            facing = _facing(b, columns[at[some]])  # few statements face the same ones again and again
        best, other = _best(own, facing)
        _say(there, at[some], best, a.weights_of(rows[at[some.start]]))
        found.extend(other)
    turned = np.argsort(columns[at], kind="stable")
    for some in _runs(columns[at][turned]):
        best = np.stack([found[k] for k in turned[some]])
        _say(back, at[turned[some]], best, b.weights_of(columns[at[turned[some.start]]]))
    return there, back


def _nothing(count: int) -> OneWay:
    cover, share, gain, strong = (np.zeros(count, np.float32) for _ in range(4))
    return OneWay(cover=cover, share=share, gain=gain, strong=strong)


def _runs(sorted_numbers: np.ndarray) -> list[slice]:
    """Return where equal numbers stand together."""
    if not len(sorted_numbers):
        return []
    bounds = np.flatnonzero(np.r_[True, np.diff(sorted_numbers) != 0, True])
    return [slice(start, end) for start, end in pairwise(bounds.tolist())]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Facing:
    """Some statements of a side: their tokens in one piece, the mean to take off, the scales, where each ends."""

    columns: np.ndarray
    tokens: Floats
    mean: Floats
    scales: Floats
    ends: np.ndarray


def _facing(side: Side, columns: np.ndarray) -> _Facing:
    assert side.tokens is not None
    assert side.token_mean is not None
    assert side.token_scales is not None
    tokens = [side.tokens[j] for j in columns]
    return _Facing(
        columns=columns,
        tokens=np.concatenate(tokens),
        mean=side.token_mean,
        scales=np.concatenate([side.token_scales[j] for j in columns]),
        ends=np.cumsum([0] + [len(t) for t in tokens]),
    )


def _best(own: Floats, others: _Facing) -> tuple[Floats, list[Floats]]:
    """Return others x own tokens: the best cosine of each token in each other; and of each other's tokens in own."""
    # the others' mean is taken off after the product: their centred copies would double what is held
    cosine = product(others.tokens, own.T)
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
