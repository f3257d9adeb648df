"""Near-duplicates: rows in and out."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from twicetold.store.records import Twin
from twicetold.store.schema import reports, twins


def same_text(connection: Connection, n: int) -> list[int]:
    """Return the other reports with the very same text."""
    mine = sa.select(reports.c.text_digest).where(reports.c.n == n).scalar_subquery()
    query = sa.select(reports.c.n).where(reports.c.text_digest == mine, reports.c.n != n)
    return list(connection.execute(query.order_by(reports.c.n).limit(50)).scalars())


def put_twins(connection: Connection, n: int, found: Mapping[int, float], made_by: int) -> None:
    """Mark a report as nearly the same as others, in place of what was marked before.

    Of two reports the one that was there before is the original.
    """
    connection.execute(sa.delete(twins).where((twins.c.report == n) | (twins.c.other == n)))
    rows = [
        {"report": max(n, other), "other": min(n, other), "likeness": likeness, "made_by": made_by}
        for other, likeness in sorted(found.items())
    ]
    if rows:
        connection.execute(sa.insert(twins), rows)


def twins_of(connection: Connection, n: int) -> tuple[Twin, ...]:
    """Return what a report is nearly the same as, the likest first."""
    found: list[Twin] = []
    for one, other in ((twins.c.report, twins.c.other), (twins.c.other, twins.c.report)):
        query = sa.select(reports.c.id, twins.c.likeness).join(reports, reports.c.n == other).where(one == n)
        found += [Twin(id=name, likeness=likeness) for name, likeness in connection.execute(query)]
    return tuple(sorted(found, key=lambda each: (-each.likeness, each.id)))


def original_of(connection: Connection, n: int) -> str | None:
    """Return the earlier report that this one is most like, if it is like any."""
    query = sa.select(reports.c.id).join(twins, twins.c.other == reports.c.n).where(twins.c.report == n)
    found: str | None = connection.execute(query.order_by(twins.c.likeness.desc(), twins.c.other)).scalar()
    return found
