"""A copy of a library as it is at one moment, into an SQLite file, whatever others write meanwhile."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from pathlib import Path

import sqlalchemy as sa

from twicetold.errors import LibraryFailed, UsageError
from twicetold.store.database import Database, open_database
from twicetold.store.failures import failure
from twicetold.store.schema import metadata

_PAGES = 1000  # copied between two looks at the lock
_ROWS = 500


def backup(database: Database, to: Path) -> None:
    """Write the copy; the file appears when it is whole, and takes the place of an earlier one."""
    if database.path is not None and to.exists() and to.samefile(database.path):
        raise UsageError(f"{to} is the library itself; name another file for the backup")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{to.name}.", suffix=".part", dir=to.parent)
    except OSError as error:
        raise LibraryFailed(
            f"{to}: cannot be written ({error.strerror}); check the path and its rights"
        ) from error
    os.close(handle)
    part = Path(name)
    try:
        if database.path is not None:
            _copy_file(database, part)
        else:
            _copy_rows(database, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.chmod(to.stat().st_mode & 0o777 if to.exists() else 0o666 & ~_umask())
        part.replace(to)
    except sqlite3.Error as error:
        raise failure(str(to), str(error)) from error
    except OSError as error:
        raise LibraryFailed(
            f"{to}: cannot be written ({error.strerror}); check the path and the disk"
        ) from error
    finally:
        for left in (name, f"{name}-wal", f"{name}-shm", f"{name}-journal"):
            with contextlib.suppress(OSError):
                Path(left).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _copy_file(database: Database, part: Path) -> None:
    source = database.engine.raw_connection()
    try:
        with contextlib.closing(sqlite3.connect(part)) as target:
            assert isinstance(source.driver_connection, sqlite3.Connection)
            source.driver_connection.backup(target, pages=_PAGES)
            # one file that needs no log beside it
            target.execute("PRAGMA journal_mode = DELETE")
    finally:
        source.close()


def _copy_rows(database: Database, part: Path) -> None:
    target = open_database(part)
    try:
        with database.reading() as source, target.engine.connect() as connection:
            connection = connection.execution_options(changing=True)
            with connection.begin():
                # rows may point to later ones of their own table (events that became others)
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
                for table in metadata.sorted_tables:
                    connection.execute(sa.delete(table))
                    found = source.execute(sa.select(table).execution_options(yield_per=_ROWS))
                    for some in found.partitions(_ROWS):
                        connection.execute(sa.insert(table), [dict(row._mapping) for row in some])
        with target.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        target.close()
    with contextlib.closing(sqlite3.connect(part)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
