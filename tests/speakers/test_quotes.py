"""Quotations by marks alone: nested, over paragraphs, unbalanced, empty, and whatever hypothesis thinks of."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.speakers.lexicon import lexicon
from twicetold.speakers.quotes import quotations

EVERY = lexicon("und").quotes
MARKS = st.text(alphabet="“”„«»‹›「」『』\"'‘’ ab.,\nÄक।", max_size=120)


def said(text: str, pairs: tuple[str, ...] = EVERY) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in quotations(text, pairs)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('She said "no" and left.', ["no"]),
        ("She said “no ‘means’ no” twice.", ["no ‘means’ no"]),
        ("Er sagte: „Nein, ‚nie‘ sage ich.“", ["Nein, ‚nie‘ sage ich."]),
        ("»So nicht«, sagte sie.", ["So nicht"]),
        ("「助けて」と言った。", ["助けて"]),
        ('An empty "" pair and "  " too.', []),
        ("The players' boat didn't sink.", []),
        ("'It's ours,' he said.", ["It's ours,"]),
        ('"One.\n"Two," he said.', ["One.", "Two,"]),
        ('"One.\nTwo.\nThree," he said.', ["One.\nTwo.\nThree,"]),
        ('"Never closed. He left.\nNext paragraph.', ["Never closed. He left."]),
        ('Nothing opens this." And on.', ["Nothing opens this."]),
        ("«А» и «Б»", ["А", "Б"]),
        ("", []),
    ],
)
def test_what_is_quoted(text, wanted):
    assert said(text) == wanted


def test_a_repeated_opening_mark_resumes_the_quotation():
    found = quotations('"One.\n"Two," he said.', EVERY)
    assert [q.closed for q in found] == [False, True]
    assert [q.resumed for q in found] == [False, True]


@given(MARKS)
def test_quotations_stand_in_order_inside_the_text(text):
    found = quotations(text, EVERY)
    for q in found:
        assert 0 <= q.start <= q.inner_start < q.inner_end <= q.end <= len(text)
        assert any(c.isalnum() for c in text[q.inner_start : q.inner_end])
    for a, b in pairwise(found):
        assert a.end <= b.start


@pytest.mark.timeout(60)
def test_a_hundred_thousand_marks_take_bounded_time():
    for text in ('"a ' * 50_000, "a” " * 50_000, "“a\n" * 50_000, "'a' " * 40_000):
        assert all(a.end <= b.start for a, b in pairwise(quotations(text, EVERY)))
