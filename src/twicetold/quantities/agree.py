"""Do two quantities agree? An answer and a sentence that says why."""

from __future__ import annotations

import math
from typing import Protocol

# what one of the first is in the second; exact enough for news
_CONVERSIONS = {
    ("mile", "km"): 1.609344, ("ft", "m"): 0.3048, ("yd", "m"): 0.9144, ("in", "cm"): 2.54,
    ("t", "kg"): 1000.0, ("kg", "g"): 1000.0, ("km", "m"): 1000.0, ("m", "cm"): 100.0, ("m", "mm"): 1000.0,
    ("GW", "MW"): 1000.0, ("MW", "kW"): 1000.0, ("km²", "ha"): 100.0, ("ha", "m²"): 10000.0,
    ("acre", "ha"): 0.40468564, ("week", "day"): 7.0, ("day", "hour"): 24.0, ("hour", "minute"): 60.0,
    ("minute", "second"): 60.0, ("year", "month"): 12.0, ("mph", "km/h"): 1.609344, ("m³", "l"): 1000.0,
    ("km²", "acre"): 247.105,
}  # fmt: skip
_LOOSE = {
    "rupee": {"INR", "PKR", "LKR", "NPR"},
    "lira": {"TRY"},
    "°": {"°C", "°F"},
    "dinar": set(),
    "rial": {"IRR"},
}
FAR = 2.0  # "more than 40" says nothing of 400: how many times the bound a number may be and still agree
CONVERTED = 0.03  # how far a converted value may be off and still be the same measurement


class Quantity(Protocol):
    """What is compared: a `model.Quantity` or a `Found`."""

    @property
    def value(self) -> float:
        """See `model.Quantity`."""

    @property
    def unit(self) -> str | None:
        """See `model.Quantity`."""

    @property
    def low(self) -> float | None:
        """See `model.Quantity`."""

    @property
    def high(self) -> float | None:
        """See `model.Quantity`."""

    @property
    def approximate(self) -> bool:
        """See `model.Quantity`."""


def agree(a: Quantity, b: Quantity) -> tuple[bool | None, str]:
    """Return whether two quantities say the same, and why: `True`, `False`, or `None` where it cannot be told.

    Agree: equal values; a value inside the other's bounds ("more than 40" and 43); a rounded value and the exact one;
    a measurement in another unit. `None`: units that cannot be compared, or bounds that do not exclude each other.
    """
    factor, note = _factor(a.unit, b.unit)
    if factor is None:
        return None, f"{a.unit} and {b.unit} cannot be compared"
    if factor == 0.0:
        return False, f"{_say(a)} against {_say(b)}"
    x, y = _scaled(a, factor), _bounds(b)
    exact_x, exact_y = x[1] == x[2], y[1] == y[2]
    if exact_x and exact_y:
        return _exact(x[0], y[0], note, _say(a), _say(b))
    if exact_x != exact_y:
        return _within(*((y, x, b, a) if exact_x else (x, y, a, b)))
    return _overlap(x, y, a, b)


Bounds = tuple[float, float, float]


def _bounds(q: Quantity) -> Bounds:
    """Return value, low, high; a quantity without any bounds is exact."""
    if q.low is None and q.high is None:
        return (q.value, q.value, q.value)
    return (q.value, -math.inf if q.low is None else q.low, math.inf if q.high is None else q.high)


def _scaled(q: Quantity, factor: float) -> Bounds:
    value, low, high = _bounds(q)
    return (value * factor, low * factor, high * factor)


def _factor(a: str | None, b: str | None) -> tuple[float | None, str]:
    """Return by what `a` becomes `b`; `None` where they cannot be compared, 0 where they exclude each other."""
    if a == b or a is None or b is None or b in _LOOSE.get(a, ()) or a in _LOOSE.get(b, ()):
        return 1.0, ""
    if (a, b) in _CONVERSIONS:
        return _CONVERSIONS[a, b], f", {a} as {b}"
    if (b, a) in _CONVERSIONS:
        return 1 / _CONVERSIONS[b, a], f", {a} as {b}"
    if {a, b} == {"%", "pp"}:
        return 1.0, ""
    return None, ""


def _exact(x: float, y: float, note: str, a: str, b: str) -> tuple[bool | None, str]:
    if math.isclose(x, y, rel_tol=1e-9):
        return True, f"both say {b}{note}"
    if note and math.isclose(x, y, rel_tol=CONVERTED):
        return True, f"{a} is {b}{note}"
    if _rounds(x, y) or _rounds(y, x):
        return True, f"{a} and {b} are one number, rounded"
    return False, f"{a} against {b}"


def _rounds(rounded: float, exact: float) -> bool:
    """Whether one number is the other, rounded to a place that news rounds to: thousands near, small counts never.

    Under 100 every unit counts (49 dead are not 50); from 100 two in a hundred, from 1,000 five in a hundred.
    """
    if rounded == 0 or exact == 0 or (rounded > 0) != (exact > 0):
        return False
    size = abs(rounded)
    if size < 100:
        whole = float(rounded).is_integer()
        return whole and not float(exact).is_integer() and round(exact) == rounded and size >= 10
    place = 10.0
    while size % (place * 10) == 0:
        place *= 10
    if size % place:
        place = 1.0 if not float(size).is_integer() else 0.0
    near = 0.02 if size < 1000 else 0.05
    return place > 0 and abs(rounded - exact) <= place / 2 and abs(rounded - exact) <= near * abs(exact)


def _within(loose: Bounds, exact: Bounds, said: Quantity, number: Quantity) -> tuple[bool | None, str]:
    """Compare a bounded quantity with an exact one."""
    value = exact[0]
    if not loose[1] <= value <= loose[2]:
        return False, f"{_say(number)} is not {_say(said)}"
    if math.isinf(loose[2]) and value > FAR * loose[1] > 0:
        return None, f"{_say(number)} is {_say(said)}, but far more"
    if math.isinf(loose[1]) and 0 <= value < loose[2] / FAR:
        return None, f"{_say(number)} is {_say(said)}, but far less"
    return True, f"{_say(number)} is {_say(said)}"


def _overlap(x: Bounds, y: Bounds, a: Quantity, b: Quantity) -> tuple[bool | None, str]:
    """Compare two bounded quantities: apart is a clash, alike agrees, the rest cannot be told."""
    if x[1] > y[2] or y[1] > x[2]:
        return False, f"{_say(a)} against {_say(b)}"
    if math.isclose(x[0], y[0], rel_tol=0.1):
        return True, f"both say {_say(b)}"
    if a.approximate and b.approximate:
        return True, f"{_say(a)} and {_say(b)} overlap"
    return None, f"{_say(a)} and {_say(b)} do not exclude each other"


def _say(q: Quantity) -> str:
    """Return a quantity in words: "more than 40 km", "about 1,200", "5 to 10 %"."""
    unit = f" {q.unit}" if q.unit and q.unit != "person" else ""
    if q.low is not None and q.high is None:
        return f"{_plain(q.low)}{unit} or more"
    if q.high is not None and q.low is None:
        return f"{_plain(q.high)}{unit} or less"
    if q.low is not None and q.high is not None and q.low != q.high:
        about = math.isclose(q.low, 0.9 * q.value) and math.isclose(q.high, 1.1 * q.value)
        return (f"about {_plain(q.value)}" if about else f"{_plain(q.low)} to {_plain(q.high)}") + unit
    return f"{_plain(q.value)}{unit}"


def _plain(value: float) -> str:
    return (
        f"{int(value):,}"
        if float(value).is_integer()
        else f"{value:,.4g}"
        if abs(value) < 1000
        else f"{value:,.1f}"
    )
