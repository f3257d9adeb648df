"""Two sides in, candidate pairs of statements and a row of evidence for each out.

Every piece of evidence is symmetric: exchanging the sides exchanges nothing but the names. Few statements: all pairs
are candidates. Many: each statement's nearest ones, the monotone path and the neighbours of mutual best matches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from twicetold.alignment.cognates import shared_numbers, shared_words
from twicetold.alignment.nearest import gaps, nearest, nearest_of, usual
from twicetold.alignment.order import Order, read_order
from twicetold.alignment.sides import Floats, Side, unit
from twicetold.alignment.windows import Closest, compare_windows
from twicetold.alignment.words import OneWay, both_ways
from twicetold.arrays import product
from twicetold.settings import Order as Keeping

ALL_PAIRS = 4000  # below this many pairs every one is a candidate
NEAREST = 4  # candidates a statement has beyond that; with 2, 3 and 6 text+berg comes out within .005
CLEAR = 0.05  # scaled similarity from which mutual best statements are believed

# What strangers reach, read off one-statement reports cut out of the development data (not swept): the centred cosine
# of two statements that share nothing has its median at .13 (planted) and .22 (real), that of their tokens at .29 and
# .34; what tells the same lies above .3. Reports of two events are alike by less than .45 in 19 of 20 pairs, those of
# one event by more in 98 of 100.
STRANGER = 0.2
TOKEN_STRANGER = 0.28
SAME_TOPIC = 0.45
WINDOW_STRANGER = 0.3  # of the best two windows of statements that share nothing; chosen, not swept

WITHOUT_TOKENS = (
    "cosine", "scaled", "gap_least", "gap_sum", "mutual",
    "words", "words_gap_least", "words_gap_sum", "numbers", "numbers_clash",
    "path", "path_kept", "off_path_kept", "path_covered", "off_path_covered", "kept", "covered",
    "path_scaled", "path_kept_covered", "distance", "distance_kept", "diagonal", "diagonal_kept", "beside",
    "length_ratio", "length_least",
    "sibling_sum", "sibling_most",
    "growth_best", "growth_sum", "partner", "growth_beside", "beside_partner",
    "plain", "topic", "alone", "plain_alone", "topic_alone",
)  # fmt: skip
WITH_TOKENS = (
    *WITHOUT_TOKENS,
    "token_cosine", "token_scaled", "token_gap_least", "token_gap_sum", "token_cover",
    "token_share_most", "token_share_least", "token_gain_most", "token_gain_least", "token_strong",
    "token_alone",
    "window_cosine", "window_scaled", "window_gap_least", "window_gap_sum",
    "window_share_most", "window_share_least", "window_share_high", "window_share_low",
    "level", "window_level", "plain_level",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """Candidates `(rows[k], columns[k])` of `shape`, and candidates x features, in the order of `names`."""

    shape: tuple[int, int]
    rows: np.ndarray
    columns: np.ndarray
    names: tuple[str, ...]
    table: Floats

    def column(self, name: str) -> Floats:
        """Return one feature of every candidate."""
        result: Floats = self.table[:, self.names.index(name)]
        return result


def gather(a: Side, b: Side, *, order: Keeping = "auto") -> Evidence:
    """Return the evidence for every candidate pair of two sides; statements of unlike kinds are never candidates.

    `order` overrules what the statements say of their order: with "keep" only the monotone path holds candidates,
    with "free" it has no say.
    """
    allowed = _allowed(a, b)
    cosine = product(a.vectors, b.vectors.T)
    cosine[~allowed] = -1
    tops = nearest(cosine, STRANGER), nearest(np.ascontiguousarray(cosine.T), STRANGER)
    scaled = 2 * cosine - usual(tops[0])[:, None] - usual(tops[1])
    best = (cosine >= tops[0][:, :1]) & (cosine >= tops[1][:, 0])
    mutual = best & (scaled > CLEAR) & allowed
    path = read_order(a, b, mutual)
    if order != "auto":
        path = replace(path, kept=float(order == "keep"), covered=1.0 if order == "keep" else path.covered)
    rows, columns = (
        np.nonzero(path.path & allowed) if order == "keep" else _candidates(allowed, scaled, mutual, path)
    )
    at = (rows, columns)
    gap_a, gap_b = _gaps(cosine[at], at, tops, STRANGER)
    found = {
        "cosine": cosine[at],
        "scaled": scaled[at],
        "gap_least": np.minimum(gap_a, gap_b).clip(-0.5, 0.5),
        "gap_sum": gap_a.clip(-0.5, 0.5) + gap_b.clip(-0.5, 0.5),
        "mutual": mutual[at],
        **_shared(a, b, at),
        **_ordered(path, scaled, mutual, at),
        "length_ratio": 2 * np.abs(np.log(a.weights)[rows] - np.log(b.weights)[columns]),
        "length_least": np.minimum(a.weights[rows], b.weights[columns]),
        **_growth(a, b, cosine, scaled, at),
        **_absolute(a, b, at),
    }
    names: tuple[str, ...] = WITHOUT_TOKENS
    if a.tokens is not None and b.tokens is not None:
        found |= _tokens(*both_ways(a, b, rows, columns), at, allowed.shape)
        found |= _windows(compare_windows(a, b, rows, columns), at, allowed.shape)
        found |= _levels(found, at, allowed.shape)
        names = WITH_TOKENS
    table = np.stack([np.asarray(found[name], np.float32) for name in names], axis=1)
    return Evidence(shape=(len(a), len(b)), rows=rows, columns=columns, names=names, table=table)


def _absolute(a: Side, b: Side, at: tuple[np.ndarray, np.ndarray]) -> dict[str, np.ndarray]:
    """Measure what needs no rivals: how alike two statements and two reports are, and how little there is beside."""
    rows, columns = at
    plain = np.einsum("kd,kd->k", a.plain[rows], b.plain[columns])
    one, other = unit(a.plain.mean(axis=0)), unit(b.plain.mean(axis=0))
    topic = np.full_like(plain, min(max(float(product(one, other)), 0.0), SAME_TOPIC))
    alone = np.full_like(plain, 1 / len(a) + 1 / len(b))
    return {
        "plain": plain,
        "topic": topic,
        "alone": alone,
        "plain_alone": plain * alone,
        "topic_alone": topic * alone,
    }


def _allowed(a: Side, b: Side) -> np.ndarray:
    """Let like meet like: titles titles, datelines datelines. What no encoder can read is like nothing."""
    same = np.array(a.kinds)[:, None] == np.array(b.kinds)[None]
    readable = np.logical_and.outer(np.abs(a.vectors).sum(axis=1) > 0, np.abs(b.vectors).sum(axis=1) > 0)
    result: np.ndarray = same & readable
    return result


def _gaps(
    figures: Floats, at: tuple[np.ndarray, np.ndarray], tops: tuple[Floats, Floats], stranger: float
) -> tuple[Floats, Floats]:
    """Return how far each candidate is above its rivals in its row, and in its column."""
    return gaps(figures, tops[0][at[0]], stranger), gaps(figures, tops[1][at[1]], stranger)


def _candidates(
    allowed: np.ndarray, scaled: Floats, mutual: np.ndarray, order: Order
) -> tuple[np.ndarray, np.ndarray]:
    if allowed.size <= ALL_PAIRS:
        chosen = allowed
    else:
        chosen = order.path | mutual
        for shift, axis in ((1, 0), (-1, 0), (1, 1), (-1, 1)):
            chosen |= shifted(mutual, *((shift, 0) if axis == 0 else (0, shift)))
        for matrix, target in ((scaled, chosen), (np.ascontiguousarray(scaled.T), chosen.T)):
            at = max(matrix.shape[1] - NEAREST, 0)
            target |= matrix >= np.partition(matrix, at, axis=1)[:, at : at + 1]
        chosen &= allowed
    rows, columns = np.nonzero(chosen)
    return rows, columns


def _shared(a: Side, b: Side, at: tuple[np.ndarray, np.ndarray]) -> dict[str, np.ndarray]:
    words = shared_words(a, b)
    numbers, clash = shared_numbers(a, b)
    tops = nearest(words, 0.0), nearest(np.ascontiguousarray(words.T), 0.0)
    gap_a, gap_b = (gap.clip(-1, 1) for gap in _gaps(words[at], at, tops, 0.0))
    return {
        "words": np.minimum(words[at], 3),
        "words_gap_least": np.minimum(gap_a, gap_b),
        "words_gap_sum": gap_a + gap_b,
        "numbers": np.minimum(numbers[at], 2),
        "numbers_clash": clash[at],
    }


def _ordered(
    order: Order, scaled: Floats, mutual: np.ndarray, at: tuple[np.ndarray, np.ndarray]
) -> dict[str, np.ndarray]:
    rows, columns = at
    n, m = scaled.shape
    path = order.path[at].astype(np.float32)
    one = np.ones_like(path)
    distance = np.abs((rows + 0.5) / n - (columns + 0.5) / m)
    diagonal = shifted(mutual, 1, 1)[at].astype(np.float32) + shifted(mutual, -1, -1)[at]
    beside = np.sum([shifted(mutual, *d)[at] for d in ((1, 0), (-1, 0), (0, 1), (0, -1))], axis=0)
    return {
        "path": path,
        "path_kept": path * order.kept,
        "off_path_kept": (1 - path) * order.kept,
        "path_covered": path * order.covered,
        "off_path_covered": (1 - path) * order.covered,
        "kept": one * order.kept,
        "covered": one * order.covered,
        "path_scaled": path * scaled[at],
        "path_kept_covered": path * order.kept * order.covered,
        "distance": distance,
        "distance_kept": distance * order.kept,
        "diagonal": diagonal,
        "diagonal_kept": diagonal * order.kept,
        "beside": beside,
    }


def _growth(
    a: Side, b: Side, cosine: Floats, scaled: Floats, at: tuple[np.ndarray, np.ndarray]
) -> dict[str, np.ndarray]:
    """Measure what joining a statement to the other's best match gains: m:n beads show themselves so."""
    rows, columns = at
    grow_a, partner_a, next_a, like_a = _grow(a, cosine, scaled, rows, columns)
    grow_b, partner_b, next_b, like_b = _grow(b, cosine.T, scaled.T, columns, rows)
    return {
        "growth_best": np.maximum(np.where(partner_a, -0.3, grow_a), np.where(partner_b, -0.3, grow_b)),
        "sibling_sum": like_a + like_b,
        "sibling_most": np.maximum(like_a, like_b),
        "growth_sum": grow_a + grow_b,
        "partner": partner_a.astype(np.float32) + partner_b,
        "growth_beside": grow_a * next_a + grow_b * next_b,
        "beside_partner": np.maximum(next_a & ~partner_a & partner_b, next_b & ~partner_b & partner_a),
    }


def _grow(
    a: Side, cosine: Floats, scaled: Floats, rows: np.ndarray, columns: np.ndarray
) -> tuple[Floats, np.ndarray, np.ndarray, Floats]:
    """Return what each candidate's row adds to the best row of its column, whether it is that, beside it, or like it.

    A report that tells a thing twice tells it in sentences that are alike.
    """
    best = scaled.argmax(axis=0)[columns]
    own, other = a.weights[rows], a.weights[best]
    between = np.einsum("kd,kd->k", a.vectors[rows], a.vectors[best])
    length = np.sqrt(np.maximum(own**2 + other**2 + 2 * own * other * between, 1e-12))
    alone = cosine[best, columns]
    gain = (own * cosine[rows, columns] + other * alone) / length - alone
    partner = rows == best
    return (
        np.where(partner, 0, gain).clip(-0.3, 0.3),
        partner,
        np.abs(rows - best) == 1,
        np.where(partner, 0, between),
    )


def _tokens(
    ab: OneWay, ba: OneWay, at: tuple[np.ndarray, np.ndarray], shape: tuple[int, int]
) -> dict[str, np.ndarray]:
    cosine: Floats = ((ab.cover + ba.cover) / 2).astype(np.float32)
    tops = (
        nearest_of(at[0], cosine, shape, TOKEN_STRANGER),
        nearest_of(at[1], cosine, shape[::-1], TOKEN_STRANGER),
    )
    gap_a, gap_b = (gap.clip(-0.3, 0.3) for gap in _gaps(cosine, at, tops, TOKEN_STRANGER))
    share = np.log(np.stack([ab.share, ba.share]) + 0.03)
    gain = np.stack([ab.gain, ba.gain])
    return {
        "token_cosine": cosine,
        "token_alone": cosine * (1 / shape[0] + 1 / shape[1]),
        "token_scaled": 2 * cosine - usual(tops[0])[at[0]] - usual(tops[1])[at[1]],
        "token_gap_least": np.minimum(gap_a, gap_b),
        "token_gap_sum": gap_a + gap_b,
        "token_cover": np.maximum(ab.cover, ba.cover),
        "token_share_most": share.max(axis=0),
        "token_share_least": share.min(axis=0),
        "token_gain_most": gain.max(axis=0),
        "token_gain_least": gain.min(axis=0),
        "token_strong": np.log1p(np.minimum(ab.strong, ba.strong)),
    }


def _windows(
    closest: Closest, at: tuple[np.ndarray, np.ndarray], shape: tuple[int, int]
) -> dict[str, np.ndarray]:
    cosine, share = closest.cosine, np.stack([closest.share_a, closest.share_b])
    tops = (
        nearest_of(at[0], cosine, shape, WINDOW_STRANGER),
        nearest_of(at[1], cosine, shape[::-1], WINDOW_STRANGER),
    )
    gap_a, gap_b = (gap.clip(-0.4, 0.4) for gap in _gaps(cosine, at, tops, WINDOW_STRANGER))
    high, low = share.max(axis=0), share.min(axis=0)
    return {
        "window_cosine": cosine,
        "window_scaled": 2 * cosine - usual(tops[0])[at[0]] - usual(tops[1])[at[1]],
        "window_gap_least": np.minimum(gap_a, gap_b),
        "window_gap_sum": gap_a + gap_b,
        "window_share_most": np.log(high + 0.03),
        "window_share_least": np.log(low + 0.03),
        "window_share_high": high,
        "window_share_low": low,
    }


def _levels(
    found: Mapping[str, np.ndarray], at: tuple[np.ndarray, np.ndarray], shape: tuple[int, int]
) -> dict[str, np.ndarray]:
    """Say how alike the shorter side's statements are to their best candidates.

    Reports that retell freely, or whose languages the encoder knows less well, are less alike wherever they tell the
    same; the link model learns what that changes.
    """
    one = np.ones(len(at[0]), np.float32)
    looked_at = {"level": "token_cosine", "window_level": "window_cosine", "plain_level": "plain"}
    return {name: one * _level(found[of], at, shape) for name, of in looked_at.items()}


def _level(figures: np.ndarray, at: tuple[np.ndarray, np.ndarray], shape: tuple[int, int]) -> float:
    """Return the mean of the shorter side's best figures; of both where neither is shorter."""
    shorter = [side for side in (0, 1) if shape[side] == min(shape)]
    means = []
    for side in shorter:
        best = np.full(shape[side], -np.inf)
        np.maximum.at(best, at[side], figures)
        best = best[np.isfinite(best)]  # a statement of another kind than all has no candidate
        means.append(float(best.mean()) if len(best) else 0.0)
    return sum(means) / len(means)


def shifted(matrix: np.ndarray, down: int, right: int) -> np.ndarray:
    """Return the matrix looked at `down` rows and `right` columns further on; False beyond its edges."""
    result = np.zeros_like(matrix)
    n, m = matrix.shape
    result[max(0, -down) : n - max(0, down), max(0, -right) : m - max(0, right)] = matrix[
        max(0, down) : n + min(0, down), max(0, right) : m + min(0, right)
    ]
    return result
