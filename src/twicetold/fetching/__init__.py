"""An address goes in, bytes (or a reason why not) come out.

Politely, and never from a private address unasked.

Read `fetch.py` first; `address.py` holds the guard.
"""

from twicetold.fetching.failure import FetchFailed
from twicetold.fetching.fetch import Fetched, Fetcher

__all__ = ["FetchFailed", "Fetched", "Fetcher"]
