"""Names and numbers of a report as keys that can be met in any other script or language.

A name is a word by its sound: the classes of its consonants (`names.sounds.skeleton`), which survive a change of
script. Nothing tells names from other words in a script without capitals, so every word has a key; common words meet
by chance, the more so within a language, which the weighing knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from twicetold.model import Report, Span, Statement
from twicetold.names.romanise import words
from twicetold.names.sounds import skeleton
from twicetold.quantities import find as find_quantities
from twicetold.quantities.spoken import word_pattern

ClueKind = Literal["name", "number"]

CHARACTERS = 600  # of a report's beginning that are looked at, to the end of the statement
A_STATEMENT = 400  # characters of each
MOST = 80  # clues of a report
SHORTEST = 3  # consonants of a name's key
_YEARS = range(1900, 2101)  # a bare number like these is a year, which every report of it holds


class Clue(NamedTuple):
    """A key and where it first stands. Numbers of one key are equal, names of one key sound alike."""

    kind: ClueKind
    key: str
    span: Span


def clues(report: Report, statements: Sequence[Statement]) -> tuple[Clue, ...]:
    """Return the clues of the beginning of a report, each key once, in the order of kind and key."""
    found: dict[tuple[ClueKind, str], Clue] = {}
    used = 0
    if report.title and not any(s.kind == "title" for s in statements):
        for clue in _clues(report.title[:A_STATEMENT], report.language):
            found.setdefault((clue.kind, clue.key), clue._replace(span=Span(0, 0)))
    for statement in statements:
        if used >= CHARACTERS or len(found) >= MOST:
            break
        if statement.kind in ("boilerplate", "dateline"):
            continue
        text = statement.text[:A_STATEMENT]
        used += len(text)
        for clue in _clues(text, statement.language):
            here = Span(statement.start + clue.span.start, statement.start + clue.span.end)
            found.setdefault((clue.kind, clue.key), clue._replace(span=here))
    return tuple(found[key] for key in sorted(list(found)[:MOST]))


def _clues(text: str, language: str) -> Iterator[Clue]:
    for quantity in find_quantities(text, language):
        if quantity.unit is not None or quantity.value not in _YEARS:
            yield Clue("number", f"{quantity.value:.6g}", Span(quantity.start, quantity.end))
    for match in word_pattern().finditer(text):
        key = _key(match[0])
        if len(key) >= SHORTEST:
            yield Clue("name", key, Span(match.start(), match.end()))


@lru_cache(maxsize=200_000)
def _key(word: str) -> str:
    return "" if len(word) > 40 or any(c.isdigit() for c in word) or not words(word) else skeleton(word)
