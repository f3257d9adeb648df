"""The date that a page shows beside its headline or under its text, for pages that do not say one elsewhere.

Only short blocks with a year in them are looked at, and `dateparser` is asked in the page's language alone: over a
whole page or in all languages it finds dates in words. Relative ones ("a day ago") are never read: they would change
with the day of reading. Measured by `bench/reading.py` against what pages say in their metadata.
"""

from __future__ import annotations

import re
import warnings

from twicetold.reading.dates import parse_date
from twicetold.reading.pages.blocks import Block

_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST = 120  # characters of a block that may be a date line
_BESIDE = 40  # characters beside the date in a line that is nothing else
_MOST = 4
_NUMBERS = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d)(?!\d)"
)
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})[-/](\d{1,2})[-/]((?:19|20)\d\d)(?!\d)")


def date_lines(blocks: list[Block]) -> list[Block]:
    """Return the blocks that may be date lines."""
    return [block for block in blocks if len(block.text) <= _LONGEST and _YEAR.search(block.text)][:_MOST]


def shown_date(lines: list[Block], language: str, *, alone: bool = False) -> str | None:
    """Return the first day (ISO 8601) in a page's date lines; with `alone` only of lines that are little else."""
    for line in lines:
        text = line.text
        if alone and len(text) > _BESIDE + 20:
            continue
        day = _numeric(text) or _day_month(text, language) or _worded(text, language)
        if day:
            return day
    return None


def _numeric(text: str) -> str | None:
    found = _NUMBERS.search(text)
    if not found:
        return None
    parts = [int(part) for part in re.findall(r"\d+", found[0])]
    year, month, day = parts if parts[0] > 31 else reversed(parts)
    return parse_date(f"{year:04d}-{month:02d}-{day:02d}")


def _day_month(text: str, language: str) -> str | None:
    """03-04-2031: the day first, except in English, where it is either of two unless one of them is above 12."""
    found = _DAY_MONTH.search(text)
    if not found:
        return None
    first, second, year = (int(part) for part in found.groups())
    if language == "en" and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if second <= 12 else (second, first)
    return parse_date(f"{year:04d}-{month:02d}-{day:02d}")


def _worded(text: str, language: str) -> str | None:
    """Return a date with a month in words, in the language of the page."""
    if language == "und" or _DAY_MONTH.search(text):
        return None
    from dateparser.search import search_dates

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of dateutil, about names of zones
            found = search_dates(text, languages=[language], settings=settings)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None  # a language that it does not know, a number that is no date
    for words, when in found or ():
        if str(when.year) in words:
            return str(when.date().isoformat())
    return None
