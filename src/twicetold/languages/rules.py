"""The table "sentences" of a language, joined with the fallback's and ready to use: patterns, sets of words.

What the fallback knows holds in every language; a language's own table adds to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from twicetold.languages.lookup import FALLBACK, Table, table

# Turkish "İ" folds to two code points; the second is dropped, or no capitalised word would be found.
_DOT_ABOVE = "\u0307"


def fold(word: str) -> str:
    """Return the form in which words of tables and texts are compared."""
    return word.lower() if word.isascii() else word.casefold().replace(_DOT_ABOVE, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How one language ends its sentences, and what lines of its reports are not the report itself."""

    code: str
    name: str
    native: str
    script: str
    direction: str  # "ltr" or "rtl"
    joined: bool  # sentences follow each other without a space
    is_fallback: bool
    fonts: tuple[str, ...]
    strong: frozenset[str]
    weak: frozenset[str]
    closers: frozenset[str]
    either: frozenset[str]
    enders: re.Pattern[str]  # a run of characters that may end a sentence
    never: frozenset[str]
    never_tails: tuple[str, ...]
    rarely: frozenset[str]
    behind_number: frozenset[str]
    often: frozenset[str]
    numbered: frozenset[str]
    letter_names: frozenset[str]
    ordinals: bool
    function_words: frozenset[str]
    goes_on: tuple[str, ...]
    months: frozenset[str]
    weekdays: frozenset[str]
    date_words: frozenset[str]
    dateline_ends: tuple[str, ...]
    code_words: frozenset[str]
    furniture_starts: tuple[str, ...]
    furniture_lines: frozenset[str]
    furniture_anywhere: tuple[str, ...]
    share_words: frozenset[str]
    credit_starts: tuple[str, ...]
    byline_words: frozenset[str]
    caption_starts: tuple[str, ...]
    credit_words: frozenset[str]
    clause_words: tuple[str, ...]  # words that begin a clause, longest first
    clause_ends: tuple[str, ...]  # words that end one, as a colon does


@cache
def rules(code: str) -> Rules:
    """Return the rules of a language, the fallback's where it has none (`is_fallback` then says so)."""
    found, base = table(code, "sentences"), table(FALLBACK, "sentences")
    strong, weak = _letters("strong", found, base), _letters("weak", found, base)
    return Rules(
        code=found.code,
        name=found.data["name"],
        native=found.data["native"],
        script=found.data["script"],
        direction=found.data["direction"],
        joined=found.data.get("joined", False),
        is_fallback=found.is_fallback,
        fonts=tuple(found.data.get("fonts", ())),
        strong=strong,
        weak=weak,
        closers=_letters("closers", found, base),
        either=_letters("either", found, base),
        enders=re.compile(f"[{re.escape(''.join(sorted(strong | weak)))}]+"),
        never=_words("never", found, base),
        never_tails=_phrases("never_tails", found),
        rarely=_words("rarely", found, base),
        behind_number=_words("behind_number", found),
        often=_words("often", found, base),
        numbered=_words("numbered", found, base),
        letter_names=_words("letter_names", found),
        ordinals=found.data.get("ordinals", False),
        function_words=_words("function_words", found, base),
        goes_on=_phrases("goes_on", found),
        months=_words("months", found, base),
        weekdays=_words("weekdays", found, base),
        date_words=_words("date_words", found, base),
        dateline_ends=_phrases("dateline_ends", found),
        code_words=_words("code_words", found, base),
        furniture_starts=_phrases("furniture_starts", found, base),
        furniture_lines=frozenset(_phrases("furniture_lines", found, base)),
        furniture_anywhere=_phrases("furniture_anywhere", found, base),
        share_words=_words("share_words", found, base),
        credit_starts=_phrases("credit_starts", found, base),
        byline_words=_words("byline_words", found, base),
        caption_starts=_phrases("caption_starts", found, base),
        credit_words=_words("credit_words", found, base),
        clause_words=_phrases("clause_words", found),
        clause_ends=_phrases("clause_ends", found),
    )


def _letters(key: str, *tables: Table) -> frozenset[str]:
    return frozenset("".join(each.data.get(key, "") for each in tables))


def _values(key: str, tables: Iterable[Table]) -> list[str]:
    values: list[str] = []
    for each in tables:
        raw: Any = each.data.get(key, ())
        values += raw.split() if isinstance(raw, str) else raw
    return values


def _words(key: str, *tables: Table) -> frozenset[str]:
    """Words, given as a list or as one string with spaces between."""
    return frozenset(
        fold(word).rstrip(".") if key != "date_words" else fold(word) for word in _values(key, tables)
    )


def _phrases(key: str, *tables: Table) -> tuple[str, ...]:
    """Phrases, the longest first, so that the first that fits is the best one."""
    return tuple(sorted({fold(phrase) for phrase in _values(key, tables)}, key=lambda p: (-len(p), p)))
