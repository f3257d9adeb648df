"""Places, peoples and languages that CLDR names in every language: countries, regions, time-zone cities.

The identity of a place ("IR", "Asia/Tehran") is the same in all languages, so that Iran and ईरान meet without any
comparison of sounds. Data come with Babel; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from twicetold.names.inflection import fold, stem

if TYPE_CHECKING:
    from babel import Locale

_SHORTEST = 3  # letters of a name that counts; "US" and the like come from the table of codes


@cache
def places(language: str) -> Mapping[str, str]:
    """Return folded place names of a language with their identity; of English where CLDR lacks the language."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    found: dict[str, str] = {}
    for zone, city in _cities(locale):
        found[fold(city)] = zone
    for code, name in sorted(locale.territories.items()):
        if len(code) == 2 or code in ("150", "142", "002", "019", "009", "145"):
            for form in _forms(name):
                found[fold(form)] = code
    return {name: code for name, code in found.items() if len(name) >= _SHORTEST or not name.isascii()}


def _cities(locale: Locale) -> list[tuple[str, str]]:
    """Return time-zone identifiers with the city's name in the language, sorted; else as the identifier has it.

    From CLDR's own data, so that the machine's time zones make no difference.
    """
    named = locale.time_zones
    found = (
        (zone, named.get(zone, {}).get("city") or zone.split("/")[-1].replace("_", " "))
        for zone in sorted(_zone_names())
    )
    return [(zone, city) for zone, city in found if not any(c.isdigit() for c in city)]


@cache
def _zone_names() -> tuple[str, ...]:
    """Return the zones that are named after a city in CLDR's own list, whatever the machine has installed."""
    from babel.core import get_global

    zones = {str(z) for z in get_global("zone_territories")}
    return tuple(z for z in zones if "/" in z and not z.startswith(("Etc/", "SystemV/", "US/", "Canada/")))


def _forms(name: str) -> list[str]:
    """Return a name, and what stands before its brackets."""
    bare = name.split("(")[0].strip()
    return [name, bare] if bare and bare != name else [name]


@cache
def _stems(language: str) -> Mapping[str, str]:
    """Return stemmed place names; a stem that two places share is left out."""
    found: dict[str, str] = {}
    clash = set()
    for name, identity in places(language).items():
        short = _stemmed(name, language)
        if found.setdefault(short, identity) != identity:
            clash.add(short)
    return {
        name: identity for name, identity in found.items() if name not in clash and len(name) >= _SHORTEST
    }


def _stemmed(name: str, language: str) -> str:
    return " ".join(stem(word, language) for word in fold(name).split())


@cache
def _beginnings(language: str) -> frozenset[str]:
    """Return the stems of the words with which place names of several words begin."""
    folded = (fold(name).split() for name in places(language))
    return frozenset(stem(words[0], language) for words in folded if len(words) > 1)


def may_go_on(word: str, language: str) -> bool:
    """Say whether a word, folded, may be the first of several that name a place: a cheap look before `identify`."""
    return stem(word.split(" ", 1)[0], language) in _beginnings(language)


@lru_cache(maxsize=65536)
def identify(name: str, language: str) -> str | None:
    """Return the identity of the place that a name is, inflected or not; `None` where CLDR knows none."""
    return places(language).get(fold(name)) or _stems(language).get(_stemmed(name, language))
