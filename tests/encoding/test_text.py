"""Preparing text: what the tokenizer sees, and the way back to the characters that were given."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.encoding.text import clean, prepare, prepare_spans

ANY = st.text(st.characters(), max_size=60)
HARD = st.text(
    st.sampled_from("aéक़ा़्ि\u0301\u0327\u0323ᄒ\u1161\u11ab한 \u200d\u061c\x00\ud800\u0958ﬁ\n\u3099かﾞ"),
    max_size=30,
)


@settings(deadline=None)
@given(ANY | HARD)
def test_spans_cover_what_is_seen_in_order(text: str) -> None:
    prepared = prepare_spans(text, longest=1000)
    assert prepared.text == prepare(text, longest=1000)
    spans = [prepared.origin(n, n + 1) for n in range(len(prepared.text))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))
    for n, span in enumerate(spans):
        seen = prepare_spans(text[span.start : span.end], longest=1000).text
        assert prepared.text[n] in seen or prepared.text[n].isspace()


@settings(deadline=None)
@given(ANY | HARD)
def test_what_is_seen_can_be_encoded_and_is_stable(text: str) -> None:
    seen = prepare(text, longest=1000)
    seen.encode("utf-8")
    assert "\x00" not in seen
    assert seen == seen.strip()
    assert clean(seen) == seen
    assert prepare(seen, longest=1000) == seen


@settings(deadline=None)
@given(HARD)
def test_composed_and_decomposed_text_is_one(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert prepare(apart, longest=1000) == prepare(unicodedata.normalize("NFC", text), longest=1000)


@pytest.mark.parametrize(
    ("given_text", "seen"),
    [
        ("\x00", ""),
        (" \u200d ", ""),
        ("a\u200db", "a b"),
        ("a\ud800b", "a\ufffdb"),
        ("cafe\u0301", "café"),
        ("", ""),
    ],
)
def test_replacements(given_text: str, seen: str) -> None:
    assert prepare(given_text, longest=1000) == seen


def test_other_encoders_keep_joiners() -> None:
    assert clean(" क्\u200dष\x00\ud800 ") == "क्\u200dष \ufffd"


def test_the_bound_is_in_characters() -> None:
    assert prepare("abcdef", longest=3) == "abc"
