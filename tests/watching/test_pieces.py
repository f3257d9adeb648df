from __future__ import annotations

import io
import os
import signal

import feedparser
import pytest

from twicetold.errors import UsageError
from twicetold.fetching import Fetched
from twicetold.fetching.address import Guard
from twicetold.fetching.address_of import target_of
from twicetold.model import Report
from twicetold.reading.options import ReadOptions
from twicetold.settings import Settings
from twicetold.store.records import Entry, Happening
from twicetold.watching import Stop, Stopped, WatchOptions
from twicetold.watching.atom import atom, replace_file
from twicetold.watching.entries import AHEAD, entries_of, feeds_of, flagged
from twicetold.watching.schedule import LONGEST, Backoff, Schedule
from twicetold.watching.webhook import Later, post


class Clock:
    def __init__(self):
        self.at = 1000.0

    def __call__(self):
        return self.at


def test_a_feed_that_fails_is_asked_less_and_less_often():
    clock = Clock()
    schedule = Schedule(60.0, clock)
    schedule.keep(["a", "b"])
    assert schedule.due() == ["a", "b"]
    assert [schedule.done("a", failed=True), schedule.done("b", failed=False)] == [True, False]
    waits = []
    for _ in range(9):
        clock.at += schedule.wait()
        assert schedule.done("b", failed=False) is False
        waits.append(schedule._due["a"] - clock.at)
        if "a" in schedule.due():
            assert schedule.done("a", failed=True) is False
    assert max(waits) <= LONGEST
    clock.at += LONGEST * 2
    assert schedule.done("a", failed=False) is True
    schedule.keep(["c"])
    assert schedule.due() == ["c"]


def test_a_webhook_that_fails_is_tried_later_and_later():
    clock = Clock()
    backoff = Backoff(clock)
    waits = []
    for _ in range(10):
        backoff.failed()
        waits.append(backoff.wait)
        clock.at += backoff.wait
    assert waits[:3] == [5.0, 10.0, 20.0]
    assert waits[-1] == Backoff.MOST
    backoff.failed(asked=1_000.0)
    assert backoff.wait == 1_000.0
    backoff.worked()
    assert backoff.wait == 0.0


def test_a_signal_waits_for_what_must_be_whole():
    stop, done = Stop(), []
    with stop.signals():
        with pytest.raises(Stopped):  # noqa: PT012
            with stop.whole():
                os.kill(os.getpid(), signal.SIGTERM)
                done.append("finished")
            done.append("not reached")
        assert done == ["finished"]
        with pytest.raises(Stopped):
            stop.check()
    other = Stop()
    with other.signals(), pytest.raises(Stopped):
        os.kill(os.getpid(), signal.SIGINT)


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Morning Post</title>{}</channel></rss>"""
ITEM = "<item><title>{0}</title><link>http://localhost/{1}</link><guid>{1}</guid><description>{2}</description></item>"


def entries(text, address="http://localhost/feed"):
    found = Fetched(address, text.encode(), "application/xml")
    return entries_of(found, address, Settings(), ReadOptions())


def test_an_entry_keeps_its_name_and_changes_its_digest():
    first, _ = entries(
        RSS.format(ITEM.format("Dam", "1", "It opened.") + ITEM.format("Cup", "2", "It was won."))
    )
    later, _ = entries(
        RSS.format(ITEM.format("Cup", "2", "It was won.") + ITEM.format("Dam", "1", "It broke."))
    )
    one, two = {e.name: e.digest for e in first}, {e.name: e.digest for e in later}
    assert one.keys() == two.keys()
    assert {name for name in one if one[name] != two[name]} == {first[0].name}


def test_a_feed_that_cannot_be_read_is_a_skip_and_a_list_has_feeds():
    assert [skip.reason for skip in entries("<rss><channel>")[1]] != []
    found, skips = entries('<opml version="2.0"><body><outline xmlUrl="http://localhost/f"/></body></opml>')
    assert (feeds_of(found), skips) == (["http://localhost/f"], [])
    page, _ = entries("<html><body><p>Some words that make a page of their own.</p></body></html>")
    assert [entry.name for entry in page] == ["http://localhost/feed"]


def test_a_time_that_has_yet_to_come_is_kept_and_flagged():
    report = Report(id="a", text="x", published="2031-05-01T10:00:00+02:00")
    assert flagged(report, "2031-05-01T07:59:00Z").notes == (AHEAD,)
    assert flagged(report, "2031-05-01T08:00:00Z") is report
    assert flagged(Report(id="a", text="x"), "2031-05-01T08:00:00Z").notes == ()


def happening(**facts):
    given = {"id": "r1", "title": None, "language": "en", "outlet": None, "published": None, "url": None}
    entry = Entry(**(given | {"added": "2031-05-01T10:00:00Z", "revision": 1, "event": "e1"} | facts))
    return Happening(id="e1", created="2031-05-01T09:00:00Z", reports=(entry,))


def test_the_feed_of_events_is_a_feed(tmp_path):
    nasty = "Dam <b>& gate</b> \x07 \ud800 ]]> 大坝"
    events = [happening(title=nasty, url="http://localhost/?a=1&b=2"), happening(title=" ")]
    path = tmp_path / "events.atom"
    path.write_bytes(b"before")
    replace_file(path, atom(events, "lib"))
    feed = feedparser.parse(io.BytesIO(path.read_bytes()))
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.id == "urn:twicetold:library:lib"
    assert feed.entries[0].title_detail.type == "text/plain"
    assert feed.entries[0].links[0].href == "http://localhost/?a=1&b=2"
    assert feed.entries[1].title == "event e1"
    assert all(entry.updated_parsed and entry.id and entry.content[0].value for entry in feed.entries)
    assert [each.name for each in tmp_path.iterdir()] == ["events.atom"]
    assert feedparser.parse(io.BytesIO(atom([], "lib"))).feed.updated
    with pytest.raises(UsageError, match="cannot be written"):
        replace_file(tmp_path / "none" / "events.atom", b"")


def test_a_webhook_on_a_private_address_waits_for_permission():
    with pytest.raises(Later, match="private address"):
        post(target_of("http://127.0.0.1:9/"), "{}", 1, Guard())


@pytest.mark.parametrize(
    "given", [{"every": 0}, {"least": 0}, {"webhook": "ftp://localhost/"}, {"webhook": "nowhere"}]
)
def test_options_that_cannot_be_are_said(given):
    with pytest.raises(UsageError):
        WatchOptions(**given)
