"""The search index of a library: terms of each report, and the signs of the vectors of its title and lead.

SQLite keeps the terms in an FTS5 table whose tokenizer only cuts at spaces: the terms are our own
(`search/terms.py`). PostgreSQL keeps them with a `tsvector` that is made of them, not by its own parsers. All of it
is derived: `searched` says from which revision, and by what; what is missing there is put in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from twicetold.search.expressions import to_fts5, to_tsquery, to_tsvector
from twicetold.search.matching import joined
from twicetold.search.query import Look, Query
from twicetold.store.reports import chunks
from twicetold.store.schema import Number, clock, memberships, metadata, reports, signatures

MOST = 1_000  # hits that are ranked: where there are more, those added last (docs/search.md says why)
_COUNTED = 20_000  # reports with a word are counted up to here; beyond, a word is common either way

searched = sa.Table(
    "searched",
    metadata,
    sa.Column("report", Number, sa.ForeignKey("reports.n", ondelete="CASCADE"), primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("version", sa.Text, nullable=False),  # of the terms
    sa.Column("signs", sa.LargeBinary, nullable=False),
    sa.Column("encoder", sa.Text, nullable=False),  # version of the signature that the signs are of
    sa.Column("made_by", Number),  # what made that signature; none where there was none
    sa.Column("stamp", Number, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """What hits are limited to; empty or `None`: not at all. Times have a zone; `until` is not included."""

    languages: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()  # as they are called, in any case
    since: datetime | None = None
    until: datetime | None = None
    event: int | None = None

    @property
    def anything(self) -> bool:
        """Whether nothing is left out."""
        return self == Only()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A report as the index keeps it. `lines` are the terms of its statements."""

    revision: int
    lines: Sequence[str]
    version: str
    signs: bytes
    encoder: str
    made_by: int | None


def put(connection: Connection, some: Mapping[int, Row], stamp: int) -> None:
    """Put reports into the index, in place of what was there for them."""
    if not some:
        return
    for numbers in chunks(some):
        connection.execute(sa.delete(searched).where(searched.c.report.in_(numbers)))
    told: list[dict[str, object]]
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text("DELETE FROM search WHERE rowid = :n"), [{"n": n} for n in some])
        query = sa.text("INSERT INTO search(rowid, terms) VALUES (:n, :terms)")
        told = [{"n": n, "terms": joined(row.lines)} for n, row in some.items()]
    else:
        query = sa.text(
            "INSERT INTO search(report, terms, places) VALUES (:n, :terms, CAST(:places AS tsvector)) "
            "ON CONFLICT (report) DO UPDATE SET terms = excluded.terms, places = excluded.places"
        )
        told = [
            {"n": n, "terms": joined(row.lines), "places": to_tsvector(row.lines)} for n, row in some.items()
        ]
    connection.execute(query, told)
    fields = ("revision", "version", "signs", "encoder", "made_by")
    rows = [
        {"report": n, "stamp": stamp} | {name: getattr(row, name) for name in fields}
        for n, row in some.items()
    ]
    connection.execute(sa.insert(searched), rows)


def missing(connection: Connection, version: str, limit: int) -> list[int]:
    """Return the numbers of up to `limit` reports that the index lacks, or has by another revision or version."""
    kept = sa.select(reports.c.n).outerjoin(searched, searched.c.report == reports.c.n)
    kept = kept.outerjoin(signatures, signatures.c.report == reports.c.n)
    stale = (
        searched.c.report.is_(None)
        | (searched.c.revision != reports.c.revision)
        | (searched.c.version != version)
        | (sa.func.coalesce(searched.c.made_by, -1) != sa.func.coalesce(signatures.c.made_by, -1))
    )
    return list(connection.execute(kept.where(stale).order_by(reports.c.n).limit(limit)).scalars())


def states_of(connection: Connection, numbers: Iterable[int]) -> dict[int, tuple[int, int | None, bytes]]:
    """Return report number -> its current revision, what made its signature, and the signature."""
    found: dict[int, tuple[int, int | None, bytes]] = {}
    for some in chunks(numbers):
        query = sa.select(reports.c.n, reports.c.revision, signatures.c.made_by, signatures.c.signature)
        query = query.outerjoin(signatures, signatures.c.report == reports.c.n).where(reports.c.n.in_(some))
        found.update(
            (n, (at, made_by, bytes(raw or b""))) for n, at, made_by, raw in connection.execute(query)
        )
    return found


def signs_since(connection: Connection, stamp: int, encoder: str) -> tuple[list[tuple[int, bytes]], int]:
    """Return (report, signs) put in after `stamp` and made with `encoder`, and the highest stamp of all."""
    newest = connection.execute(sa.select(sa.func.max(searched.c.stamp))).scalar() or 0
    query = sa.select(searched.c.report, searched.c.signs, searched.c.encoder).where(searched.c.stamp > stamp)
    rows = connection.execute(query)
    return [(n, bytes(signs) if made == encoder else b"") for n, signs, made in rows], int(newest)


def stamp_of(connection: Connection) -> int:
    """Return the stamp of the last change of the library."""
    return int(connection.execute(sa.select(clock.c.stamp)).scalar_one())


def total(connection: Connection) -> int:
    """Return how many reports the index has."""
    return int(connection.execute(sa.select(sa.func.count()).select_from(searched)).scalar_one())


def hits(connection: Connection, query: Query, only: Only) -> dict[int, str]:
    """Return report number -> kept terms of the reports that may be hits, the last added ones first, at most `MOST`."""
    conditions = _conditions(connection, only)
    chosen = sa.select(reports.c.n).where(*conditions) if conditions else None
    if connection.dialect.name == "sqlite":
        table = sa.table("search", sa.column("rowid"), sa.column("terms"), sa.column("search"))
        number = table.c.rowid
        found = sa.text("search MATCH :expression").bindparams(expression=to_fts5(query))
    else:
        table = sa.table("search", sa.column("report"), sa.column("terms"), sa.column("places"))
        number = table.c.report
        found = sa.text("search.places @@ CAST(:expression AS tsquery)").bindparams(
            expression=to_tsquery(query)
        )
    told = sa.select(number, table.c.terms).where(found)
    if chosen is not None:
        told = told.where(number.in_(chosen))
    found_rows = connection.execute(told.order_by(number.desc()).limit(MOST))
    return {row[0]: row[1] for row in found_rows}


def frequencies(connection: Connection, looks: Iterable[Look]) -> dict[Look, int]:
    """Return how many reports each look is met in, counted up to twenty thousand."""
    if connection.dialect.name == "sqlite":
        inner, write = "SELECT 1 FROM search WHERE search MATCH :expression", to_fts5
    else:
        inner, write = "SELECT 1 FROM search WHERE places @@ CAST(:expression AS tsquery)", to_tsquery
    told = sa.text(f"SELECT count(*) FROM ({inner} LIMIT {_COUNTED}) AS counted")  # noqa: S608
    return {
        look: int(connection.execute(told, {"expression": write(look)}).scalar_one())
        for look in dict.fromkeys(looks)
    }


def terms_of_reports(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return report number -> kept terms."""
    key = "rowid" if connection.dialect.name == "sqlite" else "report"
    table = sa.table("search", sa.column(key), sa.column("terms"))
    found: dict[int, str] = {}
    for some in chunks(numbers):
        query = sa.select(table.c[key], table.c.terms).where(table.c[key].in_(some))
        found.update((n, terms) for n, terms in connection.execute(query))
    return found


def allowed(connection: Connection, only: Only) -> list[int] | None:
    """Return the numbers of the reports that `only` lets through, ascending; `None`: all."""
    if only.anything:
        return None
    query = sa.select(reports.c.n).where(*_conditions(connection, only)).order_by(reports.c.n)
    return list(connection.execute(query).scalars())


def _conditions(connection: Connection, only: Only) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if only.languages:
        conditions.append(reports.c.language.in_(only.languages))
    if only.outlets:
        names = {name.casefold() for name in only.outlets}
        known = connection.execute(sa.select(reports.c.outlet).distinct()).scalars()
        conditions.append(reports.c.outlet.in_([each for each in known if each and each.casefold() in names]))
    # Times are kept as the source wrote them, with any zone or none: the day tells, give or take one. The caller
    # looks at the time itself.
    day = sa.cast(sa.func.substr(reports.c.published, 1, 10), sa.Text).collate(_plain(connection))
    if only.since:
        conditions.append(day >= (only.since - timedelta(days=1)).date().isoformat())
    if only.until:
        conditions.append(day <= (only.until + timedelta(days=1)).date().isoformat())
    if only.event is not None:
        conditions.append(
            reports.c.n.in_(sa.select(memberships.c.report).where(memberships.c.event == only.event))
        )
    return conditions


def _plain(connection: Connection) -> str:
    return "BINARY" if connection.dialect.name == "sqlite" else "C"
