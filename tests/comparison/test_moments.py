from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.comparison.moments import moments
from twicetold.comparison.time import compatible, parts
from twicetold.model import Report, Statement


def values(text, language):
    statement = Statement(report_id="A", n=0, start=0, end=len(text), text=text)
    return [t.value for t in moments([statement], Report(id="A", text=text, language=language))]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The bridge opened on Monday at 10.40am.", "en", ["W1", "T10:40"]),
        ("on 12 October 2026", "en", ["2026-10-12"]),
        ("am 6. November um 23.20 Uhr", "de", ["--11-06", "T23:20"]),
        ("सोमवार, 12 अक्टूबर", "hi", ["W1", "--10-12"]),
        ("11月6日", "zh", ["--11-06"]),
        ("в воскресенье, 11 октября", "ru", ["W7", "--10-11"]),
        ("built in ١٩٨٨", "en", ["1988"]),
        ("on 31 February", "en", ["--02"]),
    ],
)
def test_times_are_read(text, language, expected):
    assert values(text, language) == expected


@given(st.text(max_size=80), st.sampled_from(["en", "hi", "fa", "zh", "xx", "und"]))
def test_times_point_into_the_text(text, language):
    statement = Statement(report_id="A", n=0, start=0, end=len(text), text=text)
    for t in moments([statement], Report(id="A", text=text, language=language)):
        assert text[t.start : t.end] == t.text


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("W1", "2026-10-12", True),
        ("W7", "2026-10-12", False),
        ("1988", "1998", False),
        ("T10:40", "T22:40", True),
        ("T10:40", "1988", None),
        ("--10-12", "2026-10-12", True),
    ],
)
def test_times_agree_part_by_part(a, b, expected):
    assert compatible(parts(a), parts(b)) is expected


@pytest.mark.parametrize("value", [None, "", "2026-01-01/2026-02-01", "soon"])
def test_what_cannot_be_read_is_no_time(value):
    assert parts(value) is None
