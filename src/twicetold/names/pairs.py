"""What speaks for and against two names being one, for many pairs at once: letters, initials, shape.

`evidence` fills the columns of `Evidence`; `match` and `similarity` weigh them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twicetold.names.edits import PairScorer, script_of, spell, spell_latin, weights
from twicetold.names.parts import KIN, Parts, Reading, parts
from twicetold.names.sounds import views

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Columns over pairs. `odds` and the initials are of the reading that explains the pair best."""

    odds: NDArray[np.float32]  # summed log-odds of the letters of the words
    letters: NDArray[np.float32]  # how many letters were compared, both sides
    same_initials: NDArray[np.float32]
    near_initials: NDArray[np.float32]  # C for K, V for W
    clashing_initials: NDArray[np.float32]
    lone_initials: NDArray[np.float32]  # on one side only
    shape: NDArray[np.float32]  # likeness of word and initial order with punctuation, 0 to 1
    order: NDArray[np.float32]  # the same without punctuation
    latin: NDArray[np.float32]  # share of the Latin tokens of the right name that stand in the left one
    views: NDArray[np.float32]  # the folded views' likeness, one column each, 0 to 1


def is_latin(name: str) -> bool:
    """Whether most letters of a name are of the Latin script."""
    latin = sum(
        c.isalpha() and (c.isascii() or "\u00c0" <= c < "\u0250" or "\u1e00" <= c < "\u1f00") for c in name
    )
    return 2 * latin >= sum(c.isalpha() for c in name)


def evidence(
    left: Sequence[str],
    right: Sequence[str],
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    weigh: Callable[[Evidence], NDArray[np.float32]],
) -> Evidence:
    """Return the evidence for the pairs (left[pairs[0][k]], right[pairs[1][k]]), best reading by `weigh`."""
    import numpy as np

    first, second = pairs
    taken = [[parts(n) for n in side] for side in (left, right)]
    fixed = _fixed_columns(left, right, taken, first, second)
    best: Evidence | None = None
    readings = [np.array([len(p.readings) for p in side]) for side in taken]
    for a, b in ((0, 0), (0, 1), (1, 0), (1, 1)):
        chosen = (a < readings[0][first]) & (b < readings[1][second])
        if not chosen.any():
            continue
        some = _reading(left, right, taken, (a, b), first[chosen], second[chosen])
        full = Evidence(*(_spread(column, chosen) for column in some), *fixed)
        if best is None:
            best = full
            continue
        better = chosen & (weigh(full) > weigh(best))
        best = Evidence(*(np.where(better, getattr(full, n), getattr(best, n)) for n in _READ), *fixed)
    assert best is not None
    return best


_READ = ("odds", "letters", "same_initials", "near_initials", "clashing_initials", "lone_initials")


def _spread(column: NDArray[np.float32], chosen: NDArray[np.bool_]) -> NDArray[np.float32]:
    import numpy as np

    out = np.zeros(len(chosen), np.float32)
    out[chosen] = column
    return out


def _reading(
    left: Sequence[str],
    right: Sequence[str],
    taken: list[list[Parts]],
    reading: tuple[int, int],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
) -> list[NDArray[np.float32]]:
    """Return the columns that depend on how short tokens are read."""
    import numpy as np

    sides = [
        [p.readings[min(r, len(p.readings) - 1)] for p in side]
        for r, side in zip(reading, taken, strict=True)
    ]
    odds = np.zeros(len(first), np.float32)
    letters = np.zeros(len(first), np.float32)
    latin = np.array([is_latin(n) for n in left]), np.array([is_latin(n) for n in right])
    scripts = [np.array([script_of(n) for n in side]) for side in (left, right)]
    # which table, and whether the right side is the one in the table's script
    tables = np.where(
        latin[0][first], scripts[1][second], np.where(latin[1][second], scripts[0][first], "latn")
    )
    turned = ~latin[0][first] & latin[1][second] & (tables != "latn")
    for script in np.unique(tables):
        for turn in (False, True):
            some = np.flatnonzero((tables == script) & (turned == turn))
            if len(some):
                odds[some], letters[some] = _letters(sides, str(script), turn, first[some], second[some])
    bags = [_bags([reading.initials for reading in side]) for side in sides]
    return [odds, letters, *_initials(bags, first, second)]


def _letters(
    sides: list[list[Reading]], script: str, turn: bool, first: NDArray[np.int64], second: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return log-odds and number of letters of pairs that one table compares."""
    import numpy as np

    table = weights(script)
    if turn:
        (rows, latin), (columns, foreign) = (_used(second, sides[1]), _used(first, sides[0]))
    else:
        (rows, latin), (columns, foreign) = (_used(first, sides[0]), _used(second, sides[1]))
    near = [" ".join(r.words) for r in latin]
    far = [" ".join(r.words) for r in foreign]
    if script == "latn":
        near_spelled = [spell(n, "latn") for n in near]
    else:
        near_spelled = [spell_latin(n, table.letters) for n in near]
    scorer = PairScorer(near_spelled, [spell(n, script) for n in far], table)
    count = scorer.latin_lengths[rows] + scorer.foreign_lengths[columns]
    return scorer.score(rows, columns), count.astype(np.float32)


def _used(index: NDArray[np.int64], side: list[Reading]) -> tuple[NDArray[np.int64], list[Reading]]:
    """Return the index into only those readings that are used, and these."""
    import numpy as np

    kept, inverse = np.unique(index, return_inverse=True)
    return inverse, [side[k] for k in kept]


def _bags(initials: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return how often each letter is an initial, and which letters could be meant, name by letter."""
    import numpy as np

    exact = np.zeros((len(initials), 26), np.float32)
    kin = np.zeros((len(initials), 26), np.float32)
    for n, letters in enumerate(initials):
        for letter in letters:
            exact[n, _ALPHABET.index(letter)] += 1
            kin[n, [_ALPHABET.index(k) for k in KIN[letter]]] = 1
    return exact, kin


def _initials(
    bags: list[tuple[NDArray[np.float32], NDArray[np.float32]]],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
) -> list[NDArray[np.float32]]:
    """Return how many initials are the same, near, clashing and alone."""
    import numpy as np

    (left, _), (right, kin) = bags
    a, b = left[first], right[second]
    of_left, of_right = a.sum(1), b.sum(1)
    both = np.minimum(of_left, of_right)
    same = np.minimum(a, b).sum(1)
    near = np.clip(np.minimum(a, kin[second]).sum(1), same, np.maximum(both, same))
    return [same, near - same, both - near, np.abs(of_left - of_right)]


def _fixed_columns(
    left: Sequence[str],
    right: Sequence[str],
    taken: list[list[Parts]],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
) -> list[NDArray[np.float32]]:
    """Return the columns that no reading changes."""
    import numpy as np
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cpdist

    shapes = [[p.shape for p in side] for side in taken]
    orders = [["".join(c for c in s if c in "WI") for s in side] for side in shapes]

    def alike(a: Sequence[str], b: Sequence[str]) -> NDArray[np.float32]:
        pairs = ([a[i] for i in first], [b[j] for j in second])
        return np.asarray(cpdist(*pairs, scorer=Indel.normalized_similarity, dtype=np.float32))

    latin = np.zeros(len(first), np.float32)
    for k in np.flatnonzero(np.array([bool(p.latin) for p in taken[1]])[second]):
        theirs = taken[1][second[k]].latin
        latin[k] = len(taken[0][first[k]].latin & theirs) / len(theirs)
    folded = [[views(n) for n in side] for side in (left, right)]
    likeness = sum(alike([v[k] for v in folded[0]], [v[k] for v in folded[1]]) for k in range(3)) / 3
    return [alike(*shapes), alike(*orders), latin, np.asarray(likeness, np.float32)]
