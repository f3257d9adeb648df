"""The gold files fit the shipped texts: every quotation is there, no statement is in two rows."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, get_args

import pytest

from twicetold.model import Aspect, Dependence, EntityKind, Kind, Speech, Verdict

HERE = Path(__file__).parent
ROOT = HERE.parents[1] / "src" / "twicetold"
SLUGS = sorted(path.parent.name for path in HERE.glob("*/gold.json"))
SELFSET = ROOT / "alignment" / "selfset"
STRENGTH = ["same", "more", "differs", "contradicts"]


def gold_of(slug: str) -> dict[str, Any]:
    return json.loads((HERE / slug / "gold.json").read_text("utf-8"))


def text_of(report: dict[str, Any]) -> str:
    return (ROOT / "examples" / report["file"]).read_text("utf-8")


def spans_of(report: dict[str, Any]) -> list[tuple[int, int]]:
    """Find each statement after the one before it."""
    text, at, found = text_of(report), 0, []
    for statement in report["statements"]:
        start = text.index(statement["text"], at)
        at = start + len(statement["text"])
        found.append((start, at))
    return found


def said(gold: dict[str, Any], row: str, language: str) -> list[str]:
    cells = next(r["cells"] for r in gold["rows"] if r["id"] == row)
    return [gold["reports"][language]["statements"][n]["text"] for n in cells.get(language, [])]


@pytest.fixture(params=SLUGS)
def gold(request: pytest.FixtureRequest) -> dict[str, Any]:
    return gold_of(request.param)


def test_every_example_has_gold_and_the_other_way_round() -> None:
    folders = sorted(path.name for path in (ROOT / "examples").iterdir() if path.is_dir())
    assert folders == SLUGS
    for slug in SLUGS:
        files = {path.name for path in (ROOT / "examples" / slug).glob("*.txt")}
        assert files == {Path(report["file"]).name for report in gold_of(slug)["reports"].values()}


def test_statements_and_white_space_give_the_text_back(gold: dict[str, Any]) -> None:
    for report in gold["reports"].values():
        text, spans = text_of(report), spans_of(report)
        edges = [0, *(edge for span in spans for edge in span), len(text)]
        pieces = [text[a:b] for a, b in pairwise(edges)]
        assert "".join(pieces) == text
        assert all(not gap.strip() for gap in pieces[::2])
        assert [s["n"] for s in report["statements"]] == list(range(len(spans)))
        assert all(s["text"] == s["text"].strip() for s in report["statements"])


def test_texts_are_in_order_and_long_enough(gold: dict[str, Any]) -> None:
    for report in gold["reports"].values():
        text = text_of(report)
        assert text == unicodedata.normalize("NFC", text)
        assert "\r" not in text
        kinds = [s["kind"] for s in report["statements"]]
        assert kinds[:2] == ["title", "dateline"]
        assert 10 <= kinds.count("body") <= 25
        assert set(kinds) <= set(get_args(Kind))


def test_every_statement_is_in_exactly_one_row(gold: dict[str, Any]) -> None:
    seen = Counter((lang, n) for row in gold["rows"] for lang, ns in row["cells"].items() for n in ns)
    every = {(lang, s["n"]) for lang, report in gold["reports"].items() for s in report["statements"]}
    assert set(seen) == every
    assert set(seen.values()) == {1}
    alone = {
        (lang, n)
        for row in gold["rows"]
        if len(row["cells"]) == 1
        for lang, ns in row["cells"].items()
        for n in ns
    }
    assert alone == {(lang, n) for lang, ns in gold["unaligned"].items() for n in ns}
    assert len({row["id"] for row in gold["rows"]}) == len(gold["rows"])


def test_links_connect_the_statements_of_their_row(gold: dict[str, Any]) -> None:
    for row in gold["rows"]:
        places = {(lang, n) for lang, ns in row["cells"].items() for n in ns}
        links = [(tuple(link["a"]), tuple(link["b"])) for link in row["links"]]
        assert len(set(links)) == len(links)
        assert all({a, b} <= places and a[0] != b[0] for a, b in links)
        reached = {min(places)}
        for _ in places:
            reached |= {p for a, b in links for p in (a, b) if {a, b} & reached}
        assert reached == places, row["id"]


def test_optional_links_are_not_in_the_rows(gold: dict[str, Any]) -> None:
    linked = {frozenset({tuple(k["a"]), tuple(k["b"])}) for row in gold["rows"] for k in row["links"]}
    for link in gold["optional_links"]:
        assert frozenset({tuple(link["a"]), tuple(link["b"])}) not in linked


def test_differences_quote_their_row(gold: dict[str, Any]) -> None:
    strongest: dict[str, str] = {}
    for entry in gold["differences"] + gold["agreements"]:
        assert entry["aspect"] in get_args(Aspect)
        assert entry["reason"].endswith(".")
        for lang, quotes in entry["sides"].items():
            for quote in quotes:
                assert any(quote in text for text in said(gold, entry["row"], lang)), (entry["row"], quote)
    for entry in gold["differences"]:
        assert entry["verdict"] in STRENGTH[1:]
        assert entry["weight"] in ("major", "minor")
        assert entry["verdict"] != "contradicts" or len(entry["sides"]) > 1
        so_far = strongest.get(entry["row"], "same")
        strongest[entry["row"]] = max(so_far, entry["verdict"], key=STRENGTH.index)
    for row in gold["rows"]:
        assert row["verdict"] in get_args(Verdict)
        assert row["verdict"] == ("only" if len(row["cells"]) == 1 else strongest.get(row["id"], "same"))


def test_number_date_and_name_part_somewhere(gold: dict[str, Any]) -> None:
    parted = {entry["aspect"] for entry in gold["differences"] if entry["verdict"] == "contradicts"}
    assert {"number", "time", "name", "negation"} <= parted
    assert {"wording", "speaker", "detail"} <= {entry["aspect"] for entry in gold["differences"]}


def test_speech_names_known_speakers_and_quotes_its_cue(gold: dict[str, Any]) -> None:
    known = {speaker["id"] for speaker in gold["speakers"]}
    used = set()
    for report in gold["reports"].values():
        for s in report["statements"]:
            assert s["speech"] in get_args(Speech)
            assert s["cue"] is None or s["cue"] in s["text"]
            assert (s["speech"] == "none") == (s["speaker"] is None)
            used.add(s["speaker"])
    assert used - {None} == known


def test_names_stand_in_their_reports(gold: dict[str, Any]) -> None:
    for record in gold["speakers"] + gold["entities"]:
        assert record["names"]
        for lang, names in record["names"].items():
            assert all(name in text_of(gold["reports"][lang]) for name in names), record["id"]
    assert {entity["kind"] for entity in gold["entities"]} <= set(get_args(EntityKind))


def test_times_and_quantities_stand_in_their_statements(gold: dict[str, Any]) -> None:
    for record in gold["times"] + gold["quantities"]:
        assert record["text"] in gold["reports"][record["report"]]["statements"][record["statement"]]["text"]
    assert all(record["value"] and record["how"] for record in gold["times"])
    assert all(record["value"] > 0 and record["unit"] for record in gold["quantities"])


def test_provenance_covers_every_pair(gold: dict[str, Any]) -> None:
    pairs = {frozenset({p["a"], p["b"]}): p for p in gold["provenance"]["pairs"]}
    assert set(pairs) == {frozenset(pair) for pair in combinations(gold["reports"], 2)}
    assert {p["verdict"] for p in pairs.values()} == {"translation", "shared_source", "independent"}
    assert {p["verdict"] for p in pairs.values()} <= set(get_args(Dependence))
    assert all(p["evidence"] for p in pairs.values() if p["verdict"] != "independent")


def test_selfset_is_parallel_line_by_line() -> None:
    files = {path.stem: path.read_text("utf-8") for path in SELFSET.glob("*.txt")}
    assert sorted(files) == ["ar", "de", "en", "es", "fa", "fr", "hi", "ru", "tr", "zh"]
    blanks = {tuple(i for i, line in enumerate(text.split("\n")) if not line) for text in files.values()}
    assert len(blanks) == 1
    for text in files.values():
        lines = [line for line in text.split("\n") if line]
        assert len(lines) == len(set(lines)) == 90
        assert text == unicodedata.normalize("NFC", text)
        assert all(line == line.strip() and line[-1] in '.।。»”"' for line in lines)
