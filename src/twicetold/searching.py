"""Search in a library: words in every script, meaning across languages, and both orders made one.

`Searcher.search` reads top to bottom: parse, ask the index, rank, fuse, show the statement that matches. What the
index lacks (a library that an older program filled) is put in first. The encoder is opened only for a meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import numpy.typing as npt
from sqlalchemy.engine import Connection

from twicetold.errors import UsageError
from twicetold.events import Signature, version_of
from twicetold.model import Report, Span, Statement
from twicetold.search.meaning import Numbers, Signs, measured, signs_of
from twicetold.search.query import Query, is_plain, looks, parse
from twicetold.search.ranking import fused, ranked, refused
from twicetold.search.showing import best_of, spans
from twicetold.search.terms import VERSION, line_of
from twicetold.search.times import after, before, moment
from twicetold.store import events as event_rows
from twicetold.store import reports as report_rows
from twicetold.store import search as rows
from twicetold.store.database import Database
from twicetold.store.search import Only

if TYPE_CHECKING:
    from twicetold.encoding.base import Encoder

How = Literal["both", "words", "meaning"]
_AT_ONCE = 200  # reports put into the index in one change
_NEAR = 400  # vectors measured after the look through all signs
_FUSED = 200  # hits of each order that are fused
_EXAMINED = 300  # hits that are looked into for a speaker or an exact time before giving up
# Least cosine at which a report counts as near in meaning. `docs/search.md` says how it was chosen.
LEAST = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A report that was found, with the statement that matches best and what is lit in it."""

    report: str
    event: str | None
    score: float  # higher is better; comparable within one search only
    found_by: How
    words: float | None  # BM25, where words were found
    meaning: float | None  # cosine, where the meaning is near
    title: str | None
    language: str
    outlet: str | None
    published: str | None
    url: str | None
    n: int  # the statement's number
    start: int
    end: int
    text: str
    spans: tuple[Span, ...]  # in the report's text, like `start` and `end`

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data; what is absent is left out."""
        plain = {
            name: getattr(self, name)
            for name in self.__slots__
            if name not in ("n", "start", "end", "text", "spans")
        }
        lit = [
            {"start": s.start, "end": s.end, "text": self.text[s.start - self.start : s.end - self.start]}
            for s in self.spans
        ]
        statement = {"n": self.n, "start": self.start, "end": self.end, "text": self.text, "spans": lit}
        return {key: value for key, value in plain.items() if value is not None} | {"statement": statement}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a search is limited to. `since` and `until` are ISO 8601; `until` a day means all of it."""

    languages: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    event: str | None = None
    speaker: str | None = None


@dataclass(slots=True)
class _Found:
    """A hit before its report is loaded."""

    words: float | None = None
    meaning: float | None = None
    part: int = 0  # of the signature, nearest in meaning


def indexed(
    *, revision: int, statements: Sequence[Statement], signature: Signature | None, made_by: int | None
) -> rows.Row:
    """Return a report as the index of the library keeps it, for the change that keeps the report."""
    return rows.Row(
        revision=revision,
        lines=[line_of(statement.text) for statement in statements],
        version=VERSION,
        signs=signs_of(signature.vectors) if signature is not None and len(signature.vectors) else b"",
        encoder=signature.version if signature is not None else "",
        made_by=made_by,
    )


class Searcher:
    """Searches one library; keeps the signs of its vectors in memory and follows what is added."""

    def __init__(self, database: Database, encoder: Callable[[], Encoder]) -> None:
        self._database, self._open = database, encoder
        self._signs: Signs | None = None
        self._stamp = -1  # up to which the signs are in memory
        self._complete = -1  # stamp at which the index lacked nothing

    def search(
        self, text: str, *, how: How = "both", wanted: Wanted | None = None, limit: int = 20
    ) -> tuple[Hit, ...]:
        """Return up to `limit` reports, best first. Raises `UsageError` for a query without a word."""
        if how not in get_args(How):
            raise UsageError(f"how is {how!r}; use one of {', '.join(get_args(How))}")
        if limit < 1:
            raise UsageError(f"limit is {limit}; use 1 or more")
        query, wanted = parse(text), wanted or Wanted()
        self.complete()
        vector = (
            self._vector(text, query) if how == "meaning" or (how == "both" and is_plain(query)) else None
        )
        with self._database.reading() as connection:
            only = _only(connection, wanted)
            found: dict[int, _Found] = {}
            worded = self._by_words(connection, query, only, found) if how != "meaning" else []
            near = self._by_meaning(connection, query, vector, only, found) if vector is not None else []
            scores = _scores(worded, near, found)
            order = sorted(found, key=lambda n: (-scores[n], -n))
            return tuple(_take(_hits(connection, query, order, scores, found, wanted), limit))

    def complete(self) -> None:
        """Put into the index what it lacks. A library that can only be read is searched as it is."""
        with self._database.reading() as connection:
            stamp = rows.stamp_of(connection)
            if stamp == self._complete:
                return
            lacking = bool(rows.missing(connection, VERSION, 1))
        while lacking and not self._database.read_only:
            with self._database.changing() as (connection, stamp):
                numbers = rows.missing(connection, VERSION, _AT_ONCE)
                _index_some(connection, numbers, stamp)
                lacking = len(numbers) == _AT_ONCE
        self._complete = stamp

    def _by_words(
        self, connection: Connection, query: Query, only: Only, found: dict[int, _Found]
    ) -> list[int]:
        hits = rows.hits(connection, query, only)
        wanted = tuple(dict.fromkeys(looks(query)))
        rare = rows.frequencies(connection, wanted) if len(wanted) > 1 and hits else {}
        order = ranked(query, hits, rows.total(connection), rare)
        for n, score in order:
            found.setdefault(n, _Found()).words = score
        return [n for n, _ in order]

    def _vector(self, text: str, query: Query) -> Numbers:
        from twicetold.events.centre import centred, means_for
        from twicetold.languages.detect import detect

        encoder = self._open()
        language = detect(text).code
        del query
        vector: Numbers = centred(encoder.encode([text]), [language], means_for(encoder))[0]
        return vector

    def _by_meaning(
        self, connection: Connection, query: Query, vector: Numbers, only: Only, found: dict[int, _Found]
    ) -> list[int]:
        signs = self._following(connection, len(vector))
        allowed = rows.allowed(connection, only)
        keys = None if allowed is None else np.array(allowed, np.int64)

        def fetch(numbers: list[int]) -> dict[int, npt.NDArray[np.int8]]:
            kept = event_rows.load_signatures(connection, numbers)
            return {n: Signature.from_bytes(bytes(raw)).vectors for n, raw in kept.items()}

        order = [
            each for each in measured(vector, signs.nearest(vector, _NEAR, keys), fetch) if each[2] >= LEAST
        ]
        kept = rows.terms_of_reports(connection, [n for n, _, _ in order])
        order = [each for each in order if not refused(query, kept.get(each[0], ""))][:_FUSED]
        for n, part, cosine in order:
            each = found.setdefault(n, _Found())
            each.meaning, each.part = cosine, part
        return [n for n, _, _ in order]

    def _following(self, connection: Connection, dimensions: int) -> Signs:
        if self._signs is None:
            self._signs, self._stamp = Signs(dimensions), -1
        fresh, newest = rows.signs_since(connection, self._stamp, version_of(self._open()))
        self._signs.add(fresh)
        self._stamp = newest
        return self._signs


def _index_some(connection: Connection, numbers: Sequence[int], stamp: int) -> None:
    texts = report_rows.load(connection, numbers)
    cut = report_rows.load_statements(connection, texts)
    some = {
        n: indexed(
            revision=revision,
            statements=cut[n],
            signature=Signature.from_bytes(raw) if raw else None,
            made_by=made_by,
        )
        for n, (revision, made_by, raw) in rows.states_of(connection, numbers).items()
    }
    rows.put(connection, some, stamp)


def _only(connection: Connection, wanted: Wanted) -> Only:
    return Only(
        languages=tuple(code.lower() for code in wanted.languages),
        outlets=wanted.outlets,
        since=moment(wanted.since, last=False) if wanted.since else None,
        until=moment(wanted.until, last=True) if wanted.until else None,
        event=event_rows.event_number(connection, wanted.event) if wanted.event else None,
    )


def _scores(worded: Sequence[int], near: Sequence[int], found: Mapping[int, _Found]) -> dict[int, float]:
    """Return the score of each hit: that of its one order, or the fusion of both."""
    if worded and near:
        scores = fused([worded[:_FUSED], near[:_FUSED]])
        return {n: scores.get(n, 0.0) for n in found}
    return {n: each.words if each.words is not None else each.meaning or 0.0 for n, each in found.items()}


def _hits(
    connection: Connection,
    query: Query,
    order: Sequence[int],
    scores: Mapping[int, float],
    found: Mapping[int, _Found],
    wanted: Wanted,
) -> Iterator[Hit]:
    """Yield the hits in order, with what must be read from their reports, a few at a time."""
    for at in range(0, min(len(order), _EXAMINED), 20):
        numbers = order[at : at + 20]
        texts = report_rows.load(connection, numbers)
        cut = report_rows.load_statements(connection, texts)
        kept = rows.terms_of_reports(connection, numbers)
        raw = event_rows.load_signatures(connection, [n for n in numbers if found[n].meaning is not None])
        members = event_rows.members(connection, numbers)
        names = event_rows.event_ids(connection, set(members.values()))
        for n in numbers:
            report, statements, each = texts.get(n), cut.get(n, ()), found[n]
            if report is None or not statements or not _in_time(report, wanted):
                continue
            among = _said_by(wanted.speaker, report, statements) if wanted.speaker else None
            part = _part(raw.get(n), each, statements)
            chosen = best_of(query, kept.get(n, ""), part, among, worded=each.words is not None)
            if chosen is None:
                continue
            event = names.get(members[n]) if n in members else None
            yield _hit(query, report, event, statements[chosen], scores[n], each)


def _hit(
    query: Query, report: Report, event: str | None, statement: Statement, score: float, found: _Found
) -> Hit:
    both = found.words is not None and found.meaning is not None
    return Hit(
        report=report.id,
        event=event,
        score=round(score, 6),
        found_by="both" if both else "words" if found.words is not None else "meaning",
        words=None if found.words is None else round(found.words, 4),
        meaning=None if found.meaning is None else round(found.meaning, 4),
        title=report.title,
        language=report.language,
        outlet=report.outlet,
        published=report.published,
        url=report.url,
        n=statement.n,
        start=statement.start,
        end=statement.end,
        text=statement.text,
        spans=spans(query, statement.text, statement.start) or (statement.span,),
    )


def _part(raw: bytes | None, found: _Found, statements: Sequence[Statement]) -> int | None:
    """Return the number of the statement that is nearest in meaning."""
    if raw is None or found.meaning is None:
        return None
    parts = Signature.from_bytes(bytes(raw)).spans
    if found.part >= len(parts):
        return None
    start = parts[found.part].start
    return next((s.n for s in statements if s.start <= start < s.end), 0)


def _in_time(report: Report, wanted: Wanted) -> bool:
    if not (wanted.since or wanted.until):
        return True
    since: datetime | None = moment(wanted.since, last=False) if wanted.since else None
    until: datetime | None = moment(wanted.until, last=True) if wanted.until else None
    return after(report.published, since) and before(report.published, until)


def _said_by(name: str, report: Report, statements: Sequence[Statement]) -> set[int]:
    """Return the numbers of the statements that are attributed to somebody of this name, in any script."""
    from twicetold.names import similarity
    from twicetold.names.cluster import JOIN
    from twicetold.speakers import attribute

    wanted = set(line_of(name).split())
    said = attribute(report, statements)

    def named(span: Span) -> bool:
        text = span.quote(report.text)
        return bool(wanted) and (
            wanted <= set(line_of(text).split()) or similarity(name, text, language_b=report.language) >= JOIN
        )

    people = {each.speaker_id for each in said if each.speaker_id and each.speaker and named(each.speaker)}
    return {
        n
        for each in said
        if (each.speaker_id in people) or (each.speaker and not each.speaker_id and named(each.speaker))
        for n in each.statements
    }


def _take(hits: Iterable[Hit], limit: int) -> Iterator[Hit]:
    for taken, hit in enumerate(hits, 1):
        yield hit
        if taken >= limit:
            return
