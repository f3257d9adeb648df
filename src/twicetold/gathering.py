"""Keeps the events of a library in step with its reports: adding one touches its neighbourhood, nothing else.

Each report has its nearest ones, exactly those that it would have if all reports had come at once: a new report
looks up its own, and enters the lists of those to whom it is near enough, where it pushes the last one out. Pairs
are weighed; what hangs together by pairs that are likelier than not, or by what people said, is grouped anew.
Several encoders may have described the reports of a library: only signatures of one making are ever weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sqlalchemy.engine import Connection

from twicetold import twins
from twicetold.events import Signature, event_id, group, probability
from twicetold.events.find import NEIGHBOURS
from twicetold.store import events as rows
from twicetold.store.constraints import effective
from twicetold.store.shelf import Neighbour, Shelf, digest
from twicetold.store.twins import put_twins, same_texts
from twicetold.surroundings import Surroundings

JOINS = 0.5  # pairs that are likelier than not make a neighbourhood
AT_HAND = 2_000  # signatures that stay in memory, about 20 kB each: the next reports often meet the same ones
TOGETHER = 32  # reports for which the shelf is read through once: 26 MB of products at 100,000 reports
WORTH_SAVING = 500  # rows that a file beside the library lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A report as it goes among the others: its number, id, text digest, signature and sketch."""

    n: int
    name: str
    signature: Signature
    raw: bytes  # the signature as kept
    sketch: bytes


@dataclass
class Placing:
    """What changes while reports take their places, until it is written."""

    lists: dict[int, tuple[int, Sequence[Neighbour]]] = field(
        default_factory=dict
    )  # report -> reach, neighbours
    changed: set[int] = field(default_factory=set)  # reports whose lists must be written
    edges: dict[tuple[int, int], float | None] = field(default_factory=dict)  # `None`: to be forgotten
    gone: set[tuple[int, int]] = field(default_factory=set)  # pairs that are in neither list any more
    near: dict[int, list[int]] = field(default_factory=dict)  # who was near a report when it took its place

    def load(self, connection: Connection, numbers: Iterable[int], made_by: int) -> None:
        """Have the lists of these reports at hand."""
        missing = [n for n in numbers if n not in self.lists]
        found = rows.load_neighbours(connection, missing, made_by)
        self.lists |= {n: (0, found.get(n, [])) for n in missing}


@dataclass
class Gathering:
    """One making's signatures on a shelf, in step with the database up to a stamp."""

    made_by: int
    copy: Path | None = None  # where the shelf may be kept
    shelf: Shelf = field(default_factory=Shelf)
    stamp: int = -1
    fresh: int = 0  # rows that the copy lacks
    weighed: dict[int, Signature] = field(default_factory=dict)  # signatures at hand

    def catch_up(self, connection: Connection, stamp: int) -> None:
        """Take in what was written since, by this program or another one."""
        if self.stamp < 0:
            self._load(connection)
        else:
            lost, described, reached = rows.since(connection, self.stamp)
            for n in lost:
                self.shelf.remove(n)
                self.weighed.pop(n, None)
            for n, name, made_by, known_by, raw in described:
                self.weighed.pop(n, None)
                if made_by == self.made_by:
                    self.shelf.put(n, name, Signature.from_bytes(raw).whole, bytes(known_by))
                else:
                    self.shelf.remove(n)
            for n, reach in reached:
                self.shelf.reach(n, reach)
        self.stamp = stamp

    def _load(self, connection: Connection) -> None:
        known = rows.known_signatures(connection, self.made_by)
        there = self.shelf.load(self.copy, known) if self.copy else set()
        missing = sorted(known.keys() - there)
        for at in range(0, len(missing), 1000):
            for n, raw in rows.load_signatures(connection, missing[at : at + 1000]).items():
                self.shelf.put(n, known[n][0], Signature.from_bytes(raw).whole, known[n][1])
        for n, reach in rows.reaches(connection, self.made_by):
            self.shelf.reach(n, reach)
        self.fresh = len(missing)

    def save(self) -> None:
        """Keep the shelf for the next time, where that is worth it."""
        if self.copy and self.stamp >= 0 and self.fresh >= WORTH_SAVING:
            self.shelf.save(self.copy)
            self.fresh = 0

    def place(self, connection: Connection, some: Sequence[Described]) -> set[int]:
        """Put reports among the others: their neighbours, the lists that they enter, pairs, near-duplicates.

        Return the reports that must be grouped anew. Rows are written when all have their places.
        """
        for each in some:
            self._remember(each.n, each.signature)
        placing = Placing()
        touched: set[int] = set()
        before, products = len(self.shelf), np.zeros((0, 0), np.int64)
        for at, each in enumerate(some):
            if at % TOGETHER == 0:
                before = len(self.shelf)
                wholes = [other.signature.whole for other in some[at : at + TOGETHER]]
                products = self.shelf.products_of(np.stack(wholes))
            # and with those that came since
            fresh = self.shelf.products_of(each.signature.whole[None, :], before)[0]
            met = np.concatenate([products[at % TOGETHER], fresh])
            touched |= self._place(connection, each, met, placing)
        rows.put_neighbours(
            connection, {n: placing.lists[n] for n in placing.changed}, self.made_by, self.stamp
        )
        rows.put_edges(connection, {p: w for p, w in placing.edges.items() if w is not None}, self.made_by)
        rows.drop_edges(connection, [pair for pair, weight in placing.edges.items() if weight is None])
        self._mark_twins(connection, some, placing)
        self.fresh += len(some)
        return touched | _missed(connection, placing.gone)

    def _place(
        self, connection: Connection, new: Described, products: npt.NDArray[np.int64], placing: Placing
    ) -> set[int]:
        near = self.shelf.nearest(products, NEIGHBOURS, but=new.n)
        entered = [(n, product) for n, product in self.shelf.reached(products) if n != new.n]
        self.shelf.put(new.n, new.name, new.signature.whole, digest(new.raw))
        weights = self._weigh(connection, new, {n for n, _ in near} | {n for n, _ in entered})
        placing.load(connection, [n for n, _ in entered], self.made_by)
        joined: set[int] = set()
        left: list[tuple[int, Neighbour]] = []
        for n, product in entered:
            before = placing.lists[n][1]
            after = self._ordered([*before, Neighbour(new.n, product, weights[n])])
            kept, out = after[:NEIGHBOURS], after[NEIGHBOURS:]
            if any(each.report == new.n for each in kept):
                self._put(placing, n, kept)
                joined.add(n)
                left += [(n, each) for each in out]
        self._put(placing, new.n, [Neighbour(n, product, weights[n]) for n, product in near])
        touched = self._drop(connection, left, placing)
        for n in joined | {n for n, _ in near}:
            if weights[n] >= JOINS:
                placing.edges[_pair(new.n, n)] = weights[n]
        placing.near[new.n] = [n for n, _ in near]
        # where a likely pair came, what is lowered by others may change
        return {new.n} | touched | {n for n in joined | {n for n, _ in near} if weights[n] >= JOINS}

    def _put(self, placing: Placing, n: int, near: Sequence[Neighbour]) -> None:
        placing.lists[n] = (_reach(near), near)
        placing.changed.add(n)
        self.shelf.reach(n, _reach(near))

    def _weigh(self, connection: Connection, new: Described, others: Iterable[int]) -> dict[int, float]:
        others = list(others)
        missing = [n for n in others if n not in self.weighed]
        found = {n: self.weighed[n] for n in others if n in self.weighed}
        for n, raw in rows.load_signatures(connection, missing).items():
            found[n] = Signature.from_bytes(raw)
            self._remember(n, found[n])
        # the same way round whoever came first: the smaller id is the first
        return {n: self._pair(new, n, found[n]) for n in others}

    def _remember(self, n: int, signature: Signature) -> None:
        """Keep a signature at hand, in place of the one that came first where there are `AT_HAND`."""
        self.weighed.pop(n, None)
        self.weighed[n] = signature
        if len(self.weighed) > AT_HAND:
            del self.weighed[next(iter(self.weighed))]

    def _pair(self, new: Described, n: int, other: Signature) -> float:
        mine = new.signature
        first, second = (mine, other) if new.name <= self.shelf.names[n] else (other, mine)
        return probability(first, second)

    def _ordered(self, near: Iterable[Neighbour]) -> list[Neighbour]:
        return sorted(near, key=lambda each: (-each.product, self.shelf.names.get(each.report, "")))

    def _keep(self, connection: Connection, lists: Mapping[int, tuple[int, Sequence[Neighbour]]]) -> None:
        rows.put_neighbours(connection, lists, self.made_by, self.stamp)
        for n, (reach, _) in lists.items():
            self.shelf.reach(n, reach)

    def _drop(
        self, connection: Connection, pairs: Sequence[tuple[int, Neighbour]], placing: Placing
    ) -> set[int]:
        """Forget the edges of pairs that are in neither list any more; return the reports of likely ones."""
        placing.load(connection, [b.report for _, b in pairs], self.made_by)
        touched: set[int] = set()
        for a, b in pairs:
            if all(each.report != a for each in placing.lists[b.report][1]):
                placing.edges[_pair(a, b.report)] = None
                placing.gone.add(_pair(a, b.report))
                touched |= {a, b.report} if b.probability >= JOINS else set()
        return touched

    def _mark_twins(self, connection: Connection, some: Sequence[Described], placing: Placing) -> None:
        same = same_texts(connection, [each.n for each in some])
        sketches = rows.load_sketches(connection, {n for near in placing.near.values() for n in near})
        sketches |= {each.n: each.sketch for each in some}
        marks: dict[int, dict[int, float]] = {}
        for each in some:
            found = {
                n: twins.likeness(each.sketch, sketches.get(n, b"")) for n in placing.near[each.n]
            } | dict.fromkeys(same.get(each.n, ()), 1.0)
            marks[each.n] = {n: likeness for n, likeness in found.items() if likeness >= twins.NEAR}
        put_twins(connection, marks, self.made_by)

    def take_out(self, connection: Connection, n: int) -> set[int]:
        """Take a report out from among the others, whose lists fill up again; return those it hung together with."""
        self.weighed.pop(n, None)
        mates = rows.mates(connection, [n]) | {other for _, other in rows.likely(connection, [n])}
        if n in self.shelf:
            products = self.shelf.products(self.shelf.whole(n))
            held = [other for other, _ in self.shelf.reached(products) if other != n]
            lists = rows.load_neighbours(connection, held, self.made_by)
            holders = [other for other, near in lists.items() if any(each.report == n for each in near)]
            self.shelf.remove(n)
            rows.forget(connection, [n])
            mates |= self._refill(connection, {other: lists[other] for other in holders})
        else:
            rows.forget(connection, [n])
        rows.note_gone(connection, n, self.stamp)
        self.fresh += 1
        return mates - {n}

    def _refill(self, connection: Connection, lists: Mapping[int, Sequence[Neighbour]]) -> set[int]:
        """Look up the neighbours of these reports again; return all that it concerns."""
        changed: dict[int, tuple[int, Sequence[Neighbour]]] = {}
        joins: dict[tuple[int, int], float] = {}
        came: set[int] = set()
        for n, before in lists.items():
            near = self.shelf.nearest(self.shelf.products(self.shelf.whole(n)), NEIGHBOURS, but=n)
            known = {each.report: each.probability for each in before}
            came |= {other for other, _ in near} - known.keys()
            after = [Neighbour(other, product, known.get(other, -1.0)) for other, product in near]
            after = [each if each.probability >= 0 else self._told(connection, n, each) for each in after]
            changed[n] = (_reach(after), after)
            joins |= {(n, each.report): each.probability for each in after if each.probability >= JOINS}
        self._keep(connection, changed)
        rows.put_edges(connection, joins, self.made_by)
        return set(lists) | came

    def _told(self, connection: Connection, n: int, each: Neighbour) -> Neighbour:
        raw = rows.load_signatures(connection, [n, each.report])
        mine, other = (Signature.from_bytes(raw[number]) for number in (n, each.report))
        new = Described(n=n, name=self.shelf.names[n], signature=mine, raw=raw[n], sketch=b"")
        return Neighbour(each.report, each.product, self._pair(new, each.report, other))

    def regroup(
        self,
        connection: Connection,
        numbers: Iterable[int],
        *,
        before: Mapping[int, int | None] | None = None,
        made_by: int,
    ) -> None:
        """Group anew all that these reports hang together with.

        Events keep their ids by where reports were: `before` says it for some (report -> event, or none), the
        database for the others.
        """
        scene = Surroundings(connection)
        names = {n: scene.names[n] for n in scene.around(numbers)}
        if not names:
            return
        told = effective(rows.corrections_on(connection, names))
        groups = group(names.values(), scene.edges(names), told.together, told.apart)
        was: dict[int, int | None] = dict(rows.members(connection, names))
        was |= {n: event for n, event in (before or {}).items() if n in names}
        rows.put_groups(
            connection,
            groups,
            {name: n for n, name in names.items()},
            before={names[n]: event for n, event in was.items() if event is not None},
            new_id=event_id,
            made_by=made_by,
            stamp=self.stamp,
        )


def _missed(connection: Connection, gone: set[tuple[int, int]]) -> set[int]:
    """Return the reports of pairs that went and with both of which a third is likely: it may lower others now."""
    likely: dict[int, set[int]] = {}
    for n, other in rows.likely(connection, {n for pair in gone for n in pair}):
        likely.setdefault(n, set()).add(other)
    return {n for a, b in gone if likely.get(a, set()) & likely.get(b, set()) for n in (a, b)}


def _reach(near: Sequence[Neighbour]) -> int:
    return near[-1].product if len(near) >= NEIGHBOURS else 0


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)
