"""The path by tokens: never worse than what it says it does, whole, and right where means mislead."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played_encoder import Wordy

from twicetold.alignment import refine
from twicetold.alignment.refine import SHAPES, refined
from twicetold.alignment.sides import Means, make_side

WORDY = Wordy()


def side(encoder, texts):
    return make_side(texts, ["en"] * len(texts), ["body"] * len(texts), encoder, Means(by_language={}))


def diagonal(n, m):
    return [([k], [k]) for k in range(min(n, m))]


def test_a_joined_sentence_meets_both_of_its_halves():
    a = side(WORDY, ["harbour ferry captain", "minister budget", "storm rain wind"])
    b = side(WORDY, ["harbour ferry", "captain", "minister budget", "storm rain wind"])
    assert refined(a, b, diagonal(3, 4)) == [([0], [0, 1]), ([1], [2]), ([2], [3])]


WORDS = st.lists(st.sampled_from(["harbour", "ferry", "captain", "storm", ""]), max_size=4).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=9), st.lists(WORDS, min_size=1, max_size=9))
@settings(max_examples=60, deadline=None)
def test_beads_are_monotone_and_of_known_shapes(texts_a, texts_b):
    a, b = side(WORDY, texts_a), side(WORDY, texts_b)
    beads = refined(a, b, diagonal(len(a), len(b)))
    assert {(len(rows), len(columns)) for rows, columns in beads} <= set(SHAPES)
    for which, length in ((0, len(a)), (1, len(b))):
        numbers = [n for bead in beads for n in bead[which]]
        assert numbers == sorted(set(numbers))
        assert all(0 <= n < length for n in numbers)


@given(st.lists(WORDS, min_size=1, max_size=5), st.lists(WORDS, min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_no_other_path_is_worth_more(texts_a, texts_b):
    """Where the band holds everything, the path is the best of all: a plain recursion is its judge."""
    a, b = side(WORDY, texts_a), side(WORDY, texts_b)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refine, "REACH", 9)
        found = refined(a, b, diagonal(len(a), len(b)))
    assert np.isclose(_worth(a, b, found), _best(a, b, 0, 0, {}), atol=1e-4)


def _worth(a, b, beads):
    skipped = len(a) + len(b) - sum(len(r) + len(c) for r, c in beads)
    return sum(_gain(a, b, rows, columns) for rows, columns in beads) - refine.SKIP_COST * skipped


def _best(a, b, i, j, known):
    if (i, j) not in known:
        ways = [0.0] if (i, j) == (len(a), len(b)) else []
        if i < len(a):
            ways.append(_best(a, b, i + 1, j, known) - refine.SKIP_COST)
        if j < len(b):
            ways.append(_best(a, b, i, j + 1, known) - refine.SKIP_COST)
        for p, q in SHAPES:
            if i + p <= len(a) and j + q <= len(b):
                gain = _gain(a, b, range(i, i + p), range(j, j + q))
                ways.append(gain + _best(a, b, i + p, j + q, known))
        known[i, j] = max(ways)
    return known[i, j]


def _gain(a, b, rows, columns):
    heavy_a = [float(a.weights_of(n).sum()) for n in range(len(a))]
    heavy_b = [float(b.weights_of(n).sum()) for n in range(len(b))]
    usual = (sum(heavy_a) + sum(heavy_b)) / (len(a) + len(b))
    met = sum(_met(a, i, b, columns) for i in rows) + sum(_met(b, j, a, rows) for j in columns)
    own, other = sum(heavy_a[i] for i in rows), sum(heavy_b[j] for j in columns)
    cost = refine.SIZE_COST * (len(rows) + len(columns) - 2)
    return met / (usual or 1.0) - cost - refine.LENGTH_COST * abs(np.log((own + 1) / (other + 1)))


def _met(one, n, other, numbers):
    tokens = one.centred_tokens(n) if len(one.tokens[n]) else np.zeros((0, 1))
    facing = [other.centred_tokens(k) for k in numbers if len(other.tokens[k])]
    if not len(tokens):
        return 0.0
    silent = any(not len(other.tokens[k]) for k in numbers)
    cosines = [tokens @ each.T for each in facing]
    best = np.max([c.max(axis=1) for c in cosines] + ([np.zeros(len(tokens))] if silent else []), axis=0)
    return float(((best - refine.STRANGER) * one.weights_of(n)).sum())
