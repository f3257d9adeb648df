"""The library: reports are added, events found, corrected by people, compared. `tt.Library` is this.

Read `add` first: compute, then one transaction that keeps a report, what is derived of it, and its event. SQL is in
`store/`, the events' bookkeeping in `gathering.py`, derived rows in `deriving.py`, corrections in `correcting.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import Connection

from twicetold import correcting, rebuilding
from twicetold.deriving import Derived, Deriver, Makings
from twicetold.errors import LibraryFailed, TooFewReports
from twicetold.gathering import Gathering
from twicetold.model import Comparison, Report, Skip
from twicetold.settings import Settings, from_environment
from twicetold.store import events as event_rows
from twicetold.store import open_database, survey
from twicetold.store import reports as report_rows
from twicetold.store.identity import identity
from twicetold.store.records import Added, Change, Entry, Happening, KeptReport, Problem
from twicetold.store.twins import original_of

if TYPE_CHECKING:
    from twicetold.encoding.base import Encoder
    from twicetold.events import Evidence
    from twicetold.reading.options import ReadOptions
    from twicetold.searching import Hit, How, Searcher, Wanted

Source = str | os.PathLike[str] | Report
_Given = list[tuple[str, Report, Derived | None]]  # identity, report, what was derived of it if it is new
_Ahead = tuple[
    list[Report | Skip], Future[_Given]
]  # some items, and what is derived of the reports among them
BATCH = 64  # reports that are encoded and kept together


class Library:
    """Reports and the events that they tell, in a file or on a server. Use it in a `with`, or `close` it.

    `place` is a path or a postgresql:// address; empty: the setting `library`, else a file in the user's data
    folder. What is not there is made, unless `create` is false. `encoder` is opened as the settings say unless one
    is given; nothing is loaded before it is needed. Not for several threads at once; several processes are fine.
    """

    def __init__(
        self,
        place: str | os.PathLike[str] = "",
        *,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
        create: bool = True,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        self.settings = settings or from_environment()
        self.database = open_database(os.fspath(place) or self.settings.library, create=create)
        self._encoder = encoder
        self._progress = progress
        self._deriver: Deriver | None = None
        self._searcher: Searcher | None = None

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the server."""
        if self._deriver is not None:
            self._deriver.close()
        self.database.close()

    # adding

    def add(
        self, *sources: Source, language: str | None = None, reading: ReadOptions | None = None
    ) -> tuple[Added | Skip, ...]:
        """Add reports from files, addresses, or as they are; return what became of each input.

        The same report again changes nothing; another text of the same report becomes a revision.
        """
        return tuple(self.adding(sources, language=language, reading=reading))

    def adding(
        self, sources: Iterable[Source], *, language: str | None = None, reading: ReadOptions | None = None
    ) -> Iterator[Added | Skip]:
        """Yield what became of each input of the sources; what is yielded is kept for good."""
        from twicetold.pipeline import one_source

        # one batch is derived while the one before is written and the next is read: where there are two cores, the
        # encoder has one of them for itself
        with ThreadPoolExecutor(1, "twicetold-derive") as pool:
            waiting: list[Report | Skip] = []
            reports = 0
            ahead: _Ahead | None = None
            for source in sources:
                for item in one_source(source, settings=self.settings, language=language, reading=reading):
                    waiting.append(item)
                    reports += isinstance(item, Report)
                    if ahead is not None and (reports >= BATCH or ahead[1].done()):
                        coming = self._begin(pool, waiting) if reports >= BATCH else None
                        yield from self._batch(*ahead)
                        ahead = coming
                    elif reports >= BATCH:
                        ahead = self._begin(pool, waiting)
                    if reports >= BATCH:
                        waiting, reports = [], 0
            coming = self._begin(pool, waiting)
            if ahead is not None:
                yield from self._batch(*ahead)
            yield from self._batch(*coming)

    def _begin(self, pool: ThreadPoolExecutor, items: list[Report | Skip]) -> _Ahead:
        given = [item for item in items if isinstance(item, Report)]
        return items, pool.submit(self._derive, given, self._fresh(given))

    def _batch(self, items: Sequence[Report | Skip], derived: Future[_Given]) -> Iterator[Added | Skip]:
        """Keep the reports among the items; yield what became of each item, in order."""
        given = derived.result()
        added = iter(self._add(given) if given else ())
        for item in items:
            yield item if isinstance(item, Skip) else next(added)

    def _fresh(self, reports: Sequence[Report]) -> list[tuple[str, bool]]:
        """Return the identity of each report, and whether something must be derived of it."""
        if not reports:
            return []
        self._writable()
        self.deriver  # noqa: B018  # opened here: the thread that derives leaves the database alone
        which = [identity(report, own_id=_has_own_id(report)) for report in reports]
        with self.database.reading() as connection:
            return [(each, not _known(connection, each, r)) for each, r in zip(which, reports, strict=True)]

    def _derive(self, reports: Sequence[Report], told: Sequence[tuple[str, bool]]) -> _Given:
        fresh = [report for report, (_, new) in zip(reports, told, strict=True) if new]
        derived = iter(self.deriver.derive(fresh) if fresh else ())
        return [
            (which, report, next(derived) if new else None)
            for report, (which, new) in zip(reports, told, strict=True)
        ]

    def _add(self, given: _Given) -> list[Added]:
        """Keep some reports in one transaction."""
        if not any(derived for _, _, derived in given):
            with self.database.reading() as connection:
                return [self._outcome(connection, which, report, "known") for which, report, _ in given]
        with self.changing() as (connection, gathering, makings):
            statuses = []
            touched: set[int] = set()
            some: dict[int, tuple[str, int, Derived]] = {}
            for which, report, derived in given:
                status, n, name, revision = "known", 0, "", 0
                if derived is not None:
                    status, n, name, revision = self._keep(connection, which, report, gathering.stamp)
                if derived is not None and status != "known":
                    if n in some:  # it comes twice in this batch
                        touched |= self.deriver.put(connection, gathering, makings, some)
                        some = {}
                    some[n] = (name, revision, derived)
                statuses.append(status)
            if some:
                touched |= self.deriver.put(connection, gathering, makings, some)
            # once: it costs as much as all the rest
            gathering.regroup(connection, touched, made_by=makings.events)
            return [
                self._outcome(connection, which, report, status)
                for status, (which, report, _) in zip(statuses, given, strict=True)
            ]

    def _keep(
        self, connection: Connection, which: str, report: Report, stamp: int
    ) -> tuple[str, int, str, int]:
        """Write a report; return what became of it, its number, id and revision."""
        row = report_rows.find(connection, which, report)
        if row is None:
            n, name = report_rows.insert(connection, report, which, stamp)
            return "added", n, name, 1
        if report_rows.knows(connection, row.n, report):
            return "known", row.n, row.id, row.revision  # another program was first, or it comes twice
        return "revised", row.n, row.id, report_rows.revise(connection, row.n, report, stamp)

    def _outcome(self, connection: Connection, which: str, report: Report, status: Any) -> Added:
        row = report_rows.find(connection, which, report)
        event = event_rows.members(connection, [row.n]).get(row.n)
        name = event_rows.event_ids(connection, [event])[event] if event is not None else None
        twin = original_of(connection, row.n)
        return Added(id=row.id, status=status, revision=row.revision, event=name, twin=twin)

    # looking

    def report(self, report_id: str) -> KeptReport:
        """Return a report with its revisions, event and near-duplicates; raise `NotInLibrary`."""
        with self.database.reading() as connection:
            return survey.kept_report(connection, report_rows.number_of(connection, report_id))

    def reports(self, *, limit: int | None = None, offset: int = 0, **filters: str | None) -> list[Entry]:
        """Return reports in the order in which they were added.

        Filters: `language`, `outlet`, `event`, `since` and `until` (ISO 8601, of publication).
        """
        with self.database.reading() as connection:
            return survey.entries(connection, filters, limit=limit, offset=offset)

    def event(self, event_id: str) -> Happening:
        """Return an event with its reports; a merged event's id leads to the one it went into."""
        with self.database.reading() as connection:
            return event_rows.happening(connection, event_rows.event_number(connection, event_id))

    def events(self, *, least: int = 1) -> list[tuple[str, tuple[str, ...]]]:
        """Return (event id, report ids) of the events with at least `least` reports."""
        with self.database.reading() as connection:
            return event_rows.all_events(connection, least=least)

    def compare(self, event_id: str, *, progress: Callable[[str], None] | None = None) -> Comparison:
        """Compare the reports of an event. Raises `TooFewReports` where it has only one."""
        from twicetold import pipeline

        with self.database.reading() as connection:
            told = event_rows.happening(connection, event_rows.event_number(connection, event_id))
            numbers = report_rows.numbers_of(connection, [each.id for each in told.reports])
            texts = report_rows.load(connection, numbers.values())
        if len(told.reports) < 2:
            raise TooFewReports(
                f"event {told.id} has {len(told.reports)} report; two or more can be compared"
            )
        # the library's id stands for the source, which two reports may share
        reports = [replace(texts[numbers[each.id]], source=each.id) for each in told.reports]
        return pipeline.compare(reports, settings=self.settings, progress=progress or self._progress)

    def why(self, one: str, other: str) -> Evidence:
        """Return what joins and parts two reports, as their signatures tell it, with spans into their texts."""
        from twicetold.events import Signature, weigh

        with self.database.reading() as connection:
            numbers = [report_rows.number_of(connection, name) for name in (one, other)]
            raw = event_rows.load_signatures(connection, numbers)
        missing = [name for name, n in zip((one, other), numbers, strict=True) if n not in raw]
        if missing:
            raise LibraryFailed(f"{missing[0]} has not been described yet; `twicetold rebuild` does it")
        try:
            return weigh(*(Signature.from_bytes(raw[n]) for n in numbers))
        except ValueError as error:
            raise LibraryFailed(f"{one}, {other}: {error}; `twicetold rebuild` does it") from error

    def search(
        self, text: str, *, how: How = "both", wanted: Wanted | None = None, limit: int = 20
    ) -> tuple[Hit, ...]:
        """Return up to `limit` reports that a query finds, the best first, each with its matching statement.

        `how` is "words", "meaning" (across languages) or both; `docs/search.md` has the language of queries.
        """
        if self._searcher is None:
            from twicetold.searching import Searcher

            self._searcher = Searcher(self.database, lambda: self.deriver.encoder)
        return self._searcher.search(text, how=how, wanted=wanted, limit=limit)

    def stats(self) -> dict[str, Any]:
        """Return what is in the library, in numbers."""
        with self.database.reading() as connection:
            return survey.stats(connection, self.database)

    # correcting

    def merge(self, *events: str) -> str:
        """Say that events are one; return its id. The others lead there from now on."""
        return correcting.merge(self, events)

    def split(self, event: str, *reports: str) -> str:
        """Say that these reports tell another event than the rest of `event`; return its id."""
        return correcting.split(self, event, reports)

    def move(self, report: str, event: str) -> str:
        """Say that a report tells `event` and not the one that it is in; return the event's id."""
        return correcting.move(self, report, event)

    def apart(self, one: str, other: str) -> tuple[str, str]:
        """Say that two reports do not tell the same event; return the events that they are in now."""
        return correcting.apart(self, one, other)

    def remove(self, *reports: str, for_good: bool = False) -> None:
        """Take reports out; `undo` brings them back, unless `for_good`."""
        correcting.remove(self, reports, for_good=for_good)

    def undo(self) -> Change:
        """Take the last change back; raise `NotInLibrary` where there is none."""
        return correcting.undo(self)

    def changes(self) -> list[Change]:
        """Return what people changed, the latest first."""
        with self.database.reading() as connection:
            return correcting.listed(connection)

    # keeping

    def rebuild(self, *, everything: bool = False, progress: Callable[[int, int], None] | None = None) -> int:
        """Derive anew what is missing or was made by another program or encoder; return how many reports.

        Can be stopped at any time and goes on where it was. `everything`: also what is up to date.
        """
        self._writable()
        return rebuilding.rebuild(self, everything=everything, progress=progress)

    def check(self, *, repair: bool = False) -> list[Problem]:
        """Return what is wrong with the library; `repair` mends what can be derived again."""
        return rebuilding.check(self, repair=repair)

    def backup(self, file: str | os.PathLike[str]) -> None:
        """Write a copy of the library as it is now to a file, while others may go on writing."""
        from twicetold.store.backup import backup

        backup(self.database, Path(file))

    # inside

    @property
    def deriver(self) -> Deriver:
        """What derives rows, with the encoder; both are made when they are first needed."""
        if self._deriver is None:
            from twicetold.encoding.artefacts import default_folder

            folder = Path(self.settings.cache) if self.settings.cache else default_folder()
            with self.database.reading() as connection:
                name = survey.library_name(connection)
            self._deriver = Deriver(self._encoder or self._open_encoder(), folder, name)
        return self._deriver

    def changing(self) -> AbstractContextManager[tuple[Connection, Gathering, Makings]]:
        """Give a connection, the events' bookkeeping and this program's makings for one change."""
        self._writable()
        return correcting.changing(self.database, self.deriver)

    def _open_encoder(self) -> Encoder:
        from twicetold.encoding import open_encoder

        chosen = self.settings
        return open_encoder(
            chosen.encoder, cache=chosen.cache, threads=chosen.threads, progress=self._progress
        )

    def _writable(self) -> None:
        if self.database.read_only:
            raise LibraryFailed(
                f"{self.database.place}: it can only be read; give yourself the right to write, or copy it",
                read_only=True,
            )


def _known(connection: Connection, which: str, report: Report) -> bool:
    row = report_rows.find(connection, which, report)
    return row is not None and report_rows.knows(connection, row.n, report)


def _has_own_id(report: Report) -> bool:
    """Whether the source gave the id; reading makes one of the content otherwise."""
    from twicetold.reading.facts import content_id

    return bool(report.id) and report.id != content_id(report.title, report.text)
