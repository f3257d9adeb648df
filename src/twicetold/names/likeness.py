"""How likely two spellings are one name, across scripts, for one pair at a time.

The letters of all words run together are weighed first (इमाम अली and Emomali are cut differently); then
word by word in any order, where one side may have dropped words or shortened them to initials.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from twicetold.languages.lookup import FALLBACK, codes, table
from twicetold.names.edits import best_path, script_of, spell, spell_latin, weights
from twicetold.names.pairs import is_latin
from twicetold.names.parts import KIN, parts
from twicetold.names.romanise import romanise
from twicetold.names.sounds import views

# Logistic weights of: constant, log-odds a letter, log-odds, likeness of the folded views, 1/letters.
# Fitted by training/names/calibrate.py on words and two-word names of names-wikidata and our own list,
# with wrong partners of like sound as counter-examples.
_WHOLE = (-4.1, 3.76, 0.028, 2.15, 12.3)
_SAME_WORD = 0.5  # words at least this likely the same are matched to each other
_LEFT_OUT = 0.6  # what a name keeps of its score when the other side has nearly all further words to itself
_INITIAL = 0.7  # an initial that fits a word, as evidence beside a matched word


@lru_cache(maxsize=131072)
def similarity(a: str, b: str, *, language_a: str = "und", language_b: str = "und") -> float:
    """Return how likely two spellings are one name, 0 to 1; 0 where one of them has no sound.

    Honorifics are set aside (all tables' without a language). A dropped word costs, a clashing one costs
    more. The same pair turned round gets the same score.
    """
    if (b, language_b) < (a, language_a):
        return similarity(b, a, language_a=language_b, language_b=language_a)
    left, right = _core(a, language_a), _core(b, language_b)
    if not romanise(left) or not romanise(right):
        return 0.0
    if left.casefold() == right.casefold():
        return 1.0
    return round(max(_whole(left, right), _by_words(left, right)), 6)


def explained(a: str, b: str) -> tuple[float, int]:
    """Return the log-odds of two spellings being one name, and how many letters were compared."""
    if is_latin(b) and not is_latin(a):
        a, b = b, a
    script = script_of(b) if is_latin(a) else "latn"
    known = weights(script)
    if script == "latn":
        x, y = spell(a, "latn"), spell(b, "latn")
        odds = max(best_path(x, y, known), best_path(y, x, known))
    else:
        x, y = spell_latin(a, known.letters), spell(b, script)
        odds = best_path(x, y, known)
    return odds, len(x) + len(y)


def features(a: str, b: str) -> tuple[float, ...]:
    """Return what `_WHOLE` weighs: 1, log-odds a letter, log-odds, likeness of views, 1/letters."""
    from rapidfuzz.distance import Indel

    odds, letters = explained(a, b)
    if not letters:
        return (1.0, -5.0, -50.0, 0.0, 1.0)
    pairs = zip(views(a), views(b), strict=True)
    likeness = sum(Indel.normalized_similarity(x, y) for x, y in pairs) / 3
    return (1.0, max(-5.0, odds / letters), max(-50.0, min(50.0, odds)), likeness, 1.0 / letters)


@lru_cache(maxsize=131072)
def _whole(a: str, b: str) -> float:
    x = sum(w * f for w, f in zip(_WHOLE, features(a, b), strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))


def _by_words(a: str, b: str) -> float:
    """Return the score of the best pairing of words in any order, 0 where a word of each side clashes."""
    left, right = parts(a).readings[0], parts(b).readings[0]
    if len(left.words) > len(right.words):
        left, right = right, left
    if not left.words or (len(right.words) == 1 and not left.initials and not right.initials):
        return 0.0
    chosen = _pairing(left.words, right.words)
    if len(chosen) < len(left.words):
        return 0.0
    rest = [w for j, w in enumerate(right.words) if j not in {j for _, j, _ in chosen}]
    fits, clashes = _initials(left.initials, right.initials, rest)
    score = math.prod(p for _, _, p in chosen) ** (1 / len(chosen))
    told = sum(len(right.words[j]) for _, j, _ in chosen) + _INITIAL * fits
    share = min(1.0, told / max(1, sum(map(len, right.words)) + len(right.initials)))
    return score * (_LEFT_OUT + (1 - _LEFT_OUT) * share) * 0.5**clashes


def _pairing(few: Sequence[str], many: Sequence[str]) -> list[tuple[int, int, float]]:
    """Return (i, j, score) of words that are likely the same, best first, each word once."""
    scored = [(_whole(x, y), i, j) for i, x in enumerate(few) for j, y in enumerate(many)]
    scored.sort(key=lambda s: (-s[0], s[1], s[2]))
    chosen: list[tuple[int, int, float]] = []
    for score, i, j in scored:
        if score < _SAME_WORD:
            break
        if all(i != k and j != m for k, m, _ in chosen):
            chosen.append((i, j, score))
    return chosen


def _initials(left: str, right: str, rest: Sequence[str]) -> tuple[float, int]:
    """Return how many letters of the other side the initials of `left` stand for, and the clashes."""
    heads = [(romanise(word)[:1], len(word)) for word in rest] + [(letter, 1) for letter in right]
    fits, clashes = 0.0, 0
    for letter in left:
        found = next((h for h in heads if h[0] in KIN[letter]), None)
        if found:
            heads.remove(found)
            fits += found[1]
        elif heads:
            clashes += 1
    return fits, clashes


@cache
def _titles(language: str) -> frozenset[str]:
    """Return the honorifics of a language in lower case; of all tables where the language is unknown."""
    known = codes("names")
    asked = (language,) if language in known else known
    found = (table(code, "names").data.get("titles", "") for code in (FALLBACK, *asked))
    return frozenset(w for text in found for w in unicodedata.normalize("NFC", text).casefold().split())


def _core(name: str, language: str) -> str:
    """Return the name without honorifics, unless nothing else is left."""
    name = unicodedata.normalize("NFC", name)
    kept = [w for w in name.split() if w.casefold().strip(".,") not in _titles(language)]
    return " ".join(kept) or name
