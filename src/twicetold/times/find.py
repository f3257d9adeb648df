"""Find the time expressions of a text and resolve them.

Pieces are found first (weekdays, months, written dates, times of day, phrases), then neighbours that belong together
are joined ("Tuesday 31 May 2022 - 09:13"), then each is resolved from the anchor: the publication day, the dateline,
or the dateline of an aligned report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from twicetold.quantities.numbers import Number
from twicetold.quantities.written import ascii_digits
from twicetold.times.calendars import GREGORIAN
from twicetold.times.lexicon import Lexicon, lexicon
from twicetold.times.piece import Piece
from twicetold.times.pieces import pieces
from twicetold.times.ranges import ranged
from twicetold.times.resolve import DAYS, between, dated, day_of_month, point, shifted, span, weekday

_GAP = re.compile(r"[\s,،、;|()（）\-–—:/]{0,5}")
_QUOTES = {"“": "”", "«": "»", "„": "“", "「": "」", "『": "』"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A time expression. `value` is ISO 8601 (day, week, month, year, time, interval) or `None`; `how` says why.

    `part` is the part of the day that the words name ("morning", "evening" …), empty where they name none.
    """

    start: int
    end: int
    text: str
    value: str | None
    how: str
    part: str = ""


def find(
    text: str,
    language: str = "und",
    *,
    anchor: date | None = None,
    anchor_is: str = "publication",
    counted: Sequence[Number] | None = None,
) -> tuple[Found, ...]:
    """Return the time expressions of `text` in order, not overlapping; without an anchor relative ones stay open.

    "today" in a quotation or a reported clause may mean nowadays: its value is `None`. A date that does not exist
    (31 February) is found, with value `None` and the reason in `how`. `counted` are the numbers of the text where the
    caller has them already (`quantities.counted`). Linear in the text.
    """
    lex = lexicon(language)
    plain = ascii_digits(text)
    joined = _join(plain, ranged(plain, pieces(plain, lex, counted), lex), lex)
    out = []
    for group in joined:
        part = _part(group)
        value, how = _resolve(plain, group, part, lex, anchor, anchor_is)
        start, end = min(p.start for p in group), max(p.end for p in group)
        out.append(Found(start=start, end=end, text=text[start:end], value=value, how=how, part=part))
    return tuple(out)


def anchor_of(text: str, language: str = "und") -> date | None:
    """Return the first whole date that a text writes out (a dateline), or `None`."""
    for found in find(text, language):
        if found.value and re.match(r"\d{4}-\d\d-\d\d", found.value) and "/" not in found.value:
            return date.fromisoformat(found.value[:10])
    return None


def _join(text: str, found: Sequence[Piece], lex: Lexicon) -> list[list[Piece]]:
    """Return groups of pieces that make one expression."""
    groups: list[list[Piece]] = []
    for piece in found:
        if groups and _belongs(text, groups[-1], piece, lex):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [g for g in groups if any(p.kind not in ("part", "clock") for p in g) or g[0].kind == "clock"]


def _belongs(text: str, group: Sequence[Piece], piece: Piece, lex: Lexicon) -> bool:
    kinds = {p.kind for p in group}
    if piece.kind in kinds or (piece.kind in ("date", "point") and kinds & {"date", "point"}):
        return False
    if not {piece.kind, *kinds} <= {"date", "weekday", "clock", "part", "point"}:
        return False
    if piece.kind == "point" and "part" not in kinds:
        return False
    if piece.calendar == "day" and not lex.joined:
        return False  # "Thursday (9)": each can be checked alone
    if {"weekday", "point"} <= {piece.kind, *kinds}:
        return False
    if any(p.kind == "weekday" and p.side for p in (*group, piece)) and "date" in {piece.kind, *kinds}:
        return False  # "1 May, last Monday": two days
    gap = text[group[-1].end : piece.start]
    if _GAP.fullmatch(gap):
        return "\n\n" not in gap
    linking = [w for key in ("of", "at", "on", "on_after") for w in lex.words.get(key, ())]
    return gap.strip(" ,،、").casefold() in {w.casefold() for w in linking} and len(gap) < 14


def _part(group: Sequence[Piece]) -> str:
    """Return the part of the day that a group names."""
    by_kind = {p.kind: p for p in group}
    if "part" in by_kind:
        return by_kind["part"].code
    return by_kind["point"].code.partition(" ")[2] if "point" in by_kind else ""


def _resolve(
    text: str, group: Sequence[Piece], told: str, lex: Lexicon, anchor: date | None, anchor_is: str
) -> tuple[str | None, str]:
    by_kind = {p.kind: p for p in group}
    clock = by_kind.get("clock")
    value, how = _core(text, by_kind, lex, anchor, anchor_is)
    if told:
        how += f", {told}"
    if clock:
        at = _clock(clock, told)
        if value and len(value) == 10:
            value = f"{value}T{at}"
        elif len(by_kind) - ("part" in by_kind) == 1:
            value = f"T{at}"
    return value, how


def _core(
    text: str, group: dict[str, Piece], lex: Lexicon, anchor: date | None, anchor_is: str
) -> tuple[str | None, str]:
    """Resolve the piece of a group that names the day."""
    if piece := group.get("date"):
        if piece.calendar == "day":
            return day_of_month(piece.day or 0, anchor, anchor_is, coming=piece.side > 0, named=piece.number)
        if piece.last:
            return between(
                (piece.year, piece.month, piece.day),
                piece.last,
                piece.calendar or GREGORIAN,
                anchor,
                anchor_is,
            )
        value, how = dated(piece.year, piece.month, piece.day, piece.calendar or GREGORIAN, anchor, anchor_is)
        named = group.get("weekday")
        if value and named and len(value) == 10 and date.fromisoformat(value).weekday() != named.number:
            how += f", though it was a {DAYS[date.fromisoformat(value).weekday()]}"
        return value, how
    if piece := group.get("weekday"):
        return weekday(piece.number, anchor, piece.side, anchor_is)
    if piece := group.get("point"):
        if piece.code.startswith("0d") and _means_nowadays(text, piece, lex):
            return None, "may mean nowadays"
        return point(piece.code, anchor, anchor_is, future=_future(text, piece, lex))
    if piece := group.get("shift"):
        if anchor is None:
            return None, "relative; no date to count from"
        if piece.code.startswith("P"):
            return span(piece.number, piece.code[-1], anchor, anchor_is)
        side = -1 if piece.number < 0 else 1
        return shifted(piece.number, piece.code, anchor), _ago(side, anchor, anchor_is)
    if piece := group.get("loose"):
        return None, piece.code
    return None, "time of day"


def _ago(side: int, anchor: date, anchor_is: str) -> str:
    return f"counted {'back' if side < 0 else 'on'} from the {anchor_is} {anchor}"


def _clock(piece: Piece, part: str) -> str:
    """Return hh:mm; an hour under twelve in the afternoon or evening is one after noon."""
    hour, minute = piece.number // 60, piece.number % 60
    if (part in ("afternoon", "evening") and hour < 12) or (part == "night" and 6 <= hour < 12):
        hour += 12
    return f"{hour % 24:02}:{minute:02}"


def _future(text: str, piece: Piece, lex: Lexicon) -> bool:
    """Whether the clause after a word for both yesterday and tomorrow (Hindi कल) speaks of the future."""
    rest = re.split(r"[।۔.!?\n]", text[piece.end : piece.end + 200])[0]
    words = rest.split()
    return any(word.endswith(lex.future) for word in words[-3:]) if lex.future else False


def _means_nowadays(text: str, piece: Piece, lex: Lexicon) -> bool:
    """Whether "today" stands in a quotation or behind a complementiser in its sentence."""
    begin = max(text.rfind("\n", 0, piece.start), 0)
    before = text[begin : piece.start]
    if before.count('"') % 2:
        return True
    if any(before.count(a) > before.count(b) for a, b in _QUOTES.items() if a != b):
        return True
    clause = re.split(r"[।۔!?]|\.\s", before)[-1]
    that = {w.casefold() for w in lex.words.get("that", ())}
    return bool(that & {w.strip(",،").casefold() for w in clause.split()})
