"""Every entry of every table of speech, in a sentence of our own: an entry that is never read fails here.

`sentences.toml` gives each language one sentence for each kind of cue and one for words; every form that an entry
writes is put into it. A form that another, longer one always hides is dead weight, or a mistake, and is named.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from twicetold.languages.lookup import codes, table
from twicetold.speakers.lexicon import CUES, entries, lexicon
from twicetold.speakers.matching import find_cues, mark_words
from twicetold.speakers.quotes import quotations
from twicetold.speakers.tokens import words

SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))
SAID = ("say", "ask", "judge", "claim", "voice")
FILLER = {"ja": "", "zh": ""}  # what stands for the words of a gap (`~`), an invented name elsewhere


def frame(code: str, kind: str) -> str:
    """Return the language's sentence for a kind of cue; one that is missing fails the test that asks."""
    wanted = "said" if kind in SAID else kind
    if kind == "relative" and wanted not in SENTENCES[code]:
        wanted = "said"
    return SENTENCES[code][wanted]


def written(code: str, form: str) -> str:
    """Return a form as a text has it: nothing for the letters that `*` leaves open, a name in a gap."""
    text = form.replace("+ ", "").replace("+", "")
    gap = "" if code in FILLER else " Lund "
    text = text.replace(" ~ ", gap).replace("~", gap)
    return " ".join(text.replace("*", "").split())


def put(sentence: str, text: str) -> tuple[str, int, int]:
    """Return the sentence with a form in its place, written onto its neighbour where it has an apostrophe; its span."""
    if text.endswith(("'", "’")):
        sentence = re.sub(r"\{\} ?(?=\W)", "{}Ada ", sentence).replace("{} ", "{}")
    elif text.startswith(("'", "’", "-")):
        sentence = sentence.replace(" {}", "{}")
    at = sentence.index("{}")
    return sentence.replace("{}", text), at, at + len(text)


def expanded(lists: dict[str, object], kinds) -> list[tuple[str, str]]:
    return [(kind, form) for kind in kinds for form in entries(lists.get(kind, ""))]


def stream_of(code: str, text: str, *, attitudes: bool = False):
    lex = lexicon(code, attitudes)
    return lex, words(text, 0, len(text), lex.proclitics, lex.enclitics)


def test_every_table_has_sentences():
    assert set(SENTENCES) == set(codes("speech"))


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_cue_is_read(code):
    hidden = []
    for kind, form in expanded(table(code, "speech").data["cues"], CUES):
        text, at, end = put(frame(code, kind), written(code, form))
        lex, stream = stream_of(code, text, attitudes=kind == "attitude")
        met = [
            cue
            for cue in find_cues(lex, stream)
            if stream[cue.start].start < end and stream[cue.end - 1].end > at
        ]
        if not met:
            hidden.append(f"{kind}: {form}")
    assert not hidden


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_word_is_known(code):
    data = table(code, "speech").data.get("words", {})
    sentence = SENTENCES[code]["word"]
    unknown = []
    for kind, form in expanded(data, data):
        text, at, end = put(sentence, written(code, form))
        lex, stream = stream_of(code, text)
        marks = mark_words(lex, stream)
        if not any(m for t, m in zip(stream, marks, strict=True) if t.start < end and t.end > at):
            unknown.append(f"{kind}: {form}")
    assert not unknown


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_pair_of_marks_quotes_and_every_pronoun_is_one(code):
    lex = lexicon(code)
    said = SENTENCES[code]["word"].replace("{}", "")
    for pair in lex.quotes:
        text = f"{said} {pair[0]}{said}{pair[1]}"
        assert [text[q.start] + text[q.end - 1] for q in quotations(text, lex.quotes)] == [pair], pair
    for form in entries(list(table(code, "speech").data["pronouns"].values())):
        _, stream = stream_of(code, form)
        assert "".join(t.fold for t in stream) in lex.pronouns
