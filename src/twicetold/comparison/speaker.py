"""Who a statement is laid to: another speaker, or a speaker on one side and a plain fact on the other."""

from __future__ import annotations

from twicetold.comparison.difference import Difference
from twicetold.comparison.material import Cell, Pair
from twicetold.comparison.titles import offices
from twicetold.languages.hosts import is_host
from twicetold.languages.lookup import codes, table
from twicetold.model import Attribution, Span

COVERED = 0.5  # share of a cell that an attribution must cover to speak for it
SURE = 0.75  # confidence from which an attribution is held against a side that has none
# Mean best cosine, in proportion to how well the languages meet, from which the naming words of one side are met by
# the other's: "The Leader" and "सुप्रीम लीडर". A judgement on the readings of our own events, not a sweep
MET = 0.55
SOURCE = ("according", "according_post")  # keys of a table of speech under which the words for a source stand


def speaker(pair: Pair) -> list[Difference]:
    """Compare the speakers of two cells, as far as attributions were given."""
    left, right = _said(pair.left), _said(pair.right)
    sources = _source(pair) + _source(pair.turned())
    if sources:
        return sources
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
    named = [[a for a in own if a.speaker_id is not None and a.speaker is not None] for own in (left, right)]
    if not all(named):
        return []
    # only names part: "the minister" may be anybody, and the speaker of one's own report the other's stranger
    if not all(_by_name(*each) for each in zip((pair.left, pair.right), named, strict=True)):
        return []
    if not (ids[0] & pair.right.speakers or ids[1] & pair.left.speakers):
        return []
    shown = [max(own, key=lambda a: (a.confidence, -a.content[0].start)) for own in named]
    sides = [_spans(each, cell) for each, cell in zip(shown, (pair.left, pair.right), strict=True)]
    if _named_there(pair, shown[0]) or _named_there(pair.turned(), shown[1]):
        return []
    return [
        Difference(
            aspect="speaker",
            verdict="differs",
            sides={pair.left.id: sides[0], pair.right.id: sides[1]},
            note="the words are laid to different speakers",
            confidence=0.8 * min(a.confidence for a in shown) * pair.score,
        )
    ]


def _by_name(cell: Cell, said: list[Attribution]) -> bool:
    """Whether each of the speakers stands there by name, not as "the Leader" or "he"."""
    return all(
        a.speaker
        and any(
            m.start < a.speaker.end and a.speaker.start < m.end
            for entity, m in cell.mentions
            if entity not in cell.places
        )
        for a in said
    )


def _source(pair: Pair) -> list[Difference]:
    """Return whom the left cell names as its source ("according to the agency") and the right one does not hold."""
    theirs = {a.speaker_id for a in pair.right.attributions if a.speaker_id is not None}
    inside = [s.span for s in pair.left.statements]
    cues = table(pair.left.language, "speech").data.get("cues", {})
    listed = ",".join(str(cues.get(key, "")) for key in SOURCE)
    known = {" ".join(each.casefold().split()) for each in listed.split(",")}
    found = []
    for a in pair.left.attributions:
        if a.projected or a.speaker is None or a.cue is None:
            continue
        if a.speaker_id in theirs and _somebody(pair.left, a.speaker):
            continue
        here = any(i.start <= a.speaker.start < i.end for i in inside)
        if not here or pair.left.quote(a.cue).casefold() not in known:
            continue
        said = pair.left.quote(a.speaker)
        # "Khamenei.ir" is near to whoever is called so, and still no word of the other side
        there = any(said in s.text for s in pair.right.statements) if is_host(said) else None
        if _named_there(pair, a) if there is None else there:
            continue
        found.append(
            Difference(
                aspect="speaker",
                verdict="more",
                sides={pair.left.id: tuple(sorted((a.speaker, a.cue)))},
                note="",
                confidence=0.6 * a.confidence * pair.score,
                lacking=frozenset({pair.right.id}),
            )
        )
    return found[:1]


def _somebody(cell: Cell, span: Span) -> bool:
    """Whether words mean a person, whom the other side may call otherwise, rather than an agency or a document."""
    known = offices(cell.language, groups=False)
    named = [m for e, m in cell.mentions if m.start < span.end and span.start < m.end]
    return (
        bool(named)
        or not any(w.content for w in cell.words if span.start <= w.start < span.end)
        or any(cell.words[k].folded in known for k in cell.at(span))
    )


def _fact(pair: Pair, said: list[Attribution]) -> list[Difference]:
    """Return who, only in the left cell, answers for what the right one tells as a fact."""
    inside = [s.span for s in pair.left.statements]
    named = [
        a
        for a in said
        if a.speaker is not None
        and a.confidence >= SURE
        and any(i.start <= a.speaker.start < i.end for i in inside)
    ]
    if not named or pair.cosine is None:
        return []
    surest = max(named, key=lambda a: (a.confidence, -a.content[0].start))
    if _named_there(pair, surest):
        return []
    return [
        Difference(
            aspect="speaker",
            verdict="more",
            sides={pair.left.id: _spans(surest, pair.left)},
            note="",
            confidence=0.6 * surest.confidence * pair.score,
            lacking=frozenset({pair.right.id}),
        )
    ]


def _named_there(pair: Pair, said: Attribution) -> bool:
    """Whether the right cell holds words for the speaker of the left one; where nobody can tell, `False`."""
    if pair.cosine is None or said.speaker is None:
        return False
    at = [k for k in pair.left.at(said.speaker) if pair.left.words[k].content]
    if not at:
        return said.speaker_id is None  # "they say": nobody whom the other side could leave out
    return float(pair.cosine[at].max(axis=1).mean()) >= MET * pair.scale


def _spans(a: Attribution, cell: Cell) -> tuple[Span, ...]:
    """Return speaker and cue as far as they stand in the cell; else the first words attributed."""
    inside = [s.span for s in cell.statements]
    shown = sorted(
        span for span in (a.speaker, a.cue) if span and any(i.start <= span.start < i.end for i in inside)
    )
    if shown:
        return tuple(shown)
    return (next((c for c in a.content if any(i.start <= c.start < i.end for i in inside)), inside[0]),)
