"""JSON Lines, CSV and TSV to one answer a line, in constant memory: a line is the most that is ever held."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from twicetold.reading.detect import cells, delimiter_of
from twicetold.reading.limits import Broken, TooMuch
from twicetold.reading.ninjs import read_json, record_answer
from twicetold.reading.records import looks_like_report
from twicetold.reading.streams import read_whole

Answer = dict[str, Any]
Labelled = tuple[int, Answer]  # line number, what it holds
# A line decides for those after it with so many bytes beyond ASCII, and letters that fit so well (`legacy.Reading`).
_ENOUGH, _SURE = 40, 0.5
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def json_lines(stream: BinaryIO, mapping: Mapping[str, str], *, most: int) -> Iterator[Labelled]:
    """Yield an answer for each object of each line; an empty line is nothing."""
    several = False
    coded = _Coded()
    for n, line in _lines(stream, most, coded):
        if isinstance(line, dict):
            several = True
            yield n, line
            continue
        if not line.strip():
            continue
        several = True
        try:
            data = json.loads(line)
        except RecursionError:
            yield n, {"reason": "not JSON", "detail": "nested too deep"}
            continue
        except ValueError as error:
            yield n, {"reason": "not JSON", "detail": str(error)[:200]}
            continue
        for answer in read_json(data, mapping):
            yield n, _noted(answer, coded.notes)
    if not several:
        yield 1, {"reason": "empty", "detail": "no lines"}


def _noted(answer: Answer, notes: tuple[str, ...]) -> Answer:
    return answer | {"facts": answer["facts"].with_notes(*notes)} if notes and "facts" in answer else answer


def rows(
    stream: BinaryIO, mapping: Mapping[str, str], *, most: int, delimiter: str | None = None
) -> Iterator[Labelled]:
    """Yield an answer for each row of a table with a header line."""
    lines = _Decoded(stream, most)
    header = next(lines, "")
    mapped = mapping.get("text")
    delimiter = delimiter or delimiter_of(header, mapped=mapped) or ("\t" if "\t" in header else ",")
    names = [name.strip() for name in cells(header.rstrip("\r\n"), delimiter)]
    if not looks_like_report(names, mapping):
        shown = ", ".join(names[:12])
        raise Broken(f"no column for the text among: {shown}; name it with --map text=COLUMN")
    for column in mapping.values():
        if column not in names and column.partition(".")[0] not in names:
            raise Broken(f"no column {column!r} among: {', '.join(names[:12])}")
    table = csv.reader(lines, delimiter=delimiter)
    csv.field_size_limit(most)  # the library's own limit is 131,072 characters, less than a long report
    empty = True
    while True:
        try:
            row = next(table, None)
        except csv.Error as error:
            yield (
                table.line_num + 1,
                {"reason": "broken", "detail": f"{error}; the rest of the table is not read"},
            )
            return
        if row is None:
            break
        lines.row = 0
        if any(cell.strip() for cell in row):
            empty = False
            answer = record_answer(dict(zip(names, row, strict=False)), mapping)
            yield table.line_num + 1, _noted(answer, lines.coded.notes)
    if empty:
        yield 1, {"reason": "empty", "detail": "a table without rows"}


def _lines(stream: BinaryIO, most: int, coded: _Coded) -> Iterator[tuple[int, str | Answer]]:
    """Yield numbered lines as text; one that is too long as an answer that says so."""
    n = 0
    while raw := stream.readline(most + 1):
        n += 1
        if n == 1 and raw[:2] in _WIDE:
            whole = (raw + read_whole(stream, most))[2:].decode(_WIDE[raw[:2]], "replace")
            yield from enumerate(whole.split("\n"), 1)
            return
        if len(raw) > most and not raw.endswith(b"\n"):
            while (more := stream.readline(1 << 20)) and not more.endswith(b"\n"):
                pass
            yield (
                n,
                {
                    "reason": "too big",
                    "detail": f"a line of more than {most:,} bytes; the limit is max_bytes",
                },
            )
            continue
        yield n, coded.text(raw.removeprefix(b"\xef\xbb\xbf") if n == 1 else raw)


class _Coded:
    """Lines to text: UTF-8, or the older encoding that a line of some length was surely in, for all that follow.

    `notes` say it of the line that was decoded last.
    """

    def __init__(self) -> None:
        self.notes: tuple[str, ...] = ()
        self._known: tuple[str, tuple[str, ...]] | None = None

    def text(self, raw: bytes) -> str:
        """Return the text of a line."""
        self.notes = ()
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return self._older(raw)

    def _older(self, raw: bytes) -> str:
        if self._known:
            codec, self.notes = self._known
            try:
                return raw.decode(codec)
            except UnicodeDecodeError:
                pass
        from twicetold.reading.legacy import best_reading

        found = best_reading(raw)
        self.notes = found.notes
        if found.codec and found.fit >= _SURE and sum(byte > 127 for byte in raw) >= _ENOUGH:
            self._known = (found.codec, found.notes)
        return found.text


class _Decoded(Iterator[str]):
    """A table's lines for `csv`."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream, self._most = stream, most
        self.row = (
            0  # bytes of the row so far: a quoted cell goes on over line ends, a row of them without end
        )
        self._begun = False
        self.coded = _Coded()
        self._held: io.StringIO | None = None

    def __next__(self) -> str:
        if self._held is not None:
            line = self._held.readline()
        else:
            raw = self._stream.readline(self._most + 1)
            if len(raw) > self._most:
                raise TooMuch(f"a line of more than {self._most:,} bytes; the limit is max_bytes", "too big")
            self.row += len(raw)
            if self.row > self._most:
                raise TooMuch(f"a row of more than {self._most:,} bytes; the limit is max_bytes", "too big")
            line = self._decode(raw)
        if not line:
            raise StopIteration
        return line.replace("\0", "\ufffd")

    def _decode(self, raw: bytes) -> str:
        if not self._begun:
            self._begun = True
            if raw[:2] in _WIDE:
                whole = (raw + read_whole(self._stream, self._most))[2:]
                self._held = io.StringIO(whole.decode(_WIDE[raw[:2]], "replace"), newline="")
                return self._held.readline()
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        return self.coded.text(raw)
