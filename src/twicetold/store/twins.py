"""Near-duplicates: rows in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from twicetold.store.records import Twin
from twicetold.store.reports import chunks
from twicetold.store.schema import reports, twins


def same_texts(connection: Connection, numbers: Iterable[int]) -> dict[int, list[int]]:
    """Return for these reports the other ones with the very same text, up to 50."""
    digests: dict[int, str] = {}
    for some in chunks(numbers):
        query = sa.select(reports.c.n, reports.c.text_digest).where(reports.c.n.in_(some))
        digests.update((n, told) for n, told in connection.execute(query))
    # in two steps: joined with itself, the table might be gone through as a whole
    same: dict[str, list[int]] = {}
    for some in chunks(set(digests.values())):
        query = sa.select(reports.c.text_digest, reports.c.n).where(reports.c.text_digest.in_(some))
        for told, n in connection.execute(query):
            same.setdefault(told, []).append(n)
    return {n: sorted(set(same[told]) - {n})[:50] for n, told in digests.items()}


def put_twins(connection: Connection, found: Mapping[int, Mapping[int, float]], made_by: int) -> None:
    """Mark reports as nearly the same as others, in place of what was marked for them before.

    Of two reports the one that was there before is the original.
    """
    for some in chunks(found):
        connection.execute(sa.delete(twins).where(twins.c.report.in_(some) | twins.c.other.in_(some)))
    marks = {(max(n, m), min(n, m)): likeness for n, each in found.items() for m, likeness in each.items()}
    rows = [
        {"report": n, "other": other, "likeness": likeness, "made_by": made_by}
        for (n, other), likeness in sorted(marks.items())
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
