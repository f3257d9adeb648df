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


def _group(
    pair: Pair, left: dict[str, list[Span]], right: dict[str, list[Span]], scale: dict[str, dict[str, object]]
) -> list[Difference]:
    """Compare the kinds of one group that a cell has for itself; the likest places are told."""
    best: Difference | None = None
    for a in sorted(left):
        for b in sorted(right):
            steps = abs(int(str(scale[a]["strength"])) - int(str(scale[b]["strength"])))
            if steps < APART or (a in right and b in left):
                continue
            least = CLOSER if a in right or b in left else SAME_PLACE
            for x in left[a]:
                for y in right[b]:
                    like = met(pair, (x, y), reach=4)
                    like = 0.4 if like is None else like
                    sure = (0.35 + 0.1 * min(steps, 3) + 0.2 * squeezed(like, SAME_PLACE, 0.7)) * pair.score
                    if like >= least and (best is None or sure > best.confidence):
                        best = Difference(
                            aspect="wording",
                            verdict="differs",
                            sides={pair.left.id: (x,), pair.right.id: (y,)},
                            note=f"{scale[a]['gloss']} against {scale[b]['gloss']}",
                            confidence=sure,
                        )
    return [best] if best is not None else []
