"""Vectors kept on disk (SQLite), so that no text is encoded twice by one model.

A row is found by a digest of the encoder's digest and the prepared text, and carries a digest of its vector:
what was changed on disk is noticed, said and encoded again; a file that SQLite cannot read is said, removed
and begun anew. Vectors are kept as they are (float32), so a result has the same bytes with the cache and
without. The file is bounded: past `CAP` bytes the oldest quarter of the rows goes.

Each call opens and closes its own connection: threads, forks and other processes need no care. A file that
another process keeps locked, or that cannot be written, is done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from twicetold.encoding.base import Vectors
from twicetold.encoding.notes import Notes

CAP = 256 * 2**20  # bytes; about 150,000 statements at 384 dimensions
WAIT = 10.0  # seconds for another process's write to end
AT_ONCE = 500  # keys in one query; SQLite allows 999 in its oldest versions
SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    n INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, vector BLOB NOT NULL, digest BLOB NOT NULL
)"""


class VectorStore:
    """The vectors of one file. `encoder` is the digest of the encoder whose vectors are meant."""

    def __init__(self, path: Path, encoder: str, notes: Notes, *, cap: int = CAP) -> None:
        self._path = path
        self._encoder = bytes.fromhex(encoder)
        self._notes = notes
        self._cap = cap

    def get(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors that are there; what is damaged is not."""
        keys = {self._key(text): text for text in texts}
        found: dict[str, Vectors] = {}
        with self._guarded():
            if not keys or not self._path.exists():
                return found
            with contextlib.closing(self._connect()) as connection:
                damaged = []
                for key, raw, digest in _rows(connection, list(keys), "key, vector, digest"):
                    if _digest(key, raw) == digest:
                        found[keys[key]] = np.frombuffer(raw, np.float32)
                    else:
                        damaged.append((key,))
                self._drop(connection, damaged)
        return found

    def lacks(self, texts: Sequence[str]) -> bool:
        """Say whether any of the texts has no vector here, or a file that cannot be read."""
        keys = [self._key(text) for text in texts]
        held = 0
        with self._guarded():
            if keys and self._path.exists():
                with contextlib.closing(self._connect()) as connection:
                    held = sum(1 for _ in _rows(connection, keys, "key"))
        return held < len(keys)

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors; those already there stay."""
        if not vectors:
            return
        rows = [(self._key(text), vector.tobytes()) for text, vector in vectors.items()]
        with self._guarded():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(self._connect()) as connection, connection:
                connection.execute(SCHEMA)
                connection.executemany(
                    "INSERT OR IGNORE INTO vectors (key, vector, digest) VALUES (?, ?, ?)",
                    [(key, raw, _digest(key, raw)) for key, raw in rows],
                )
                self._trim(connection)

    def _drop(self, connection: sqlite3.Connection, damaged: list[tuple[bytes]]) -> None:
        if damaged:
            self._notes.add(f"{self._path}: some kept vectors were damaged and have been encoded anew")
            with connection:
                connection.executemany("DELETE FROM vectors WHERE key = ?", damaged)

    def _key(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode("utf-8"), digest_size=16, key=self._encoder).digest()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=WAIT)
        try:
            # what a power cut could break is noticed and rebuilt; waiting for the disk would cost more
            connection.execute("PRAGMA synchronous = OFF")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _trim(self, connection: sqlite3.Connection) -> None:
        names = ("page_count", "freelist_count", "page_size")
        pages, free, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names)
        if (pages - free) * size > self._cap:
            oldest = "SELECT n FROM vectors ORDER BY n LIMIT (SELECT count(*) / 4 + 1 FROM vectors)"
            connection.execute(f"DELETE FROM vectors WHERE n IN ({oldest})")  # noqa: S608

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """Do without the file where it fails, and say so where a user can do something about it."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) and "no such table" not in str(error):
                self._notes.add(f"vectors are not kept: {self._path} cannot be used ({error})")
        except sqlite3.DatabaseError as error:
            self._notes.add(f"{self._path} was damaged ({error}) and has been begun anew")
            with contextlib.suppress(OSError):
                self._path.unlink()
        except OSError as error:
            self._notes.add(f"vectors are not kept: {self._path.parent} cannot be written ({error.strerror})")


def _rows(connection: sqlite3.Connection, keys: list[bytes], columns: str) -> Iterable[tuple[bytes, ...]]:
    for at in range(0, len(keys), AT_ONCE):
        some = keys[at : at + AT_ONCE]
        marks = ",".join("?" * len(some))
        query = f"SELECT {columns} FROM vectors WHERE key IN ({marks})"  # noqa: S608
        yield from connection.execute(query, some)


def _digest(key: bytes, raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=8, key=key).digest()
