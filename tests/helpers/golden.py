"""The shipped examples as comparisons, read off their gold: what a perfect run would show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tellings import MAKING

from twicetold.labels import in_reading_order, labels
from twicetold.model import (
    Attribution,
    Comparison,
    Finding,
    Link,
    PairProvenance,
    Provenance,
    Report,
    Row,
    Span,
    Speaker,
    Statement,
)

ROOT = Path(__file__).parents[2]
_SURE = {"major": 0.95, "minor": 0.6}


def comparison(event: str, codes: Sequence[str] = ()) -> Comparison:
    """Return the comparison of an example's reports in these languages, in this order; all by default."""
    gold = json.loads((ROOT / "tests" / "golden" / event / "gold.json").read_text("utf-8"))
    names = dict(zip(codes or gold["reports"], labels(), strict=False))
    reports, statements = {}, {}
    for code, label in names.items():
        told = gold["reports"][code]
        text = (ROOT / "src" / "twicetold" / "examples" / told["file"]).read_text("utf-8")
        statements[label] = tuple(_statements(label, text, told["statements"]))
        reports[label] = Report(
            id=label,
            text=text,
            title=next((s.text for s in statements[label] if s.kind == "title"), None),
            language=code,
            language_score=1.0,
            outlet=told["outlet"],
            published=told["published"],
            source=told["file"],
        )
    rows = [
        row for each in gold["rows"] if (row := _row(each, gold["differences"], names, reports, statements))
    ]
    met = {(label, n) for row in rows for label, numbers in row.cells.items() for n in numbers}
    rows += [
        Row(cells={label: (statement.n,)}, score=0.9, verdict="only")
        for label in reports
        for statement in statements[label]
        if statement.place not in met
    ]
    return Comparison(
        making=MAKING,
        reports=tuple(reports.values()),
        statements=statements,
        rows=in_reading_order(rows, list(reports)),
        attributions=tuple(_attributions(gold, names, statements)),
        speakers=tuple(Speaker(id=s["id"], names=s["names"], role=s["role"]) for s in gold["speakers"]),
        provenance=_provenance(gold["provenance"], names),
    )


def _statements(label: str, text: str, told: Iterable[Mapping[str, Any]]) -> Iterable[Statement]:
    at = 0
    for each in told:
        at = text.index(each["text"], at)
        end = at + len(each["text"])
        yield Statement(report_id=label, n=each["n"], start=at, end=end, text=each["text"], kind=each["kind"])
        at = end


def _row(
    gold: Mapping[str, Any],
    differences: Iterable[Mapping[str, Any]],
    names: Mapping[str, str],
    reports: Mapping[str, Report],
    statements: Mapping[str, Sequence[Statement]],
) -> Row | None:
    cells = {names[code]: tuple(numbers) for code, numbers in gold["cells"].items() if code in names}
    if len(cells) < 2:
        return Row(cells=cells, score=0.7, verdict="only") if cells else None
    links = tuple(
        Link(a=(names[link["a"][0]], link["a"][1]), b=(names[link["b"][0]], link["b"][1]), score=0.9)
        for link in gold["links"]
        if {link["a"][0], link["b"][0]} <= names.keys()
    )
    findings = []
    for each in differences:
        if each["row"] != gold["id"]:
            continue
        sides = {
            names[code]: tuple(
                _find(quote, statements[names[code]], cells.get(names[code], ())) for quote in quotes
            )
            for code, quotes in each["sides"].items()
            if code in names
        }
        if sides and (each["verdict"] == "more" or len(sides) > 1):
            found = Finding(
                aspect=each["aspect"],
                verdict=each["verdict"],
                sides=sides,
                reason=each["reason"],
                confidence=_SURE[each["weight"]],
            )
            findings.append(found)
    verdict = gold["verdict"] if findings else "same"
    return Row(cells=cells, score=0.96, verdict=verdict, links=links, findings=tuple(findings))


def _find(quote: str, statements: Sequence[Statement], numbers: Iterable[int]) -> Span:
    """Return where a row's statements say `quote`."""
    for n in numbers:
        at = statements[n].text.find(quote)
        if at >= 0:
            return Span(statements[n].start + at, statements[n].start + at + len(quote))
    raise AssertionError(f"{quote!r} is not in the row's statements {list(numbers)}")


def _attributions(
    gold: Mapping[str, Any], names: Mapping[str, str], statements: Mapping[str, Sequence[Statement]]
) -> Iterable[Attribution]:
    for code, label in names.items():
        for told, statement in zip(gold["reports"][code]["statements"], statements[label], strict=True):
            if told["speech"] != "none":
                yield Attribution(
                    report_id=label,
                    statements=(statement.n,),
                    speech=told["speech"],
                    content=(statement.span,),
                    speaker_id=told["speaker"],
                    how="gold",
                    confidence=1.0,
                )


def _provenance(gold: Mapping[str, Any], names: Mapping[str, str]) -> Provenance:
    pairs = tuple(
        PairProvenance(
            a=names[pair["a"]],
            b=names[pair["b"]],
            verdict=pair["verdict"],
            confidence=0.9,
            evidence=tuple(pair["evidence"]),
        )
        for pair in gold["pairs"]
        if {pair["a"], pair["b"]} <= names.keys()
    )
    return Provenance(pairs=pairs, **gold["independent_sources"])
