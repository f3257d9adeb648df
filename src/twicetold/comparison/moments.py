"""Times of statements, for comparisons that were given none: weekdays, months, days of months, years, hours.

A thin reader: names of days and months come from CLDR and the tables of sentences. `value` is a weekday ("W1" to
"W7"), or ISO 8601 as far as the words go ("--10-12", "2026-10-12", "2026-10", "--10", "2026", "T10:40"). What is
relative ("yesterday") is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from twicetold.languages.rules import fold, rules
from twicetold.model import Report, Statement, Time

_CLOCK = re.compile(
    r"(?<![\d.,:])([01]?\d|2[0-3])([:.])([0-5]\d)(?![\d%]|[.,:]\d)\s?([ap]\.?m\b\.?)?", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\d.,])(1[89]\d\d|20\d\d)(?![\d%]|[.,]\d)")
_DAY = r"(?<!\d)(?P<{}>[0-3]?\d)(?!\d)(?:\.|st|nd|rd|th|er|º)?"
_HAN_DAY = re.compile(r"(?:(\d{4})\s?年)?\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_CLOCK_AFTER_DOT = frozenset({"de", "es", "fr", "it", "pt", "pl", "ru", "uk", "tr", "id", "el"})


def moments(statements: Sequence[Statement], report: Report) -> tuple[Time, ...]:
    """Return the times of some statements of a report, in order; none overlaps another."""
    found: list[Time] = []
    for s in statements:
        language = report.language if s.language == "und" else s.language
        taken: list[tuple[int, int, str]] = []
        for start, end, value in _readings(_western(s.text), language):
            if all(end <= a or b <= start for a, b, _ in taken):
                taken.append((start, end, value))
        found += [
            Time(
                report_id=report.id,
                start=s.start + a,
                end=s.start + b,
                text=s.text[a:b],
                value=value,
                how="read from the words alone",
            )
            for a, b, value in sorted(taken)
        ]
    return tuple(found)


def _western(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def _readings(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and value, the surest first."""
    for m in _HAN_DAY.finditer(text):
        if _valid(int(m[2]), int(m[3])):
            yield m.start(), m.end(), f"{m[1] or '-'}-{int(m[2]):02}-{int(m[3]):02}"
    names, pattern = _months(language)
    if pattern is not None:
        for m in pattern.finditer(text):
            month, day, year = names[fold(m["month"])], m["before"] or m["after"], m["year"]
            if day and not _valid(month, int(day)):
                day = None
            yield m.start(), m.end(), f"{year or '-'}-{month:02}" + (f"-{int(day):02}" if day else "")
    days, weekday = _weekdays(language)
    if weekday is not None:
        for m in weekday.finditer(text):
            yield m.start(), m.end(), f"W{days[fold(m[0])]}"
    for m in _CLOCK.finditer(text):
        if m[2] == ":" or m[4] or language in _CLOCK_AFTER_DOT:
            hour = int(m[1]) % 12 + 12 * (m[4][0] in "pP") if m[4] else int(m[1])
            yield m.start(), m.end(), f"T{hour:02}:{m[3]}"
    for m in _YEAR.finditer(text):
        yield m.start(), m.end(), m[1]


def _valid(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


@cache
def _months(language: str) -> tuple[dict[str, int], re.Pattern[str] | None]:
    names = {n: m for n, m in _cldr(language, "months").items() if len(n) > 2 and not n.isdecimal()}
    table = [w for w in rules(language).months if len(w) > 2]
    for word in table:  # other spellings of a month that CLDR knows by its first letters
        fits = {m for n, m in names.items() if len(n) > 3 and n[:3] == word[:3]}
        if word not in names and len(fits) == 1:
            names[word] = fits.pop()
    if not names:
        return {}, None
    month = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
    before = _DAY.format("before")
    return names, re.compile(
        rf"(?:{before}\s?(?:de\s|of\s)?)?(?<!\w)(?P<month>{month})(?!\w)\.?"
        rf"(?:\s(?P<after>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:]|[.,]\d))?"
        rf"(?:,?\s(?:de\s)?(?P<year>1[89]\d\d|20\d\d)(?!\d))?",
        re.IGNORECASE,
    )


@cache
def _weekdays(language: str) -> tuple[dict[str, int], re.Pattern[str] | None]:
    names = {n: d + 1 for n, d in _cldr(language, "days").items() if len(n) > 2}
    if not names:
        return {}, None
    words = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
    return names, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _cldr(language: str, kind: str) -> dict[str, int]:
    """Return folded names of months (1 to 12) or weekdays (0 is Monday) as CLDR has them."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return {}
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        wide = getattr(locale, kind).get(context, {}).get("wide", {})
        found |= {fold(str(name)): int(number) for number, name in wide.items()}
    return found
