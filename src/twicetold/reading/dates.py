"""A date as sources write it in, ISO 8601 out; `None` where it cannot be told without guessing.

Kept as said: a day stays a day, a time without a zone stays without one. 03/04/2021 is nobody's date: it is
either of two, so it is not parsed (the raw words stay in `published_raw`).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[T_ ]\s?(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?)?"
    r"\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[./年](\d{1,2})[./月](\d{1,2})日?(?:\s*(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})")
_LONGEST = 60  # characters; no form below is longer


def parse_date(said: str | None) -> str | None:
    """Return the ISO 8601 form of a date that can be read in one way only."""
    said = (said or "").strip()
    if not said or len(said) > _LONGEST:
        return None
    try:
        return _iso(said) or _compact(said) or _numbers(said) or _mail(said) or _seconds(said)
    except (ValueError, OverflowError):
        return None  # the 31st of February, an hour 25


def days(day: str) -> int:
    """Return the number of a day (ISO 8601), for differences in days."""
    return date.fromisoformat(day).toordinal()


def _iso(said: str) -> str | None:
    found = _ISO.fullmatch(said)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    whole = date(int(year), int(month), int(day)).isoformat()
    return whole if hour is None else f"{whole}T{_clock(hour, minute, second)}{_zone(zone)}"


def _compact(said: str) -> str | None:
    """Fourteen digits, as archives write them: always UTC."""
    found = _COMPACT.fullmatch(said)
    if not found:
        return None
    return datetime(*map(int, found.groups()), tzinfo=UTC).isoformat().replace("+00:00", "Z")  # type: ignore[arg-type,misc]


def _numbers(said: str) -> str | None:
    if found := _YEAR_FIRST.fullmatch(said):
        year, month, day, hour, minute, second = found.groups()
    elif found := _DAY_FIRST.fullmatch(said):
        day, month, year, hour, minute, second = found.groups()
    else:
        return None
    whole = date(int(year), int(month), int(day)).isoformat()
    return whole if hour is None else f"{whole}T{_clock(hour, minute, second)}"


def _mail(said: str) -> str | None:
    """RFC 822 and 2822, as RSS writes it; "-0000" means that the zone is not known."""
    if not re.match(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-]", said):
        return None
    try:
        return parsedate_to_datetime(said).isoformat().replace("+00:00", "Z")
    except (TypeError, IndexError):
        return None


def _seconds(said: str) -> str | None:
    """Seconds or milliseconds since 1970, as databases write them; only for years from 1990 to 2100."""
    if not re.fullmatch(r"\d{9,13}", said):
        return None
    seconds = int(said) / (1000 if len(said) > 11 else 1)
    if not 631_152_000 <= seconds < 4_102_444_800:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")


def _clock(hour: str, minute: str, second: str | None) -> str:
    return datetime(2000, 1, 1, int(hour), int(minute), int(second or 0)).time().isoformat()


def _zone(zone: str | None) -> str:
    if zone is None:
        return ""
    if zone in ("Z", "UTC", "GMT"):
        return "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    if int(digits[:2]) > 15 or int(digits[2:]) > 59:
        raise ValueError(zone)
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"
