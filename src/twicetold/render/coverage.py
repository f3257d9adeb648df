"""Which report tells which row, at a glance: a mark for each row, or for several of very many."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.views.reader import RowView, View

MOST = 240  # marks that still can be told apart on one line of a wide screen
_GRAVEST = ("contradicts", "differs", "more", "same", "only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Some neighbouring rows.

    `told` has a number for each report: 0 nothing, 1 some, 2 most, 3 all of them.
    """

    first: int
    name: str
    verdict: str
    told: tuple[int, ...]


def bins(view: View) -> list[Bin]:
    """Return at most `MOST` bins, each over as many rows."""
    size = max(1, -(-len(view.rows) // MOST))
    return [_bin(view.rows[at : at + size]) for at in range(0, len(view.rows), size)]


def _bin(rows: tuple[RowView, ...]) -> Bin:
    first, last = rows[0], rows[-1]
    verdicts = {row.verdict for row in rows}
    shares = [sum(bool(row.cells[at]) for row in rows) / len(rows) for at in range(len(first.cells))]
    told = tuple(0 if not share else 3 if share > 2 / 3 else 2 if share > 1 / 3 else 1 for share in shares)
    name = f"row {first.number}" if first is last else f"rows {first.number} to {last.number}"
    return Bin(first=first.number, name=name, verdict=min(verdicts, key=_GRAVEST.index), told=told)
