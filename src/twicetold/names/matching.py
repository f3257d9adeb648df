"""Match two lists of names: for each left name the best right one.

Candidates by folded sound, then learned letter weights, initials and shape, then a correction for rights
that are everybody's best (hubs): a right's score is lowered by how much all lefts together want it, and
one that nobody wants is not raised (an inverted softmax with a null, after Smith et al. 2017). Nothing forces
one-to-one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twicetold.names.pairs import Evidence, evidence
from twicetold.names.sounds import views

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Index = NDArray[np.int64]
    Column = NDArray[np.float32]

ROWS_AT_ONCE = 256  # of the candidate search; 10,000 right names: 10 MB a view
FEWEST, MOST = 40, 200  # candidates of a left name; short names have more that are nearly as good
MARGIN = (
    0.3  # how much less alike than the best candidate another may be; Russian recall .961 at .2, .973 at .5
)
TEMPERATURE, ROUNDS = 4.0, 2
NOBODY = 20.0  # what a right name that no left wants must pass all the same
# Logistic weights of `Answer.features`, fitted by training/names/calibrate.py
_SCORE = (-5.988, 4.206, 0.3, 2.222, 1.186)  # initials by hand: those lists have none


@dataclass(frozen=True, slots=True)
class Answer:
    """The best right name of a left one: where both stand, and what the score is made of."""

    left: int
    right: int
    features: tuple[
        float, ...
    ]  # 1, log-odds a letter, its initials' sum, likeness of views, log of the lead over the next

    @property
    def score(self) -> float:
        """How likely the answer is right, 0 to 1."""
        x = sum(w * f for w, f in zip(_SCORE, self.features, strict=True))
        return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x)))), 6)


def match(left: Sequence[str], right: Sequence[str]) -> list[tuple[int | None, float]]:
    """Return for each left name the index of the best right one and a score, 0 to 1.

    A blank or soundless left name gets (None, 0.0). Equal scores go to the first. Time grows with
    len(left) * len(right), memory with the number of candidates (at most 200 a left name).
    """
    found: list[tuple[int | None, float]] = [(None, 0.0)] * len(left)
    for answer in answers(left, right):
        found[answer.left] = (answer.right, answer.score)
    return found


def answers(left: Sequence[str], right: Sequence[str]) -> list[Answer]:
    """Return the best right name of every left one that has a sound."""
    import numpy as np

    lefts = [i for i, name in enumerate(left) if any(views(name))]
    rights = [j for j, name in enumerate(right) if any(views(name))]
    if not lefts or not rights:
        return []
    near, far = [left[i] for i in lefts], [right[j] for j in rights]
    first, second = candidates(near, far)
    found = evidence(near, far, (first, second), weigh)
    wanted = settle(weigh(found), (first, second), (len(near), len(far)))
    order = np.lexsort((second, -wanted, first))
    heads = np.unique(first[order], return_index=True)[1]
    told = found.same_initials + 0.5 * found.near_initials - found.clashing_initials
    chosen = []
    for head in heads:
        k = int(order[head])
        runner = order[head + 1] if head + 1 < len(order) and first[order[head + 1]] == first[k] else None
        lead = min(30.0, float(wanted[k] - wanted[runner])) if runner is not None else 30.0
        rate = float(found.odds[k]) / max(1.0, float(found.letters[k]))
        features = (1.0, max(-5.0, rate), float(told[k]), float(found.views[k]), math.log1p(max(0.0, lead)))
        chosen.append(Answer(lefts[int(first[k])], rights[int(second[k])], features))
    return chosen


def candidates(left: Sequence[str], right: Sequence[str]) -> tuple[Index, Index]:
    """Return pairs (left, right) worth a closer look, by the folded views of the names."""
    import numpy as np
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    sides = [[[views(n)[k] for n in side] for k in range(3)] for side in (left, right)]
    rows: list[Index] = []
    columns: list[Index] = []
    for start in range(0, len(left), ROWS_AT_ONCE):
        stop = min(start + ROWS_AT_ONCE, len(left))
        total = sum(
            cdist(sides[0][k][start:stop], sides[1][k], scorer=Indel.normalized_similarity, dtype=np.float32)
            for k in range(3)
        )
        for row in range(start, stop):
            keep = int(np.clip(8000 // max(1, len(sides[0][0][row])) ** 2, FEWEST, MOST))
            likeness = np.asarray(total)[row - start]
            best = np.argpartition(-likeness, keep)[:keep] if keep < len(right) else np.arange(len(right))
            best = np.sort(best[likeness[best] >= likeness[best].max() - 3 * MARGIN])
            columns.append(best.astype(np.int64))
            rows.append(np.full(len(best), row, np.int64))
    return np.concatenate(rows), np.concatenate(columns)


def weigh(e: Evidence) -> Column:
    """Return one number a pair; more is likelier one name.

    The nine constants were swept by halves and doubles together on names-hi-en and names-wikidata: a plateau,
    accuracy moves by less than .003 when any one is changed by a third.
    """
    import numpy as np

    odds = 1.4 * e.odds * (20 / np.maximum(e.letters, 2)) ** 0.35
    initials = 10 * e.same_initials + 3.5 * e.near_initials - 16 * e.clashing_initials - 2 * e.lone_initials
    total: Column = odds + initials + 16 * e.shape + 4 * e.order + 8 * e.latin + 50 * e.views
    return total


def settle(raw: Column, pairs: tuple[Index, Index], sizes: tuple[int, int]) -> Column:
    """Return what is left of each pair's weight after rights that many lefts want were made dearer.

    Two rounds: what the rights cost decides how much a left still wants elsewhere. Rounds 0 to 5 and
    temperatures 2, 4, 8 swept on whole lists, on lists whose other half is missing, and on lists with
    every left name twice: two rounds at 4 are best or within .004 of the best in all of them (docs/names.md).
    """
    import numpy as np

    first, second = pairs
    scaled = raw.astype(np.float64) / TEMPERATURE
    asked = np.zeros(sizes[0])
    cost = np.zeros(sizes[1])
    for _ in range(ROUNDS):
        cost = _log_sum(scaled - asked[first], second, sizes[1], NOBODY / TEMPERATURE)
        asked = _log_sum(scaled - cost[second], first, sizes[0], -50.0)
    settled: Column = (TEMPERATURE * (scaled - cost[second])).astype(np.float32)
    return settled


def _log_sum(x: NDArray[np.float64], index: Index, size: int, least: float) -> NDArray[np.float64]:
    """Return log(exp(least) + sum of exp(x) over the pairs of each name)."""
    import numpy as np

    top = np.full(size, least)
    np.maximum.at(top, index, x)
    total = np.exp(least - top)
    np.add.at(total, index, np.exp(x - top[index]))
    summed: NDArray[np.float64] = np.log(total) + top
    return summed
