"""What a host's robots.txt allows (RFC 9309), read by protego."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from twicetold.fetching.address_of import Target
from twicetold.fetching.failure import FetchFailed

_LONGEST_DELAY = 60.0
_KEPT = 86_400.0  # seconds that rules hold; RFC 9309 allows no more
_AGAIN = (
    120.0  # seconds before a host that did not answer is asked again: a list may name it thousands of times
)


class Robots:
    """Rules by origin, fetched once a day. `fetch` returns a status and a body for a robots.txt."""

    def __init__(self, agent: str, fetch: Callable[[Target], tuple[int, bytes]]) -> None:
        self._agent, self._fetch = agent, fetch
        self._rules: dict[tuple[str, str, int], tuple[float, Any]] = {}  # until when, rules or a failure
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
            until, rules = self._rules.get(target.origin, (0.0, None))
        if time.monotonic() >= until:
            try:
                rules = self._read(target)
            except FetchFailed as failure:
                rules = failure
            short = isinstance(rules, FetchFailed) or rules == "closed"
            with self._lock:
                self._rules[target.origin] = (time.monotonic() + (_AGAIN if short else _KEPT), rules)
        if isinstance(rules, FetchFailed):
            raise FetchFailed(rules.reason, rules.detail)
        return rules

    def _read(self, target: Target) -> Any:
        from protego import Protego

        status, body = self._fetch(Target(*target.origin, "/robots.txt"))
        if status >= 500 or status == 429:
            return "closed"
        return Protego.parse(body.decode("utf-8", "replace")) if status == 200 else None
