"""Cutting a long text."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.encoding.base import Vectors
from twicetold.encoding.long import encode_stretches, stretches


@settings(deadline=None)
@given(st.text(st.sampled_from("ab ç\n"), max_size=200), st.integers(1, 40))
def test_stretches_fit_and_lose_no_word_character(text: str, size: int) -> None:
    parts = stretches(text.strip(), lambda part: len(part) <= size)
    assert all(0 < len(part) <= size for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_word_is_cut_only_where_there_is_no_white_space() -> None:
    assert stretches("aaa bbb ccc", lambda part: len(part) <= 7) == ["aaa", "bbb ccc"]
    assert stretches("aaaaaa", lambda part: len(part) <= 3) == ["aaa", "aaa"]


def test_vectors_are_weighted_by_characters() -> None:
    def encode(texts: list[str]) -> Vectors:
        return np.array([[len(text), 1.0] for text in texts], np.float32)

    rows = encode_stretches(["aa bbbb", "c"], lambda part: len(part) <= 4, encode)
    assert np.allclose(rows, [[(2 * 2 + 4 * 4) / 6, 1], [1, 1]])
