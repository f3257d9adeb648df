"""Outlets that are called by their address, "Khamenei.ir": one word, and no person of that name."""

from __future__ import annotations

import re

# Small letters behind the last dot: "said.He" lacks a space.
HOST = r"[A-Za-z0-9][A-Za-z0-9-]{2,}(?:\.[A-Za-z0-9-]+)*\.[a-z]{2,6}(?![^\W\d_])"
_HOST = re.compile(HOST)


def is_host(text: str) -> bool:
    """Whether a text is an address and nothing else."""
    return _HOST.fullmatch(text.strip()) is not None
