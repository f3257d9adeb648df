from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import feedparser
import pytest
from played_encoder import Plain
from web import site

import twicetold as tt
from twicetold.errors import LibraryFailed
from twicetold.reading.follow import forget
from twicetold.watching import Stopped, Watcher, WatchOptions
from twicetold.watching.entries import AHEAD

HELPERS = Path(__file__).parents[1] / "helpers"
FRESH = {"Content-Type": "application/rss+xml", "Cache-Control": "no-cache"}
TOLD = [
    "The old bridge at Velmora was opened on Tuesday by the mayor and a brass band.",
    "Seven swans were seen on the lake of Upper Kessel, where children fed them bread.",
    "Norvik beat Tarsund by three goals to one in the final of the cup.",
    "A fire in the harbour of Pell destroyed two sheds full of dried fish.",
]
AGAIN = "The old bridge at Velmora was opened again on Tuesday by the mayor and a brass band."


def item(n, text, published="Tue, 05 Apr 2011 08:00:00 GMT"):
    return (
        f"<item><title>{' '.join(text.split()[:5])}</title><guid isPermaLink='false'>g{n}</guid>"
        f"<description>{text}</description><pubDate>{published}</pubDate></item>"
    )


def rss(*items):
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title>{"".join(items)}</channel></rss>'
    return (200, FRESH, text.encode())


def opml(*addresses):
    lines = "".join(f'<outline type="rss" xmlUrl="{each}"/>' for each in addresses)
    return f'<opml version="2.0"><head/><body>{lines}</body></opml>'


@contextmanager
def receiver(*answers):
    """A webhook: answers with these statuses in turn, then 204; gives the list of what it was sent."""
    statuses, got = iter(answers), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = next(statuses, 204)
            got.append((status, self.headers["Idempotency-Key"], body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", got
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def desk(place, tmp_path):
    """A function that watches sources for one round: the lines put, what was said, the library."""
    forget()
    libraries = []

    def watch(*sources, rounds=1, **options):
        settings = tt.Settings(cache=str(tmp_path / "cache"), allow_private=True)
        libraries.append(tt.Library(place, settings=settings, encoder=Plain()))
        put, said = [], []
        given = WatchOptions(**({"delay": 0.0, "every": 0.001, "retry": 0.001} | options))
        watcher = Watcher(libraries[-1], sources, given, put=put.append, say=said.append)
        for _ in range(rounds):
            watcher.run(once=True)
        return [json.loads(line) for line in put], said, libraries[-1]

    yield watch
    for library in libraries:
        library.close()


def fresh(lines):
    return [(line["kind"], report["id"]) for line in lines for report in line["reports"] if report["new"]]


def test_feeds_in_events_out(desk, tmp_path):
    """What is new is told once; an event grows; a changed entry is a revision; a list brings its feeds."""
    page = f"<html><body><article><p>{TOLD[2]} {TOLD[3]}</p></article></body></html>".encode()
    with site(
        {"/a": rss(item(1, TOLD[0]), item(2, TOLD[1], "Tue, 01 Apr 2931 08:00:00 GMT")), "/p": page}
    ) as web:
        (tmp_path / "feeds.opml").write_text(opml(web.url("/a"), web.url("/gone")), "utf-8")
        feeds, out = str(tmp_path / "feeds.opml"), tmp_path / "events.atom"
        lines, said, library = desk(feeds, feed=out)
        assert [kind for kind, _ in fresh(lines)] == ["new", "new"]
        assert [line["n"] for line in lines] == [1, 2]
        assert sum("status 404" in each for each in said) == 1
        ahead = [report for line in lines for report in line["reports"] if report.get("ahead")]
        assert len(ahead) == 1
        assert AHEAD in library.report(ahead[0]["id"]).report.notes
        assert len(feedparser.parse(out.read_bytes()).entries) == 2

        assert desk(feeds)[0] == []
        link = f"<item><title>Cup</title><link>{web.url('/p')}</link><guid>g9</guid></item>"
        web.routes["/a"] = rss(item(3, AGAIN), item(1, TOLD[0].replace("brass band", "small choir")), link)
        lines, _, library = desk(feeds, feed=out)
        assert sorted(kind for kind, _ in fresh(lines)) == ["grew", "new"]
        grown = next(line for line in lines if line["kind"] == "grew")
        assert len(grown["reports"]) == 2
        assert sorted(len(library.report(report["id"]).revisions) for report in grown["reports"]) == [1, 2]
        assert len(feedparser.parse(out.read_bytes()).entries) == 3
        asked = web.paths.count("/p")
        assert desk(feeds)[0] == []
        assert web.paths.count("/p") == asked == 1  # a page is fetched once


def test_events_that_were_there_before_are_not_news_and_what_is_added_between_is(desk):
    with site({"/a": rss(item(1, TOLD[0]))}) as web:
        library = desk(web.url("/none"))[2]
        library.add(tt.Report(id="x", text=TOLD[1]))
        lines, _, _ = desk(web.url("/a"))
        assert {report for _, report in fresh(lines)} >= {"x"}
        assert len(fresh(lines)) == 2


def test_a_lost_network_is_said_once_and_comes_back(desk):
    with site({}) as web:
        address, port = web.url("/a"), web.port
    lines, said, _ = desk(address, rounds=3)
    assert (lines, len(said)) == ([], 1)
    with site({"/a": rss(item(1, TOLD[0]))}) as web:
        lines, said, _ = desk(web.url("/a"), rounds=2)
        assert (len(lines), said) == (1, [])
    assert port


def test_a_library_that_fails_for_a_while_does_not_end_the_watch(desk, monkeypatch):
    with site({"/a": rss(item(1, TOLD[0]))}) as web:
        library = desk(web.url("/none"))[2]
        said, put, slept = [], [], []
        watcher = Watcher(
            library, [web.url("/a")], WatchOptions(delay=0.0, every=0.001), put=put.append, say=said.append
        )
        adding = library.adding

        def failing(_sources):
            monkeypatch.setattr(library, "adding", adding)
            raise LibraryFailed("another program is writing to it")

        def sleep(seconds):
            slept.append(seconds)
            if len(slept) > 1:
                watcher._stop.asked = True

        monkeypatch.setattr(library, "adding", failing)
        monkeypatch.setattr("twicetold.watching.watcher.time.sleep", sleep)
        with pytest.raises(Stopped):
            watcher.run()
        assert len(put) == 1
        assert any("another program" in each for each in said)


def test_a_webhook_gets_everything_once_and_in_order(desk):
    with (
        site(
            {
                "/a": rss(
                    *(item(n, text, published=f"0{5 + n} Apr 2011 08:00 GMT") for n, text in enumerate(TOLD))
                )
            }
        ) as web,
        receiver(500, 204, 503) as (url, got),
    ):
        for _ in range(6):
            desk(web.url("/a"), webhook=url)
        taken = [(key, body["n"]) for status, key, body in got if status == 204]
        assert len(taken) == len(set(taken)) == len(TOLD)
        assert [n for _, n in taken] == sorted(n for _, n in taken)
        assert all(key == str(n) for key, n in taken)
        web.routes["/a"] = rss(item(9, AGAIN))
    with site({"/a": web.routes["/a"]}) as web, receiver(400) as (url, got):
        said = desk(web.url("/a"), webhook=url)[1]
        assert any("was refused" in each for each in said)
        assert desk(web.url("/a"), webhook=url)[1] == []
        assert len(got) == 1


def start(tmp_path, **given):
    settings = {"library": str(tmp_path / "library.sqlite3"), "cache": str(tmp_path / "cache")} | given
    return subprocess.Popen(
        [sys.executable, HELPERS / "watch_process.py", json.dumps(settings)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(HELPERS), os.environ.get("PYTHONPATH", "")])},
    )


def test_killed_at_any_commit_nothing_is_lost_or_told_twice(tmp_path):
    routes = {"/a": rss(item(0, TOLD[0]), item(1, TOLD[1])), "/b": rss(item(2, AGAIN), item(3, TOLD[2]))}
    with site(routes) as web, receiver() as (url, got):
        given = {"sources": [web.url("/a"), web.url("/b")], "webhook": url}
        printed, died = [], 0
        for die in (2, 3, 4, 3, 5, 0):
            process = start(tmp_path, die=die, **given)
            out, said = process.communicate(timeout=200)
            printed += out.splitlines()
            died += process.returncode == 9
            assert process.returncode in ((9, 0) if die else (0,)), said
    assert died >= 3
    lines = {}
    for line in map(json.loads, printed):  # a line may be printed again after a kill, under the same number
        assert lines.setdefault(line["n"], line) == line
    with tt.Library(tmp_path / "library.sqlite3", encoder=Plain(), create=False) as library:
        kept = [entry.id for entry in library.reports()]
    assert len(kept) == 4
    assert sorted(report for _, report in fresh(lines.values())) == sorted(kept)
    sent = {body["n"]: body for _, _, body in got}
    assert sorted(report for _, report in fresh(sent.values())) == sorted(kept)


def test_a_signal_ends_it_cleanly(tmp_path):
    with site({"/a": rss(item(0, TOLD[0]))}) as web:
        process = start(tmp_path, sources=[web.url("/a")], once=False)
        assert json.loads(process.stdout.readline())["kind"] == "new"
        process.send_signal(signal.SIGTERM)
        out, said = process.communicate(timeout=100)
        assert (process.returncode, out) == (0, ""), said
        assert "stopped" in said
        assert "Traceback" not in said
