"""What a host's robots.txt allows (RFC 9309), read by protego."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from twicetold.fetching.address_of import Target
from twicetold.fetching.failure import FetchFailed

_LONGEST_DELAY = 60.0


class Robots:
    """Rules by origin, fetched once. `fetch` returns a status and a body for a robots.txt."""

    def __init__(self, agent: str, fetch: Callable[[Target], tuple[int, bytes]]) -> None:
        self._agent, self._fetch = agent, fetch
        self._rules: dict[tuple[str, str, int], Any] = {}
        self._lock = threading.Lock()

    def check(self, target: Target) -> None:
        """Raise `FetchFailed` where the rules forbid this address, or a failing host keeps them back."""
        rules = self._of(target)
        if rules == "closed":
            raise FetchFailed(
                "robots.txt cannot be read", "the server fails on it, so nothing may be fetched"
            )
        if rules is not None and not rules.can_fetch(target.url, self._agent):
            raise FetchFailed(
                "robots.txt forbids it", f"the site asks {self._agent.partition('/')[0]} not to read this"
            )

    def delay(self, target: Target, least: float) -> float:
        """Return the seconds to leave between two requests.

        Ours, or what the rules ask for if that is more.
        """
        rules = self._of(target)
        asked = rules.crawl_delay(self._agent) if rules not in (None, "closed") else None
        if asked and asked > _LONGEST_DELAY:
            raise FetchFailed(
                "robots.txt forbids it", f"it asks for {asked:.0f} seconds between two requests"
            )
        return max(least, asked or 0.0)

    def _of(self, target: Target) -> Any:
        with self._lock:
            if target.origin in self._rules:
                return self._rules[target.origin]
        rules = self._read(target)
        with self._lock:
            return self._rules.setdefault(target.origin, rules)

    def _read(self, target: Target) -> Any:
        from protego import Protego

        status, body = self._fetch(Target(*target.origin, "/robots.txt"))
        if status >= 500 or status == 429:
            return "closed"
        return Protego.parse(body.decode("utf-8", "replace")) if status == 200 else None
