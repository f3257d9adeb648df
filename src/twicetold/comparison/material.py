"""What every aspect looks at: the cells of a row as words, and how well each word is met in another cell.

The evidence for words is late interaction (Khattab and Zaharia 2020) read backwards: a word whose best cosine over
the tokens of the other side is low is a word that the other side does not tell. Token vectors are taken in context
and centred by report, since a language is a direction in the encoder's space.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import TypeVar

import numpy as np

from twicetold.arrays import product
from twicetold.comparison.context import Floats, encoded
from twicetold.comparison.words import Word, common_words, cut
from twicetold.encoding.base import Encoder
from twicetold.languages.lookup import table
from twicetold.model import Attribution, Entity, Mention, Quantity, Report, Row, Span, Statement, Time

T = TypeVar("T")

NEIGHBOURS = (
    0.5  # what a word's neighbours count towards its support; swept 0-1 on divergence-en-fr, best at .5
)

PASSAGE = 5  # statements before and after a cell among which what it lacks may be told

LEVEL = 0.72  # the level of French, where thresholds on support were tuned


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cell:
    """What one report tells in a row. `tokens` and `of_word` are `None` where the encoder gives no tokens."""

    report: Report
    statements: tuple[Statement, ...]
    words: tuple[Word, ...]
    tokens: Floats | None
    of_word: tuple[int, ...] | None  # for each token the number of its word
    quantities: tuple[Quantity, ...] = ()
    times: tuple[Time, ...] = ()
    mentions: tuple[tuple[str, Mention], ...] = ()  # (entity id, mention)
    attributions: tuple[Attribution, ...] = ()
    speakers: frozenset[str] = frozenset()  # everybody whom the whole report quotes, by id
    places: frozenset[str] = frozenset()  # the ids of entities that are places
    named: Mapping[str, int] = field(
        default_factory=dict
    )  # entity id -> how many statements of the report name it
    in_order: bool = False  # whether the words stand in the order of the text, none overlapping another

    @property
    def id(self) -> str:
        """The report's id."""
        return self.report.id

    @property
    def language(self) -> str:
        """The language of its first statement, else the report's."""
        own = self.statements[0].language
        return self.report.language if own == "und" else own

    def quote(self, span: Span) -> str:
        """Return what the report says there, on one line."""
        return " ".join(span.quote(self.report.text).split())

    def at(self, span: Span) -> list[int]:
        """Return the numbers of the words that overlap a span."""
        if self.in_order:
            first = bisect_right(self.words, span.start, key=_end_of)
            return list(range(first, bisect_left(self.words, span.end, lo=first, key=_start_of)))
        return [k for k, w in enumerate(self.words) if w.start < span.end and span.start < w.end]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    """Two cells of a row.

    `cosine` is words x words; `support` says how well each word is met on the other side, `untold` how likely the
    other side does not tell it, 0 to 1. All are `None` where the encoder gives no tokens. `score` is the probability
    that the row is one.
    """

    left: Cell
    right: Cell
    score: float
    cosine: Floats | None
    support: tuple[Floats, Floats] | None
    untold: tuple[Floats, Floats] | None = None
    beside: tuple[tuple[Floats, ...], tuple[Floats, ...]] = (
        (),
        (),
    )  # tokens of the statements around either cell
    encoder: Encoder | None = None  # for the few words that are looked at without their context

    @property
    def scale(self) -> float:
        """By what thresholds on support are multiplied: their languages meet so well, against French and English."""
        levels = [table(cell.language, "meeting").data["level"] for cell in (self.left, self.right)]
        return float(min(levels)) / LEVEL

    def turned(self) -> Pair:
        """Return the pair with its sides exchanged."""
        return Pair(
            left=self.right,
            right=self.left,
            score=self.score,
            cosine=None if self.cosine is None else self.cosine.T,
            support=None if self.support is None else (self.support[1], self.support[0]),
            untold=None if self.untold is None else (self.untold[1], self.untold[0]),
            beside=(self.beside[1], self.beside[0]),
            encoder=self.encoder,
        )

    def alone(self, left: str, right: str) -> float:
        """Return the cosine of two words without their context; 0 where no encoder is at hand."""
        if self.encoder is None:
            return 0.0
        one, other = self.encoder.encode([left, right])
        return float(product(one, other))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    report: Report
    statements: Mapping[int, Statement]
    words: Mapping[int, tuple[Word, ...]]
    tokens: Mapping[int, tuple[Floats, tuple[int, ...]]]
    quantities: Mapping[int, tuple[Quantity, ...]] = field(default_factory=dict)
    times: Mapping[int, tuple[Time, ...]] = field(default_factory=dict)
    mentions: Mapping[int, tuple[tuple[str, Mention], ...]] = field(default_factory=dict)
    attributions: Mapping[int, tuple[Attribution, ...]] = field(default_factory=dict)
    speakers: frozenset[str] = frozenset()
    named: Mapping[str, int] = field(default_factory=dict)


class Material:
    """The reports of a comparison, ready to be looked at row by row."""

    def __init__(
        self,
        reports: Sequence[Report],
        statements: Mapping[str, Sequence[Statement]],
        rows: Sequence[Row],
        encoder: Encoder,
        *,
        attributions: Sequence[Attribution] = (),
        entities: Sequence[Entity] = (),
        times: Sequence[Time] = (),
        quantities: Sequence[Quantity] = (),
        passages: bool = True,
    ) -> None:
        """Encode the statements of rows that several reports share, and put the records beside them.

        `passages`: a report's statements stand in one text, so that one may tell what another lacks; not so for
        sentences that are only listed together.
        """
        shared = {(r, n) for row in rows if len(row.cells) > 1 for r, ns in row.cells.items() for n in ns}
        self._encoder = encoder
        self._reach = PASSAGE if passages else 0
        self._places = frozenset(e.id for e in entities if e.kind == "place")
        self._sides: dict[str, _Side] = {}
        for report in reports:
            own = [s for s in statements[report.id] if (report.id, s.n) in shared]
            places = {s.n: cut(s.text) for s in statements[report.id]}
            common = common_words(statements[report.id], places)
            words, tokens = encoded(own, report, encoder, common, places)
            said = [a for a in attributions if a.report_id == report.id]
            self._sides[report.id] = _Side(
                report=report,
                statements={s.n: s for s in own},
                words=words,
                tokens=tokens,
                quantities=_placed(
                    (q for q in quantities if q.report_id == report.id), lambda q: q.start, own
                ),
                times=_placed((t for t in times if t.report_id == report.id), lambda t: t.start, own),
                mentions=_placed(
                    ((e.id, m) for e in entities for m in e.mentions if m.report_id == report.id),
                    lambda pair: pair[1].start,
                    own,
                ),
                attributions=_by_statement(said),
                speakers=frozenset(a.speaker_id for a in said if a.speaker_id is not None),
                named=_named(entities, report.id, statements[report.id]),
            )

    def cells(self, row: Row) -> list[Cell]:
        """Return the cells of a row, in the order in which the reports were given."""
        return [self._cell(side, row.cells[r]) for r, side in self._sides.items() if r in row.cells]

    def pair(self, left: Cell, right: Cell, score: float) -> Pair:
        """Compare the words of two cells."""
        if left.tokens is None or right.tokens is None or not len(left.tokens) or not len(right.tokens):
            return Pair(left=left, right=right, score=score, cosine=None, support=None, encoder=self._encoder)
        raw = product(left.tokens, right.tokens.T)
        one, other = _support(raw.max(axis=1), left), _support(raw.max(axis=0), right)
        return Pair(
            left=left,
            right=right,
            score=score,
            cosine=_by_words(raw, left, right),
            support=(one, other),
            untold=untold(raw, left, right),
            beside=(self._around(left), self._around(right)),
            encoder=self._encoder,
        )

    def _around(self, cell: Cell) -> tuple[Floats, ...]:
        """Return the tokens of the statements near a cell that are in rows of several reports."""
        tokens = self._sides[cell.id].tokens
        own = {s.n for s in cell.statements}
        near = {n + step for n in own for step in range(-self._reach, self._reach + 1)} - own
        return tuple(tokens[n][0] for n in sorted(near) if n in tokens)

    def _cell(self, side: _Side, numbers: Sequence[int]) -> Cell:
        statements = tuple(side.statements[n] for n in numbers)
        words = tuple(w for n in numbers for w in side.words[n])
        tokens, of_word, before = [], [], 0
        for n in numbers:
            if n in side.tokens:
                vectors, owners = side.tokens[n]
                tokens.append(vectors)
                of_word += [before + k for k in owners]
            before += len(side.words[n])
        return Cell(
            report=side.report,
            statements=statements,
            words=words,
            tokens=np.concatenate(tokens) if tokens else None,
            of_word=tuple(of_word) if tokens else None,
            quantities=tuple(q for n in numbers for q in side.quantities.get(n, ())),
            times=tuple(t for n in numbers for t in side.times.get(n, ())),
            mentions=tuple(pair for n in numbers for pair in side.mentions.get(n, ())),
            attributions=_once([a for n in numbers for a in side.attributions.get(n, ())]),
            speakers=side.speakers,
            places=self._places,
            named=side.named,
            in_order=all(a < b for a, b in pairwise(numbers)),
        )


_start_of, _end_of = attrgetter("start"), attrgetter("end")


def _named(entities: Sequence[Entity], report: str, statements: Sequence[Statement]) -> dict[str, int]:
    """Return for each entity how many statements of a report name it."""
    starts = [s.start for s in statements]
    found: dict[str, set[int]] = {}
    for entity in entities:
        for m in entity.mentions:
            if m.report_id == report:
                found.setdefault(entity.id, set()).add(bisect_right(starts, m.start))
    return {entity: len(at) for entity, at in found.items()}


def untold(raw: Floats, left: Cell, right: Cell) -> tuple[Floats, Floats]:
    """Return how likely each word of either cell is not told in the other."""
    from twicetold.comparison.evidence import evidence, likelihood

    assert left.of_word is not None
    assert right.of_word is not None
    sides = evidence(raw, left.words, left.of_word, right.words, right.of_word)
    return likelihood(sides[0]), likelihood(sides[1])


def _support(best: Floats, cell: Cell) -> Floats:
    """Return for each word the mean of its tokens' best cosines, its neighbours counted in."""
    assert cell.of_word is not None
    owner = np.array(cell.of_word)
    total = np.bincount(owner, weights=best, minlength=len(cell.words))
    count = np.bincount(owner, minlength=len(cell.words))
    own = np.where(count > 0, total / np.maximum(count, 1), 1.0)
    statements = np.array([w.n for w in cell.words])
    beside = statements[1:] == statements[:-1]
    before, after = own.copy(), own.copy()  # a word at an end of its statement is its own neighbour
    before[1:] = np.where(beside, own[:-1], own[1:])
    after[:-1] = np.where(beside, own[1:], own[:-1])
    result: Floats = ((NEIGHBOURS * (before + after) + own) / (1 + 2 * NEIGHBOURS)).astype(np.float32)
    return result


def _by_words(raw: Floats, left: Cell, right: Cell) -> Floats:
    """Return words x words: the mean over one word's tokens of the best among the other's."""
    assert left.of_word is not None
    assert right.of_word is not None
    columns = np.full((len(raw), len(right.words)), -1.0, np.float32)
    np.maximum.at(columns.T, np.array(right.of_word), raw.T)
    owner = np.array(left.of_word)
    result = np.zeros((len(left.words), len(right.words)), np.float32)
    np.add.at(result, owner, columns)
    count = np.bincount(owner, minlength=len(left.words))
    return (result / np.maximum(count, 1)[:, None]).astype(np.float32)


def _by_statement(attributions: Sequence[Attribution]) -> dict[int, tuple[Attribution, ...]]:
    found: dict[int, list[Attribution]] = {}
    for each in attributions:
        for n in each.statements:
            found.setdefault(n, []).append(each)
    return {n: tuple(several) for n, several in found.items()}


def _once(several: Sequence[Attribution]) -> tuple[Attribution, ...]:
    found: list[Attribution] = []
    for each in several:
        if each not in found:
            found.append(each)
    return tuple(found)


def _placed(
    found: Iterable[T], start: Callable[[T], int], own: Sequence[Statement]
) -> dict[int, tuple[T, ...]]:
    """Return by statement number what begins inside the statement, in order."""
    order = sorted(own, key=lambda s: s.start)
    starts = [s.start for s in order]
    held: dict[int, list[T]] = {}
    for one in found:
        at = bisect_right(starts, start(one)) - 1
        if at >= 0 and start(one) < order[at].end:
            held.setdefault(order[at].n, []).append(one)
    return {n: tuple(several) for n, several in held.items()}
