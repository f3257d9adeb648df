"""A cue behind what is said -> its frame: "…", she said; …, he said, …; „…“, so der Minister.

What stands before the cue, closed by a comma, a dash or a quotation mark, is the content; a
parenthesis goes on with it.
"""

from __future__ import annotations

from twicetold.speakers.clause import (
    Frame,
    Range,
    after,
    before,
    beside,
    clause_start,
    quote_ends,
    quote_starts,
    statement_end,
)
from twicetold.speakers.gather import Phrase
from twicetold.speakers.lexicon import Match
from twicetold.speakers.phrase import left_phrase
from twicetold.speakers.rightward import right_phrase
from twicetold.speakers.view import COMMAS, DASHES, STRONG, View

RESUMED = 4  # tokens after a parenthetic cue among which another cue shows that the outlet goes on
SHORT = 16  # words that may follow a postposed cue ("he said in a statement on Monday")
NAME = 4  # words up to which a quotation right before a verb, without a comma, is a name («Звезда» объявила)


def postposed(v: View, cue: Match, floor: int, stop: int, end: int) -> Frame | None:
    """Return the frame of a cue behind its content, closed by a comma or a quotation mark, or `None`.

    `stop` is where the words after the cue end that may name the speaker.
    """
    start = max(floor, clause_start(v, cue.start))
    alone: list[tuple[Phrase | None, int]] = [(None, _outer(v, cue.start, start))]
    for speaker, edge in alone if shares_sentence(v, cue) else _readings(v, cue, start, stop):
        content = before(v, edge, start) if edge > start and beside(v, edge) else None
        if content is None:
            continue
        quote = quote_ends(v, content[1] - 1)
        if not quote and not _verb_first(v, cue, edge):
            continue
        if quote and edge == content[1] and not _sentence_like(v, edge - 1):
            continue
        rest = _resumes(v, cue, speaker, end, content)
        if not quote and not _stands_last(v, cue, speaker, end, content, parted=rest is not None):
            continue
        return Frame(
            cue, (content,) if rest is None else (content, rest), speaker, "quote" if quote else "postposed"
        )
    return None


def _readings(v: View, cue: Match, start: int, stop: int) -> list[tuple[Phrase | None, int]]:
    """Return the readings of a cue behind its content: speaker, and where the content ends."""
    head = _outer(v, cue.start, start)
    readings: list[tuple[Phrase | None, int]] = []
    left = left_phrase(v, cue.start, floor=start)
    if left is not None:
        readings.append((left, _outer(v, left.outer, start)))
    if beside(v, head) and (left is None or v.lex.inverts == "always"):
        right = right_phrase(v, cue.end, stop, near=True)
        allowed = (
            right is None or v.lex.inverts == "always" or (v.lex.inverts == "names" and not right.pronoun)
        )
        if allowed and (
            right is not None or v.lex.drops or quote_ends(v, head - 1) or quote_ends(v, head - 2)
        ):
            readings.insert(
                0 if right is not None and v.lex.inverts == "always" else len(readings), (right, head)
            )
    return readings


def _verb_first(v: View, cue: Match, edge: int) -> bool:
    """Say whether a clause behind its content begins as such clauses do: in German with the verb, or with "wie"."""
    if not v.lex.bracket:
        return True
    return v.is_(edge, "as", "bracket", "passive") or not any(
        v.toks[i].word and not v.is_(i, "between") for i in range(edge, cue.start)
    )


def shares_sentence(v: View, cue: Match) -> bool:
    """Say whether the cue is a participle that has its subject from the sentence around it."""
    return v.is_(cue.start, "sharing") and (_loose(v, cue.start) or v.lex.order[0] == "right")


def _loose(v: View, i: int) -> bool:
    """Say whether a participle at token `i` stands by itself, so that it shares the subject of its sentence."""
    return (
        i == 0 or not v.toks[i - 1].word or v.is_(i - 1, "and", "prepositions", "adverbs", "breaks", "comp")
    )


def _outer(v: View, i: int, start: int) -> int:
    """Return where the words of a postposed cue begin: past auxiliaries and "as" ("…, wie X sagte")."""
    while i > start and v.quoted[i - 1] < 0 and v.is_(i - 1, "between", "as") and not v.pronoun(i - 1):
        i -= 1
    return i


def _sentence_like(v: View, last: int) -> bool:
    """Say whether the quotation that ends at token `last` is speech, not a name in quotation marks."""
    k = v.quoted[last]
    inside = [i for i in range(last + 1) if v.quoted[i] == k]
    words = [i for i in inside if v.toks[i].word]
    within = v.lex.capitals == "names" and v.is_(words[0] - 2, "genitive", "prepositions")
    titled = all(v.capital(i) or v.is_(i, "genitive", "determiners", "and") for i in words)
    if within and titled and words[0] - 1 in inside and len(words) <= NAME:
        return False  # a title: the broadcast of “News on Sunday,”
    while v.char(last - 1) in "'`":
        last -= 1
    return len(words) > NAME or v.char(last - 1) in ",.!?…،。！？"


def _stands_last(
    v: View, cue: Match, speaker: Phrase | None, end: int, content: Range, *, parted: bool
) -> bool:
    """Say whether cue and speaker close the clause, so that what stands before the comma is their content."""
    if v.words(*content) < 2 and not parted:
        return False
    if v.is_(content[0], "prepositions", "breaks", "adverbs") and v.words(*content) < 6:
        return False
    if cue.kind in ("judge", "ask"):
        return False
    tail = max(cue.end, speaker.end if speaker else 0)
    if v.lex.gerunds and v.is_(cue.start, "addressing") and tail == cue.end:
        tail = _past_addressee(v, tail, end)
    rest = next((j for j in range(tail, end) if v.char(j) in COMMAS | DASHES | STRONG), end)
    if v.words(tail, rest) > SHORT or any(v.is_(j, "comp", "aux") for j in range(tail, rest)):
        return False
    adverbial = v.is_(tail, "prepositions", "adverbs", "breaks", "between") and not v.is_(tail, "infinitive")
    return rest == tail or (adverbial and not v.pronoun(tail)) or not v.lex.zero


def _past_addressee(v: View, i: int, end: int) -> int:
    """Return where the words end that tell to whom something was said ("…, she told the Holm Post on Friday")."""
    told = right_phrase(v, i, end, near=True)
    if told is None or v.is_(told.end, "and"):
        return i
    inside = range(told.start, told.end)
    known = told.pronoun or any(v.is_(j, "roles", "groups", "titles") or v.capital(j) for j in inside)
    return told.end if known else i


def _resumes(v: View, cue: Match, speaker: Phrase | None, end: int, content: Range) -> Range | None:
    """Return what follows a parenthetic cue ("…, he said, …"), if it goes on with the content."""
    tail = max(cue.end, speaker.end if speaker else 0)
    comma = next((j for j in range(tail, min(tail + SHORT, end)) if v.char(j) in COMMAS | DASHES), None)
    if comma is None:
        quote = next((j for j in range(tail, min(tail + SHORT, end)) if quote_starts(v, j)), None)
        return (quote, statement_end(v)) if quote is not None and beside(v, quote) else None
    near = comma + RESUMED if v.lex.gerunds else end
    if any(cue.start < c.start < near and c.kind != "reject" for c in v.cues):
        return None
    quote = next((j for j in range(comma + 1, min(comma + 3, end)) if quote_starts(v, j)), None)
    if quote is not None:
        return (quote, end)
    if v.words(comma + 1, end) >= 4 and v.lex.zero and v.is_(content[0], "prepositions", "breaks", "adverbs"):
        return after(v, comma + 1, end)  # "After the flood, he said, the dam …"
    if v.lex.gerunds and v.words(comma + 1, end) >= 3 and _goes_on(v, comma + 1, speaker, cue):
        return after(v, comma + 1, end)
    if v.words(comma + 1, end) < 3 or v.is_(comma + 1, "relatives", "determiners", "prepositions"):
        return None
    if v.is_(comma + 1, "aux", "and") or (
        v.lex.drops and v.words(clause_start(v, cue.start), cue.start) <= NAME
    ):
        return after(v, comma + 1, end)
    return None


def _goes_on(v: View, i: int, speaker: Phrase | None, cue: Match) -> bool:
    """Say whether what follows a parenthetic cue goes on with what is said, rather than with who says it."""
    if speaker is not None and speaker.start > cue.start and v.is_(i, "determiners", "titles", "roles"):
        return False  # "…, said Ada Lund, the head of …"
    return not (
        v.is_(i, "relatives", "prepositions", "turns", "as") or v.toks[i].fold.endswith(v.lex.gerunds)
    )
