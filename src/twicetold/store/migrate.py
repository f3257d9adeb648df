"""Brings a library up to this program's schema, by the steps in `migrations/versions`, in one transaction."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from twicetold.errors import NotALibrary
from twicetold.store.database import Database
from twicetold.store.failures import told

_LOCK = 0x54574943  # of the server: two programs that open a new library at once


def bring_up(database: Database, to: str = "head") -> None:
    """Run the steps that the library lacks. Raises `NotALibrary` where a newer twicetold made it."""
    with told(database.place), database.engine.connect() as connection:
        connection = connection.execution_options(changing=True)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            _current(connection, database.place)  # another program may have been first
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, to)


def steps() -> list[str]:
    """Return the names of all steps, the oldest first."""
    return [step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def _current(connection: Connection, place: str) -> str | None:
    at = MigrationContext.configure(connection).get_current_revision()
    if at is not None and at not in steps():
        raise NotALibrary(f"{place}: made by a newer twicetold (schema {at}); bring this one up to date")
    return at


def _config() -> Config:
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config
