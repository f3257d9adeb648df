from __future__ import annotations

import numpy as np
import pytest

from twicetold.search.meaning import Signs, measured, signs_of


@pytest.fixture(scope="module")
def vectors():
    drawn = np.random.default_rng(5).standard_normal((3000, 72))
    return np.rint(127 * drawn / np.linalg.norm(drawn, axis=1)[:, None]).astype(np.int8).reshape(1000, 3, 72)


@pytest.fixture(scope="module")
def signs(vectors):
    made = Signs(72)
    made.add((key, signs_of(rows)) for key, rows in enumerate(vectors[:600]))
    made.add((key + 600, signs_of(rows)) for key, rows in enumerate(vectors[600:]))
    return made


def near(vector, noise=0.05):
    return (vector / 127 + np.random.default_rng(1).normal(0, noise, len(vector))).astype(np.float32)


def test_the_nearest_by_signs_and_then_by_cosine_is_the_nearest(vectors, signs):
    for key, n in ((0, 0), (77, 2), (999, 1)):
        query = near(vectors[key, n])
        found = signs.nearest(query, 30)
        assert found[0][:2] == (key, n)
        first = measured(query, found, lambda keys: {each: vectors[each] for each in keys})[0]
        plain = vectors.reshape(-1, 72) @ query / np.linalg.norm(vectors.reshape(-1, 72), axis=1)
        assert first[:2] == (key, n)
        assert first[2] == pytest.approx(plain.max(), abs=1e-4)


def test_only_what_is_allowed_and_still_there_is_found(vectors):
    made = Signs(72)
    made.add((key, signs_of(rows)) for key, rows in enumerate(vectors))
    query = near(vectors[77, 2])
    assert {key for key, _, _ in made.nearest(query, 20, np.array([3, 500, 900]))} == {3, 500, 900}
    assert made.nearest(query, 20, np.array([], np.int64)) == []
    made.remove(77)
    made.remove(77)
    assert all(key != 77 for key, _, _ in made.nearest(query, 50))
    made.add([(5, signs_of(vectors[77]))])
    assert made.nearest(query, 5)[0][:2] == (5, 2)
    assert sorted(n for key, n, _ in made.nearest(query, 10_000) if key == 5) == [0, 1, 2]


def test_the_order_of_adding_changes_nothing(vectors, signs):
    other = Signs(72)
    for key in np.random.default_rng(2).permutation(1000).tolist():
        other.add([(key, signs_of(vectors[key]))])
    query = near(vectors[4, 1], 0.3)
    assert other.nearest(query, 40) == signs.nearest(query, 40)


def test_what_does_not_fit_is_passed_over(vectors):
    made = Signs(72)
    made.add([(1, b"xyz"), (2, b""), (3, signs_of(vectors[3]))])
    assert {key for key, _, _ in made.nearest(near(vectors[3, 0]), 9)} == {3}
    assert measured(near(vectors[3, 0]), [(3, 0, 1)], lambda _: {3: np.zeros((2, 5), np.int8)}) == []
    assert Signs(72).nearest(near(vectors[3, 0]), 9) == []
