"""Forms of nothing but words are cut the quick way; the slow way is its judge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.languages.lookup import codes, table
from twicetold.speakers.lexicon import entries
from twicetold.speakers.tokens import plain_words, tokens


def forms(value):
    if isinstance(value, dict):
        for each in value.values():
            yield from forms(each)
    elif isinstance(value, str):
        yield from entries(value)


@pytest.mark.parametrize("code", codes("speech"))
def test_the_quick_way_says_what_the_slow_one_says_of_every_form(code):
    plain = [(form, plain_words(form)) for form in forms(table(code, "speech").data)]
    told = [(form, words) for form, words in plain if words is not None]
    assert code in ("ja", "zh") or len(told) > 50
    assert all(words == [t.fold for t in tokens(form)] for form, words in told)


@given(st.text(max_size=30))
def test_it_keeps_off_what_it_does_not_know(text):
    words = plain_words(text)
    assert words is None or words == [t.fold for t in tokens(text)]


def test_an_address_is_one_word():
    assert [t.text for t in tokens("according to Osterby-Bote.ml, he said.He left")] == [
        "according", "to", "Osterby-Bote.ml", ",", "he", "said", ".", "He", "left",
    ]  # fmt: skip
