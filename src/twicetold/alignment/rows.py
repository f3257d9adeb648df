"""Links in, rows out: the partition of all statements of all reports that the links' log-odds favour.

Correlation clustering (Bansal, Blum and Chawla 2004): a row gains the log-odds, above the cut, of every pair of its
statements from different reports, so a chain of weak links pays for the pairs at its ends that do not match.
Greedy joining of the best pair of rows, then single statements move while that gains. Two reports or twenty: one
table, no pivot, no order of pairs.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence

Node = int
Pairs = Mapping[tuple[Node, Node], float]

FLOOR = -2.5  # what a pair costs at the most; also what a pair costs that was never a candidate
CEILING = (
    3.0  # what a pair gains at the most; 2 to 4 and -1.5 to -4 make no difference on planted or real pairs
)
ROUNDS = 10


def cluster(groups: Sequence[int], gains: Pairs) -> list[list[Node]]:
    """Return the rows, each ascending, in the order of their first statements.

    `groups[node]` is the node's report. `gains` has a pair of nodes (the smaller first) of different reports ->
    log-odds less the cut; pairs it does not have cost `FLOOR`. Ties go to the smaller nodes. A statement that the
    partition leaves alone, though one link of it pays, joins that row whatever the rest of the row says of it: else
    an omission would be shown that is none.
    """
    near = _near(gains)
    rows = _partition(groups, near)
    _take_in(rows, near)
    return sorted(sorted(members) for members in rows.values() if members)


def partition(groups: Sequence[int], gains: Pairs) -> list[list[Node]]:
    """Return what `cluster` does before it takes in what was left alone: no single join or move gains more."""
    return sorted(sorted(members) for members in _partition(groups, _near(gains)).values() if members)


def _near(gains: Pairs) -> dict[Node, dict[Node, float]]:
    """Return node -> other node -> gain above the floor."""
    near: dict[Node, dict[Node, float]] = defaultdict(dict)
    for (x, y), gain in gains.items():
        near[x][y] = near[y][x] = min(max(gain, FLOOR), CEILING) - FLOOR
    return near


def _partition(groups: Sequence[int], near: Mapping[Node, Mapping[Node, float]]) -> dict[int, set[Node]]:
    rows = _join(groups, near)
    for _ in range(ROUNDS):
        if not _move(rows, groups, near):
            break
    return rows


def _join(groups: Sequence[int], near: Mapping[Node, Mapping[Node, float]]) -> dict[int, set[Node]]:
    """Join the two rows that gain the most until none do. `near` holds gains above the floor."""
    rows = {n: {n} for n in range(len(groups))}
    counts = {n: {g: 1} for n, g in enumerate(groups)}
    ties: dict[int, dict[int, float]] = {n: dict(near.get(n, {})) for n in rows}
    born = dict.fromkeys(rows, 0)

    def gain(x: int, y: int) -> float:
        return ties[x][y] + FLOOR * _cross(counts[x], counts[y])

    queue = [(-gain(x, y), x, y, 0, 0) for x in ties for y in ties[x] if x < y and gain(x, y) > 0]
    heapq.heapify(queue)
    while queue:
        _, x, y, bx, by = heapq.heappop(queue)
        if born.get(x) != bx or born.get(y) != by:
            continue  # one of them has grown since
        rows[x] |= rows.pop(y)
        for group, count in counts.pop(y).items():
            counts[x][group] = counts[x].get(group, 0) + count
        del born[y]
        born[x] += 1
        for z, tie in ties.pop(y).items():
            ties[z].pop(y, None)
            if z != x:
                ties[x][z] = ties[z][x] = ties[x].get(z, 0.0) + tie
        ties[x].pop(y, None)
        for z in ties[x]:
            if gain(x, z) > 0:
                low, high = min(x, z), max(x, z)
                heapq.heappush(queue, (-gain(x, z), low, high, born[low], born[high]))
    return rows


def _cross(one: Mapping[int, int], other: Mapping[int, int]) -> int:
    """Return how many pairs of different reports two rows have between them."""
    return sum(one.values()) * sum(other.values()) - sum(c * other.get(g, 0) for g, c in one.items())


def _move(
    rows: dict[int, set[Node]], groups: Sequence[int], near: Mapping[Node, Mapping[Node, float]]
) -> bool:
    """Move single statements to the row where they gain the most, or out of any; say whether one moved."""
    home = {n: row for row, members in rows.items() for n in members}
    moved = False
    for node in range(len(groups)):
        here = home[node]
        choices = {home[other] for other in near.get(node, ())} | {here}
        worth = {row: _worth(node, rows[row], groups, near) for row in choices}
        best = min(choices, key=lambda row: (-worth[row], row))
        if worth[best] <= max(worth[here], 0.0) + 1e-9 and worth[here] >= -1e-9:
            continue
        if worth[best] <= 0:
            best = next(row for row in range(node, node + 2 * len(groups) + 1) if not rows.get(row))
            rows[best] = set()
        rows[here].discard(node)
        rows[best].add(node)
        home[node] = best
        moved = True
    return moved


def _take_in(rows: dict[int, set[Node]], near: Mapping[Node, Mapping[Node, float]]) -> None:
    """Join what is alone to the row of its best partner, where that one link pays. Ties go to the smaller partner."""
    home = {n: row for row, members in rows.items() for n in members}
    alone = sorted(next(iter(members)) for members in rows.values() if len(members) == 1)
    joining = []
    for node in alone:
        gain, partner = max(((gain, -other) for other, gain in near.get(node, {}).items()), default=(0.0, 0))
        if gain + FLOOR > 0 and len(rows[home[-partner]]) > 1:
            joining.append((node, home[-partner]))
    for node, row in joining:
        rows[home[node]].discard(node)
        rows[row].add(node)


def _worth(
    node: Node, members: set[Node], groups: Sequence[int], near: Mapping[Node, Mapping[Node, float]]
) -> float:
    own = near.get(node, {})
    return sum(own.get(m, 0.0) + FLOOR for m in sorted(members) if groups[m] != groups[node])
