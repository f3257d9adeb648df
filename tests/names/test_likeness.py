"""Pairs of invented names: same, dropped, shortened, cut differently, clashing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.names import similarity

SAME = [
    ("Orvanna Delisk", "Орванна Делиск"),
    ("Orvanna Delisk", "ओरवन्ना डेलिस्क"),
    ("Emarali Torvan", "इमार अली तोरवान"),  # cut differently
    ("Tarmelistan", "तार्मेलिस्तान"),
    ("तारमेलिस्तान", "तार्मेलीस्तान"),  # two spellings in one script
    ("Samir al-Harazi", "سمير الحرازي"),
    ("Delisk Orvanna", "Orvanna Delisk"),  # family name first
    ("O. Delisk", "Orvanna Delisk"),
    ("Delisk", "Орванна Делиск"),  # dropped given name
    ("Велдановым", "Veldanov"),  # inflected
    ("Kaveh Daryani", "کاوه دریانی"),
    ("Müllerheim", "Muellerheim"),
]
OTHER = [
    ("Orvanna Delisk", "Бруно Тамарик"),
    ("Orvanna Delisk", "ब्रूनो तमारिक"),
    ("Samir al-Harazi", "سمير النجدي"),
    ("B. Torvan", "Orvanna Delisk"),
    ("Kaveh Daryani", "کاوه رستمی"),
    ("Tarmelistan", "Ostravia"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_one_name(a: str, b: str) -> None:
    assert similarity(a, b) >= 0.5


@pytest.mark.parametrize(("a", "b"), OTHER)
def test_two_names(a: str, b: str) -> None:
    assert similarity(a, b) < 0.4


def test_honorifics_are_set_aside() -> None:
    assert similarity("डॉ. ओरवन्ना डेलिस्क", "Dr. Orvanna Delisk") > 0.8
    assert similarity("Frau Delisk", "Delisk", language_a="de") == 1.0


@settings(deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_has_a_score_both_ways(a: str, b: str) -> None:
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity(a, b) == similarity(b, a)


def test_nothing_sounds_like_nothing() -> None:
    assert similarity("", "Delisk") == 0.0
    assert similarity("—", "!") == 0.0
