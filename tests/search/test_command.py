from __future__ import annotations

import json

import pytest
from played_encoder import Plain
from web import closed_port

import twicetold as tt
from twicetold.cli.main import run as run_command


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """A function that runs a command in this process: its exit code, standard output, standard error."""
    place = tmp_path / "library.sqlite3"
    with tt.Library(place, encoder=Plain(), settings=tt.Settings(cache=str(tmp_path))) as library:
        library.add(
            tt.Report(id="a", text="The dam at Velmora opened.\nFarmers protested.", outlet="Post \x1b[2J")
        )
    monkeypatch.setenv("TWICETOLD_LIBRARY", str(place))
    monkeypatch.setenv("TWICETOLD_CACHE", str(tmp_path))

    def command(*arguments):
        code = run_command(list(arguments))
        return (code, *capsys.readouterr())

    return command


def test_searching_prints_what_matches(run):
    code, out, err = run("search", "--words", "--", "farmer", "-river")
    assert (code, err) == (0, "")
    assert "[Farmers] protested." in out
    assert "\x1b" not in out
    (hit,) = json.loads(run("search", "--words", "dam", "--format", "json")[1])
    assert (hit["report"], hit["statement"]["spans"][0]["text"]) == ("a", "dam")
    assert run("search", "--words", "nowhere")[1] == "nothing found\n"


def test_what_is_wrong_with_a_search_is_said(run, tmp_path, monkeypatch):
    for arguments in (["--", "-dam"], ["dam", "--from", "yesterday"], ["dam", "--event", "none"]):
        code, out, err = run("search", "--words", *arguments)
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
    monkeypatch.setenv("TWICETOLD_LIBRARY", str(tmp_path / "none"))
    code, _, err = run("search", "dam")
    assert code == 2
    assert "twicetold add" in err


def test_watching_says_what_did_not_answer(run, tmp_path):
    feed = tmp_path / "events.atom"
    address = f"http://127.0.0.1:{closed_port()}/feed"
    code, out, err = run("watch", address, "--once", "--allow-private", "--feed", str(feed), "--every", "1h")
    assert (code, out) == (1, "")
    assert address in err
    assert feed.read_bytes().startswith(b"<?xml")  # the event that was there before: listed, not told
    for wrong in (["--every", "soon"], ["--webhook", "nowhere"], ["--feed", str(tmp_path / "none" / "f")]):
        code, _, err = run("watch", address, "--once", *wrong)
        assert code == 2
        assert "Traceback" not in err
