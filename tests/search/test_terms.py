from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.search.terms import line_of, terms_of

SAME = [
    ("Straße", "STRASSE"),
    ("naïve café", "naive cafe"),
    ("ŁÓDŹ", "Łódź"),
    ("İzmir", "izmir"),
    ("Ｆｕｌｌ", "full"),
    ("1,200", "1200"),
    ("12\u202f345", "12345"),
    ("U.S. envoy", "US envoy"),
    ("Москва\u0301", "Москва"),
    ("ёлка", "елка"),
    ("мʼяч", "м'яч"),
    ("Ἀθῆναι", "Αθηναι"),
    ("ΟΔΟΣ", "οδός"),
    ("۱۴۰۳", "1403"),
    ("२०२४", "2024"),
    ("๒๕๖๗", "2567"),
    ("مُحَمَّد", "محمد"),
    ("الـــسد", "السد"),
    ("أحمد إيران آب", "احمد ايران اب"),
    ("کتابی", "كتابي"),
    ("می‌رود", "می رود"),
    ("हिन्दी", "हिंदी"),
    ("क़िला", "किला"),
    ("चाँद", "चांद"),
    ("שָׁלוֹם", "שלום"),
    ('צה"ל', "צה״ל"),
    ("ﾀﾞﾑ", "ダム"),
    ("ទំនប់​បើក", "ទំនប់បើក"),
    ("co\u00adoperate", "cooperate"),
]
APART = [("май", "маи"), ("їх", "іх"), ("ガ", "カ"), ("3.5", "35"), ("न्याय", "ंयाय"), ("大坝", "坝大")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_word_are_one_term(one, other):
    assert line_of(one) == line_of(other) != ""


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_words_are_other_terms(one, other):
    assert line_of(one) != line_of(other)


def test_scripts_without_spaces_become_pairs_of_signs():
    assert line_of("大坝开放，水") == "大坝 坝开 开放 放 水"
    assert line_of("댐을 열다") == "댐을 을 열다 다"
    assert line_of("เขื่อน") == "เขื่ ขื่อ อน น"  # a sign is a letter with its vowels and tones


def test_a_term_stands_where_it_says():
    text = "The dam’s gates: 1,200 t, 大坝。"
    assert [(t.text, text[t.start : t.end]) for t in terms_of(text)] == [
        ("the", "The"),
        ("dam", "dam"),
        ("s", "s"),
        ("gates", "gates"),
        ("1200", "1,200"),
        ("t", "t"),
        ("大坝", "大坝"),
        ("坝", "坝"),
    ]


LETTERS = st.characters(exclude_categories=["Cs"])


@given(
    st.text(LETTERS | st.sampled_from("aZé大坝ダเขื่ကက်ហ្មהא״كیन्द्ी한국'\".,- 12\u200b\u200c\u200d"), max_size=60)
)
def test_terms_are_whole_in_every_text(text):
    found = terms_of(text)
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert [t.start for t in found] == sorted(t.start for t in found)
    assert all(t.text and not any(c.isspace() for c in t.text) for t in found)
    # both back ends cut a line of terms at spaces only where ASCII holds nothing but letters and digits
    assert all(c.isalnum() for t in found for c in t.text if c.isascii())


@given(st.text(LETTERS, min_size=1, max_size=12))
def test_no_letter_is_lost(text):
    """Whatever has a letter or a digit can be found again: the reason for terms of our own."""
    letters = [
        c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) in ("Lu", "Ll", "Lo", "Nd")
    ]
    if letters:
        assert terms_of(unicodedata.normalize("NFC", text))
