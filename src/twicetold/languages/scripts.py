"""Which script a character belongs to: the blocks that news is written in, from the Unicode block list.

Good enough to tell languages apart and to see a foreign statement in a report; not a property database.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

# first code point, last code point, script
_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x005A, "Latin"),
    (0x0061, 0x007A, "Latin"),
    (0x00AA, 0x00AA, "Latin"),
    (0x00B5, 0x00B5, "Greek"),
    (0x00BA, 0x00BA, "Latin"),
    (0x00C0, 0x00D6, "Latin"),
    (0x00D8, 0x00F6, "Latin"),
    (0x00F8, 0x02AF, "Latin"),
    (0x0370, 0x03FF, "Greek"),
    (0x0400, 0x052F, "Cyrillic"),
    (0x0531, 0x0588, "Armenian"),
    (0x05D0, 0x05F2, "Hebrew"),
    (0x0620, 0x064A, "Arabic"),
    (0x066E, 0x06D3, "Arabic"),
    (0x06D5, 0x06EF, "Arabic"),
    (0x06FA, 0x06FF, "Arabic"),
    (0x0750, 0x077F, "Arabic"),
    (0x0780, 0x07B1, "Thaana"),
    (0x08A0, 0x08FF, "Arabic"),
    (0x0900, 0x0963, "Devanagari"),
    (0x0971, 0x097F, "Devanagari"),
    (0x0980, 0x09E3, "Bengali"),
    (0x09F0, 0x09F1, "Bengali"),
    (0x0A00, 0x0A63, "Gurmukhi"),
    (0x0A70, 0x0A7F, "Gurmukhi"),
    (0x0A80, 0x0AE3, "Gujarati"),
    (0x0B00, 0x0B63, "Oriya"),
    (0x0B80, 0x0BE3, "Tamil"),
    (0x0C00, 0x0C63, "Telugu"),
    (0x0C80, 0x0CE3, "Kannada"),
    (0x0D00, 0x0D63, "Malayalam"),
    (0x0D80, 0x0DDF, "Sinhala"),
    (0x0E00, 0x0E4E, "Thai"),
    (0x0E80, 0x0ECD, "Lao"),
    (0x0F40, 0x0FBC, "Tibetan"),
    (0x1000, 0x103F, "Myanmar"),
    (0x1050, 0x109F, "Myanmar"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, "Hangul"),
    (0x1200, 0x135A, "Ethiopic"),
    (0x1780, 0x17D3, "Khmer"),
    (0x1E00, 0x1EFF, "Latin"),
    (0x1F00, 0x1FFF, "Greek"),
    (0x2C60, 0x2C7F, "Latin"),
    (0x3005, 0x3007, "Han"),
    (0x3041, 0x309F, "Kana"),
    (0x30A1, 0x30FF, "Kana"),
    (0x3131, 0x318E, "Hangul"),
    (0x3400, 0x4DBF, "Han"),
    (0x4E00, 0x9FFF, "Han"),
    (0xA640, 0xA69F, "Cyrillic"),
    (0xAC00, 0xD7A3, "Hangul"),
    (0xF900, 0xFAFF, "Han"),
    (0xFB50, 0xFDFF, "Arabic"),
    (0xFE70, 0xFEFC, "Arabic"),
    (0xFF21, 0xFF3A, "Latin"),
    (0xFF41, 0xFF5A, "Latin"),
    (0xFF66, 0xFF9D, "Kana"),
    (0x20000, 0x3134F, "Han"),
)
_STARTS = tuple(block[0] for block in _BLOCKS)

# Scripts with upper and lower case: elsewhere no capital letter tells a sentence's start.
CASED = frozenset({"Latin", "Greek", "Cyrillic", "Armenian"})

# One letter of these says as much as about three of an alphabet.
_DENSE = frozenset({"Han", "Kana", "Hangul"})

# Vowel signs and other marks that are part of a word but no letter to a regular expression; the two joiners.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u09e2\u09e3\u0a01-\u0a03"
    "\u0a3c-\u0a51\u0a70\u0a71\u0a75\u0a81-\u0a83\u0abc-\u0acd\u0ae2\u0ae3\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7"
    "\u0c00-\u0c04\u0c3c-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d57\u0d81-\u0d83\u0dca-\u0df3\u0e31"
    "\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u1056-\u109d\u17b4-\u17d3\u200c\u200d"
)
LETTER = rf"(?:[^\W\d_]|[{MARKS}])"


@lru_cache(maxsize=20_000)
def script(char: str) -> str | None:
    """Return the script of a letter or vowel sign, `None` for digits, punctuation and what is not listed."""
    point = ord(char)
    first, last, name = _BLOCKS[max(bisect_right(_STARTS, point) - 1, 0)]
    return name if first <= point <= last else None


def count(text: str) -> Counter[str]:
    """Return how many letters of each script the text holds."""
    return count_of(Counter(text))


def count_of(chars: Mapping[str, int]) -> Counter[str]:
    """Return how many letters of each script there are among characters that are already counted."""
    scripts: Counter[str] = Counter()
    for char, times in chars.items():
        name = script(char)
        if name is not None:
            scripts[name] += times
    return scripts


def main_script(letters: Mapping[str, int]) -> str:
    """Return the script that says most of a text, given its letters; ties go to the alphabet."""
    return min(letters, key=lambda name: (-letters[name] * (3 if name in _DENSE else 1), name))
