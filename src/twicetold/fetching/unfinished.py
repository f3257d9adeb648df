"""Which lists were begun and not read to their end: the next run takes the pages that the last one fetched as they are.

Without this only pages that are still fresh would be; a list of thousands takes hours at a second a page.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

_LONGEST = 86_400.0  # seconds after which a list that was begun is begun anew


@contextlib.contextmanager
def going_on(folder: Path | None, name: str) -> Iterator[float]:
    """Give the time (seconds since 1970) since when a page counts as fetched for this list.

    Forgotten where the block comes to its end; kept where it is left in any other way.
    """
    now = time.time()
    path = folder / "unfinished" / _digest(name) if folder else None
    begun = _begun(path)
    if begun is None or not 0 <= now - begun < _LONGEST:
        begun = now
        _note(path, now)
    yield begun
    if path:
        with contextlib.suppress(OSError):
            path.unlink()


def _begun(path: Path | None) -> float | None:
    try:
        return float(path.read_text("ascii")) if path else None
    except (OSError, ValueError):
        return None


def _note(path: Path | None, now: float) -> None:
    if path:
        with contextlib.suppress(OSError):  # as for the cache: as if nothing were kept
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(repr(now), "ascii")


def _digest(name: str) -> str:
    return hashlib.blake2b(name.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
