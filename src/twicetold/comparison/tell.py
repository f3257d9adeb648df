"""Differences of a row's pairs joined into findings, each with a sentence that a reader can check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from twicetold.comparison.difference import Difference
from twicetold.comparison.material import Cell
from twicetold.model import Finding, Span

LONGEST = 60  # characters of a quotation in a reason


def joined(found: Sequence[Difference], cells: int) -> list[Difference]:
    """Join differences of one aspect and verdict that share words; confidence is that of the surest.

    Of three reports or more, what only some lack is kept only where it parts numbers, times, names or denials:
    otherwise each detail would be shown for each pair.
    """
    groups: list[Difference] = []
    for each in found:
        same = [
            g for g in groups if g.aspect == each.aspect and g.verdict == each.verdict and _touch(g, each)
        ]
        for g in same:
            groups.remove(g)
            each = _merged(g, each)
        groups.append(each)
    return [g for g in groups if g.verdict != "more" or cells == len(g.lacking) + len(g.sides)]


def _touch(a: Difference, b: Difference) -> bool:
    return any(
        x.start < y.end and y.start < x.end
        for report in a.sides.keys() & b.sides.keys()
        for x in a.sides[report]
        for y in b.sides[report]
    )


def _merged(a: Difference, b: Difference) -> Difference:
    sides: dict[str, tuple[Span, ...]] = {}
    for report in sorted(a.sides.keys() | b.sides.keys()):
        sides[report] = _union(a.sides.get(report, ()), b.sides.get(report, ()))
    surer = a if a.confidence >= b.confidence else b
    return Difference(
        aspect=a.aspect,
        verdict=a.verdict,
        sides=sides,
        note=surer.note,
        confidence=surer.confidence,
        lacking=(a.lacking | b.lacking) - sides.keys(),
    )


def _union(a: Sequence[Span], b: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans of both, overlapping ones as one, in order."""
    result: list[Span] = []
    for span in sorted((*a, *b)):
        if result and span.start < result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def told(each: Difference, cells: Mapping[str, Cell]) -> Finding:
    """Return the finding of a difference, with its reason in words."""
    said = [f"{report} says {_quoted(spans, cells[report])}" for report, spans in sorted(each.sides.items())]
    if each.verdict == "more":
        quotes = _quoted(each.sides[min(each.sides)], cells[min(each.sides)])
        lacking = each.lacking or cells.keys() - each.sides.keys()
        says, leaves = (
            ("says" if len(each.sides) == 1 else "say"),
            ("leaves" if len(lacking) == 1 else "leave"),
        )
        place = f", {each.note}" if each.note else ""
        reason = f"Only {_listed(each.sides)} {says} {quotes}{place}; {_listed(lacking)} {leaves} it out."
    else:
        reason = f"{', '.join(said)}" + (f": {each.note}." if each.note else ".")
    return Finding(
        aspect=each.aspect,
        verdict=each.verdict,
        sides=dict(sorted(each.sides.items())),
        reason=reason,
        confidence=round(min(0.99, max(0.01, each.confidence)), 4),
    )


def _listed(labels: Iterable[str]) -> str:
    """Return labels as a sentence tells them: "A", "A and B", "A, B and C"."""
    *first, last = sorted(labels)
    return f"{', '.join(first)} and {last}" if first else last


def _quoted(spans: Sequence[Span], cell: Cell) -> str:
    return " and ".join(f"“{_short(cell.quote(span))}”" for span in spans)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
