"""Reports with their statements in, one table of rows out; every statement in exactly one row.

Evidence for each pair of reports, one link model, one clustering over all of them: two reports or twenty, in any
order, translations or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from twicetold.alignment.calibrate import model_for
from twicetold.alignment.evidence import gather
from twicetold.alignment.links import LinkModel
from twicetold.alignment.parts import matching_parts
from twicetold.alignment.rows import cluster
from twicetold.alignment.sides import Side, make_side
from twicetold.encoding.base import Encoder
from twicetold.model import Link, Place, Report, Row, Span, Statement
from twicetold.settings import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """All rows, and what the reader should know of how they were made."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bead:
    """Sentences of two texts that match, by number; one side is empty where nothing matches."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    score: float


def align(
    reports: Sequence[Report],
    statements: Mapping[str, Sequence[Statement]],
    encoder: Encoder,
    *,
    order: Order = "auto",
) -> Alignment:
    """Align two reports or more. The rows come in the order of their first statements; no two share a statement.

    A row's `score` is the mean probability of its links, or for a statement that nothing else tells, the
    probability that it has no link. Verdicts are "same" or "only" here: what differs is for the comparison to find.
    """
    from threadpoolctl import threadpool_limits

    # one thread: these products are small, and their sums must not depend on how many threads share them
    with threadpool_limits(limits=1, user_api="blas"):
        return _align(reports, statements, encoder, order)


def _align(
    reports: Sequence[Report],
    statements: Mapping[str, Sequence[Statement]],
    encoder: Encoder,
    order: Order,
) -> Alignment:
    model = model_for(encoder)
    sides = [
        make_side(
            [s.text for s in statements[r.id]],
            [r.language if s.language == "und" else s.language for s in statements[r.id]],
            [s.kind for s in statements[r.id]],
            encoder,
            model.means,
        )
        for r in reports
    ]
    odds = link_odds(sides, model, order=order)
    first = np.cumsum([0, *(len(side) for side in sides)])
    places: list[Place] = [(r.id, n) for r in reports for n in range(len(statements[r.id]))]
    groups = [k for k, side in enumerate(sides) for _ in range(len(side))]
    gains = {pair: value - model.cut for pair, value in odds.items()}
    chance = _chances(odds, model)
    best: dict[int, float] = defaultdict(float)
    for (x, y), p in chance.items():
        best[x], best[y] = max(best[x], p), max(best[y], p)
    rows = []
    for members in cluster(groups, gains):
        linked = [(x, y) for x, y in combinations(members, 2) if groups[x] != groups[y]]
        links = _links(linked, chance, model, places)
        if links:
            spans = _parts(members, groups, first, sides, places, statements)
            links = [_with_parts(link, spans) for link in links]
        rows.append(_row(members, places, links, best))
    return Alignment(rows=tuple(rows), notes=() if model.shipped else (model.origin,))


def align_sentences(
    a: Sequence[str],
    b: Sequence[str],
    encoder: Encoder,
    *,
    order: Order = "auto",
    languages: tuple[str, str] = ("und", "und"),
    kinds: tuple[Sequence[str], Sequence[str]] | None = None,
) -> list[Bead]:
    """Align two lists of sentences; every sentence is in exactly one bead, in order of `a`, then of `b`.

    `kinds` says of each sentence whether it is "body", "title", "dateline", "caption" or "boilerplate"; all body
    where it is left out. `score` is as a row's.
    """
    texts = (a, b)
    reports = [
        Report(id=name, text="\n".join(side), language=language)
        for name, side, language in zip("AB", texts, languages, strict=True)
    ]
    statements = {
        report.id: _as_statements(report, side, kinds[k] if kinds else ["body"] * len(side))
        for k, (report, side) in enumerate(zip(reports, texts, strict=True))
    }
    rows = align(reports, statements, encoder, order=order).rows
    beads = [
        Bead(
            a=row.cells.get("A", ()), b=row.cells.get("B", ()), score=row.score if len(row.cells) > 1 else 0.0
        )
        for row in rows
    ]
    return sorted(beads, key=lambda bead: (not bead.a, bead.a, bead.b))


def link_odds(
    sides: Sequence[Side], model: LinkModel, *, order: Order = "auto"
) -> dict[tuple[int, int], float]:
    """Return the log-odds of every candidate pair of statements, numbered through all sides in order."""
    first = np.cumsum([0, *(len(side) for side in sides)])
    odds = {}
    for k, m in combinations(range(len(sides)), 2):
        if not len(sides[k]) or not len(sides[m]):
            continue
        evidence = gather(sides[k], sides[m], order=order)
        values = model.odds(evidence)
        for i, j, value in zip(evidence.rows, evidence.columns, values, strict=True):
            odds[int(first[k] + i), int(first[m] + j)] = float(value)
    return odds


def _chances(odds: Mapping[tuple[int, int], float], model: LinkModel) -> dict[tuple[int, int], float]:
    values = model.probability(np.array(list(odds.values()), np.float32))
    return dict(zip(odds, map(float, values), strict=True))


def _links(
    linked: Sequence[tuple[int, int]],
    chance: Mapping[tuple[int, int], float],
    model: LinkModel,
    places: Sequence[Place],
) -> list[Link]:
    """Return the links that hold a row together: those past the threshold, and for each statement its best."""
    best: dict[int, tuple[float, tuple[int, int]]] = {}
    for pair in linked:
        for node in pair:
            best[node] = max(best.get(node, (-1.0, pair)), (chance.get(pair, 0.0), pair))
    floor = float(model.probability(np.array([model.cut], np.float32))[0])
    kept = {pair for pair in linked if chance.get(pair, 0.0) >= floor} | {pair for _, pair in best.values()}
    return [
        Link(a=places[x], b=places[y], score=round(chance.get((x, y), 0.0), 4))
        for x, y in linked
        if (x, y) in kept
    ]


def _parts(
    members: Sequence[int],
    groups: Sequence[int],
    first: np.ndarray,
    sides: Sequence[Side],
    places: Sequence[Place],
    statements: Mapping[str, Sequence[Statement]],
) -> dict[tuple[Place, str], tuple[Span, ...]]:
    """Return for each statement and other report of a row the parts that the other tells, where that is not all."""
    found = {}
    for x in members:
        for other in sorted({groups[y] for y in members} - {groups[x]}):
            own = statements[places[x][0]][places[x][1]]
            facing = [int(y - first[other]) for y in members if groups[y] == other]
            spans = matching_parts(
                sides[groups[x]], int(x - first[groups[x]]), sides[other], facing, own.language
            )
            if spans:
                name = places[first[other]][0]
                found[places[x], name] = tuple(Span(own.start + s.start, own.start + s.end) for s in spans)
    return found


def _with_parts(link: Link, spans: Mapping[tuple[Place, str], tuple[Span, ...]]) -> Link:
    parts = {
        own[0]: spans[own, other[0]]
        for own, other in ((link.a, link.b), (link.b, link.a))
        if (own, other[0]) in spans
    }
    return Link(a=link.a, b=link.b, score=link.score, spans=parts) if parts else link


def _row(
    members: Sequence[int],
    places: Sequence[Place],
    links: Sequence[Link],
    best: Mapping[int, float],
) -> Row:
    cells: dict[str, list[int]] = defaultdict(list)
    for node in members:
        report, n = places[node]
        cells[report].append(n)
    if links:
        score = sum(link.score for link in links) / len(links)
    else:
        score = 1 - max(best.get(node, 0.0) for node in members)
    return Row(
        cells={report: tuple(sorted(numbers)) for report, numbers in cells.items()},
        score=round(score, 4),
        verdict="same" if links else "only",
        links=tuple(links),
    )


def _as_statements(report: Report, texts: Sequence[str], kinds: Sequence[str]) -> list[Statement]:
    found, start = [], 0
    for n, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        found.append(
            Statement(
                report_id=report.id,
                n=n,
                start=start,
                end=start + len(text),
                text=text,
                kind=kind,  # type: ignore[arg-type]
                language=report.language,
            )
        )
        start += len(text) + 1
    return found
