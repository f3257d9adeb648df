"""What is in a library: one report with all that is known of it, lists, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from twicetold.errors import UsageError
from twicetold.store import events as event_rows
from twicetold.store import reports as report_rows
from twicetold.store.records import Entry, KeptReport
from twicetold.store.schema import (
    changes,
    clock,
    edges,
    events,
    makings,
    memberships,
    reports,
    revisions,
    signatures,
    statements,
    twins,
)
from twicetold.store.twins import twins_of

if TYPE_CHECKING:
    from twicetold.store.database import Database

_FILTERS = ("language", "outlet", "event", "since", "until")


def library_name(connection: Connection) -> str:
    """Return the random name that a library and its copies have."""
    found: str = connection.execute(sa.select(clock.c.library)).scalar_one()
    return found


def kept_report(connection: Connection, n: int) -> KeptReport:
    """Return a report with its revisions, event and near-duplicates."""
    told = report_rows.load_revisions(connection, n)
    event = event_rows.members(connection, [n]).get(n)
    count = sa.select(sa.func.count()).select_from(statements).where(statements.c.report == n)
    return KeptReport(
        report=told[-1].report,
        revisions=told,
        event=event_rows.event_ids(connection, [event])[event] if event is not None else None,
        twins=twins_of(connection, n),
        statements=connection.execute(count).scalar_one(),
        made_by=_made_by(connection, n),
    )


def _made_by(connection: Connection, n: int) -> tuple[str, ...]:
    found = set()
    for table in (statements, signatures, memberships):
        query = (
            sa.select(makings).join(table, table.c.made_by == makings.c.n).where(table.c.report == n).limit(1)
        )
        for row in connection.execute(query):
            model = f", {row.model} {row.model_digest}" if row.model else ""
            found.add(f"{row.stage}: {row.program}, {row.version}{model}")
    return tuple(sorted(found))


def entries(
    connection: Connection, filters: Mapping[str, str | None], *, limit: int | None, offset: int
) -> list[Entry]:
    """Return the reports that pass the filters, as a list shows them."""
    unknown = filters.keys() - set(_FILTERS)
    if unknown:
        raise UsageError(f"no filter is called {sorted(unknown)[0]!r}; there are {', '.join(_FILTERS)}")
    chosen = {name: value for name, value in filters.items() if value is not None}
    conditions: list[sa.ColumnElement[bool]] = [
        reports.c[name] == chosen[name] for name in ("language", "outlet") if name in chosen
    ]
    if "event" in chosen:
        conditions.append(memberships.c.event == event_rows.event_number(connection, chosen["event"]))
    if "since" in chosen:
        conditions.append(reports.c.published >= chosen["since"])
    if "until" in chosen:
        # a day counts to its end
        conditions.append(reports.c.published <= chosen["until"] + "~")
    return report_rows.entries(connection, *conditions, limit=limit, offset=offset)


def stats(connection: Connection, database: Database) -> dict[str, Any]:
    """Return what is in the library, in numbers."""

    def count(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
        query = sa.select(sa.func.count()).select_from(table).where(*conditions)
        return int(connection.execute(query).scalar_one())

    sizes = sa.select(sa.func.count().label("size")).select_from(memberships).group_by(memberships.c.event)
    of_size = sizes.subquery()
    several = sa.select(sa.func.count()).select_from(of_size).where(of_size.c.size > 1)
    languages = sa.select(reports.c.language, sa.func.count()).group_by(reports.c.language)
    return {
        "library": database.place,
        "reports": count(reports),
        "revisions": count(revisions),
        "statements": count(statements),
        "events": int(connection.execute(sa.select(sa.func.count()).select_from(of_size)).scalar_one()),
        "events_of_several": int(connection.execute(several).scalar_one()),
        "merged_events": count(events, events.c.became.is_not(None)),
        "near_duplicates": int(
            connection.execute(sa.select(sa.func.count(sa.distinct(twins.c.report)))).scalar_one()
        ),
        "pairs": count(edges),
        "changes": count(changes, ~changes.c.undone),
        "languages": dict(sorted((code, n) for code, n in connection.execute(languages))),
        "made_by": _makings(connection),
        "bytes": _size(connection, database),
    }


def _makings(connection: Connection) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for table in (statements, signatures, memberships):
        number = sa.func.count(sa.distinct(table.c.report))
        query = sa.select(makings, number.label("reports")).join(table, table.c.made_by == makings.c.n)
        rows = connection.execute(query.group_by(*makings.c).order_by(makings.c.n))
        found += [{name: value for name, value in row._mapping.items() if name != "n"} for row in rows]
    return found


def _size(connection: Connection, database: Database) -> int:
    if database.path is None:
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
