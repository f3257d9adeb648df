from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.reading.pages.fragment import has_markup, without_tags
from twicetold.reading.text import normalise, repairs

ANY = st.text(st.characters(), max_size=200)  # lone surrogates too


def test_line_ends_and_mark() -> None:
    assert normalise("\ufeffa\r\nb\rc\n\r\n") == "a\nb\nc\n\n"


def test_composed_form_and_nothing_else() -> None:
    assert normalise("e\u0301 \u0958 ﬁ  x\t\u200b\u202e") == "é \u0915\u093c ﬁ  x\t\u200b\u202e"


def test_what_no_text_can_hold_is_replaced_and_said() -> None:
    raw = "a\x00b\x00\ud800c\ud83d\ude00"
    assert normalise(raw) == "a\ufffdb\ufffd\ufffdc😀"
    assert repairs(raw) == (
        "2 NUL characters replaced by U+FFFD",
        "1 lone surrogate replaced by U+FFFD",
    )
    assert repairs("sound") == ()


@settings(max_examples=300)
@given(ANY)
def test_the_normal_form_is_one(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    assert once.encode("utf-8").decode("utf-8") == once


def test_hostile_marks_take_linear_time() -> None:
    started = time.process_time()
    once = normalise("a" + "\u0316\u0301" * 200_000)
    assert time.process_time() - started < 5
    assert len(once) >= 399_000


def test_a_long_text_without_spaces_is_still_composed() -> None:
    raw = unicodedata.normalize("NFD", "한국어é" * 5_000)
    assert normalise(raw) == "한국어é" * 5_000


@pytest.mark.parametrize("depth", [1, 5, 20_000])
def test_tags_that_cutting_makes_are_cut_in_bounded_time(depth: int) -> None:
    """Twenty thousand rounds over a text this long would take an hour."""
    told = without_tags("Told " + "<" * depth + "<b>" + "b>" * depth + " on")
    assert not has_markup(told)
    assert told.startswith("Told ")
    assert told.endswith(" on")


def test_many_beginnings_of_tags_take_little_time() -> None:
    started = time.process_time()
    assert not has_markup("<" * 3_000_000)
    assert time.process_time() - started < 1.5


def test_letters_that_grow_in_lower_case_do_not_shift_what_is_cut() -> None:
    assert without_tags("İİİİ <script>x()</script> Baraj <STYLE>b</STYLE>açıldı") == "İİİİ  Baraj açıldı"
