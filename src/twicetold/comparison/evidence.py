"""What speaks for it that a word of one cell is told in the other: a few numbers a word, from the token vectors.

A best cosine alone cannot see "military" in "military drones": its best partner is the other side's drone, and close.
What tells is that the partner belongs to another word, so a word also has its share of its partners (a softmax over
rows and columns, as word aligners take it: Dou and Neubig 2021, "Word alignment by fine-tuning embeddings").
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from twicetold.arrays import product
from twicetold.comparison.words import Word

Floats = npt.NDArray[np.float32]

SHARP = 0.1  # temperature of the softmax
REACH = 2  # words on either side that count as neighbours
NAMES = (
    "own", "other_half", "share", "column", "rival", "level", "relative",
    "own_near", "share_near", "own_least", "content", "letters", "sizes", "again",
)  # fmt: skip


def evidence(
    raw: Floats, left: Sequence[Word], left_of: Sequence[int], right: Sequence[Word], right_of: Sequence[int]
) -> tuple[Floats, Floats]:
    """Return words x `NAMES` for the left and for the right; `raw` is tokens x tokens, `*_of` a token's word."""
    best = raw.max(axis=1), raw.max(axis=0)
    owners = np.array(left_of), np.array(right_of)
    words = left, right
    level = float(np.mean([_level(b, o, w) for b, o, w in zip(best, owners, words, strict=True)]))
    scaled = np.exp((raw - 1.0) / SHARP)
    rows = scaled / scaled.sum(axis=1, keepdims=True)
    columns = scaled / scaled.sum(axis=0, keepdims=True)
    shares = np.sqrt(rows * columns)
    sizes = len(left) / max(1, len(right)), len(right) / max(1, len(left))
    return (
        _side(raw, shares, columns, left, owners[0], level, sizes[0]),
        _side(raw.T, shares.T, rows.T, right, owners[1], level, sizes[1]),
    )


def likelihood(found: Floats) -> Floats:
    """Return for each word how likely the other side does not tell it; `found` is words x `NAMES`."""
    shift, scale, weights, bias = _model()
    logit = product((found - shift) / scale, weights) + bias
    return (1 / (1 + np.exp(-np.clip(logit, -30, 30)))).astype(np.float32)


@cache
def confidence() -> tuple[float, ...]:
    """Return the weights, the bias last, by which a phrase's features tell how often one like it is an extra."""
    told = json.loads(files("twicetold.comparison").joinpath("models/untold.json").read_text("utf-8"))
    return tuple(float(w) for w in told["confidence"])


@cache
def _model() -> tuple[Floats, Floats, Floats, float]:
    """Read the model that `training/untold.py` writes: of each feature mean, deviation and weight."""
    told = json.loads(files("twicetold.comparison").joinpath("models/untold.json").read_text("utf-8"))
    rows = np.array([told["features"][name] for name in NAMES], np.float32)
    return rows[:, 0], rows[:, 1], rows[:, 2], float(told["bias"])


def _level(best: Floats, owner: npt.NDArray[np.int64], words: Sequence[Word]) -> float:
    own = _mean(best, owner, np.bincount(owner, minlength=len(words)), 0.0)
    kept = [own[k] for k, w in enumerate(words) if w.content]
    return float(np.mean(kept)) if kept else 0.5


def _side(
    raw: Floats,
    shares: Floats,
    columns: Floats,
    words: Sequence[Word],
    owner: npt.NDArray[np.int64],
    level: float,
    sizes: float,
) -> Floats:
    """Return words x `NAMES` of one side; `shares` and `columns` are tokens x tokens too."""
    count = len(words)
    number = np.bincount(owner, minlength=count)  # tokens of each word
    statements = np.array([w.n for w in words])
    partner = raw.argmax(axis=1)
    top = raw.max(axis=1)
    own = _mean(top, owner, number, level)
    share = _mean(shares.max(axis=1), owner, number, 0.5)
    found: dict[str, npt.ArrayLike] = {
        "own": own,
        "other_half": _mean(
            np.sort(raw, axis=1)[:, -min(4, raw.shape[1]) :].mean(axis=1), owner, number, level
        ),
        "share": share,
        "column": _mean(columns[np.arange(len(raw)), partner], owner, number, 0.5),
        "rival": _mean(_rival(raw, owner, partner) - top, owner, number, 0.0),
        "own_least": _least(top, owner, count, level),
        "level": level,
        "relative": own - level,
        "own_near": _near(own, statements),
        "share_near": _near(share, statements),
        "content": [w.content for w in words],
        "letters": [min(len(w.text), 12) / 12 for w in words],
        "sizes": min(2.0, max(-2.0, float(np.log(sizes)))),
        "again": _again(own, words),
    }
    result = np.empty((count, len(NAMES)), np.float32)
    for k, name in enumerate(NAMES):
        result[:, k] = found[name]
    return result


def _mean(
    values: Floats, owner: npt.NDArray[np.int64], number: npt.NDArray[np.int64], without: float
) -> Floats:
    """Return the mean over a word's tokens; `without` for words that have none. `number` counts each word's tokens."""
    total = np.bincount(owner, weights=values, minlength=len(number))
    return np.where(number > 0, total / np.maximum(number, 1), without).astype(np.float32)


def _least(values: Floats, owner: npt.NDArray[np.int64], count: int, without: float) -> Floats:
    found = np.full(count, np.inf, np.float32)
    np.minimum.at(found, owner, values)
    return np.where(np.isfinite(found), found, without).astype(np.float32)


def _rival(raw: Floats, owner: npt.NDArray[np.int64], partner: npt.NDArray[np.int64]) -> Floats:
    """Return for each token how well another word than its own meets its partner."""
    facing = raw[:, partner].copy()  # other token x token
    facing[owner[:, None] == owner[None, :]] = -1.0
    result: Floats = facing.max(axis=0)
    return result


def _near(values: Floats, statements: npt.NDArray[np.int64]) -> Floats:
    """Return the mean of a word's neighbours in its statement, itself left out; its own value where it has none."""
    total, count = np.zeros(len(values)), np.zeros(len(values))
    for step in range(1, min(REACH, len(values) - 1) + 1):
        same = statements[step:] == statements[:-step]
        total[step:] += np.where(same, values[:-step], 0.0)
        total[:-step] += np.where(same, values[step:], 0.0)
        count[step:] += same
        count[:-step] += same
    return np.where(count > 0, total / np.maximum(count, 1), values).astype(np.float32)


def _again(values: Floats, words: Sequence[Word]) -> Floats:
    """Return by how much another place of the same word is met better."""
    best: dict[str, float] = {}
    for k, w in enumerate(words):
        best[w.folded[:6]] = max(best.get(w.folded[:6], -1.0), float(values[k]))
    return np.array([best[w.folded[:6]] for w in words], np.float32) - values
