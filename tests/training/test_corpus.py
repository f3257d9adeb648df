import json
import re
import unicodedata
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "training" / "comparable"
FILES = sorted(FOLDER.glob("*.json"))
SCRIPTS = {
    "ar": "ARABIC", "bn": "BENGALI", "de": "LATIN", "en": "LATIN", "es": "LATIN", "fa": "ARABIC",
    "fr": "LATIN", "hi": "DEVANAGARI", "ja": "CJK|HIRAGANA|KATAKANA", "ko": "HANGUL", "pl": "LATIN",
    "ru": "CYRILLIC", "si": "SINHALA", "ta": "TAMIL", "tr": "LATIN", "uk": "CYRILLIC", "ur": "ARABIC",
    "zh": "CJK",
}  # fmt: skip


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def linked(left, right):
    return [
        (i, j)
        for i, one in enumerate(left["sentences"])
        for j, other in enumerate(right["sentences"])
        if set(one["facts"]) & set(other["facts"])
    ]


def script_share(text, pattern):
    letters = [unicodedata.name(c, "") for c in text if c.isalpha()]
    return sum(bool(re.match(pattern, name)) for name in letters) / len(letters)


def test_there_is_a_corpus():
    assert len(FILES) >= 8


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_shape(path):
    event = load(path)
    assert set(event) == {"event", "style", "reports", "facts"}
    assert event["event"] == path.stem
    assert event["style"] in {"near", "free"}
    assert [report["id"] for report in event["reports"]] == ["A", "B", "C"][: len(event["reports"])]
    assert len(event["reports"]) >= 2
    assert len({report["language"] for report in event["reports"]}) == len(event["reports"])
    assert all(re.fullmatch(r"f[1-9]\d*", key) and gloss.strip() for key, gloss in event["facts"].items())
    for report in event["reports"]:
        assert set(report) == {"id", "language", "sentences"}
        assert 4 <= len(report["sentences"]) <= 14


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_sentences(path):
    for report in load(path)["reports"]:
        seen = Counter(sentence["text"] for sentence in report["sentences"])
        assert max(seen.values()) == 1
        for sentence in report["sentences"]:
            text = sentence["text"]
            assert set(sentence) <= {"text", "facts", "minor"}
            assert text == unicodedata.normalize("NFC", text).strip()
            assert not re.search(r"\s\s|[\n\t�]", text)
            assert script_share(text, SCRIPTS[report["language"]]) > 0.8, text


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_facts_are_named_and_used(path):
    event = load(path)
    told, used = set(), set()
    for report in event["reports"]:
        for sentence in report["sentences"]:
            facts, minor = sentence["facts"], sentence.get("minor", [])
            assert len(facts) == len(set(facts))
            assert not set(facts) & set(minor)
            told.update(facts)
            used.update(facts, minor)
    assert used <= set(event["facts"])
    assert told == set(event["facts"])


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_something_is_aligned(path):
    event = load(path)
    assert all(linked(left, right) for left, right in combinations(event["reports"], 2))


def test_texts_are_not_repeated_between_events():
    texts = Counter(s["text"] for path in FILES for r in load(path)["reports"] for s in r["sentences"])
    assert [text for text, count in texts.items() if count > 1] == []


def test_the_corpus_stays_hard():
    """A fifth and more of what is told has no counterpart in the other report."""
    sentences = alone = 0
    for path in FILES:
        for left, right in combinations(load(path)["reports"], 2):
            links = linked(left, right)
            sentences += len(left["sentences"]) + len(right["sentences"])
            alone += len(left["sentences"]) - len({i for i, _ in links})
            alone += len(right["sentences"]) - len({j for _, j in links})
    assert 0.2 < alone / sentences < 0.6
