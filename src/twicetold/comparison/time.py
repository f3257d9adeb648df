"""Times that part or that only one side gives: dates, weekdays, years and hours are compared kind by kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from twicetold.comparison.difference import Difference, met, squeezed
from twicetold.comparison.material import Pair
from twicetold.model import Span, Time

_ISO = re.compile(r"(?P<y>\d{4}|-)?(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?(?:T(?P<h>\d\d)(?::(?P<min>\d\d))?.*)?")
SAME_PLACE = 0.4  # likeness of surroundings from which two times count as said of one thing


@dataclass(frozen=True, slots=True)
class Parts:
    """A time taken apart; `None` is not said. `weekday` is 1 (Monday) to 7."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    clock: tuple[int, int] | None = None


def parts(value: str | None) -> Parts | None:
    """Return the parts of a time's value, `None` where it is absent, an interval, or not understood."""
    if value is None or "/" in value:
        return None
    if re.fullmatch(r"W[1-7]", value):
        return Parts(weekday=int(value[1]))
    found = _ISO.fullmatch(value)
    if found is None or not value:
        return None
    year, month, day = (int(x) if x and x.isdecimal() else None for x in found.group("y", "m", "d"))
    clock = (int(found["h"]), int(found["min"] or 0)) if found["h"] else None
    return Parts(year, month, day, _weekday(year, month, day), clock)


def _weekday(year: int | None, month: int | None, day: int | None) -> int | None:
    try:
        return date(year, month, day).isoweekday() if year and month and day else None
    except ValueError:
        return None


def compatible(a: Parts, b: Parts) -> bool | None:
    """Return whether two times can be one: `True`, `False`, or `None` where they share no part to compare."""
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
    return all(x == y or _half_day(x, y) for x, y in shared)


def _half_day(x: object, y: object) -> bool:
    """Whether two clock times differ by twelve hours only, as one said without "pm" may."""
    return isinstance(x, tuple) and isinstance(y, tuple) and x[1] == y[1] and abs(x[0] - y[0]) == 12


def time(pair: Pair) -> list[Difference]:
    """Compare the times of two cells; one that has a fitting partner anywhere in the other cell is settled."""
    left, right = _read(pair.left.times), _read(pair.right.times)
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
    return found


def _read(times: tuple[Time, ...]) -> list[tuple[Time, Parts]]:
    return [(t, p) for t in times if (p := parts(t.value)) is not None]


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
    own, other = (pair.right, pair.left) if side else (pair.left, pair.right)
    at = own.at(Span(t.start, t.end))
    low = float(min(pair.support[side][k] for k in at)) if pair.support is not None and at else 0.5
    if low > 0.7:
        return []
    return [
        Difference(
            aspect="time",
            verdict="more",
            sides={own.id: (Span(t.start, t.end),)},
            note="",
            confidence=(0.45 + 0.35 * squeezed(0.7 - low, 0.0, 0.4)) * pair.score,
            lacking=frozenset({other.id}),
        )
    ]
