"""The language a source says, held against the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twicetold.reading import read
from twicetold.reading.spoken import language_of

CASES = Path(__file__).parents[1] / "statements" / "cases"


def words(code: str) -> str:
    return (CASES / f"{code}.txt").read_text("utf-8")[:1500]


@pytest.mark.parametrize("code", sorted(path.stem for path in CASES.glob("??.txt")))
def test_what_is_rightly_said_stands(code):
    assert language_of(code, words(code)) == (code, 1.0, ())
    for line in words(code).splitlines():
        assert language_of(code, line) == (code, 1.0, ())


@pytest.mark.parametrize("code", ["hi", "ru", "ar", "zh", "ta", "el", "de"])
def test_a_template_that_says_english_over_every_page_is_not_believed(code):
    text = words(code) if (CASES / f"{code}.txt").exists() else "Το φράγμα άνοιξε τη Δευτέρα το πρωί. " * 4
    found, score, notes = language_of("en-US", text)
    assert found == code
    assert score < 1
    assert notes == (f"the source says the language is en; the text is {code}",)


@pytest.mark.parametrize(
    ("said", "text", "code"),
    [
        ("eng", "The dam was opened.", "en"),
        ("ger", "Der Damm wurde geöffnet.", "de"),
        ("iw", "סכר נפתח ביום שני", "he"),
        ("en_GB", "Dam.", "en"),
        ("PT-br", "Barragem aberta.", "pt"),
        ("nb", "Demningen ble åpnet.", "no"),
        ("xx", "Dam dam dam.", "xx"),
        (
            "sr",
            "Brana je otvorena u ponedeljak ujutru i voda je odmah potekla prema gradu i selima. " * 3,
            "sr",
        ),
        ("gu", "Dam was opened.", "gu"),
    ],
)
def test_codes(said, text, code):
    assert language_of(said, text) == (code, 1.0, ())


@pytest.mark.parametrize("said", ["und", "", None, "English", "zxx", "x" * 50, "../en"])
def test_what_is_no_code_is_told_from_the_text(said):
    assert language_of(said, words("fr"))[0] == "fr"


def test_it_reaches_the_report(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"language": "en", "text": words("hi")}) + "\n", "utf-8")
    (report,) = read(path)
    assert report.language == "hi"
    assert "says the language is en" in report.notes[-1]
