"""Changes that people made, the corrections that came of them, and what undoing them needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from twicetold.model import Report
from twicetold.store import events as event_rows
from twicetold.store.records import Change, ChangeKind
from twicetold.store.reports import now, report_of
from twicetold.store.schema import changes, corrected, corrections, memberships, reports, revisions


def note(connection: Connection, kind: ChangeKind, told: str, numbers: Iterable[int], **more: Any) -> int:
    """Note a change before it is carried out, with the event of each report that it may move; return its number."""
    where = {str(n): event for n, event in event_rows.members(connection, numbers).items()}
    row = {"at": now(), "kind": kind, "told": told, "before": json.dumps({"members": where} | more)}
    return int(connection.execute(sa.insert(changes).values(row).returning(changes.c.n)).scalar_one())


def correct(
    connection: Connection, change: int, kind: str, left: Iterable[int], right: Iterable[int] = ()
) -> None:
    """Keep what a person said: the reports of `left` are together, or apart from those of `right`."""
    told = sa.insert(corrections).values(change=change, kind=kind, active=True).returning(corrections.c.n)
    n = connection.execute(told).scalar_one()
    sides = dict.fromkeys(left, 0) | dict.fromkeys(right, 1)
    rows = [{"correction": n, "report": report, "side": side} for report, side in sorted(sides.items())]
    connection.execute(sa.insert(corrected), rows)


def listed(connection: Connection) -> list[Change]:
    """Return all changes, the latest first."""
    columns = [changes.c[name] for name in ("n", "at", "kind", "told", "undone")]
    query = sa.select(*columns).order_by(changes.c.n.desc())
    return [Change(**row._mapping) for row in connection.execute(query)]


def last(connection: Connection) -> tuple[Change, dict[str, Any]] | None:
    """Return the last change that holds, with what undoing it needs."""
    query = sa.select(changes).where(~changes.c.undone).order_by(changes.c.n.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None:
        return None
    change = Change(n=row.n, at=row.at, kind=row.kind, told=row.told, undone=False)
    return change, json.loads(row.before)


def undo(connection: Connection, n: int) -> set[int]:
    """Mark a change as undone and let its corrections go; return the reports that they were about."""
    connection.execute(sa.update(changes).where(changes.c.n == n).values(undone=True))
    query = sa.select(corrected.c.report).join(corrections, corrections.c.n == corrected.c.correction)
    about = set(connection.execute(query.where(corrections.c.change == n)).scalars())
    connection.execute(sa.update(corrections).where(corrections.c.change == n).values(active=False))
    return about


def dump(connection: Connection, n: int) -> dict[str, Any]:
    """Return the rows of a report that cannot be derived, as plain data."""

    def rows(table: sa.Table, column: Any) -> list[dict[str, Any]]:
        return [dict(row._mapping) for row in connection.execute(sa.select(table).where(column == n))]

    return {
        "reports": rows(reports, reports.c.n),
        "revisions": rows(revisions, revisions.c.report),
        "corrected": rows(corrected, corrected.c.report),
        "memberships": rows(memberships, memberships.c.report),
    }


def delete(connection: Connection, n: int) -> None:
    """Take a report and all that hangs on it out of the library."""
    connection.execute(sa.delete(reports).where(reports.c.n == n))


def restore(connection: Connection, kept: Mapping[str, Any], stamp: int) -> int:
    """Put the rows of a removed report back; return its number."""
    row = dict(kept["reports"][0], stamp=stamp)
    taken = connection.execute(
        sa.select(reports.c.n).where((reports.c.id == row["id"]) | (reports.c.identity == row["identity"]))
    ).first()
    if taken is not None:
        row["id"], row["identity"] = f"{row['id']}~{row['n']}", f"{row['identity']}~{row['n']}"
    connection.execute(sa.insert(reports), row)
    connection.execute(sa.insert(revisions), kept["revisions"])
    if kept["corrected"]:
        connection.execute(sa.insert(corrected), kept["corrected"])
    return int(row["n"])


def removed_reports(connection: Connection, n: int) -> list[Report]:
    """Return the reports that a change removed, in the revision that was current."""
    query = sa.select(changes.c.before).where(changes.c.n == n)
    told = json.loads(connection.execute(query).scalar_one())
    found = []
    for kept in told.get("reports", ()):
        current = kept["reports"][0]
        row = next(each for each in kept["revisions"] if each["revision"] == current["revision"])
        found.append(report_of(current["id"], row))
    return found
