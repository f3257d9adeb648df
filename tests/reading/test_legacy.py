"""Our own news, re-encoded as files of the last century were, and read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.model import Report
from twicetold.reading.legacy import ENCODINGS, decode_legacy
from twicetold.reading.plain import read_bytes
from twicetold.settings import Settings

CASES = Path(__file__).parents[1] / "statements" / "cases"
CZECH = "Voda ve studních klesla dříve, než se přehrada naplnila. Starosta řekl, že úřad mlčí.\n"

WRITTEN = [
    ("ru", "cp1251"),
    ("ru", "koi8_r"),
    ("ru", "iso8859_5"),
    ("ru", "cp866"),
    ("uk", "cp1251"),
    ("uk", "koi8_u"),
    ("ar", "cp1256"),
    ("ar", "iso8859_6"),
    ("he", "cp1255"),
    ("he", "iso8859_8"),
    ("el", "cp1253"),
    ("el", "iso8859_7"),
    ("de", "cp1252"),
    ("fr", "cp1252"),
    ("es", "latin_1"),
    ("it", "iso8859_15"),
    ("pt", "cp1252"),
    ("pl", "cp1250"),
    ("pl", "iso8859_2"),
    ("tr", "cp1254"),
    ("tr", "iso8859_9"),
    ("zh", "gb18030"),
    ("zh", "gbk"),
    ("zh", "big5hkscs"),
    ("ja", "shift_jis"),
    ("ja", "euc_jp"),
    ("ja", "iso2022_jp"),
    ("ko", "euc_kr"),
]


def written(language: str, encoding: str, text: str) -> tuple[bytes, str]:
    data = text.encode(encoding, "ignore")
    return data, data.decode(encoding)


@pytest.mark.parametrize(("language", "encoding"), WRITTEN)
def test_a_file(language: str, encoding: str) -> None:
    text = (CASES / f"{language}.txt").read_text("utf-8").replace("velmar-post.example", "Orvana")
    data, wanted = written(language, encoding, text)
    read, notes = decode_legacy(data)
    assert read == wanted
    assert len(notes) == 1
    assert notes[0].startswith("decoded as ")


@pytest.mark.parametrize(("language", "encoding"), [pair for pair in WRITTEN if pair[1] != "iso2022_jp"])
def test_three_short_lines(language: str, encoding: str) -> None:
    """Most windows of three lines, which is what a flash is; single lines may be beyond telling."""
    lines = (CASES / f"{language}.txt").read_text("utf-8").replace("\n\n", "\n").splitlines()
    right = tried = 0
    for first in range(0, len(lines) - 2, 3):
        data, wanted = written(language, encoding, "\n".join(lines[first : first + 3]))
        if not data.isascii():
            tried += 1
            right += decode_legacy(data)[0] == wanted
    assert right >= 0.8 * tried


def test_czech_in_its_two_encodings() -> None:
    for encoding in ("cp1250", "iso8859_2"):
        assert decode_legacy(CZECH.encode(encoding))[0] == CZECH


def test_a_report_says_what_was_decided() -> None:
    data = (CASES / "ru.txt").read_text("utf-8").encode("koi8_r", "ignore")
    report = read_bytes(data, source="x", settings=Settings())
    assert isinstance(report, Report)
    assert report.language == "ru"
    assert report.notes[0].startswith("decoded as koi8-r (")


def test_every_encoding_is_known_to_python() -> None:
    for encoding, malus in ENCODINGS:
        assert "a".encode(encoding) == b"a"
        assert 0 <= malus < 0.2


@settings(max_examples=150, deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_become_a_text(data: bytes) -> None:
    text, notes = decode_legacy(data)
    assert isinstance(text, str)
    assert (text, notes) == decode_legacy(data)
