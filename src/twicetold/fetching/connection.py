"""urllib3 connections that go only where the guard lets them, and that can be cut off from outside."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from twicetold.fetching.address import Guard
from twicetold.fetching.failure import FetchFailed

_CONNECT_SECONDS = 10.0
_MOST_ADDRESSES = 4  # of one name that are tried; a name server may answer with hundreds
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


class _Plain(_Guarded, HTTPConnection):
    pass


class _Secure(_Guarded, HTTPSConnection):
    pass


def connect(scheme: str, host: str, port: int | None, guard: Guard) -> Any:
    """Return a connection that is not open yet."""
    timeout = _READ_SECONDS
    if scheme == "https":
        made: Any = _Secure(host, port, timeout=timeout, ssl_context=ssl.create_default_context())
    else:
        made = _Plain(host, port, timeout=timeout)
    made.guard = guard
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
