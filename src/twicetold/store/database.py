"""Where the library is kept: opens a file or a server, keeps writers apart, turns what fails into plain messages.

SQLite writes ahead (WAL) and syncs each commit: what was said to be added is there after a power cut. Each change is
one transaction, begun by counting the `clock` on, which lets one writer in at a time on both kinds of database.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from twicetold.errors import LibraryFailed, MissingExtra, NotALibrary
from twicetold.store.failures import told
from twicetold.store.schema import NEWEST, clock

APPLICATION = 0x54574943  # "TWIC": what an SQLite file says of itself
MAGIC = b"SQLite format 3\x00"
WAIT = 20.0  # seconds for another program's change to end
_SERVERS = ("postgresql://", "postgres://", "postgresql+psycopg://")


class Database:
    """An open library's engine. `place` is its file or its address without the password."""

    def __init__(self, engine: Engine, place: str, *, read_only: bool = False) -> None:
        self.engine = engine
        self.place = place
        self.read_only = read_only

    @property
    def path(self) -> Path | None:
        """The library's file; `None` where a server keeps it."""
        return Path(self.place) if self.engine.dialect.name == "sqlite" else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the library, whatever others write meanwhile."""
        with told(self.place), self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def changing(self) -> Iterator[tuple[Connection, int]]:
        """Give a connection and the stamp of a change: all of it is kept, or nothing of it."""
        with told(self.place), self.engine.connect() as connection:
            connection = connection.execution_options(changing=True)
            with connection.begin():
                connection.execute(sa.update(clock).values(stamp=clock.c.stamp + 1))
                yield connection, connection.execute(sa.select(clock.c.stamp)).scalar_one()

    def close(self) -> None:
        """Let go of the file or the server."""
        self.engine.dispose()


def default_place() -> str:
    """Return the file of a user who names none."""
    import platformdirs

    return str(platformdirs.user_data_path("twicetold", appauthor=False) / "library.sqlite3")


def open_database(place: str | os.PathLike[str] = "", *, create: bool = True, wait: float = WAIT) -> Database:
    """Open the library at a path or a postgresql:// address, brought up to this program's schema.

    Empty: the user's own file. What is not there is made, unless `create` is false. Raises `NotALibrary` for a
    file of something else or of a newer twicetold, `LibraryFailed` where it cannot be opened.
    """
    name = os.fspath(place) or default_place()
    if name.startswith(_SERVERS):
        return _server(name, wait)
    if "://" in name:
        raise NotALibrary(f"{name}: a library is a file or a postgresql:// address")
    return _file(Path(name), create=create, wait=wait)


def _file(path: Path, *, create: bool, wait: float) -> Database:
    new = not path.exists() or path.stat().st_size == 0
    if new and not create:
        raise NotALibrary(f"{path}: there is no library; `twicetold add` makes one, --library names another")
    try:
        _look(path)
        if new:
            path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryFailed(
            f"{path}: cannot be opened ({error.strerror}); check the path and its rights"
        ) from error
    address = sa.URL.create("sqlite", database=str(path))
    engine = sa.create_engine(address, connect_args={"timeout": wait, "check_same_thread": False})
    _behave(engine)
    database = Database(engine, str(path))
    try:
        with told(str(path)):
            _claim(database)
        _migrate(database)
        with told(str(path)):
            _write_ahead(database)
    except LibraryFailed as error:
        engine.dispose()
        if new or not error.read_only:
            raise
        return _read_only(path)
    except BaseException:
        engine.dispose()
        raise
    return database


def _look(path: Path) -> None:
    """Refuse what is no SQLite file before SQLite touches it."""
    if path.is_dir():
        raise NotALibrary(f"{path}: a folder; a library is one file")
    if path.exists():
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
        if head and head != MAGIC:
            raise NotALibrary(f"{path}: not a library (nor any SQLite file); name another with --library")


def _behave(engine: Engine) -> None:
    """Make SQLite keep its promises: foreign keys, whole transactions (schema changes too), synced commits."""

    @sa.event.listens_for(engine, "connect")
    def _(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin late, and commit before schema changes
        for pragma in ("foreign_keys = ON", "synchronous = FULL", "cache_size = -65536"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        # a change takes the right to write at once: one that asks halfway may have to be given up
        changing = connection.get_execution_options().get("changing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if changing else "BEGIN")


def _claim(database: Database) -> None:
    """Write our name into an empty file; refuse the file of another program."""
    with database.engine.connect() as connection:
        ours = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        if ours == APPLICATION:
            return
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        if ours or tables:
            raise NotALibrary(
                f"{database.place}: an SQLite file of another program; name another with --library"
            )
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        connection.commit()


def _write_ahead(database: Database) -> None:
    connection: Any = database.engine.raw_connection()
    try:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _read_only(path: Path) -> Database:
    """Open a library that cannot be written, to read in it."""
    log = path.with_name(path.name + "-wal")
    still = "" if log.exists() and log.stat().st_size else "&immutable=1"
    address = f"file:{_quoted(path.absolute())}?mode=ro{still}"
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False),
        poolclass=sa.pool.QueuePool,
    )
    _behave(engine)
    database = Database(engine, str(path), read_only=True)
    if _step(database) != NEWEST:
        raise LibraryFailed(
            f"{path}: made by an older twicetold, and can only be read; give yourself the right to write, or "
            "copy it, so that it can be brought up to date",
            read_only=True,
        )
    return database


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path))


def _server(name: str, wait: float) -> Database:
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise MissingExtra("a library on PostgreSQL needs: pip install 'twicetold[postgresql]'") from error
    try:
        address = sa.make_url(name).set(drivername="postgresql+psycopg")
    except (sa.exc.ArgumentError, ValueError) as error:
        raise NotALibrary("the address of the library cannot be read: postgresql://user@host/name") from error
    shown = address.render_as_string(hide_password=True).replace("postgresql+psycopg", "postgresql", 1)
    engine = sa.create_engine(
        address,
        connect_args={"connect_timeout": max(2, int(wait)), "options": f"-c lock_timeout={int(wait * 1000)}"},
        pool_pre_ping=True,
    )
    database = Database(engine, shown)
    try:
        _migrate(database)
    except BaseException:
        engine.dispose()
        raise
    return database


def _migrate(database: Database) -> None:
    if _step(database) == NEWEST:
        return
    from twicetold.store.migrate import bring_up

    bring_up(database)


def _step(database: Database) -> str | None:
    """Return the step of the schema that the library is at; `None` for a new one.

    Alembic would tell too, but takes a second to load.
    """
    with told(database.place), database.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
