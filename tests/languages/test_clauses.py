from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.languages import lookup
from twicetold.languages.clauses import clauses
from twicetold.languages.rules import rules


def cut(text: str, language: str) -> list[str]:
    return [span.quote(text) for span in clauses(text, language)]


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", ["The dam opened on Monday,", "which surprised the farmers below,", "but nobody protested."]),
        ("en", ['"We shall wait for spring,"', "said the mayor of Velmar."]),
        ("en", ["The deep historical, religious, cultural and linguistic ties were praised."]),
        ("de", ["Der Damm wurde eröffnet,", "weil die Regierung es wollte,", "obwohl die Bauern warnten."]),
        ("hi", ["महापौर ने सोमवार की शाम कहा", "कि पुल पूरी तरह सुरक्षित है", "लेकिन कल तक बंद रहेगा।"]),
        ("hi", ["महापौर ने सोमवार को कहाः", "पुल पूरी तरह सुरक्षित है और कल खुलेगा।"]),
        ("fa", ["شهردار ولمار دیروز گفت", "که پل کاملاً ایمن است", "اما فردا بسته می‌ماند."]),
        ("ru", ["«Мы долго ждали этого,", "— сказала мэр Вельмара,", "— и дождались наконец»."]),
        ("zh", ["市长说，大桥已经通车，", "但是农民仍然担心水位下降。"]),
    ],
)
def test_clauses(language: str, wanted: list[str]) -> None:
    joined = "" if rules(language).joined else " "
    assert cut(joined.join(wanted), language) == wanted


def test_numbers_and_addresses_are_not_cut() -> None:
    assert len(cut("Exactly 12,450 people came at 10:40 to velmar.example/a,b", "en")) == 1


def test_a_sentence_inside_a_text() -> None:
    text = "One. The dam opened on Monday, which surprised everybody there. Two."
    spans = clauses(text, "en", start=5, end=len(text) - 5)
    assert [span.quote(text) for span in spans] == [
        "The dam opened on Monday,",
        "which surprised everybody there.",
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet='ab ,;:"“”«»—-()，。「」कि که a1\n', max_size=80) | st.text(max_size=80),
    st.sampled_from([*lookup.codes("sentences"), "und"]),
)
def test_clauses_cover_the_sentence(text: str, language: str) -> None:
    at = 0
    for span in clauses(text, language):
        assert at <= span.start < span.end
        assert not text[at : span.start].strip()
        assert span.quote(text) == span.quote(text).strip()
        at = span.end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    "text", ["a, " * 100_000, '" ' * 100_000, "long enough clause here, " + '" ' * 50_000]
)
def test_linear(text: str) -> None:
    started = time.process_time()
    clauses(text, "en")
    assert time.process_time() - started < 5
