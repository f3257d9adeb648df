"""Addresses that a source is, or that it lists.

Fetched (politely, guarded) and read as sources of their own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twicetold.model import Report, Skip
from twicetold.reading.facts import Facts
from twicetold.reading.limits import Broken, TooMuch
from twicetold.reading.options import ReadOptions
from twicetold.reading.outcome import Answer, outcome, skip
from twicetold.reading.streams import decode_content

if TYPE_CHECKING:
    from twicetold.fetching import Fetcher
    from twicetold.reading.source import Place, Reader

STAGE = "fetching"
_MOST_LEVELS = 3  # an OPML of feeds of pages; a sitemap index of sitemaps of pages


@dataclass(frozen=True, slots=True)
class Link:
    """An answer with an address to follow, and what it is called in its list."""

    answer: Answer
    name: str

    @property
    def facts(self) -> Facts:
        """What the list says of the page."""
        facts = self.answer.get("facts") or Facts()
        return facts if isinstance(facts, Facts) else Facts.from_dict(facts)

    @property
    def url(self) -> str:
        """Where it leads."""
        return str(self.answer.get("link") or self.facts.url)


def wanted(answer: Answer, options: ReadOptions) -> bool:
    """Whether an answer is to be followed to its page (or said to be left)."""
    if "link" in answer:
        return True
    if options.follow != "all" or answer.get("of") != "feed":
        return False
    return bool(Link(answer, "").facts.url)


def fetch_one(reader: Reader, address: str) -> Iterator[Report | Skip]:
    """Yield what is at an address that somebody gave."""
    from twicetold.fetching import FetchFailed
    from twicetold.reading.source import Place

    shown = _without_credentials(address)
    try:
        fetched = fetcher_of(reader).fetch(address)
    except FetchFailed as failure:
        yield skip(shown, failure.reason, failure.detail, stage=STAGE)
        return
    reader.seen |= {shown, fetched.url}  # a list that names itself is read once
    place = Place(name=shown, url=fetched.url, content_type=fetched.content_type)
    yield from reader.stream(io.BytesIO(fetched.data), place)


def follow(reader: Reader, links: list[Link], place: Place) -> Iterator[Report | Skip]:
    """Yield what is behind each link, in order.

    What cannot be fetched is a skip, or what the list itself says.
    """
    if not links:
        return
    if reader.options.follow == "none" or place.level >= _MOST_LEVELS:
        why = "it would have to be fetched" if reader.options.follow == "none" else "lists of lists of lists"
        yield from (_instead(reader, link, place, "not followed", why) for link in links)
        return
    if reader.since is not None:
        yield from _followed(reader, links, place)
        return
    from twicetold.fetching.unfinished import going_on

    try:
        with going_on(_folder(reader), _list_name(place, links)) as reader.since:
            yield from _followed(reader, links, place)
    finally:
        reader.since = None


def _list_name(place: Place, links: list[Link]) -> str:
    """Return what tells a list from others, also where another folder is the current one."""
    if place.name == "-":
        return "\n".join(link.url for link in links)
    return place.name if "://" in place.name else str(Path(place.name).absolute())


def _followed(reader: Reader, links: list[Link], place: Place) -> Iterator[Report | Skip]:
    fresh = [url for url in dict.fromkeys(link.url for link in links) if url not in reader.seen]
    fetched = fetcher_of(reader).fetch_all(fresh, since=reader.since)
    for link in links:
        if link.url in reader.seen:
            yield _instead(reader, link, place, "listed twice", link.url)
            continue
        reader.seen.add(link.url)
        _, found = next(fetched)
        yield from _read(reader, link, place, found)


def _read(reader: Reader, link: Link, place: Place, found: Any) -> Iterator[Report | Skip]:
    from twicetold.fetching import Fetched

    if not isinstance(found, Fetched):
        yield _instead(reader, link, place, found.reason, found.detail)
        return
    # the list speaks where the page is silent; its words for the page (title, id) are kept for what is one
    # page
    inner = replace(
        place,
        name=link.url,
        url=found.url,
        content_type=found.content_type,
        path=None,
        named=False,
        level=place.level + 1,
        facts=replace(link.facts, id=None, url=None, notes=()),
    )
    outcomes = list(reader.stream(io.BytesIO(found.data), inner)) if "text" in link.answer else None
    if outcomes is None:
        yield from reader.stream(io.BytesIO(found.data), inner)
    elif any(isinstance(each, Report) for each in outcomes):
        yield from outcomes
    else:
        reason = next(
            (f"{each.reason} ({each.detail})" for each in outcomes if isinstance(each, Skip)), "nothing"
        )
        yield _instead(reader, link, place, "", reason)


def _instead(reader: Reader, link: Link, place: Place, reason: str, detail: str) -> Report | Skip:
    """Return what the list itself says of a page that could not be read, or the skip."""
    if "text" in link.answer:
        note = f"the page itself was not read: {' '.join(part for part in (reason, detail) if part)}"
        answer = link.answer | {"facts": link.facts.with_notes(note)}
        return outcome(answer, link.name, around=place.facts, seconds=reader.options.seconds)
    return skip(_without_credentials(link.url), reason, detail, stage=STAGE)


def fetcher_of(reader: Reader) -> Fetcher:
    """Return the fetcher that serves a reader, and every other one with its settings."""
    settings, options = reader.settings, reader.options
    folder = settings.cache if options.cached else None
    return _fetcher(
        settings.max_bytes, folder, bool(settings.offline), bool(settings.allow_private), options.delay
    )


@cache
def _fetcher(most: int, folder: str | None, offline: bool, allow_private: bool, delay: float) -> Fetcher:
    """Return the one fetcher of a set of settings: delays and robots.txt hold from source to source."""
    from twicetold.fetching import Fetcher, FetchFailed
    from twicetold.fetching.address import Guard

    def decode(data: bytes, encodings: str) -> bytes:
        try:
            return decode_content(data, encodings, most=most)
        except TooMuch as error:
            raise FetchFailed("over a limit", str(error)) from None
        except Broken as error:
            raise FetchFailed("broken", str(error)) from None

    return Fetcher(
        most=most,
        decode=decode,
        guard=Guard(allow_private=allow_private),
        folder=None if folder is None else _pages(folder),
        offline=offline,
        delay=delay,
    )


def _folder(reader: Reader) -> Path | None:
    return _pages(reader.settings.cache) if reader.options.cached else None


def _pages(folder: str) -> Path:
    if folder:
        return Path(folder) / "pages"
    from platformdirs import user_cache_path

    return user_cache_path("twicetold", appauthor=False) / "pages"


def _without_credentials(address: str) -> str:
    head, slashes, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{head}{slashes}{host.rpartition('@')[2]}{slash}{path}"


def forget() -> None:
    """Forget delays, robots.txt and settings of this process (for tests and long-running programs)."""
    _fetcher.cache_clear()
