"""A feed's content to its entries, and an entry to reports: reading does the work, in its child process.

Anything that reading takes for a list serves as a feed: RSS, Atom, JSON Feed, a sitemap, OPML. A page that is none
is its own one entry.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from twicetold.fetching import Fetched
from twicetold.model import Report, Skip
from twicetold.reading.options import ReadOptions
from twicetold.reading.source import Place, Reader
from twicetold.search.times import told
from twicetold.settings import Settings

Answer = dict[str, Any]
AHEAD = "the source gives a time of publication that has yet to come"
_UNREAD = (
    "the page itself was not read"  # how reading's note begins where it fell back on the feed's own words
)
_PASSING = ("no answer", "too slow", "no such host", "offline", "status 5", "status 429", "robots.txt")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one report: a name that stays, a digest that changes with what it says."""

    name: str
    digest: str
    answer: Answer
    place: Place


class _Collecting(Reader):
    """A reader that keeps the answers for a document and follows nothing."""

    def __init__(self, settings: Settings, options: ReadOptions) -> None:
        super().__init__(settings, options)
        self.collected: list[tuple[Answer, Place]] = []

    def answers(
        self, answers: list[Answer], place: Place, *, several: bool = False
    ) -> Iterator[Report | Skip]:
        del several
        self.collected += [(answer, place) for answer in answers]
        yield from ()


def entries_of(
    fetched: Fetched, address: str, settings: Settings, options: ReadOptions
) -> tuple[list[Entry], list[Skip]]:
    """Return the entries of a feed, the first of each name, and why there are none where it cannot be read."""
    reader = _Collecting(settings, options)
    place = Place(name=address, url=fetched.url, content_type=fetched.content_type)
    skips = [item for item in reader.stream(io.BytesIO(fetched.data), place) if isinstance(item, Skip)]
    found: dict[str, Entry] = {}
    for answer, where in reader.collected:
        if "reason" in answer:
            skips.append(
                Skip(
                    source=address, stage="reading", reason=answer["reason"], detail=answer.get("detail", "")
                )
            )
            continue
        facts = _plain(answer.get("facts"))
        several = len(reader.collected) > 1 or "link" in answer or "of" in answer
        name = facts.get("id") or answer.get("link") or facts.get("url") if several else address
        name = str(name or _digest(answer.get("text", "")))
        found.setdefault(name, Entry(name, _digest([answer.get("text"), facts]), answer, where))
    return list(found.values()), skips


def feeds_of(entries: list[Entry]) -> list[str]:
    """Return the addresses that a list of feeds holds."""
    return [str(entry.answer["link"]) for entry in entries if "link" in entry.answer]


def read_entry(
    entry: Entry, settings: Settings, options: ReadOptions
) -> tuple[list[Report], list[Skip], bool]:
    """Return the reports and skips of an entry, and whether it is worth coming back for what a page did not give."""
    outcomes = list(Reader(settings, options).answers([entry.answer], entry.place))
    reports = [item for item in outcomes if isinstance(item, Report)]
    skips = [item for item in outcomes if isinstance(item, Skip)]
    notes = [note for report in reports for note in report.notes if note.startswith(_UNREAD)]
    notes += [f"{skip.reason} {skip.detail}" for skip in skips if skip.stage == "fetching"]
    passing = any(each in note for note in notes for each in _PASSING)
    return reports, skips, passing


def flagged(report: Report, now: str) -> Report:
    """Return a report with a note where its time of publication is later than `now` (ISO 8601)."""
    published, at = told(report.published), told(now)
    if published is None or at is None or published <= at or AHEAD in report.notes:
        return report
    return replace(report, notes=(*report.notes, AHEAD))


def _plain(facts: Any) -> dict[str, Any]:
    plain: dict[str, Any] = facts.to_dict() if hasattr(facts, "to_dict") else dict(facts or {})
    return {name: value for name, value in plain.items() if name != "notes"}


def _digest(plain: Any) -> str:
    raw = json.dumps(plain, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.blake2b(raw.encode(), digest_size=16).hexdigest()
