"""A library of every earlier schema, with reports in it, comes up to this program's and has lost nothing."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from played_encoder import Plain

import twicetold as tt
from twicetold.store import database as databases
from twicetold.store import migrate, open_database
from twicetold.store import search as search_rows
from twicetold.store.schema import NEWEST, metadata

TEXTS = {
    "a": "The old bridge at Velmora was opened on Tuesday.\nMayor Ilse Torvald said that it cost 42,000 marks.",
    "b": "The old bridge at Velmora was opened again on Tuesday.\nIlse Torvald said that it cost 42,000 marks.",
}


def given(connection):
    """Write by hand what the first schema can hold, as its program would have: two reports, an event, a correction."""
    at = "2031-05-20T07:00:00Z"
    for n, (name, text) in enumerate(TEXTS.items(), 1):
        values = {"n": n, "id": name, "text": text, "at": at, "no": json.dumps([])}
        connection.execute(sa.text(
            "INSERT INTO reports (n, id, identity, revision, language, added, text_digest, stamp) "
            "VALUES (:n, :id, 'id  ' || :id, 1, 'en', :at, '', 1)"), values)  # fmt: skip
        connection.execute(sa.text(
            "INSERT INTO revisions (report, revision, digest, added, text, language, language_score, source, "
            "authors, notes) VALUES (:n, 1, '', :at, :text, 'en', 1.0, '', :no, :no)"), values)  # fmt: skip
    for line in (
        "INSERT INTO events (n, id, created, stamp) VALUES (1, 'first', '2031', 1)",
        "INSERT INTO makings (n, stage, program, version, model, model_digest) "
        "VALUES (1, 'events', 'twicetold 0', '0', '', '')",
        "INSERT INTO memberships (report, event, made_by) VALUES (1, 1, 1), (2, 1, 1)",
        "INSERT INTO changes (n, at, kind, told, before, undone) "
        "VALUES (1, '2031', 'merge', 'merged', '{\"members\": {}}', false)",
        "INSERT INTO corrections (n, \"change\", kind, active) VALUES (1, 1, 'together', true)",
        "INSERT INTO corrected (correction, report, side) VALUES (1, 1, 0), (1, 2, 0)",
    ):
        connection.execute(sa.text(line))
    if connection.dialect.name == "postgresql":
        for table in ("reports", "events", "makings", "changes", "corrections"):
            connection.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{table}', 'n'), 100)"))


@pytest.fixture
def bare(place, monkeypatch):
    """A place without any table."""
    database = open_database(place)
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    database.close()
    if database.path is not None:
        database.path.unlink()
    return place


@pytest.mark.parametrize("step", migrate.steps())
def test_from_every_earlier_schema(bare, step, monkeypatch):
    with monkeypatch.context() as old:
        old.setattr(databases, "NEWEST", step)
        old.setattr(databases, "_migrate", lambda database: migrate.bring_up(database, step))
        database = open_database(bare)
        with database.changing() as (connection, _):
            given(connection)
        database.close()
    with tt.Library(bare, encoder=Plain()) as library:
        assert [library.report(name).report.text for name in TEXTS] == list(TEXTS.values())
        assert library.events() == [("first", ("a", "b"))]
        assert [change.kind for change in library.changes()] == ["merge"]
        assert library.rebuild() == 2
        assert library.event("first").id == "first"
        library.add(tt.Report(id="c", text="Seven swans came back to the lake."))
        assert [hit.report for hit in library.search("swans", how="words")] == ["c"]


def test_the_steps_lead_to_the_tables_of_the_program(place):
    assert migrate.steps()[-1] == NEWEST
    database = open_database(place)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        assert compare_metadata(context, metadata) == []
    database.close()
    assert search_rows.searched.metadata is metadata


def _ours(name, kind, _parents):
    return kind != "table" or name in metadata.tables
