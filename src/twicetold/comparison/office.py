"""Offices, ranks and titles beside names: one person with two of them, or two people with one.

A table per language sorts them into kinds; a table for all (`und`) gives each kind its group. Which words are a name
is read off the office beside it, so that it holds where a script has no capitals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from twicetold.comparison.cues import kinds
from twicetold.comparison.difference import Difference, met, squeezed
from twicetold.comparison.material import Cell, Pair
from twicetold.languages.lookup import FALLBACK, table
from twicetold.model import Span

KIND = "offices"
SAME = 0.8  # likeness from which two words are one name
OTHER = 0.45  # likeness under which no word of a name may be one of the other side's
BONES = 0.6  # the same of their consonants alone, which are all that some scripts share with Latin
TRANSLATION = (
    0.865  # cosine from which words without context are translations, not two names: as in `name.py`
)
TITLE = 0.55  # confidence that a person's two titles part; none did in 5,994 rows of ntrex
NAME = 2  # words that two people are told apart by
LONGEST = 3  # words of a name beside an office, initials left out
SAME_PLACE = 0.3  # likeness of surroundings from which two people of one rank stand in one place
_GAPS = frozenset({" ", ". ", ".", "\u00a0", "-"})  # between an office and the words of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """An office of a cell and the words beside it that name who bears it; none where nobody is named."""

    kind: str
    span: Span
    words: tuple[int, ...]
    after: bool  # the name stands behind the office


@cache
def _kinds() -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = table(FALLBACK, KIND).data["kinds"]
    return told


def office(pair: Pair) -> list[Difference]:
    """Return the offices that part; nothing where a language has no table of them."""
    if any(table(c.language, KIND).is_fallback for c in (pair.left, pair.right)):
        return []
    left, right = bearers(pair.left), bearers(pair.right)
    return [*_titles(pair, left, right), *_people(pair, left, right)]


def bearers(cell: Cell) -> list[Bearer]:
    """Return the offices of a cell, each with the name beside it."""
    held = [
        (name, Span(s.start + cue.start, s.start + cue.end))
        for s in cell.statements
        for name, cue in kinds(s.text, cell.language, KIND, _kinds())
    ]
    taken = {k for _, span in held for k in cell.at(span)}
    found = []
    for name, span in held:
        at = cell.at(span)
        if not at:
            continue
        behind = _named(cell, at[-1], 1, taken)
        found.append(Bearer(kind=name, span=span, words=tuple(behind), after=True))
        before = _named(cell, at[0], -1, taken)
        if before:
            found.append(Bearer(kind=name, span=span, words=tuple(sorted(before)), after=False))
    return found


def _named(cell: Cell, at: int, step: int, taken: set[int]) -> list[int]:
    """Return the words of a name that stand right beside a word: capitalised where the script has capitals."""
    found: list[int] = []
    last, k = at, at + step
    cased = False
    while 0 <= k < len(cell.words) and len(found) < (LONGEST if cased else NAME) and k not in taken:
        word, beside = cell.words[k], cell.words[last]
        first, second = (beside, word) if step > 0 else (word, beside)
        if word.n != beside.n or cell.report.text[first.end : second.start] not in _GAPS:
            break
        cased = word.text[0] != word.text[0].swapcase()
        if (cased and not word.text[0].isupper()) or not word.text[0].isalpha():
            break
        if len(word.text) > 2:
            if not cased and not word.content:
                break
            found.append(k)
        last, k = k, k + step
    return found


def _titles(pair: Pair, left: list[Bearer], right: list[Bearer]) -> Iterator[Difference]:
    """Yield the offices of one group that one person bears on one side and not on the other."""
    done: set[tuple[Span, Span]] = set()
    for a in left:
        for b in right:
            told = _kinds()[a.kind], _kinds()[b.kind]
            if a.kind == b.kind or told[0]["group"] != told[1]["group"] or (a.span, b.span) in done:
                continue
            shared = _shared(pair, a, b)
            if shared is None:
                continue
            tops = _top(left, shared[0], a.kind), _top(right, shared[1], b.kind)
            if tops[0] & tops[1] or a.kind not in tops[0] or b.kind not in tops[1]:
                continue
            done.add((a.span, b.span))
            first, second = told if pair.left.id <= pair.right.id else told[::-1]  # as a reason tells them
            yield Difference(
                aspect="name",
                verdict="differs",
                sides={pair.left.id: (_whole(pair.left, a),), pair.right.id: (_whole(pair.right, b),)},
                note=f"one name, here as {first['gloss']}, there as {second['gloss']}",
                confidence=TITLE * pair.score,
            )


def _shared(pair: Pair, a: Bearer, b: Bearer) -> tuple[int, int] | None:
    """Return a word of the name of one bearer and of the other's that are one name."""
    for i in a.words:
        for j in b.words:
            if _like(pair, i, j) >= SAME:
                return i, j
    return None


def _like(pair: Pair, i: int, j: int) -> float:
    from twicetold.names import similarity

    a, b = pair.left.words[i], pair.right.words[j]
    return 1.0 if a.folded == b.folded else similarity(a.text, b.text)


def _top(own: list[Bearer], word: int, kind: str) -> set[str]:
    """Return the kinds of a group that whoever is named by a word bears; of words of honour the highest alone."""
    group = _kinds()[kind]["group"]
    held = {x.kind for x in own if word in x.words and _kinds()[x.kind]["group"] == group}
    return {max(held, key=lambda each: int(_kinds()[each]["step"]))} if group == "honour" and held else held


def _people(pair: Pair, left: list[Bearer], right: list[Bearer]) -> Iterator[Difference]:
    """Yield two people of one rank of which each side has one alone, under names that have nothing in common."""
    for kind, told in sorted(_kinds().items()) if left and right else ():
        if not told["named"] or told["group"] == "honour":
            continue
        ours, theirs = ([x for x in own if x.kind == kind and x.words and x.after] for own in (left, right))
        if not ours or len(ours) != len(theirs):
            continue
        loose = (
            [a for a in ours if not _told(pair, a, right)],
            [b for b in theirs if not _told(pair.turned(), b, left)],
        )
        if len(loose[0]) != 1 or len(loose[1]) != 1:
            continue
        a, b = loose[0][0], loose[1][0]
        if min(len(a.words), len(b.words)) < NAME or pair.alone(*_names(pair, a, b)) >= TRANSLATION:
            continue  # "Brigadier General Staff": an office goes on, and no name follows
        like = met(pair, (a.span, b.span), reach=5)
        if like is None or like < SAME_PLACE * pair.scale:
            continue
        yield Difference(
            aspect="name",
            verdict="contradicts",
            sides={cell.id: (_whole(cell, x),) for cell, x in ((pair.left, a), (pair.right, b))},
            note=f"one {told['gloss']}, two names",
            confidence=(0.4 + 0.2 * squeezed(like, SAME_PLACE, 0.7)) * pair.score,
        )


def _names(pair: Pair, a: Bearer, b: Bearer) -> tuple[str, str]:
    said = [" ".join(cell.words[k].text for k in x.words) for cell, x in ((pair.left, a), (pair.right, b))]
    return said[0], said[1]


def _told(pair: Pair, bearer: Bearer, others: list[Bearer]) -> bool:
    """Whether the right cell may name whoever bears an office of the left one.

    One word like one of the names beside an office there is enough; of what stands anywhere, all words must be met,
    since some word or other always sounds alike.
    """
    right = pair.right.words
    beside = {k for x in others for k in x.words}
    met_there = [
        [j for j, w in enumerate(right) if w.text[0].isalpha() and _alike(pair.left.words[k].text, w.text)]
        for k in bearer.words
    ]
    return all(met_there) or any(j in beside for found in met_there for j in found)


def _alike(a: str, b: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    from twicetold.comparison.detail import bones
    from twicetold.names import similarity

    x, y = bones(a), bones(b)
    near = min(len(x), len(y)) > 2 and x[0] == y[0] and Levenshtein.normalized_similarity(x, y) >= BONES
    return near or similarity(a, b) >= OTHER


def _whole(cell: Cell, bearer: Bearer) -> Span:
    """Return the place of an office with the name beside it."""
    spans = [bearer.span, *(Span(cell.words[k].start, cell.words[k].end) for k in bearer.words)]
    return Span(min(s.start for s in spans), max(s.end for s in spans))
