"""Which spellings are one name: forms of many reports and languages, inflected, shortened, transliterated.

Forms whose stems sound the same are one at once; the rest are joined pair by pair, the likeliest first, as long as
the whole groups fit each other, so that a chain of small likenesses does not join what is unlike at its ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from twicetold.names.inflection import LONG_ENOUGH, endings, stem
from twicetold.names.likeness import similarity
from twicetold.names.romanise import romanise, words

JOIN = 0.8  # least likeness of two forms that are joined; swept .7 to .9 with FIT on names-slavic: best at .8 and .6
FIT = 0.6  # least mean likeness of the groups they belong to; swept .5 to .7


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """A spelling in a language, with a place's identity where a gazetteer knows it."""

    text: str
    language: str = "und"
    identity: str = ""


@lru_cache(maxsize=65536)
def key(text: str, language: str) -> str:
    """Return how the stems of a name sound: equal for inflected forms of one spelling."""
    return " ".join(romanise(stem(w, language)) for w in words(text.replace("-", " ")))


@lru_cache(maxsize=131072)
def likeness(a: Form, b: Form) -> float:
    """Return how likely two forms are one name, 0 to 1, inflection set aside."""
    if a.identity and b.identity:
        return 1.0 if a.identity == b.identity else 0.0
    if (a.identity or b.identity) and len(a.text.split()) != len(b.text.split()):
        return 0.0  # the government of a country is not the country
    if acronym(a.text, b.text) or acronym(b.text, a.text):
        return 0.9
    plain = similarity(a.text, b.text, language_a=a.language, language_b=b.language)
    if not (endings(a.language) or endings(b.language)):
        return plain
    return max(plain, similarity(key(a.text, a.language), key(b.text, b.language)))


def acronym(short: str, full: str) -> bool:
    """Whether `short` is written with the first letters of the words of `full`: TLP, ТЛП."""
    if not (2 <= len(short) <= 6 and short.isupper() and short.isalpha()):
        return False
    heads = [w[0] for w in words(full.replace("-", " ")) if w[0].isupper()]
    return len(heads) >= 2 and romanise(short) == romanise("".join(heads))


def cluster(forms: Sequence[Form], *, join: float = JOIN, fit: float = FIT) -> list[int]:
    """Return for each form the number of its group; groups are numbered by their first form.

    Independent of the order of `forms` up to that numbering. Compares forms that share a sound key or are among
    each other's nearest by folded sound: about 40 comparisons a form.
    """
    unique = sorted(set(forms))
    parent = list(range(len(unique)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    groups = {i: [i] for i in parent}
    same: dict[str, int] = {}
    for i, form in enumerate(unique):
        mark = f"@{form.identity}" if form.identity else key(form.text, form.language)
        if mark and mark in same:
            _merge(parent, groups, root(same[mark]), root(i))
        elif mark:
            same[mark] = i
    for _, i, j in _edges(unique, join):
        a, b = root(i), root(j)
        if a != b and _fits(unique, groups[a], groups[b]) >= fit:
            _merge(parent, groups, a, b)
    _lone_words(unique, parent, groups, root)
    number: dict[int, int] = {}
    place = {form: n for n, form in enumerate(unique)}
    return [number.setdefault(root(place[f]), len(number)) for f in forms]


def _lone_words(
    forms: Sequence[Form], parent: list[int], groups: dict[int, list[int]], root: Callable[[int], int]
) -> None:
    """Join a single word to the only group whose names hold it as their first or last word: a dropped name."""
    holders: dict[str, set[int]] = {}
    for i, form in enumerate(forms):
        parts = key(form.text, form.language).split()
        for part in {parts[0], parts[-1]} if len(parts) > 1 else ():
            holders.setdefault(part, set()).add(i)
    for i, form in enumerate(forms):
        parts = key(form.text, form.language).split()
        if len(parts) != 1 or form.identity or len(parts[0]) < LONG_ENOUGH:
            continue
        owners = {root(j) for j in holders.get(parts[0], ())} - {root(i)}
        if len(owners) == 1:
            _merge(parent, groups, owners.pop(), root(i))


def _merge(parent: list[int], groups: dict[int, list[int]], a: int, b: int) -> None:
    a, b = min(a, b), max(a, b)
    if a != b:
        parent[b] = a
        groups[a] += groups.pop(b)


def _edges(forms: Sequence[Form], join: float) -> list[tuple[float, int, int]]:
    """Return pairs worth joining, the likeliest first."""
    from twicetold.names.matching import candidates

    sounds = [key(f.text, f.language) or f.text for f in forms]
    if len(forms) < 2:
        return []
    first, second = candidates(sounds, sounds)
    pairs = {(min(i, j), max(i, j)) for i, j in zip(first.tolist(), second.tolist(), strict=True) if i != j}
    pairs |= _sharing_a_word(forms) | _acronyms(forms)
    scored = ((likeness(forms[i], forms[j]), i, j) for i, j in sorted(pairs))
    return sorted(((s, i, j) for s, i, j in scored if s >= join), key=lambda e: (-e[0], e[1], e[2]))


def _sharing_a_word(forms: Sequence[Form]) -> set[tuple[int, int]]:
    """Return pairs of which one form's last word sounds like a word of the other: dropped given names."""
    by_word: dict[str, list[int]] = {}
    for i, form in enumerate(forms):
        for word in set(key(form.text, form.language).split()):
            if len(word) >= LONG_ENOUGH:
                by_word.setdefault(word, []).append(i)
    few = (group for group in by_word.values() if len(group) <= 60)
    return {(a, b) for group in few for n, a in enumerate(group) for b in group[n + 1 :]}


def _acronyms(forms: Sequence[Form]) -> set[tuple[int, int]]:
    short = [i for i, f in enumerate(forms) if 2 <= len(f.text) <= 6 and f.text.isupper()]
    long = [i for i, f in enumerate(forms) if len(f.text.split()) > 1 or "-" in f.text]
    return {(min(i, j), max(i, j)) for i in short for j in long if acronym(forms[i].text, forms[j].text)}


def _fits(forms: Sequence[Form], left: Sequence[int], right: Sequence[int]) -> float:
    """Return the mean likeness of up to five forms of each group, the longest ones: they say most."""
    some = [sorted(side, key=lambda i: (-len(forms[i].text), i))[:5] for side in (left, right)]
    scores = [likeness(forms[i], forms[j]) for i in some[0] for j in some[1]]
    return sum(scores) / len(scores)
