"""Built files: whole or absent, noticed when damaged, done without where the folder cannot be written."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from twicetold.encoding import open_encoder
from twicetold.encoding.artefacts import built
from twicetold.encoding.notes import Notes
from twicetold.encoding.store import VectorStore


def never() -> bytes:
    raise AssertionError("built though it is there")


def test_it_is_built_once(tmp_path: Path) -> None:
    notes, path = Notes(), tmp_path / "a" / "b" / "graph"
    assert built(path, lambda: b"content", notes) == b"content"
    assert built(path, never, notes) == b"content"
    assert [p.name for p in path.parent.iterdir()] == ["graph"]
    assert notes.said == ()


@pytest.mark.parametrize("damage", [b"", b"twicetold artefact \n", b"cut", b"flip"])
def test_damage_is_noticed_said_and_mended(
    tmp_path: Path, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    notes, path = Notes(), tmp_path / "graph"
    built(path, lambda: b"content", notes)
    raw = path.read_bytes()
    path.write_bytes({b"cut": raw[:-1], b"flip": raw[:-1] + b"T"}.get(damage, damage))
    assert built(path, lambda: b"content", notes) == b"content"
    assert "was damaged and has been built anew" in notes.said[0]
    assert "was damaged" in caplog.text
    assert path.read_bytes() == raw


def test_a_folder_that_cannot_be_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    notes = Notes()
    for _ in range(2):
        assert built(tmp_path / "file" / "graph", lambda: b"content", notes) == b"content"
    assert len(notes.said) == 1
    assert "cannot be written" in notes.said[0]
    assert "--cache" in notes.said[0]


def test_an_interrupted_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        built(tmp_path / "graph", lambda: b"content", Notes())
    assert list(tmp_path.iterdir()) == []


def test_the_whole_encoder_without_a_folder_and_with_damage(tmp_path: Path, cache: Path) -> None:
    said: list[str] = []
    (tmp_path / "file").write_text("in the way")
    without = open_encoder(cache=tmp_path / "file" / "cache", threads=1, progress=said.append)
    wanted = open_encoder(cache=cache, threads=1).encode(["The ferry left."])
    assert without.encode(["The ferry left."]).tobytes() == wanted.tobytes()
    assert any("building" in line for line in said)
    assert any("encoder is built anew at each start" in note for note in without.notes)
    assert any("vectors are not kept" in note for note in without.notes)

    whole = tmp_path / "cache"
    open_encoder(cache=whole, threads=1).encode(["x"])
    for path in whole.iterdir():
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2 :] = b""
        path.write_bytes(raw)
    mended = open_encoder(cache=whole, threads=1)
    assert mended.encode(["The ferry left."]).tobytes() == wanted.tobytes()
    assert sum("damaged" in note for note in mended.notes) == 3
    healthy = open_encoder(cache=whole, threads=1)
    assert healthy.encode(["The ferry left."]).tobytes() == wanted.tobytes()
    assert healthy.notes == ()


def _encode(folder: str, queue: multiprocessing.Queue[bytes]) -> None:
    encoder = open_encoder(cache=folder, threads=1)
    queue.put(encoder.encode([f"The ferry left at {n}." for n in range(30)]).tobytes())


def test_two_processes_may_build_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[bytes] = context.Queue()
    workers = [context.Process(target=_encode, args=(str(tmp_path), queue)) for _ in range(2)]
    for worker in workers:
        worker.start()
    first, second = queue.get(timeout=120), queue.get(timeout=120)
    for worker in workers:
        worker.join(timeout=60)
        assert worker.exitcode == 0
    assert first == second
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_a_store_needs_no_folder_to_be_asked(tmp_path: Path) -> None:
    assert VectorStore(tmp_path / "none" / "v", "00" * 16, Notes()).get(["a"]) == {}
