"""Weekdays and months of every language with a table of times, as CLDR spells them, in a frame that CLDR makes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_date

from twicetold.languages.lookup import FALLBACK, codes
from twicetold.times import find

CODES = sorted(set(codes("times")) - {FALLBACK})
ANCHOR = date(2026, 6, 17)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("number", range(7))
def test_a_weekday_is_the_last_one_of_its_name(code, number):
    name = Locale.parse(code).days["format"]["wide"][number]
    day = ANCHOR - timedelta(days=(ANCHOR.weekday() - number) % 7)
    assert [t.value for t in find(name, code, anchor=ANCHOR)] == [day.isoformat()], name


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("month", range(1, 13))
def test_a_long_date_is_that_day(code, month):
    day = date(2025, month, 23)
    calendar = format_date(day, "d MMMM y" if code not in ("zh", "ja", "ko") else "long", locale=code)
    assert [t.value for t in find(calendar, code, anchor=ANCHOR)] == [day.isoformat()], calendar
