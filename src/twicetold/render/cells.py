"""Text in terminal cells: measured, wrapped, isolated, painted.

A line of a cell that may run from right to left is wrapped in a directional isolate (RLI or LRI … PDI, UAX
9), so that it cannot reorder the rest of the table; wide and combining characters are measured by wcwidth, in
graphemes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from wcwidth import iter_graphemes
from wcwidth import width as cell_width

from twicetold.views.scripts import Direction, runs_both_ways

_ISOLATES = {"ltr": "\u2066", "rtl": "\u2067"}
_POP = "\u2069"
_CODES = {
    "bold": "1",
    "dim": "2",
    "underline": "4",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
}


class Glyph(NamedTuple):
    """A grapheme, the cells it takes, and the styles it is painted in ("bold yellow")."""

    text: str
    width: int
    style: str


Line = list[Glyph]


class Paint:
    """Puts styles on text, or leaves it alone where there is no terminal to show them."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, text: str, style: str) -> str:
        """Return `text` in the styles, separated by spaces."""
        codes = ";".join(_CODES[name] for name in style.split())
        return f"\x1b[{codes}m{text}\x1b[0m" if self.on and codes and text else text


def glyphs(parts: Iterable[tuple[str, str]]) -> list[Glyph]:
    """Cut (text, style) parts into graphemes; one that two parts share takes the style of its beginning."""
    parts = list(parts)
    text = "".join(text for text, _ in parts)
    styles = [style for text, style in parts for _ in text]
    if text.isascii() and text.isprintable():  # most of what is ever shown, and twenty times as fast
        return [Glyph(character, 1, style) for character, style in zip(text, styles, strict=True)]
    found, at = [], 0
    for grapheme in iter_graphemes(text):
        found.append(Glyph(grapheme, _width(grapheme), styles[at]))
        at += len(grapheme)
    return found


@lru_cache(maxsize=4096)
def _width(grapheme: str) -> int:
    return max(0, cell_width(grapheme))


def wrap(parts: Iterable[tuple[str, str]], width: int) -> list[Line]:
    """Break (text, style) parts into lines of at most `width` cells; at least one line.

    Lines break at spaces and beside wide characters (Chinese, Japanese), never before closing or after
    opening punctuation; a word longer than a line is cut between graphemes.
    """
    lines: list[Line] = [[]]
    room = width
    for word in _words(glyphs(parts)):
        needed = sum(glyph.width for glyph in _without_space(word))
        if needed > room and lines[-1]:
            lines.append([])
            room = width
        for glyph in word:
            if glyph.width > room and lines[-1]:
                if glyph.text.isspace():
                    continue
                lines.append([])
                room = width
            lines[-1].append(glyph)
            room -= glyph.width
    return [_without_space(line) for line in lines]


def _words(found: Sequence[Glyph]) -> list[Line]:
    """Group graphemes that must stand on one line; a word carries the spaces behind it."""
    words: list[Line] = []
    for at, glyph in enumerate(found):
        if at and not _may_break(found[at - 1], glyph):
            words[-1].append(glyph)
        else:
            words.append([glyph])
    return words


def _may_break(left: Glyph, right: Glyph) -> bool:
    if right.text == " " or right.text.isspace():
        return False
    if left.text == " " or left.text.isspace():
        return True
    if left.width == right.width == 1 and left.text.isascii() and right.text.isascii():
        return False
    if _category(right) in ("Pe", "Pf", "Po") or _category(left) in ("Ps", "Pi"):
        return False
    return _is_wide(left) or _is_wide(right)


def _is_wide(glyph: Glyph) -> bool:
    """Whether a line may break beside it: East Asian wide, but for Hangul, whose words are kept whole."""
    first = glyph.text[0]
    return unicodedata.east_asian_width(first) in "WF" and not "\uac00" <= first <= "\ud7a3"


def _category(glyph: Glyph) -> str:
    return unicodedata.category(glyph.text[0])


def _without_space(line: Line) -> Line:
    end = len(line)
    while end and line[end - 1].text.isspace():
        end -= 1
    return line[:end]


def line_width(line: Line) -> int:
    """Return the cells a line takes."""
    return sum(glyph.width for glyph in line)


def clip(parts: Iterable[tuple[str, str]], width: int) -> Line:
    """Return the beginning of the text in one line, with an ellipsis where something is cut off."""
    found = glyphs(parts)
    if line_width(found) <= width:
        return found
    kept, room = [], width - 1
    for glyph in found:
        if glyph.width > room:
            break
        kept.append(glyph)
        room -= glyph.width
    kept = _without_space(kept)
    return [*kept, Glyph("…", 1, kept[-1].style if kept else "")] if width > 0 else []


def show(line: Line, paint: Paint, *, direction: Direction = "ltr", width: int | None = None) -> str:
    """Return a line as a string, padded to `width` cells (on the left where it runs right to left)."""
    text = "".join(
        paint("".join(glyph.text for glyph in run), style)
        for style, run in groupby(line, lambda each: each.style)
    )
    if line and (direction == "rtl" or any(runs_both_ways(glyph.text) for glyph in line)):
        text = _ISOLATES[direction] + text + _POP
    padding = " " * max(0, (width or 0) - line_width(line))
    return padding + text if direction == "rtl" else text + padding
