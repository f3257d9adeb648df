"""The stage: everything that the reports of one event name, date and count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from twicetold.mentions.entities import entities
from twicetold.mentions.values import anchors, numbers, quantities, times
from twicetold.model import Entity, Link, Quantity, Report, Statement, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """What was found, in the order of the reports and of their texts."""

    entities: tuple[Entity, ...]
    times: tuple[Time, ...]
    quantities: tuple[Quantity, ...]


def mention(
    reports: Sequence[Report], statements: Mapping[str, Sequence[Statement]], links: Sequence[Link] = ()
) -> Mentioned:
    """Return entities, times and quantities of the reports of one event.

    A report without a publication time and dateline counts its relative times from the nearest such day of a report
    it is aligned with. Every span quotes its report's text exactly. Linear in the texts and in the links.
    """
    counted_from = anchors(reports, statements, links)
    dated: list[Time] = []
    counted: list[Quantity] = []
    for report in reports:
        day, what = counted_from.get(report.id, _NO_ANCHOR)
        found = numbers(report, statements[report.id])
        own = times(report, statements[report.id], found, anchor=day, anchor_is=what)
        dated += own
        counted += quantities(report, statements[report.id], found, own)
    return Mentioned(
        entities=entities(reports, statements, links), times=tuple(dated), quantities=tuple(counted)
    )


_NO_ANCHOR: tuple[date | None, str] = (None, "publication")
