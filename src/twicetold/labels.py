"""The letters that reports go by, and the order in which rows are read.

Labels follow the order of the input; nothing else may. A stage is handed the reports in an order taken from
their content (`by_content`), so that the same reports give the same comparison, up to labels, however they
were given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, product
from string import ascii_uppercase
from typing import Any

from twicetold.model import Link, Report, Row


def labels() -> Iterator[str]:
    """Yield A, B, … Z, AA, AB, … without end."""
    for length in count(1):
        yield from map("".join, product(ascii_uppercase, repeat=length))


def by_content(reports: Iterable[Report]) -> list[Report]:
    """Return the reports in an order that depends on what they say, never on how they were labelled.

    Reports alike in every field are interchangeable, so that their order does not matter.
    """
    return sorted(reports, key=_digest)


def _digest(report: Report) -> bytes:
    told = (
        report.text,
        report.title,
        report.language,
        report.outlet,
        report.published,
        report.url,
        report.source,
    )
    return hashlib.blake2b(repr(told).encode("utf-8", "backslashreplace"), digest_size=16).digest()


def in_reading_order(rows: Iterable[Row], ids: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows so that a reader follows the first report from its beginning to its end.

    What the first report leaves out stands after the row that holds the statement before it in the next
    report that tells it (where there is none, before the row of the statement after it), and so on through
    the reports. Every cell, link and side is put in the order of `ids` too.
    """
    waiting = [_tidy(row, ids) for row in rows]
    placed: list[Row] = []
    for report in ids:
        mine = sorted((row for row in waiting if report in row.cells), key=lambda row: row.cells[report])
        waiting = [row for row in waiting if report not in row.cells]
        placed = _weave(placed, mine, report)
    return tuple(placed + waiting)


def _weave(placed: list[Row], mine: list[Row], report: str) -> list[Row]:
    """Put each new row behind the placed row of the nearest earlier statement of its report."""
    anchors = sorted((n, at) for at, row in enumerate(placed) for n in row.cells.get(report, ()))
    behind: dict[int, list[Row]] = {}
    last = (anchors[0][1] if anchors else len(placed)) - 1
    following = 0
    for row in mine:
        while following < len(anchors) and anchors[following][0] < row.cells[report][0]:
            last = anchors[following][1]
            following += 1
        behind.setdefault(last, []).append(row)
    woven = list(behind.get(-1, ()))
    for at, row in enumerate(placed):
        woven.append(row)
        woven.extend(behind.get(at, ()))
    return woven


def _tidy(row: Row, ids: Sequence[str]) -> Row:
    rank = {report: at for at, report in enumerate(ids)}
    links = [
        link if rank[link.a[0]] <= rank[link.b[0]] else replace(link, a=link.b, b=link.a)
        for link in row.links
    ]
    links = [replace(link, spans=_ranked(link.spans, rank)) for link in links]
    return replace(
        row,
        cells=_ranked(
            {report: tuple(sorted(numbers)) for report, numbers in row.cells.items() if numbers}, rank
        ),
        links=tuple(sorted(links, key=lambda link: _place_order(link, rank))),
        findings=tuple(replace(each, sides=_ranked(each.sides, rank)) for each in row.findings),
    )


def _place_order(link: Link, rank: Mapping[str, int]) -> tuple[int, int, int, int]:
    return (rank[link.a[0]], link.a[1], rank[link.b[0]], link.b[1])


def _ranked(cells: Mapping[str, Any], rank: Mapping[str, int]) -> dict[str, Any]:
    return {report: cells[report] for report in sorted(cells, key=rank.__getitem__)}
