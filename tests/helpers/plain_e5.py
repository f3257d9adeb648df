"""The encoder written out in numpy, one text at a time, float64: slow, and the judge of the graph."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from twicetold.encoding.weights import Weights

_ERF = np.vectorize(math.erf)


def hidden(weights: Weights, ids: Sequence[int]) -> np.ndarray:
    """Return the last hidden states of a text's ids (with the marks at its ends)."""
    h = weights.shape.hidden
    positions = weights.floats("emb.pos").reshape(-1, h)[: len(ids)]
    x = weights.word_rows(np.array(ids)).astype(np.float64) + positions + weights.floats("emb.type")[:h]
    x = _norm(weights, "emb.ln", x)
    for n in range(weights.shape.layers):
        x = _norm(weights, f"l{n}.aln", x + _linear(weights, f"l{n}.ao", _attention(weights, n, x)))
        inner = _linear(weights, f"l{n}.fi", x)
        inner = 0.5 * inner * (1 + _ERF(inner / math.sqrt(2)))
        x = _norm(weights, f"l{n}.oln", x + _linear(weights, f"l{n}.fo", inner))
    return x


def _attention(weights: Weights, n: int, x: np.ndarray) -> np.ndarray:
    heads = weights.shape.heads
    q, k, v = (_linear(weights, f"l{n}.{part}", x).reshape(len(x), heads, -1) for part in "qkv")
    scores = np.einsum("qhd,khd->hqk", q, k) / math.sqrt(q.shape[2])
    shares = np.exp(scores - scores.max(axis=2, keepdims=True))
    shares /= shares.sum(axis=2, keepdims=True)
    return np.einsum("hqk,khd->qhd", shares, v).reshape(len(x), -1)


def _linear(weights: Weights, name: str, x: np.ndarray) -> np.ndarray:
    return x @ weights.matrix(f"{name}.w", x.shape[1]).T.astype(np.float64) + weights.floats(f"{name}.b")


def _norm(weights: Weights, name: str, x: np.ndarray) -> np.ndarray:
    centred = x - x.mean(axis=1, keepdims=True)
    deviation = np.sqrt((centred**2).mean(axis=1, keepdims=True) + weights.shape.epsilon)
    return centred / deviation * weights.floats(f"{name}.w") + weights.floats(f"{name}.b")
