"""Reports, their revisions and statements: rows in, records out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from twicetold.errors import NotInLibrary
from twicetold.model import Report, Statement
from twicetold.store.identity import OWN_ID, content, text_digest
from twicetold.store.records import Entry, Revision
from twicetold.store.schema import events, makings, memberships, reports, revisions, statements

AT_ONCE = 500  # values in one IN (…)
_TEXTS = (
    "text",
    "title",
    "language",
    "language_score",
    "outlet",
    "published",
    "published_raw",
    "changed",
    "url",
    "source",
    "credit",
    "section",
)


def now() -> str:
    """Return the time as the library writes it: ISO 8601, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the values in lists that fit one query."""
    every = list(values)
    for at in range(0, len(every), AT_ONCE):
        yield every[at : at + AT_ONCE]


def making(
    connection: Connection,
    stage: str,
    *,
    program: str,
    version: str,
    model: str = "",
    digest: str = "",
    note: bool = True,
) -> int:
    """Return the number of a making; one that is new is noted down, or has the number -1."""
    values = {"stage": stage, "version": version, "model_digest": digest}
    found = connection.execute(sa.select(makings.c.n).filter_by(**values)).scalar()
    if found is None and not note:
        return -1
    if found is None:
        told = sa.insert(makings).values(**values, program=program, model=model).returning(makings.c.n)
        found = connection.execute(told).scalar_one()
    return int(found)


def find(connection: Connection, identity: str, report: Report) -> Any:
    """Return the report that this one is, or is a revision of: same identity; or the source's own id and content.

    The latter tells that a file was moved. An id made of the content would take two outlets' prints of one text for
    one report.
    """
    columns = (reports.c.n, reports.c.id, reports.c.revision)
    row = connection.execute(sa.select(*columns).where(reports.c.identity == identity)).first()
    digest = content(report)
    for name in _names(report.id) if row is None and identity.startswith(OWN_ID) else ():
        row = connection.execute(sa.select(*columns).where(reports.c.id == name)).first()
        if row is None or _said(connection, row.n, digest):
            break
    return row


def knows(connection: Connection, n: int, report: Report) -> bool:
    """Whether a report has had this content, now or in an earlier revision."""
    return _said(connection, n, content(report))


def _said(connection: Connection, n: int, digest: str) -> bool:
    query = sa.select(revisions.c.revision).where(revisions.c.report == n, revisions.c.digest == digest)
    return connection.execute(query).first() is not None


def insert(connection: Connection, report: Report, identity: str, stamp: int) -> tuple[int, str]:
    """Keep a new report; return its number and its id, which is its own unless another report has that."""
    chosen = _free_id(connection, report.id)
    current = _current(report) | {"revision": 1, "stamp": stamp}
    told = sa.insert(reports).values(id=chosen, identity=identity, added=now(), **current)
    n = connection.execute(told.returning(reports.c.n)).scalar_one()
    _insert_revision(connection, n, 1, report)
    return n, chosen


def revise(connection: Connection, n: int, report: Report, stamp: int) -> int:
    """Keep another state of a report; return its number."""
    number = connection.execute(sa.select(reports.c.revision).where(reports.c.n == n)).scalar_one() + 1
    changed = _current(report) | {"revision": number, "stamp": stamp}
    connection.execute(sa.update(reports).where(reports.c.n == n).values(**changed))
    _insert_revision(connection, n, number, report)
    return int(number)


def _current(report: Report) -> dict[str, Any]:
    fields = {name: getattr(report, name) for name in ("title", "language", "outlet", "published", "url")}
    return fields | {"text_digest": text_digest(report)}


def _insert_revision(connection: Connection, n: int, number: int, report: Report) -> None:
    fields = {name: getattr(report, name) for name in _TEXTS}
    lists = {name: json.dumps(getattr(report, name), ensure_ascii=False) for name in ("authors", "notes")}
    told = {"report": n, "revision": number, "added": now(), "digest": content(report), **fields, **lists}
    connection.execute(sa.insert(revisions), told)


def _free_id(connection: Connection, wanted: str) -> str:
    def taken(name: str) -> bool:
        return connection.execute(sa.select(reports.c.n).where(reports.c.id == name)).first() is not None

    return next(name for name in _names(wanted or "report") if not taken(name))


def _names(wanted: str) -> Iterator[str]:
    """Yield the ids that reports of one id go by, in the order in which they are given."""
    yield wanted
    n = 2
    while True:
        yield f"{wanted}~{n}"
        n += 1


def put_statements(connection: Connection, some: Mapping[int, Sequence[Statement]], made_by: int) -> None:
    """Put the statements of reports' current revisions in place of those before."""
    for numbers in chunks(some):
        connection.execute(sa.delete(statements).where(statements.c.report.in_(numbers)))
    fields = ("n", "start", "end", "kind", "language")
    rows = [
        {"report": n, "made_by": made_by} | {name: getattr(each, name) for name in fields}
        for n, cut in some.items()
        for each in cut
    ]
    if rows:
        connection.execute(sa.insert(statements), rows)


def number_of(connection: Connection, report_id: str) -> int:
    """Return the number of a report; raise `NotInLibrary`."""
    n = connection.execute(sa.select(reports.c.n).where(reports.c.id == report_id)).scalar()
    if n is None:
        raise NotInLibrary(f"no report {report_id!r} in this library; `twicetold list` shows what there is")
    return int(n)


def ids_of(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return number -> id."""
    found: dict[int, str] = {}
    for some in chunks(numbers):
        query = sa.select(reports.c.n, reports.c.id).where(reports.c.n.in_(some))
        found.update((n, name) for n, name in connection.execute(query))
    return found


def numbers_of(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Return id -> number, of the ids that are there."""
    found: dict[str, int] = {}
    for some in chunks(ids):
        query = sa.select(reports.c.id, reports.c.n).where(reports.c.id.in_(some))
        found.update((name, n) for name, n in connection.execute(query))
    return found


def languages_of(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return number -> language."""
    found: dict[int, str] = {}
    for some in chunks(numbers):
        query = sa.select(reports.c.n, reports.c.language).where(reports.c.n.in_(some))
        found.update((n, language) for n, language in connection.execute(query))
    return found


def load(connection: Connection, numbers: Iterable[int]) -> dict[int, Report]:
    """Return the reports of these numbers, in their current revision."""
    found: dict[int, Report] = {}
    for some in chunks(numbers):
        current = (revisions.c.report == reports.c.n) & (revisions.c.revision == reports.c.revision)
        query = (
            sa.select(reports.c.n, reports.c.id, revisions)
            .join(revisions, current)
            .where(reports.c.n.in_(some))
        )
        found.update((row.n, report_of(row.id, row._mapping)) for row in connection.execute(query))
    return found


def current_revisions(connection: Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Return the number of the current revision of these reports."""
    found: dict[int, int] = {}
    for some in chunks(numbers):
        query = sa.select(reports.c.n, reports.c.revision).where(reports.c.n.in_(some))
        found.update((n, revision) for n, revision in connection.execute(query))
    return found


def load_statements(connection: Connection, texts: Mapping[int, Report]) -> dict[int, tuple[Statement, ...]]:
    """Return the statements of these reports, by number."""
    found: dict[int, list[Statement]] = {n: [] for n in texts}
    for some in chunks(texts):
        query = (
            sa.select(statements)
            .where(statements.c.report.in_(some))
            .order_by(statements.c.report, statements.c.n)
        )
        for row in connection.execute(query):
            report = texts[row.report]
            found[row.report].append(
                Statement(
                    report_id=report.id,
                    n=row.n,
                    start=row.start,
                    end=row.end,
                    text=report.text[row.start : row.end],
                    kind=row.kind,
                    language=row.language,
                )
            )
    return {n: tuple(each) for n, each in found.items()}


def load_revisions(connection: Connection, n: int) -> tuple[Revision, ...]:
    """Return all revisions of a report, the first one first."""
    query = sa.select(reports.c.id, revisions).join(revisions, revisions.c.report == reports.c.n)
    rows = connection.execute(query.where(reports.c.n == n).order_by(revisions.c.revision))
    return tuple(
        Revision(revision=row.revision, added=row.added, report=report_of(row.id, row._mapping))
        for row in rows
    )


def report_of(name: str, row: Any) -> Report:
    """Return a row of `revisions` as a report of that id."""
    told: dict[str, Any] = {field: row[field] for field in _TEXTS}
    return Report(
        id=name, authors=tuple(json.loads(row["authors"])), notes=tuple(json.loads(row["notes"])), **told
    )


def entries(
    connection: Connection,
    *conditions: sa.ColumnElement[bool],
    order: Sequence[Any] = (),
    limit: int | None = None,
    offset: int = 0,
) -> list[Entry]:
    """Return reports as a list shows them, in the order in which they were added unless another one is given."""
    columns = [
        reports.c[name]
        for name in ("id", "title", "language", "outlet", "published", "url", "added", "revision")
    ]
    joined = reports.outerjoin(memberships, memberships.c.report == reports.c.n).outerjoin(
        events, events.c.n == memberships.c.event
    )
    query = sa.select(*columns, events.c.id.label("event")).select_from(joined).where(*conditions)
    query = query.order_by(*(order or (reports.c.n,))).limit(limit).offset(offset or None)
    return [Entry(**row._mapping) for row in connection.execute(query)]
