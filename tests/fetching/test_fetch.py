"""Fetching from local servers: redirects, rebinding, politeness, the cache, servers that do not behave."""

from __future__ import annotations

import gzip
import socket
import time
import zlib

import brotli
import pytest
from backports import zstd
from web import OUTSIDE, closed_port, site

from twicetold.fetching import FetchFailed
from twicetold.fetching.address import Guard

PAGE = b"<p>The bridge at Velmora is open again.</p>"


def away(location, status=302):
    return (status, {"Location": location}, b"")


def test_a_page_comes_with_what_the_server_says(fetcher):
    with site({"/a": (200, {"Content-Type": "text/html; charset=koi8-r"}, PAGE)}, OUTSIDE) as web:
        found = fetcher().fetch(web.url("/a"))
    assert (found.data, found.content_type, found.url) == (PAGE, "text/html; charset=koi8-r", web.url("/a"))
    assert web.asked[-1][1]["User-Agent"].startswith("twicetold/")


@pytest.mark.parametrize("hops", [0, 1, 5, 6])
def test_five_redirects_and_no_more(fetcher, hops):
    routes = {f"/{n}": away(f"/{n - 1}") for n in range(1, hops + 1)} | {"/0": PAGE}
    with site(routes, OUTSIDE) as web:
        if hops <= 5:
            assert fetcher().fetch(web.url(f"/{hops}")).url == web.url("/0")
        else:
            with pytest.raises(FetchFailed, match="too many redirects"):
                fetcher().fetch(web.url(f"/{hops}"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("hop", [1, 2, 3])
def test_a_redirect_to_a_private_address_is_refused_at_every_hop(fetcher, status, hop):
    with site({"/secret": b"<p>inside</p>"}) as inside:
        routes = {f"/{n}": away(f"/{n + 1}", status) for n in range(1, hop)}
        routes[f"/{hop}"] = away(inside.url("/secret"), status)
        with site(routes, OUTSIDE) as web, pytest.raises(FetchFailed, match="private address"):
            fetcher().fetch(web.url("/1"))
        assert inside.asked == []


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("file:///etc/passwd", "bad address"),
        ("gopher://127.0.0.2/x", "bad address"),
        ("ftp://127.0.0.2/x", "bad address"),
        ("javascript:alert(1)", "bad address"),
        ("data:text/html,x", "bad address"),
        ("http://", "bad address|too many redirects"),
        ("http://a b/", "bad address"),
        ("http://[::1/", "bad address"),
        ("http://127.0.0.2:99999/", "bad address"),
        ("//127.0.0.1/x", "private address"),
        ("http://2130706433/", "private address"),
        ("http://0x7f.1/", "private address"),
    ],
)
def test_a_redirect_to_anything_else_is_refused(fetcher, location, why):
    with site({"/1": away(location)}, OUTSIDE) as web:
        real = Guard(public=lambda address: str(address) == OUTSIDE)
        with pytest.raises(FetchFailed, match=why):
            fetcher(guard=real).fetch(web.url("/1"))


def test_a_redirect_without_a_place(fetcher):
    with site({"/1": (302, {}, b"")}, OUTSIDE) as web, pytest.raises(FetchFailed, match="without a location"):
        fetcher().fetch(web.url("/1"))


def test_nobody_is_led_from_https_to_http():
    from twicetold.fetching.address_of import redirected, target_of

    with pytest.raises(FetchFailed, match="from https down"):
        redirected(target_of("https://a.example/x"), "http://a.example/x")
    assert redirected(target_of("http://a.example/x"), "https://a.example/y").url == "https://a.example/y"


def test_a_name_that_changes_its_mind_is_asked_once_a_connection(fetcher):
    """DNS rebinding: what was checked is what is connected to; the second answer is checked as well."""
    with site({"/": b"<p>inside</p>"}) as inside, site({"/": PAGE}, OUTSIDE) as web:
        names = {"rebind.example": [[OUTSIDE], ["127.0.0.1"]]}
        with pytest.raises(FetchFailed, match=r"private address"):
            fetcher(names=names).fetch(
                f"http://rebind.example:{web.port}/"
            )  # robots.txt first, then the page
        assert [path for path, _, _ in web.asked] == ["/robots.txt"]
        assert inside.asked == []


def test_the_connected_address_is_checked_again(fetcher, monkeypatch):
    """Even where a resolver's answer passes, whom one is connected to decides."""
    with site({"/": PAGE}, OUTSIDE) as web:
        seen = []

        class Strict(Guard):
            def check(self, number, host):  # noqa: ARG002
                seen.append(number)
                if len(seen) > 1:
                    raise FetchFailed("private address", "the peer")

        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("asked twice"))
        own = Strict(resolve=lambda _, port: [(socket.AF_INET, OUTSIDE, port)])
        with pytest.raises(FetchFailed, match="the peer"):
            fetcher(guard=own).fetch(web.url("/"))


def test_credentials_stay_with_their_origin(fetcher):
    with site({"/there": PAGE}, OUTSIDE) as other:
        with site({"/": away("/same"), "/same": away(other.url("/there"))}, OUTSIDE) as web:
            url = web.url("/").replace("http://", "http://reader:secret@")
            assert "secret" not in fetcher().fetch(url).url
        assert [h.get("Authorization") is not None for p, h, _ in web.asked if p != "/robots.txt"] == [
            True,
            True,
        ]
        assert all("Authorization" not in headers for _, headers, _ in other.asked)


def test_robots_txt_is_obeyed(fetcher):
    rules = b"User-agent: *\nDisallow: /private\nUser-agent: twicetold\nDisallow: /not-you\n"
    with site({"/robots.txt": rules, "/a": PAGE, "/not-you/a": PAGE}, OUTSIDE) as web:
        one = fetcher()
        assert one.fetch(web.url("/a")).data == PAGE
        with pytest.raises(FetchFailed, match=r"robots\.txt forbids"):
            one.fetch(web.url("/not-you/a"))
        assert web.paths == ["/a"]
        assert [path for path, _, _ in web.asked].count("/robots.txt") == 1


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_a_robots_txt_that_fails(fetcher, status, allowed):
    with site({"/robots.txt": (status, {}, b""), "/a": PAGE}, OUTSIDE) as web:
        if allowed:
            assert fetcher().fetch(web.url("/a")).data == PAGE
        else:
            with pytest.raises(FetchFailed, match=r"robots.txt cannot be read"):
                fetcher().fetch(web.url("/a"))


def test_a_host_is_given_time_between_two_requests(fetcher):
    with site({"/a": PAGE, "/b": PAGE}, OUTSIDE) as web:
        found = list(fetcher(delay=0.3).fetch_all([web.url("/a"), web.url("/b")]))
    assert [outcome.data for _, outcome in found] == [PAGE, PAGE]
    times = [when for path, _, when in web.asked if path != "/robots.txt"]
    assert times[1] - times[0] >= 0.29


def test_the_delay_that_robots_txt_asks_for(fetcher):
    rules = b"User-agent: *\nCrawl-delay: 0.4\n"
    with site({"/robots.txt": rules, "/a": PAGE, "/b": PAGE}, OUTSIDE) as web:
        list(fetcher().fetch_all([web.url("/a"), web.url("/b")]))
    times = [when for path, _, when in web.asked if path != "/robots.txt"]
    assert times[1] - times[0] >= 0.39


def test_hosts_side_by_side_and_answers_in_order(fetcher):
    def slow(handler):
        time.sleep(0.5)
        handler.send_response(200)
        handler.send_header("Content-Length", "1")
        handler.end_headers()
        handler.wfile.write(b"s")

    names = {f"h{n}.example": [[OUTSIDE]] * 9 for n in range(4)}
    with site({"/a": slow}, OUTSIDE) as web:
        urls = [f"http://h{n}.example:{web.port}/a" for n in range(4)]
        started = time.monotonic()
        found = list(fetcher(names=names).fetch_all(urls))
    assert [address for address, _ in found] == urls
    assert time.monotonic() - started < 1.6, "four hosts, half a second each, must overlap"


def test_a_host_is_never_asked_twice_at_a_time(fetcher):
    busy = []

    def counted(handler):
        busy.append(1)
        at_once.append(len(busy))
        time.sleep(0.05)
        busy.pop()
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    at_once = []
    with site({f"/{n}": counted for n in range(6)}, OUTSIDE) as web:
        list(fetcher().fetch_all([web.url(f"/{n}") for n in range(6)]))
    assert at_once == [1] * 6


def test_retry_after_is_waited_for(fetcher):
    answers = [(503, {"Retry-After": "1"}, b""), (200, {}, PAGE)]

    def busy(handler):
        status, headers, body = answers.pop(0)
        handler.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    with site({"/a": busy}, OUTSIDE) as web:
        started = time.monotonic()
        assert fetcher().fetch(web.url("/a")).data == PAGE
        assert time.monotonic() - started >= 1


def test_a_long_retry_after_is_not(fetcher):
    with site({"/a": (429, {"Retry-After": "86400"}, b"")}, OUTSIDE) as web:
        with pytest.raises(FetchFailed, match="come back in 86400 s"):
            fetcher().fetch(web.url("/a"))
        assert web.paths == ["/a"]


def test_a_fresh_page_is_not_fetched_again_and_a_stale_one_is_asked_about(fetcher, tmp_path):
    def page(handler):
        same = handler.headers.get("If-None-Match") == '"v1"'
        handler.send_response(304 if same else 200)
        handler.send_header("ETag", '"v1"')
        handler.send_header("Cache-Control", "max-age=0" if control else "max-age=600")
        handler.send_header("Content-Length", "0" if same else str(len(PAGE)))
        handler.end_headers()
        if not same:
            handler.wfile.write(PAGE)

    control = True
    with site({"/a": page}, OUTSIDE) as web:
        first = fetcher(folder=tmp_path).fetch(web.url("/a"))
        control = False
        second = fetcher(folder=tmp_path).fetch(web.url("/a"))
        third = fetcher(folder=tmp_path).fetch(web.url("/a"))
        assert [f.data for f in (first, second, third)] == [PAGE] * 3
        assert [f.from_cache for f in (first, second, third)] == [False, True, True]
        assert web.paths == ["/a", "/a"]
    offline = fetcher(folder=tmp_path, offline=True)
    assert offline.fetch(web.url("/a")).data == PAGE
    with pytest.raises(FetchFailed, match="offline"):
        offline.fetch(web.url("/b"))


def test_a_damaged_cache_is_no_cache(fetcher, tmp_path):
    with site({"/a": PAGE}, OUTSIDE) as web:
        fetcher(folder=tmp_path).fetch(web.url("/a"))
        for file in tmp_path.glob("??/*"):
            file.write_bytes(file.read_bytes()[:-3] + b"xxx")
        assert not fetcher(folder=tmp_path).fetch(web.url("/a")).from_cache
        for file in tmp_path.glob("??/*"):
            file.write_bytes(b"\xff\xfe nonsense")
        assert not fetcher(folder=tmp_path).fetch(web.url("/a")).from_cache


def test_what_was_fetched_from_inside_is_not_served_to_who_may_not_go_there(fetcher, tmp_path):
    with site({"/a": PAGE}) as inside:
        fetcher(folder=tmp_path, guard=Guard(allow_private=True)).fetch(inside.url("/a"))
        with pytest.raises(FetchFailed, match="private address"):
            fetcher(folder=tmp_path).fetch(inside.url("/a"))
        with pytest.raises(FetchFailed, match="offline"):
            fetcher(folder=tmp_path, offline=True).fetch(inside.url("/a"))


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
