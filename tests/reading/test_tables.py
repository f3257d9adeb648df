"""Lines and rows in older encodings: decided once where a line is long enough, and held to."""

from __future__ import annotations

import json

import pytest

from twicetold.model import Report, Skip
from twicetold.reading import legacy, read

TEXT = "Речное ведомство Вельморы сообщило в понедельник, что вода на водомере упала на три метра."


@pytest.fixture
def asked(monkeypatch):
    """How often an encoding was told from a line's letters."""
    calls = []
    told = legacy.best_reading
    monkeypatch.setattr(legacy, "best_reading", lambda data: calls.append(data) or told(data))
    return calls


def lines(codec: str) -> bytes:
    records = [{"title": "Мост", "text": TEXT}, {"text": "Ага."}, {"text": "plain"}, {"text": TEXT}] * 20
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode(codec)


@pytest.mark.parametrize("codec", ["cp1251", "koi8_r", "cp866"])
def test_a_long_line_tells_the_encoding_of_the_short_ones(tmp_path, asked, codec):
    path = tmp_path / "a"
    path.write_bytes(lines(codec))
    found = list(read(path))
    assert [report.text for report in found[:4]] == [f"Мост\n\n{TEXT}", "Ага.", "plain", TEXT]
    assert len(found) == 80
    assert len(asked) == 1
    told = codec.replace("_", "-")
    assert [bool(report.notes) for report in found[:4]] == [True, True, False, True]
    assert all(told in note for report in found for note in report.notes)


def test_a_line_in_another_encoding_is_told_by_itself(tmp_path):
    path = tmp_path / "a"
    other = json.dumps({"text": "大坝周一通车，两国总统出席了仪式。" * 3}, ensure_ascii=False) + "\n"
    path.write_bytes(lines("cp1251") + other.encode() + lines("cp1251"))
    found = list(read(path))
    assert found[80].text.startswith("大坝周一通车")
    assert found[81].text == f"Мост\n\n{TEXT}"


def test_rows(tmp_path, asked):
    path = tmp_path / "a"
    path.write_bytes(("title;text\n" + f"Мост;{TEXT}\n;Ага.\n" * 30).encode("cp1251"))
    found = list(read(path))
    assert [report.text for report in found[:2]] == [f"Мост\n\n{TEXT}", "Ага."]
    assert len(asked) == 1
    assert all("cp1251" in report.notes[0] for report in found)


@pytest.mark.parametrize(
    ("record", "detail"),
    [
        ({"text": None}, "nothing in 'text'"),
        ({"body": " ", "title": "x"}, "nothing in 'body'"),
        ({"text": ["a"]}, "no words in 'text'"),
        ({"kopf": "a", "inhalt": "b"}, "no text among kopf, inhalt; name its key with --map text=KEY"),
    ],
)
def test_a_record_without_a_text_says_what_is_missing(tmp_path, record, detail):
    path = tmp_path / "a"
    path.write_text(json.dumps(record) + "\n" + json.dumps({"text": TEXT}) + "\n", "utf-8")
    skip, report = read(path)
    assert isinstance(skip, Skip)
    assert skip.detail == detail
    assert isinstance(report, Report)
