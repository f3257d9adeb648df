"""When each feed is due, on the monotonic clock: setting the time of day changes nothing.

A feed that fails is asked less and less often, up to once in an hour or the interval, if that is longer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

LONGEST = 3_600.0  # seconds between two tries of a feed that keeps failing


class Schedule:
    """The feeds and their times. `clock` gives seconds that only grow."""

    def __init__(self, every: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._every, self._clock = every, clock
        self._due: dict[str, float] = {}
        self._failures: dict[str, int] = {}

    def keep(self, feeds: Sequence[str]) -> None:
        """Watch these feeds and no others; one that is new is due at once."""
        self._due = {feed: self._due.get(feed, self._clock()) for feed in feeds}
        self._failures = {feed: count for feed, count in self._failures.items() if feed in self._due}

    def due(self) -> list[str]:
        """Return the feeds whose time has come, in their order."""
        at = self._clock()
        return [feed for feed, time_due in self._due.items() if time_due <= at]

    def done(self, feed: str, *, failed: bool) -> bool:
        """Note that a feed was asked; return whether that changed between failing and not."""
        before = self._failures.get(feed, 0)
        self._failures[feed] = before + 1 if failed else 0
        wait = self._every if not failed else min(self._every * 2**before, max(self._every, LONGEST))
        self._due[feed] = self._clock() + wait
        return failed != bool(before)

    def wait(self) -> float:
        """Return the seconds until the next feed is due."""
        return max(0.0, min(self._due.values(), default=self._clock() + self._every) - self._clock())


class Backoff:
    """Doubles the wait after each failure in a row: 5 seconds, 10, … up to five minutes."""

    FIRST, MOST = 5.0, 300.0

    def __init__(self, clock: Callable[[], float] = time.monotonic, first: float = FIRST) -> None:
        self._clock, self._first = clock, first
        self._failures, self._until = 0, clock()

    @property
    def wait(self) -> float:
        """Seconds until the next try."""
        return max(0.0, self._until - self._clock())

    def failed(self, asked: float = 0.0) -> None:
        """Wait longer than before; at least as long as the server asked for."""
        wait = min(self._first * 2**self._failures, self.MOST)
        self._failures += 1
        self._until = self._clock() + max(wait, min(asked, LONGEST))

    def worked(self) -> None:
        """Begin anew."""
        self._failures, self._until = 0, self._clock()
