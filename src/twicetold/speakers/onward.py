"""What goes on from statement to statement: reported mood, the first person after a quotation, and pointing back.

A statement without a cue may go on with the attribution before it. A mood that only reported speech has (German
"sei", "habe") shows it even where nobody has spoken yet. And a statement that only points ("Dies teilte das Werk
mit.", "Об этом сообщило агентство.") attributes the statement before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from twicetold.model import Span
from twicetold.speakers.clause import statement_end
from twicetold.speakers.draft import Draft
from twicetold.speakers.gather import Phrase
from twicetold.speakers.lexicon import Match
from twicetold.speakers.phrase import left_phrase
from twicetold.speakers.rightward import right_phrase
from twicetold.speakers.verbs import likely
from twicetold.speakers.view import COLONS, COMMAS, View

ASIDE = 4  # words of a statement that is said too, where both its neighbours are ("Well. Yes.")
MATRIX = 12  # words of a main clause before what is said in reported mood
POINTING = 16  # words of a statement that only says who said the one before it
LEAD_IN = 2  # words before the pointing one ("Am Montag hat dies …" is left alone)


def goes_on(views: Sequence[View], made: list[Draft]) -> list[Draft]:
    """Add statements without a cue that go on: in reported mood, or in the first person after a quotation."""
    out = list(made)
    spans = sorted((c.start, c.end, i) for i, d in enumerate(made) for c in d.content)
    last: Draft | None = None
    running: Draft | None = None  # what goes on over several statements is one attribution
    for n, v in enumerate(views):
        before = views[n - 1] if n else None
        own = [made[i] for s, e, i in spans if s < v.statement.end and e > v.statement.start]
        if own:
            last, running = own[-1], None
            continue
        kind = _continuing(v, last) if v.toks else ""
        alone = running is not None or (last is not None and last.how == "stands alone")
        if not kind and last is not None and alone and _aside(views[n : n + 3], last):
            kind = "first person"
        if not kind:
            last = running = None
            continue
        under = _under_a_clause(v) if kind == "reported mood" else None
        span = _whole(v)
        if under is not None:
            out.append(under)
            last, running = under, None
        elif span is not None and running is not None and kind == running.how == "reported mood":
            running.content.append(span)
        elif span is not None:
            running = Draft(content=[span], how=kind, confidence=0.6 if last else 0.5, follows=last)
            subject = _subject(before) if last is None else None
            if subject is not None and before is not None:
                running.speaker, running.pronoun = before.span(subject.start, subject.end), subject.pronoun
            out.append(running)
            last = last or running
    return out


def _aside(views: Sequence[View], last: Draft) -> bool:
    """Say whether a statement is a few words between others that are said in the first person."""
    for v, after in pairwise(views):
        if not 0 < v.words(0, len(v.toks)) <= ASIDE:
            return False
        if _continuing(after, last) == "first person":
            return True
    return False


def _whole(v: View) -> Span | None:
    words = [i for i, t in enumerate(v.toks) if t.word]
    return v.span(words[0], words[-1] + 1) if words else None


def _continuing(v: View, last: Draft | None) -> str:
    """Say how a statement without a cue goes on with the attribution before it, or "" where it does not."""
    mood = _mood(v)
    if mood and not any("mood_block" in m for m in v.marks):
        sure = any(not v.is_(i, "mood_weak") for i in mood)
        if last is not None or sure:
            return "reported mood"
    if last is not None and last.quotes and any("first" in m for m in v.marks):
        return "first person"
    return ""


def _mood(v: View) -> list[int]:
    """Return the verbs in reported mood outside quotations; a noun of the same letters ("im Laufe") is none."""
    nouns = v.lex.capitals == "nouns"
    return [
        i
        for i, m in enumerate(v.marks)
        if "mood" in m and v.quoted[i] < 0 and not (nouns and i > 0 and v.toks[i].text[0].isupper())
    ]


def _subject(v: View | None) -> Phrase | None:
    """Return the person or body that a statement begins with, as who may be meant by what follows in reported mood."""
    if v is None or not v.toks or v.quoted[0] >= 0:
        return None
    phrase = right_phrase(v, 0, statement_end(v), near=True)
    return phrase if phrase is not None and likely(v, phrase) >= 2 else None


def _under_a_clause(v: View) -> Draft | None:
    """Return the content that a main clause in plain mood introduces ("Lund spekuliert, die Brücke sei …")."""
    first = _mood(v)[0]
    sign = next((j for j in range(first - 1, 0, -1) if v.char(j) in COLONS and v.quoted[j] < 0), None)
    if sign is None:
        sign = next((j for j in range(first) if v.char(j) in COMMAS and v.quoted[j] < 0), None)
    if sign is None or not 2 <= v.words(0, sign) <= MATRIX or v.is_(0, "breaks", "comp", "prepositions"):
        return None
    if (
        v.is_(sign + 1, "relatives", "breaks", "and")
        and v.char(sign) in COMMAS
        and not v.is_(sign + 1, "comp")
    ):
        return None
    end = statement_end(v)
    speaker = right_phrase(v, 0, sign)
    if v.words(sign + 1, end) < 3 or speaker is None:
        return None
    return Draft(
        content=[v.span(sign + 1, end)],
        how="reported mood",
        confidence=0.6,
        speaker=v.span(speaker.start, speaker.end),
        pronoun=speaker.pronoun,
    )


def points_back(before: View | None, v: View, own: Sequence[Draft]) -> list[Draft]:
    """Return the attribution of the statement before, where this one only says whose words it was; else nothing."""
    found = _pointing_cue(v) if before is not None and not any(d.quotes for d in own) else None
    whole = _whole(before) if before is not None else None
    if found is None or whole is None or before is None or any(q >= 0 for q in before.quoted):
        return []
    cue, speaker = found
    if cue.tail is not None and v.words(cue.tail[1], statement_end(v)) > 1:
        return []
    return [
        Draft(
            content=[whole],
            how="points back",
            confidence=0.7,
            speaker=v.span(speaker.start, speaker.end),
            pronoun=speaker.pronoun,
            cue=v.span(cue.start, cue.end),
            cue_kind=cue.kind,
        )
    ]


def _pointing_cue(v: View) -> tuple[Match, Phrase] | None:
    """Return the cue and the speaker of a statement that says nothing but whose words those were."""
    end = statement_end(v)
    opens = [i for i in range(min(end, 2 * LEAD_IN)) if v.is_(i, "pointing") and v.words(0, i) <= LEAD_IN]
    cues = [c for c in v.cues if c.may("say")]
    if not opens or len(cues) != 1 or v.words(0, end) > POINTING:
        return None
    cue, pointing = cues[0], opens[0]
    rest = range(cue.end, end)
    if any(v.quoted[j] >= 0 or v.char(j) in COLONS or (v.is_(j, "comp") and v.comma(j - 1)) for j in rest):
        return None
    stop = cue.tail[0] if cue.tail else end
    speaker = right_phrase(v, cue.end, stop, near=True)
    if speaker is None and cue.start > pointing + 1:
        speaker = left_phrase(v, cue.start, floor=pointing + 1)
    return (cue, speaker) if speaker is not None and cue.start > pointing else None
