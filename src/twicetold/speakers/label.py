"""Who says it and a colon before everything else -> an attribution: "Poll: …", "Ada Lund: …", as headlines have it.

Not every word before a colon names who speaks ("Correction: …", "Holm: …"). A body or a document does, and so does a
name whose words the report tells elsewhere too.
"""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.model import Span
from twicetold.speakers.clause import after, statement_end
from twicetold.speakers.draft import Draft
from twicetold.speakers.view import COLONS, View, by_statement

WORDS = 3  # of a name or a body before a colon
LEAST = 3  # words that follow


def labels(views: Sequence[View], made: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with those of statements that begin with who speaks and a colon.

    What their content holds of attitudes goes: the outlet does not tell it in its own words.
    """
    out = list(made)
    known = {word for d in made if d.speaker and d.cue for v in views[:1] for word in _words(v, d.speaker)}
    for v, own in zip(views, by_statement(views, made), strict=True):
        draft = _labelled(v, known)
        if draft is not None and all(d.cue is None or d.how != "colon" for d in own):
            kept = [d for d in own if d.cue_kind != "attitude" and d.speaker is not None]
            out = [d for d in out if d in kept or d not in own]
            out.append(draft)
    return out


def _words(v: View, who: Span) -> list[str]:
    return v.text[who.start : who.end].casefold().replace("'s", "").split()


def _labelled(v: View, known: set[str]) -> Draft | None:
    """Return the draft of a statement that begins with who says it and a colon, or `None`."""
    if v.lex.capitals != "names":
        return None
    end = statement_end(v)
    colon = next((j for j in range(min(WORDS + 1, end)) if v.char(j) in COLONS), 0)
    if not colon or any(v.quoted[j] >= 0 or not v.toks[j].word for j in range(colon)):
        return None
    content = after(v, colon + 1, end)
    if content is None or v.words(*content) < LEAST or not _speaks(v, colon, known):
        return None
    return Draft(
        content=[v.span(*content)],
        how="colon",
        confidence=0.8,
        speaker=v.span(0, colon),
        cue=v.span(colon, colon + 1),
        cue_kind="say",
        quotes={v.quoted[i] for i in range(*content) if v.quoted[i] >= 0},
    )


def _speaks(v: View, stop: int, known: set[str]) -> bool:
    """Say whether the words before token `stop` are a body, a document, or a name that the report lets speak."""
    if v.is_(0, "determiners", "prepositions", "adverbs", "breaks", "times") or v.is_(stop - 1, "times"):
        return False
    if any(v.is_(j, "groups", "papers") for j in range(stop)):
        return True
    if any(v.toks[j].fold == v.toks[stop - 1].fold for j in range(stop, len(v.toks))):
        return False  # nobody names himself: "Ada Lund: when Lund came to Holm" only tells whom it is about
    return all(v.capital(j) and v.toks[j].text.casefold() in known for j in range(stop))
