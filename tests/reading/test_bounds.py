"""Bounds on what has no end of its own: header lines, rows, directories, marks, lists inside lists."""

from __future__ import annotations

import io
import json
import os
import struct
import tarfile
import time
from collections import Counter
from pathlib import Path

import newsroom
import pytest
from newsroom import TEXT

from twicetold.model import Report, Skip
from twicetold.reading import ReadOptions, archives, read
from twicetold.reading.text import normalise
from twicetold.reading.warc import warc_records
from twicetold.settings import Settings


@pytest.fixture
def put(tmp_path):
    def write(data):
        path = tmp_path / "input"
        path.write_bytes(data)
        return path

    return write


class Endless(io.RawIOBase):
    """A stream that begins in one way, goes on in another, and counts what was taken from it."""

    def __init__(self, head: bytes, more: bytes, most: int) -> None:
        self._rest, self._more, self._most = head, more, most
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while len(self._rest) < len(buffer) and self.taken < self._most:
            self._rest += self._more * (1 + len(buffer) // len(self._more))
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        if self.taken >= self._most:
            return 0
        buffer[: len(piece)] = piece
        self.taken += len(piece)
        return len(piece)


RESOURCE = (
    b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
)
GOOD = RESOURCE % (len(TEXT), TEXT.encode())
RESPONSE = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://courier.example/\r\n"
    b"Content-Length: 99999999\r\n\r\nHTTP/1.1 200 OK\r\nX: "
)


@pytest.mark.parametrize(
    ("head", "more"),
    [
        (b"WARC/1.0\r\nX: ", b"a" * 1_000),
        (b"WARC/1.0\r\n", b"A: b\r\n"),
        (b"WARC/1.0\r\nA: b\r\n", b" and so on\r\n"),
        (RESPONSE, b"a" * 1_000),
        (RESPONSE, b"b\r\nX: "),
        (GOOD, b"\r\n"),
    ],
)
def test_headers_of_a_web_archive_end(head, more):
    """What is wrong is said after two megabytes, not after as many as somebody sends."""
    stream = Endless(head, more, 50_000_000)
    records = warc_records(io.BufferedReader(stream), most=20_000_000)
    first = next(records)
    if head == GOOD:
        assert first.data == TEXT.encode()
        first = next(records)
    assert "longer headers than any real one" in first.why_not
    assert stream.taken < 2_000_000


def test_a_record_behind_a_header_without_end_is_read(put):
    endless = b"WARC/1.0\r\nX: " + b"a" * 3_000_000 + b"\r\n\r\n"
    first, second = read(put(endless + GOOD))
    assert isinstance(first, Skip)
    assert second.text == TEXT


def test_thousands_of_broken_stretches_lose_nothing(put):
    found = Counter(type(item) for item in read(put((GOOD + b"nonsense\r\nand more of it\r\n") * 1_500)))
    assert found == {Report: 1_500, Skip: 1_500}


def test_a_row_of_a_table_ends(put):
    table = b"title,text\n" + b'"a title","a text that is told"\n' + b'"goes on\n",' * 60_000
    found = list(read(put(table), settings=Settings(max_bytes=100_000)))
    assert [type(item) for item in found] == [Report, Skip]
    assert "a row of more than 100,000 bytes" in found[1].detail


def test_long_rows_beside_each_other_are_no_long_row(put):
    row = b'"a title","' + b"a text\nthat is told " * 4_000 + b'"\n'
    found = list(read(put(b"title,text\n" + row * 5), settings=Settings(max_bytes=100_000)))
    assert [type(item) for item in found] == [Report] * 5


def test_the_directory_of_a_zip_ends(put):
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, *[0] * 10, 1, *[0] * 6) + b"a"
    count = archives._MOST_DIRECTORY // len(entry) + 1
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, count * len(entry), 30, 0)
    started = time.process_time()
    (found,) = read(put(b"PK\x03\x04" + bytes(26) + entry * count + end))
    assert found.reason == "over a limit"
    assert "directory" in found.detail
    assert time.process_time() - started < 2


@pytest.mark.parametrize("token", ["x" * 4_990, "\u0301\u0316" * 2_490, "\u0301\u0316" * 490])
def test_normalising_takes_linear_time(token):
    text = ("e\u0301" + token + " ") * (600_000 // len(token))
    started = time.process_time()
    normalise(text)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "value",
    [
        json.dumps({"@type": "NewsArticle"})[:-1] + ', "headline": ' + "[" * 900 + "]" * 900 + "}",
        json.dumps({"@type": "NewsArticle"})[:-1] + ', "author": ' + '{"name":' * 900 + "1" + "}" * 901,
        json.dumps([[[]] * 160] * 1_800),
    ],
    ids=["lists", "names", "many"],
)
def test_json_ld_costs_no_page(put, value):
    head = f'<script type="application/ld+json">{value}</script>'
    page = newsroom.page(linked=None, head=head).encode()
    started = time.monotonic()
    (report,) = read(put(page))
    assert report.text == TEXT
    assert time.monotonic() - started < 15


def test_a_tar_of_the_old_kind_is_told_by_its_sum(put):
    raw = bytearray(newsroom.tarred({"a.txt": TEXT.encode()}, "w"))
    raw[257:265] = bytes(8)
    raw[148:156] = b"%06o\0 " % (sum(raw[:148]) + 8 * 32 + sum(raw[156:512]))
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        assert archive.getnames() == ["a.txt"]
    assert [report.text for report in read(put(bytes(raw)))] == [TEXT]


def test_a_link_to_a_folder_is_said(tmp_path):
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "sub" / "a.txt").write_text(TEXT)
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in" / "sub", target_is_directory=True)
    (tmp_path / "in" / "sub" / "round").symlink_to(tmp_path / "in", target_is_directory=True)
    found = list(read(tmp_path / "in"))
    assert [Path(item.source).name for item in found] == ["again", "a.txt", "round"]
    assert [getattr(item, "reason", None) for item in found] == ["not a file", None, "not a file"]


def test_a_folder_that_cannot_be_opened_is_said(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_text(TEXT)
    scan = os.scandir

    def refuse(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report, left = read(tmp_path)
    assert report.text == TEXT
    assert (left.source, left.detail) == (str(tmp_path / "closed"), "Permission denied")
    assert [item.reason for item in read(tmp_path / "closed")] == ["cannot be opened"]


def test_what_is_said_of_an_archive_is_not_said_of_its_records(put):
    (report,) = read(put(newsroom.warc(newsroom.page().encode())), options=ReadOptions(form="warc"))
    assert report.text == TEXT
