"""What the words of two statements tell each other: how well each token of one is met in the other, in context.

One way: for every token of a statement, its best cosine in each candidate statement. From that: how much of the
statement a candidate covers, its share against the other candidates, and what it adds beyond the best of them.
Late interaction as in ColBERT (Khattab and Zaharia 2020), made competitive over the candidates.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from twicetold.alignment.sides import Floats, Side
from twicetold.arrays import product

SHARPNESS = 12.0  # of the competition between candidates; chosen, not swept
STRONG = 0.6  # cosine of centred tokens from which they count as the same word


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OneWay:
    """What each candidate says of its statement; parallel to the candidates.

    `cover` is the mean best cosine of the tokens, `share` sums to 1 over a statement's candidates, `gain` is what a
    candidate covers beyond the best one, `strong` the weight of its near-certain tokens.
    """

    cover: Floats
    share: Floats
    gain: Floats
    strong: Floats


def one_way(a: Side, b: Side, rows: np.ndarray, columns: np.ndarray) -> OneWay:
    """Compare candidates `(rows[k], columns[k])`, statement by statement of `a`."""
    assert a.tokens is not None
    assert a.token_weights is not None
    assert b.tokens is not None
    cover, share, gain, strong = (np.zeros(len(rows), np.float32) for _ in range(4))
    order = np.argsort(rows, kind="stable")
    bounds = np.flatnonzero(np.r_[True, np.diff(rows[order]) > 0, True]) if len(order) else np.zeros(0, int)
    for start, end in pairwise(bounds):
        at = order[start:end]
        own, weight = a.tokens[rows[at[0]]], a.token_weights[rows[at[0]]]
        met = np.array([len(b.tokens[j]) > 0 for j in columns[at]])
        total = float(weight.sum())
        if not len(own) or total <= 0 or not met.any():
            continue
        at = at[met]
        best = _best(own, [b.tokens[j] for j in columns[at]])
        weight = weight / total
        cover[at] = product(weight, best)
        rival = np.exp(SHARPNESS * (best - best.max(axis=1, keepdims=True)))
        share[at] = product(weight, rival / rival.sum(axis=1, keepdims=True))
        partner = best[:, cover[at].argmax()][:, None]
        gain[at] = product(weight, np.maximum(best - partner, 0))
        strong[at] = product(weight * total, np.maximum(best - STRONG, 0))
    return OneWay(cover=cover, share=share, gain=gain, strong=strong)


def _best(own: Floats, others: list[Floats]) -> Floats:
    """Return own tokens x others: the best cosine of each token in each of the others."""
    ends = np.cumsum([0] + [len(o) for o in others])[:-1]
    # reduced along the first axis, which numpy does ten times faster than along the last
    result: Floats = np.maximum.reduceat(product(np.concatenate(others), own.T), ends, axis=0).T
    return result
