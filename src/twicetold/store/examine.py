"""Finds what is wrong with a library's rows, and which reports must be derived again."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from twicetold.store import shelf
from twicetold.store.identity import content, text_digest
from twicetold.store.reports import AT_ONCE, chunks, report_of
from twicetold.store.schema import (
    edges,
    events,
    memberships,
    metadata,
    nearest,
    reports,
    revisions,
    signatures,
    statements,
    twins,
)

GIVEN = ("reports", "revisions", "events", "changes", "corrections")  # what cannot be derived


def file_says(connection: Connection) -> list[str]:
    """Return what SQLite finds wrong with its file; nothing on a server, which looks after its own."""
    if connection.dialect.name != "sqlite":
        return []
    found = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars()
    return [line for line in found if line != "ok"]


def dangling(connection: Connection) -> dict[str, int]:
    """Return by table how many rows point to a row that is not there (SQLite only: a server never lets it be)."""
    found: dict[str, int] = {}
    if connection.dialect.name == "sqlite":
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            found[row[0]] = found.get(row[0], 0) + 1
    return found


def drop_dangling(connection: Connection) -> None:
    """Delete the rows that point nowhere, of the tables that can be derived again; take in texts without a report."""
    _adopt(connection)
    for table in metadata.sorted_tables:
        for key in table.foreign_keys if table.name not in GIVEN else ():
            there = sa.select(key.column)
            connection.execute(sa.delete(table).where(key.parent.not_in(there)))


def _adopt(connection: Connection) -> None:
    """Make a report anew for revisions whose report is lost; its id is lost too."""
    alone = sa.select(revisions.c.report).where(revisions.c.report.not_in(sa.select(reports.c.n))).distinct()
    for n in connection.execute(alone).scalars().all():
        query = sa.select(revisions).where(revisions.c.report == n).order_by(revisions.c.revision.desc())
        row = connection.execute(query).mappings().first()
        assert row is not None
        fields = {
            name: row[name]
            for name in ("title", "language", "outlet", "published", "url", "added", "revision")
        }
        told = text_digest(report_of("", row))
        name = {"n": n, "id": f"found-{n}", "identity": f"found {n}"}
        connection.execute(sa.insert(reports).values(**name, **fields, text_digest=told, stamp=0))


def untold(connection: Connection) -> list[str]:
    """Return ids of reports whose current revision is not there."""
    same = (revisions.c.report == reports.c.n) & (revisions.c.revision == reports.c.revision)
    query = sa.select(reports.c.id).outerjoin(revisions, same).where(revisions.c.report.is_(None))
    return list(connection.execute(query).scalars())


def changed_texts(connection: Connection) -> Iterator[tuple[int, int]]:
    """Yield (report, revision) of each revision that is not what was written."""
    query = sa.select(revisions).order_by(revisions.c.report, revisions.c.revision)
    for row in connection.execute(query.execution_options(yield_per=AT_ONCE)):
        if content(report_of("", row._mapping)) != row.digest:
            yield row.report, row.revision


def stale(
    connection: Connection, statements_by: int, signatures_by: int, events_by: int
) -> dict[str, set[int]]:
    """Return by kind which reports lack derived rows, or have some that something else made."""

    def others(table: sa.Table, made_by: int) -> set[int]:
        query = sa.select(table.c.report).where(table.c.made_by != made_by).distinct()
        return set(connection.execute(query).scalars())

    def lacking(table: sa.Table) -> set[int]:
        query = sa.select(reports.c.n).where(reports.c.n.not_in(sa.select(table.c.report)))
        return set(connection.execute(query).scalars())

    outdated = sa.select(signatures.c.report).join(reports, reports.c.n == signatures.c.report)
    outdated = outdated.where(signatures.c.revision != reports.c.revision)
    return {
        "statements missing": lacking(statements),
        "signatures missing": lacking(signatures) | lacking(nearest),
        "signatures of an earlier revision": set(connection.execute(outdated).scalars()),
        "events missing": lacking(memberships),
        "statements made by another version": others(statements, statements_by),
        "signatures made by another version or encoder": others(signatures, signatures_by),
        "events found by another version or encoder": others(memberships, events_by),
    }


def bad_statements(connection: Connection) -> set[int]:
    """Return reports with a statement that is no stretch of the text, or begins before the last one ended."""
    same = (revisions.c.report == reports.c.n) & (revisions.c.revision == reports.c.revision)
    length = sa.func.length(revisions.c.text)
    query = (
        sa.select(statements.c.report).join(reports, reports.c.n == statements.c.report).join(revisions, same)
    )
    outside = (
        (statements.c.start < 0) | (statements.c.start >= statements.c.end) | (statements.c.end > length)
    )
    found = set(connection.execute(query.where(outside)).scalars())
    before = statements.alias()
    query = sa.select(statements.c.report).join(
        before, (before.c.report == statements.c.report) & (before.c.n == statements.c.n - 1)
    )
    return found | set(connection.execute(query.where(statements.c.start < before.c.end)).scalars())


def bad_signatures(connection: Connection) -> set[int]:
    """Return reports whose signature or neighbours are not what was written."""
    query = sa.select(signatures.c.report, signatures.c.signature, signatures.c.digest)
    rows = connection.execute(query.execution_options(yield_per=AT_ONCE))
    found = {n for n, raw, told in rows if shelf.digest(bytes(raw)) != bytes(told)}
    for n, raw in connection.execute(sa.select(nearest.c.report, nearest.c.others)):
        if len(raw) % shelf.NEIGHBOUR.itemsize:
            found.add(n)
    return found


def bad_digests(connection: Connection) -> dict[int, str]:
    """Return report -> right digest, where the digest of a report's text is not that of its current revision."""
    same = (revisions.c.report == reports.c.n) & (revisions.c.revision == reports.c.revision)
    query = sa.select(reports.c.n, reports.c.text_digest, revisions).join(revisions, same)
    found = {}
    for row in connection.execute(query.execution_options(yield_per=AT_ONCE)):
        right = text_digest(report_of("", row._mapping))
        if right != row.text_digest:
            found[row.n] = right
    return found


def mend_digests(connection: Connection, right: dict[int, str]) -> None:
    """Write the right digests."""
    for n, told in right.items():
        connection.execute(sa.update(reports).where(reports.c.n == n).values(text_digest=told))


def circles(connection: Connection) -> set[int]:
    """Return merged events that lead nowhere, or to an event that leads on to themselves."""
    query = sa.select(events.c.n, events.c.became).where(events.c.became.is_not(None))
    led = {row.n: int(row.became) for row in connection.execute(query)}
    found = set()
    for start in led:
        at, steps = start, 0
        while at in led and steps <= len(led):
            at, steps = led[at], steps + 1
        if at in led:
            found.add(start)
    return found


def cut_circles(connection: Connection, found: set[int]) -> None:
    """Let events that lead in a circle stand for themselves."""
    for n in found:
        connection.execute(sa.update(events).where(events.c.n == n).values(became=None))


def forget_derived(connection: Connection, numbers: set[int]) -> None:
    """Throw away what was derived of these reports; who is in which event stays, so that ids do."""
    for n in sorted(numbers):
        for table in (statements, signatures, nearest, twins):
            connection.execute(sa.delete(table).where(table.c.report == n))
        connection.execute(sa.delete(edges).where((edges.c.a == n) | (edges.c.b == n)))


def mark_all_stale(connection: Connection, by: int) -> None:
    """Say of every derived row that something else made it, so that a rebuild makes it again."""
    for table in (statements, signatures, nearest, memberships):
        connection.execute(sa.update(table).values(made_by=by))


def reindex(connection: Connection) -> None:
    """Make SQLite's indexes again from the rows."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("REINDEX")


def mark_ungrouped(connection: Connection, numbers: set[int], by: int) -> None:
    """Say of the events of these reports that they must be looked for again."""
    for some in chunks(numbers):
        told = sa.update(memberships).where(memberships.c.report.in_(some))
        connection.execute(told.values(made_by=by))
