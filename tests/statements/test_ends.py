from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from twicetold.languages import lookup
from twicetold.languages.rules import rules
from twicetold.statements import split_text

CASES = Path(__file__).parent / "cases"
CODES = lookup.codes("sentences")
# what decides between ends and no ends, in many scripts
MARKS = (
    " \n\t.!?…।॥۔؟。！？|;:,،、\"'“”‘’«»„()[]（）「」—-–١3aAbBäßЖжאبकहै好はท한\u200b\u200f\u00a0\u0301\u2028"
)


def quoted(text: str, language: str) -> list[str]:
    return [span.quote(text) for span in split_text(text, language)]


@pytest.mark.parametrize("code", CODES)
def test_every_table_cuts_its_tricky_sentences(code: str) -> None:
    """One file a language: a sentence a line, paragraphs apart; joined and cut again they are the same."""
    paragraphs = (CASES / f"{code}.txt").read_text("utf-8").strip().split("\n\n")
    assert len(paragraphs) >= 5
    for paragraph in paragraphs:
        wanted = paragraph.split("\n")
        text = ("" if rules(code).joined else " ").join(wanted)
        assert quoted(text, code) == wanted


@pytest.mark.parametrize("code", CODES)
def test_tables_say_what_a_page_needs(code: str) -> None:
    table = rules(code)
    assert table.name
    assert table.native
    assert table.direction == ("rtl" if code in ("ar", "fa", "he", "ur") else "ltr")
    assert table.joined == (code in ("ja", "zh"))
    assert not table.is_fallback


def test_an_unknown_language_falls_back_visibly_and_still_cuts() -> None:
    assert rules("xx").is_fallback
    assert quoted("Kam přišel Dr. Novák. Nikdo neví, etc. Konec.", "cs") == [
        "Kam přišel Dr. Novák.",
        "Nikdo neví, etc.",
        "Konec.",
    ]
    assert quoted("Uno dos. Tres! ክፍል። ሁለት።", "xx") == ["Uno dos.", "Tres!", "ክፍል።", "ሁለት።"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('He said "no." Then left.', ['He said "no."', "Then left."]),
        ("See Velmar.ir. It is up.", ["See Velmar.ir.", "It is up."]),
        ("Wait.... What?", ["Wait....", "What?"]),
        ("J. K. Torvald and A. Brel came. They left.", ["J. K. Torvald and A. Brel came.", "They left."]),
        ("It rose 3.5 per cent. 12 died.", ["It rose 3.5 per cent.", "12 died."]),
        ("1. Open the gate. 2. Close it.", ["1. Open the gate.", "2. Close it."]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        ("He (b. 1950. Velmar) died. She lives.", ["He (b. 1950. Velmar) died.", "She lives."]),
        (
            "He died on March 31st. The court met at 2.00p.m. Police were there.",
            ["He died on March 31st.", "The court met at 2.00p.m.", "Police were there."],
        ),
        ("He paid Rs. 10 million on Monday. It helped.", ["He paid Rs. 10 million on Monday.", "It helped."]),
        (
            "They met at 9 p.m. Friday in Velmar. All came.",
            ["They met at 9 p.m. Friday in Velmar.", "All came."],
        ),
        (
            "Maj. K. A Dorn led. The SFHQ-J. Major Dorn came.",
            ["Maj. K. A Dorn led.", "The SFHQ-J.", "Major Dorn came."],
        ),
        ("one. two. three", ["one. two. three"]),
        ("No end here", ["No end here"]),
        ('The end." She left.', ['The end."', "She left."]),
        ("Is it?” He nodded.", ["Is it?”", "He nodded."]),
        ("It ended.”She left.", ["It ended.”", "She left."]),
        ('" . " . "', ['" . " . "']),
        ("Done. . . . More.", ["Done. . . .", "More."]),
    ],
)
def test_english_marks(text: str, wanted: list[str]) -> None:
    assert quoted(text, "en") == wanted


def test_a_visarga_and_a_bar_between_words_end_nothing() -> None:
    assert quoted("उन्होंने कहाः आज वर्षा होगी।", "hi") == ["उन्होंने कहाः आज वर्षा होगी।"]
    assert quoted("समाचार | दैनिक दर्पण।", "hi") == ["समाचार | दैनिक दर्पण।"]


def test_a_space_forgotten_behind_a_stop_is_no_obstacle_where_no_capital_could_show() -> None:
    assert quoted("वर्षा हो रही है.लोग घर लौट आए हैं.", "hi") == ["वर्षा हो रही है.लोग घर लौट आए हैं."]
    assert quoted("قال الوزير ذلك مساء.وأضاف أنه سيعود.", "ar") == [
        "قال الوزير ذلك مساء.",
        "وأضاف أنه سيعود.",
    ]
    assert quoted("वर्षा हुई।लोग लौटे।", "hi") == ["वर्षा हुई।", "लोग लौटे।"]


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=MARKS, max_size=80) | st.text(max_size=80), st.sampled_from([*CODES, "und"]))
@example("\u200b\n\u200b", "en")
@example("a.\u2028b", "de")
def test_spans_cover_all_that_shows_and_nothing_twice(text: str, code: str) -> None:
    at = 0
    for span in split_text(text, code):
        assert at <= span.start < span.end <= len(text)
        assert not any(char.isalnum() for char in text[at : span.start])
        assert span.quote(text) == span.quote(text).strip()
        at = span.end
    assert not any(char.isalnum() for char in text[at:])


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=MARKS, max_size=60), st.sampled_from(CODES))
def test_no_sentence_says_nothing_but_a_paragraphs_only_one(text: str, code: str) -> None:
    for line in text.splitlines():
        spans = split_text(line, code)
        if len(spans) > 1:
            assert all(any(char.isalnum() for char in span.quote(line)) for span in spans)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        '"' * 100_000,
        "." * 100_000,
        ". " * 50_000,
        '". ' * 50_000,
        "(" * 100_000,
        "(a. " * 50_000,
        "J. " * 40_000,
        "« a. » " * 50_000,
        " " * 1_000_000 + "a",
        "好。“" * 50_000,
        "a\n" * 20_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.process_time()
    split_text(text, "en")
    split_text(text, "zh")
    assert time.process_time() - started < 8  # a quadratic pass takes minutes
