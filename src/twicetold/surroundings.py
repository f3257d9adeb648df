"""Which reports must be grouped anew, and what was weighed of them: as far as events may change, and no further.

By likely pairs alone nearly all reports of a newsroom hang together, by way of others. What `events.group` lowers,
because other reports speak against it, parts them into neighbourhoods of a few (of Hiru's 7,653: 6,645, and three).
A pair's lowering depends on the likely pairs of its two reports and on nothing farther, so that this is exact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection

from twicetold.events.group import chance, log_odds, lowered, partners_of
from twicetold.store import events as rows
from twicetold.store.reports import ids_of, languages_of


@dataclass
class Surroundings:
    """What is known around some reports; more is read when it is needed. Names are the ids of reports."""

    connection: Connection
    names: dict[int, str] = field(default_factory=dict)  # of the reports that were read
    numbers: dict[str, int] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    _makings: dict[int, int] = field(default_factory=dict)
    _likely: dict[int, set[int]] = field(default_factory=dict)  # the other sides of likely pairs
    _beside: dict[str, dict[str, float]] = field(
        default_factory=dict
    )  # log-odds of what was weighed, both ways round
    _waiting: dict[int, list[tuple[int, float]]] = field(
        default_factory=dict
    )  # of pairs whose one side was not read

    def around(self, numbers: Iterable[int]) -> set[int]:
        """Return the reports whose events may change where likely pairs of these reports came, went or changed."""
        seeds = set(numbers)
        seeds |= self._likely_of(seeds)
        every: set[int] = set()
        fresh = seeds
        while fresh:
            every |= fresh
            near = self._likely_of(fresh)
            self._read(fresh | near | self._likely_of(near))
            partners = {self.names[n]: self._partners(n) for n in fresh | near if n in self.names}
            met = rows.mates(self.connection, fresh)
            for n in fresh & self.names.keys():
                a = self.names[n]
                for other in self._likely[n] & self.names.keys() - every - met:
                    b = self.names[other]
                    if b in self._beside.get(a, ()) and self._lowered(a, b, partners) > 0:
                        met.add(other)
            fresh = met - every
        self._read(every)
        return every & self.names.keys()

    def edges(self, among: Iterable[int]) -> dict[tuple[str, str], float]:
        """Return what was weighed among reports that `around` gave, lowered, by id."""
        inside = sorted(self.names[n] for n in among)
        partners = {name: self._partners(self.numbers[name]) for name in inside}
        return {
            (a, b): chance(self._lowered(a, b, partners))
            for a in inside
            for b in self._beside.get(a, ())
            if a < b and b in partners
        }

    def _lowered(self, a: str, b: str, partners: dict[str, dict[str, str]]) -> float:
        return lowered(a, b, self._beside, self.languages, partners)

    def _partners(self, n: int) -> dict[str, str]:
        name = self.names[n]
        return partners_of(name, self._beside, self.languages) if name in self._beside else {}

    def _likely_of(self, numbers: Iterable[int]) -> set[int]:
        wanted = set(numbers)
        missing = wanted - self._likely.keys()
        self._likely |= {n: set() for n in missing}
        for n, other in rows.likely(self.connection, missing):
            self._likely[n].add(other)
        return {other for n in wanted for other in self._likely[n]}

    def _read(self, numbers: Iterable[int]) -> None:
        """Have these reports at hand, and what was weighed between them and those that are; never across makings."""
        fresh = set(numbers) - self.names.keys()
        found = ids_of(self.connection, fresh)
        self.names |= found
        self.numbers |= {name: n for n, name in found.items()}
        self.languages |= {found[n]: code for n, code in languages_of(self.connection, found).items()}
        self._makings |= rows.makings_of(self.connection, found)
        for n in found:
            for other, probability in self._waiting.pop(n, ()):
                self._weighed(other, n, probability)
        for n, near in rows.load_neighbours(self.connection, found).items():
            for each in near:
                if each.report in self.names:
                    self._weighed(n, each.report, each.probability)
                else:
                    self._waiting.setdefault(each.report, []).append((n, each.probability))

    def _weighed(self, n: int, other: int, probability: float) -> None:
        if self._makings.get(n) == self._makings.get(other):
            a, b = self.names[n], self.names[other]
            odds = log_odds(probability)
            self._beside.setdefault(a, {})[b] = self._beside.setdefault(b, {})[a] = odds
