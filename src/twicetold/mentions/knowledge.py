"""What a language's tables say of names: words that end one, titles and roles before it, particles in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from twicetold.languages.lookup import FALLBACK, codes, table
from twicetold.names.inflection import fold
from twicetold.quantities.lexicon import items


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What the tables of a language say of names."""

    cased: bool
    nouns_cased: bool  # German: a capital is no sign of a name
    stop: frozenset[str]
    titles: frozenset[str]
    roles: frozenset[str]
    groups: frozenset[str]
    agents: frozenset[str]
    particles: frozenset[str]
    verbs: frozenset[str]


@cache
def knowledge(language: str) -> Knowledge:
    """Return what is known of names in a language, from its speech and names tables."""
    speech = table(language if language in codes("speech") else FALLBACK, "speech").data
    words = speech.get("words", {})
    names = table(language, "names").data
    sentences = table(language, "sentences").data

    def listed(*keys: str) -> frozenset[str]:
        return frozenset(fold(w) for key in keys for w in items(words.get(key, "")))

    function = frozenset(
        fold(w) for key in ("function_words", "months", "weekdays") for w in _words(sentences, key)
    )
    pronouns = frozenset(fold(w) for value in speech.get("pronouns", {}).values() for w in items(str(value)))
    verbs = frozenset(
        fold(w) for value in speech.get("cues", {}).values() for w in items(str(value)) if w.isalpha()
    )
    times = table(language, "times").data.get("days", "")
    days = frozenset(fold(item.split("=")[0]) for item in items(times))
    breaks = listed(
        "breaks", "adverbs", "determiners", "aux", "relatives", "comp", "and", "between", "first", "vague"
    )
    spoken = frozenset(fold(w) for w in names.get("titles", "").split())
    return Knowledge(
        cased=sentences.get("script", "Latin") in ("Latin", "Cyrillic", "Greek"),
        nouns_cased=language == "de",
        verbs=verbs,
        stop=function
        | days
        | pronouns
        | verbs
        | breaks
        | listed("prepositions", "genitive", "times", "papers"),
        titles=listed("titles") | spoken,
        roles=listed("roles", "titles"),
        groups=listed("groups"),
        agents=frozenset(fold(w) for w in names.get("agents", "").split()),
        particles=frozenset(fold(w) for w in names.get("particles", "").split()),
    )


def _words(data: object, key: str) -> list[str]:
    value = data.get(key, "") if isinstance(data, dict) or hasattr(data, "get") else ""
    return value.split() if isinstance(value, str) else list(value)
