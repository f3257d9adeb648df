r"""Text -> tokens with offsets. Words of spaced scripts whole, Han and kana characters one by one.

`\w` of the standard library leaves out the vowel signs of Indic scripts and the marks of Arabic and Hebrew,
so the word class is spelled out here. Folding never changes offsets: only the comparison form differs.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from twicetold.languages.hosts import HOST

# Combining marks and joiners that belong to a word: Latin, Cyrillic, Hebrew, Arabic, Indic, South-East Asian, ZWNJ/ZWJ.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0640\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0abc-\u0acd\u0b3c-\u0b57"
    "\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3e-\u0c56\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d81-\u0d83"
    "\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u200c\u200d"
)
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_HIRAGANA = "\u3041-\u309f"
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"

_FOLD_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ۀ": "ه",
        "ة": "ه", "ۃ": "ه", "ؤ": "و", "ئ": "ي", "\u0640": None, "\u200c": None, "\u200d": None, "\u093c": None,
        "\u09bc": None, "\u0654": None, "\u0653": None, "\u0655": None, "’": "'", "ʼ": "'", "‘": "'",
        "‐": "-", "‑": "-", "\u0307": None, "ё": "е",
    }
)  # fmt: skip
_FOLD_MARKS = re.compile("[\u064b-\u0652\u0670\u0591-\u05c7]")


class Token(NamedTuple):
    """A word or a single mark; `fold` is what tables are compared with."""

    text: str
    start: int
    end: int
    fold: str
    word: bool


_LETTER = rf"(?:[^\W_{_HAN}{_HIRAGANA}{_KATAKANA}]|[{_MARKS}])"


@cache
def _pattern() -> re.Pattern[str]:
    letter = _LETTER
    return re.compile(
        rf"(?P<word>{HOST}|(?:[^\W\d_]\.){{2,}}|\d+(?:[.,:٫٬]\d+)+|[{_HAN}{_HIRAGANA}]|[{_KATAKANA}]+"
        rf"|{letter}+(?:['’ʼ‐‑\-״׳]{letter}+)*׳?)|\S"
    )


def fold(word: str) -> str:
    """Return the form that is compared: lower case, Arabic letter variants, harakat, nukta and joiners evened out."""
    if word.isascii():
        return word.lower()
    return _FOLD_MARKS.sub("", word.casefold().translate(_FOLD_LETTERS))


@cache
def _plain() -> re.Pattern[str]:
    letter = rf"(?:[^\W\d_{_HAN}{_HIRAGANA}{_KATAKANA}]|[{_MARKS}])"
    return re.compile(rf"{letter}+(?: {letter}+)*")


def plain_words(text: str) -> list[str] | None:
    """Return the folded words of a text of letters and single spaces; nothing where it holds more than that.

    What `tokens` would say, in a fifth of the time: tables have ten thousand such forms.
    """
    return [fold(word) for word in text.split(" ")] if _plain().fullmatch(text) else None


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of `text[start:end]`, with offsets into `text`. Linear in the length."""
    end = len(text) if end is None else end
    return [
        Token(word := m[0], *m.span(), fold(word), m.lastgroup == "word")
        for m in _pattern().finditer(text, start, end)
    ]


def words(
    text: str, start: int, end: int, proclitics: tuple[str, ...], enclitics: tuple[str, ...]
) -> list[Token]:
    """Return the tokens of `text[start:end]`, with what is written together but stands for two words split."""
    found = tokens(text, start, end)
    if not proclitics and not enclitics:
        return found
    return [piece for token in found for piece in _split(token, proclitics, enclitics)]


def _split(token: Token, proclitics: tuple[str, ...], enclitics: tuple[str, ...]) -> list[Token]:
    """Split "qu'il" and "demande-t-il"; a token whose folding changes its length stays whole."""
    word = token.fold
    if not token.word or len(word) != len(token.text):
        return [token]
    front = next((len(c) for c in proclitics if word.startswith(c) and len(word) > len(c)), 0)
    back = next((len(c) for c in enclitics if word.endswith(c) and len(word) > len(c) + front), 0)
    pieces = []
    for a, b in pairwise([0, front, len(word) - back, len(word)]):
        if b > a:
            folded = word[a:b].removeprefix("-t-").removeprefix("-")
            pieces.append(Token(token.text[a:b], token.start + a, token.start + b, folded, word=True))
    return pieces
