"""`twicetold watch`: feeds into the library, events out, until it is stopped."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import click

from twicetold.cli.common import STDOUT, setting_options, settings_of, write
from twicetold.errors import UsageError

_INTERVAL = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)?")
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_LONGEST = 30 * 86_400.0


@click.command("watch", short_help="Poll feeds, add reports, tell of events.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--every",
    default="10m",
    show_default=True,
    metavar="TIME",
    help="Between two looks at a feed: 30s, 10m, 2h.",
)
@click.option("--once", is_flag=True, help="One look at every feed, then end.")
@click.option("--follow", type=click.Choice(["all", "needed", "none"]), default="all", show_default=True,
              help="Fetch the pages of entries: all, only of those without words, or none.")  # fmt: skip
@click.option("--least", type=click.IntRange(1), default=1, show_default=True, metavar="N",
              help="Tell of events with so many reports or more.")  # fmt: skip
@click.option("--webhook", metavar="URL", help="POST each message there too.")
@click.option("--feed", "feed", metavar="FILE", help="Keep an Atom feed of the latest events in this file.")
@click.option("--delay", type=click.FloatRange(0), default=1.0, show_default=True, metavar="SECONDS",
              help="Between two requests to one host.")  # fmt: skip
@click.option("--seconds", type=click.FloatRange(0, min_open=True), default=20.0, show_default=True,
              metavar="SECONDS", help="What parsing one document may take.")  # fmt: skip
@setting_options("library", "encoder", "offline", "allow_private")
def command(sources: tuple[str, ...], every: str, once: bool, **given: Any) -> int:
    """Poll feeds, add their reports to the library, and print new and grown events, one JSON object a line.

    A SOURCE is the address of a feed (RSS, Atom, JSON Feed, a sitemap) or a file or address of an OPML list of
    feeds. What was seen, told and sent is remembered in the library: after a stop or a crash the next run goes on
    where this one was. SIGINT and SIGTERM end it cleanly.
    """
    from twicetold.library import Library
    from twicetold.watching import Stop, Stopped, Watcher, WatchOptions

    options = WatchOptions(
        every=interval(every),
        follow=given["follow"],
        delay=given["delay"],
        seconds=given["seconds"],
        least=given["least"],
        webhook=given["webhook"],
        feed=Path(given["feed"]) if given["feed"] else None,
    )
    settings = settings_of(
        **{name: given[name] for name in ("library", "encoder", "offline", "allow_private")}
    )
    stop = Stop()
    try:
        with stop.signals(), Library(settings=settings) as library:
            watcher = Watcher(library, sources, options, put=_put, say=_say, stop=stop)
            watcher.run(once=once)
            return 1 if watcher.skips else 0
    except Stopped:
        _say("stopped; the next run goes on from here")
        return 0


def interval(said: str) -> float:
    """Return the seconds of "30s", "10m", "2h" or a number of seconds; raise `UsageError`."""
    found = _INTERVAL.fullmatch(said.strip().lower())
    seconds = float(found[1]) * _UNITS[found[2] or "s"] if found else 0.0
    if not 0 < seconds <= _LONGEST:
        raise UsageError(f"--every is {said!r}; use 30s, 10m or 2h, at most 30d")
    return seconds


def _put(line: str) -> None:
    write(line, STDOUT)


def _say(message: str) -> None:
    from twicetold.views.scripts import visible

    click.echo(f"twicetold: {' '.join(visible(message).split())}", err=True)
    sys.stderr.flush()
