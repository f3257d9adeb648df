"""The table "times" of a language made ready: names to numbers, phrases to codes, all to patterns.

A code says where an expression points from the anchor: "-1d" a day before, "0w" this week, "P1y" the year up to it,
"~1d" a day before or after, "?" somewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from twicetold.languages.lookup import FALLBACK, table
from twicetold.quantities.lexicon import Lexicon as Numbers
from twicetold.quantities.lexicon import fold, items
from twicetold.quantities.lexicon import lexicon as numbers
from twicetold.times.calendars import GREGORIAN, LUNAR, SOLAR

LETTER = r"[^\W\d_]"
PART = r"morning|afternoon|evening|night|noon|midnight"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """What is known of times in one language."""

    code: str
    joined: bool  # a script without spaces
    order: str  # of digits in 3/4/2022
    months: Mapping[str, tuple[str, int]]  # folded name -> calendar, number
    month: re.Pattern[str] | None
    weekdays: Mapping[str, int]  # folded name -> 0 (Monday) to 6
    weekday: re.Pattern[str] | None
    points: Mapping[str, str]  # folded phrase -> code, with a part of day
    point: re.Pattern[str] | None
    loose: Mapping[str, str]  # "nowadays", "recently" -> what to say
    loosely: re.Pattern[str] | None
    parts: Mapping[str, str]
    part: re.Pattern[str] | None  # a part of day right behind or before
    units: Mapping[str, str]
    unit: str  # alternatives, for patterns
    words: Mapping[str, Iterable[str]]  # small word lists by their key in the table
    ordinal: str
    clock: str
    pm: str
    am: str
    eras: Mapping[str, int]
    future: tuple[str, ...]
    capital: bool  # months and weekdays are written with a capital
    numbers: Numbers


@cache
def lexicon(code: str) -> Lexicon:
    """Return the lexicon of a language; a language without a table gets the fallback's."""
    found, base = table(code, "times"), table(FALLBACK, "times")
    data = found.data
    joined = bool(data.get("signs"))
    months = (
        _months(data, GREGORIAN, "months") | _months(data, SOLAR, "shamsi") | _months(data, LUNAR, "hijri")
    )
    months = _months(base.data, GREGORIAN, "months") | months
    weekdays = {name: n for n, names in enumerate(_names(data.get("weekdays", ""))) for name in names}
    points = _points(data)
    loose = {fold(w): "about now; no date" for w in items(data.get("now", ""))}
    loose |= {fold(w): "not a date" for w in items(data.get("vague", ""))}
    parts = _pairs(data.get("parts", ""))
    units = {fold(w): unit for words, unit in _raw(data.get("units", "")) for w in words.split("/")}
    return Lexicon(
        code=found.code,
        joined=joined,
        order=data.get("order", "dmy"),
        months=months,
        month=_any(months, joined=joined, dot=True),
        weekdays=weekdays,
        weekday=_any(weekdays, joined=joined),
        points=points,
        point=_any(points, joined=joined),
        loose=loose,
        loosely=_any(loose, joined=joined),
        parts=parts,
        part=_any(parts, joined=joined),
        units=units,
        unit=_either(units),
        words={key: tuple(items(value)) for key, value in data.items() if isinstance(value, str)},
        ordinal=data.get("ordinal", ""),
        clock=data.get("clock", ""),
        pm=data.get("pm", ""),
        am=data.get("am", ""),
        eras={k: int(v) for k, v in _raw(data.get("eras", ""))},
        future=tuple(items(data.get("future", ""))),
        capital=bool(data.get("capital")),
        numbers=numbers(code),
    )


def _names(text: str) -> list[list[str]]:
    """Return lists of folded spellings; an underscore stands for a space."""
    return [[fold(name.replace("_", " ")) for name in group.split("/")] for group in text.split()]


def _months(data: Mapping[str, Any], calendar: str, key: str) -> dict[str, tuple[str, int]]:
    groups = _names(data.get(key, ""))
    return {name: (calendar, n) for n, names in enumerate(groups, start=1) for name in names}


def _raw(text: str) -> list[tuple[str, str]]:
    pairs = [item.rsplit("=", 1) for item in items(text)]
    return [(unicodedata.normalize("NFC", word.strip()), value.strip()) for word, value in pairs]


def _pairs(text: str) -> dict[str, str]:
    return {fold(word): value for word, value in _raw(text)}


def _points(data: Mapping[str, Any]) -> dict[str, str]:
    """Return phrases that point from the anchor, with codes such as "-1d", "-1d evening", "0w", "P1y"."""
    points = {}
    for word, value in _raw(data.get("days", "")):
        number, _, part = value.partition(" ")
        points[fold(word)] = "?" if number == "?" else f"{number}d {part}".strip()
    return points | _pairs(data.get("phrases", ""))


def _either(words: Iterable[str]) -> str:
    """Return alternatives, the longest first; spaces stretch and apostrophes vary."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") for w in ordered)


def _any(words: Iterable[str], *, joined: bool, dot: bool = False) -> re.Pattern[str] | None:
    """Return a pattern for any of the words, whole words only where words are parted by spaces."""
    core = _either(words)
    if not core:
        return None
    marks = r"\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0bbe-\u0bcd\u0dca-\u0ddf"
    pattern = f"(?:{core})" if joined else rf"(?<![^\W_])(?:{core})(?![^\W\d_]|[{marks}])"
    return re.compile(pattern + (r"\.?(?=[\s,]*\d)|" + pattern if dot and not joined else ""), re.IGNORECASE)


@cache
def listed(lex: Lexicon, *keys: str) -> str:
    """Return alternatives of the word lists under the keys, for patterns; an empty string where there are none."""
    return _either(word for key in keys for word in lex.words.get(key, ()))


@cache
def around(lex: Lexicon, form: str, *keys: str) -> re.Pattern[str] | None:
    """Return the pattern `form` with the words under the keys for its `{}`; `None` where there are none."""
    words = listed(lex, *keys)
    return re.compile(form.replace("{}", words), re.IGNORECASE) if words else None
