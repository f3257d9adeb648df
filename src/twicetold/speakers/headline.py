"""A headline that quotes without saying whom -> the attribution of the report that tells whose words they are.

News puts what somebody else says into quotation marks in a headline ("Bridge 'must close'") and names the speaker in
the first statements. Which of them is meant is told by the words that both share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from twicetold.model import Span
from twicetold.speakers.draft import Draft
from twicetold.speakers.quotes import Quotation
from twicetold.speakers.view import View, by_statement

LEAD = 6  # statements among which the one that the headline repeats is looked for
STEM = 5  # letters by which inflected forms of one word agree; in scripts without spaces two characters are compared
NAME = 3  # words in quotation marks that may be the name of a film or a ship
CLOSE = (
    0.34  # share of the headline's stems that a statement must have, where none of the quoted ones is in it
)


def headlines(views: Sequence[View], made: Sequence[Draft], quotes: Sequence[Quotation]) -> list[Draft]:
    """Return the drafts with those of headlines that hold a quotation, no cue, and words that the report attributes."""
    out = list(made)
    owns = by_statement(views, made)
    for n, v in enumerate(views):
        if v.statement.kind != "title" or owns[n]:
            continue
        held = sorted({k for k in v.quoted if k >= 0 and not _is_name(v, k)})
        told = [(w, own[0]) for w, own in zip(views[n + 1 :][:LEAD], owns[n + 1 :], strict=False) if own]
        said = _told_by(v, told) if held else None
        if said is not None:
            content = [Span(quotes[k].start, quotes[k].end) for k in held]
            out.append(Draft(content, "headline", 0.6, quotes=set(held), follows=said))
    return out


def _is_name(v: View, k: int) -> bool:
    """Say whether quotation `k` is the name of a thing: a few words of which the first has a capital letter."""
    inside = [i for i, q in enumerate(v.quoted) if q == k and v.toks[i].word]
    return len(inside) <= NAME and v.lex.capitals == "names" and v.capital(inside[0])


def _told_by(title: View, told: Iterable[tuple[View, Draft]]) -> Draft | None:
    """Return the draft whose statement has most of the headline's words, those within quotation marks twice."""
    whole, quoted = (
        _stems(title, range(len(title.toks))),
        _stems(title, [i for i, k in enumerate(title.quoted) if k >= 0]),
    )
    best, found = 0.0, None
    for v, draft in told:
        stems = _stems(v, range(len(v.toks)))
        score = len(whole & stems) + len(quoted & stems)
        enough = bool(quoted & stems) or len(whole & stems) >= CLOSE * len(whole)
        if enough and score > best:
            best, found = score, draft
    return found


def _stems(v: View, places: Iterable[int]) -> frozenset[str]:
    """Return the beginnings of the words that carry meaning; pairs of characters where words are not parted."""
    dull = ("determiners", "prepositions", "genitive", "and", "comp", "relatives", "aux", "breaks", "between")
    folds = [v.toks[i].fold for i in places if v.toks[i].word]
    if v.lex.unspaced:
        return frozenset(a + b for a, b in pairwise(folds))
    return frozenset(
        v.toks[i].fold[:STEM]
        for i in places
        if v.toks[i].word and len(v.toks[i].fold) > 2 and not v.is_(i, *dull)
    )
