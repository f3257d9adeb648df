"""What watching must remember over a restart: feeds, their entries, what was told of events, what is still to go out.

An event's news are not taken from what adding answered, which a crash would lose, but from the difference between
the library's events and what was told of them before: `untold` finds it, `tell` notes it in the very transaction
that puts the news among the outgoing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from twicetold.store.events import upsert
from twicetold.store.reports import chunks, now
from twicetold.store.schema import Number, memberships, metadata, reports

watched = sa.Table(
    "watched",
    metadata,
    sa.Column("feed", sa.Text, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False),  # of its content when all its entries were dealt with
    sa.Column("checked", sa.Text, nullable=False),
)
entries = sa.Table(
    "entries",
    metadata,
    sa.Column("feed", sa.Text, primary_key=True),
    sa.Column("entry", sa.Text, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False),  # of what the feed said of it when it was dealt with
    sa.Column("tries", sa.Integer, nullable=False),  # without success; 0: it is in the library
    sa.Column("listed", sa.Text, nullable=False),  # when the feed last had it
)
told = sa.Table(
    "told",
    metadata,
    sa.Column("report", Number, sa.ForeignKey("reports.n", ondelete="CASCADE"), primary_key=True),
    sa.Column("event", Number, nullable=False, index=True),  # in which it was told
)
outgoing = sa.Table(
    "outgoing",
    metadata,
    sa.Column("n", Number, primary_key=True, autoincrement=True),
    sa.Column("target", sa.Text, nullable=False),  # a webhook's address; empty: standard output
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("made", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("refused", sa.Text),  # why the receiver will never take it
    sa.Index("ix_outgoing_target", "target", "n"),
    sqlite_autoincrement=True,
)
_BEGUN = ""  # no feed has this address


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry of a feed that was met before."""

    digest: str
    tries: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is still to go out; `n` grows and is never given twice."""

    n: int
    body: str
    tries: int


def digest_of(connection: Connection, feed: str) -> str | None:
    """Return the digest of a feed's content that was dealt with to the end."""
    found: str | None = connection.execute(sa.select(watched.c.digest).where(watched.c.feed == feed)).scalar()
    return found


def seen(connection: Connection, feed: str) -> dict[str, Seen]:
    """Return entry -> what is known of it."""
    query = sa.select(entries.c.entry, entries.c.digest, entries.c.tries).where(entries.c.feed == feed)
    return {entry: Seen(digest, tries) for entry, digest, tries in connection.execute(query)}


def note_entry(connection: Connection, feed: str, entry: str, digest: str, tries: int) -> None:
    """Note what became of an entry."""
    row = {"feed": feed, "entry": entry, "digest": digest, "tries": tries, "listed": now()}
    upsert(connection, entries, [row])


def note_feed(connection: Connection, feed: str, digest: str, listed: Iterable[str], forget: str) -> None:
    """Note that a feed was dealt with; forget entries that it has not had since the time `forget`."""
    upsert(connection, watched, [{"feed": feed, "digest": digest, "checked": now()}])
    for some in chunks(listed):
        here = (entries.c.feed == feed) & entries.c.entry.in_(some)
        connection.execute(sa.update(entries).where(here).values(listed=now()))
    connection.execute(sa.delete(entries).where(entries.c.feed == feed, entries.c.listed < forget))


def begun(connection: Connection) -> bool:
    """Whether somebody has watched with this library before."""
    return digest_of(connection, _BEGUN) is not None


def note_begun(connection: Connection) -> None:
    """Note that watching has begun: from now on events are told."""
    upsert(connection, watched, [{"feed": _BEGUN, "digest": "", "checked": now()}])


def untold(connection: Connection) -> dict[int, tuple[bool, tuple[int, ...]]]:
    """Return event -> whether it is new, and its reports that were not told in it, the first added first."""
    fresh = sa.select(memberships.c.event, memberships.c.report).outerjoin(
        told, told.c.report == memberships.c.report
    )
    fresh = fresh.where(told.c.report.is_(None) | (told.c.event != memberships.c.event))
    found: dict[int, list[int]] = {}
    for event, report in connection.execute(fresh.order_by(memberships.c.event, memberships.c.report)):
        found.setdefault(event, []).append(report)
    known: set[int] = set()
    for some in chunks(found):
        known.update(connection.execute(sa.select(told.c.event).where(told.c.event.in_(some))).scalars())
    return {event: (event not in known, tuple(fresh)) for event, fresh in found.items()}


def sizes(connection: Connection, events: Iterable[int]) -> dict[int, int]:
    """Return event -> how many reports it has."""
    found: dict[int, int] = {}
    for some in chunks(events):
        query = sa.select(memberships.c.event, sa.func.count()).where(memberships.c.event.in_(some))
        found.update((event, size) for event, size in connection.execute(query.group_by(memberships.c.event)))
    return found


def tell(
    connection: Connection, news: Mapping[int, Sequence[int]], bodies: Sequence[str], targets: Sequence[str]
) -> None:
    """Note what is told of each event, and put each body among the outgoing of every target."""
    rows = [{"report": report, "event": event} for event, fresh in news.items() for report in fresh]
    upsert(connection, told, rows)
    made = now()
    for target in targets:
        for body in bodies:
            row = {"target": target, "body": body, "made": made, "tries": 0}
            connection.execute(sa.insert(outgoing).values(**row))


def waiting(connection: Connection, target: str, limit: int = 100) -> list[Outgoing]:
    """Return what is still to go to a target, the oldest first."""
    query = sa.select(outgoing.c.n, outgoing.c.body, outgoing.c.tries)
    query = query.where(outgoing.c.target == target, outgoing.c.refused.is_(None))
    return [Outgoing(*row) for row in connection.execute(query.order_by(outgoing.c.n).limit(limit))]


def sent(connection: Connection, numbers: Iterable[int]) -> None:
    """Forget what has gone out."""
    for some in chunks(numbers):
        connection.execute(sa.delete(outgoing).where(outgoing.c.n.in_(some)))


def failed(connection: Connection, n: int, *, refused: str | None = None) -> None:
    """Note that a message did not go out, and why it never will, if so."""
    values: dict[str, Any] = {"tries": outgoing.c.tries + 1, "refused": refused}
    connection.execute(sa.update(outgoing).where(outgoing.c.n == n).values(**values))


def latest_events(connection: Connection, limit: int, least: int) -> list[int]:
    """Return the events with at least `least` reports that a report was last added to, the latest first."""
    newest = sa.func.max(reports.c.n)
    query = sa.select(memberships.c.event).join(reports, reports.c.n == memberships.c.report)
    query = query.group_by(memberships.c.event).having(sa.func.count() >= least)
    return list(connection.execute(query.order_by(newest.desc()).limit(limit)).scalars())
