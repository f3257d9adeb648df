"""Pair probabilities in, events out: average link over log-odds, with people's corrections.

Two groups join while the mean log-odds over *all* pairs between them is positive; a pair that nobody weighed counts
as unlikely. One strong link therefore cannot chain two events together, however it came.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic

from twicetold.events.index import Key

UNSEEN = -4.0  # log-odds of a pair that was never weighed: not near enough to be a candidate
_LEAST, _MOST = 1e-6, 1 - 1e-6
# 0, 1 and 3 were tried on Hiru (one report an event and language) and on ntrex with two reports of each language: 3
# helps the first by .13 to .22 of F1 and costs the second nothing; dropping every pair that is not the best of both
# would help the first more and break the second.
RIVAL = 3.0
# How far a mean witness may be closer to one of two reports of one language than to the other, in log-odds, and what
# each unit beyond costs the pair. Swept on Hiru and on ntrex with two reports in each of four languages: 3, 5 and 8
# without allowance or with 1 or 2. The first rises with the cost (F1 .88 without any, .938 at 5, .945 at 8), the second
# falls (.993, .987, .978); the closest witness in place of their mean costs the second .01 more for the same gain.
ALLOWED, WITNESS = 1.0, 7.0


def group(
    keys: Iterable[Key],
    edges: Mapping[tuple[Key, Key], float],
    together: Sequence[tuple[Key, Key]] = (),
    apart: Sequence[tuple[Key, Key]] = (),
    languages: Mapping[Key, str] | None = None,
) -> tuple[tuple[Key, ...], ...]:
    """Return the groups, each sorted, in the order of their first keys; every key is in exactly one.

    `edges` has a probability from 0 to 1 for pairs in either order. `together` and `apart` are corrections: the
    first are always in one group, the second never, unless the first say so. Those about unknown keys are ignored.
    Independent of the order of everything given. With the `languages` of the keys pairs give way to what other
    reports say (`yielding`).
    """
    if languages is not None:
        edges = yielding(edges, languages)
    every = sorted(set(keys))
    parts = _Parts(every)
    for a, b in _known(together, parts):
        parts.join(a, b)
    made = _Groups(every, parts, edges, _known(apart, parts))
    made.run()
    return tuple(sorted(tuple(sorted(members)) for members in made.members.values()))


def _known(pairs: Sequence[tuple[Key, Key]], parts: _Parts[Key]) -> set[tuple[Key, Key]]:
    return {_pair(a, b) for a, b in pairs if a in parts.parent and b in parts.parent and a != b}


def _pair(a: Key, b: Key) -> tuple[Key, Key]:
    return (a, b) if a <= b else (b, a)  # type: ignore[operator]


class _Parts(Generic[Key]):
    """Which keys were joined by hand; a part goes by its first key."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.parent = {key: key for key in keys}

    def find(self, key: Key) -> Key:
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def join(self, a: Key, b: Key) -> None:
        first, second = _pair(self.find(a), self.find(b))
        self.parent[second] = first


class _Groups(Generic[Key]):
    """Groups by their first key, the summed log-odds between those that know each other, and who may not meet.

    Log-odds are whole thousandths, so that no sum depends on its order.
    """

    def __init__(
        self,
        keys: Sequence[Key],
        parts: _Parts[Key],
        edges: Mapping[tuple[Key, Key], float],
        apart: Iterable[tuple[Key, Key]],
    ) -> None:
        self.members: dict[Key, list[Key]] = {}
        for key in keys:
            self.members.setdefault(parts.find(key), []).append(key)
        self.links: dict[Key, dict[Key, int]] = {key: {} for key in self.members}
        self.foes: dict[Key, set[Key]] = {key: set() for key in self.members}
        seen: dict[tuple[Key, Key], float] = {}
        for (a, b), probability in edges.items():
            if a in parts.parent and b in parts.parent and a != b:
                pair = _pair(a, b)
                seen[pair] = max(probability, seen.get(pair, 0.0))
        for (a, b), probability in seen.items():
            x, y = parts.find(a), parts.find(b)
            if x != y:
                gain = round(1000 * (log_odds(probability) - UNSEEN))
                self.links[x][y] = self.links[y][x] = self.links[x].get(y, 0) + gain
        for a, b in apart:
            x, y = parts.find(a), parts.find(b)
            if x != y:
                self.foes[x].add(y)
                self.foes[y].add(x)

    def run(self) -> None:
        """Join the two groups that have most for it, until none has."""
        waiting = [
            (-mean, *_pair(a, b)) for a in self.links for b in self.links[a] if (mean := self._mean(a, b)) > 0
        ]
        heapq.heapify(waiting)
        while waiting:
            score, a, b = heapq.heappop(waiting)
            if a not in self.members or b not in self.members or b in self.foes[a]:
                continue
            if -score != self._mean(a, b):  # one of them has grown since
                continue
            self._merge(a, b)
            for other in self.links[a]:
                if (mean := self._mean(a, other)) > 0:
                    heapq.heappush(waiting, (-mean, *_pair(a, other)))

    def _mean(self, a: Key, b: Key) -> float:
        """Return the mean log-odds over all pairs between two groups, in thousandths."""
        pairs = len(self.members[a]) * len(self.members[b])
        return self.links[a].get(b, 0) / pairs + 1000 * UNSEEN

    def _merge(self, a: Key, b: Key) -> None:
        self.members[a] += self.members.pop(b)
        for other, gain in self.links.pop(b).items():
            del self.links[other][b]
            if other != a:
                self.links[a][other] = self.links[other][a] = self.links[a].get(other, 0) + gain
        for foe in self.foes.pop(b):
            self.foes[foe].discard(b)
            self.foes[foe].add(a)
            self.foes[a].add(foe)


def yielding(
    edges: Mapping[tuple[Key, Key], float], languages: Mapping[Key, str]
) -> dict[tuple[Key, Key], float]:
    """Return the edges, lowered where other reports speak against them.

    Between two languages: a rival of b for a is a report in b's language that is closer to a than b is, and closer to a
    than to b: else the two would tell one event together. The lowering is `RIVAL` times the lesser of both leads, in
    log-odds. Within a language: see `_parted`. Only pairs that are likelier than not speak against one, so that a
    group's own edges suffice to compute it.
    """
    beside: dict[Key, dict[Key, float]] = {}
    for (a, b), probability in edges.items():
        odds = max(log_odds(probability), beside.get(a, {}).get(b, -math.inf))
        beside.setdefault(a, {})[b] = beside.setdefault(b, {})[a] = odds
    partners = {key: partners_of(key, beside, languages) for key in beside}
    found = {}
    for (a, b), probability in edges.items():
        odds = lowered(a, b, beside, languages, partners)
        found[a, b] = probability if odds == beside[a][b] else chance(odds)
    return found


def lowered(
    a: Key,
    b: Key,
    beside: Mapping[Key, Mapping[Key, float]],
    languages: Mapping[Key, str],
    partners: Mapping[Key, Mapping[str, Key]],
) -> float:
    """Return the log-odds of a pair, lowered as `yielding` says.

    `beside` has the log-odds of pairs both ways round: all of a and b, and those between the likely ones of either and
    the other one; `partners` what `partners_of` finds for a and b.
    """
    odds = beside[a][b]
    if odds <= 0:
        return odds
    if languages[a] == languages[b]:
        return odds - WITNESS * _parted(a, b, beside, partners)
    return odds - RIVAL * max(_lead(a, b, beside, languages), _lead(b, a, beside, languages))


def chance(odds: float) -> float:
    """Return the probability of log-odds, bounded."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def partners_of(
    key: Key, beside: Mapping[Key, Mapping[Key, float]], languages: Mapping[Key, str]
) -> dict[str, Key]:
    """Return the closest report of each other language, where it is likelier than not of one event."""
    best: dict[str, tuple[float, Key]] = {}
    for other, odds in beside[key].items():
        if odds <= 0:
            continue
        told = languages[other]
        if told != languages[key] and (told not in best or (odds, other) > best[told]):
            best[told] = (odds, other)
    return {told: other for told, (_, other) in best.items()}


def _parted(
    a: Key,
    b: Key,
    beside: Mapping[Key, Mapping[Key, float]],
    partners: Mapping[Key, Mapping[str, Key]],
) -> float:
    """Return how far witnesses in other languages part two reports of one language; 0 without any.

    Two outlets that tell one happening are about as close to what a third one tells of it elsewhere. Where a report's
    partner in another language is close to it and not to the other report, they tell two happenings, as an outlet does
    that goes on to tell what came next. No outlet is looked at. Each language counts as much.
    """
    leads: dict[str, float] = {}
    for one, other in ((a, b), (b, a)):
        for told, witness in partners[one].items():
            odds = beside[witness][one]
            lead = min(odds, odds - beside[witness].get(other, UNSEEN))
            leads[told] = max(lead, leads.get(told, -math.inf))
    if not leads:
        return 0.0
    return max(0.0, sum(leads[told] for told in sorted(leads)) / len(leads) - ALLOWED)


def _lead(a: Key, b: Key, beside: Mapping[Key, Mapping[Key, float]], languages: Mapping[Key, str]) -> float:
    """Return how far the strongest rival of `b` leads it with `a`; 0 without one."""
    mine, theirs = beside[a][b], beside[b]
    leads = (
        min(odds - mine, odds - theirs.get(c, UNSEEN))
        for c, odds in beside[a].items()
        if odds > mine and c != b and languages[c] == languages[b]
    )
    return max(0.0, max(leads, default=0.0))


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability, bounded."""
    p = min(max(round(probability, 6), _LEAST), _MOST)  # a library keeps it in half the bytes
    return math.log(p / (1 - p))
