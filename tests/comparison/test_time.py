"""Times taken apart: what their values say, and what their words say whatever day they were written on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.comparison.time import Parts, compatible, parts, said


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Monday", "en", Parts(weekday=1)),
        ("12 October", "en", Parts(month=10, day=12)),
        ("12 October 2026", "en", Parts(year=2026, month=10, day=12, weekday=1)),
        ("सोमवार की शाम", "hi", Parts(weekday=1, part="evening")),
        ("11月6日", "zh", Parts(month=11, day=6)),
        ("в воскресенье", "ru", Parts(weekday=7)),
        ("yesterday", "en", None),
        ("last year", "en", None),
    ],
)
def test_the_words_of_a_time_say_so_much(text, language, expected):
    assert said(text, language) == expected


@settings(deadline=None)
@given(st.text(max_size=40), st.sampled_from(["en", "hi", "fa", "zh", "xx", "und"]))
def test_any_words_can_be_asked(text, language):
    told = said(text, language)
    assert told is None or not told.is_empty


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2026-10", "2026-10-12", True),
        ("1988", "1998", False),
        ("T10:40", "T22:40", True),
        ("T10:40", "1988", None),
        ("2026-10-11", "2026-10-12", False),
        ("2026-10-11/2026-10-13", "2026-10-12", True),
        ("2026-10-11/2026-10-13", "2026-10-14", False),
        ("2026-10-11/2026-10-13", "2026-10-11/2026-10-13", True),
        ("2026-10-11/2026-10-13", "2026-10-14/2026-10-15", False),
        ("2026-10-11/2026-10-13", "2026-10-12/2026-10-15", None),
        ("2026-10-11/2026-10-13", "2026-03", None),
    ],
)
def test_times_agree_part_by_part(a, b, expected):
    assert compatible(parts(a), parts(b)) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [("Monday", "12 October 2026", True), ("Sunday", "12 October 2026", False), ("Monday", "May 1988", None),
     ("Monday morning", "Monday evening", False), ("Monday evening", "Monday", True)],
)  # fmt: skip
def test_words_agree_part_by_part(a, b, expected):
    assert compatible(said(a, "en"), said(b, "en")) is expected


@pytest.mark.parametrize("value", [None, "", "2025-01/2026-02", "soon"])
def test_what_cannot_be_read_is_no_time(value):
    assert parts(value) is None
