"""What comes over the wire: encodings, bombs, lengths that lie, servers that are slow or talk nonsense."""

from __future__ import annotations

import gzip
import time
import zlib

import brotli
import pytest
from backports import zstd
from web import OUTSIDE, closed_port, site

from twicetold.fetching import FetchFailed

PAGE = b"<p>The bridge at Velmora is open again.</p>"


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("br", brotli.compress(PAGE)),
        ("zstd", zstd.compress(PAGE)),
        ("gzip, br", brotli.compress(gzip.compress(PAGE))),
        ("identity", PAGE),
    ],
)
def test_content_encodings(fetcher, encoding, packed):
    with site({"/a": (200, {"Content-Encoding": encoding}, packed)}, OUTSIDE) as web:
        assert fetcher().fetch(web.url("/a")).data == PAGE


MEGABYTE = bytes(1_000_000)


def gigabyte(encoding):
    """A gigabyte of nothing, packed without ever holding it."""
    if encoding == "br":
        packer = brotli.Compressor(quality=1)
        return b"".join(packer.process(MEGABYTE) for _ in range(1_000)) + packer.finish()
    packer = (
        zstd.ZstdCompressor(1)
        if encoding == "zstd"
        else zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
    )
    return b"".join(packer.compress(MEGABYTE) for _ in range(1_000)) + packer.flush()


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_on_the_wire_stops_at_the_limit(fetcher, encoding):
    bomb = gigabyte(encoding)
    with (
        site({"/a": (200, {"Content-Encoding": encoding}, bomb)}, OUTSIDE) as web,
        pytest.raises(FetchFailed, match="over a limit"),
    ):
        fetcher().fetch(web.url("/a"))


def test_a_response_that_is_too_big_by_its_own_word_or_in_fact(fetcher):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(1_000):
            handler.wfile.write(b"x" * 65_536)

    with site({"/a": (200, {"Content-Length": "999999999"}, b""), "/b": endless}, OUTSIDE) as web:
        for path in ("/a", "/b"):
            with pytest.raises(FetchFailed, match="too big"):
                fetcher().fetch(web.url(path))


def drip(handler, *, headers):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"" if headers else b"\r\n"))
    for _ in range(200):
        handler.wfile.write(b"X-A: b\r\n" if headers else b"x")
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("headers", [True, False])
def test_a_server_that_sends_a_byte_at_a_time_is_cut_off(fetcher, headers):
    with site({"/a": lambda handler: drip(handler, headers=headers)}, OUTSIDE) as web:
        started = time.monotonic()
        with pytest.raises(FetchFailed, match="too slow"):
            fetcher(seconds=0.6).fetch(web.url("/a"))
        assert time.monotonic() - started < 3


def test_a_server_that_says_nothing_is_cut_off(fetcher):
    with site({"/a": lambda _: time.sleep(3)}, OUTSIDE) as web, pytest.raises(FetchFailed, match="too slow"):
        fetcher(seconds=0.5).fetch(web.url("/a"))


def test_a_response_that_is_cut_short_is_no_page(fetcher):
    with (
        site({"/a": (200, {"Content-Length": "5000"}, PAGE)}, OUTSIDE) as web,
        pytest.raises(FetchFailed, match=r"no answer|bad answer"),
    ):
        fetcher().fetch(web.url("/a"))


def test_what_follows_the_length_is_not_read(fetcher):
    with site({"/a": (200, {"Content-Length": "3"}, PAGE)}, OUTSIDE) as web:
        assert fetcher().fetch(web.url("/a")).data == PAGE[:3]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 5_000,
        b"HTTP/1.1 200 OK\r\nA: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip",
    ],
)
def test_nonsense_is_a_failure_with_a_reason(fetcher, raw):
    with site({"/a": lambda handler: handler.wfile.write(raw)}, OUTSIDE) as web:
        with pytest.raises(FetchFailed) as caught:
            fetcher().fetch(web.url("/a"))
        assert caught.value.reason


def test_nobody_listens(fetcher):
    with pytest.raises(FetchFailed, match="no answer"):
        fetcher().fetch(f"http://{OUTSIDE}:{closed_port()}/")


@pytest.mark.parametrize("status", [401, 403, 404, 410, 500])
def test_a_status_says_what_it_means(fetcher, status):
    with (
        site({"/a": (status, {}, PAGE)}, OUTSIDE) as web,
        pytest.raises(FetchFailed, match=f"status {status}"),
    ):
        fetcher().fetch(web.url("/a"))


@pytest.mark.parametrize("address", ["", "http:", "http:///a", "mailto:a@b", "http://a:b:c/", "x" * 5000])
def test_what_is_no_address(fetcher, address):
    with pytest.raises(FetchFailed, match="bad address"):
        fetcher().fetch(address)


@pytest.mark.parametrize("more", [b"HTTP/1.1 100 Continue\r\n\r\n", b"0;ext=" + b"x" * 1_000, b"X: y\r\n"])
def test_what_is_around_a_response_is_counted_too(fetcher, more):
    """Interim answers, a chunk's size and trailers: none of them is the body, none may go on for ever."""
    sent = []

    def endless(handler):
        if more[:4] != b"HTTP":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            handler.wfile.write(b"" if more[:1] == b"0" else b"1\r\na\r\n0\r\n")
        for _ in range(400):
            handler.wfile.write(more * (100_000 // len(more)))
            sent.append(1)

    with site({"/a": endless}, OUTSIDE) as web:
        with pytest.raises(FetchFailed, match=r"too big|no answer|bad answer"):
            fetcher(seconds=20.0).fetch(web.url("/a"))
        time.sleep(0.1)
    assert len(sent) < 300, "hung up long before all was sent"


def test_a_response_in_the_smallest_chunks_is_read(fetcher):
    def chunks(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for sign in PAGE * 500:
            handler.wfile.write(b"1;a=b\r\n%c\r\n" % sign)
        handler.wfile.write(b"0\r\nX-Sum: 5\r\n\r\n")

    with site({"/a": chunks}, OUTSIDE) as web:
        assert fetcher().fetch(web.url("/a")).data == PAGE * 500
