"""The monotone path against a plain recursive reference, and what order is read from it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.alignment import order
from twicetold.alignment.sides import Side, unit


def side(vectors, weights):
    count = len(vectors)
    return Side(
        texts=("",) * count,
        kinds=("body",) * count,
        vectors=unit(np.array(vectors, np.float32)),
        plain=unit(np.array(vectors, np.float32)),
        weights=np.array(weights, np.float32),
        words=((),) * count,
        numbers=(frozenset(),) * count,
        tokens=None,
        token_mean=None,
        token_scales=None,
        token_weights=None,
        token_spans=None,
    )


@st.composite
def sides(draw):
    made = []
    for _ in range(2):
        count = draw(st.integers(1, 5))
        rng = np.random.default_rng(draw(st.integers(0, 10**6)))
        made.append(side(rng.standard_normal((count, 6)), rng.uniform(1.5, 6, count)))
    return made


def plain_gain(a, b, i, j, p, q):
    """Score the bead of the p statements before i and the q before j, as the docstring says."""

    def merged(s, end, width):
        total = sum(s.vectors[n] * s.weights[n] for n in range(end - width, end))
        return total / max(np.linalg.norm(total), 1e-9)

    def near(one, others):
        best = sorted((float(one @ v) for v in others), reverse=True)[: order.NEIGHBOURS]
        return sum(best) / len(best)

    def length(s, end, width):
        return sum(float(s.weights[n]) ** 2 for n in range(end - width, end))

    one, other = merged(a, i, p), merged(b, j, q)
    usual = np.log(sum(a.weights**2) / sum(b.weights**2))
    unlike = abs(np.log(length(a, i, p)) - np.log(length(b, j, q)) - usual)
    around = (near(one, b.vectors) + near(other, a.vectors)) / 2
    cost = order.SIZE_COST * (p + q - 2) + order.LENGTH_COST * unlike
    return (float(one @ other) - order.MARGIN * around - cost) * (p + q) / 2


def plain_best(a, b):
    """Return the best score of any monotone path, by trying them all."""

    @cache
    def best(i, j):
        if not i and not j:
            return 0.0
        found = []
        if i:
            found.append(best(i - 1, j) + order.SKIP_COST)
        if j:
            found.append(best(i, j - 1) + order.SKIP_COST)
        for p, q in order.SHAPES:
            if i >= p and j >= q:
                found.append(best(i - p, j - q) + plain_gain(a, b, i, j, p, q))
        return max(found)

    return best(len(a), len(b))


def score(beads, a, b):
    total = sum(plain_gain(a, b, r[-1] + 1, c[-1] + 1, len(r), len(c)) for r, c in beads)
    skipped = len(a) + len(b) - sum(len(r) + len(c) for r, c in beads)
    return total + order.SKIP_COST * skipped


@settings(max_examples=60, deadline=None, derandomize=True)
@given(sides())
def test_the_path_is_as_good_as_the_best_of_all(pair):
    a, b = pair
    beads = order.monotone_path(a, b)
    assert score(beads, a, b) == pytest.approx(plain_best(a, b), abs=1e-4)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(sides())
def test_beads_are_runs_in_order_of_the_known_shapes(pair):
    a, b = pair
    at_a = at_b = 0
    for rows, columns in order.monotone_path(a, b):
        assert (len(rows), len(columns)) in order.SHAPES
        assert rows == list(range(rows[0], rows[0] + len(rows)))
        assert columns == list(range(columns[0], columns[0] + len(columns)))
        assert rows[0] >= at_a
        assert columns[0] >= at_b
        at_a, at_b = rows[-1] + 1, columns[-1] + 1
    assert at_a <= len(a)
    assert at_b <= len(b)


def test_a_text_beside_itself_is_walked_step_by_step():
    same = side(np.eye(6), [3] * 6)
    assert order.monotone_path(same, same) == [([n], [n]) for n in range(6)]


def test_order_is_kept_by_itself_and_not_by_its_reverse():
    same = side(np.eye(8), [3] * 8)
    back = side(np.eye(8)[::-1], [3] * 8)
    for other, least, most in ((same, 0.99, 1.0), (back, 0.0, 0.01)):
        cosine = same.vectors @ other.vectors.T
        read = order.read_order(same, other, cosine > 0.5)
        assert least <= read.kept <= most
        assert 0 <= read.covered <= 1
    assert read.path.shape == (8, 8)


def test_too_few_matches_tell_nothing():
    two = side(np.eye(2), [3, 3])
    cosine = two.vectors @ two.vectors.T
    assert order.read_order(two, two, cosine > 0.5).kept == 0.5
