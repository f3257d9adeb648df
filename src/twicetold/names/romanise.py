"""Text of any script in, its sound in plain a-z out: what names of two scripts are compared in.

anyascii knows every script letter by letter. It knows neither that an Indic consonant carries an unwritten
vowel (कुमार is k-u-m-a-r, not k-m-r) nor that Arabic و and ي are often vowels, so `scripts.toml` says these.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from anyascii import anyascii

_INDIC = (0x0900, 0x0E00)
_SINHALA = 0x0D80
_UNWRITTEN = "@"  # stands for the vowel an Indic consonant carries until a sign says otherwise
_MARKS_INSIDE = "'’‘ʼʹ`´\u200c\u200d\u00ad"


_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


class _Parted(dict[int, int]):
    """Code point -> itself inside words, a space between them; looked up once each."""

    def __missing__(self, point: int) -> int:
        sign = chr(point)
        inside = sign in _MARKS_INSIDE or unicodedata.category(sign)[0] in "LMN"
        self[point] = point if inside else ord(" ")
        return self[point]


_PARTED = _Parted()


@lru_cache(maxsize=65536)
def romanise(text: str) -> str:
    """Return `text` in lower-case a-z, digits and single spaces; what has no sound vanishes.

    Marks that only shape a word (apostrophes, vowel points, joiners, soft signs) vanish; other punctuation
    parts words. An empty answer means that nothing in `text` can be said.
    """
    said = (_word(word) for word in words(text))
    plain = (_NOT_PLAIN.sub("", each.lower()) for each in said)
    return " ".join(word for word in plain if word)


def words(text: str) -> list[str]:
    """Split at everything that is neither letter, mark, digit, apostrophe nor joiner."""
    composed = unicodedata.normalize("NFC", text)
    return composed.translate(_PARTED).split()


def _word(word: str) -> str:
    if word.isascii():
        return word
    if any(_INDIC[0] <= ord(c) < _INDIC[1] for c in word):
        return _indic(word)
    for script in ("arabic", "hebrew"):
        table = _tables()[script]
        if any(c in table["letters"] or c in table["between"] for c in word):
            return _consonantal(word, table)
    return anyascii(word)


@cache
def _tables() -> Mapping[str, Any]:
    """Return the tables with each series of letters as a mapping from offset to sound."""
    raw = tomllib.loads((files(__package__) / "scripts.toml").read_text("utf-8"))
    for name in ("brahmic", "sinhala"):
        script = raw[name]
        for series in ("consonants", "vowels", "signs"):
            sounds = script[series].replace("_", "-").split()
            script[series] = {
                offset: sound.replace("-", "")
                for offset, sound in enumerate(sounds, start=script[f"{series}_from"])
            }
    for name in ("arabic", "hebrew"):
        script = raw[name]
        script["letters"] = dict(pair.split("=") for pair in script["letters"].split())
        script["between"] = {k: v.split("/") for k, v in (p.split("=") for p in script["between"].split())}
    late = raw["brahmic"]["late_consonants"]
    raw["brahmic"]["consonants"] |= {int(offset, 16): sound for offset, sound in late.items()}
    return raw


def _consonantal(word: str, table: Mapping[str, Any]) -> str:
    """Say a word of a script that writes few vowels."""
    letters, between = table["letters"], table["between"]
    bare = [c for c in unicodedata.normalize("NFC", word) if unicodedata.category(c) != "Mn"]
    out = []
    for i, char in enumerate(bare):
        if char in between:
            beside_alif = any(letters.get(c) == "a" for c in bare[max(0, i - 1) : i + 2] if c in "اآأא")
            consonant = i == 0 or beside_alif
            out.append(between[char][0 if consonant else 1])
        else:
            out.append(letters.get(char, anyascii(char)))
    return "".join(out)


def _indic(word: str) -> str:
    """Say one word of an Indic script; letters of other scripts in it are said by anyascii."""
    units: list[tuple[str, str]] = []  # (consonants, vowel)
    keeps = True
    for char in unicodedata.normalize("NFC", word):
        code = ord(char)
        if not _INDIC[0] <= code < _INDIC[1]:
            units.append((anyascii(char), ""))
            continue
        sinhala = code >= _SINHALA
        offset = code - _SINHALA if sinhala else code & 0x7F
        keeps = sinhala or (code & ~0x7F) in _tables()["brahmic"]["keep_final_vowel"]
        _place(units, offset, sinhala=sinhala)
    return _without_schwa(units, keeps=keeps)


def _place(units: list[tuple[str, str]], offset: int, *, sinhala: bool) -> None:
    """Add a letter to the units: a sign or virama replaces the unwritten vowel of the consonant before it."""
    table = _tables()["sinhala" if sinhala else "brahmic"]
    virama, digits = (0x4A, 0x66) if sinhala else (0x4D, 0x66)
    if offset in table["consonants"]:
        units.append((table["consonants"][offset], _UNWRITTEN))
    elif offset == virama or offset in table["signs"]:
        if units and units[-1][1] == _UNWRITTEN:
            units[-1] = (units[-1][0], table["signs"].get(offset, ""))
    elif offset in table["vowels"]:
        units.append(("", table["vowels"][offset]))
    elif offset == 0x3C and not sinhala and units:
        units[-1] = (table["nukta"].get(units[-1][0], units[-1][0]), units[-1][1])
    elif offset in (0x01, 0x02):
        units.append(("n", ""))
    elif offset == 0x03 and not sinhala:
        units.append(("h", ""))
    elif digits <= offset <= digits + 9:
        units.append((str(offset - digits), ""))


def _without_schwa(units: list[tuple[str, str]], *, keeps: bool) -> str:
    """Drop the unwritten vowel where Hindi and its neighbours do not say it.

    At the end of a word, and between a sounded vowel and a single consonant with a sounded vowel, from the
    right: the classical rule for Hindi (Ohala 1983; exceptions in Narasimhan, Sproat and Kiraz 2004).
    """
    last = len(units) - 1
    if not keeps and last > 0 and units[last][1] == _UNWRITTEN:
        units[last] = (units[last][0], "")
    for i in range(last - 1, 0, -1) if not keeps else ():
        here, after = units[i], units[i + 1]
        if here[1] == _UNWRITTEN and here[0] and units[i - 1][1] and after[0] and after[1]:
            units[i] = (here[0], "")
    return "".join(consonant + ("a" if vowel == _UNWRITTEN else vowel) for consonant, vowel in units)
