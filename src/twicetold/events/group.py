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
_LEAST, _MOST = 1e-4, 1 - 1e-4


def group(
    keys: Iterable[Key],
    edges: Mapping[tuple[Key, Key], float],
    together: Sequence[tuple[Key, Key]] = (),
    apart: Sequence[tuple[Key, Key]] = (),
) -> tuple[tuple[Key, ...], ...]:
    """Return the groups, each sorted, in the order of their first keys; every key is in exactly one.

    `edges` has a probability from 0 to 1 for pairs in either order. `together` and `apart` are corrections: the
    first are always in one group, the second never, unless the first say so. Those about unknown keys are ignored.
    Independent of the order of everything given.
    """
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


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability, bounded."""
    p = min(max(probability, _LEAST), _MOST)
    return math.log(p / (1 - p))
