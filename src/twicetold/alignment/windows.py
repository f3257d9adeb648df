"""What stretches of two statements tell each other: one sentence often shares but a clause with another.

A window is some neighbouring tokens of a statement, as one vector: what the tokens say, weighted and summed. Windows
compete for each other as tokens do (`words.py`), over the candidates and a stranger. Finer than a statement's vector,
coarser than its tokens, and no second encoding.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twicetold.alignment.sides import Floats, Side, unit
from twicetold.alignment.words import Pieces, meet, tokens_of
from twicetold.arrays import product

WIDTH, STEP = 12, 6  # tokens; about a clause, each token in two windows; chosen, not swept
SHARPNESS = 12.0  # of the competition, as between tokens
STRANGER = 0.35  # cosine that a window's best among unrelated statements reaches; chosen, not swept


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Closest:
    """Parallel to the candidates: the best cosine of two windows, and the best share of one, each way."""

    cosine: Floats
    share_a: Floats
    share_b: Floats


def compare_windows(a: Side, b: Side, rows: np.ndarray, columns: np.ndarray) -> Closest:
    """Compare the windows of the candidates `(rows[k], columns[k])`, which come row by row."""
    cosine, share_a, share_b = (np.zeros(len(rows), np.float32) for _ in range(3))

    def say_a(at: np.ndarray, _: int, best: Floats) -> None:
        cosine[at] = best.max(axis=1)
        share_a[at] = _shares(best)

    def say_b(at: np.ndarray, _: int, best: Floats) -> None:
        share_b[at] = _shares(best)

    meet(_windows(a), _windows(b), (rows, columns), say_a, say_b)
    return Closest(cosine=cosine, share_a=share_a, share_b=share_b)


def _shares(best: Floats) -> Floats:
    """Return for each candidate its share of the window that it meets best among all candidates."""
    rival = np.exp(SHARPNESS * (best - STRANGER))
    result: Floats = (rival / (1 + rival.sum(axis=0))).max(axis=1)
    return result


def _windows(side: Side) -> Pieces:
    tokens = tokens_of(side)
    found = [_cut(tokens.of(n) * side.weights_of(n)[:, None]) for n in range(len(side))]
    nothing = np.zeros(tokens.mean.shape, np.float32)
    return Pieces(vectors=found, mean=nothing, scales=[np.ones(len(w), np.float32) for w in found])


def _cut(tokens: Floats) -> Floats:
    """Return windows x dimensions of length 1; none where there are no tokens."""
    count = len(tokens)
    if count <= WIDTH:
        return unit(tokens.sum(axis=0, keepdims=True)) if count else tokens
    starts = np.r_[np.arange(0, count - WIDTH, STEP), count - WIDTH]
    inside = np.arange(count) - starts[:, None]
    return unit(product(((inside >= 0) & (inside < WIDTH)).astype(np.float32), tokens))
