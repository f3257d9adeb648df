"""Fetched pages on disk: a file each, a line of JSON and then the body.

Damage is noticed by a digest and ignored.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

_MOST_BYTES = 1_000_000_000  # of the whole folder; the oldest go first


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What was fetched.

    Where it finally was, its validators, when (seconds since 1970), how long it is fresh.
    """

    url: str
    final: str
    content_type: str = ""
    etag: str | None = None
    modified: str | None = None
    fetched: float = 0.0
    fresh: float = 0.0  # seconds
    private: bool = False  # fetched where private addresses were allowed; served only where they are again
    digest: str = ""


class Cache:
    """A folder of fetched pages. Every failure to read or write is as if nothing were stored."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._written = 0

    def get(self, url: str, *, private: bool) -> tuple[Stored, bytes] | None:
        """Return what is stored for an address, or `None`."""
        if self._folder is None:
            return None
        try:
            head, _, body = self._path(url).read_bytes().partition(b"\n")
            stored = Stored(**json.loads(head))
        except (OSError, ValueError, TypeError):
            return None
        if stored.url != url or stored.digest != _digest(body) or (stored.private and not private):
            return None
        return stored, body

    def put(self, stored: Stored, body: bytes) -> None:
        """Store a page, whole or not at all."""
        if self._folder is None:
            return
        head = json.dumps(asdict(stored) | {"digest": _digest(body)}).encode()
        path = self._path(stored.url)
        name = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix="new-", delete=False) as file:
                name = file.name
                file.write(head + b"\n" + body)
            Path(name).replace(path)
        except OSError:
            if name:
                with contextlib.suppress(OSError):
                    Path(name).unlink()
            return
        self._written += 1
        if self._written % 200 == 1:
            self._prune()

    def _path(self, url: str) -> Path:
        assert self._folder is not None
        name = hashlib.blake2b(url.encode(), digest_size=16).hexdigest()
        return self._folder / name[:2] / name

    def _prune(self) -> None:
        assert self._folder is not None
        with contextlib.suppress(OSError):
            files = [(f.stat().st_mtime, f.stat().st_size, f) for f in self._folder.glob("??/*")]
            left = sum(size for _, size, _ in files) - _MOST_BYTES
            for _, size, file in sorted(files, key=lambda each: each[:2]):
                if left <= 0:
                    break
                file.unlink(missing_ok=True)
                left -= size


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()
