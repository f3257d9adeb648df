"""What somebody wants, supports, knows or shows -> a frame: no speech, read on demand only."""

from __future__ import annotations

from dataclasses import replace

from twicetold.speakers.clause import Frame, after
from twicetold.speakers.gather import Phrase
from twicetold.speakers.lexicon import Match
from twicetold.speakers.phrase import adverb, left_phrase
from twicetold.speakers.postposed import shares_sentence
from twicetold.speakers.verbs import verb_frame
from twicetold.speakers.view import View


def attitude(v: View, cue: Match, floor: int, end: int) -> Frame | None:
    """Make the frame of what somebody wants, supports, knows or shows: its object, infinitive or clause."""
    if cue.may("noun") and not may_be_verb(v, cue):
        return None
    frame = verb_frame(v, replace(cue, kind="judge"), floor, end)
    if frame is None or frame.how not in ("object", "comp", "quote", "zero"):
        return None
    if frame.speaker is None and not (shares_sentence(v, cue) or _coordinated(v, cue)):
        return None
    if not _held(v, cue, frame):
        return None
    return replace(frame, cue=replace(cue, kind="attitude"))


def _coordinated(v: View, cue: Match) -> bool:
    """Say whether a verb goes on with the subject of the one before: "and has praised …", "but fears …"."""
    i = cue.start - 1
    while adverb(v, i) and not v.is_(i, "and"):
        i -= 1
    return v.is_(i, "and", "turns") and i > 0


def _held(v: View, cue: Match, frame: Frame) -> bool:
    """Say whether what a verb of attitude takes looks like a thing that is held, and its subject like one who holds."""
    first, who = frame.content[0][0], frame.speaker
    placed = v.is_(first, "prepositions") and not v.is_(first, "infinitive", "breaks")
    if frame.how == "object" and cue.end <= first and placed:
        return False  # "protested in the rain"
    if who is None or who.pronoun or who.end - who.start > 1 or v.capital(who.start):
        return True
    known = v.is_(who.start, "roles", "groups", "vague", "determiners")
    return known or v.toks[who.start].fold.endswith("s")  # not "was quick to endorse"


def may_be_verb(v: View, cue: Match) -> bool:
    """Say whether a form that a noun and a verb have may be the verb here: "the groups that support the plan"."""
    if not cue.may("attitude"):
        return False
    i = cue.start - 1
    while adverb(v, i) and not v.is_(i, "infinitive", "aux", "relatives"):
        i -= 1
    if v.is_(cue.end, "aux", "between", "genitive", "prepositions") and not v.is_(cue.end, "infinitive"):
        return False
    known = v.is_(i, "relatives", "infinitive", "aux", "groups", "roles", "between") and v.quoted[i] < 0
    if _coordinated(v, cue) and not v.capital(cue.start):
        return v.toks[cue.start].fold.endswith("s") or known
    return known or bool(v.pronoun(i)) or (v.capital(i) and i > 0) or _plural(v, i)


def _plural(v: View, i: int) -> bool:
    """Say whether token `i` may be several who hold something: "voters", "many towns (small ones)"."""
    word = v.toks[i].fold if i >= 0 else ""
    return word == ")" or (word.endswith("s") and not word.endswith(("'s", "ss", "us", "is")))


def owned_attitude(v: View, cue: Match, end: int) -> Frame | None:
    """Make the frame of "the council's plan to raise the dam", "her criticism of the plan": an attitude as a noun."""
    owner = left_phrase(v, cue.start, owner=True)
    if owner is None:
        i = cue.start - 1
        while i >= 0 and v.is_(i, "between", "adverbs") and not v.is_(i, "determiners"):
            i -= 1
        if not v.is_(i, "possessives"):
            return None
        owner = Phrase(i, i + 1, i, i + 1, v.pronoun(i) or "any")
    over = next(
        (j for j in range(cue.end + 1, end) if not v.toks[j].word or v.is_(j, "aux", "breaks", "relatives")),
        end,
    )
    content = after(v, cue.end if v.is_(cue.end, "infinitive") else cue.end + 1, over)
    return Frame(replace(cue, kind="attitude"), (content,), owner, "noun") if content is not None else None
