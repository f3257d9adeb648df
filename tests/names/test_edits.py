"""The letter weights: the fast scorer equals the plain one, and right spellings beat wrong ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.names.edits import PairScorer, best_path, script_of, spell, spell_latin, weights

SCRIPTS = ("arab", "cyrl", "deva", "latn")
LETTERS = {"arab": "ابتسرمنوي", "cyrl": "абвгшщюя", "deva": "कखनमािीर्", "latn": "abcdefkhsz"}


@pytest.mark.parametrize("script", SCRIPTS)
@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_fast_equals_plain(script: str, data: st.DataObject) -> None:
    latin = data.draw(st.lists(st.text("abcdehkmnrstyz", max_size=7), min_size=1, max_size=4))
    foreign = data.draw(st.lists(st.text(LETTERS[script] + "q?", max_size=7), min_size=1, max_size=4))
    table = weights(script)
    pairs = [(i, j) for i in range(len(latin)) for j in range(len(foreign))]
    left, right = (np.array(side) for side in zip(*pairs, strict=True))
    fast = PairScorer(latin, foreign, table).score(left, right)
    plain = [best_path(latin[i], foreign[j], table) for i, j in pairs]
    assert fast == pytest.approx(plain, abs=1e-3)


@pytest.mark.parametrize(
    ("latin", "right", "wrong"),
    [
        ("veldanova", "велданова", "верданский"),
        ("shchukrin", "щукрин", "чуркалов"),
        ("harazi", "الحرازي", "الهلالي"),
        ("toramgar", "तोरमगर", "तुरनगढ़"),
        ("lakshmivel", "लक्ष्मीवेल", "लोकवेल"),
    ],
)
def test_the_right_spelling_scores_higher(latin: str, right: str, wrong: str) -> None:
    script = script_of(right)
    table = weights(script)
    good, bad = (
        best_path(spell_latin(latin, table.letters), spell(n, script), table) for n in (right, wrong)
    )
    assert good > 0
    assert good > bad + 3


def test_scripts_are_told_apart() -> None:
    assert [script_of(n) for n in ("Тула", "رام", "राम", "ராம்", "Tula", "東京", "")] == [
        "cyrl", "arab", "deva", "deva", "latn", "latn", "latn",
    ]  # fmt: skip


def test_variants_of_letters_are_spelled_alike() -> None:
    assert spell("کریمی", "arab") == spell("كريمي", "arab")
    assert spell("রাম", "deva") == spell("राम", "deva")
    assert spell("х" * 500, "cyrl") == "х" * 64
