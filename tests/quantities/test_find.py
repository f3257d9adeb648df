"""Quantities found in our own sentences, in every language that has a table."""

from __future__ import annotations

import importlib.util
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.languages.lookup import codes
from twicetold.quantities import find

_spec = importlib.util.spec_from_file_location("quantity_cases", Path(__file__).parent / "cases.py")
assert _spec is not None
assert _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
CASES = _module.CASES
EVERY = [(code, text, expected) for code, cases in CASES.items() for text, expected in cases]


@pytest.mark.parametrize(("language", "text", "expected"), EVERY)
def test_quantities_of_a_sentence(language, text, expected):
    found = find(text, language)
    assert [f.text for f in found] == [e[0] for e in expected]
    for one, (_, value, unit, *bounds) in zip(found, expected, strict=True):
        low, high = bounds or (value, value)
        assert (one.value, one.unit) == (pytest.approx(value), unit)
        assert (one.low, one.high) == (
            pytest.approx(low) if low is not None else None,
            pytest.approx(high) if high is not None else None,
        )


def test_every_table_has_sentences():
    assert set(codes("quantities")) <= set(CASES)


@settings(deadline=None, max_examples=150)
@given(
    st.text(
        alphabet=st.sampled_from("0123456789,.-–% $€½१२३٤٥۶万千三百 人seihundrdlakhतीनसौo'’"), max_size=40
    ),
    st.sampled_from([*codes("quantities"), "und"]),
)
def test_spans_quote_the_text(text, language):
    found = find(text, language)
    assert all(text[f.start : f.end] == f.text for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(f.low is None or f.high is None or f.low <= f.high for f in found)


def test_dates_are_left_out():
    text = "On 31 May 2022 40 people met."
    assert [f.text for f in find(text, "en", skip=[(3, 14)])] == ["40 people"]


def test_two_hundred_sentences_are_quick():
    text = " ".join(t for t, _ in CASES["en"]) * 16
    find(text, "en")
    began = time.perf_counter()
    find(text, "en")
    assert time.perf_counter() - began < 1.0
