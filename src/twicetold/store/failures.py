"""What databases say when something fails, in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from twicetold.errors import DamagedFile, LibraryFailed

_KNOWN = (  # what the database's message holds; what we say; whether only writing failed
    (("database is locked", "lock timeout", "LockNotAvailable", "database table is locked"),
     "another program is writing to it; try again when it is done", False),
    (("readonly database", "read-only", "permission denied"),
     "it can only be read; give yourself the right to write, or copy it", True),
    (("disk is full", "No space left", "disk I/O error", "could not extend file"),
     "the disk is full or broken; nothing of this change was kept, all before it is there", False),
    (("unable to open database file",), "it cannot be opened, or its folder not written; check path and rights", True),
    (("connection failed", "connection refused", "server closed the connection", "terminating connection",
      "could not translate host name", "the connection is closed", "connection is lost"),
     "the server does not answer; check the address, and that it runs", False),
)  # fmt: skip
_DAMAGED = ("malformed", "not a database", "database corruption")


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn a database's failure into an error that says what, where and what next."""
    try:
        yield
    except exc.DBAPIError as error:
        raise failure(place, str(error.orig)) from error


def failure(place: str, said: str) -> Exception:
    """Return the error for what a database said."""
    first = said.strip().splitlines()[0] if said.strip() else "no reason given"
    if any(words in said for words in _DAMAGED):
        advice = "`twicetold check` says what is left; then go back to a backup"
        return DamagedFile(f"{place}: the file is damaged ({first}); {advice}")
    for words, advice, read_only in _KNOWN:
        if any(each in said for each in words):
            return LibraryFailed(f"{place}: {advice} ({first})", read_only=read_only)
    return LibraryFailed(f"{place}: the database refused ({first})")
