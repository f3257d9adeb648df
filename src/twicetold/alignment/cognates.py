"""What two statements share that needs no encoder: words that sound alike across scripts, and numbers.

A pair of words counts more the fewer statements hold it. Words are compared only where their consonants begin
alike, so the cost grows with the vocabulary, not with its square.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

import numpy as np

from twicetold.alignment.sides import Floats, Side
from twicetold.names.romanise import romanise

ALIKE = 0.72  # likeness from which two words count as one; read off matches in five real pairs, not swept
LETTERS = 15  # consonants of a word that are looked at before two are compared
_FOLD = (
    (re.compile("[sc]h|[szjc](?=[eiy])|z|j"), "s"),
    (re.compile("kh|gh|[cqgx]"), "k"),
    (re.compile("th|d"), "t"),
    (re.compile("ph|bh|[bf]"), "p"),
    (re.compile("[aeiouyhvw]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


def shared_words(a: Side, b: Side) -> Floats:
    """Return rows x columns: the weight of the words of two statements that sound alike, 0 where there are none."""
    at_a, at_b = _places(a), _places(b)
    words_a, words_b = list(at_a), list(at_b)
    left, right = _blocked(words_a, words_b)
    left, right, like = _likenesses(words_a, words_b, left, right)
    result = np.zeros((len(a), len(b)), np.float32)
    starts = np.flatnonzero(np.diff(left, prepend=-1))
    for start, end in zip(starts, np.append(starts[1:], len(left)), strict=len(starts) > 0):
        rows = at_a[words_a[left[start]]]
        best = np.zeros(len(b))
        for k in range(start, end):
            columns = at_b[words_b[right[k]]]
            weight = (like[k] - 0.6) / 0.4 / float(np.sqrt(len(rows) * len(columns)))
            best[columns] = np.maximum(best[columns], weight)
        met = np.flatnonzero(best)
        result[np.ix_(np.array(rows), met)] += best[met].astype(np.float32)
    return result


def _blocked(words_a: list[str], words_b: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of words worth comparing, as positions, each once: those that share a block."""
    begin_a, begin_b = _begins(words_a, 0), _begins(words_b, 0)
    left, right = _meeting(begin_a, begin_b)
    more_left, more_right = _meeting(_begins(words_a, 1), _begins(words_b, 1))
    code = {key: n for n, key in enumerate(sorted(begin_a.keys() | begin_b.keys()))}
    first_a, first_b = _codes(begin_a, code, len(words_a)), _codes(begin_b, code, len(words_b))
    new = first_a[more_left] != first_b[more_right]  # the others met by their beginnings
    return np.concatenate([left, more_left[new]]), np.concatenate([right, more_right[new]])


def _begins(words: list[str], at: int) -> dict[str, np.ndarray]:
    """Return two consonants from `at` on -> the words that have them there; whole words of two only at 0."""
    found: dict[str, list[int]] = defaultdict(list)
    for n, word in enumerate(words):
        bones = _bones(word)
        if len(bones) >= 2 + at:
            found[bones[at : at + 2]].append(n)
    return {key: np.array(numbers) for key, numbers in found.items()}


def _meeting(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    left, right = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for key in sorted(one.keys() & other.keys()):
        left.append(np.repeat(one[key], len(other[key])))
        right.append(np.tile(other[key], len(one[key])))
    return np.concatenate(left), np.concatenate(right)


def _codes(begins: dict[str, np.ndarray], code: dict[str, int], count: int) -> np.ndarray:
    found = np.full(count, -1)
    for key, numbers in begins.items():
        found[numbers] = code[key]
    return found


def _begun(words: list[str], which: np.ndarray, lengths: np.ndarray) -> list[str]:
    """Return the first so many letters of some of the words; a beginning is cut once however often it is asked for."""
    wide = int(lengths.max(initial=0)) + 1
    asked, places = np.unique(which * wide + lengths, return_inverse=True)
    cut = np.empty(len(asked), object)
    cut[:] = [words[key // wide][: key % wide] for key in asked.tolist()]
    found: list[str] = cut[places].tolist()
    return found


def _hopeful(
    bones_a: list[str], bones_b: list[str], left: np.ndarray, right: np.ndarray, ends: np.ndarray
) -> np.ndarray:
    """Return which pairs can be alike at all: a letter that only one has costs an edit, whatever the order."""
    ends = np.minimum(ends, LETTERS)
    marks_a, marks_b = _letters(bones_a)[left, ends], _letters(bones_b)[right, ends]
    edits = np.maximum(np.bitwise_count(marks_a & ~marks_b), np.bitwise_count(marks_b & ~marks_a))
    long_a, long_b = (np.array([min(len(x), LETTERS) for x in bones], int) for bones in (bones_a, bones_b))
    longest = np.minimum(np.maximum(long_a[left], long_b[right]), ends)
    result: np.ndarray = (longest >= LETTERS) | (0.5 * (1 - edits / np.maximum(longest, 1)) + 0.5 >= ALIKE)
    return result


def _letters(bones: list[str]) -> np.ndarray:
    """Return words x lengths: which letters stand among the first so many, a bit each; two may share a bit."""
    found = np.zeros((len(bones), LETTERS + 1), np.uint32)
    for n, word in enumerate(bones):
        marks = 0
        for k, letter in enumerate(word[:LETTERS]):
            marks |= 1 << (ord(letter) % 32)
            found[n, k + 1 :] = marks
    return found


def _likenesses(
    words_a: list[str], words_b: list[str], left: np.ndarray, right: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs that are alike, ascending, with their `likeness`; the same figures, in three calls."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cpdist

    def compare(one: list[str], other: list[str]) -> np.ndarray:
        found: np.ndarray = cpdist(one, other, scorer=Levenshtein.normalized_similarity, dtype=np.float64)
        return found

    bones_a, bones_b = [_bones(w) for w in words_a], [_bones(w) for w in words_b]
    sounds_a, sounds_b = [romanise(w) for w in words_a], [romanise(w) for w in words_b]
    long_a, long_b = np.array([len(x) for x in bones_a], int), np.array([len(x) for x in bones_b], int)
    said_a, said_b = np.array([len(x) for x in sounds_a], int), np.array([len(x) for x in sounds_b], int)
    short = np.minimum(long_a[left], long_b[right])
    heard = np.minimum(said_a[left], said_b[right])
    ends = np.where(short >= 3, short + 1, short + 3)  # two consonants must agree in full
    kept = (short >= 2) & (np.abs(long_a[left] - long_b[right]) <= 3) & (heard >= 3)
    kept &= _hopeful(bones_a, bones_b, left, right, ends)
    left, right, short, heard, ends = left[kept], right[kept], short[kept], heard[kept], ends[kept]
    bones = compare(_begun(bones_a, left, ends), _begun(bones_b, right, ends))
    bones = np.where(short >= 3, bones, bones == 1)
    kept = 0.5 * bones + 0.5 >= ALIKE
    left, right, heard, bones = left[kept], right[kept], heard[kept], bones[kept]
    whole = compare([sounds_a[x] for x in left], [sounds_b[y] for y in right])
    begun = compare(_begun(sounds_a, left, heard), _begun(sounds_b, right, heard))
    like = 0.5 * bones + 0.5 * np.maximum(whole, begun)
    kept = np.flatnonzero(like >= ALIKE)
    kept = kept[np.lexsort((right[kept], left[kept]))]
    return left[kept], right[kept], like[kept]


def shared_numbers(a: Side, b: Side) -> tuple[Floats, np.ndarray]:
    """Return rows x columns: the weight of the numbers two statements share; whether both have some and share none."""
    at_a, at_b = _number_places(a), _number_places(b)
    shared = np.zeros((len(a), len(b)), np.float32)
    for number in sorted(at_a.keys() & at_b.keys()):
        rows, columns = at_a[number], at_b[number]
        shared[np.ix_(rows, columns)] += 1 / float(np.sqrt(len(rows) * len(columns)))
    has_a, has_b = np.array([bool(n) for n in a.numbers]), np.array([bool(n) for n in b.numbers])
    return shared, np.logical_and.outer(has_a, has_b) & (shared == 0)


def likeness(a: str, b: str) -> float:
    """Return how alike two words sound, 0 to 1: consonants and whole, an ending on one side forgiven.

    The plain version of what `shared_words` computes for all pairs at once.
    """
    from rapidfuzz.distance.Levenshtein import normalized_similarity as compare

    bones_a, bones_b, sound_a, sound_b = _bones(a), _bones(b), romanise(a), romanise(b)
    short, heard = min(len(bones_a), len(bones_b)), min(len(sound_a), len(sound_b))
    if short < 2 or abs(len(bones_a) - len(bones_b)) > 3 or heard < 3:
        return 0.0
    bones = compare(bones_a[: short + 1], bones_b[: short + 1]) if short >= 3 else float(bones_a == bones_b)
    whole = max(compare(sound_a, sound_b), compare(sound_a[:heard], sound_b[:heard]))
    return float(0.5 * bones + 0.5 * whole)


@lru_cache(maxsize=1 << 17)
def _bones(word: str) -> str:
    said = romanise(word).replace(" ", "")
    for pattern, instead in _FOLD:
        said = pattern.sub(instead, said)
    return said


def _places(side: Side) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for n, words in enumerate(side.words):
        for word in words:
            if len(word) > 1:
                places[word].append(n)
    return places


def _number_places(side: Side) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for n, numbers in enumerate(side.numbers):
        for number in numbers:
            places[number].append(n)
    return places
