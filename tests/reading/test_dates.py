"""Dates as sources write them; what can be read in two ways is not read."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.reading.dates import parse_date


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2031-05-20", "2031-05-20"),
        ("20310520", "2031-05-20"),
        ("2031-05-20T07:15", "2031-05-20T07:15:00"),
        ("2031-05-20 07:15:30", "2031-05-20T07:15:30"),
        ("2031-05-20T07:15:30.123456Z", "2031-05-20T07:15:30Z"),
        ("2031-05-20T07:15:30+0200", "2031-05-20T07:15:30+02:00"),
        ("2031-05-20T07:15:30+05:45", "2031-05-20T07:15:30+05:45"),
        ("2031-05-20T07:15:30-08", "2031-05-20T07:15:30-08:00"),
        ("20310520T071530Z", "2031-05-20T07:15:30Z"),
        ("20310520071530", "2031-05-20T07:15:30Z"),
        ("2031-05-20 07:15 GMT", "2031-05-20T07:15:00Z"),
        ("2031/5/20", "2031-05-20"),
        ("2031年5月20日 07:15", "2031-05-20T07:15:00"),
        ("20.05.2031, 07:15", "2031-05-20T07:15:00"),
        ("Tue, 20 May 2031 07:15:00 +0200", "2031-05-20T07:15:00+02:00"),
        ("Tue, 20 May 2031 07:15:00 GMT", "2031-05-20T07:15:00Z"),
        ("20 May 2031 07:15:00 -0000", "2031-05-20T07:15:00"),
        ("1936941300", "2031-05-19T07:15:00Z"),
        ("1936941300000", "2031-05-19T07:15:00Z"),
    ],
)
def test_what_is_certain(said, iso):
    assert parse_date(said) == iso


@pytest.mark.parametrize(
    "said",
    [None, "", "  ", "yesterday", "03/04/2031", "3-4-2031", "2031", "2031-13-01", "2031-02-30", "2031-05-20T25:00",
     "2031-05-20T07:15:30+99:00", "12345", "x" * 10_000, "1" * 5_000, "20 Smarch 2031 07:15", "0000-00-00"],
)  # fmt: skip
def test_what_is_not_a_date(said):
    assert parse_date(said) is None


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.integers(-12 * 4, 14 * 4))
def test_round_trips(when, quarters):
    when = when.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    for said in (when.isoformat(), format_datetime(when)):
        found = parse_date(said)
        assert found is not None
        assert datetime.fromisoformat(found) == when


@given(st.text(max_size=70))
def test_nothing_raises(text):
    parse_date(text)
