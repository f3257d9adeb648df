"""Denials: something one side negates and the other tells without a negation.

Cues come from a table per language: words that negate outright, and words that deny softly (fail, refuse, without),
which can only answer a negation, never raise one. What a cue negates is taken to stand within a few words of it.
"""

from __future__ import annotations

import numpy as np

from twicetold.comparison.cues import find
from twicetold.comparison.difference import Difference, squeezed
from twicetold.comparison.material import Cell, Pair
from twicetold.languages.lookup import table
from twicetold.model import Span

KIND = "negation"
SCOPE = 4  # words on either side of a cue in which the negated word is looked for
# words by which what is negated may stand farther from the cue than the nearest one ("no ha sido detenido")
REACH = 2
TOLD = 0.5  # mean best cosine from which the other side tells what is negated


def negation(pair: Pair) -> list[Difference]:
    """Return what one cell denies and the other says; nothing where a language has no table of negations."""
    if pair.cosine is None or any(table(c.language, KIND).is_fallback for c in (pair.left, pair.right)):
        return []
    cues = [_cues(cell, "hard") for cell in (pair.left, pair.right)]
    if len(cues[0]) == len(cues[1]):
        return []
    mine = 0 if len(cues[0]) > len(cues[1]) else 1
    view = pair.turned() if mine else pair
    others = cues[1 - mine] + _cues(view.right, "soft") + _held(view.right)
    denied = (_denied(view, cue, others) for cue in cues[mine])
    return [each for each in denied if each is not None][:1]


def _cues(cell: Cell, key: str) -> list[Span]:
    found = []
    for s in cell.statements:
        cues = find(s.text, cell.language, KIND, key)
        never = find(s.text, cell.language, KIND, "never") if cues else []
        found += [
            Span(s.start + cue.start, s.start + cue.end)
            for cue in cues
            if not any(n.start < cue.end and cue.start < n.end for n in never)
        ]
    return found


def _held(cell: Cell) -> list[Span]:
    """Return the cues that a longer phrase keeps from negating: "not just" still answers "not only" and "değil"."""
    found = []
    for s in cell.statements:
        phrases = find(s.text, cell.language, KIND, "never")
        if not phrases:
            continue
        found += [
            Span(s.start + cue.start, s.start + cue.end)
            for cue in find(s.text, cell.language, KIND, "hard")
            if any(p.start < cue.end and cue.start < p.end for p in phrases)
        ]
    return found


def _apart(k: int, at: list[int]) -> int:
    return min(abs(k - at[0]), abs(k - at[-1]))


def _denied(pair: Pair, cue: Span, others: list[Span]) -> Difference | None:
    """Return the denial if the right cell tells what the left one negates, far from any negation of its own."""
    assert pair.cosine is not None
    cell, other = pair.left, pair.right
    at = cell.at(cue)
    if not at:
        return None
    scope = [
        k
        for k in range(max(0, at[0] - SCOPE), min(len(cell.words), at[-1] + SCOPE + 1))
        if k not in at and cell.words[k].content and cell.words[k].n == cell.words[at[0]].n
    ]
    if len(scope) < 2:
        return None
    best = pair.cosine[scope].max(axis=1)
    beside = min(_apart(k, at) for k in scope)
    if max(float(b) for k, b in zip(scope, best, strict=True) if _apart(k, at) <= beside + REACH) < TOLD:
        return None  # what is negated is not told there: "keine Niederlage", "unbeaten"
    partner = pair.cosine[scope].argmax(axis=1)
    order = np.argsort(-best)[: max(2, len(scope) // 2)]
    like = float(best[order].mean())
    if like < TOLD:
        return None
    facing = sorted({int(partner[k]) for k in order})
    around = set(range(max(0, facing[0] - SCOPE), min(len(other.words), facing[-1] + SCOPE + 1)))
    if any(around & set(other.at(o)) for o in others):
        return None
    near = [k for k in facing if other.words[k].n == other.words[facing[0]].n]
    host = [scope[int(k)] for k in order]
    own = Span(
        min(cue.start, *(cell.words[k].start for k in host)), max(cue.end, *(cell.words[k].end for k in host))
    )
    there = Span(other.words[near[0]].start, other.words[near[-1]].end)
    return Difference(
        aspect="negation",
        verdict="contradicts",
        sides={cell.id: (own,), other.id: (there,)},
        note=f"{cell.id} negates it (“{cell.quote(cue)}”), {other.id} does not",
        confidence=(0.35 + 0.4 * squeezed(like, TOLD, 0.8)) * pair.score,
    )
