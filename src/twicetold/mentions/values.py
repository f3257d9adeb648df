"""Times and quantities of a report, statement by statement, at offsets of the report's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from twicetold.model import Link, Quantity, Report, Statement, Time
from twicetold.quantities import counted
from twicetold.quantities import find as find_quantities
from twicetold.quantities.numbers import Number
from twicetold.times import anchor_of
from twicetold.times import find as find_times

Anchor = tuple[date | None, str]
_FURNITURE = ("boilerplate",)


def _language(report: Report, statement: Statement) -> str:
    return statement.language if statement.language != "und" else report.language


def numbers(report: Report, statements: Sequence[Statement]) -> list[list[Number]]:
    """Return the numbers of each statement, which times and quantities both look at."""
    return [counted(statement.text, _language(report, statement)) for statement in statements]


def times(
    report: Report,
    statements: Sequence[Statement],
    found: Sequence[Sequence[Number]],
    *,
    anchor: date | None,
    anchor_is: str = "publication",
) -> list[Time]:
    """Return the times of a report in order; see `twicetold.times.find` for how they are resolved.

    `found` are the `numbers` of the statements.
    """
    return [
        Time(
            report_id=report.id,
            start=statement.start + one.start,
            end=statement.start + one.end,
            text=one.text,
            value=one.value,
            how=one.how,
        )
        for statement, among in zip(statements, found, strict=True)
        for one in find_times(
            statement.text, _language(report, statement), anchor=anchor, anchor_is=anchor_is, counted=among
        )
    ]


def quantities(
    report: Report,
    statements: Sequence[Statement],
    found: Sequence[Sequence[Number]],
    dated: Sequence[Time],
) -> list[Quantity]:
    """Return the quantities of a report in order; numbers inside a time are none, nor those of furniture.

    `found` are the `numbers` of the statements.
    """
    told: list[Quantity] = []
    for statement, among in zip(statements, found, strict=True):
        if statement.kind in _FURNITURE:
            continue
        inside = [
            (t.start - statement.start, t.end - statement.start)
            for t in dated
            if statement.start <= t.start < statement.end
        ]
        told += [
            Quantity(
                report_id=report.id,
                start=statement.start + one.start,
                end=statement.start + one.end,
                text=one.text,
                value=one.value,
                unit=one.unit,
                low=one.low,
                high=one.high,
                approximate=one.approximate,
            )
            for one in find_quantities(statement.text, _language(report, statement), skip=inside, among=among)
        ]
    return told


def anchors(
    reports: Sequence[Report], statements: Mapping[str, Sequence[Statement]], links: Sequence[Link]
) -> dict[str, Anchor]:
    """Return for each report the day its relative times count from, and what that day is.

    Its own publication or dateline; else that of the reports it is aligned with, the one with most links first.
    """
    own = {report.id: anchor(report, statements[report.id]) for report in reports}
    found: dict[str, Anchor] = {key: a for key, a in own.items() if a[0] is not None}
    met: dict[str, Counter[str]] = {}
    for link in links:
        for here, there in ((link.a[0], link.b[0]), (link.b[0], link.a[0])):
            met.setdefault(here, Counter())[there] += 1
    for report in reports:
        if report.id in found:
            continue
        others = sorted(
            met.get(report.id, Counter()).items(), key=lambda item: (-item[1], str(own[item[0]][0]))
        )
        for other, _ in others:
            day, what = own[other]
            if day is not None:
                found[report.id] = (day, f"aligned report's {what}")
                break
    return found


def anchor(report: Report, statements: Sequence[Statement]) -> Anchor:
    """Return the day a report is of: its publication time, else the first date its dateline or title writes out."""
    if report.published:
        try:
            return date.fromisoformat(report.published[:10]), "publication"
        except ValueError:
            pass  # an unparsed date is no anchor; the dateline may still be one
    for statement in statements:
        if statement.kind in ("dateline", "title", "boilerplate"):
            day = anchor_of(statement.text, _language(report, statement))
            if day is not None:
                return day, "dateline"
    return None, "publication"
