"""The nearest figures of a row and the gaps above them, and words both ways, against plain references."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played_encoder import Wordy

from twicetold.alignment.nearest import NEIGHBOURS, gaps, nearest, nearest_of
from twicetold.alignment.sides import Means, make_side
from twicetold.alignment.words import both_ways

shapes = st.tuples(st.integers(1, 7), st.integers(1, 7), st.integers(0, 10**6))
quick = settings(max_examples=50, deadline=None, derandomize=True)


@quick
@given(shapes)
def test_the_nearest_are_the_highest_of_each_row_then_strangers(shape):
    n, m, seed = shape
    matrix = np.random.default_rng(seed).uniform(-1, 1, (n, m)).astype(np.float32)
    for row, found in zip(matrix, nearest(matrix, 0.2), strict=True):
        want = [*sorted(row, reverse=True), *[np.float32(0.2)] * NEIGHBOURS][: max(min(m, NEIGHBOURS), 0)]
        want += [np.float32(0.2)] * (NEIGHBOURS - len(want))
        assert found.tolist() == [pytest.approx(w) for w in want]


@quick
@given(shapes)
def test_candidates_alone_give_the_nearest_of_all_where_the_rest_lies_at_the_floor(shape):
    n, m, seed = shape
    rng = np.random.default_rng(seed)
    matrix = rng.uniform(0.1, 1, (n, m)).astype(np.float32)
    rows, columns = np.nonzero(rng.random((n, m)) < 0.5)
    sparse = np.zeros_like(matrix)
    sparse[rows, columns] = matrix[rows, columns]
    found = nearest_of(rows, matrix[rows, columns], (n, m), 0.2)
    np.testing.assert_allclose(found, nearest(sparse, 0.2))


def test_a_gap_is_above_the_best_rival_or_a_stranger():
    top = nearest(np.array([[0.9, 0.5, 0.1]], np.float32), 0.2)
    figures = np.array([0.9, 0.5, 0.1], np.float32)
    assert gaps(figures, top.repeat(3, axis=0), 0.2) == pytest.approx([0.4, -0.4, -0.8])
    alone = nearest(np.array([[0.9]], np.float32), 0.2)
    assert gaps(figures[:1], alone, 0.2) == pytest.approx([0.7])


def test_words_are_met_as_one_by_one():
    texts = ["a fire in the harbour", "", "the mayor spoke", "nine were hurt in the fire", "…"]
    a, b = (
        make_side(side, ["en"] * 5, ["body"] * 5, Wordy(), Means(by_language={}))
        for side in (texts, texts[::-1])
    )
    rows, columns = np.nonzero(np.ones((5, 5), bool))
    there, back = both_ways(a, b, rows, columns)
    again, _ = both_ways(b, a, rows, columns)
    for k, (i, j) in enumerate(zip(rows, columns, strict=True)):
        want = 0.0
        if len(a.tokens[i]) and len(b.tokens[j]) and a.weights_of(i).sum() > 0:
            best = (a.centred_tokens(i) @ b.centred_tokens(j).T).max(axis=1)
            want = float(best @ a.weights_of(i) / a.weights_of(i).sum())
        assert there.cover[k] == pytest.approx(want, abs=1e-5)
        assert back.cover[k] == pytest.approx(again.cover[5 * j + i], abs=1e-5)
    for i in range(5):
        assert there.share[rows == i].sum() <= 1 + 1e-5
