from __future__ import annotations

import pytest

from twicetold.languages.hosts import is_host


@pytest.mark.parametrize("text", ["Osterby-Bote.ml", "news.hafen-bote.info", " Khamenei.ir "])
def test_an_address_is_one(text):
    assert is_host(text)


@pytest.mark.parametrize("text", ["said.He", "U.S", "e.g", "a.m.", "the Osterby-Bote.ml", "3.5", ""])
def test_what_only_has_a_dot_is_none(text):
    assert not is_host(text)
