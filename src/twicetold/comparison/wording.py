"""Reporting words that are not the same: praised or mentioned, alleged or said, will or may.

A table per language sorts words into kinds; a table for all (`und`) gives each kind its group and its strength. A kind
that only one side has is a finding where the other side has another kind of the same group in its place.
"""

from __future__ import annotations

from twicetold.comparison.cues import find
from twicetold.comparison.difference import Difference, met, squeezed
from twicetold.comparison.material import Cell, Pair
from twicetold.languages.lookup import FALLBACK, table
from twicetold.model import Span

KIND = "wording"
APART = 2  # steps of strength from which two kinds of a group are told as different
SAME_PLACE = 0.3  # likeness of surroundings from which two words count as said of one thing
ALONE = 0.2  # likelihood that the other side does not tell the stronger word, from which its place does not matter
PLAIN = (
    "say"  # a word that reports are full of: one that has its partner on the other side is held against none
)
CLOSER = 0.45  # the same where one of the two words stands on both sides; a judgement, not a sweep


def wording(pair: Pair) -> list[Difference]:
    """Return reporting words that part in strength; nothing where a language has no table of wording."""
    if any(table(c.language, KIND).is_fallback for c in (pair.left, pair.right)):
        return []
    scale = table(FALLBACK, KIND).data["kinds"]
    left, right = _kinds(pair.left, scale), _kinds(pair.right, scale)
    found = []
    for group in sorted({kind["group"] for kind in scale.values()}):
        sides = [{k: s for k, s in own.items() if scale[k]["group"] == group} for own in (left, right)]
        found += _group(pair, sides[0], sides[1], scale)
    return found


def _kinds(cell: Cell, scale: dict[str, dict[str, object]]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for s in cell.statements:
        for kind in sorted(scale):
            for cue in find(s.text, cell.language, KIND, kind):
                found.setdefault(kind, []).append(Span(s.start + cue.start, s.start + cue.end))
    return found


def _marked(kind: str, scale: dict[str, dict[str, object]]) -> int:
    return abs(int(str(scale[kind]["strength"])))


def _untold(pair: Pair, span: Span, *, k: int) -> float:
    """Return how likely the other side does not tell a word; 0 where nobody can tell."""
    at = (pair.left, pair.right)[k].at(span)
    return float(max(pair.untold[k][n] for n in at)) if pair.untold is not None and at else 0.0


def _matched(left: dict[str, list[Span]], right: dict[str, list[Span]], a: str, b: str) -> bool:
    """Whether one side has both words and the other's word as often as the other: "said and blamed" against "said"."""
    return (len(left.get(b, ())) >= len(right[b])) or (len(right.get(a, ())) >= len(left[a]))


def _group(
    pair: Pair, left: dict[str, list[Span]], right: dict[str, list[Span]], scale: dict[str, dict[str, object]]
) -> list[Difference]:
    """Compare the kinds of one group that a cell has for itself; the likest places are told."""
    best: Difference | None = None
    for a in sorted(left):
        for b in sorted(right):
            by_label = (a, b) if pair.left.id <= pair.right.id else (b, a)  # as a reason tells them
            steps = abs(int(str(scale[a]["strength"])) - int(str(scale[b]["strength"])))
            marked = [k for k in (a, b) if _marked(k, scale) >= max(_marked(a, scale), _marked(b, scale))]
            if steps < APART or any(k in left and k in right for k in marked):
                continue  # both praise: that one mentions too makes no difference
            if PLAIN in (a, b) and _matched(left, right, a, b):
                continue
            least = CLOSER if a in right or b in left else SAME_PLACE
            for x in left[a]:
                for y in right[b]:
                    like = met(pair, (x, y), reach=4)
                    like = 0.4 if like is None else like
                    sure = (0.35 + 0.1 * min(steps, 3) + 0.2 * squeezed(like, SAME_PLACE, 0.7)) * pair.score
                    alone = _untold(pair, x, k=0) if a in marked else _untold(pair, y, k=1)
                    if (like >= least or alone >= ALONE) and (best is None or sure > best.confidence):
                        best = Difference(
                            aspect="wording",
                            verdict="differs",
                            sides={pair.left.id: (x,), pair.right.id: (y,)},
                            note=" against ".join(str(scale[kind]["gloss"]) for kind in by_label),
                            confidence=sure,
                        )
    return [best] if best is not None else []
