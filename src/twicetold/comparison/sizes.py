"""Quantities of statements, for comparisons that were given none: read by `twicetold.quantities`, dates left out."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.model import Quantity, Report, Statement, Time


def sizes(statements: Sequence[Statement], report: Report, times: Sequence[Time]) -> tuple[Quantity, ...]:
    """Return the quantities of some statements of a report, in order."""
    from twicetold.quantities import find

    found = []
    for s in statements:
        language = report.language if s.language == "und" else s.language
        dates = [(t.start - s.start, t.end - s.start) for t in times if s.start <= t.start < s.end]
        found += [
            Quantity(
                report_id=report.id,
                start=s.start + q.start,
                end=s.start + q.end,
                text=q.text,
                value=q.value,
                unit=q.unit,
                low=q.low,
                high=q.high,
                approximate=q.approximate,
            )
            for q in find(s.text, language, skip=dates)
        ]
    return tuple(found)
