from __future__ import annotations

import json

import pytest
import tellings
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

import golden
from twicetold.render.json import render, schema

VALID = Draft202012Validator(schema())
MADE = {
    "bare": lambda: tellings.bare(reports=2),
    "full": lambda: tellings.full(reports=4),
    "dam": lambda: golden.comparison("dam-opening"),
    "ferry": lambda: golden.comparison("ferry-fire"),
}
LISTS = ("reports", "speakers", "attributions", "entities", "times", "quantities", "rows", "skips", "notes")


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", MADE)
def test_output_answers_to_the_schema_and_to_the_texts(name):
    plain = json.loads(render(MADE[name]()))
    VALID.validate(plain)
    texts = {report["id"]: report["text"] for report in plain["reports"]}
    for report in plain["reports"]:
        for statement in report["statements"]:
            assert report["text"][statement["start"] : statement["end"]] == statement["text"]
    for row in plain["rows"]:
        for holder in [*row["links"], *row["findings"]]:
            for label, spans in (holder.get("sides") or holder.get("spans") or {}).items():
                assert all(texts[label][s["start"] : s["end"]] == s["text"] for s in spans)


@pytest.mark.parametrize("name", MADE)
def test_every_statement_is_in_exactly_one_row(name):
    plain = json.loads(render(MADE[name]()))
    told = [(label, n) for row in plain["rows"] for label, ns in row["cells"].items() for n in ns]
    every = [(report["id"], s["n"]) for report in plain["reports"] for s in report["statements"]]
    assert sorted(told) == sorted(every)


def test_what_is_not_built_yet_is_an_empty_list():
    plain = json.loads(render(tellings.bare()))
    assert all(isinstance(plain[name], list) for name in LISTS)
    assert plain["speakers"] == plain["entities"] == plain["times"] == plain["quantities"] == []
    assert plain["provenance"] == {"pairs": [], "independent_sources": {"low": 1, "high": 2}}
    statement = plain["reports"][0]["statements"][0]
    assert (statement["speech"], statement["speaker"], statement["cue"]) == ("none", None, None)


def test_a_statement_says_who_speaks_and_by_which_words():
    plain = json.loads(render(tellings.full()))
    said = plain["reports"][1]["statements"][4]
    assert (said["speech"], said["speaker"], said["cue"]["text"]) == ("direct", "s1", "called it")


def test_the_same_comparison_gives_the_same_bytes_in_its_own_scripts():
    first, second = render(tellings.full()), render(tellings.full())
    assert first == second
    assert "मारावेल" in first
    assert "\\u" not in first


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: plain.pop("skips"),
        lambda plain: plain.update(extra=1),
        lambda plain: plain["rows"][0].update(verdict="maybe"),
        lambda plain: plain["rows"][0].update(score=1.5),
        lambda plain: plain["rows"][0]["cells"].update(A=[]),
        lambda plain: plain["rows"][0].update(verdict="only"),
        lambda plain: plain["reports"][0]["statements"][0].pop("cue"),
        lambda plain: plain["reports"][0].update(id="a"),
    ],
)
def test_the_schema_is_strict(spoil):
    plain = json.loads(render(tellings.full()))
    spoil(plain)
    with pytest.raises(ValidationError):
        VALID.validate(plain)
