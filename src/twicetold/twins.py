"""Near-duplicates: how much of their letters two texts share, told from small sketches (MinHash), in any script."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

VERSION = "1"
WINDOW = 6  # letters and digits in a row that count as one thing shared
PLACES = 128  # of a sketch; the likeness is told to about .04
# Not tuned: a corrected or shortened copy shares most of its letters, two tellings of one event hardly any.
NEAR = 0.75

_WIDE = np.uint64
_BASE = _WIDE(0x9E3779B97F4A7C15)
_DRAWN = np.random.default_rng(20).integers(1, 2**63, (2, PLACES), np.uint64)
_FACTORS, _TERMS = _DRAWN[0] | _WIDE(1), _DRAWN[1]
_ROWS = 4096  # windows hashed together: bounds memory


def sketch(text: str) -> bytes:
    """Return the sketch of a text, 4 bytes a place; empty where it has fewer letters than a window."""
    said = "".join(char for char in text.casefold() if char.isalnum())
    codes = np.frombuffer(said.encode("utf-32-le"), np.uint32).astype(_WIDE)
    if len(codes) < WINDOW:
        return b""
    windows = np.zeros(len(codes) - WINDOW + 1, _WIDE)
    for at in range(WINDOW):
        windows = windows * _BASE + codes[at : at + len(windows)]
    windows = np.unique(windows ^ (windows >> _WIDE(29)))
    least = np.full(PLACES, np.iinfo(_WIDE).max, _WIDE)
    for at in range(0, len(windows), _ROWS):
        hashed = windows[at : at + _ROWS, None] * _FACTORS + _TERMS
        least = np.minimum(least, (hashed ^ (hashed >> _WIDE(32))).min(axis=0))
    kept: npt.NDArray[np.uint32] = (least >> _WIDE(32)).astype(np.uint32)
    return kept.tobytes()


def likeness(a: bytes, b: bytes) -> float:
    """Return the share of what either says that both say, 0 to 1."""
    if len(a) != len(b) or not a:
        return 0.0
    return float(np.mean(np.frombuffer(a, np.uint32) == np.frombuffer(b, np.uint32)))
