"""Day, month and year of any calendar to ISO 8601; a date that does not exist is `None`, with the reason in words.

Solar Hijri by persiantools, Hijri by hijridate (Umm al-Qura, 1343 to 1500 AH); Buddhist and era years are Gregorian
ones with another count.
"""

from __future__ import annotations

from datetime import date

SOLAR, LUNAR, GREGORIAN = "Solar Hijri", "Hijri", "Gregorian"
BUDDHIST = 543  # years ahead of the Gregorian count
_SOLAR_YEARS, _LUNAR_YEARS, _YEARS = range(1200, 1500), range(1343, 1501), range(1000, 2200)


def iso(
    year: int | None, month: int | None, day: int | None, calendar: str = GREGORIAN
) -> tuple[str | None, str]:
    """Return ISO 8601 (a day, month or year) and what to say of it. A year is needed; a day needs a month."""
    if year is None:
        return None, "no year"
    if month == 0 or day == 0:
        return None, "there is no such date"
    if calendar == GREGORIAN:
        return _gregorian(year, month, day)
    days = _converted(year, month or 1, day or 1, calendar)
    if days is None:
        return None, f"there is no such {calendar} date"
    if day is None or month is None:
        # a month of these calendars spans two of ours, a year two years
        last = _converted(year, month or 12, 29, calendar) or days
        form = "%Y-%m" if month else "%Y"
        first, end = days.strftime(form), last.strftime(form)
        return (first if first == end else f"{first}/{end}"), f"{calendar} date"
    return days.isoformat(), f"{calendar} date"


def _gregorian(year: int, month: int | None, day: int | None) -> tuple[str | None, str]:
    if year not in _YEARS:
        return None, f"year {year} is out of range"
    try:
        exact = date(year, month or 1, day or 1)
    except ValueError:
        return None, "there is no such date"
    if month is None:
        return f"{year:04}", "year"
    return (exact.isoformat(), "date") if day else (f"{year:04}-{month:02}", "month")


def _converted(year: int, month: int, day: int, calendar: str) -> date | None:
    """Return the Gregorian day, or `None` where the calendar has no such date."""
    try:
        if calendar == SOLAR and year in _SOLAR_YEARS:
            from persiantools.jdatetime import JalaliDate

            found = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
        elif calendar == LUNAR and year in _LUNAR_YEARS:
            from hijridate import Hijri

            found = Hijri(year, month, day).to_gregorian()
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


def from_gregorian(day: date, calendar: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a Gregorian day in a calendar, to guess the year that a report leaves out."""
    if calendar == SOLAR:
        from persiantools.jdatetime import JalaliDate

        there = JalaliDate(day)  # type: ignore[no-untyped-call]
        return there.year, there.month, there.day
    if calendar == LUNAR:
        from hijridate import Gregorian

        try:
            lunar = Gregorian(day.year, day.month, day.day).to_hijri()
        except (ValueError, OverflowError):
            return None
        return lunar.year, lunar.month, lunar.day
    return day.year, day.month, day.day
