"""Words of degree that part: very important or important, all or some, only, always, alleged, yearly, on the eve of.

A table per language sorts words into kinds; a table for all (`und`) says what group a kind is of, how far apart kinds
are, and which words answer one. A word counts as said of one thing on both sides where the word beside it is met there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from twicetold.comparison.cues import find
from twicetold.comparison.cues import kinds as cue_kinds
from twicetold.comparison.difference import Difference, met, squeezed
from twicetold.comparison.material import Cell, Pair
from twicetold.languages.lookup import FALLBACK, table
from twicetold.model import Aspect, Span

KIND = "degree"
APART = 2  # steps from which two kinds of a group are told as different
SAME_PLACE = 0.45  # likeness of surroundings from which two words count as said of one thing
ALIKE = 0.55  # cosine from which two words of one group stand in one place by themselves
HEAD = 0.6  # cosine from which the word that a word of degree belongs to is met on the other side
BESIDE = 2  # words after (else before) a word of degree among which the word it belongs to is looked for
NEAR = 5  # words around the partner of that word among which an answer is looked for
OWN = 2  # the same around the partner of the word of degree itself
_OF_TIME = frozenset({"cycle", "order"})
_SELDOM = frozenset(
    {"cycle"}
)  # so rare that two of them in one row are of one thing: in 5,994 rows of ntrex none parted


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What the table of `und` says of a kind."""

    name: str
    group: str
    step: int
    alone: bool
    answers: tuple[str, ...]
    untold: float  # likelihood from which one is taken to be missing on the other side
    gloss: str


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds by name."""
    told = table(FALLBACK, KIND).data["kinds"]
    return {
        name: Kind(
            name=name,
            group=each["group"],
            step=int(each["step"]),
            alone=bool(each["alone"]),
            answers=tuple(each["answers"]),
            untold=float(each["untold"]),
            gloss=each["gloss"],
        )
        for name, each in told.items()
    }


def degree(pair: Pair) -> list[Difference]:
    """Return the words of degree that part or that one side adds; nothing where a language has no table of them."""
    if pair.cosine is None or any(table(c.language, KIND).is_fallback for c in (pair.left, pair.right)):
        return []
    said = [_said(cell) for cell in (pair.left, pair.right)]
    found = list(_parting(pair, said[0], said[1]))
    shown = {span for each in found for spans in each.sides.values() for span in spans}
    for view, own in ((pair, said[0]), (pair.turned(), said[1])):
        found += [d for d in _extra(view, own) if not any(s in shown for s in d.sides[view.left.id])]
    return found


def _said(cell: Cell) -> list[tuple[Kind, Span]]:
    """Return the words of degree of a cell, in order; of overlapping ones the longest, none of what holds one."""
    never = _spans(cell, "never")
    counted = _counted(cell)
    found = []
    for s in cell.statements:
        for name, cue in cue_kinds(s.text, cell.language, KIND, kinds()):
            kind, span = kinds()[name], Span(s.start + cue.start, s.start + cue.end)
            if any(n.start < span.end and span.start < n.end for n in never):
                continue
            if kind.group in _OF_TIME or not counted.intersection(cell.at(span)):
                found.append((kind, span))
    return found


def _spans(cell: Cell, key: str) -> list[Span]:
    return [
        Span(s.start + cue.start, s.start + cue.end)
        for s in cell.statements
        for cue in find(s.text, cell.language, KIND, key)
    ]


def _counted(cell: Cell) -> set[int]:
    """Return the words that numbers and times are judged by: themselves, and those just before ("only 11")."""
    spans = [Span(q.start, q.end) for q in cell.quantities] + [Span(t.start, t.end) for t in cell.times]
    return {k for span in spans for at in [cell.at(span)] if at for k in range(max(0, at[0] - 2), at[-1] + 1)}


def _parting(
    pair: Pair, left: list[tuple[Kind, Span]], right: list[tuple[Kind, Span]]
) -> Iterator[Difference]:
    """Yield the words of one group that say different things in one place, the likest place of each group."""
    best: dict[str, Difference] = {}
    for a, x in left:
        for b, y in right:
            if a.group != b.group or abs(a.step - b.step) < APART:
                continue
            if any(k.name == a.name for k, _ in right) or any(k.name == b.name for k, _ in left):
                continue  # the other side has this word too: which belongs to which nobody can tell
            place = _one_place(pair, x, y)
            if place is None and a.group not in _SELDOM:
                continue
            sure = (0.4 + 0.3 * (place or 0.0)) * pair.score
            first, second = (a, b) if pair.left.id <= pair.right.id else (b, a)  # as a reason tells them
            each = Difference(
                aspect=_aspect(a),
                verdict="differs",
                sides={pair.left.id: (x,), pair.right.id: (y,)},
                note=f"{first.gloss} against {second.gloss}",
                confidence=sure,
            )
            if a.group not in best or sure > best[a.group].confidence:
                best[a.group] = each
    yield from best.values()


def _one_place(pair: Pair, x: Span, y: Span) -> float | None:
    """Return how surely two words stand in one place, 0 to 1; `None` where they do not, as far as can be seen.

    Either their surroundings are alike, or the words themselves are in their context.
    """
    assert pair.cosine is not None
    like = met(pair, (x, y))
    if like is None:
        return None
    own = float(pair.cosine[pair.left.at(x)][:, pair.right.at(y)].max())
    if like < SAME_PLACE * pair.scale and own < ALIKE * pair.scale:
        return None
    return squeezed(max(like, own - (ALIKE - SAME_PLACE)), SAME_PLACE * pair.scale, 0.75)


def _aspect(kind: Kind) -> Aspect:
    return "time" if kind.group in _OF_TIME else "wording"


def _extra(pair: Pair, own: list[tuple[Kind, Span]]) -> Iterator[Difference]:
    """Yield the words of degree of the left cell that the right one leaves out where it tells what they belong to."""
    for kind, span, head in lone(pair, own):
        alone = _untold(pair, span)
        if alone < kind.untold:
            continue
        yield Difference(
            aspect=_aspect(kind),
            verdict="more",
            sides={pair.left.id: (span,)},
            note=f"beside “{pair.left.words[head].text}”",
            confidence=(0.4 + 0.3 * squeezed(alone, 0.0, 0.6)) * pair.score,
            lacking=frozenset({pair.right.id}),
        )


def lone(pair: Pair, own: list[tuple[Kind, Span]]) -> Iterator[tuple[Kind, Span, int]]:
    """Yield the words of degree of the left cell that none of the right answers, with the word they belong to.

    Each word of the right answers one of the left, the nearest: two that call something very important against one.
    """
    used: set[Span] = set()
    for kind, span in own:
        if not kind.alone:
            continue
        head = _head(pair, span)
        if head is None or (facing := _facing(pair, head)) is None:
            continue
        answers = _answers(pair, kind, span, facing)
        free = next((a for a in answers if a not in used), None)
        if free is not None:
            used.add(free)
        else:
            yield kind, span, head


def _untold(pair: Pair, span: Span) -> float:
    at = pair.left.at(span)
    return float(max(pair.untold[0][k] for k in at)) if pair.untold is not None and at else 0.0


def _head(pair: Pair, span: Span) -> int | None:
    """Return the number of the word that a word of degree belongs to: the next word that carries something."""
    at = pair.left.at(span)
    if not at:
        return None
    words, n = pair.left.words, pair.left.words[at[0]].n
    after = range(at[-1] + 1, min(len(words), at[-1] + 1 + BESIDE))
    before = range(at[0] - 1, max(-1, at[0] - 1 - BESIDE), -1)
    return next((k for k in (*after, *before) if words[k].content and words[k].n == n), None)


def _facing(pair: Pair, head: int) -> int | None:
    """Return the word of the right cell that meets a word of the left one; `None` where none does well enough."""
    assert pair.cosine is not None
    best = int(pair.cosine[head].argmax())
    return best if float(pair.cosine[head, best]) >= HEAD * pair.scale else None


def _answers(pair: Pair, kind: Kind, span: Span, facing: int) -> list[Span]:
    """Return the right cell's words of the same group in that place, or where the word of degree itself is met."""
    assert pair.cosine is not None
    near = {k: abs(k - facing) for k in range(facing - NEAR, facing + NEAR + 1)}
    for k in pair.left.at(span):
        own = int(pair.cosine[k].argmax())
        near |= {n: abs(n - own) for n in range(own - OWN, own + OWN + 1)}
    same = [k.name for k in kinds().values() if k.group == kind.group]
    found = []
    for key in (*same, *kind.answers):
        for answer in _spans(pair.right, key):
            far = [near[k] for k in pair.right.at(answer) if k in near]
            if far:
                found.append((min(far), answer))
    return [answer for _, answer in sorted(found)]
