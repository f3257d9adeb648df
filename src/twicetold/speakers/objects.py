"""A verb that closes its clause -> the object before it, as what is said, judged or asked."""

from __future__ import annotations

from twicetold.speakers.clause import Frame, after, before, clause_start
from twicetold.speakers.gather import Phrase
from twicetold.speakers.lexicon import Match
from twicetold.speakers.phrase import left_phrase
from twicetold.speakers.view import COMMAS, DASHES, STRONG, View


def object_left(v: View, cue: Match, floor: int, end: int) -> Frame | None:
    """Find what is said, judged or asked between the speaker and a verb that closes the clause."""
    rest = next(
        (
            j
            for j in range(cue.end, end)
            if v.char(j) in COMMAS | DASHES | STRONG or v.is_(j, "and", "adverbs")
        ),
        end,
    )
    if v.lex.zero and cue.kind == "say" and v.words(cue.end, rest) > 2:
        content = after(v, cue.end, end)
        return Frame(cue, (content,), left_phrase(v, cue.start), "zero") if content is not None else None
    if (cue.kind in ("claim", "voice") and not cue.may("judge", "ask")) or sum(
        not v.is_(j, "aux") for j in range(cue.end, rest)
    ) > 1:
        return None
    start = max(floor, clause_start(v, cue.start))
    speaker = left_phrase(v, cue.start, floor=start)
    content = before(v, cue.start, max(speaker.after, start) if speaker else start)
    if content is None or v.words(*content) < 2 or (speaker is None and not shares_subject(v, cue)):
        return None
    return Frame(cue, (content,), speaker, "object")


def object_between(v: View, cue: Match, speaker: Phrase | None) -> Frame | None:
    """Find what is judged between auxiliary and verb ("hat den Plan am Montag kritisiert")."""
    start = cue.start
    while start > 0 and not v.comma(start - 1) and not v.strong(start - 1) and v.quoted[start - 1] < 0:
        start -= 1
    opened = next((j for j in range(start, cue.start) if v.is_(j, "bracket")), None)
    if opened is None or speaker is None or cue.kind != "judge":
        return None
    content = after(v, max(opened + 1, speaker.end), cue.start)
    return (
        Frame(cue, (content,), speaker, "object") if content is not None and v.words(*content) >= 2 else None
    )


def shares_subject(v: View, cue: Match) -> bool:
    """Say whether a cue without a subject of its own goes on after a comma or "and" ("…, saying it would …")."""
    i = cue.start
    while i > 0 and v.is_(i - 1, "between", "adverbs") and not v.is_(i - 1, "and"):
        i -= 1
    return i == 0 or v.comma(i - 1) or v.is_(i - 1, "and") or v.char(i - 1) in DASHES
