"""Times that part or that only one side gives: dates, weekdays, years and hours are compared kind by kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from twicetold.comparison.difference import Difference, met, squeezed
from twicetold.comparison.material import Cell, Pair
from twicetold.comparison.number import is_year
from twicetold.model import Quantity, Span, Time

_ISO = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?(?:T(?P<h>\d\d)(?::(?P<min>\d\d))?.*)?")
_CLOCK = re.compile(r"T(?P<h>\d\d)(?::(?P<min>\d\d))?.*")
SAME_PLACE = 0.4  # likeness of surroundings from which two times count as said of one thing
UNTOLD = 0.15  # likelihood from which a part of the day is taken to be missing on the other side; a judgement
# two days that share neither weekday, month, day of the month nor year: what a time means on both, its words say
_ANY_DAYS = (date(2001, 6, 15), date(2003, 1, 9))
_EARLY, _LATE = frozenset({"morning"}), frozenset({"afternoon", "evening", "night"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A time taken apart; `None` is not said. `weekday` is 1 (Monday) to 7, `part` a part of the day."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    clock: tuple[int, int] | None = None
    part: str | None = None
    until: date | None = (
        None  # the last day, where two days bound a range; the other parts are those of the first
    )

    @property
    def days(self) -> tuple[date, date] | None:
        """Return the first and the last day, where both are known."""
        if not (self.year and self.month and self.day):
            return None
        first = date(self.year, self.month, self.day)
        return first, self.until or first

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be compared."""
        return self == Parts(part=self.part)


def parts(value: str | None) -> Parts | None:
    """Return the parts of a time's value; `None` where it is absent, not understood, or an interval not of days."""
    if not value:
        return None
    if "/" in value:
        first, last = (parts(end) for end in value.split("/", 1))
        if first is None or last is None or first.days is None or last.days is None:
            return None
        return replace(first, until=last.days[1], weekday=None, clock=None)
    found = _ISO.fullmatch(value)
    if found is None:
        clock = _CLOCK.fullmatch(value)
        return Parts(clock=(int(clock["h"]), int(clock["min"] or 0))) if clock else None
    year, month, day = (int(x) if x else None for x in found.group("y", "m", "d"))
    hour = (int(found["h"]), int(found["min"] or 0)) if found["h"] else None
    return Parts(year=year, month=month, day=day, weekday=_weekday(year, month, day), clock=hour)


@lru_cache(maxsize=1 << 14)
def said(text: str, language: str) -> Parts | None:
    """Return the parts that the words themselves say, whatever day they were written on; `None` where none are."""
    from twicetold.times import find

    readings = []
    for day in _ANY_DAYS:
        found = find(text, language, anchor=day)
        told = parts(found[0].value) if len(found) == 1 else None
        if told is None:
            return None
        if told.until is not None:
            return None  # a range without a year: its first day alone would say too much
        readings.append(replace(told, part=found[0].part or None))
    one, other = readings
    both = Parts(
        year=_alike(one.year, other.year),
        month=_alike(one.month, other.month),
        day=_alike(one.day, other.day),
        weekday=_alike(one.weekday, other.weekday),
        clock=one.clock,
        part=one.part,
    )
    return None if both.is_empty else both


def _alike(a: int | None, b: int | None) -> int | None:
    return a if a == b else None


def _weekday(year: int | None, month: int | None, day: int | None) -> int | None:
    try:
        return date(year, month, day).isoweekday() if year and month and day else None
    except ValueError:
        return None


def compatible(a: Parts, b: Parts) -> bool | None:
    """Return whether two times can be one: `True`, `False`, or `None` where they share no part to compare."""
    if a.until or b.until:
        if not (a.days and b.days):
            return None
        (start, end), (begin, last) = a.days, b.days
        if end < begin or last < start:
            return False
        return True if (start, end) == (begin, last) or not (a.until and b.until) else None
    shared = [
        (x, y)
        for x, y in (
            (a.year, b.year),
            (a.month, b.month),
            (a.day, b.day),
            (a.weekday, b.weekday),
            (a.clock, b.clock),
        )
        if x is not None and y is not None
    ]
    if not shared:
        return None
    if {a.part, b.part} & _EARLY and {a.part, b.part} & _LATE:
        return False
    return all(x == y or _half_day(x, y) for x, y in shared)


def _half_day(x: object, y: object) -> bool:
    """Whether two clock times differ by twelve hours only, as one said without "pm" may."""
    return isinstance(x, tuple) and isinstance(y, tuple) and x[1] == y[1] and abs(x[0] - y[0]) == 12


def time(pair: Pair) -> list[Difference]:
    """Compare the times of two cells; one that has a fitting partner anywhere in the other cell is settled."""
    left, right = _read(pair.left), _read(pair.right)
    loose = [
        [(t, p) for t, p in own if not any(compatible(p, q) for _, q in other)]
        for own, other in ((left, right), (right, left))
    ]
    found, used = [], set()
    candidates = sorted(
        (-(_like(pair, a, b)), i, j)
        for i, (a, p) in enumerate(loose[0])
        for j, (b, q) in enumerate(loose[1])
        if compatible(p, q) is False
    )
    for like, i, j in candidates:
        if ("l", i) in used or ("r", j) in used or -like < SAME_PLACE:
            continue
        used |= {("l", i), ("r", j)}
        found.append(_clash(pair, loose[0][i][0], loose[1][j][0], -like))
    for side, key in ((0, "l"), (1, "r")):
        for k, (t, p) in enumerate(loose[side]):
            if (key, k) not in used and not any(compatible(p, q) is False for _, q in loose[1 - side]):
                found += _alone(pair, t, side)
    return found + _part_of_day(pair, left, right)


def _part_of_day(
    pair: Pair, left: list[tuple[Time, Parts]], right: list[tuple[Time, Parts]]
) -> list[Difference]:
    """Return the parts of a day ("Monday evening") that the other side leaves out where it gives the same day."""
    found = []
    for view, own, other in ((pair, left, right), (pair.turned(), right, left)):
        for t, p in own:
            same = [q for _, q in other if compatible(p, q)]
            if p.part is None or p.clock or not same or any(q.part or q.clock for _, q in other):
                continue
            at = view.left.at(Span(t.start, t.end))
            if view.untold is None or not at or float(view.untold[0][at].max()) < UNTOLD:
                continue
            found.append(_more(view, t, 0.6))
    return found


def _more(pair: Pair, t: Time, sure: float) -> Difference:
    return Difference(
        aspect="time",
        verdict="more",
        sides={pair.left.id: (Span(t.start, t.end),)},
        note="",
        confidence=sure * pair.score,
        lacking=frozenset({pair.right.id}),
    )


def _read(cell: Cell) -> list[tuple[Time, Parts]]:
    """Return the times of a cell that say something: resolved ones, else as far as their words go."""
    found = []
    for t in cell.times:
        told = said(t.text, cell.language)
        whole = parts(t.value)
        if whole is not None:
            found.append((t, replace(whole, part=told.part if told else None)))
        elif told is not None:
            found.append((t, told))
    return found + [(_year(q), Parts(year=int(q.value))) for q in cell.quantities if is_year(q)]


def _year(q: Quantity) -> Time:
    return Time(
        report_id=q.report_id,
        start=q.start,
        end=q.end,
        text=q.text,
        value=f"{q.value:.0f}",
        how="a bare year",
    )


def _like(pair: Pair, a: Time, b: Time) -> float:
    like = met(pair, (Span(a.start, a.end), Span(b.start, b.end)))
    return 0.45 if like is None else like


def _clash(pair: Pair, a: Time, b: Time, like: float) -> Difference:
    return Difference(
        aspect="time",
        verdict="contradicts",
        sides={pair.left.id: (Span(a.start, a.end),), pair.right.id: (Span(b.start, b.end),)},
        note="not one time",
        confidence=(0.45 + 0.45 * squeezed(like, SAME_PLACE, 0.75)) * pair.score,
    )


def _alone(pair: Pair, t: Time, side: int) -> list[Difference]:
    view = pair.turned() if side else pair
    at = view.left.at(Span(t.start, t.end))
    low = float(min(view.support[0][k] for k in at)) if view.support is not None and at else 0.5
    return [_more(view, t, 0.45 + 0.35 * squeezed(0.7 - low, 0.0, 0.4))] if low <= 0.7 else []
