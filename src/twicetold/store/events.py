"""Signatures, neighbours, edges, events, memberships: rows in and out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from twicetold.errors import LibraryFailed, NotInLibrary
from twicetold.store import shelf
from twicetold.store.constraints import Correction
from twicetold.store.naming import name_groups
from twicetold.store.records import Happening
from twicetold.store.reports import chunks, entries, now
from twicetold.store.schema import (
    corrected,
    corrections,
    edges,
    events,
    gone,
    memberships,
    nearest,
    reports,
    signatures,
    twins,
)
from twicetold.store.shelf import Neighbour


def upsert(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, in place of those with the same primary key."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql as dialect
    else:
        from sqlalchemy.dialects import sqlite as dialect  # type: ignore[no-redef]
    told = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    rest = {name: told.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(told.on_conflict_do_update(index_elements=keys, set_=rest), list(rows))


def put_signatures(
    connection: Connection,
    some: Mapping[int, tuple[int, bytes, bytes]],
    *,
    made_by: int,
    stamp: int,
) -> None:
    """Keep signatures in place of those before: number -> revision, signature and sketch."""
    rows = [
        {
            "report": n,
            "revision": revision,
            "signature": signature,
            "digest": shelf.digest(signature),
            "sketch": sketch,
            "made_by": made_by,
            "stamp": stamp,
        }
        for n, (revision, signature, sketch) in some.items()
    ]
    upsert(connection, signatures, rows)


def load_signatures(connection: Connection, numbers: Iterable[int]) -> dict[int, bytes]:
    """Return the signatures of these reports, as bytes."""
    found: dict[int, bytes] = {}
    for some in chunks(numbers):
        query = sa.select(signatures.c.report, signatures.c.signature).where(signatures.c.report.in_(some))
        found.update((n, raw) for n, raw in connection.execute(query))
    return found


def load_sketches(connection: Connection, numbers: Iterable[int]) -> dict[int, bytes]:
    """Return the sketches of these reports."""
    found: dict[int, bytes] = {}
    for some in chunks(numbers):
        query = sa.select(signatures.c.report, signatures.c.sketch).where(signatures.c.report.in_(some))
        found.update((n, raw) for n, raw in connection.execute(query))
    return found


def known_signatures(connection: Connection, made_by: int) -> dict[int, tuple[str, bytes]]:
    """Return number -> id and digest of every report with a signature of this making."""
    query = sa.select(signatures.c.report, reports.c.id, signatures.c.digest).join(
        reports, reports.c.n == signatures.c.report
    )
    rows = connection.execute(query.where(signatures.c.made_by == made_by))
    return {n: (name, bytes(told)) for n, name, told in rows}


def reaches(connection: Connection, made_by: int) -> Iterable[tuple[int, int]]:
    """Yield for each report what a product must reach to come into its neighbours."""
    query = sa.select(nearest.c.report, nearest.c.reach).where(nearest.c.made_by == made_by)
    return ((n, reach) for n, reach in connection.execute(query))


def since(connection: Connection, stamp: int) -> tuple[list[int], list[Any], list[Any]]:
    """Return what other writers did after a stamp.

    Reports that are gone; (report, id, making, digest, signature) of those described; (report, reach) of those
    whose neighbours changed.
    """
    lost = connection.execute(sa.select(gone.c.report).where(gone.c.stamp > stamp)).scalars()
    columns = (
        signatures.c.report,
        reports.c.id,
        signatures.c.made_by,
        signatures.c.digest,
        signatures.c.signature,
    )
    query = sa.select(*columns).join(reports, reports.c.n == signatures.c.report)
    described = connection.execute(query.where(signatures.c.stamp > stamp))
    reached = connection.execute(sa.select(nearest.c.report, nearest.c.reach).where(nearest.c.stamp > stamp))
    return list(lost), list(described), list(reached)


def load_neighbours(
    connection: Connection, numbers: Iterable[int], made_by: int | None = None
) -> dict[int, list[Neighbour]]:
    """Return the neighbours of these reports (of one making, or of any)."""
    found: dict[int, list[Neighbour]] = {}
    for some in chunks(numbers):
        query = sa.select(nearest.c.report, nearest.c.others).where(nearest.c.report.in_(some))
        if made_by is not None:
            query = query.where(nearest.c.made_by == made_by)
        found.update((n, shelf.unpacked(raw)) for n, raw in connection.execute(query))
    return found


def put_neighbours(
    connection: Connection, lists: Mapping[int, tuple[int, Sequence[Neighbour]]], made_by: int, stamp: int
) -> None:
    """Keep neighbours: number -> reach and the list."""
    rows = [
        {"report": n, "reach": reach, "others": shelf.packed(near), "made_by": made_by, "stamp": stamp}
        for n, (reach, near) in lists.items()
    ]
    upsert(connection, nearest, rows)


def put_edges(connection: Connection, found: Mapping[tuple[int, int], float], made_by: int) -> None:
    """Keep pairs that are likelier than not of one event."""
    rows = [
        {"a": min(pair), "b": max(pair), "probability": probability, "made_by": made_by}
        for pair, probability in found.items()
    ]
    upsert(connection, edges, rows)


def drop_edges(connection: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    """Forget pairs."""
    rows = [{"one": min(pair), "other": max(pair)} for pair in pairs]
    if rows:
        which = (edges.c.a == sa.bindparam("one"), edges.c.b == sa.bindparam("other"))
        connection.execute(sa.delete(edges).where(*which), rows)


def forget(connection: Connection, numbers: Iterable[int]) -> None:
    """Forget what was derived from the signatures of reports, the signatures too."""
    for some in chunks(numbers):
        connection.execute(sa.delete(edges).where(edges.c.a.in_(some) | edges.c.b.in_(some)))
        connection.execute(sa.delete(twins).where(twins.c.report.in_(some) | twins.c.other.in_(some)))
        for table in (nearest, signatures):
            connection.execute(sa.delete(table).where(table.c.report.in_(some)))


def note_gone(connection: Connection, n: int, stamp: int) -> None:
    """Note for other writers that a report has no signature any more."""
    upsert(connection, gone, [{"report": n, "stamp": stamp}])


def makings_of(connection: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Return what made the signature of each of these reports."""
    found: dict[int, int] = {}
    for some in chunks(numbers):
        query = sa.select(signatures.c.report, signatures.c.made_by).where(signatures.c.report.in_(some))
        found.update((n, made_by) for n, made_by in connection.execute(query))
    return found


def members(connection: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Return report -> event, for these reports."""
    found: dict[int, int] = {}
    for some in chunks(numbers):
        query = sa.select(memberships.c.report, memberships.c.event).where(memberships.c.report.in_(some))
        found.update((n, event) for n, event in connection.execute(query))
    return found


def likely(connection: Connection, numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return (report, other) for every pair of these reports that is likelier than not of one event."""
    found: list[tuple[int, int]] = []
    for some in chunks(sorted(numbers)):
        for one, other in ((edges.c.a, edges.c.b), (edges.c.b, edges.c.a)):
            found += [(n, m) for n, m in connection.execute(sa.select(one, other).where(one.in_(some)))]
    return found


def mates(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Return the reports in the events of these, and those that are said to be together with them; these too."""
    met: set[int] = set()
    for some in chunks(sorted(numbers)):
        for table, shared in ((memberships, "event"), (corrected, "correction")):
            other = table.alias()
            same = other.c[shared] == table.c[shared]
            query = sa.select(other.c.report).join(table, same).where(table.c.report.in_(some))
            if shared == "correction":
                query = query.join(corrections, corrections.c.n == table.c.correction)
                query = query.where(corrections.c.active, corrections.c.kind == "together")
            met.update(connection.execute(query).scalars())
    return met


def corrections_on(connection: Connection, names: Mapping[int, str]) -> list[Correction]:
    """Return the corrections that hold about these reports (number -> id), as far as they are about these."""
    found: dict[int, tuple[str, tuple[list[str], list[str]]]] = {}
    for some in chunks(names):
        query = sa.select(corrections.c.n, corrections.c.kind, corrected.c.report, corrected.c.side)
        query = query.join(corrected, corrected.c.correction == corrections.c.n)
        for n, kind, report, side in connection.execute(
            query.where(corrections.c.active, corrected.c.report.in_(some))
        ):
            found.setdefault(n, (kind, ([], [])))[1][side].append(names[report])
    return [
        Correction(n=n, kind=kind, left=tuple(sorted(left)), right=tuple(sorted(right)))
        for n, (kind, (left, right)) in sorted(found.items())
    ]


def put_groups(
    connection: Connection,
    groups: Sequence[Sequence[str]],
    numbers: Mapping[str, int],
    *,
    before: Mapping[str, int],
    new_id: Callable[[Sequence[str]], str],
    made_by: int,
    stamp: int,
) -> None:
    """Make events of the groups (of report ids); those of `before` (report id -> event) go on where they can."""
    naming = name_groups(groups, before)
    now_in = members(connection, numbers.values())
    touched: set[int] = set()
    chosen = [
        event if event is not None else _new(connection, new_id(group), stamp)
        for event, group in zip(naming.kept, groups, strict=True)
    ]
    rows = []
    for event, group in zip(chosen, groups, strict=True):
        for name in group:
            n = numbers[name]
            if now_in.get(n) != event:
                touched |= {event, *([now_in[n]] if n in now_in else [])}
            rows.append({"report": n, "event": event, "made_by": made_by})
    upsert(connection, memberships, rows)
    for some in chunks([event for event in naming.kept if event is not None]):
        back = sa.update(events).where(events.c.n.in_(some), events.c.became.is_not(None))
        connection.execute(back.values(became=None))
    for event, place in naming.became.items():
        connection.execute(sa.update(events).where(events.c.n == event).values(became=chosen[place]))
    for some in chunks(touched):
        connection.execute(sa.update(events).where(events.c.n.in_(some)).values(stamp=stamp))


def _new(connection: Connection, wanted: str, stamp: int) -> int:
    """Make an event; one of that id that was merged away, or lost its reports, comes back."""
    for name in (wanted, *(f"{wanted}~{count}" for count in range(2, 1000))):
        row = connection.execute(sa.select(events.c.n).where(events.c.id == name)).first()
        if row is None:
            told = sa.insert(events).values(id=name, created=now(), stamp=stamp)
            return int(connection.execute(told.returning(events.c.n)).scalar_one())
        if not inside(connection, row.n):
            connection.execute(sa.update(events).where(events.c.n == row.n).values(became=None, stamp=stamp))
            return int(row.n)
    raise LibraryFailed(f"no id is left for an event like {wanted}")


def event_number(connection: Connection, event_id: str) -> int:
    """Return the number of an event, following where a merged one leads; raise `NotInLibrary`."""
    row = connection.execute(sa.select(events.c.n, events.c.became).where(events.c.id == event_id)).first()
    if row is None:
        raise NotInLibrary(f"no event {event_id!r} in this library; `twicetold events` shows what there is")
    n, became = row
    while became is not None:
        n, became = connection.execute(
            sa.select(events.c.n, events.c.became).where(events.c.n == became)
        ).one()
    return int(n)


def event_ids(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return number -> id of events."""
    found: dict[int, str] = {}
    for some in chunks(numbers):
        query = sa.select(events.c.n, events.c.id).where(events.c.n.in_(some))
        found.update((n, name) for n, name in connection.execute(query))
    return found


def happening(connection: Connection, n: int) -> Happening:
    """Return an event with its reports."""
    name, created = connection.execute(sa.select(events.c.id, events.c.created).where(events.c.n == n)).one()
    also: list[str] = []
    fresh = [n]
    while fresh:
        led = connection.execute(sa.select(events.c.n, events.c.id).where(events.c.became.in_(fresh))).all()
        fresh = [number for number, _ in led]
        also += [other for _, other in led]
    order = (reports.c.published.is_(None), reports.c.published, reports.c.n)
    told = entries(connection, memberships.c.event == n, order=order)
    return Happening(id=name, created=created, reports=tuple(told), also=tuple(sorted(also)))


def all_events(connection: Connection, *, least: int = 1) -> list[tuple[str, tuple[str, ...]]]:
    """Return (event id, report ids) of every event with at least `least` reports, in the order of creation."""
    query = sa.select(events.c.n, events.c.id, reports.c.id).join(
        memberships, memberships.c.event == events.c.n
    )
    query = query.join(reports, reports.c.n == memberships.c.report).order_by(events.c.n, reports.c.n)
    found: dict[int, tuple[str, list[str]]] = {}
    for n, name, report in connection.execute(query):
        found.setdefault(n, (name, []))[1].append(report)
    return [(name, tuple(told)) for name, told in found.values() if len(told) >= least]


def inside(connection: Connection, event: int) -> list[int]:
    """Return the numbers of an event's reports."""
    query = sa.select(memberships.c.report).where(memberships.c.event == event)
    return list(connection.execute(query.order_by(memberships.c.report)).scalars())


def lead(connection: Connection, merged: Iterable[int], into: int) -> None:
    """Let events that have no reports any more lead to another one."""
    for event in merged:
        if event != into and not inside(connection, event):
            connection.execute(sa.update(events).where(events.c.n == event).values(became=into))
