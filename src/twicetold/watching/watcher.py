"""The watch itself: a round asks the feeds that are due, adds what is new, tells what became of the events.

Everything that must outlive the process is in the library: which entries were dealt with, which events were told,
which messages are still to go out. Killed at any point, the next run goes on where this one was: an entry that was
added but not noted is added again, which changes nothing; news that were not told are found by comparing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from twicetold.errors import EncoderFailed, LibraryFailed, UsageError
from twicetold.fetching import Fetched, Fetcher, FetchFailed
from twicetold.fetching.address import Guard
from twicetold.fetching.address_of import Target, target_of
from twicetold.model import Report, Skip
from twicetold.reading.detect import form_of
from twicetold.reading.follow import fetcher_of
from twicetold.reading.options import Follow, ReadOptions
from twicetold.reading.source import Reader
from twicetold.store import events as event_rows
from twicetold.store import watching as rows
from twicetold.store.reports import ids_of, now
from twicetold.store.survey import library_name
from twicetold.watching.atom import MOST, atom, replace_file
from twicetold.watching.entries import Entry, entries_of, feeds_of, flagged, read_entry
from twicetold.watching.news import body_of
from twicetold.watching.schedule import Backoff, Schedule
from twicetold.watching.stopping import Stop
from twicetold.watching.webhook import Later, Refused, post

if TYPE_CHECKING:
    from twicetold.library import Library

STDOUT = ""  # the target of what goes to standard output
TRIES = (
    3  # rounds in which a page that did not come is asked for again, before the feed's own words are taken
)
REMEMBERED = timedelta(days=90)  # for so long an entry that left its feed is known again
PAUSE = 30.0  # seconds before the next try after the library or the encoder failed
TOGETHER = 16  # entries that are added in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOptions:
    """How feeds are watched. `every` is in seconds; `least` reports make an event worth telling."""

    every: float = 600.0
    follow: Follow = "all"
    delay: float = 1.0
    seconds: float = 20.0
    least: int = 1
    webhook: str | None = None
    feed: Path | None = None
    retry: float = Backoff.FIRST  # seconds before a webhook is tried again, at first

    def __post_init__(self) -> None:
        """Check the ranges and the webhook's address; raise `UsageError`."""
        if not self.every > 0 or self.least < 1:
            raise UsageError("the interval must be more than 0, and least 1 or more")
        if self.webhook:
            try:
                target_of(self.webhook)
            except FetchFailed as failure:
                raise UsageError(f"{self.webhook}: {failure}") from None


class Watcher:
    """Watches sources for one library. `put` gets lines for standard output, `say` gets messages for people."""

    def __init__(
        self,
        library: Library,
        sources: Sequence[str],
        options: WatchOptions,
        *,
        put: Callable[[str], None],
        say: Callable[[str], None],
        stop: Stop | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._library, self._sources, self._options = library, tuple(dict.fromkeys(sources)), options
        self._put, self._say, self._stop = put, say, stop or Stop()
        self._reading = ReadOptions(follow=options.follow, delay=options.delay, seconds=options.seconds)
        self._schedule = Schedule(options.every, clock)
        self._backoff = Backoff(clock, options.retry)
        self._lists: dict[str, list[str]] = {}  # source that is a list of feeds -> the feeds
        self._clock = clock
        self.skips = 0

    def run(self, *, once: bool = False) -> None:
        """Watch until stopped, or for one round. Raises `Stopped` at the end that was asked for."""
        self._begin()
        self._schedule.keep(self._sources)
        while True:
            wait = self._attempt(once=once)
            if once:
                return
            self._stop.check()
            time.sleep(min(wait, 60.0))  # the system's sleep is on the monotonic clock too

    def _attempt(self, *, once: bool) -> float:
        """Go one round; return the seconds until the next one. What is wrong with the library may pass."""
        try:
            self.round()
        except (LibraryFailed, EncoderFailed) as error:
            if once or (isinstance(error, LibraryFailed) and error.read_only):
                raise
            self._say(f"{error}; tried again in {PAUSE:.0f} s")
            return PAUSE
        wait = self._schedule.wait()
        if self._options.webhook and self._waiting():
            wait = min(wait, self._backoff.wait)
        return wait

    def round(self) -> None:
        """Ask every feed that is due, until none is: a list brings its feeds along."""
        asked: set[str] = set()
        while due := [feed for feed in self._schedule.due() if feed not in asked]:
            asked.update(due)
            for feed, fetched in self._fetch(due):
                self._stop.check()
                self._one(feed, fetched)
        self._tell()
        self._send()

    def _begin(self) -> None:
        """Take the events that were there before the first watch as told; send what an earlier run left."""
        with self._stop.whole(), self._library.database.changing() as (connection, _):
            if not rows.begun(connection):
                rows.tell(connection, {e: fresh for e, (_, fresh) in rows.untold(connection).items()}, [], [])
                rows.note_begun(connection)
        self._tell()
        self._send()
        self._write_feed()

    def _fetch(self, feeds: list[str]) -> Iterator[tuple[str, Fetched | FetchFailed | OSError]]:
        fetcher: Fetcher = fetcher_of(Reader(self._library.settings, self._reading))
        addresses = [feed for feed in feeds if feed.startswith(("http://", "https://"))]
        yield from fetcher.fetch_all(addresses, oldest=self._options.every / 2)
        for feed in feeds:
            if feed not in addresses:
                yield feed, _from_file(feed)

    def _one(self, feed: str, fetched: Fetched | FetchFailed | OSError) -> None:
        """Deal with what came from a feed."""
        if not isinstance(fetched, Fetched):
            reason = str(fetched) if isinstance(fetched, FetchFailed) else fetched.strerror or str(fetched)
            self.skips += 1
            if self._schedule.done(feed, failed=True):
                self._say(f"{feed}: {reason}; it is tried again, less and less often")
            return
        if self._schedule.done(feed, failed=False):
            self._say(f"{feed}: answers again")
        digest = hashlib.blake2b(fetched.data, digest_size=16).hexdigest()
        with self._library.database.reading() as connection:
            if (
                rows.digest_of(connection, feed) == digest
                and feed not in self._lists
                and not _is_list(fetched)
            ):
                return
            seen = rows.seen(connection, feed)
        entries, skips = entries_of(fetched, feed, self._library.settings, self._reading)
        self._tell_skips(skips)
        if _is_list(fetched):
            self._lists[feed] = feeds_of(entries)
            told = [each for several in self._lists.values() for each in several]
            self._schedule.keep(list(dict.fromkeys((*self._sources, *told))))
            return
        fresh = [entry for entry in entries if _is_fresh(entry, seen.get(entry.name))]
        settled = True
        for at in range(0, len(fresh), TOGETHER):
            settled &= self._add(feed, fresh[at : at + TOGETHER], seen)
            self._tell()
        oldest = (datetime.now(UTC) - REMEMBERED).strftime("%Y-%m-%dT%H:%M:%SZ")
        with self._stop.whole(), self._library.database.changing() as (connection, _):
            # a feed with something left to do is looked through again even if it stays the same
            names = [entry.name for entry in entries]
            rows.note_feed(connection, feed, digest if settled else "", names, oldest)

    def _add(self, feed: str, entries: Sequence[Entry], seen: dict[str, rows.Seen]) -> bool:
        """Add what some entries hold and note that; return whether nothing is left to come back for."""
        found: list[Report] = []
        notes: list[tuple[Entry, int]] = []
        for entry in entries:
            self._stop.check()
            reports, skips, passing = read_entry(entry, self._library.settings, self._reading)
            before = seen.get(entry.name)
            tries = before.tries + 1 if before and before.digest == entry.digest else 1
            again = passing and tries < TRIES
            if not again:
                found += [flagged(report, now()) for report in reports]
                self._tell_skips(skips)
            notes.append((entry, tries if again else 0))
        with self._stop.whole():
            for outcome in self._library.adding(found) if found else ():
                if isinstance(outcome, Skip):
                    self._tell_skips([outcome])
            with self._library.database.changing() as (connection, _):
                for entry, tries in notes:
                    rows.note_entry(connection, feed, entry.name, entry.digest, tries)
        return not any(tries for _, tries in notes)

    def _tell(self) -> None:
        """Put what is new of the events among the outgoing, and print it."""
        targets = [STDOUT, *([self._options.webhook] if self._options.webhook else [])]
        with self._library.database.reading() as connection:
            some = bool(rows.untold(connection))
        if some:
            with self._stop.whole(), self._library.database.changing() as (connection, _):
                news = rows.untold(connection)
                sizes = rows.sizes(connection, news)
                news = {event: each for event, each in news.items() if sizes[event] >= self._options.least}
                at = now()
                bodies = []
                for event, (new, fresh) in news.items():
                    ids = set(ids_of(connection, fresh).values())
                    bodies.append(body_of(event_rows.happening(connection, event), ids, new=new, at=at))
                rows.tell(connection, {event: fresh for event, (_, fresh) in news.items()}, bodies, targets)
            try:
                self._write_feed()
            except UsageError as error:  # it could be written at the start; the next news write it anew
                self._say(str(error))
        self._print()

    def _print(self) -> None:
        while lines := self._waiting(STDOUT):
            for line in lines:
                with self._stop.whole():
                    self._put(f'{{"n": {line.n}, {line.body[1:]}\n')
                    with self._library.database.changing() as (connection, _):
                        rows.sent(connection, [line.n])

    def _send(self) -> None:
        """Send what is due to the webhook, in order, until something fails that may work later."""
        address = self._options.webhook
        if not address or self._library.settings.offline or self._backoff.wait > 0:
            return
        target = target_of(address)
        guard = Guard(allow_private=bool(self._library.settings.allow_private))
        while messages := self._waiting(address):
            for message in messages:
                if not self._post(target, message, guard):
                    return

    def _post(self, target: Target, message: rows.Outgoing, guard: Guard) -> bool:
        refused: str | None = None
        try:
            post(target, f'{{"n": {message.n}, {message.body[1:]}', message.n, guard)
        except Later as later:
            self._backoff.failed(later.asked)
            with self._stop.whole(), self._library.database.changing() as (connection, _):
                rows.failed(connection, message.n)
            self._say(f"{target.url}: {later}; tried again in {self._backoff.wait:.0f} s, nothing is lost")
            return False
        except Refused as error:
            refused = str(error)
            self._say(
                f"{target.url}: message {message.n} was refused ({refused}); it is kept and not sent again"
            )
        with self._stop.whole(), self._library.database.changing() as (connection, _):
            if refused:
                rows.failed(connection, message.n, refused=refused)
            else:
                rows.sent(connection, [message.n])
        self._backoff.worked()
        return True

    def _waiting(self, target: str | None = None) -> list[rows.Outgoing]:
        with self._library.database.reading() as connection:
            return rows.waiting(connection, self._options.webhook or STDOUT if target is None else target)

    def _write_feed(self) -> None:
        if self._options.feed is None:
            return
        with self._library.database.reading() as connection:
            latest = rows.latest_events(connection, MOST, self._options.least)
            events = [event_rows.happening(connection, event) for event in latest]
            name = library_name(connection)
        replace_file(self._options.feed, atom(events, name))

    def _tell_skips(self, skips: Sequence[Skip]) -> None:
        for skip in skips:
            self.skips += 1
            detail = f" ({skip.detail})" if skip.detail else ""
            self._say(f"left out {skip.source}: {skip.reason}{detail}")


def _is_list(fetched: Fetched) -> bool:
    return form_of(fetched.data[:65_536]) == "opml"


def _is_fresh(entry: Entry, seen: rows.Seen | None) -> bool:
    return seen is None or seen.tries > 0 or seen.digest != entry.digest


def _from_file(name: str) -> Fetched | OSError:
    try:
        return Fetched(name, Path(name).read_bytes())
    except OSError as error:
        return error
