"""Lists whose members part: "peace, stability and a government" against peace and a government.

A vector says of "stability" that it is near "peace"; that peace is taken by its own counterpart, and that the other
list has no third member, only the two lists side by side tell. Members are matched one to one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from twicetold.comparison.context import Floats
from twicetold.comparison.difference import Difference
from twicetold.comparison.material import Cell, Pair
from twicetold.languages.lookup import table
from twicetold.model import Span

KIND = "lists"
INNER = 3  # words that a member between two others may have
LAST = 6  # words behind the last joint in which the last member is looked for
# Cosine from which two members are one, and from which a member that is left over is told elsewhere. Swept .35-.45 and
# .45-.8 on 5,700 rows of ntrex (English against hi, de, ru, fa, tr, fr) and 372 of them that lose a member: here 21
# of the whole ones are told and 140 of the others (242 have lists
# that can be read); at .55 it is 9 and 101, at .8 37 and 177.
MATCHED = 0.35
ELSEWHERE = 0.65
SURE = 0.7  # a row that lost a member is told a hundred times as often as one that did not; a judgement how many did


@dataclass(frozen=True, slots=True)
class _List:
    """The members of a list, each as the numbers of its words of content; the last one may go on to the right."""

    members: tuple[tuple[int, ...], ...]


def listing(pair: Pair) -> list[Difference]:
    """Return members of a list that the other side's shorter list lacks; nothing without tables or tokens."""
    if pair.cosine is None or any(table(c.language, KIND).is_fallback for c in (pair.left, pair.right)):
        return []
    lists = [list(_lists(cell)) for cell in (pair.left, pair.right)]
    found: list[Difference] = []
    for one in lists[0]:
        other = _counterpart(pair.cosine, one, lists[1])
        if other is None:
            continue
        back = _counterpart(pair.cosine.T, other, lists[0])
        if back is not one:
            continue
        found += _compared(pair, one, other)
    return found


def _lists(cell: Cell) -> Iterator[_List]:
    """Yield the lists of a cell: members with commas between them and a joint ("and") before the last."""
    data = table(cell.language, KIND).data
    joints, commas = frozenset(data["and"]), frozenset(data["commas"])
    text = cell.report.text
    words = cell.words
    for k, w in enumerate(words):
        if w.folded not in joints or k == 0 or k + 1 >= len(words) or words[k + 1].n != w.n:
            continue
        gap = text[words[k - 1].end : w.start].strip()
        if words[k - 1].n != w.n or (gap and gap not in commas) or text[w.end : words[k + 1].start].strip():
            continue
        last = _last(cell, k + 1, joints)
        before = _before(cell, k - 1, joints, commas)
        if last and before:
            yield _List((*before, last))


def _last(cell: Cell, start: int, joints: frozenset[str]) -> tuple[int, ...]:
    """Return the words of content behind a joint, up to a mark, another joint or `LAST` words."""
    found: list[int] = []
    for k in range(start, min(len(cell.words), start + LAST)):
        w = cell.words[k]
        if w.folded in joints or w.n != cell.words[start].n:
            break
        if k > start and cell.report.text[cell.words[k - 1].end : w.start].strip():
            break
        if w.content:
            found.append(k)
    return tuple(found)


def _before(
    cell: Cell, end: int, joints: frozenset[str], commas: frozenset[str]
) -> tuple[tuple[int, ...], ...]:
    """Return the members in front of a joint whose last word is `end`; of the first one only the word at the comma."""
    members: list[tuple[int, ...]] = []
    at = end
    while True:
        if not cell.words[at].content:
            return ()
        run = [at]
        while (
            len(run) <= INNER
            and run[-1] > 0
            and _beside(cell, run[-1] - 1)
            and cell.words[run[-1] - 1].folded not in joints
        ):
            run.append(run[-1] - 1)
        front = run[-1] - 1
        inner = (
            len(run) <= INNER
            and front >= 0
            and cell.words[front].n == cell.words[at].n
            and _comma(cell, front, commas)
        )
        if not inner:
            return ((at,), *members)
        members.insert(0, tuple(sorted(k for k in run if cell.words[k].content)))
        at = front


def _beside(cell: Cell, k: int) -> bool:
    """Whether nothing but white space parts word `k` from the next one."""
    one, other = cell.words[k], cell.words[k + 1]
    return one.n == other.n and not cell.report.text[one.end : other.start].strip()


def _comma(cell: Cell, k: int, commas: frozenset[str]) -> bool:
    return cell.report.text[cell.words[k].end : cell.words[k + 1].start].strip() in commas


def _likeness(cosine: Floats, one: _List, other: _List) -> Floats:
    """Return members x members: the best cosine between a word of one and a word of the other."""
    return np.array([[cosine[np.ix_(a, b)].max() for b in other.members] for a in one.members], np.float32)


def _counterpart(cosine: Floats, one: _List, others: Sequence[_List]) -> _List | None:
    """Return the list of the other side that shares most with this one; `None` where none shares half of a list."""
    best, found = 0.0, None
    for other in others:
        like = _likeness(cosine, one, other)
        pairs = _matched(like)
        good = [float(like[i, j]) for i, j in pairs if like[i, j] >= MATCHED]
        if 2 * len(good) >= min(like.shape) and good and sum(good) > best:
            best, found = sum(good), other
    return found


def _matched(like: Floats) -> list[tuple[int, int]]:
    """Match members one to one, the most alike first."""
    order = sorted(np.ndindex(like.shape), key=lambda ij: (-like[ij], ij))
    found: list[tuple[int, int]] = []
    for i, j in order:
        if all(i != a and j != b for a, b in found):
            found.append((i, j))
    return found


def _compared(pair: Pair, one: _List, other: _List) -> Iterator[Difference]:
    assert pair.cosine is not None
    like = _likeness(pair.cosine, one, other)
    pairs = _matched(like)
    weak = [(i, j) for i, j in pairs if like[i, j] < MATCHED]
    sides = [set(range(n)) - {p[k] for p in pairs} for k, n in enumerate(like.shape)]
    if weak:
        return
    for view, mine, theirs, rest in (
        (pair, one, other, sides[0]),
        (pair.turned(), other, one, sides[1]),
    ):
        for i in sorted(rest - {0}):  # the word at the first comma may end a clause, and begin no list
            if _alone(view, mine.members[i], theirs):
                yield Difference(
                    aspect="detail",
                    verdict="more",
                    sides={view.left.id: (_span(view.left, mine.members[i]),)},
                    note="",
                    confidence=SURE * pair.score,
                    lacking=frozenset({view.right.id}),
                )


def _alone(view: Pair, member: Sequence[int], other: _List) -> bool:
    """Whether a member is told nowhere outside the other list."""
    assert view.cosine is not None
    held = {k for m in other.members for k in m}
    outside = [k for k, w in enumerate(view.right.words) if w.content and k not in held]
    return not outside or float(view.cosine[np.ix_(list(member), outside)].max()) < ELSEWHERE * view.scale


def _span(cell: Cell, member: Sequence[int]) -> Span:
    return Span(cell.words[member[0]].start, cell.words[member[-1]].end)
