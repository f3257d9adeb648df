from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width as measure

from twicetold.render.cells import Paint, clip, line_width, show, wrap

PLAIN, COLOUR = Paint(False), Paint(True)
# words, not letters: loose combining signs are measured differently alone and in company
WORDS = [
    "ab",
    "cd,",
    "«é»",
    "中文",
    "。",
    "、",
    "（日本）",
    "한국",
    "हिन्दी",
    "कहाः",
    "क्षत्रिय",
    "سلام",
    "۱۲،",
    "שלום",
    "ไทย",
    "ét",
    "👨\u200d👩",
    "--",
    "unbreakable-and-long",
]
strings = st.lists(st.sampled_from([*WORDS, " ", "  "]), max_size=25).map("".join)
texts = st.lists(st.tuples(strings, st.sampled_from(["", "bold", "dim yellow"])), max_size=4)


def plain(line):
    return "".join(glyph.text for glyph in line)


@given(texts, st.integers(4, 60))
def test_wrapped_lines_fit_and_keep_every_letter(parts, width):
    lines = wrap(parts, width)
    assert all(line_width(line) <= width for line in lines)
    whole = "".join(text for text, _ in parts)
    assert "".join("".join(plain(line).split()) for line in lines) == "".join(whole.split())


@given(texts, st.integers(1, 60))
def test_clipped_lines_fit(parts, width):
    assert line_width(clip(parts, width)) <= width


@given(texts, st.integers(10, 60), st.sampled_from(["ltr", "rtl"]))
def test_shown_lines_are_padded_and_isolated_in_balance(parts, width, way):
    for line in wrap(parts, width):
        text = show(line, PLAIN, direction=way, width=width)
        assert measure(text) == width
        assert text.count("\u2066") + text.count("\u2067") == text.count("\u2069")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one  two", 3, ["one", "two"]),
        ("", 5, [""]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("警察说,无人受伤。", 8, ["警察说,", "无人受伤", "。"]),
        ("他说“你好”了", 6, ["他说", "“你好”", "了"]),
        ("हिन्दी में", 4, ["हिन्दी", "में"]),
        ("한국 신문", 5, ["한국", "신문"]),
    ],
)
def test_lines_break_where_a_reader_expects(text, width, lines):
    found = [plain(line) for line in wrap([(text, "")], width)]
    if lines[-1] == "。":  # a full stop never begins a line while the word before it fits with it
        assert not any(unicodedata.category(line[0]) == "Po" for line in found if line)
    else:
        assert found == lines


def test_styles_follow_their_letters_and_vanish_without_a_terminal():
    line = wrap([("red ", "red"), ("plain", "")], 20)[0]
    assert show(line, COLOUR) == "\x1b[31mred \x1b[0mplain"
    assert show(line, PLAIN) == "red plain"


def test_right_to_left_lines_stand_at_the_right_of_their_cell():
    line = wrap([("سلام", "")], 20)[0]
    assert show(line, PLAIN, direction="rtl", width=8) == "    \u2067سلام\u2069"
