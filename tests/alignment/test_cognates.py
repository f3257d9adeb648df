"""Words that sound alike and numbers that are the same, across scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played_encoder import Plain

from twicetold.alignment.cognates import (
    ALIKE,
    _blocked,
    _bones,
    _likenesses,
    likeness,
    shared_numbers,
    shared_words,
)
from twicetold.alignment.sides import Means, make_side

SCRIPTS = "abcdefghijklmnoprstuvzäßабвгдежзиклмнопрстअआकखगघचजटडतदनपबमयरलवशसहابپتجدرزسشعغفکلمنوهی"
word = st.text(st.sampled_from(SCRIPTS), max_size=12)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(word, word)
def test_likeness_is_symmetric_and_between_nothing_and_all(a, b):
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b) <= 1


@settings(max_examples=100, deadline=None, derandomize=True)
@given(word)
def test_a_word_is_like_itself_or_too_short_to_tell(a):
    assert likeness(a, a) in (0.0, 1.0)


@pytest.mark.parametrize(
    ("a", "b"),
    [("velidar", "велидар"), ("morvasha", "मोरवाशा"), ("selwick", "селвик"), ("kelistan", "केलिस्तान")],
)
def test_a_name_in_two_scripts_is_alike(a, b):
    assert likeness(a, b) >= ALIKE


@pytest.mark.parametrize(("a", "b"), [("harbour", "мэр"), ("velidar", "मोरवाशा"), ("dam", "плотина")])
def test_unlike_words_are_not(a, b):
    assert likeness(a, b) < ALIKE


def side(*texts):
    return make_side(texts, ["und"] * len(texts), ["body"] * len(texts), Plain(), Means(by_language={}))


def test_what_is_shared_does_not_depend_on_the_side():
    a = side("Rustam Velidar opened it in 2026", "43 were hurt", "Nothing else")
    b = side("२०२६ में रुस्तम वेलिदार", "४३ लोग", "рустам велидар")
    words, back = shared_words(a, b), shared_words(b, a)
    assert words.shape == (3, 3)
    assert (words == back.T).all()
    assert words[0, 0] > 0
    assert words[0, 2] > 0
    assert words[1:].sum() == 0
    numbers, clash = shared_numbers(a, b)
    assert (numbers == shared_numbers(b, a)[0].T).all()
    assert numbers[0, 0] > 0
    assert numbers[1, 1] > 0
    assert clash[0, 1]
    assert clash[1, 0]
    assert not clash[2].any()
    assert not clash[:, 2].any()


def test_a_word_that_everybody_says_counts_less():
    rare = shared_words(side("Velidar came", "x"), side("Velidar went", "y"))
    often = shared_words(side("Velidar came", "Velidar said"), side("Velidar went", "Velidar slept"))
    assert rare[0, 0] > often[0, 0] > 0


def blocks(said):
    """Return where a word is looked for: by its first two consonants, and by its second and third."""
    bones = _bones(said)
    return {(at, bones[at : at + 2]) for at in (0, 1) if len(bones) >= at + 2}


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(word, max_size=6), st.lists(word, max_size=6))
def test_all_pairs_at_once_are_as_one_by_one(left, right):
    left, right = list(dict.fromkeys(left)), list(dict.fromkeys(right))
    found = _likenesses(left, right, *_blocked(left, right))
    said = {(left[i], right[j]): like for i, j, like in zip(*found, strict=True)}
    for one in left:
        for other in right:
            if blocks(one) & blocks(other) and likeness(one, other) >= ALIKE:
                assert said[one, other] == pytest.approx(likeness(one, other))
            else:
                assert (one, other) not in said
