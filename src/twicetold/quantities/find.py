"""Find the quantities of a text: number, unit, and what the words around say about its bounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from twicetold.quantities.lexicon import SIGNS, Lexicon, fold, lexicon
from twicetold.quantities.numbers import Number, numbers
from twicetold.quantities.spoken import word_pattern
from twicetold.quantities.written import ascii_digits

ABOUT = 0.1  # how far "about 40" may be from 40, as a share: 36 to 44
_SPANS = ("year", "month", "week", "day", "hour", "minute", "second")
BEFORE = 48  # characters before a number in which its bound is looked for
_SIGN = re.compile("(?:" + "|".join(re.escape(s) for s in sorted(SIGNS, key=len, reverse=True)) + r")\s?$")
_CODE = re.compile(r"(?<![^\W_])(USD|EUR|GBP|INR|PKR|JPY|CNY|RMB|CHF|RUB|TRY|AUD|CAD|IDR|BRL)\s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A quantity in a text. `low` and `high` bound what the words allow; `None` is unbounded.

    "43": 43 to 43. "more than 40": 40 to None. "about 40": 36 to 44, approximate. "5 to 10": 5 to 10, value 7.5.
    "hundreds": 200 to 1,000, value 200, approximate.
    """

    start: int
    end: int
    text: str
    value: float
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    approximate: bool = False


def counted(text: str, language: str = "und") -> list[Number]:
    """Return the numbers of `text` before units and bounds: what `find`, and the times too, begin with."""
    return numbers(ascii_digits(text), lexicon(language))


def find(
    text: str,
    language: str = "und",
    *,
    skip: Sequence[tuple[int, int]] = (),
    among: Sequence[Number] | None = None,
) -> tuple[Found, ...]:
    """Return the quantities of `text` in order; those that overlap a stretch of `skip` (dates) are left out.

    `among` are the numbers of the text, from `counted`, where the caller has them already.

    A span holds the number, its unit and a percent or currency sign; bounding words stay outside. Numbers that are
    parts of words, times of day, versions, ordinals or articles ("one", एक) are no quantities. Linear in the text.
    """
    known = lexicon(language)
    plain = ascii_digits(text)
    every = numbers(plain, known) if among is None else among
    found = [n for n in every if not any(a < n.end and n.start < b for a, b in skip)]
    out: list[Found] = []
    at = 0
    while at < len(found):
        pair = _pair(plain, found, at, known)
        one = _range(plain, pair, known) if pair else _single(plain, found[at], known)
        if one and (not out or one.start >= out[-1].end):
            out.append(replace(one, text=text[one.start : one.end]))
        at += 2 if pair else 1
    return tuple(out)


def _pair(text: str, found: Sequence[Number], at: int, known: Lexicon) -> tuple[Number, Number] | None:
    """Return the two ends of a range that begins with number `at`, or `None`."""
    if at + 1 >= len(found) or "vague" in (found[at].kind, found[at + 1].kind):
        return None
    a, b = found[at], found[at + 1]
    unit = _unit(text, a.end, known)
    inner = text[unit[1] if unit else a.end : b.start]
    if sign := _SIGN.search(inner):
        inner = inner[: sign.start()]
    start = _sign_start(text, a.start)
    if known.between and known.link and known.between.search(text[max(0, start - 20) : start]):
        scaled = _scaled(a, b)
        if known.link.fullmatch(inner) and (a.value < b.value or scaled < b.value):
            return (a, b)
    if a.kind == b.kind and known.range.fullmatch(inner) and _scaled(a, b) <= b.value and a.value < b.value:
        return (a, b)
    return None


def _scaled(a: Number, b: Number) -> float:
    """Return the value of `a` with the scale of `b` where it has none of its own: 5 to 10 million."""
    scale = 1.0
    while scale * 1000 <= b.value and a.value < 1000:
        scale *= 1000
    return a.value * scale


def _range(text: str, pair: tuple[Number, Number], known: Lexicon) -> Found | None:
    a, b = pair
    whole = _single(text, b, known)
    if whole is None:
        return None
    low = a.value
    if low < b.value / 1000 and _scaled(a, b) <= b.value:
        low = _scaled(a, b)
    start = _sign_start(text, a.start)
    unit = whole.unit or (_unit(text, a.end, known) or (None, 0))[0] or _sign_unit(text, a.start)
    low, high = min(low, b.value), max(low, b.value)
    return replace(
        whole, start=start, value=(low + high) / 2, unit=unit, low=low, high=high, approximate=True
    )


def _single(text: str, number: Number, known: Lexicon) -> Found | None:
    """Return the quantity around one number, or `None` where the number turns out to be none."""
    value, end = number.value, number.end
    if known.fraction and known.fraction.match(text, end):
        return None
    start = _sign_start(text, number.start)
    unit = number.unit or _sign_unit(text, number.start)
    if number.kind == "digits":
        value, end = _attached_scale(text, number, known, unit)
        end = _suffix(text, end, known)
    if known.percent_before and (m := known.percent_before.search(text[max(0, start - 20) : start])):
        start, unit = start - len(m[0]), "%"
    named = _unit(text, end, known)
    core = end
    if named:
        unit, end = (named[0], named[1]) if unit is None or unit == named[0] else (unit, end)
    if unit is None and known.unit_first:
        unit, start = _unit_before(text, start, known)
    if number.kind == "words" and _not_counting(text, number, unit, known):
        return None
    if number.kind == "digits" and unit == "year" and 1000 <= value <= 2100 and float(value).is_integer():
        return None  # 1984年
    if number.weak and unit is None and not (known.counters and known.counters.match(text, core)):
        return None
    if number.kind == "digits" and end == core and _glued(text, end):
        return None
    if number.kind == "vague":
        value *= 2  # hundreds: two at least
    low, high, near = _bounds(text, (start, core, end), value, number, known)
    if (
        number.kind == "digits"
        and text[number.start - 1 : number.start] in ("−", "–")
        and unit in ("°", "°C", "%")
    ):
        value, low, high, start = -value, -value, -value, number.start - 1
    return Found(start=start, end=end, text="", value=value, unit=unit, low=low, high=high, approximate=near)


def _not_counting(text: str, number: Number, unit: str | None, known: Lexicon) -> bool:
    """Whether a small number word counts nothing: "a person", "the two sides"."""
    if number.value == 1 and number.weak:
        return unit in (None, "person", *_SPANS)
    if number.value != 2 or known.both is None:
        return False
    return unit is None and known.both.search(text[max(0, number.start - 16) : number.start]) is not None


def _sign_start(text: str, start: int) -> int:
    """Return where a currency sign or code before a number begins."""
    before = text[max(0, start - 5) : start]
    found = _SIGN.search(before) or _CODE.search(before)
    return start - len(before) + found.start() if found else start


def _sign_unit(text: str, start: int) -> str | None:
    before = text[max(0, start - 5) : start]
    if found := _CODE.search(before):
        return {"RMB": "CNY"}.get(found[1], found[1])
    found = _SIGN.search(before)
    return SIGNS[found[0].strip()] if found else None


def _attached_scale(text: str, number: Number, known: Lexicon, unit: str | None) -> tuple[float, int]:
    """Read £5m and 3bn: a letter that scales only behind a currency or where it can be nothing else."""
    for mark in sorted(known.attached_scales, key=len, reverse=True):
        end = number.end + len(mark)
        alone = text[number.end : end].casefold() == mark and not text[end : end + 1].isalnum()
        if alone and (len(mark) > 1 or unit is not None):
            return number.value * known.attached_scales[mark], end
    return number.value, number.end


def _suffix(text: str, end: int, known: Lexicon) -> int:
    """Step over a case ending that is glued to digits: 40'tan, ৫টি."""
    found = known.suffixes.match(text, end) if known.suffixes else None
    closed = found and not text[found.end() : found.end() + 1].isalpha()
    return found.end() if found and closed else end


def _glued(text: str, end: int) -> bool:
    """Whether a Latin or Cyrillic letter follows digits without a space: 5G, 1990s, 4x4."""
    after = text[end : end + 1]
    return after.isalpha() and ord(after) < 0x530


def _unit(text: str, end: int, known: Lexicon) -> tuple[str, int] | None:
    found = known.unit.match(text, end)
    if not found:
        return None
    name = (
        fold(" ".join((found["word"] or found["loose"]).split()))
        if "word" in found.re.groupindex
        else fold(found["loose"])
    )
    unit = known.unit_names.get(name)
    return (unit, found.end()) if unit else None


def _unit_before(text: str, start: int, known: Lexicon) -> tuple[str | None, int]:
    """Return the unit named right before a number, and where the quantity then begins."""
    window = text[max(0, start - 40) : start]
    words = [(m.start(), m.end()) for m in word_pattern().finditer(window)]
    for length in (3, 2, 1):
        if len(words) >= length and window[words[-1][1] :].strip() == "":
            begin = words[-length][0]
            unit = known.unit_names.get(fold(" ".join(window[begin:].split())))
            if unit:
                return unit, start - len(window) + begin
    return None, start


def _bounds(
    text: str, at: tuple[int, int, int], value: float, number: Number, known: Lexicon
) -> tuple[float | None, float | None, bool]:
    """Return low, high, approximate, from the words before and after."""
    start, core, end = at
    said = _bound_before(text[max(0, start - BEFORE) : start], known) or _bound_after(text, core, end, known)
    if number.kind == "vague":
        return (value, None if said in ("more", "least") else value * 5, True)
    if said in ("more", "least"):
        return (value, None, False)
    if said in ("less", "most"):
        return (None, value, False)
    if said == "about" or number.approximate:
        return (round(value * (1 - ABOUT), 6), round(value * (1 + ABOUT), 6), True)
    return (value, value, False)


def _bound_before(before: str, known: Lexicon) -> str | None:
    """Return which bound the words right before a number state; the longest phrase wins."""
    best: tuple[int, str] | None = None
    for bound, pattern in known.before.items():
        if pattern and (found := pattern.search(before)):
            length = len(found[0].rstrip())
            if best is None or length > best[0]:
                best = (length, bound)
    return best[1] if best else None


def _bound_after(text: str, core: int, end: int, known: Lexicon) -> str | None:
    """Return which bound the words right after the number, or after its unit, state."""
    best: tuple[int, str] | None = None
    for place in {core, end}:
        for bound, pattern in known.after.items():
            if pattern and (found := pattern.match(text, place)):
                length = len(found[0].strip())
                if best is None or length > best[0]:
                    best = (length, bound)
    return best[1] if best else None
