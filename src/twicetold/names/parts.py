"""A name taken apart: words, initials, and the shape in which they follow each other.

"S. K. Rao", "एस.के. राव" and "राव, एस.के." have one word and two initials; only the shape differs. A short
Indic token may be an initial (के = K) or a word, so a name has up to two readings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from twicetold.languages.lookup import FALLBACK, codes, table
from twicetold.names.romanise import romanise

# Letters that an initial of one script may stand for in another: क. for C. or K., व. for V. or W.
KIN = {
    "a": "a", "b": "bpv", "c": "ckqs", "d": "dt", "e": "eiy", "f": "fp", "g": "gkj", "h": "h", "i": "ieyj",
    "j": "jgz", "k": "kcqg", "l": "l", "m": "m", "n": "n", "o": "ou", "p": "pfb", "q": "kq", "r": "r", "s":
    "sc", "t": "td", "u": "uow", "v": "vwb", "w": "wvu", "x": "x", "y": "yi", "z": "zjs",
}  # fmt: skip
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0900-\u0963\u0970-\u0dff\u200c\u200d'’])*")
_NO_INITIALS = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")  # a single sign is a word there
_INDIC_SIGN = re.compile(r"[\u0900-\u0dff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: its words in order, and the letters its initials stand for, sorted."""

    words: tuple[str, ...]
    initials: str


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart. The first reading takes short tokens as initials, the second (if any) as words.

    `shape` spells the order of words (W) and initials (I) with dots, commas and spaces between.
    """

    readings: tuple[Reading, ...]
    shape: str
    latin: frozenset[str]  # Latin-script tokens in lower case


@cache
def letter_names() -> Mapping[str, str]:
    """Return spelled-out letter names of every table, as written -> Latin letter."""
    pairs: dict[str, str] = {}
    for code in (FALLBACK, *codes("names")):
        for pair in table(code, "names").data.get("letters", "").split():
            spelled, letter = pair.split("=")
            pairs.setdefault(unicodedata.normalize("NFC", spelled), letter)
    return pairs


@lru_cache(maxsize=65536)
def parts(name: str) -> Parts:
    """Take a name apart. An empty or soundless name has one empty reading."""
    name = unicodedata.normalize("NFC", name)
    words: list[str] = []
    sure: list[str] = []
    maybe: list[tuple[int, str, str]] = []  # (position among the words, token, letter)
    shape, end = [], 0
    for found in _TOKEN.finditer(name):
        shape.append(_between(name[end : found.start()]))
        end = found.end()
        token = found[0].replace("\u200c", "").replace("\u200d", "")
        letter = _initial(token)
        shape.append("I" if letter else "W")
        if not letter:
            words.append(token)
        elif len(token) == 1 and token.isascii():
            sure.append(letter)
        else:
            maybe.append((len(words), token, letter))
    short = Reading(tuple(words), "".join(sorted(sure + [m[2] for m in maybe])))
    readings = [short]
    if maybe:
        full = list(words)
        for position, token, _ in reversed(maybe):
            full.insert(position, token)
        readings.append(Reading(tuple(full), "".join(sorted(sure))))
    latin = frozenset(re.findall(r"[a-z]+", name.lower()))
    return Parts(tuple(readings), "".join(shape).strip(" ."), latin)


def _between(gap: str) -> str:
    """Return what stands between two tokens as at most one dot, comma and space each."""
    dot = "." if any(c in ".।॰。·" for c in gap) else ""
    comma = "," if any(c in ",،、，" for c in gap) else ""
    return dot + comma + (" " if any(c.isspace() for c in gap) else "")


def _initial(token: str) -> str:
    """Return the Latin letter that a token may be an initial for, or an empty string."""
    if token in letter_names():
        return letter_names()[token]
    if len(token) == 1 and token.isalpha() and not unicodedata.name(token, "").startswith(_NO_INITIALS):
        return "".join(c for c in romanise(token)[:1] if c.isalpha())  # a Tangut sign is said as a number
    if _INDIC_SIGN.search(token) and sum(unicodedata.category(c) == "Lo" for c in token) <= 1:
        return "".join(c for c in romanise(token)[:1] if c.isalpha())
    return ""
