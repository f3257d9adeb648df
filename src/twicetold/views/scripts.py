"""How a language is called, which way a text runs, and what must be made visible before anybody sees it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale

Direction = Literal["ltr", "rtl"]

# characters that change the order or the look of what follows them without being seen; a report may carry
# them by accident or to deceive, and a terminal would obey them
_SHOWN = {**{code: chr(0x2400 + code) for code in range(0x20)}, 0x7F: "\u2421"}
_SHOWN |= dict.fromkeys(range(0x80, 0xA0), "\ufffd")
_SHOWN |= {0x202D: "⟨LRO⟩", 0x202E: "⟨RLO⟩"}
_SHOWN |= {ord(space): " " for space in "\t\n\r\x85\u2028\u2029"}
_LOOSE = dict.fromkeys([0x202A, 0x202B, 0x202C, *range(0x2066, 0x206A)])
_SURROGATE = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """Return `text` with control characters, line ends and overrides of direction made visible or harmless.

    Embeddings and isolates are dropped: each cell is isolated as a whole, and an unbalanced one would undo
    that.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = text.translate(_SHOWN).translate(_LOOSE)
    return _SURROGATE.sub("\ufffd", shown)


@cache
def language_name(code: str) -> str:
    """Return the English name of a language ("Hindi"), or the code itself where CLDR knows none."""
    locale = _locale(code)
    name = locale.get_display_name("en") if locale else None
    return str(name) if name else "language unknown" if code in ("und", "") else code


@cache
def language_own_name(code: str) -> str:
    """Return what a language calls itself ("हिन्दी"), or the code itself where CLDR knows no name."""
    locale = _locale(code)
    return str(locale.get_display_name() or code) if locale else code


@cache
def _locale(code: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    if code in ("und", ""):
        return None
    try:
        return Locale.parse(code.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def direction(text: str, language: str = "und", otherwise: Direction = "ltr") -> Direction:
    """Return which way `text` runs: as its letters do; where both kinds occur, as its language does.

    `otherwise` is for text without any letter (a number alone runs as its surroundings do).
    """
    left, right = _letters(text)
    if not left and not right:
        return otherwise
    if left and right and (locale := _locale(language)) is not None:
        return "rtl" if locale.text_direction == "rtl" else "ltr"
    return "rtl" if right > left else "ltr"


def _letters(text: str) -> tuple[int, int]:
    if text.isascii():
        return (1 if any(map(str.isalpha, text)) else 0), 0
    kinds = [unicodedata.bidirectional(character) for character in text]
    return kinds.count("L"), kinds.count("R") + kinds.count("AL")


def runs_both_ways(text: str) -> bool:
    """Whether a terminal may put anything in `text` from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(each) in ("R", "AL", "AN") for each in text)
