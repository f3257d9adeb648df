"""`twicetold names` as a user calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from twicetold.cli.main import run


def test_a_line_for_each_left_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "left").write_text("Orvanna Delisk\n\nBruno Tamarik\n", "utf-8")
    (tmp_path / "right").write_text("Бруно Тамарик\nОрванна Делиск\n", "utf-8")
    assert run(["names", str(tmp_path / "left"), str(tmp_path / "right")]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line[:2] for line in lines] == [
        ["Orvanna Delisk", "Орванна Делиск"],
        ["", ""],
        ["Bruno Tamarik", "Бруно Тамарик"],
    ]
    assert all(0 <= float(line[2]) <= 1 for line in lines)


def test_a_missing_list_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "left").write_text("Orvanna Delisk\n", "utf-8")
    assert run(["names", str(tmp_path / "left"), str(tmp_path / "absent")]) == 2
    assert "absent" in capsys.readouterr().err
