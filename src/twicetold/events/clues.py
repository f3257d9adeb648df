"""Names, numbers and days of a report as keys that can be met in any other script or language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from twicetold.model import Report, Span, Statement
from twicetold.quantities import find as find_quantities

CluesKind = Literal["name", "number", "day"]


class Clue(NamedTuple):
    """A key and where it stands. Keys of one kind that are equal mean the same, or sound the same."""

    kind: str
    key: str
    span: Span


MOST = 64  # clues of a report


def clues(report: Report, statements: Sequence[Statement]) -> tuple[Clue, ...]:
    """Return the clues of a report's first statements, in order, each key once."""
    found: dict[tuple[str, str], Clue] = {}
    for statement in statements[:8]:
        for quantity in find_quantities(statement.text[:600], statement.language):
            key = f"{quantity.value:g}"
            span = Span(statement.start + quantity.start, statement.start + quantity.end)
            found.setdefault(("number", key), Clue("number", key, span))
    del report
    return tuple(found.values())[:MOST]
