"""`twicetold pairs` as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twicetold.cli.main import run

LINES = (
    "The fire on the ferry killed 43 people.\tBei dem Brand auf der Fähre starben 52 Menschen.\n"
    "\n"
    "no pair\n"
    "The harbour stays closed.\tDer Hafen bleibt geschlossen.\n"
)


def test_a_line_for_each_pair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pairs.tsv").write_text(LINES, "utf-8")
    assert run(["pairs", str(tmp_path / "pairs.tsv")]) == 1
    out, err = capsys.readouterr()
    lines = out.split("\n")
    assert lines[1:3] == ["", ""]
    relation, sure, spans = lines[0].split("\t")
    assert relation == "contradicts"
    assert 0 < float(sure) < 1
    shown = json.loads(spans)
    assert shown["left"][0]["text"] == "43 people"
    assert shown["right"][0]["text"] == "52 Menschen"
    assert lines[3].split("\t")[0] in ("same", "more_left", "more_right", "differs")
    assert "pairs.tsv:3" in err


def test_a_file_without_a_pair_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pairs.tsv").write_text("one\ntwo\n", "utf-8")
    assert run(["pairs", str(tmp_path / "pairs.tsv")]) == 2
    assert "tab" in capsys.readouterr().err


def test_a_missing_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pairs", str(tmp_path / "absent.tsv")]) == 2
    assert "absent.tsv" in capsys.readouterr().err
