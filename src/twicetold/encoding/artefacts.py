"""What is built once and kept: files in the cache folder, each under a digest of its own content.

A file is written beside its place and moved there, so it is whole or absent; two processes that build at once
write the same bytes. A file whose content is not what its first line says is built again, and a note says so.
Where the folder cannot be written, the content is built in memory each time, and a note says that.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from twicetold.encoding.notes import Notes

MAGIC = b"twicetold artefact "  # then the sha256 of what follows the line, in hex


def default_folder() -> Path:
    """Return the user's cache folder for this program, whether or not it is there."""
    import platformdirs

    return platformdirs.user_cache_path("twicetold", appauthor=False)


def built(path: Path, build: Callable[[], bytes], notes: Notes) -> bytes:
    """Return the content of `path`; build and keep it where it is absent or damaged."""
    kept = _read(path, notes)
    if kept is not None:
        return kept
    content = build()
    try:
        _write(path, content)
    except OSError as error:
        notes.add(
            f"the cache folder {path.parent} cannot be written ({error.strerror}): "
            "the encoder is built anew at each start; name another folder with --cache"
        )
    return content


def _read(path: Path, notes: Notes) -> bytes | None:
    try:
        with path.open("rb") as file:
            line, content = file.readline(len(MAGIC) + 65), file.read()
    except OSError:
        return None
    if line == _line(content):
        return content
    notes.add(f"{path} was damaged and has been built anew")
    return None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_line(content))
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _line(content: bytes) -> bytes:
    return MAGIC + hashlib.sha256(content).hexdigest().encode() + b"\n"
