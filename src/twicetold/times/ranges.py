"""Dates that make a range: "3 to 5 June", "June 3-5, 2022", "30 May to 2 June", "5月3日至5日", "2019-2021".

What stands between the ends of a range of numbers in a language stands between dates too; a table of times may add
words under `range` ("du 3 au 5 juin").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from twicetold.times.lexicon import Lexicon, lexicon, listed
from twicetold.times.piece import Piece

DASHES = "-–—"
LONGEST = 24  # characters before a date in which the first day of its range is looked for


def ranged(text: str, found: Sequence[Piece], lex: Lexicon) -> list[Piece]:
    """Return the pieces, dates that are the two ends of a range as one piece with `last`."""
    kept: list[Piece] = []
    for piece in found:
        piece = _day_before(text, piece, lex, kept[-1].end if kept else 0)
        both = _both(text, kept[-1], piece, lex) if kept else None
        if both is not None:
            kept[-1] = both
        else:
            kept.append(_day_behind(text, piece, lex))
    return kept


def _both(text: str, first: Piece, last: Piece, lex: Lexicon) -> Piece | None:
    """Return the range of two dates if the words between say that they are one."""
    if first.kind != "date" or last.kind != "date" or first.last or last.last or first.calendar == "day":
        return None
    if not _spans(text, first.start, text[first.end : last.start], lex):
        return None
    end = (last.year, last.month, last.day)
    if last.calendar == "day":
        end = (first.year, first.month, last.day)
    elif first.calendar != last.calendar:
        return None
    year = first.year
    if year is None and end[0] is not None:
        year = end[0] - ((first.month or 0) > (end[1] or 0))
    elif year is not None and end[0] is None:
        end = (year + ((first.month or 0) > (end[1] or 0)), *end[1:])
    begin = (year, first.month, first.day)
    if [x is None for x in begin] != [x is None for x in end] or _key(begin) >= _key(end):
        return None
    return replace(first, end=last.end, year=year, last=end)


def _key(parts: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(x or 0 for x in parts)


def _day_before(text: str, piece: Piece, lex: Lexicon, least: int) -> Piece:
    """Take the 3 of "3 to 5 June" into the date."""
    if piece.kind != "date" or piece.day is None or piece.month is None or piece.last:
        return piece
    if not text[piece.start : piece.start + 1].isdigit() or not re.match(
        r"\d{1,2}(?!\d)", text[piece.start :]
    ):
        return piece
    begin = max(least, piece.start - LONGEST)
    found = _first_day(lex.code).search(text[begin : piece.start])
    if not found or not 1 <= int(found["d"]) < piece.day:
        return piece
    start = begin + found.start("d")
    if not _spans(text, start, found["gap"], lex):
        return piece
    last = (piece.year, piece.month, piece.day)
    return replace(piece, start=start, day=int(found["d"]), last=last)


def _day_behind(text: str, piece: Piece, lex: Lexicon) -> Piece:
    """Take the 5 of "June 3 to 5" or of "June 3-5, 2022" into the date."""
    if piece.kind != "date" or piece.day is None or piece.month is None or piece.year or piece.last:
        return piece
    if text[piece.end - 1 : piece.end] not in "0123456789" and not _ordinal_end(text, piece, lex):
        return piece
    found = _last_day(lex.code).match(text, piece.end)
    if not found or not piece.day < int(found["d"]) <= 31 or not _spans(text, piece.start, found["gap"], lex):
        return piece
    if found["gap"].isspace() or (found["gap"] != found["gap"].strip() and found["gap"].strip() in DASHES):
        return piece  # "On May 3 - 12 people died"
    year = int(found["y"]) if found["y"] else None
    return replace(piece, end=found.end(), year=year, last=(year, piece.month, int(found["d"])))


def _ordinal_end(text: str, piece: Piece, lex: Lexicon) -> bool:
    own = text[piece.start : piece.end]
    return bool(lex.ordinal and re.search(rf"\d\s?(?:{lex.ordinal})$", own, re.IGNORECASE))


def _spans(text: str, start: int, gap: str, lex: Lexicon) -> bool:
    """Whether `gap` stands between the ends of a range, or between those of "between … and …"."""
    words = listed(lex, "range")
    if lex.numbers.range.fullmatch(gap) or (
        words and re.fullmatch(rf"\s*(?:{words})\s*", gap, re.IGNORECASE)
    ):
        return True
    if not (lex.numbers.between and lex.numbers.link and lex.numbers.link.fullmatch(gap)):
        return False
    return lex.numbers.between.search(text[max(0, start - 20) : start]) is not None


@cache
def _first_day(code: str) -> re.Pattern[str]:
    tail = _tail(code)
    return re.compile(rf"(?<![\d.,:/-])(?P<d>\d{{1,2}}){tail}(?P<gap>[^\d]{{1,14}})$", re.IGNORECASE)


@cache
def _last_day(code: str) -> re.Pattern[str]:
    tail = _tail(code)
    return re.compile(
        rf"(?P<gap>[^\d]{{1,14}}?)(?P<d>\d{{1,2}})(?![\d:]|\.\d){tail}(?:\s*[,،]?\s*(?P<y>[12]\d{{3}})(?![\d:]|[.,]\d))?",
        re.IGNORECASE,
    )


def _tail(code: str) -> str:
    ordinal = lexicon(code).ordinal
    return rf"(?:\s?(?:{ordinal})(?![^\W\d_]))?" if ordinal else r"\.?"
