"""Lines to paragraphs: every line is one, but where the text was wrapped by hand at some column.

A wrapped text is known by its lines: none is long, and most lines that end in the middle of a sentence could
not have held the next line's first word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

from twicetold.languages.lines import Line, ends_like_sentence, line_kind
from twicetold.languages.rules import Rules

# Columns of a text that was wrapped: e-mail and terminals wrap at 60 to 80, some agencies at 100.
NARROWEST, WIDEST = 40, 105
_FIRST_WORD = re.compile(r"\S{1,40}")


def paragraphs(text: str, found: Sequence[Line], rules: Rules) -> list[list[Line]]:
    """Return the lines in groups, one group a paragraph."""
    soft = _soft_breaks(text, found, rules) | _broken_sentences(text, found, rules)
    groups: list[list[Line]] = []
    for position, line in enumerate(found):
        if position and position - 1 in soft:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _soft_breaks(text: str, found: Sequence[Line], rules: Rules) -> frozenset[int]:
    """Return which lines run on into the next one; empty where the text is not wrapped."""
    inner = [i for i, line in enumerate(found[:-1]) if not line.blank_after]
    if not inner or max(line.end - line.start for line in found) > WIDEST:
        return frozenset()
    columns = [_columns(text[line.start : line.end]) for line in found]
    widest = max(columns)
    if not NARROWEST <= widest <= WIDEST:
        return frozenset()
    open_ones = [i for i in inner if not ends_like_sentence(text[found[i].start : found[i].end], rules)]
    full = [i for i in open_ones if columns[i] + _next_word(text, found[i + 1]) >= widest - _slack(rules)]
    lower = [i for i in open_ones if text[found[i + 1].start].islower()]
    if len(full) < 0.8 * len(open_ones) or len(full) + len(lower) < 2:
        return frozenset()
    return frozenset(i for i in inner if i in full or i in lower or columns[i] >= widest - 12)


def _broken_sentences(text: str, found: Sequence[Line], rules: Rules) -> frozenset[int]:
    """Return the lines that a page broke in the middle of a sentence: no end, and a small letter goes on."""
    return frozenset(
        i
        for i, line in enumerate(found[:-1])
        if not line.blank_after
        and line.end - line.start >= NARROWEST
        and (text[line.end - 1].isalpha() or text[line.end - 1] == ",")
        and text[found[i + 1].start].islower()
        and line_kind(text[line.start : line.end], rules) is None
    )


def _slack(rules: Rules) -> int:
    return 4 if rules.joined else 1


def _next_word(text: str, line: Line) -> int:
    """Return the columns that the next line's first word would have taken, with its space."""
    match = _FIRST_WORD.match(text, line.start, line.end)
    return 1 + _columns(match.group()) if match else 1


def _columns(line: str) -> int:
    """Return how wide a line is shown, counting East Asian wide characters twice."""
    return len(line) if line.isascii() else sum(2 if east_asian_width(char) in "WF" else 1 for char in line)
