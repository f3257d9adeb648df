"""A clean end: what is under way in the library is finished, all else is dropped at once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stopped(BaseException):
    """Somebody asked for the end. Not an `Exception`: nothing on the way may take it for a failure of its own."""


class Stop:
    """Turns SIGINT and SIGTERM into `Stopped`, but never in the middle of a `whole` block."""

    def __init__(self) -> None:
        self.asked = False
        self._busy = False

    def ask(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Ask for the end. What the handler of a signal calls."""
        self.asked = True
        if not self._busy:
            raise Stopped

    def check(self) -> None:
        """Raise `Stopped` where the end was asked for."""
        if self.asked:
            raise Stopped

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Carry a block to its end before stopping."""
        self.check()
        outer, self._busy = self._busy, True
        try:
            yield
        finally:
            self._busy = outer
        if not outer:
            self.check()

    @contextmanager
    def signals(self) -> Iterator[None]:
        """Listen to both signals while the block runs."""
        before = {number: signal.signal(number, self.ask) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
