"""When two quantities agree, and what is said of it."""

from __future__ import annotations

import pytest

from twicetold.quantities import agree, find


def one(text, language="en"):
    (found,) = find(text, language)
    return found


AGREE = [
    ("more than 40 people", "43 people"),
    ("a dozen trucks", "12 trucks"),
    ("about 40 km", "42 km"),
    ("1.2 million votes", "1,234,567 votes"),
    ("at least 300", "320"),
    ("up to 30 km", "28 km"),
    ("5 to 10 percent", "7 percent"),
    ("hundreds of soldiers", "450 soldiers"),
    ("100 miles", "160 km"),
    ("two weeks", "14 days"),
    ("nearly 200", "195"),
    ("roughly 1,000", "about 1,050"),
]
CLASH = [
    ("40 people", "43 people"),
    ("49 dead", "50 dead"),
    ("more than 40", "38"),
    ("at most 12 km", "15 km"),
    ("5 to 10 percent", "12 percent"),
    ("12 million", "21 million"),
    ("less than 100", "more than 150"),
    ("three hundred", "3,000"),
]
OPEN = [("40 km", "40 kg"), ("more than 40", "400"), ("more than 40", "at least 60"), ("5 percent", "$5")]


@pytest.mark.parametrize(("a", "b"), AGREE)
def test_agreeing(a, b):
    assert agree(one(a), one(b))[0] is True
    assert agree(one(b), one(a))[0] is True


@pytest.mark.parametrize(("a", "b"), CLASH)
def test_clashing(a, b):
    assert agree(one(a), one(b))[0] is False
    assert agree(one(b), one(a))[0] is False


@pytest.mark.parametrize(("a", "b"), OPEN)
def test_what_cannot_be_told(a, b):
    assert agree(one(a), one(b))[0] is None


def test_across_languages():
    assert agree(one("40 से अधिक", "hi"), one("43 نفر", "fa"))[0] is True
    assert agree(one("साढ़े तीन करोड़ वोट", "hi"), one("35 million votes"))[0] is True
    assert agree(one("3.5万人", "zh"), one("35 000 человек", "ru"))[0] is True


def test_the_reason_says_what_was_done():
    assert "rounded" in agree(one("1.2 million"), one("1,234,567"))[1]
    assert agree(one("40 people"), one("43 people"))[1] == "40 against 43"
    assert agree(one("43"), one("more than 40"))[1] == "43 is 40 or more"
    assert "cannot be compared" in agree(one("40 km"), one("40 kg"))[1]
