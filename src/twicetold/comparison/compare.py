"""Rows in, rows with findings and verdicts out: every aspect looks at every pair of cells of a row.

Differences that share words are joined over the pairs of a row, so that three reports against one make one finding.
Only what is likely enough to be worth a reader's time is kept, the gravest first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from twicetold.comparison.degree import degree
from twicetold.comparison.detail import detail
from twicetold.comparison.difference import Difference
from twicetold.comparison.listing import listing
from twicetold.comparison.material import Cell, Material, Pair
from twicetold.comparison.name import name
from twicetold.comparison.negation import negation
from twicetold.comparison.number import number
from twicetold.comparison.office import office
from twicetold.comparison.speaker import speaker
from twicetold.comparison.tell import joined, told
from twicetold.comparison.time import time
from twicetold.comparison.wording import wording
from twicetold.encoding.base import Encoder
from twicetold.model import Attribution, Entity, Finding, Quantity, Report, Row, Statement, Time, Verdict

ASPECTS: tuple[Callable[[Pair], list[Difference]], ...] = (
    number,
    time,
    name,
    office,
    negation,
    speaker,
    wording,
    degree,
    listing,
    detail,
)
SHOWN = 0.35  # confidence from which a finding is kept
_GRAVITY = {"contradicts": 0, "differs": 1, "more": 2, "same": 3}
_WEIGHT = {"number": 0, "negation": 1, "time": 2, "name": 3, "speaker": 4, "wording": 5, "detail": 6}


def compare(
    reports: Sequence[Report],
    statements: Mapping[str, Sequence[Statement]],
    rows: Sequence[Row],
    *,
    encoder: Encoder,
    attributions: Sequence[Attribution] = (),
    entities: Sequence[Entity] = (),
    times: Sequence[Time] = (),
    quantities: Sequence[Quantity] = (),
) -> tuple[Row, ...]:
    """Return the rows with what was found in them, the gravest and surest finding first, and with their verdict.

    Rows of one report come back as they were. Only what was given is compared: without quantities no numbers, without
    times no dates. Without token vectors (an encoder that gives only sentence vectors) details are not looked for.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):  # small products; the same sums on any machine
        material = Material(
            reports,
            statements,
            rows,
            encoder,
            attributions=attributions,
            entities=entities,
            times=times,
            quantities=quantities,
        )
        return tuple(_row(row, material) for row in rows)


def _row(row: Row, material: Material) -> Row:
    if len(row.cells) < 2:
        return row
    cells = material.cells(row)
    found = findings(cells, row.score, material)
    return replace(row, findings=tuple(found), verdict=verdict(found))


def findings(cells: Sequence[Cell], score: float, material: Material) -> list[Finding]:
    """Return what the cells of one row differ in, ranked."""
    found: list[Difference] = []
    for left, right in combinations(cells, 2):
        pair = material.pair(left, right, score)
        seen = [each for aspect in ASPECTS for each in aspect(pair)]
        found += _without_repeats(seen)
    by_id = {cell.id: cell for cell in cells}
    kept = [told(each, by_id) for each in joined(found, len(cells)) if each.confidence >= SHOWN]
    return sorted(kept, key=_order)


def verdict(found: Sequence[Finding]) -> Verdict:
    """Return a row's verdict: that of its gravest finding, "same" where nothing parts."""
    return min((f.verdict for f in found), key=lambda v: _GRAVITY[v], default="same")


def _order(finding: Finding) -> tuple[object, ...]:
    sides = sorted((report, spans) for report, spans in finding.sides.items())
    return (_GRAVITY[finding.verdict], _WEIGHT[finding.aspect], -finding.confidence, sides)


def _without_repeats(found: Sequence[Difference]) -> list[Difference]:
    """Leave out a detail whose words a graver aspect or a detail before it shows already."""
    kept = [each for each in found if each.aspect != "detail"]
    for each in found:
        if each.aspect == "detail" and not any(_overlap(each, o) for o in kept if o.verdict != "same"):
            kept.append(each)
    return kept


def _overlap(a: Difference, b: Difference) -> bool:
    return any(
        x.start < y.end and y.start < x.end
        for report, spans in a.sides.items()
        for x in spans
        for y in b.sides.get(report, ())
    )
