"""Names that are near and not the same, in one place of two tellings: two villages, two brothers, or one misspelt.

Long names may begin alike and go on apart. Short ones may have all their consonants in common and still end apart
(Jayantha, Jayanath), which shows where both scripts write their vowels.
"""

from __future__ import annotations

import re
import unicodedata

from twicetold.comparison.difference import Difference
from twicetold.comparison.material import Cell, Pair
from twicetold.comparison.words import Word
from twicetold.model import Span

MEET = 0.45  # cosine from which two words stand in one place
SHORT = 6  # letters of a name, romanised, from which its end is looked at
_INDIC = frozenset(
    {"DEVANAGARI", "BENGALI", "SINHALA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "GUJARATI"}
)
LONG = 9  # letters of a name, romanised, from which its end can tell it from another that begins alike
ALIKE = 3  # consonants in which such names begin alike
BONES = 0.7  # likeness of consonants over which two spellings may be one
NEVER = 0.05  # likeness under which two such names cannot be one
NO_WORD = 0.87  # cosine without context over which they are one word of two languages, Frankreich and Франція


def begun_alike(pair: Pair, left: dict[int, bool], right: dict[int, bool]) -> list[Difference]:
    """Return long names that begin alike and go on apart, where each is the other's best partner.

    Of 5,661 rows of ntrex one pair is told: a name that its translator misspelt.
    """
    if pair.cosine is None:
        return []
    own, theirs = _long(pair.left, left), _long(pair.right, right)
    found: list[Difference] = []
    for i, (said, bare) in own.items():
        for j, (other, there) in theirs.items():
            if not (left[i] or right[j]) or bare[:ALIKE] != there[:ALIKE] or bare == there:
                continue
            if abs(len(said) - len(other)) > 2 or min(len(bare), len(there)) <= ALIKE:
                continue
            if _apart(pair, i, j):
                found.append(_near(pair, i, j))
    return found


def _long(cell: Cell, named: dict[int, bool]) -> dict[int, tuple[str, str]]:
    sounds = {k: _sound(cell.words[k]) for k in named}
    return {k: sound for k, sound in sounds.items() if len(sound[0]) >= LONG}


def _sound(word: Word) -> tuple[str, str]:
    from twicetold.comparison.detail import bones
    from twicetold.names import romanise

    return romanise(word.text).replace(" ", ""), bones(word.text)


def _apart(pair: Pair, i: int, j: int) -> bool:
    """Whether two words cannot be one name, though each is what the other meets best."""
    from rapidfuzz.distance import Levenshtein

    from twicetold.names import similarity

    assert pair.cosine is not None
    a, b = pair.left.words[i], pair.right.words[j]
    if int(pair.cosine[i].argmax()) != j or int(pair.cosine[:, j].argmax()) != i or pair.cosine[i, j] < MEET:
        return False
    if Levenshtein.normalized_similarity(_sound(a)[1], _sound(b)[1]) > BONES:
        return False
    return similarity(a.text, b.text) <= NEVER and pair.alone(a.text, b.text) < NO_WORD


def _near(pair: Pair, i: int, j: int) -> Difference:
    a, b = pair.left.words[i], pair.right.words[j]
    return Difference(
        aspect="name",
        verdict="differs",
        sides={pair.left.id: (Span(a.start, a.end),), pair.right.id: (Span(b.start, b.end),)},
        note=f"“{a.text}” and “{b.text}” begin alike and go on apart",
        confidence=0.4 * pair.score,
    )


def ends_apart(pair: Pair, i: int, j: int) -> bool:
    """Whether two words of the same consonants end apart, -ntha against -nath, one in an Indic script, one in Latin.

    Of 7,060 words of names written in both, 3 do so that are said to be one; scripts that leave vowels out, and
    languages whose endings move them (Pavel, Pavla), are not judged.
    """
    a, b = pair.left.words[i].text, pair.right.words[j].text
    if {_script(a), _script(b)} != {"LATIN", "INDIC"}:
        return False
    (said, bare), (other, there) = _sound(pair.left.words[i]), _sound(pair.right.words[j])
    if bare != there or min(len(said), len(other)) < SHORT:
        return False
    one, two = _pattern(said), _pattern(other)
    return len(one) == len(two) and one[:-2] == two[:-2] and {one[-2:], two[-2:]} == {"cv", "vc"}


def _script(text: str) -> str:
    name = unicodedata.name(text[0], "").split(" ")[0]
    return "INDIC" if name in _INDIC else name


def _pattern(said: str) -> str:
    """Return a romanised name as consonants and vowels: "h" behind a consonant is no sound of its own."""
    plain = re.sub(r"(?<=[bcdfgjkpst])h", "", said)
    return re.sub(r"v+", "v", "".join("v" if c in "aeiou" else "c" for c in plain))
