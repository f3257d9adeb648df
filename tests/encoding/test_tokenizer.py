"""The tokenizer: control pieces cannot be injected, spans point at the words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_sentences import SENTENCES

from twicetold.encoding.text import prepare_spans
from twicetold.encoding.tokenizer import Piece, Tokenizer, build_model
from twicetold.encoding.weights import open_weights


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(build_model(open_weights().vocabulary()))


def pieces(tokenizer: Tokenizer, text: str) -> list[Piece]:
    return tokenizer.pieces(prepare_spans(text, longest=10_000))


def test_marks_have_their_ids_and_text_cannot_spell_them(tokenizer: Tokenizer) -> None:
    assert (tokenizer.bos, tokenizer.eos) == (0, 2)
    [ids] = tokenizer.ids(["<s> a </s> <pad> <mask> <unk>"])
    assert not {0, 1, 2, 250001} & set(ids)


def test_known_ids(tokenizer: Tokenizer) -> None:
    # as the tokenizer of XLM-RoBERTa, whose vocabulary this is, has them
    assert tokenizer.ids(["Hello world"]) == [[35378, 8999]]


def test_words_have_their_spans(tokenizer: Tokenizer) -> None:
    text = "  The ferry left\u3000early."
    found = pieces(tokenizer, text)
    joined: list[str] = []
    for each in found:
        word = text[each.span.start : each.span.end]
        joined.append(" " + word if each.piece.startswith("▁") else word)
    assert "".join(joined).split() == text.split()


@pytest.mark.parametrize("text", SENTENCES)
def test_spans_lose_no_character(tokenizer: Tokenizer, text: str) -> None:
    covered = {n for each in pieces(tokenizer, text) for n in range(each.span.start, each.span.end)}
    assert {n for n, character in enumerate(text) if not character.isspace()} == covered


@settings(deadline=None)
@given(st.text(st.characters(), max_size=80))
def test_spans_stay_inside_any_text(tokenizer: Tokenizer, text: str) -> None:
    found = pieces(tokenizer, text)
    assert [each.id for each in found] == tokenizer.ids([prepare_spans(text, longest=10_000).text])[0]
    last = 0
    for each in found:
        assert last <= each.span.start <= each.span.end <= len(text)
        last = each.span.start
