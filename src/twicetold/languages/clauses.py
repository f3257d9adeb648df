"""A sentence cut into clauses: at commas and their kin, at quotations, before the words that begin a clause.

No parser: the cuts are where a reader would breathe. They let an alignment say which part of a sentence
another report tells; a cut too many costs little, for neighbouring clauses can be joined again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from twicetold.languages import scripts
from twicetold.languages.rules import rules
from twicetold.model import Span

# A piece shorter than this, in letters and digits, joins its neighbour: below it lists of names fall apart.
LEAST = 12
LEAST_JOINED = 5  # Chinese and Japanese, where a letter is a word's worth

_COMMA, _WORD, _QUOTE = 0, 1, 2
_STRENGTH = {
    "comma": _COMMA,
    "word": _WORD,
    "colon": _QUOTE,
    "ending": _QUOTE,
    "closed": _QUOTE,
    "opened": _QUOTE,
}
_BEHIND = frozenset({"comma", "colon", "ending", "closed"})  # these cut behind the match, the others in front
_OPENING = "“„«‹「『《〈‘"
_CLOSING = "”»›」』》〉’"


def clauses(
    text: str, language: str, *, start: int = 0, end: int | None = None, least: int | None = None
) -> list[Span]:
    """Return the clauses of the sentence `text[start:end]`, in order, without the white space between them.

    Together they hold all of the sentence; one that cannot be cut is one clause. `least` is the fewest
    letters and digits of a clause. Linear in the length.
    """
    end = len(text) if end is None else end
    table = rules(language)
    least = least if least is not None else LEAST_JOINED if table.joined else LEAST
    marks = list(_cuts(text, start, end, language))
    spans: list[Span] = []
    at = start
    for cut in [*_kept(text, start, end, marks, least), end]:
        span = _bare(text, at, cut)
        if span.start < span.end:
            spans.append(span)
        at = cut
    return spans


def _kept(text: str, start: int, end: int, marks: list[tuple[int, int]], least: int) -> list[int]:
    """Return the cuts that leave no piece too short.

    A short piece joins the neighbour behind its weaker cut; between two commas it is part of a list, and
    joins both.
    """
    kept: list[tuple[int, int]] = []
    weight, held, before = (
        0,
        start,
        start,
    )  # what stands since `held`: the last kept cut, or a comma of a list
    for cut, strength in marks:
        weight += _weight(text, before, cut)
        before = cut
        if weight >= least:
            kept.append((cut, strength))
        elif kept and kept[-1][0] == held and strength > kept[-1][1]:
            kept[-1] = (cut, strength)
        elif kept and kept[-1][0] == held and strength == kept[-1][1] == _COMMA:
            kept.pop()
        elif kept:
            continue
        weight, held = 0, cut
    tail = 0
    while kept:
        tail += _weight(text, kept[-1][0], end)
        if tail >= least:
            break
        end = kept.pop()[0]
    return [cut for cut, _ in kept]


def _cuts(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Yield each place where the sentence may be cut, and how strongly, in order."""
    last = start
    for match in _pattern(language).finditer(text, start, end):
        kind = match.lastgroup or ""
        cut = match.end() if kind in _BEHIND else match.start()
        if last < cut < end:
            yield cut, _STRENGTH[kind]
            last = cut


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """One pattern of a language: `after` cuts behind its match, `before` in front of it."""
    table = rules(language)
    parts = [
        rf"(?P<closed>(?:[,،，、]?[\"{_CLOSING}]|[\"{_CLOSING}][,،，、])(?=\s|$))",
        r"(?P<comma>[,،](?!\d)[)\]]*|[、，])",
        r"(?P<colon>[;:؛](?=\s)|[；：])",
        rf"(?P<opened>(?<=\s)[—–-](?=\s)|——|(?<=\s)[\"{_OPENING}](?=\S)|(?<=[\w，：])[“「『]|(?<=\s)[(（])",
    ]
    if table.clause_words:
        words = "|".join(map(re.escape, table.clause_words))
        parts.append(rf"(?P<word>(?<=\s)(?:{words})(?!{scripts.LETTER}))")
    if table.clause_ends:
        ends = "|".join(map(re.escape, table.clause_ends))
        parts.append(rf"(?P<ending>(?<=\s)(?:{ends})(?=\s))")
    return re.compile("|".join(parts), re.IGNORECASE)


def _weight(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end]))


def _bare(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
