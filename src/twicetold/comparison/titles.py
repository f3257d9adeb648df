"""Words that say what somebody is (minister, judge, मंत्री), from the tables of names and of speech."""

from __future__ import annotations

from functools import cache

from twicetold.languages.lookup import table
from twicetold.languages.rules import fold


@cache
def offices(language: str, *, groups: bool = True) -> frozenset[str]:
    """Return the folded words of titles, roles and groups of a language, those of several words one by one."""
    words = table(language, "speech").data.get("words", {})
    listed = [table(language, "names").data.get("titles", "")]
    listed += [str(words.get(key, "")) for key in ("titles", "roles", *(["groups"] if groups else []))]
    return frozenset(fold(word.strip(" ,.*")) for text in listed for word in text.replace(",", " ").split())
