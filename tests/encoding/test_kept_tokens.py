"""Token vectors are kept on disk too, and give the same bytes with the file, without it and from it."""

from __future__ import annotations

import numpy as np

from twicetold.encoding import open_encoder
from twicetold.encoding.open import TOKENS

TEXTS = [
    "The harbour of Maravel burned for two days.",
    "मारवेल का बंदरगाह दो दिन तक जलता रहा।",
    "",
    "7",
    "a\udc80b\x00c",
]


def same(one, other):
    return all(
        np.array_equal(a.vectors, b.vectors) and a.spans == b.spans and a.pieces == b.pieces
        for a, b in zip(one, other, strict=True)
    )


def test_tokens_are_the_same_kept_or_not(tmp_path):
    first = open_encoder("e5", cache=tmp_path)
    rows, tokens = first.encode_both(TEXTS)
    assert (tmp_path / TOKENS).exists()
    again = open_encoder("e5", cache=tmp_path)
    again._e5._states = lambda pieces: [  # nothing with content may be worked through again
        np.zeros((0, 384), np.float16) if not any(pieces) else 1 / 0
    ]
    rows_again, tokens_again = again.encode_both(TEXTS)
    assert np.array_equal(rows, rows_again)
    assert same(tokens, tokens_again)
    assert not again._e5.is_open  # the tokenizer takes half a second to load


def test_only_what_is_not_kept_makes_the_model_load_ahead(tmp_path):
    open_encoder("e5", cache=tmp_path).encode_both(TEXTS)
    knowing = open_encoder("e5", cache=tmp_path, ahead=True)
    knowing.expect(TEXTS)
    opening = open_encoder("e5", cache=tmp_path)
    ahead = []
    opening._e5.open_ahead = lambda: ahead.append(True)
    opening.expect(TEXTS)
    assert not ahead
    opening.expect([*TEXTS, "A sentence that was never seen."])
    assert ahead
    assert not knowing._e5.is_open


def test_pieces_are_kept_with_their_places_in_the_text_that_was_given(tmp_path):
    text = "  e\u0301lan, \u0915\u093c and 𝔘nicode \u200d!"  # composed and trimmed for the tokenizer
    first = open_encoder("e5", cache=tmp_path).encode_tokens([text])
    again = open_encoder("e5", cache=tmp_path).encode_tokens([text, text.strip()])
    assert same(first, again[:1])
    assert [text[s.start : s.end] for s in again[0].spans] == [
        text.strip()[s.start : s.end] for s in again[1].spans
    ]


def test_a_damaged_file_of_tokens_is_begun_anew(tmp_path):
    tokens = open_encoder("e5", cache=tmp_path).encode_tokens(TEXTS)
    (tmp_path / TOKENS).write_bytes(b"this is no database" * 100)
    encoder = open_encoder("e5", cache=tmp_path)
    assert same(tokens, encoder.encode_tokens(TEXTS))
    assert any("damaged" in note for note in encoder.notes)
