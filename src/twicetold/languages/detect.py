"""Tell a text's language: script first, then distinctive letters, then function words, then a library.

The first three are tables and take no time to load; the library (py3langid, its model inside the package) is
asked only where they leave a doubt: short texts, and languages that have no list of words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import lcm
from typing import Any

from twicetold.languages import scripts
from twicetold.languages.lookup import FALLBACK, table

# A report's language shows in its beginning; the rest of a long one only costs time.
SAMPLE = 6_000
_WORD = re.compile(rf"{scripts.LETTER}+(?:['’]{scripts.LETTER}+)?")
# Fewer words than this, or a smaller part of them in the winner's list, and the library is asked.
_WORDS_NEEDED, _SHARE_NEEDED, _LEAD_NEEDED = 25, 0.22, 1.6
# Swept over .06 to .15 on ntrex lines of over 80 letters, en de fr es tr hi: at .08 under 1% of the lines of
# another language seem plain (at .06 up to 5%, Spanish and French), 93 to 100% of its own (tr: 50%).
_PLAIN = 0.08


@dataclass(frozen=True, slots=True)
class Detected:
    """A language code ("und" where nothing can be told), how sure (0 to 1), and how it was found."""

    code: str
    score: float
    how: str


NOTHING = Detected(FALLBACK, 0.0, "no letters")


def detect(text: str) -> Detected:
    """Return the language that most of `text` is in. Deterministic; ties go to the table's order.

    A text without letters is "und" with score 0.
    """
    sample = text[:SAMPLE]
    chars = Counter(sample)
    letters = scripts.count_of(chars)
    if not letters:
        chars = Counter(text)
        letters = scripts.count_of(chars)
        if not letters:
            return NOTHING
        sample = text
    script = scripts.main_script(letters)
    knowledge = table(FALLBACK, "detect").data
    total = letters[script]
    if script in ("Han", "Kana"):
        return _chinese_or_japanese(letters)
    if script in knowledge["sole"]:
        return Detected(knowledge["sole"][script], _by_amount(total, 0.99), "script")
    return (
        _by_letters(chars, script, total, knowledge)
        or _by_words(sample, script)
        or _by_library(sample, script, knowledge)
    )


def speaks(text: str, code: str) -> bool:
    """Whether a text is plainly in a language, by its function words alone: quick, and often unsure.

    False means only that `detect` must be asked. Languages without a list of words are never plain.
    """
    known = _weighted(code)
    words = _WORD.findall(text[:SAMPLE].casefold())
    return bool(known) and sum(known.get(word, 0.0) for word in words) >= max(1.0, _PLAIN * len(words))


@cache
def _weighted(code: str) -> dict[str, float]:
    """Return the words of a language's list; one that several lists share counts in part."""
    weight = Counter(word for known in _all_words().values() for word in known)
    return {word: 1 / weight[word] for word in sorted(_all_words().get(code, ()))}


def _by_amount(letters: int, most: float) -> float:
    """Turn an amount of evidence into a score: a letter or two is little, twenty are plenty."""
    return round(most * letters / (letters + 1.0), 4) if letters < 20 else most


def _chinese_or_japanese(letters: Mapping[str, int]) -> Detected:
    """Japanese always mixes kana in; Chinese has none but in names."""
    kana, han = letters.get("Kana", 0), letters.get("Han", 0)
    if kana > 0.08 * (kana + han):
        return Detected("ja", _by_amount(kana + han, 0.99), "script")
    return Detected("zh", _by_amount(han, 0.99 if han >= 20 else 0.8), "script")


def _by_letters(
    chars: Mapping[str, int], script: str, total: int, knowledge: Mapping[str, Any]
) -> Detected | None:
    counts: Counter[str] = Counter()
    for char, times in chars.items():
        for folded in char.casefold():
            counts[folded] += times
    for rule in knowledge["letters"]:
        if rule["script"] != script or total < rule.get("least", 0):
            continue
        seen = sum(counts[letter] for letter in rule["letters"])
        against = sum(counts[letter] for letter in rule.get("without", ""))
        if seen >= max(1, rule["share"] * total) and against <= rule.get("most", 1.0) * total:
            return Detected(rule["code"], _by_amount(2 * seen, 0.99), "letters")
    return None


@cache
def _all_words() -> dict[str, frozenset[str]]:
    lists: Mapping[str, str] = table(FALLBACK, "detect").data["words"]
    return {code: frozenset(words.split()) for code, words in lists.items()}


@cache
def _word_lists(script: str) -> dict[str, frozenset[str]]:
    return {code: words for code, words in _all_words().items() if scripts.script(min(words)[-1]) == script}


@cache
def _votes(script: str) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Return for each word of a script's lists whom it speaks for, and with how many votes.

    A word that several lists share counts in part: in whole numbers, so that sums do not depend on their order.
    """
    lists = _word_lists(script)
    sharing = Counter(word for known in lists.values() for word in known)
    whole = lcm(*sharing.values()) if sharing else 1
    votes: dict[str, list[tuple[str, int]]] = {}
    for code, known in lists.items():
        for word in known:
            votes.setdefault(word, []).append((code, whole // sharing[word]))
    return {word: tuple(found) for word, found in votes.items()}


def _by_words(sample: str, script: str) -> Detected | None:
    words = Counter(_WORD.findall(sample.casefold()))
    total = words.total()
    if total < _WORDS_NEEDED:
        return None
    speaking = _votes(script)
    votes, listed = dict.fromkeys(_word_lists(script), 0), Counter[str]()
    for word, times in words.items():
        for code, part in speaking.get(word, ()):
            votes[code] += times * part
            listed[code] += times
    first, second, *_ = [*sorted(votes, key=lambda code: (-votes[code], code)), "", ""]
    if not first or not votes[first] or listed[first] < _SHARE_NEEDED * total:
        return None
    rest = votes.get(second, 0)
    if votes[first] < _LEAD_NEEDED * rest:
        return None
    return Detected(first, round(min(0.99, 1 - 0.5 * rest / votes[first]), 4), "words")


@cache
def _library() -> Any:
    """Load the library's model: half a second, once a process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _by_library(sample: str, script: str, knowledge: Mapping[str, Any]) -> Detected:
    shared: Mapping[str, list[str]] = knowledge["shared"]
    elsewhere = {code for codes in shared.values() for code in codes} | set(knowledge["sole"].values())
    scores: dict[str, float] = {}
    # names in another script would lead it astray
    own = "".join(char for char in sample if scripts.script(char) in (script, None))
    for label, score in _library().rank(own):
        code = knowledge["fold"].get(label, label)
        fits = code in shared[script] if script in shared else code not in elsewhere
        if fits and code != "zxx":
            scores[code] = scores.get(code, 0.0) + score
    if not scores:
        return Detected(FALLBACK, 0.0, f"no language known in {script} script")
    best = min(scores, key=lambda code: (-scores[code], code))
    return Detected(best, round(scores[best] / (sum(scores.values()) or 1.0), 4), "py3langid")
