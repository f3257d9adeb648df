"""Fetch pages: robots.txt, delays, conditional requests, a cache, redirects checked hop by hop.

Parallel across hosts and never within one. Every limit ends in a `FetchFailed` that says which.
"""

from __future__ import annotations

import email.utils
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twicetold import __version__
from twicetold.fetching.address import Guard
from twicetold.fetching.address_of import Target, redirected, target_of
from twicetold.fetching.cache import Cache, Stored
from twicetold.fetching.failure import FetchFailed
from twicetold.fetching.robots import Robots

USER_AGENT = f"twicetold/{__version__} (compares news reports; obeys robots.txt)"
MAX_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_SECONDS = 40.0  # for one response, headers and body
_FRESH = 600.0  # seconds a page counts as fresh where the server says nothing
_LONGEST_WAIT = 60.0  # seconds that a server may ask for before its page becomes a skip
_TRIES = 3
_HOSTS = 8  # fetched from at a time


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response: the bytes as they came with their encodings, and what the server said of them."""

    url: str  # where it was finally found, without credentials
    data: bytes
    content_type: str = ""
    from_cache: bool = False


@dataclass(slots=True)
class _Host:
    """One host is talked to by one thread at a time."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    last: float = 0.0  # monotonic time of the last answer


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    headers: Any
    body: bytes


class Fetcher:
    """Fetches addresses.

    Safe to use from several threads; `decode` undoes content encodings within `most` bytes.
    """

    def __init__(
        self,
        *,
        most: int,
        decode: Callable[[bytes, str], bytes],
        guard: Guard | None = None,
        folder: Path | None = None,
        offline: bool = False,
        delay: float = 1.0,
        seconds: float = _SECONDS,
    ) -> None:
        self._most, self._decode = most, decode
        self._guard = guard or Guard()
        self._cache = Cache(folder)
        self._offline, self._delay, self._seconds = offline, delay, seconds
        self._hosts: dict[str, _Host] = {}
        self._robots = Robots(USER_AGENT, self._robots_text)
        self._lock = threading.Lock()

    def fetch(self, address: str, *, oldest: float | None = None, since: float | None = None) -> Fetched:
        """Return what is at an address; raise `FetchFailed`.

        `oldest`: seconds since it was fetched after which the server is asked again, even where it said nothing
        or promised longer. `since`: the time (seconds since 1970) since when what was fetched is taken as it is.
        """
        target = target_of(address)
        stored = self._cache.get(target.url, private=self._guard.allow_private)
        if stored and (self._offline or _is_fresh(stored[0], oldest) or _is_since(stored[0], since)):
            return Fetched(stored[0].final, stored[1], stored[0].content_type, from_cache=True)
        if self._offline:
            raise FetchFailed("offline", "not fetched before, and --offline refuses the network")
        return self._follow(target, stored)

    def fetch_all(
        self, addresses: Iterable[str], *, oldest: float | None = None, since: float | None = None
    ) -> Iterator[tuple[str, Fetched | FetchFailed]]:
        """Yield every address with what became of it, in the order given.

        Hosts are fetched from side by side. `oldest` and `since` as for `fetch`.
        """
        from twicetold.fetching.parallel import in_order

        def outcome(address: str) -> Fetched | FetchFailed:
            try:
                return self.fetch(address, oldest=oldest, since=since)
            except FetchFailed as failure:
                return failure

        return in_order(addresses, outcome, _host_of, workers=_HOSTS)

    def _follow(self, target: Target, stored: tuple[Stored, bytes] | None) -> Fetched:
        first = target
        for _ in range(MAX_REDIRECTS + 1):
            self._robots.check(target)
            response = self._polite(target, stored)
            if response.status == 304 and stored:
                self._keep(first, target, response, stored[1], stored[0])
                return Fetched(target.url, stored[1], stored[0].content_type, from_cache=True)
            if response.status in _REDIRECTS:
                location = response.headers.get("location")
                if not location:
                    raise FetchFailed("bad answer", f"status {response.status} without a location")
                target = redirected(target, location)
                continue
            if response.status != 200:
                raise FetchFailed(f"status {response.status}", _MEANINGS.get(response.status, ""))
            body = self._decode(response.body, response.headers.get("content-encoding", ""))
            self._keep(first, target, response, body, None)
            return Fetched(target.url, body, response.headers.get("content-type", ""))
        raise FetchFailed("too many redirects", f"more than {MAX_REDIRECTS}")

    def _polite(self, target: Target, stored: tuple[Stored, bytes] | None) -> _Response:
        """Ask once, or again after the time a busy server asks for."""
        host = self._host(target)
        delay = self._robots.delay(target, self._delay)  # may fetch, which takes turns too
        with host.turn:
            for attempt in range(_TRIES):
                wait = host.last + (delay if attempt == 0 else 0.0) - time.monotonic()
                if host.last and wait > 0:
                    time.sleep(wait)
                try:
                    response = self._once(target, stored[0] if stored else None, self._most)
                finally:
                    host.last = time.monotonic()
                asked = _retry_after(response) if response.status in (429, 503) else None
                if asked is None or attempt == _TRIES - 1:
                    return response
                if asked > _LONGEST_WAIT:
                    raise FetchFailed(
                        f"status {response.status}", f"the server asks to come back in {asked:.0f} s"
                    )
                time.sleep(asked)
        raise AssertionError("the last attempt returns")

    def _host(self, target: Target) -> _Host:
        with self._lock:
            return self._hosts.setdefault(target.host, _Host())

    def _once(self, target: Target, stored: Stored | None, most: int) -> _Response:
        """Send one request, read one response, each bounded in time and size."""
        from urllib3.exceptions import HTTPError

        from twicetold.fetching.connection import connect, cut_off

        connection = connect(target.scheme, target.host, target.port, self._guard, most)
        with cut_off(connection, self._seconds) as late:
            try:
                connection.request(
                    "GET",
                    target.path,
                    headers=_headers(target, stored),
                    preload_content=False,
                    decode_content=False,
                )
                answer = connection.getresponse()
                response = _Response(answer.status, answer.headers, _body(answer, most))
                if late.is_set():  # a response without a length looks whole when it is cut
                    raise FetchFailed("too slow", f"not done after {self._seconds:g} seconds")
                return response
            except FetchFailed:
                raise
            except (HTTPError, OSError, ValueError) as error:
                if late.is_set():
                    raise FetchFailed("too slow", f"not done after {self._seconds:g} seconds") from None
                raise FetchFailed("no answer", _short(error)) from None
            except Exception as error:
                raise FetchFailed("too slow" if late.is_set() else "bad answer", _short(error)) from None

    def _robots_text(self, target: Target) -> tuple[int, bytes]:
        """Fetch a robots.txt with redirects, without asking robots.txt about it."""
        for _ in range(MAX_REDIRECTS + 1):
            with self._host(target).turn:  # a redirect may lead here while another thread talks to this host
                response = self._once(target, None, 512_000)
            if response.status in _REDIRECTS and response.headers.get("location"):
                target = redirected(target, response.headers["location"])
                continue
            encoding = response.headers.get("content-encoding", "")
            return response.status, self._decode(response.body, encoding) if response.status == 200 else b""
        return 404, b""

    def _keep(
        self, first: Target, final: Target, response: _Response, body: bytes, old: Stored | None
    ) -> None:
        headers = response.headers
        control = headers.get("cache-control", "").lower()
        if "no-store" in control or first.credentials:
            return
        self._cache.put(
            Stored(
                url=first.url,
                final=final.url,
                content_type=headers.get("content-type", "") or (old.content_type if old else ""),
                etag=headers.get("etag") or (old.etag if old else None),
                modified=headers.get("last-modified") or (old.modified if old else None),
                fetched=time.time(),
                fresh=_freshness(control),
                private=self._guard.allow_private,
            ),
            body,
        )


_MEANINGS = {
    401: "the page is behind a login",
    402: "the page is behind a pay wall",
    403: "the server refuses",
    404: "no such page",
    410: "the page is gone",
    429: "too many requests",
    451: "withheld for legal reasons",
}


def _headers(target: Target, stored: Stored | None) -> dict[str, str]:
    headers = {
        "User-Agent": USER_AGENT,
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5",
        "Accept-Encoding": "gzip, deflate, br, zstd",
        "Connection": "close",
    }
    if target.credentials:
        headers["Authorization"] = target.credentials
    if stored and stored.final == target.url:
        headers |= {"If-None-Match": stored.etag} if stored.etag else {}
        headers |= {"If-Modified-Since": stored.modified} if stored.modified else {}
    return headers


def _body(answer: Any, most: int) -> bytes:
    length = answer.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise FetchFailed("too big", f"{int(length):,} bytes; the limit max_bytes is {most:,}")
    pieces, size = [], 0
    for piece in answer.stream(65_536, decode_content=False):
        size += len(piece)
        if size > most:
            raise FetchFailed("too big", f"more than {most:,} bytes; the limit is max_bytes")
        pieces.append(piece)
    return b"".join(pieces)


def _is_fresh(stored: Stored, oldest: float | None) -> bool:
    """Whether a page need not be asked for again; one from the future was fetched before the clock was set back."""
    age = time.time() - stored.fetched
    return 0 <= age < (stored.fresh if oldest is None else min(stored.fresh, oldest))


def _is_since(stored: Stored, since: float | None) -> bool:
    return since is not None and since <= stored.fetched <= time.time()


def _freshness(control: str) -> float:
    if "no-cache" in control:
        return 0.0
    for part in control.split(","):
        name, _, value = part.strip().partition("=")
        if name == "max-age" and value.strip('"').isdecimal():
            return float(min(int(value.strip('"')[:9]), 7 * 86_400))
    return _FRESH


def _retry_after(response: _Response) -> float | None:
    said = (response.headers.get("retry-after") or "").strip()
    if said.isdecimal():
        return float(said[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(said).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 5.0 if response.status == 503 else None


def _host_of(address: str) -> str:
    try:
        return target_of(address).host
    except FetchFailed:
        return ""


def _short(error: Exception) -> str:
    text = str(error)
    text = text.partition(">: ")[2] or text  # urllib3 begins with the object's own description
    return " ".join(text.split())[:160] or type(error).__name__
