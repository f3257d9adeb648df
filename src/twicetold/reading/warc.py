"""Web archives (WARC and the older ARC): each response, resource or conversion record is an input.

The stream is unpacked before `warcio` sees it, so files compressed as a whole read like those compressed
record by record. Where a record breaks, reading goes on at the next line that begins one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any, BinaryIO

from twicetold.reading.limits import Broken, TooMuch
from twicetold.reading.streams import decode_content, decoded_part, read_up_to

_TOLD = {"response", "resource", "conversion"}
_LONGEST_LINE = 65_536


@dataclass(frozen=True, slots=True)
class Record:
    """The payload of a record, where and when it was fetched.

    `why_not` instead of bytes where there is none.
    """

    name: str
    data: bytes = b""
    url: str | None = None
    content_type: str = ""
    fetched: str | None = None
    why_not: str = ""
    limit: bool = False
    notes: tuple[str, ...] = ()


def warc_records(stream: BinaryIO, *, most: int) -> Iterator[Record]:
    """Yield a record for each response, resource or conversion, and one for each stretch that is broken."""
    rest: BinaryIO | None = stream
    count = 0
    while rest is not None:
        broken: Exception | None = None
        iterator: Any = None
        try:
            iterator = _iterator(rest)
            while (record := _following(iterator)) is not None:
                if record.rec_type in _TOLD:
                    count += 1
                    yield _record(record, count, most)
        except (Broken, TooMuch):
            raise
        except Exception as error:
            broken = error
        if broken is None:
            return
        count += 1
        yield Record(f"record {count}", why_not=f"broken record ({_short(broken)})")
        rest = _next_record(iterator, rest)


def _iterator(stream: BinaryIO) -> Any:
    from warcio.archiveiterator import ArchiveIterator

    with _quiet():
        return ArchiveIterator(stream, arc2warc=True)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what warcio prints about doubtful records to itself: it is said in skips."""
    with redirect_stderr(io.StringIO()), redirect_stdout(io.StringIO()):
        yield


def _following(iterator: Any) -> Any:
    with _quiet():
        return next(iterator, None)


def _record(record: Any, count: int, most: int) -> Record:
    headers = record.rec_headers
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ") or None
    name = url or f"record {count}"
    http = record.http_headers
    content_type = (http or headers).get_header("Content-Type") or ""
    fetched = headers.get_header("WARC-Date")
    status = http.get_statuscode() if http else "200"
    if status and status[:1] != "2":
        _drain(record)
        return Record(name, url=url, why_not=f"the server answered {status}")
    notes: tuple[str, ...] = ()
    try:
        data = read_up_to(record.raw_stream, most + 1)
        if len(data) > most:
            _drain(record)
            return Record(name, url=url, why_not=f"larger than max_bytes ({most:,})", limit=True)
        if missing := getattr(record.raw_stream, "limit", 0):
            notes = (f"the record breaks off {missing:,} bytes before its end; read as far as it goes",)
        if http:
            data, doubts = _payload(data, http, most)
            notes = (*notes, *doubts)
    except (Broken, TooMuch) as error:
        return Record(name, url=url, why_not=str(error), limit=isinstance(error, TooMuch))
    return Record(name, data, url, content_type, fetched, notes=notes)


def _payload(data: bytes, http: Any, most: int) -> tuple[bytes, tuple[str, ...]]:
    """Undo transfer and content encodings; return a note where they break off.

    Headers that lie about them (archives keep old ones) are not obeyed.
    """
    if "chunked" in (http.get_header("Transfer-Encoding") or "").lower():
        data = _unchunked(data)
    encodings = http.get_header("Content-Encoding") or ""
    try:
        return decode_content(data, encodings, most=most), ()
    except Broken as error:
        if part := decoded_part(data, encodings, most=most):
            return part, (f"{error}; read as far as they go",)
        return data, ()  # already decoded when it was archived, or plain: the content tells


def _unchunked(data: bytes) -> bytes:
    """Undo chunks; data that are not chunked, whatever the header says, come back as they are."""
    pieces: list[bytes] = []
    at = 0
    while True:
        end = data.find(b"\r\n", at, at + 64)
        if end < 0:
            return b"".join(pieces) if pieces else data
        try:
            size = int(data[at:end].partition(b";")[0], 16)
        except ValueError:
            return b"".join(pieces) if pieces else data
        if size <= 0:
            return b"".join(pieces)
        pieces.append(data[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def _drain(record: Any) -> None:
    while record.raw_stream.read(1 << 20):
        pass


def _next_record(iterator: Any, stream: BinaryIO) -> BinaryIO | None:
    """Return the stream from the next line on that begins a record, or `None` at the end."""
    reader = iterator.reader if iterator is not None else stream
    while line := reader.readline(_LONGEST_LINE):
        if line.startswith(b"WARC/") and len(line) < 20:
            return io.BufferedReader(_After(line, reader))
    return None


class _After(io.RawIOBase):
    def __init__(self, head: bytes, rest: Any) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece, self._head = (
            (self._head[: len(buffer)], self._head[len(buffer) :])
            if self._head
            else (self._rest.read(len(buffer)), b"")
        )
        buffer[: len(piece)] = piece
        return len(piece)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
