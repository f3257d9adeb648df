"""A statement cut into words with their places; for each, whether it carries content.

Scripts without spaces between words are cut as the encoder's vocabulary cuts them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from twicetold.languages.rules import fold, rules
from twicetold.model import Span, Statement

_INSIDE = "'’ʼ`´\u200c\u200d\u00ad.٫٬,"  # between two letters or digits these part nothing
_DENSE = re.compile(
    "[\u2e80-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0010ffff]"
)
_COMMON = 0.2  # share of a report's statements from which a word counts as a function word of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a report. `start` and `end` are offsets into the report's text; `n` is its statement."""

    start: int
    end: int
    text: str
    folded: str
    n: int
    content: bool  # neither a function word nor a single letter
    first: bool  # begins its statement, so that a capital says nothing

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def cut(text: str) -> list[tuple[int, int]]:
    """Return where the words of `text` begin and end: runs of letters, marks and digits."""
    found: list[tuple[int, int]] = []
    start = -1
    for at, letter in enumerate(text):
        if letter.isalnum() or _solid(letter) or (start >= 0 and letter in _INSIDE and _joins(text, at)):
            start = at if start < 0 else start
        elif start >= 0:
            found.append((start, at))
            start = -1
    if start >= 0:
        found.append((start, len(text)))
    return found


def _joins(text: str, at: int) -> bool:
    """Whether the mark at `at`, inside a word so far, parts nothing."""
    if at + 1 == len(text) or not _solid(text[at + 1]):
        return False
    return text[at] not in ".,٫٬" or (text[at - 1].isdecimal() and text[at + 1].isdecimal())


def words_of(
    statement: Statement,
    language: str,
    tokens: Sequence[Span] | None,
    common: frozenset[str],
    places: list[tuple[int, int]] | None = None,
) -> list[Word]:
    """Return the words of a statement; `tokens` cut scripts that have no spaces, `common` words carry nothing.

    `places` is the `cut` of its text where that is at hand.
    """
    table = rules(language)
    places = cut(statement.text) if places is None else places
    if table.joined or any(_dense(statement.text[a:b]) for a, b in places):
        places = _by_tokens(statement.text, places, tokens)
    found = []
    for k, (start, end) in enumerate(places):
        text = statement.text[start:end]
        folded = fold(text)
        empty = folded in table.function_words or folded in common
        found.append(
            Word(
                start=statement.start + start,
                end=statement.start + end,
                text=text,
                folded=folded,
                n=statement.n,
                content=not empty and (len(text) > 1 or _dense(text)),
                first=k == 0,
            )
        )
    return found


def common_words(
    statements: Sequence[Statement], places: Mapping[int, list[tuple[int, int]]]
) -> frozenset[str]:
    """Return the short words that so many statements of a report hold that they say nothing of any.

    `places` are the `cut`s of the statements by their numbers.
    """
    spread: Counter[str] = Counter()
    for statement in statements:
        spread.update({fold(statement.text[a:b]) for a, b in places[statement.n]})
    least = max(5, _COMMON * len(statements))
    return frozenset(w for w, held in spread.items() if held >= least and len(w) <= 4)


@lru_cache(maxsize=1 << 14)
def _solid(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMN"


def _dense(text: str) -> bool:
    """Whether a word is of a script that writes words without spaces (Han, kana, Thai, Lao, Khmer, Burmese)."""
    return _DENSE.search(text) is not None


def _by_tokens(
    text: str, places: list[tuple[int, int]], tokens: Sequence[Span] | None
) -> list[tuple[int, int]]:
    """Cut the dense words further: at tokens, or at every letter where there are none."""
    found = []
    for start, end in places:
        if not _dense(text[start:end]):
            found.append((start, end))
            continue
        edges = {s.start for s in tokens if start < s.start < end} if tokens else set(range(start + 1, end))
        ends = [start, *sorted(edges), end]
        found += list(pairwise(ends))
    return found
