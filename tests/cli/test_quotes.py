"""`twicetold quotes`: the contract's JSON, messages, exit codes."""

from __future__ import annotations

import json

from twicetold.cli.main import run

TEXT = 'Dam holds\n\nMayor Carla Denti said on Monday that the dam would hold. "We need boats," she told reporters.\n'


def test_the_contract(tmp_path, capsys):
    path = tmp_path / "dam.txt"
    path.write_text(TEXT, "utf-8")
    assert run(["quotes", str(path), "--language", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["type"] for each in told] == ["indirect", "direct"]
    assert {each["speaker_id"] for each in told} == {"s1"}
    for each in told:
        assert {"speaker", "cue", "content", "type", "speaker_id", "confidence"} <= set(each)
        for span in (each["speaker"], each["cue"], *each["content"]):
            assert TEXT[span["start"] : span["end"]] == span["text"]
    assert told[0]["speaker"]["text"] == "Mayor Carla Denti"
    assert told[0]["cue"]["text"] == "said"


def test_attitudes_are_told_on_demand(tmp_path, capsys):
    path = tmp_path / "dam.txt"
    path.write_text("The council wants to raise the dam before the winter.\n", "utf-8")
    assert run(["quotes", str(path), "--language", "en"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run(["quotes", str(path), "--language", "en", "--attitudes"]) == 0
    assert [each["type"] for each in json.loads(capsys.readouterr().out)] == ["none"]


def test_a_language_without_a_table_is_told(tmp_path, capsys):
    path = tmp_path / "digo.txt"
    path.write_text("Ŝi diris ke la digo tenos. “Atendu, bonvolu, amikoj.”\n", "utf-8")
    assert run(["quotes", str(path), "--language", "eo", "-o", str(tmp_path / "out.json")]) == 0
    assert "quotation marks alone decide" in capsys.readouterr().err
    assert len(json.loads((tmp_path / "out.json").read_text("utf-8"))) == 1


def test_nothing_to_read(tmp_path, capsys):
    assert run(["quotes", str(tmp_path / "absent.txt")]) == 2
    assert "absent.txt" in capsys.readouterr().err
