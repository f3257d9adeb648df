"""Marks on a text: which stretches of a statement carry a difference, a partial match, a cue or a speaker.

Spans point into the report's text and may overlap; pieces do not: a statement is cut wherever a mark begins
or ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from twicetold.model import Attribution, Finding, Link, Place, Span, Statement
from twicetold.views.scripts import visible


class Mark(NamedTuple):
    """Why a stretch of text is marked.

    `id` is the number of the finding or link; 0 for a cue or a speaker.
    """

    kind: Literal["part", "finding", "cue", "speaker"]
    id: int
    note: str = ""  # of a finding: its verdict and its aspect


class Piece(NamedTuple):
    """A stretch of a statement's text (made visible) under one set of marks, in the order of their kinds."""

    text: str
    marks: tuple[Mark, ...]


Marks = dict[Place, list[tuple[Span, Mark]]]


def marks_of(
    statements: Mapping[str, Sequence[Statement]],
    findings: Mapping[int, Finding],
    links: Mapping[int, Link],
    attributions: Iterable[Attribution],
) -> Marks:
    """Return every mark, at each statement it touches. Findings and links come under their numbers."""
    found: Marks = {}
    starts = {report: [s.start for s in several] for report, several in statements.items()}

    def put(report: str, spans: Iterable[Span], mark: Mark) -> None:
        for span in spans:
            # from the statement that begins at or before the span, as far as it reaches
            for s in statements[report][max(0, bisect_right(starts[report], span.start) - 1) :]:
                if s.start >= span.end:
                    break
                if s.end > span.start:
                    found.setdefault(s.place, []).append((span, mark))

    for number, finding in findings.items():
        for report, spans in finding.sides.items():
            put(report, spans, Mark("finding", number, f"{finding.verdict} a-{finding.aspect}"))
    for number, link in links.items():
        for report, spans in link.spans.items():
            put(report, spans, Mark("part", number))
    for said in attributions:
        put(said.report_id, [said.cue] if said.cue else [], Mark("cue", 0))
        put(said.report_id, [said.speaker] if said.speaker else [], Mark("speaker", 0))
    return found


def pieces(statement: Statement, marks: Iterable[tuple[Span, Mark]]) -> tuple[Piece, ...]:
    """Cut a statement where marks begin and end. The pieces together are its text, made visible."""
    inside = [(max(s.start, statement.start), min(s.end, statement.end), mark) for s, mark in marks]
    cuts = sorted({statement.start, statement.end, *(c for start, end, _ in inside for c in (start, end))})
    cut = []
    for start, end in pairwise(cuts):
        here = tuple(sorted({mark for low, high, mark in inside if low <= start and end <= high}))
        text = visible(statement.text[start - statement.start : end - statement.start])
        cut.append(Piece(text, here))
    return tuple(cut)
