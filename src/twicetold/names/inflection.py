"""Names without their case endings, by the tables of the languages."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from twicetold.languages.lookup import codes, table

LONG_ENOUGH = 4  # letters that a stem must keep


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return the form in which names are compared letter by letter."""
    plain = unicodedata.normalize("NFC", name.casefold()).replace("’", "'").replace("\u200c", "")
    return " ".join(plain.replace("-", " ").split())


@cache
def endings(language: str) -> tuple[str, ...]:
    """Return the case endings of names in a language, the longest first."""
    if language not in codes("names"):
        return ()
    # folded as the names are: a Greek final ς is a σ there
    given = table(language, "names").data.get("endings", "").casefold().split()
    return tuple(sorted(given, key=lambda e: (-len(e), e)))


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """Return a word without its longest case ending, if enough of it is left, folded."""
    plain = fold(word)
    for ending in endings(language):
        if plain.endswith(ending) and len(plain) - len(ending) >= LONG_ENOUGH - (len(plain) < 6):
            return plain[: -len(ending)]
    return plain
