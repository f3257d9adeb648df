"""The commands of the library, as a user calls them; a played encoder stands for the embedded one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from played_encoder import Plain
from town import town

from twicetold.cli.main import run


@pytest.fixture
def say(tmp_path, monkeypatch, capsys, empty_library):
    """A function that runs a command on a library and returns code, output and messages."""
    path = tmp_path / "library.sqlite3"
    monkeypatch.setenv("TWICETOLD_LIBRARY", str(path))
    monkeypatch.setenv("TWICETOLD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("twicetold.encoding.open_encoder", lambda *_, **__: Plain())
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        code = run([str(each) for each in arguments])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return code, told.out, told.err

    path.write_bytes(empty_library.read_bytes())
    return call


@pytest.fixture
def filled(say):
    Path("town.jsonl").write_text("".join(json.dumps(each.to_dict()) + "\n" for each in town(2, 3)), "utf-8")
    code, out, _ = say("add", "town.jsonl")
    assert code == 0
    assert len(out.splitlines()) == 6
    return say


def cells(out):
    return [line.split("\t") for line in out.splitlines()]


def test_adding_tells_what_became_of_each(filled):
    _, out, _ = filled("add", "town.jsonl", "--format", "json")
    assert {json.loads(line)["status"] for line in out.splitlines()} == {"known"}
    code, out, err = filled("add", "gone.txt", "town.jsonl")
    assert code == 1
    assert "gone.txt" in err
    assert {row[0] for row in cells(out)} == {"known"}
    assert filled("add", "gone.txt")[0] == 2


def test_lists_events_and_one_of_them(filled):
    _, out, _ = filled("list")
    events = {row[0]: row[1] for row in cells(out)}
    assert filled("events")[1] == "".join(f"{r}\t{e}\n" for e, r in sorted((e, r) for r, e in events.items()))
    told = json.loads(filled("show", events["e0-1"], "--format", "json")[1])
    assert [each["id"] for each in told["reports"]] == ["e0-0", "e0-1", "e0-2"]
    assert filled("show", events["e0-1"])[1].startswith(f"event {events['e0-1']} · 3 reports\n")
    assert [row[0] for row in cells(filled("list", "--event", events["e1-0"], "--limit", "2")[1])] == [
        each["id"] for each in json.loads(filled("list", "--event", events["e1-0"], "--format", "json")[1])
    ][:2]


def test_a_report_is_shown_with_what_changed(filled):
    Path("new.jsonl").write_text(json.dumps({"id": "e0-0", "text": "Turned \u202egnol."}) + "\n", "utf-8")
    Path("town.jsonl").write_text(Path("new.jsonl").read_text("utf-8"), "utf-8")
    assert cells(filled("add", "town.jsonl")[1])[0][0] == "revised"
    out = filled("show", "e0-0")[1]
    assert "revision 2, added" in out
    assert "  + Turned" in out
    assert "\u202e" not in out
    assert json.loads(filled("show", "e0-0", "--format", "json")[1])["revisions"][1]["difference"]["lines"]


def test_corrections_are_made_listed_and_undone(filled):
    events = {row[0]: row[1] for row in cells(filled("list")[1])}
    one, other = events["e0-0"], events["e1-0"]
    assert filled("merge", one, other)[1] == f"{one}\n"
    off = filled("split", one, "e1-0", "e1-1")[1].strip()
    assert filled("move", "e1-1", one)[1] == f"{one}\n"
    assert len(filled("apart", "e0-0", "e0-1")[1].split()) == 2
    filled("remove", "e1-0")
    rows = cells(filled("changes")[1])
    assert [row[2] for row in rows] == ["holds"] * 5
    assert [each["kind"] for each in json.loads(filled("changes", "--format", "json")[1])] == [
        "remove", "apart", "move", "split", "merge",
    ]  # fmt: skip
    assert f"split e1-0, e1-1 off event {one}" in rows[3][3]
    for _ in range(5):
        code, out, _ = filled("undo")
        assert code == 0
        assert out.startswith("undone: ")
    assert filled("undo")[0] == 2
    assert {row[0]: row[1] for row in cells(filled("list")[1])} == events
    assert off


def test_an_event_is_compared(filled):
    event = cells(filled("list")[1])[0][1]
    code, out, _ = filled("compare", event, "--format", "json")
    assert code == 0
    assert len(json.loads(out)["reports"]) == 3
    code, _, err = filled("compare", "nowhere")
    assert code == 2
    assert "nowhere" in err
    assert filled("compare", event, "--language", "A=hi")[0] == 2


def test_why_two_reports_of_the_library_tell_one_event_or_not(filled):
    same = json.loads(filled("why", "e0-0", "e0-1", "--format", "json")[1])
    other = json.loads(filled("why", "e0-0", "e1-1", "--format", "json")[1])
    assert same["probability"] > 0.5 > other["probability"]
    assert any(each["joins"] for each in same["grounds"])
    assert filled("why", "e0-0", "e0-1")[1].startswith("one event")
    code, _, err = filled("why", "e0-0", "nobody")
    assert code == 2
    assert "nobody" in err


def test_looking_after_it(filled):
    told = json.loads(filled("stats", "--format", "json")[1])
    assert (told["reports"], told["events"]) == (6, 2)
    assert "reports: 6\n" in filled("stats")[1]
    assert filled("check") == (0, "", "")
    assert filled("backup", "copy.sqlite3") == (0, "", "")
    assert len(cells(filled("list", "--library", "copy.sqlite3")[1])) == 6
    assert filled("rebuild") == (0, "0\n", "")
    assert filled("rebuild", "--everything") == (0, "6\n", "")
    import sqlite3

    with sqlite3.connect("library.sqlite3") as connection:
        connection.execute("DELETE FROM statements WHERE report = 1")
    connection.close()
    code, out, _ = filled("check")
    assert code == 1
    assert out == "statements missing: 1 (--repair: derived again)\n"
    assert filled("check", "--repair")[0] == 0
    assert json.loads(filled("check", "--format", "json")[1]) == []


@pytest.mark.parametrize("command", ["list", "stats", "events", "check", "undo", "changes", "rebuild"])
def test_without_a_library(say, command):
    code, out, err = say(command, "--library", "none.sqlite3")
    assert (code, out) == (2, "")
    assert "there is no library" in err
    assert not Path("none.sqlite3").exists()


def test_what_is_no_library(say):
    Path("a.txt").write_text("A fire broke out.", "utf-8")
    code, _, err = say("add", "a.txt", "--library", "a.txt")
    assert code == 2
    assert "not a library" in err
    assert Path("a.txt").read_text("utf-8") == "A fire broke out."
