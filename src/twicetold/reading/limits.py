"""What bounds hostile input. Every number is here, with what it is held against."""

from __future__ import annotations

MAX_NESTED = 3  # archives or compressions inside one another
MAX_MEMBERS = 100_000  # of an archive
# A compressed stream may grow this many times (after the first max_bytes): news text compresses 3 to 12
# times, a bomb about 1,000 times.
MAX_RATIO = 100
MAX_XML_DEPTH = 200  # elements; the deepest of the official NewsML-G2 examples has 17
MAX_XML_ATTRIBUTES = 100  # of one element
MAX_LINKS = 50_000  # of one sitemap or OPML: the sitemap protocol's own limit
MAX_MEMORY = 2_000_000_000  # bytes of address space of the child process (a 20 MB page needs about 1.2e9)
MAX_FRAME = 100_000_000  # bytes of one answer of the child
MAX_HEAD = 65_536  # bytes looked at to tell what something is


class TooMuch(Exception):
    """A limit was met; the message says which, `reason` in two words."""

    def __init__(self, message: str, reason: str = "over a limit") -> None:
        super().__init__(message)
        self.reason = reason


class Broken(Exception):
    """The input is not what it says it is; the message says how."""
