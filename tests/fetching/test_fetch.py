"""Fetching from local servers: redirects, rebinding, politeness, the cache."""

from __future__ import annotations

import socket
import time

import pytest
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


def test_a_dead_host_is_tried_once_for_a_whole_list(fetcher):
    tried = []

    def resolve(host, port):
        tried.append(host)
        return [(socket.AF_INET, OUTSIDE, closed)]

    closed = closed_port()
    several = [f"http://dead.example/{n}" for n in range(50)]
    found = dict(fetcher(guard=Guard(resolve=resolve, public=lambda _: True)).fetch_all(several))
    assert list(found) == several
    assert {failure.reason for failure in found.values()} == {"no answer"}
    assert tried == ["dead.example"]


def test_of_hundreds_of_addresses_a_few_are_tried(fetcher, monkeypatch):
    tried = []

    class Deaf(socket.socket):
        def connect(self, address):
            tried.append(address)
            raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr("twicetold.fetching.connection.socket.socket", Deaf)
    answers = [(socket.AF_INET, f"8.8.{n}.1", 80) for n in range(200)]
    with pytest.raises(FetchFailed, match="no answer"):
        fetcher(guard=Guard(resolve=lambda *_: answers)).fetch("http://many.example/")
    assert len(tried) == 4


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
