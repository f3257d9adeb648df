"""Collect what a user should know of an encoder, each thing once, and log it as it comes.

The log is what says it where nobody looks at the notes: Python sends warnings to standard error by itself.
"""

from __future__ import annotations

import logging
import threading

LOGGER = logging.getLogger("twicetold")


class Notes:
    """Sentences in the order they came, none twice. Safe to share between threads."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}
        self._lock = threading.Lock()

    def add(self, sentence: str) -> None:
        """Keep a sentence, and log it, unless it is there."""
        with self._lock:
            if sentence in self._said:
                return
            self._said[sentence] = None
        LOGGER.warning("twicetold: %s", sentence)

    @property
    def said(self) -> tuple[str, ...]:
        """Everything so far."""
        with self._lock:
            return tuple(self._said)
