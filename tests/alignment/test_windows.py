"""Windows of tokens: the fast comparison against a plain one, and what they are for."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from played_encoder import Wordy

from twicetold.alignment.sides import Means, make_side, unit
from twicetold.alignment.windows import SHARPNESS, STEP, STRANGER, WIDTH, compare_windows

WORDY = Wordy()
WORDS = ("harbour", "ferry", "captain", "storm", "minister", "budget", "wind", "rain", "crew", "port")


def side(texts):
    return make_side(texts, ["en"] * len(texts), ["body"] * len(texts), WORDY, Means(by_language={}))


def plain_windows(made, n):
    tokens = made.centred_tokens(n) * made.weights_of(n)[:, None] if len(made.tokens[n]) else []
    if len(tokens) <= WIDTH:
        return [unit(np.sum(tokens, axis=0, keepdims=True))[0]] if len(tokens) else []
    starts = [*range(0, len(tokens) - WIDTH, STEP), len(tokens) - WIDTH]
    return [unit(tokens[s : s + WIDTH].sum(axis=0, keepdims=True))[0] for s in starts]


TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3 * WIDTH).map(" ".join), min_size=1, max_size=5
)


@given(TEXTS, TEXTS)
@settings(max_examples=50, deadline=None)
def test_it_says_what_the_plain_version_says(texts_a, texts_b):
    a, b = side(texts_a), side(texts_b)
    rows, columns = (x.ravel() for x in np.indices((len(a), len(b))))
    found = compare_windows(a, b, rows, columns)
    mine = [plain_windows(a, n) for n in range(len(a))]
    theirs = [plain_windows(b, n) for n in range(len(b))]
    for k, (i, j) in enumerate(zip(rows, columns, strict=True)):
        cosines = np.array([[float(x @ y) for y in theirs[j]] for x in mine[i]])
        assert np.isclose(found.cosine[k], cosines.max(), atol=1e-4)
        rivals = [np.array([[float(x @ y) for y in t] for x in mine[i]]).max(axis=1) for t in theirs]
        strong = [np.exp(SHARPNESS * (r - STRANGER)) for r in rivals]
        share = (strong[j] / (1 + np.sum(strong, axis=0))).max()
        assert np.isclose(found.share_a[k], share, atol=1e-3)


def test_a_clause_is_found_in_a_long_sentence():
    other = "minister budget rain wind minister budget rain wind minister budget rain wind port"
    a = side([f"{other} harbour ferry captain crew {other}", f"{other} {other}"])
    b = side(["harbour ferry captain crew", "storm port", "storm", "wind rain"])
    found = compare_windows(a, b, np.array([0, 1]), np.array([0, 0]))
    assert found.cosine[0] > found.cosine[1] + 0.2
    assert found.share_b[0] > found.share_b[1]


def test_statements_without_tokens_say_nothing():
    found = compare_windows(side(["", "harbour"]), side(["harbour"]), np.array([0, 1]), np.array([0, 0]))
    assert found.cosine[0] == found.share_a[0] == found.share_b[0] == 0
