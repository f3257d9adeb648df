"""Our own golden examples: one event told by four outlets in four languages, aligned in one table.

Pairs of statements of different reports that share a row are judged as links; rows as clusters by BCubed (Bagga and
Baldwin 1998). What the gold marks optional (titles, datelines, captions and their links) counts neither way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.peers import _mutual
from bench.scores import f1
from bench.vectors import Bank

Figure = tuple[str, float, str]
Place = tuple[str, int]
Rows = Sequence[frozenset[Place]]

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "golden"


def golden(bank: Bank) -> list[Figure]:
    """Measure every example, ours and mutual nearest neighbours chained into rows."""
    found: list[Figure] = []
    for path in sorted(GOLD.glob("*/gold.json")):
        told = json.loads(path.read_text("utf-8"))
        ours, chained = tables(told, bank)
        for who, rows in (("", ours), (" · mutual", chained)):
            precision, recall = links(told, rows)
            name, count = f"golden, {path.parent.name}", len(told["reports"])
            found.append(
                (
                    f"{name}: links F1{who}",
                    f1(precision, recall),
                    f"P {precision:.3f} R {recall:.3f}; {count} reports in one table",
                )
            )
            precision, recall = bcubed(told, rows)
            note = f"P {precision:.3f} R {recall:.3f}; {sum(len(r) > 1 for r in rows)} rows of two or more"
            found.append((f"{name}: rows, BCubed F1{who}", f1(precision, recall), note))
    return found


def tables(told: Mapping[str, Any], bank: Bank) -> tuple[Rows, Rows]:
    """Return the rows that the product makes of an example, and those of chained mutual neighbours."""
    from twicetold.alignment import align
    from twicetold.alignment.calibrate import model_for
    from twicetold.alignment.sides import make_side
    from twicetold.labels import by_content
    from twicetold.pipeline import one_source
    from twicetold.settings import Settings
    from twicetold.statements import split

    reports, statements, vectors = [], {}, {}
    for code, each in told["reports"].items():
        path = ROOT / "src" / "twicetold" / "examples" / each["file"]
        report = next(iter(one_source(str(path), settings=Settings())))
        statements[code] = tuple(split(_called(report, code)))
        if [s.text for s in statements[code]] != [s["text"] for s in each["statements"]]:
            raise SystemExit(f"bench: {path.name} is no longer split as its gold says; see `make test`")
        reports.append(_called(report, code))
    if isinstance(bank, Bank):
        bank.warm(s.text for side in statements.values() for s in side)
    rows = align(by_content(reports), statements, bank).rows
    ours = [frozenset((code, n) for code, ns in row.cells.items() for n in ns) for row in rows]
    means = model_for(bank).means
    for report in reports:
        own = statements[report.id]
        kinds = [s.kind for s in own]
        side = make_side([s.text for s in own], [report.language] * len(own), kinds, bank, means)
        vectors[report.id] = side.vectors
    return ours, chained(vectors)


def _called(report: Any, code: str) -> Any:
    from dataclasses import replace

    return replace(report, id=code)


def chained(vectors: Mapping[str, Any]) -> list[frozenset[Place]]:
    """Return the connected sets of mutual nearest neighbours over all pairs of reports."""
    home = {(code, n): {(code, n)} for code, side in vectors.items() for n in range(len(side))}
    for one, other in combinations(sorted(vectors), 2):
        for a, b in _mutual(vectors[one], vectors[other]):
            x, y = home[one, a[0]], home[other, b[0]]
            if x is not y:
                x |= y
                home |= dict.fromkeys(y, x)
    return [frozenset(row) for row in {id(row): row for row in home.values()}.values()]


def crossed(row: Iterable[Place]) -> set[frozenset[Place]]:
    """Return the pairs of a row's statements that are of different reports."""
    return {frozenset(pair) for pair in combinations(sorted(row), 2) if pair[0][0] != pair[1][0]}


def links(told: Mapping[str, Any], rows: Rows) -> tuple[float, float]:
    """Return precision and recall of links.

    Recall is of the gold's links, precision of all pairs that share a row: one inside a gold row is right.
    """
    gold, optional = gold_rows(told)
    inside = {pair for row in gold for pair in crossed(row)}
    free = {pair for row in optional for pair in crossed(row)} | {
        frozenset({tuple(k["a"]), tuple(k["b"])}) for k in told["optional_links"]
    }
    said = {pair for row in rows for pair in crossed(row)}
    true = {
        frozenset({tuple(k["a"]), tuple(k["b"])})
        for row in told["rows"]
        if not row.get("optional")
        for k in row["links"]
    }
    counted = said - free
    return len(counted & inside) / max(len(counted), 1), len(said & true) / max(len(true), 1)


def bcubed(told: Mapping[str, Any], rows: Rows) -> tuple[float, float]:
    """Return BCubed precision and recall over the statements that are in no optional row."""
    gold, optional = gold_rows(told)
    left_out = frozenset().union(*optional)
    homes = [{place: row - left_out for row in table for place in row} for table in (rows, gold)]
    places = sorted(set(homes[1]) - left_out)
    shared = [(len(homes[0][p] & homes[1][p]), len(homes[0][p]), len(homes[1][p])) for p in places]
    precision = sum(both / said for both, said, _ in shared) / len(places)
    recall = sum(both / true for both, _, true in shared) / len(places)
    return precision, recall


def gold_rows(told: Mapping[str, Any]) -> tuple[list[frozenset[Place]], list[frozenset[Place]]]:
    """Return the gold's rows, and the optional ones apart."""
    found: tuple[list[frozenset[Place]], list[frozenset[Place]]] = ([], [])
    for row in told["rows"]:
        places = frozenset((code, n) for code, ns in row["cells"].items() for n in ns)
        found[bool(row.get("optional"))].append(places)
    return found
