"""A piece of a time expression."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece. `kind`: date, weekday, point, shift, loose, clock, part. Only its kind's fields are set."""

    start: int
    end: int
    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    calendar: str | None = None
    number: int = 0
    side: int = 0
    code: str = ""
    last: tuple[int | None, int | None, int | None] | None = (
        None  # year, month, day that end a range of dates
    )
