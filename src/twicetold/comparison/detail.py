"""What one side tells and the other lacks, word by word: contextual vectors first, cognates as counter-evidence.

A learned model says of each word how likely the other cell does not tell it (`evidence.py`). Such words are joined
into phrases. A phrase that meets a leftover of the other side in its place is left alone; one without a counterpart is
told by one side only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from twicetold.arrays import product
from twicetold.comparison.context import Floats
from twicetold.comparison.difference import Difference
from twicetold.comparison.evidence import confidence
from twicetold.comparison.material import Cell, Pair
from twicetold.comparison.titles import offices
from twicetold.model import Span

CORE = 0.5  # likelihood from which a content word is not told on the other side
NAME = 0.35  # the same for a word of a name that the other cell does not hold: names are met well where they are told
ONE = 0.6  # the same for a phrase of a single word
EDGE = 0.2  # likelihood from which its neighbours belong to the phrase
ALIKE = 0.8  # likeness of sound from which two words count as one
SWAPPED = 0.34  # mean best cosine from which two leftovers stand for each other
# Mean best cosine from which a statement of another row tells a phrase, and by how much it must meet it better than the
# row's own cell. In the tehran pair and our examples phrases told so reach .63 to .75, all others at most .49.
NEARBY, BETTER = 0.6, 0.15
STEM = 6  # letters by which a word is known again, whatever its ending
MOST = 4  # details of a row for each pair of reports: more drown the reader


def detail(pair: Pair) -> list[Difference]:
    """Return the phrases of each cell that the other lacks, the surest few; nothing without token vectors."""
    found = [_lone(view, run) for view, run in _untold(pair) if not _told_nearby(view, run)]
    return sorted(found, key=lambda d: (-d.confidence, sorted(d.sides.values())))[:MOST]


def candidates(pair: Pair) -> list[tuple[str, Span, Sequence[float]]]:
    """Return report, place and features of the phrases that `detail` looks at: what confidence is learned from."""
    return [(view.left.id, _span(view.left, run), _features(view, run)) for view, run in _untold(pair)]


def _untold(pair: Pair) -> list[tuple[Pair, list[int]]]:
    """Return the phrases of both cells that the other lacks, each as a run of words of the left cell of its view."""
    if pair.untold is None or pair.cosine is None:
        return []
    views = (pair, pair.turned())
    runs = [_phrases(view) for view in views]
    paired = _paired(pair.cosine, runs[0], runs[1]) | _called(views, runs)
    return [
        (view, run)
        for side, view in enumerate(views)
        for k, run in enumerate(runs[side])
        if (side, k) not in paired
    ]


def _told_nearby(pair: Pair, run: Sequence[int]) -> bool:
    """Whether a statement near the right cell tells a phrase that the cell lacks: then its report does not lack it.

    A single word says too little of what it is said of to be looked for elsewhere.
    """
    assert pair.cosine is not None
    assert pair.left.tokens is not None
    assert pair.left.of_word is not None
    kept = {k for k in run if pair.left.words[k].content}
    own = pair.left.tokens[[t for t, k in enumerate(pair.left.of_word) if k in kept]]
    if len(kept) < 2 or not len(own):
        return False
    here = float(pair.cosine[sorted(kept)].max(axis=1).mean())
    nearby = max((float(product(own, t.T).max(axis=1).mean()) for t in pair.beside[1] if len(t)), default=0.0)
    return nearby >= NEARBY * pair.scale and nearby >= here + BETTER


def _features(pair: Pair, run: Sequence[int]) -> tuple[float, float, float]:
    """Return the log odds of the least told half, the number of words, and how much the other side has left over."""
    assert pair.untold is not None
    own = np.sort(pair.untold[0][list(run)])[::-1]
    top = min(0.999, max(0.001, float(own[: max(1, (len(run) + 1) // 2)].mean())))
    words = sum(pair.left.words[k].content for k in run)
    rest = sum(float(u) for u, w in zip(pair.untold[1], pair.right.words, strict=True) if w.content)
    return math.log(top / (1 - top)), math.log(max(1, words)), math.log1p(rest)


def _phrases(pair: Pair) -> list[list[int]]:
    """Return runs of words of the left cell that the right one lacks."""
    assert pair.untold is not None
    cell, untold = pair.left, pair.untold[0]
    said = _said_elsewhere(cell)
    known = {w.folded[:STEM] for w in pair.right.words}
    shared, lone = _names(pair)
    theirs = sorted({b for w in pair.right.words if len(b := bones(w.text)) >= 3})
    core = [
        w.content
        and untold[k] >= (NAME if k in lone else CORE)
        and k not in said
        and k not in shared
        and w.folded[:STEM] not in known
        and not _sounds(bones(w.text), theirs)
        for k, w in enumerate(cell.words)
    ]
    loose = [
        (untold[k] >= EDGE or not w.content) and k not in said and k not in shared
        for k, w in enumerate(cell.words)
    ]
    runs: list[list[int]] = []
    at = 0
    while at < len(core):
        if not (core[at] or loose[at]):
            at += 1
            continue
        end = at
        while end < len(core) and (core[end] or loose[end]) and cell.words[end].n == cell.words[at].n:
            end += 1
        run = _trimmed(cell, list(range(at, end)), core)
        if run and (len(run) > 1 or run[0] in lone or untold[run[0]] >= ONE):
            runs.append(run)
        at = max(end, at + 1)
    return runs


def _names(pair: Pair) -> tuple[set[int], set[int]]:
    """Return the words of the left cell that name what the right one names too, and those that name something else."""
    there = {entity for entity, _ in pair.right.mentions}
    places: tuple[set[int], set[int]] = (set(), set())
    for entity, m in pair.left.mentions:
        places[entity not in there].update(pair.left.at(Span(m.start, m.end)))
    return places[0], places[1] - places[0]


def _trimmed(cell: Cell, run: list[int], core: Sequence[bool]) -> list[int]:
    """Cut function words off the ends; nothing is left of a run without a core word."""
    if not any(core[k] for k in run):
        return []
    keep = [k for k in run if cell.words[k].content]
    return list(range(keep[0], keep[-1] + 1))


def _said_elsewhere(cell: Cell) -> set[int]:
    """Return the words that other aspects judge: numbers, times, who is quoted by which word."""
    spans = [Span(q.start, q.end) for q in cell.quantities] + [Span(t.start, t.end) for t in cell.times]
    spans += [span for a in cell.attributions for span in (a.speaker, a.cue) if span is not None]
    taken = {k for span in spans for k in cell.at(span)}
    for q in cell.quantities:
        at = cell.at(Span(q.start, q.end))
        if at and not q.value == q.low == q.high:  # "more than", "about": the words that bound a number
            taken |= set(range(max(0, at[0] - 2), at[0]))
    return taken


def _sounds(own: str, theirs: Sequence[str]) -> bool:
    """Whether a word of the other cell sounds like this one."""
    return len(own) >= 3 and any(own[0] == their[0] and _alike(own, their) for their in theirs)


def sounds_alike(a: str, b: str) -> bool:
    """Whether the consonants of two words, of any scripts, are nearly the same; three at least."""
    own = bones(a)
    return len(own) >= 3 and _alike(own, bones(b))


@lru_cache(maxsize=1 << 16)
def _alike(a: str, b: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return len(b) >= 3 and abs(len(a) - len(b)) <= 2 and Levenshtein.normalized_similarity(a, b) >= ALIKE


@lru_cache(maxsize=1 << 16)
def bones(word: str) -> str:
    """Return what is left of a word's sound without its vowels, near consonants as one."""
    from twicetold.names import romanise

    said = romanise(word).replace(" ", "")
    for old, new in (
        ("ch", "s"),
        ("sh", "s"),
        ("kh", "k"),
        ("gh", "g"),
        ("ph", "f"),
        ("th", "t"),
        ("dh", "d"),
    ):
        said = said.replace(old, new)
    plain = said.translate(str.maketrans("zjcqxvpdg", "sskkkwbtk", "aeiouyh"))
    return "".join(c for k, c in enumerate(plain) if k == 0 or c != plain[k - 1])


def _paired(cosine: Floats, left: Sequence[list[int]], right: Sequence[list[int]]) -> set[tuple[int, int]]:
    """Return the phrases (side, number) for which the other side has a leftover of its own in their place.

    Such a pair may be a free translation or another word; vectors cannot tell which, so it is not shown.
    """
    found: set[tuple[int, int]] = set()
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            block = cosine[np.ix_(a, b)]
            if max(block.max(axis=1).mean(), block.max(axis=0).mean()) >= SWAPPED:
                found |= {(0, i), (1, j)}
    return found


def _called(views: Sequence[Pair], runs: Sequence[Sequence[list[int]]]) -> set[tuple[int, int]]:
    """Return the phrases of both sides that only name somebody: one person, called by name here, by office there."""
    calling = [
        {(side, k) for k, run in enumerate(runs[side]) if _calls(views[side].left, run)} for side in (0, 1)
    ]
    return calling[0] | calling[1] if all(calling) else set()


def _calls(cell: Cell, run: Sequence[int]) -> bool:
    """Whether a phrase holds nothing but names of no place, offices and small words, an office or a name at least."""
    known = offices(cell.language)
    named = {k for e, m in cell.mentions if e not in cell.places for k in cell.at(Span(m.start, m.end))}
    own = [cell.words[k].folded in known or k in named for k in run if cell.words[k].content]
    return sum(own) * 2 > len(own)


def _span(cell: Cell, run: Sequence[int]) -> Span:
    return Span(cell.words[run[0]].start, cell.words[run[-1]].end)


def _lone(pair: Pair, run: list[int]) -> Difference:
    lone = _names(pair)[1]
    slopes = confidence()
    logit = slopes[-1] + sum(w * x for w, x in zip(slopes, _features(pair, run), strict=False))
    return Difference(
        aspect="name" if all(k in lone for k in run) else "detail",
        verdict="more",
        sides={pair.left.id: (_span(pair.left, run),)},
        note="",
        confidence=pair.score / (1 + math.exp(-logit)),
        lacking=frozenset({pair.right.id}),
    )
