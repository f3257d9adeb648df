"""An address as somebody typed it, or as a server redirects to it, to the parts a request needs."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

from twicetold.fetching.failure import FetchFailed

_LONGEST = 4_000
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes. `credentials` are of the address itself and are for this origin only."""

    scheme: str
    host: str
    port: int
    path: str
    credentials: str | None = None

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port."""
        return (self.scheme, self.host, self.port)

    @property
    def url(self) -> str:
        """The address, without credentials."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def target_of(address: str) -> Target:
    """Return the parts of an address; raise `FetchFailed` for anything but http and https."""
    address = address.strip()
    if len(address) > _LONGEST:
        raise FetchFailed("bad address", f"{len(address):,} characters long")
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise FetchFailed("bad address", str(error)) from None
    if parts.scheme not in _PORTS:
        raise FetchFailed("bad address", f"{parts.scheme or 'no'} scheme; only http and https are fetched")
    if not host or any(c.isspace() or ord(c) < 33 or c in '<>"\\^`{|}' for c in host):
        raise FetchFailed("bad address", "no host in it")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]") if parts.query else ""
    )
    return Target(parts.scheme, _ascii(host), port or _PORTS[parts.scheme], path, _credentials(parts))


def redirected(target: Target, location: str) -> Target:
    """Return where a redirect leads.

    Credentials stay with their origin, and nobody is led from https to http.
    """
    try:
        following = target_of(urljoin(target.url, location.strip()))
    except ValueError as error:
        raise FetchFailed("bad address", str(error)) from None
    if target.scheme == "https" and following.scheme == "http":
        raise FetchFailed("redirect refused", f"from https down to {following.url}")
    kept = target.credentials if following.origin == target.origin else None
    return Target(following.scheme, following.host, following.port, following.path, kept)


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        raise FetchFailed("bad address", f"{host!a} is no host name") from None


def _credentials(parts: object) -> str | None:
    username, password = getattr(parts, "username", None), getattr(parts, "password", None)
    if username is None:
        return None
    pair = f"{unquote(username)}:{unquote(password or '')}"
    return "Basic " + base64.b64encode(pair.encode()).decode()
