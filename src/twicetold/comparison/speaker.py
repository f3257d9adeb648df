"""Who a statement is laid to: another speaker, or a speaker on one side and a plain fact on the other."""

from __future__ import annotations

from twicetold.comparison.difference import Difference
from twicetold.comparison.material import Cell, Pair
from twicetold.languages.lookup import codes
from twicetold.model import Attribution, Span

COVERED = 0.5  # share of a cell that an attribution must cover to speak for it


def speaker(pair: Pair) -> list[Difference]:
    """Compare the speakers of two cells, as far as attributions were given."""
    left, right = _said(pair.left), _said(pair.right)
    if left and right:
        return _other(pair, left, right)
    if not (left or right):
        return []
    attributed, turned = (left, False) if left else (right, True)
    view = pair.turned() if turned else pair
    # a language without a table of speech may attribute without our seeing it
    if view.right.attributions or view.right.language not in codes("speech"):
        return []
    return _fact(view, attributed)


def _said(cell: Cell) -> list[Attribution]:
    """Return the attributions with a visible speaker or cue that together speak for most of a cell."""
    own = [a for a in cell.attributions if a.speech != "none" and not a.projected and (a.speaker or a.cue)]
    length = sum(s.end - s.start for s in cell.statements)
    inside = sum(
        max(0, min(c.end, s.end) - max(c.start, s.start))
        for a in own
        for c in a.content
        for s in cell.statements
    )
    return own if inside >= COVERED * length else []


def _other(pair: Pair, left: list[Attribution], right: list[Attribution]) -> list[Difference]:
    """Return the speakers where both sides name some and share none."""
    ids = [{a.speaker_id for a in own if a.speaker_id is not None} for own in (left, right)]
    if not all(ids) or ids[0] & ids[1]:
        return []
    # a speaker whom the other report never quotes may be one of its own that nobody could tell is the same
    if not (ids[0] & pair.right.speakers or ids[1] & pair.left.speakers):
        return []
    named = [[a for a in own if a.speaker_id is not None] for own in (left, right)]
    shown = [max(own, key=lambda a: (a.confidence, -a.content[0].start)) for own in named]
    return [
        Difference(
            aspect="speaker",
            verdict="differs",
            sides={pair.left.id: _spans(shown[0], pair.left), pair.right.id: _spans(shown[1], pair.right)},
            note="the words are laid to different speakers",
            confidence=0.8 * min(a.confidence for a in shown) * pair.score,
        )
    ]


def _fact(pair: Pair, said: list[Attribution]) -> list[Difference]:
    """Return that the left cell gives on somebody's word what the right one tells as a fact."""
    surest = max(said, key=lambda a: (a.confidence, -a.content[0].start))
    whole = Span(pair.right.statements[0].start, pair.right.statements[0].end)
    return [
        Difference(
            aspect="speaker",
            verdict="differs",
            sides={pair.left.id: _spans(surest, pair.left), pair.right.id: (whole,)},
            note=f"{pair.left.id} gives it on somebody's word, {pair.right.id} as a fact",
            confidence=0.55 * surest.confidence * pair.score,
        )
    ]


def _spans(a: Attribution, cell: Cell) -> tuple[Span, ...]:
    """Return speaker and cue as far as they stand in the cell; else the first words attributed."""
    inside = [s.span for s in cell.statements]
    shown = sorted(
        span for span in (a.speaker, a.cue) if span and any(i.start <= span.start < i.end for i in inside)
    )
    if shown:
        return tuple(shown)
    return (next((c for c in a.content if any(i.start <= c.start < i.end for i in inside)), inside[0]),)
