"""The one way in which fetching fails."""

from __future__ import annotations


class FetchFailed(Exception):
    """One address could not be fetched: `reason` in a few words, `detail` for who wants to know."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} ({detail})" if detail else reason)
        self.reason, self.detail = reason, detail
