"""Two sides in, candidate pairs of statements and a row of evidence for each out.

Every piece of evidence is symmetric: exchanging the sides exchanges nothing but the names. Few statements: all pairs
are candidates. Many: each statement's nearest ones, the monotone path and the neighbours of mutual best matches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from twicetold.alignment.cognates import shared_numbers, shared_words
from twicetold.alignment.order import Order, read_order
from twicetold.alignment.sides import Floats, Side
from twicetold.alignment.words import OneWay, one_way
from twicetold.arrays import product
from twicetold.settings import Order as Keeping

ALL_PAIRS = 4000  # below this many pairs every one is a candidate
NEAREST = 6  # candidates a statement has beyond that; chosen, not swept
NEIGHBOURS = (
    4  # of cross-domain similarity local scaling (Conneau and others 2018); k=4 was best on 14 corpora
)
CLEAR = 0.05  # scaled similarity from which mutual best statements are believed

WITHOUT_TOKENS = (
    "cosine", "scaled", "gap_least", "gap_sum", "mutual",
    "words", "words_gap_least", "words_gap_sum", "numbers", "numbers_clash",
    "path", "path_kept", "off_path_kept", "path_covered", "off_path_covered", "kept", "covered",
    "path_scaled", "path_kept_covered", "distance", "distance_kept", "diagonal", "diagonal_kept", "beside",
    "length_ratio", "length_least",
    "growth_best", "growth_sum", "partner", "growth_beside", "beside_partner",
)  # fmt: skip
WITH_TOKENS = (
    *WITHOUT_TOKENS,
    "token_cosine", "token_scaled", "token_gap_least", "token_gap_sum", "token_cover",
    "token_share_most", "token_share_least", "token_gain_most", "token_gain_least", "token_strong",
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
    cosine = np.where(allowed, product(a.vectors, b.vectors.T), -1).astype(np.float32)
    scaled = _scaled(cosine)
    gap_a, gap_b = _gaps(cosine), _gaps(cosine.T).T
    mutual = (gap_a >= 0) & (gap_b >= 0) & (scaled > CLEAR) & allowed
    path = read_order(a, b, cosine, mutual)
    if order != "auto":
        path = replace(path, kept=float(order == "keep"), covered=1.0 if order == "keep" else path.covered)
    rows, columns = (
        np.nonzero(path.path & allowed) if order == "keep" else _candidates(allowed, scaled, mutual, path)
    )
    at = (rows, columns)
    found = {
        "cosine": cosine[at],
        "scaled": scaled[at],
        "gap_least": np.minimum(gap_a, gap_b)[at].clip(-0.5, 0.5),
        "gap_sum": gap_a[at].clip(-0.5, 0.5) + gap_b[at].clip(-0.5, 0.5),
        "mutual": mutual[at],
        **_shared(a, b, at),
        **_ordered(path, scaled, mutual, at),
        "length_ratio": 2 * np.abs(np.log(a.weights)[rows] - np.log(b.weights)[columns]),
        "length_least": np.minimum(a.weights[rows], b.weights[columns]),
        **_growth(a, b, scaled, at),
    }
    names: tuple[str, ...] = WITHOUT_TOKENS
    if a.tokens is not None and b.tokens is not None:
        found |= _tokens(one_way(a, b, rows, columns), one_way(b, a, columns, rows), at, allowed.shape)
        names = WITH_TOKENS
    table = np.stack([np.asarray(found[name], np.float32) for name in names], axis=1)
    return Evidence(shape=(len(a), len(b)), rows=rows, columns=columns, names=names, table=table)


def _allowed(a: Side, b: Side) -> np.ndarray:
    """Let like meet like: titles titles, datelines datelines. What no encoder can read is like nothing."""
    same = np.array(a.kinds)[:, None] == np.array(b.kinds)[None]
    readable = np.logical_and.outer(np.abs(a.vectors).sum(axis=1) > 0, np.abs(b.vectors).sum(axis=1) > 0)
    result: np.ndarray = same & readable
    return result


def _scaled(cosine: Floats) -> Floats:
    """Cross-domain similarity local scaling: twice the cosine less what each side is near anyway."""
    ka, kb = min(NEIGHBOURS, cosine.shape[1]), min(NEIGHBOURS, cosine.shape[0])
    near_a = np.partition(cosine, cosine.shape[1] - ka, axis=1)[:, -ka:].clip(-0.3).mean(axis=1)
    near_b = np.partition(cosine, cosine.shape[0] - kb, axis=0)[-kb:].clip(-0.3).mean(axis=0)
    result: Floats = 2 * cosine - near_a[:, None] - near_b[None]
    return result


def _gaps(cosine: Floats) -> Floats:
    """Return how far each cell is above the best other of its row; where it stands alone, .3."""
    if cosine.shape[1] == 1:
        return np.full_like(cosine, 0.3)
    top = np.partition(cosine, cosine.shape[1] - 2, axis=1)[:, -2:]
    second, first = top[:, :1], top[:, 1:]
    return np.where(cosine >= first, cosine - second, cosine - first)


def _candidates(
    allowed: np.ndarray, scaled: Floats, mutual: np.ndarray, order: Order
) -> tuple[np.ndarray, np.ndarray]:
    if allowed.size <= ALL_PAIRS:
        chosen = allowed
    else:
        chosen = order.path | mutual
        for shift, axis in ((1, 0), (-1, 0), (1, 1), (-1, 1)):
            chosen |= shifted(mutual, *((shift, 0) if axis == 0 else (0, shift)))
        for matrix, target in ((scaled, chosen), (scaled.T, chosen.T)):
            k = min(NEAREST, matrix.shape[1])
            nearest = np.argpartition(-matrix, k - 1, axis=1)[:, :k]
            np.put_along_axis(target, nearest, True, axis=1)
        chosen &= allowed
    rows, columns = np.nonzero(chosen)
    return rows, columns


def _shared(a: Side, b: Side, at: tuple[np.ndarray, np.ndarray]) -> dict[str, np.ndarray]:
    words = shared_words(a, b)
    numbers, clash = shared_numbers(a, b)
    gap_a, gap_b = _gaps(words)[at].clip(-1, 1), _gaps(words.T).T[at].clip(-1, 1)
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


def _growth(a: Side, b: Side, scaled: Floats, at: tuple[np.ndarray, np.ndarray]) -> dict[str, np.ndarray]:
    """Measure what joining a statement to the other's best match gains: m:n beads show themselves so."""
    rows, columns = at
    grow_a, partner_a, next_a = _grow(a, b, scaled, rows, columns)
    grow_b, partner_b, next_b = _grow(b, a, scaled.T, columns, rows)
    return {
        "growth_best": np.maximum(np.where(partner_a, -0.3, grow_a), np.where(partner_b, -0.3, grow_b)),
        "growth_sum": grow_a + grow_b,
        "partner": partner_a.astype(np.float32) + partner_b,
        "growth_beside": grow_a * next_a + grow_b * next_b,
        "beside_partner": np.maximum(next_a & ~partner_a & partner_b, next_b & ~partner_b & partner_a),
    }


def _grow(
    a: Side, b: Side, scaled: Floats, rows: np.ndarray, columns: np.ndarray
) -> tuple[Floats, np.ndarray, np.ndarray]:
    """Return for each candidate what its row adds to the best row of its column, whether it is that, or beside it."""
    best = scaled.argmax(axis=0)[columns]
    weighted = a.vectors * a.weights[:, None]
    joined = weighted[rows] + weighted[best]
    joined /= np.maximum(np.linalg.norm(joined, axis=1, keepdims=True), 1e-9)
    alone = np.einsum("kd,kd->k", a.vectors[best], b.vectors[columns])
    gain = np.einsum("kd,kd->k", joined, b.vectors[columns]) - alone
    partner = rows == best
    return np.where(partner, 0, gain).clip(-0.3, 0.3), partner, np.abs(rows - best) == 1


def _tokens(
    ab: OneWay, ba: OneWay, at: tuple[np.ndarray, np.ndarray], shape: tuple[int, int]
) -> dict[str, np.ndarray]:
    cosine = (ab.cover + ba.cover) / 2
    # pairs that were never compared lie at the floor of those that were
    matrix = np.full(shape, cosine.min(initial=0.0), np.float32)
    matrix[at] = cosine
    gap_a, gap_b = _gaps(matrix)[at].clip(-0.3, 0.3), _gaps(matrix.T).T[at].clip(-0.3, 0.3)
    share = np.log(np.stack([ab.share, ba.share]) + 0.03)
    gain = np.stack([ab.gain, ba.gain])
    return {
        "token_cosine": cosine,
        "token_scaled": _scaled(matrix)[at],
        "token_gap_least": np.minimum(gap_a, gap_b),
        "token_gap_sum": gap_a + gap_b,
        "token_cover": np.maximum(ab.cover, ba.cover),
        "token_share_most": share.max(axis=0),
        "token_share_least": share.min(axis=0),
        "token_gain_most": gain.max(axis=0),
        "token_gain_least": gain.min(axis=0),
        "token_strong": np.log1p(np.minimum(ab.strong, ba.strong)),
    }


def shifted(matrix: np.ndarray, down: int, right: int) -> np.ndarray:
    """Return the matrix looked at `down` rows and `right` columns further on; False beyond its edges."""
    result = np.zeros_like(matrix)
    n, m = matrix.shape
    result[max(0, -down) : n - max(0, down), max(0, -right) : m - max(0, right)] = matrix[
        max(0, down) : n + min(0, down), max(0, right) : m + min(0, right)
    ]
    return result
