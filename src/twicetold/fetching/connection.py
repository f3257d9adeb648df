"""urllib3 connections that go only where the guard lets them, and that can be cut off from outside."""

from __future__ import annotations

import contextlib
import io
import socket
import ssl
import threading
from collections.abc import Iterator
from http.client import HTTPResponse
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from twicetold.fetching.address import Guard
from twicetold.fetching.failure import FetchFailed

_CONNECT_SECONDS = 10.0
_MOST_ADDRESSES = 4  # of one name that are tried; a name server may answer with hundreds
_AROUND = 1_000_000  # bytes of headers and the like; chunks of a few bytes each about double a response
_READ_SECONDS = 15.0  # between two bytes; the whole response has a limit of its own


class _Guarded:
    """Resolve, check, connect to what was checked, and check again whom one is connected to."""

    guard: Guard
    raw: socket.socket | None = None

    def _new_conn(self: Any) -> socket.socket:
        problem: OSError | None = None
        for family, number, port in self.guard.addresses(self._dns_host, self.port)[:_MOST_ADDRESSES]:
            connection = socket.socket(family, socket.SOCK_STREAM)
            try:
                connection.settimeout(_CONNECT_SECONDS)
                connection.connect((number, port))
                self.guard.check(str(connection.getpeername()[0]), self._dns_host)
            except TimeoutError:
                connection.close()
                problem = ConnectTimeoutError(self, f"no answer within {_CONNECT_SECONDS:g} seconds")  # type: ignore[assignment]
            except OSError as error:
                connection.close()
                problem = error
            except FetchFailed:
                connection.close()
                raise
            else:
                connection.settimeout(_READ_SECONDS)
                self.raw = connection
                return connection
        if isinstance(problem, ConnectTimeoutError):
            raise problem
        raise NewConnectionError(self, getattr(problem, "strerror", None) or str(problem))


class _Wire(io.RawIOBase):
    """What comes over the wire, all of it counted: status lines, headers, chunk sizes and what follows the chunks.

    The libraries read each of the latter two to the end of its line, however far that is.
    """

    def __init__(self, raw: Any, most: int) -> None:
        self._raw, self._left, self._most = raw, most, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        count: int | None = self._raw.readinto(buffer)
        self._left -= count or 0
        if self._left < 0:
            raise FetchFailed("too big", f"more than {self._most:,} bytes on the wire")
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


def _response(most: int) -> Any:
    """Return a class of responses that take no more than `most` bytes from their connection."""

    class Counted(HTTPResponse):
        def __init__(self, sock: socket.socket, *given: Any, **named: Any) -> None:
            super().__init__(sock, *given, **named)
            self.fp = io.BufferedReader(_Wire(self.fp.detach(), most))

    return Counted


class _Plain(_Guarded, HTTPConnection):
    pass


class _Secure(_Guarded, HTTPSConnection):
    pass


def connect(scheme: str, host: str, port: int | None, guard: Guard, most: int = 1_000_000) -> Any:
    """Return a connection that is not open yet, for a response of `most` bytes and what is around them."""
    timeout = _READ_SECONDS
    if scheme == "https":
        made: Any = _Secure(host, port, timeout=timeout, ssl_context=ssl.create_default_context())
    else:
        made = _Plain(host, port, timeout=timeout)
    made.guard = guard
    made.response_class = _response(2 * most + _AROUND)
    return made


@contextlib.contextmanager
def cut_off(connection: Any, seconds: float) -> Iterator[threading.Event]:
    """Cut the connection when the time is up, whatever it is doing; the event says whether that happened.

    A time limit between bytes does not stop a server that sends one byte at a time.
    """
    late = threading.Event()

    def cut() -> None:
        late.set()
        for each in (connection.sock, connection.raw):
            if each is not None:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        connection.close()
