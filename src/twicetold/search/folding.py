"""Spellings that readers take for one word become one term: width, case, marks, letter variants, digits.

What is folded is decided by script, not by language: a query of two words rarely tells its language. A fold that
makes another letter (Cyrillic й to и, Ukrainian ї to і) is not made; one that keyboards and style guides make
anyway (é to e, ё to е, ك to ک, nukta, tatweel, vowel points) is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 64  # characters of a term; PostgreSQL takes 2,046 bytes, nobody types more than this

# One sign for what writers of one or several languages use side by side, after NFKC and case folding.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t",
        "ё": "е",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ۓ": "ي", "ئ": "ي",
        "ؤ": "و", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ە": "ه", "ۀ": "ه", "ۂ": "ه", "ھ": "ه", "ة": "ه", "ۃ": "ه",
        "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
        "ँ": "ं", "ঁ": "ং", "ઁ": "ં", "ੰ": "ਂ",
    }
)  # fmt: skip
# Written or not, the word is the same: tatweel, joiners, soft hyphen, vowel points, nukta, variation selectors.
# (Arabic hamza and madda above are points too, once NFKC has left them apart from their letter.)
_UNWRITTEN = re.compile(
    "[\u00ad\u034f\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u093c\u09bc\u0a3c\u0abc\u0b3c\u0c3c\u0cbc\u180b-\u180f"
    "\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
# Hindi writes हिन्दी and हिंदी: a nasal without its vowel before a stop of its own row is the point above.
_NASALS = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")
_PLAIN = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return the term of a word, "" where nothing of it can be looked up (a vowel point alone)."""
    lower = word.lower()
    if _PLAIN.fullmatch(lower):
        return lower[:LONGEST]
    # NFC composes again what belongs together (й, ガ); what then stands alone is an accent on top
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    text = _NASALS.sub("ं", _UNWRITTEN.sub("", text).translate(_LETTERS))
    text = "".join(map(_bare, text))
    return text[:LONGEST]


@lru_cache(maxsize=20_000)
def _bare(char: str) -> str:
    """Return a letter without the marks that its script can do without, a digit as ASCII."""
    if char.isascii():
        return char
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    name = unicodedata.name(char, "")
    if name.startswith(("LATIN", "GREEK")):
        parts = unicodedata.normalize("NFD", char)
        return "".join(part for part in parts if not unicodedata.combining(part)).translate(_LETTERS)
    return "" if name.startswith("COMBINING") and char < "\u1e00" and not _kana(char) else char


def _kana(char: str) -> bool:
    return char in "\u3099\u309a"
