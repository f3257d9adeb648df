"""What speaks for it that a word of one cell is told in the other: a few numbers a word, from the token vectors.

A best cosine alone cannot see "military" in "military drones": its best partner is the other side's drone, and close.
What tells is that the partner belongs to another word, so a word also has its share of its partners (a softmax over
rows and columns, as word aligners take it: Dou and Neubig 2021, "Word alignment by fine-tuning embeddings").
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
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
    owners = _owners(left_of, len(left)), _owners(right_of, len(right))
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


@dataclass(frozen=True, slots=True)
class _Owners:
    """Which word each token belongs to, how many tokens each word has (one at least), and which words have none."""

    of: npt.NDArray[np.int64]
    number: npt.NDArray[np.int64]
    without: npt.NDArray[np.int64]

    def mean(self, values: Floats, otherwise: float) -> Floats:
        """Return the mean over a word's tokens; `otherwise` for words that have none."""
        total = np.bincount(self.of, weights=values, minlength=len(self.number))
        result: Floats = (total / self.number).astype(np.float32)
        result[self.without] = otherwise
        return result


def _owners(of: Sequence[int], words: int) -> _Owners:
    own = np.array(of)
    number = np.bincount(own, minlength=words)
    return _Owners(own, np.maximum(number, 1), np.flatnonzero(number == 0))


def _level(best: Floats, owners: _Owners, words: Sequence[Word]) -> float:
    kept = owners.mean(best, 0.0)[np.array([w.content for w in words], bool)]
    return float(kept.mean()) if len(kept) else 0.5


def _side(
    raw: Floats,
    shares: Floats,
    columns: Floats,
    words: Sequence[Word],
    owners: _Owners,
    level: float,
    sizes: float,
) -> Floats:
    """Return words x `NAMES` of one side; `shares` and `columns` are tokens x tokens too."""
    count = len(words)
    statements = np.array([w.n for w in words])
    partner = raw.argmax(axis=1)
    top = raw.max(axis=1)
    own = owners.mean(top, level)
    share = owners.mean(shares.max(axis=1), 0.5)
    near = _near(np.stack([own, share], axis=1), statements)
    found: dict[str, npt.ArrayLike] = {
        "own": own,
        "other_half": owners.mean(np.sort(raw, axis=1)[:, -min(4, raw.shape[1]) :].mean(axis=1), level),
        "share": share,
        "column": owners.mean(columns[np.arange(len(raw)), partner], 0.5),
        "rival": owners.mean(_rival(raw, owners.of, partner) - top, 0.0),
        "own_least": _least(top, owners.of, count, level),
        "level": level,
        "relative": own - level,
        "own_near": near[:, 0],
        "share_near": near[:, 1],
        "content": [w.content for w in words],
        "letters": [min(len(w.text), 12) / 12 for w in words],
        "sizes": min(2.0, max(-2.0, float(np.log(sizes)))),
        "again": _again(own, words),
    }
    result = np.empty((count, len(NAMES)), np.float32)
    for k, name in enumerate(NAMES):
        result[:, k] = found[name]
    return result


def _least(values: Floats, owner: npt.NDArray[np.int64], count: int, without: float) -> Floats:
    found = np.full(count, np.inf, np.float32)
    np.minimum.at(found, owner, values)
    return np.where(np.isfinite(found), found, without).astype(np.float32)


def _rival(raw: Floats, owner: npt.NDArray[np.int64], partner: npt.NDArray[np.int64]) -> Floats:
    """Return for each token how well another word than its own meets its partner."""
    facing = raw[:, partner]  # other token x token
    facing[owner[:, None] == owner[None, :]] = -1.0
    result: Floats = facing.max(axis=0)
    return result


def _near(values: Floats, statements: npt.NDArray[np.int64]) -> Floats:
    """Return the mean of a word's neighbours in its statement, itself left out; its own values where it has none."""
    total, count = np.zeros(values.shape), np.zeros((len(values), 1))
    for step in range(1, min(REACH, len(values) - 1) + 1):
        same = (statements[step:] == statements[:-step])[:, None]
        total[step:] += np.where(same, values[:-step], 0.0)
        total[:-step] += np.where(same, values[step:], 0.0)
        count[step:] += same
        count[:-step] += same
    return np.where(count > 0, total / np.maximum(count, 1), values).astype(np.float32)


def _again(values: Floats, words: Sequence[Word]) -> Floats:
    """Return by how much another place of the same word is met better."""
    begun = [w.folded[:6] for w in words]
    best: dict[str, float] = {}
    for word, value in zip(begun, values.tolist(), strict=True):
        best[word] = max(best.get(word, -1.0), value)
    return np.array([best[word] for word in begun], np.float32) - values
