"""What an expression means, counted from an anchor date."""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Sequence
from datetime import date, timedelta

from twicetold.times.calendars import GREGORIAN, from_gregorian, iso

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNITS = {"d": "day", "w": "week", "m": "month", "y": "year", "h": "hour"}
Told = tuple[str | None, str]  # ISO 8601 or None, and how


def weekday(number: int, anchor: date | None, side: int, anchor_is: str) -> Told:
    """Resolve a weekday: the anchor's own day or the last before it; `side` -1: strictly before, 1: after."""
    name = DAYS[number]
    if anchor is None:
        return None, f"{name}; no date to count from"
    back = (anchor.weekday() - number) % 7
    if side > 0:
        found = anchor + timedelta(days=7 - back if back else 7)
        return found.isoformat(), f"{name} after the {anchor_is} {anchor}"
    found = anchor - timedelta(days=back or (7 if side < 0 else 0))
    where = "on" if found == anchor else "before"
    return found.isoformat(), f"{name} {where} the {anchor_is} {anchor}"


def point(code: str, anchor: date | None, anchor_is: str, *, future: bool = False) -> Told:
    """Resolve a code such as "-1d", "~1d" (before or after), "0w", "-1m", "1y", "P1y"."""
    code = code.split()[0]
    if code == "?":
        return None, "a day named elsewhere"
    if anchor is None:
        return None, "relative; no date to count from"
    if code.startswith("P"):
        return span(int(code[1:-1]), code[-1], anchor, anchor_is)
    if code.startswith("~"):
        code = ("" if future else "-") + code[1:]
    count, unit = int(code[:-1]), code[-1]
    return shifted(count, unit, anchor), _counted(count, unit, anchor, anchor_is)


def _counted(count: int, unit: str, anchor: date, anchor_is: str) -> str:
    if count == 0:
        return f"the {UNITS[unit]} of the {anchor_is} {anchor}"
    many = "" if abs(count) == 1 else "s"
    return f"{abs(count)} {UNITS[unit]}{many} {'before' if count < 0 else 'after'} the {anchor_is} {anchor}"


def shifted(count: int, unit: str, anchor: date) -> str | None:
    """Return the day, ISO week, month or year that lies `count` units from the anchor; `None` out of range."""
    try:
        if unit == "d":
            return (anchor + timedelta(days=count)).isoformat()
        if unit == "h":
            return (anchor + timedelta(days=count // 24 if count >= 0 else -(-count // 24))).isoformat()
        if unit == "w":
            year, week, _ = (anchor + timedelta(weeks=count)).isocalendar()
            return f"{year:04}-W{week:02}"
        if unit == "m":
            months = anchor.year * 12 + anchor.month - 1 + count
            return f"{date(months // 12, months % 12 + 1, 1):%Y-%m}"
        return f"{date(anchor.year + count, 1, 1):%Y}"
    except (ValueError, OverflowError):
        return None


def span(count: int, unit: str, anchor: date, anchor_is: str) -> Told:
    """Return the interval of `count` units that ends at the anchor."""
    how = f"the {count if count > 1 else ''} {UNITS[unit]}{'s' if count > 1 else ''} up to the {anchor_is} {anchor}"
    how = " ".join(how.split())
    if unit == "y":
        begin = shifted(-12 * count, "m", anchor)
        return (f"{begin}/{anchor:%Y-%m}" if begin else None), how
    try:
        days = {"h": max(1, count // 24), "d": count, "w": 7 * count}
        first = anchor - timedelta(days=days[unit]) if unit != "m" else _months_before(anchor, count)
    except (ValueError, OverflowError):
        return None, how
    return f"{first.isoformat()}/{anchor.isoformat()}", how


def _months_before(anchor: date, count: int) -> date:
    months = anchor.year * 12 + anchor.month - 1 - count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(anchor.day, gregorian.monthrange(year, month + 1)[1]))


def dated(
    year: int | None, month: int | None, day: int | None, system: str, anchor: date | None, anchor_is: str
) -> Told:
    """Resolve a written date; a missing year is the one that brings it nearest to the anchor."""
    if year is not None:
        value, how = iso(year, month, day, system)
        return value, how if value else f"{how}: {day or ''} {month or ''} {year}".replace("  ", " ")
    if anchor is None:
        return None, "no year, and no date to count from"
    there = from_gregorian(anchor, system)
    if there is None:
        return None, "no year"
    options = [iso(there[0] + shift, month, day, system)[0] for shift in (-1, 0, 1)]
    known = [o for o in options if o]
    if not known:
        return None, "there is no such date"
    middle = [_middle(o) for o in known]
    best = min(range(len(known)), key=lambda n: (abs((middle[n] - anchor).days), n))
    return known[best], f"the year nearest to the {anchor_is} {anchor}" + (
        "" if system == GREGORIAN else f", {system}"
    )


def between(
    first: Sequence[int | None],
    last: Sequence[int | None],
    system: str,
    anchor: date | None,
    anchor_is: str,
) -> Told:
    """Resolve a range of written dates; where both lack a year, the last end is dated and the first lies before it."""
    end, how = dated(last[0], last[1], last[2], system, anchor, anchor_is)
    if end is None:
        return None, how
    near = _middle(end) if anchor is not None and first[0] is None else anchor
    begin, why = dated(first[0], first[1], first[2], system, near, anchor_is)
    if begin is None:
        return None, why
    return f"{begin.split('/')[0]}/{end.split('/')[-1]}", f"a range; {how}"


def day_of_month(
    day: int, anchor: date | None, anchor_is: str, *, coming: bool = False, named: int = 0
) -> Told:
    """Resolve a day without a month: the last one on or before the anchor, or the first behind it.

    `named` is the weekday it is said to be, 1 to 7, or 0: a day that is none is not taken.
    """
    if anchor is None:
        return None, "no month, and no date to count from"
    for away in range(coming, 63):
        found = anchor + timedelta(days=away if coming else -away)
        if found.day == day and named in (0, found.isoweekday()):
            return (
                found.isoformat(),
                f"day {day} {'after' if coming else 'on or before'} the {anchor_is} {anchor}",
            )
    return None, "there is no such date"


def _middle(value: str) -> date:
    first = value.split("/")[0]
    return date.fromisoformat(first if len(first) == 10 else f"{first}-15")
