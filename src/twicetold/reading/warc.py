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
_MOST_HEADERS = 1_000_000  # bytes of the headers of one record and of its response


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
    lines = _Lines(stream)
    count = 0
    while True:
        try:
            iterator = _iterator(lines)
            while (record := _following(iterator, lines)) is not None:
                if record.rec_type in _TOLD:
                    count += 1
                    yield _record(record, count, most)
            return
        except (Broken, TooMuch):
            raise
        except Exception as error:
            broken = error
        count += 1
        yield Record(f"record {count}", why_not=f"broken record ({_short(broken)})")
        if not lines.to_next_record():
            return


class _Lines:
    """The unpacked stream as warcio reads it, with the bounds on lines that warcio does not have.

    One for the whole archive: however many records break, what is read next is one call away.
    """

    decompressor = None  # what warcio asks of its own reader

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._head = b""  # a line that was read too far
        self._at = 0
        self.left = _MOST_HEADERS  # bytes of lines until the record's headers are too long

    def tell(self) -> int:
        return self._at

    def rem_length(self) -> int:
        return 0

    def read(self, length: int | None = None) -> bytes:
        if self._head:
            piece, self._head = (
                (self._head, b"") if length is None else (self._head[:length], self._head[length:])
            )
        else:
            piece = self._stream.read(-1 if length is None else length)
        self._at += len(piece)
        return piece

    def readline(self, length: int | None = None) -> bytes:
        most = _LONGEST_LINE if length is None else min(length, _LONGEST_LINE)
        line = self._line(most)
        self.left -= len(line)
        if self.left < 0 or (len(line) == _LONGEST_LINE and not line.endswith(b"\n")):
            raise ValueError("longer headers than any real one")
        return line

    def to_next_record(self) -> bool:
        """Go to the next line that begins a record; return whether there is one."""
        while line := self._line(_LONGEST_LINE):
            if line.startswith(b"WARC/") and len(line) < 20:
                self._head = line
                self._at -= len(line)
                return True
        return False

    def close_decompressor(self) -> None:
        pass

    def _line(self, most: int) -> bytes:
        if self._head:
            return self.read(most)
        line = self._stream.readline(most)
        self._at += len(line)
        return line


def _iterator(lines: _Lines) -> Any:
    from warcio.archiveiterator import ArchiveIterator

    with _quiet():
        iterator = ArchiveIterator(lines, arc2warc=True)
    iterator.reader = lines
    return iterator


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what warcio prints about doubtful records to itself: it is said in skips."""
    with redirect_stderr(io.StringIO()), redirect_stdout(io.StringIO()):
        yield


def _following(iterator: Any, lines: _Lines) -> Any:
    lines.left = _MOST_HEADERS
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


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
