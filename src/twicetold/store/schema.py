"""The tables of a library, the same for SQLite and PostgreSQL. A change here needs a migration beside it.

What was given (`reports`, `revisions`, `corrections`, `changes`) is kept for good. What is derived (`statements`,
`signatures`, `twins`, `edges`, `memberships`, …) can be thrown away and made again; each such row points to a row of
`makings` that says what made it. `events` are derived too, but their ids were handed out, so rows stay and redirect.

Numbers (`n`) join tables and never leave the library; ids are what people see. Times are ISO 8601 in UTC, as text.
Lists are JSON, as text. `stamp` counts the changes of a library: a row's is that of the change that wrote it last.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

NEWEST = "0002"  # the last of `migrations/versions`

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Number = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER counts up by itself there


def _number() -> Column[Any]:
    return Column("n", Number, primary_key=True, autoincrement=True)


def _report(**options: Any) -> Column[Any]:
    return Column("report", Number, ForeignKey("reports.n", ondelete="CASCADE"), nullable=False, **options)


def _made_by() -> Column[Any]:
    return Column("made_by", Number, ForeignKey("makings.n"), nullable=False)


# The one row that every change updates first: it keeps writers apart, and counts.
clock = Table(
    "clock",
    metadata,
    Column("n", Number, primary_key=True),
    Column("stamp", Number, nullable=False),
    Column("library", Text, nullable=False),  # a random name: which library this is, and every copy of it
)

makings = Table(
    "makings",
    metadata,
    _number(),
    Column("stage", Text, nullable=False),  # statements, signatures, …
    Column("program", Text, nullable=False),  # the first that made such rows
    Column("version", Text, nullable=False),  # of what the stage makes; another one is another making
    Column("model", Text, nullable=False),  # empty where no model has a part in it
    Column("model_digest", Text, nullable=False),
    UniqueConstraint("stage", "version", "model_digest"),
    sqlite_autoincrement=True,
)

reports = Table(
    "reports",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    Column("identity", Text, nullable=False, unique=True),  # what makes another text a revision of this one
    Column("revision", Integer, nullable=False),  # the current one, from 1
    Column("title", Text),  # as the current revision has them, to list and to filter
    Column("language", Text, nullable=False, index=True),
    Column("outlet", Text, index=True),
    Column("published", Text, index=True),
    Column("url", Text),
    Column("added", Text, nullable=False),
    Column("text_digest", Text, nullable=False, index=True),
    Column("stamp", Number, nullable=False, index=True),
    sqlite_autoincrement=True,  # a number is never given twice
)

revisions = Table(
    "revisions",
    metadata,
    _report(primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("digest", Text, nullable=False),  # of what the source said; the same again is no revision
    Column("added", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("title", Text),
    Column("language", Text, nullable=False),
    Column("language_score", Float, nullable=False),
    Column("outlet", Text),
    Column("published", Text),
    Column("published_raw", Text),
    Column("changed", Text),
    Column("url", Text),
    Column("source", Text, nullable=False),
    Column("authors", Text, nullable=False),
    Column("credit", Text),
    Column("section", Text),
    Column("notes", Text, nullable=False),
)

statements = Table(
    "statements",
    metadata,
    _report(primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("start", Integer, nullable=False),  # of the current revision's text
    Column("end", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    _made_by(),
    sqlite_with_rowid=False,
)

signatures = Table(
    "signatures",
    metadata,
    _report(primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column(
        "digest", LargeBinary, nullable=False
    ),  # of the signature: what a copy beside the library must match
    Column("sketch", LargeBinary, nullable=False),  # of the text's letters, for near-duplicates
    _made_by(),
    Column("stamp", Number, nullable=False, index=True),
    Index("ix_signatures_known", "made_by", "report", "digest"),  # all that opening a library must read
)

gone = Table(  # reports whose signature went away, so that an open library can follow
    "gone",
    metadata,
    Column("report", Number, primary_key=True),
    Column("stamp", Number, nullable=False, index=True),
)

twins = Table(  # near-duplicates: `other` was there before
    "twins",
    metadata,
    _report(primary_key=True),
    Column("other", Number, ForeignKey("reports.n", ondelete="CASCADE"), primary_key=True, index=True),
    Column("likeness", Float, nullable=False),
    _made_by(),
)

nearest = Table(  # the reports nearest to a report, exactly as if all had been added at once
    "nearest",
    metadata,
    _report(primary_key=True),
    Column("reach", Integer, nullable=False),  # what another one must at least have in common to come in
    Column("others", LargeBinary, nullable=False),  # packed by `shelf.py`: number, product, probability
    _made_by(),
    Column("stamp", Number, nullable=False, index=True),
)

edges = Table(  # of those pairs the ones that are likelier than not of one event, a < b
    "edges",
    metadata,
    Column("a", Number, ForeignKey("reports.n", ondelete="CASCADE"), primary_key=True),
    Column("b", Number, ForeignKey("reports.n", ondelete="CASCADE"), primary_key=True, index=True),
    Column("probability", Float, nullable=False),
    _made_by(),
)

events = Table(
    "events",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    Column("became", Number, ForeignKey("events.n"), index=True),  # where a merged event's id leads
    Column("created", Text, nullable=False),
    Column("stamp", Number, nullable=False, index=True),  # last time its reports changed
    sqlite_autoincrement=True,
)

memberships = Table(
    "memberships",
    metadata,
    _report(primary_key=True),
    Column("event", Number, ForeignKey("events.n"), nullable=False, index=True),
    _made_by(),
)

changes = Table(
    "changes",
    metadata,
    _number(),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),  # merge, split, move, apart, remove
    Column("told", Text, nullable=False),  # in words, for people
    Column("before", Text, nullable=False),  # JSON: what undoing needs
    Column("undone", Boolean, nullable=False, server_default=false()),
    sqlite_autoincrement=True,
)

corrections = Table(
    "corrections",
    metadata,
    _number(),
    Column("change", Number, ForeignKey("changes.n"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # together, apart
    Column("active", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

corrected = Table(  # the reports that a correction names; "apart" parts side 0 from side 1
    "corrected",
    metadata,
    Column("correction", Number, ForeignKey("corrections.n"), primary_key=True),
    _report(primary_key=True, index=True),
    Column("side", Integer, nullable=False),
)
