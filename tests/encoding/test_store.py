"""Vectors on disk: exact, bounded, mended when damaged, never in the way."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from twicetold.encoding.base import Vectors
from twicetold.encoding.notes import Notes
from twicetold.encoding.store import VectorStore

ME, OTHER = "11" * 16, "22" * 16


def some(count: int, *, start: int = 0) -> dict[str, Vectors]:
    random = np.random.default_rng(start)
    return {f"text {n}": random.normal(size=64).astype(np.float32) for n in range(start, start + count)}


def store(path: Path, encoder: str = ME, notes: Notes | None = None, **options: int) -> VectorStore:
    return VectorStore(path / "v.sqlite3", encoder, notes or Notes(), **options)


def same(found: dict[str, Vectors], wanted: dict[str, Vectors]) -> bool:
    return found.keys() == wanted.keys() and all(found[k].tobytes() == wanted[k].tobytes() for k in wanted)


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    vectors = some(1200)
    store(tmp_path).put(vectors)
    assert same(store(tmp_path).get([*vectors, "unknown"]), vectors)


def test_encoders_do_not_mix(tmp_path: Path) -> None:
    store(tmp_path).put(some(3))
    assert store(tmp_path, OTHER).get(list(some(3))) == {}


def test_a_changed_vector_is_noticed(tmp_path: Path) -> None:
    vectors, notes = some(3), Notes()
    store(tmp_path).put(vectors)
    with closing(sqlite3.connect(tmp_path / "v.sqlite3")) as connection, connection:
        connection.execute("UPDATE vectors SET vector = zeroblob(256) WHERE n = 2")
    found = store(tmp_path, notes=notes).get(list(vectors))
    assert same(found, {k: v for k, v in vectors.items() if k != "text 1"})
    assert "damaged" in notes.said[0]
    store(tmp_path).put(vectors)
    assert same(store(tmp_path).get(list(vectors)), vectors)


@pytest.mark.parametrize("raw", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_begun_anew(tmp_path: Path, raw: bytes) -> None:
    notes, vectors = Notes(), some(2)
    (tmp_path / "v.sqlite3").write_bytes(raw)
    damaged = store(tmp_path, notes=notes)
    assert damaged.get(list(vectors)) == {}
    assert "has been begun anew" in notes.said[0]
    damaged.put(vectors)
    assert same(damaged.get(list(vectors)), vectors)


def test_a_torn_database_never_gives_a_wrong_vector(tmp_path: Path) -> None:
    vectors = some(300)
    store(tmp_path).put(vectors)
    path = tmp_path / "v.sqlite3"
    raw = path.read_bytes()
    random = np.random.default_rng(5)
    for _ in range(25):
        torn = bytearray(raw)
        at = int(random.integers(100, len(raw) - 600))
        torn[at : at + 500] = random.bytes(500)
        path.write_bytes(bytes(torn))
        mended = store(tmp_path)
        found = mended.get(list(vectors))
        assert all(found[k].tobytes() == vectors[k].tobytes() for k in found)
        mended.put({k: v for k, v in vectors.items() if k not in found})


def test_the_file_is_bounded_and_the_oldest_go(tmp_path: Path) -> None:
    bounded = store(tmp_path, cap=200_000)
    for start in range(0, 3000, 100):
        bounded.put(some(100, start=start))
    assert (tmp_path / "v.sqlite3").stat().st_size < 300_000
    assert len(bounded.get(list(some(100, start=2900)))) == 100
    assert bounded.get(list(some(100))) == {}


def test_a_locked_file_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twicetold.encoding.store.WAIT", 0.05)
    notes = Notes()
    mine = store(tmp_path, notes=notes)
    mine.put(some(2))
    with closing(sqlite3.connect(tmp_path / "v.sqlite3")) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert mine.get(list(some(2))) == {}
        mine.put(some(5))
        other.rollback()
    assert len(mine.get(list(some(2)))) == 2
    assert notes.said == ()


def test_a_read_only_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, notes = some(2), Notes()
    store(tmp_path).put(vectors)
    connect = sqlite3.connect

    def read_only(path: Path, **options: float) -> sqlite3.Connection:
        return connect(f"{path.as_uri()}?mode=ro", uri=True, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr("twicetold.encoding.store.sqlite3.connect", read_only)
    mine = store(tmp_path, notes=notes)
    assert same(mine.get(list(vectors)), vectors)
    for _ in range(2):
        mine.put(some(2, start=10))
    assert len(notes.said) == 1
    assert "vectors are not kept" in notes.said[0]


def test_threads_may_share_it(tmp_path: Path) -> None:
    shared = store(tmp_path)
    groups = [some(50, start=100 * n) for n in range(6)]
    workers = [threading.Thread(target=shared.put, args=(group,)) for group in groups]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert all(same(shared.get(list(group)), group) for group in groups)
