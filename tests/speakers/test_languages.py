"""Every language with a table says who says what in sentences of our own; a table without them fails here."""

from __future__ import annotations

import importlib.util
import unicodedata
from pathlib import Path

import pytest

from twicetold.languages.lookup import codes
from twicetold.speakers import attribute
from twicetold.speakers.lexicon import CUES, lexicon

_spec = importlib.util.spec_from_file_location("speech_cases", Path(__file__).with_name("cases.py"))
assert _spec is not None
assert _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
CASES = _module.CASES

WANTED = [
    "ar",
    "bn",
    "de",
    "en",
    "es",
    "fa",
    "fr",
    "he",
    "hi",
    "id",
    "it",
    "ja",
    "ko",
    "pl",
    "pt",
    "ru",
    "ta",
    "tr",
    "uk",
    "ur",
    "zh",
]


def test_the_languages_asked_for_have_a_table_and_every_table_has_sentences():
    assert set(WANTED) <= set(codes("speech"))
    assert set(codes("speech")) == set(CASES)


@pytest.mark.parametrize("code", codes("speech"))
def test_a_table_says_enough(code):
    lex = lexicon(code)
    assert not lex.is_fallback
    assert lex.quotes
    assert lex.pronouns
    assert lex.cues.words or lex.cues.prefixes


@pytest.mark.parametrize(
    ("code", "n"), [(code, n) for code in sorted(CASES) for n in range(len(CASES[code]))]
)
def test_own_sentences(report, code, n):
    lines = [line for line, _ in CASES[code]]
    made, statements = report(lines, code)
    found = [a for a in attribute(made, statements) if n in a.statements]
    wanted = CASES[code][n][1]
    if wanted is None:
        assert found == []
        return
    speech, speaker, content, number = (
        unicodedata.normalize("NFC", w) if isinstance(w, str) else w for w in wanted
    )
    matching = [a for a in found if any(content in c.quote(made.text) for c in a.content)]
    assert matching, [[c.quote(made.text) for c in a.content] for a in found]
    best = matching[0]
    assert best.speech == speech
    if speaker is not None:
        assert best.speaker is not None
        assert speaker in best.speaker.quote(made.text)
    if number is not None:
        assert best.speaker_id == f"s{number}"
    assert 0 < best.confidence <= 1
    assert best.how


def test_an_unknown_kind_of_word_in_a_table_is_told(monkeypatch):
    from twicetold.speakers import lexicon as module

    with pytest.raises(ValueError, match=r"no kind of word is called 'shout'.*say"):
        module._trie({"shout": "yell"}, CUES, "tables/xx/speech.toml", ((), ()))
