"""A verb in the passive as a cue -> its frame: "was told that …", "accused by X of …", "the plan was praised by X"."""

from __future__ import annotations

from twicetold.speakers.clause import Frame, Sign, after, may_be_said, opening
from twicetold.speakers.lexicon import Match
from twicetold.speakers.phrase import adverb, closes_clause, left_phrase
from twicetold.speakers.rightward import right_phrase
from twicetold.speakers.view import View


def passive(v: View, cue: Match) -> bool:
    """Say whether the cue is in the passive ("was told that …"): its subject then is not the speaker."""
    if v.lex.bracket:
        return _bracket_passive(v, cue) is not None
    if v.lex.gerunds and v.is_(cue.end, "by") and v.toks[cue.end - 1].fold.endswith(v.lex.passive_forms):
        return True  # without an auxiliary too: "a fine imposed by the council"
    i = cue.start - 1
    while i >= 0 and adverb(v, i) and not v.is_(i, "passive"):
        i -= 1
    return v.is_(i, "passive") and v.quoted[i] < 0 and v.toks[cue.end - 1].fold.endswith(v.lex.passive_forms)


def _bracket_passive(v: View, cue: Match) -> int | None:
    """Return the passive auxiliary that a participle at the end of its clause belongs to ("wurde ... berichtet")."""
    last = v.toks[cue.end - 1].fold
    if not last.endswith(v.lex.passive_forms) or not closes_clause(v, cue.start):
        return None
    for j in range(cue.start - 1, -1, -1):
        if v.comma(j) or v.strong(j) or v.quoted[j] >= 0:
            return None
        if v.is_(j, "passive"):
            return j
    return None


def passive_frame(v: View, cue: Match, end: int) -> Frame | None:
    """Return the frame of a cue in the passive, or `None` where nothing is said by anybody."""
    sign = opening(v, cue, end)
    near = range(cue.end, min(cue.end + 4, end))
    if v.lex.bracket:
        near = range(_bracket_passive(v, cue) or cue.start, cue.start)
    agent = next((j for j in near if v.is_(j, "by")), None)
    speaker = right_phrase(v, agent + 1, end) if agent is not None else None
    if sign is None and speaker is None and cue.kind != "ask":
        return None
    if sign is not None and sign[1] == "comma" and v.lex.bracket and not may_be_said(v, sign[0], end):
        return None
    if v.lex.gerunds and speaker is not None and not _goes_on(v, cue, speaker.end, sign):
        thing = left_phrase(v, cue.start)
        return Frame(cue, ((thing.start, thing.end),), speaker, "object") if thing is not None else None
    content = after(v, sign[0] if sign else (speaker.end if speaker else cue.end), end)
    if content is None or v.words(*content) < 2:
        return None
    return Frame(cue, (content,), speaker, "hearsay" if speaker is None else "object")


def _goes_on(v: View, cue: Match, i: int, sign: Sign | None) -> bool:
    """Say whether what is said follows the agent of a passive: "accused by X of …", "told by X that …".

    Else its subject is what is judged: "the plan was praised by X".
    """
    if sign is not None and sign[1] in ("colon", "comp", "quote"):
        return True
    if v.is_(cue.start, "addressing") and v.words(i, i + 1):
        return True
    if v.is_(i, "settings") or v.toks[i - 1].fold.endswith(v.lex.gerunds):
        return False
    return v.is_(i, "genitive", "infinitive", "as") and not v.is_(i + 1, "times")
