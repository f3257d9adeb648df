"""One message to a webhook: an HTTP POST of JSON to an address that the guard lets through.

Redirects are not followed: a message goes where somebody said, or nowhere.
"""

from __future__ import annotations

from twicetold import __version__
from twicetold.fetching.address import Guard
from twicetold.fetching.address_of import Target
from twicetold.fetching.connection import connect, cut_off
from twicetold.fetching.failure import FetchFailed

SECONDS = 20.0  # for one message and its answer
_LATER = {408, 425, 429}


class Refused(Exception):
    """The receiver will never take this message."""


class Later(Exception):
    """It did not work now; `asked` is how many seconds the receiver asks to wait, if it does."""

    def __init__(self, message: str, asked: float = 0.0) -> None:
        super().__init__(message)
        self.asked = asked


def post(target: Target, body: str, number: int, guard: Guard) -> None:
    """Send a message; raise `Refused` or `Later`. `number` tells the receiver whether it has had it before."""
    from urllib3.exceptions import HTTPError

    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"twicetold/{__version__}",
        "Idempotency-Key": str(number),
        "Connection": "close",
    }
    if target.credentials:
        headers["Authorization"] = target.credentials
    connection = connect(target.scheme, target.host, target.port, guard)
    try:
        with cut_off(connection, SECONDS) as late:
            connection.request(
                "POST", target.path, body=body.encode(), headers=headers, preload_content=False
            )
            answer = connection.getresponse()
            status, asked = answer.status, answer.headers.get("retry-after", "")
            if late.is_set():
                raise Later(f"not done after {SECONDS:g} seconds")
    except FetchFailed as failure:
        # a name may be resolved again tomorrow; the address stays forbidden until somebody permits it
        raise Later(str(failure)) from None
    except (HTTPError, OSError, ValueError) as error:
        raise Later(str(error).partition(">: ")[2] or str(error)) from None
    if 200 <= status < 300:
        return
    if status >= 500 or status in _LATER:
        raise Later(f"status {status}", float(asked[:6]) if asked.isdecimal() else 0.0)
    raise Refused(f"status {status}" + (", redirects are not followed" if 300 <= status < 400 else ""))
