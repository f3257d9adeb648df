"""The whole journey with the real stages, on the shipped examples: whole, valid, the same in any order."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

import twicetold as tt
from twicetold.render import html, text
from twicetold.render.json import render, schema

FOLDER = files("twicetold") / "examples" / "dam-opening"


@pytest.fixture(scope="module")
def four():
    return tt.compare(*(str(FOLDER / f"{code}.txt") for code in ("en", "fa", "hi", "ru")))


def told(comparison):
    """Return the rows with reports by source instead of by letter, in an order of their own."""
    plain = json.loads(render(comparison))
    names = {report["id"]: report["source"] for report in plain["reports"]}
    rows = sorted(
        json.dumps([sorted((names[k], v) for k, v in row["cells"].items()), row["score"], row["verdict"]])
        for row in plain["rows"]
    )
    heard = sorted(
        json.dumps([names[r["id"]], s["n"], s["speech"], s["speaker"], s["cue"]])
        for r in plain["reports"]
        for s in r["statements"]
    )
    return rows, heard, plain["speakers"]


def test_every_output_is_whole_and_valid(four):
    plain = json.loads(render(four))
    Draft202012Validator(schema()).validate(plain)
    met = sorted((label, n) for row in plain["rows"] for label, ns in row["cells"].items() for n in ns)
    assert met == sorted((report["id"], s["n"]) for report in plain["reports"] for s in report["statements"])
    for report in plain["reports"]:
        assert all(report["text"][s["start"] : s["end"]] == s["text"] for s in report["statements"])
    assert [report["language"] for report in plain["reports"]] == ["en", "fa", "hi", "ru"]
    assert "Four tellings of one event" in text.render(four)
    assert html.page(four).startswith("<!DOCTYPE html>")
    assert len(four.to_pandas()) == len(met)
    assert four._repr_html_().startswith('<div class="twicetold">')


@pytest.mark.parametrize("order", [("ru", "hi", "fa", "en"), ("hi", "en", "ru", "fa")])
def test_the_order_of_the_input_changes_only_the_letters(four, order):
    assert told(tt.compare(*(str(FOLDER / f"{code}.txt") for code in order))) == told(four)


def test_statements_say_who_speaks_as_the_summary_of_speakers_does(four):
    from twicetold.speakers import summarise

    plain = json.loads(render(four))
    spoken = 0
    for report in plain["reports"]:
        mine = [each for each in four.attributions if each.report_id == report["id"]]
        for statement, said in zip(
            report["statements"], summarise(four.statements[report["id"]], mine), strict=True
        ):
            assert (statement["speech"], statement["speaker"]) == (said.speech, said.speaker_id)
            assert (statement["cue"] is None) == (said.cue is None)
            spoken += said.speech != "none"
    assert spoken > 20
    known = {speaker["id"] for speaker in plain["speakers"]}
    assert {s["speaker"] for report in plain["reports"] for s in report["statements"]} - {None} <= known


def test_threads_change_nothing(four):
    again = tt.compare(*(str(FOLDER / f"{code}.txt") for code in ("en", "fa", "hi", "ru")), threads=1)
    assert render(again) == render(four)
