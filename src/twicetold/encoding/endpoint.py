"""Vectors from an OpenAI-compatible embeddings endpoint. Text leaves this machine here, and nowhere else.

`http://host:port/v1#model`: texts go to `POST …/embeddings` in batches, with the key from the environment
variable TWICETOLD_API_KEY where it is set. What fails for a while (429, 5xx, no answer) is tried again; what
a redirect points to is not followed, for the key and the texts were meant for the host that was named.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from twicetold.encoding.base import Vectors
from twicetold.encoding.long import LONGEST_TEXT, encode_stretches
from twicetold.encoding.notes import Notes
from twicetold.encoding.text import clean
from twicetold.errors import EncoderFailed, UnknownEncoder

KEY = "TWICETOLD_API_KEY"
BATCH = 32  # texts in a request
LONGEST = 2_000  # characters in a text of a request: under 512 tokens in most scripts
TIMEOUT = 60.0  # seconds without a byte
LARGEST_ANSWER = 64 * 2**20  # bytes: 32 vectors of 65,536 dimensions, written out
TRIES = 5
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds between tries: doubled each time, or what Retry-After says
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Address:
    """Where to ask, for which model (empty: the server's own choice)."""

    url: str
    model: str
    host: str

    @property
    def is_local(self) -> bool:
        """Whether the host is this machine."""
        return self.host in LOOPBACK


class EndpointModel:
    """A `Model` over an endpoint. `dimensions` asks it for one vector where none has come yet."""

    def __init__(self, spec: str, *, notes: Notes, environ: Mapping[str, str] | None = None) -> None:
        self._address = parse(spec)
        key = (os.environ if environ is None else environ).get(KEY, "").strip()
        self._headers = {"Content-Type": "application/json", "User-Agent": "twicetold"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
            if self._address.url.startswith("http://") and not self._address.is_local:
                notes.add(f"{KEY} goes to {self._address.host} unencrypted; use https://")
        self._opener = _opener(self._address)
        self._dimensions = 0
        # a query may hold a secret, so it is in no result
        self.name = self._address.url.partition("?")[0] + (
            f"#{self._address.model}" * bool(self._address.model)
        )
        # a server can change its model without a word, so this is as much as can be known
        self.digest = hashlib.blake2b(f"{self._address}".encode(), digest_size=16).hexdigest()

    @property
    def dimensions(self) -> int:
        """The length of its vectors."""
        if not self._dimensions:
            self._ask(["."])
        return self._dimensions

    def prepare(self, text: str) -> str:
        """Return what is sent of a text."""
        return clean(text[:LONGEST_TEXT])

    def vectors(self, prepared: Sequence[str]) -> Vectors:
        """Return a row for each text; one longer than `LONGEST` is sent in stretches."""
        return encode_stretches(prepared, _fits, self._encode)

    def _encode(self, texts: list[str]) -> Vectors:
        rows = [self._ask(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        return np.concatenate(rows)

    def _ask(self, texts: list[str]) -> Vectors:
        asked: dict[str, Any] = {"input": texts, "encoding_format": "float"}
        if self._address.model:
            asked["model"] = self._address.model
        raw = self._post(json.dumps(asked, ensure_ascii=False).encode())
        rows = self._read(raw, len(texts))
        if self._dimensions not in (0, rows.shape[1]):
            raise self._failed(
                f"gave {rows.shape[1]} dimensions after {self._dimensions}; did its model change?"
            )
        self._dimensions = rows.shape[1]
        return rows

    def _post(self, body: bytes) -> bytes:
        request = urllib.request.Request(self._address.url, body, self._headers)  # noqa: S310
        problem, wait = "", FIRST_WAIT
        for attempt in range(TRIES):
            if attempt:
                time.sleep(min(wait, LONGEST_WAIT))
                wait *= 2
            try:
                with self._opener.open(request, timeout=TIMEOUT) as answer:
                    raw: bytes = answer.read(LARGEST_ANSWER + 1)
                if len(raw) > LARGEST_ANSWER:
                    raise self._failed(f"answered with more than {LARGEST_ANSWER} bytes")
                return raw
            except urllib.error.HTTPError as error:
                with error:
                    problem = _said(error)
                if error.code not in AGAIN:
                    raise self._failed(problem) from None
                wait = _retry_after(error) or wait
            except (OSError, http.client.HTTPException) as error:
                problem = f"cannot be reached ({getattr(error, 'reason', None) or error})"
        raise self._failed(f"{problem}, {TRIES} times")

    def _read(self, raw: bytes, count: int) -> Vectors:
        try:
            data = sorted(json.loads(raw)["data"], key=lambda each: each["index"])
            numbers = [each["index"] for each in data]
            rows = np.array([each["embedding"] for each in data], np.float32)
        except (ValueError, KeyError, TypeError) as error:
            start = raw[:80].decode("utf-8", "replace")
            what = f"did not answer as an embeddings endpoint does ({type(error).__name__}: {start!r}…)"
            raise self._failed(what) from None
        if numbers != list(range(count)) or rows.ndim != 2 or not rows.size:
            raise self._failed(f"gave {len(numbers)} vectors for {count} texts, or vectors of no length")
        if not np.isfinite(rows).all():
            raise self._failed("gave vectors that are not numbers (NaN or infinite)")
        return rows

    def _failed(self, what: str) -> EncoderFailed:
        return EncoderFailed(f"{self._address.url} {what}; check the address, #MODEL at its end and {KEY}")


def parse(spec: str) -> Address:
    """Split `http://host/v1#model`; raise `UnknownEncoder` where it is no address of a server."""
    try:
        parts = urllib.parse.urlsplit(spec)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise UnknownEncoder(
            f"{spec!r} is no address ({error}); write it like http://127.0.0.1:8080/v1#model"
        ) from None
    if not host or parts.username is not None:
        what = "no host" if not host else f"a user name; put the key into {KEY} instead"
        raise UnknownEncoder(
            f"the address of the encoder has {what}; write it like http://127.0.0.1:8080/v1#model"
        )
    path = parts.path.rstrip("/")
    if not path.endswith("/embeddings"):
        path += "/embeddings"
    url = urllib.parse.urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
    return Address(url, urllib.parse.unquote(parts.fragment), host)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leave a redirect as the error that it is here."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _opener(address: Address) -> urllib.request.OpenerDirector:
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if address.is_local:
        handlers.append(
            urllib.request.ProxyHandler({})
        )  # a proxy has no business with this machine's own server
    return urllib.request.build_opener(*handlers)


def _said(error: urllib.error.HTTPError) -> str:
    if 300 <= error.code < 400:
        to = error.headers.get("Location", "nowhere")
        return f"redirects to {to}, which is not followed; name that address"
    body = error.read(400).decode("utf-8", "replace")
    return f"answered {error.code} {error.reason}: {' '.join(body.split())[:200]}"


def _retry_after(error: urllib.error.HTTPError) -> float | None:
    value = error.headers.get("Retry-After", "")
    return float(value) if value.isdecimal() else None


def _fits(text: str) -> bool:
    return len(text) <= LONGEST
