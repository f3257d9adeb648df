"""Every special address, times the ways to be led there: given, by a redirect, by a name that changes its mind."""

from __future__ import annotations

import socket

import pytest
from addresses import PRIVATE
from web import OUTSIDE, site

from twicetold.fetching import FetchFailed
from twicetold.fetching.address import Guard, is_public

PAGE = b"<p>The bridge at Velmora is open again.</p>"
WRITINGS = ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "0xa9fea9fe", "[::ffff:7f00:1]"]


def family(number):
    return socket.AF_INET6 if ":" in number else socket.AF_INET


def real(answers=None):
    """The guard as it ships, but that the tests' server counts as public; `answers` are given one after the other."""
    several = iter(answers or ())

    def resolve(host, port):
        number = next(several) if answers else host
        return [(family(number), number, port)]

    return Guard(
        resolve=resolve if answers else None,
        public=lambda address: str(address) == OUTSIDE or is_public(address),
    )


@pytest.fixture
def nowhere(monkeypatch):
    """Note every connection; none may be made but to the tests' own server."""
    made = []
    connect = socket.socket.connect

    def noted(self, address):
        made.append(address[0])
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    yield
    assert set(made) <= {OUTSIDE}


def shown(number):
    return f"[{number}]" if ":" in number else number


@pytest.mark.parametrize("number", [*PRIVATE, *WRITINGS])
def test_given(fetcher, nowhere, number):
    with pytest.raises(FetchFailed, match=r"private address|bad address|no such host"):
        fetcher(guard=real()).fetch(f"http://{number if number[:1] == '[' else shown(number)}/")


@pytest.mark.parametrize("hops", [1, 5])
@pytest.mark.parametrize("number", [*PRIVATE, *WRITINGS])
def test_by_redirects(fetcher, nowhere, number, hops):
    place = f"http://{number if number[:1] == '[' else shown(number)}/secret"
    routes = {f"/{n}": (302, {"Location": f"/{n - 1}"}, b"") for n in range(2, hops + 1)}
    routes["/1"] = (302, {"Location": place}, b"")
    with site(routes, OUTSIDE) as web:
        with pytest.raises(FetchFailed, match=r"private address|bad address|no such host"):
            fetcher(guard=real()).fetch(web.url(f"/{hops}"))
        assert len(web.paths) == hops


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
@pytest.mark.parametrize("number", PRIVATE)
def test_by_a_name_that_changes_its_mind(fetcher, nowhere, number, turn):
    """Asked for robots.txt, for the page, for robots.txt of where it leads (another port), for that page."""
    answers = [number if at == turn else OUTSIDE for at in range(4)]
    with site({"/b": PAGE}, OUTSIDE) as other, site({}, OUTSIDE) as web:
        web.routes["/a"] = (302, {"Location": f"http://rebind.example:{other.port}/b"}, b"")
        with pytest.raises(FetchFailed, match="private address"):
            fetcher(guard=real(answers)).fetch(f"http://rebind.example:{web.port}/a")
        assert len(web.asked) + len(other.asked) == turn


def test_by_a_name_that_keeps_to_it(fetcher, nowhere):
    with site({"/b": PAGE}, OUTSIDE) as other, site({}, OUTSIDE) as web:
        web.routes["/a"] = (302, {"Location": f"http://rebind.example:{other.port}/b"}, b"")
        assert fetcher(guard=real([OUTSIDE] * 4)).fetch(f"http://rebind.example:{web.port}/a").data == PAGE
