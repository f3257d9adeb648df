"""Times of day: 09:13, 9 a.m., 9.45 pm, बजे."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twicetold.times.lexicon import Lexicon, listed
from twicetold.times.piece import Piece

_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3])[:٫](\d\d)(?::\d\d)?(?![\d:])")
_HOUR = re.compile(r"(?<![\d:.,])([01]?\d|2[0-4])(?:\.([0-5]\d))?(?![\d:.,]\d|\d)")


def clocks(text: str, lex: Lexicon) -> Iterator[Piece]:
    """Yield times of day: 09:13, 9 a.m., 9.45 pm, बजे."""
    clock = re.compile(rf"\s*(?:{lex.clock})(?!\w)", re.IGNORECASE) if lex.clock else None
    pm = re.compile(rf"\s*(?:{lex.pm})", re.IGNORECASE) if lex.pm else None
    for m in _CLOCK.finditer(text):
        if int(m[2]) <= 59:
            said = (pm and pm.match(text, m.end())) or (clock and clock.match(text, m.end())) or None
            end = said.end() if said else m.end()
            yield Piece(start=m.start(), end=end, kind="clock", number=_minutes(m, said, lex))
    for m in _HOUR.finditer(text) if clock else ():
        if said := clock.match(text, m.end()) if clock else None:
            yield Piece(start=m.start(), end=said.end(), kind="clock", number=_minutes(m, said, lex))
    if before := listed(lex, "hour_before"):
        for m in re.finditer(
            rf"(?<![^\W_])(?:{before})\s+([01]?\d|2[0-3])\.([0-5]\d)(?![\d.,]\d|\d|\s?%)", text
        ):
            yield Piece(start=m.start(1), end=m.end(), kind="clock", number=_minutes(m, None, lex))


def _minutes(m: re.Match[str], said: re.Match[str] | None, lex: Lexicon) -> int:
    """Return the minutes since midnight; 12 pm is noon, 12 am midnight."""
    hour = int(m[1]) % 24
    word = said[0].strip() if said else ""
    if word and lex.pm and re.match(lex.pm, word, re.IGNORECASE):
        hour = hour % 12 + 12 if hour <= 12 else hour
    elif word and lex.am and re.match(lex.am, word, re.IGNORECASE):
        hour %= 12 if hour == 12 else 24
    return hour * 60 + int(m[2] or 0)
