"""How far content reaches to the right of its cue, within a sentence that goes on.

Only where the table tells participles by their ending and the words that turn to something else (`turns`).
"""

from __future__ import annotations

from twicetold.speakers.clause import quote_ends
from twicetold.speakers.lexicon import Match
from twicetold.speakers.view import COLONS, DASHES, View

AHEAD = 8  # words after a comma and "and" within which a clause shows its verb
OCCASION = 3  # words of a phrase that tells where or when something was said ("in a video statement")


def told_until(v: View, cue: Match, start: int, end: int, *, thing: bool) -> int:
    """Return where what is said ends within a sentence that goes on: before ", saying …", "and called …", ", but …".

    `thing` is for what is no clause: it ends before a relative clause, a participle, a dash or another clause too
    ("…, which has …", "… - a sign of …", "… and has long gone"), and before when it happened ("… during the debate").
    """
    if not v.lex.gerunds:
        return end
    starts = {
        c.start for c in v.cues if c.kind not in ("noun", "according", "tag", "hearsay") and c.start > start
    }
    under = not v.comma(start - 1) and _under(v, cue)  # not "as she said, …"
    for j in range(start + 2 - thing, end - 1):
        if v.quoted[j] >= 0 or v.quoted[j + 1] >= 0:
            continue
        if _closed(v, j) and _parts(v, j, starts, thing=thing):
            return j
        if _turns(v, j, starts) or (v.comma(j) and _apposed(v, j + 1, end)):
            return j
        if under and v.comma(j) and not v.is_(j + 1, "relatives", "and"):
            return j
        if thing and _thing_over(v, cue, start, j, end):
            return j
    return end


def _under(v: View, cue: Match) -> bool:
    """Say whether the clause of a cue is one that a comma closes: "While a judge found …, …", ", who knew …, …"."""
    for i in range(cue.start, -1, -1):
        joined = v.is_(i - 1, "and", "turns") and not v.is_(i - 1, "subordinate")
        first = i == 0 or not v.toks[i - 1].word or joined
        if first and i == cue.start:
            participle = v.is_(i, "sharing") or v.toks[i].fold.endswith(v.lex.passive_forms)
            return participle and (i == 0 or v.strong(i - 1))
        if v.is_(i, "subordinate"):
            return True
        if first:
            return v.is_(i, "relatives") and v.comma(i - 1)
    return False


def _closed(v: View, j: int) -> bool:
    """Say whether a quotation that holds its own comma ends right before token `j` (“…,” but …)."""
    return quote_ends(v, j - 1) and v.comma(j - 2)


def _parts(v: View, k: int, starts: set[int], *, thing: bool) -> bool:
    """Say whether the word after a comma parts what follows from what is said: "but", "saying", "which"."""
    if v.is_(k, "turns") or (k in starts and v.is_(k, "sharing")):
        return True
    return thing and (v.is_(k, "relatives") or v.toks[k].fold.endswith(v.lex.gerunds))


def _turns(v: View, j: int, starts: set[int]) -> bool:
    """Say whether the outlet goes on at token `j`: "and called …", ", saying …", ", but …", "; …", ", who …"."""
    comma = v.comma(j) or v.char(j) in DASHES
    k = j + comma
    if v.is_(k, "and", "turns"):
        follows = next(
            (i for i in (k + 1, k + 2) if i in starts and (i == k + 1 or v.is_(k + 1, "between"))), None
        )
        if follows is not None and not v.toks[follows].fold.endswith(v.lex.gerunds):
            return True
    if v.strong(j):
        return True
    return comma and (v.is_(k, "turns") or (k in starts and v.is_(k, "sharing")))


def _apposed(v: View, i: int, end: int) -> bool:
    """Say whether what follows a comma at the end only tells more of a thing: ", the head of …", without a verb."""
    if not v.is_(i, "determiners") or v.pronoun(i):
        return False
    clause = False  # whether a relative clause has begun, in which a verb may stand
    for j in range(i, end):
        if (
            v.quoted[j] >= 0
            or (v.comma(j) and v.is_(j + 1, "and"))
            or (v.is_(j, "aux", "and") and not clause)
        ):
            return False
        clause = clause or (j > i and v.is_(j, "relatives"))
        if v.comma(j):
            return True
    return True


def _thing_over(v: View, cue: Match, start: int, j: int, end: int) -> bool:
    """Say whether a thing ends before token `j`, which opens a clause or tells when."""
    if v.char(j) in COLONS:
        return True
    if v.char(j) in DASHES or v.char(j) == "(":
        return not (v.toks[j - 1].end == v.toks[j].start and v.toks[j].end == v.toks[j + 1].start)
    if v.comma(j):
        if v.is_(j + 1, "relatives", "subordinate", "occasions") or v.toks[j + 1].fold.endswith(
            v.lex.gerunds
        ):
            return True
        return v.is_(j + 1, "and") and _clause_follows(v, j + 2, end)
    if v.is_(j, "and", "turns"):
        k = j + 1
        while v.is_(k, "between") and not v.is_(k, "aux"):
            k += 1
        return v.is_(k, "aux")
    if v.is_(j, "resumes") and _depends(v, cue) and not v.pronoun(j - 1):
        return not any(v.is_(i, "relatives", "comp", "breaks", "infinitive") for i in range(start - 1, j))
    if v.is_(j, "subordinate") and v.pronoun(j + 1):
        return True
    return v.is_(j, "occasions") or _occasion(v, j, end)


def _depends(v: View, cue: Match) -> bool:
    """Say whether a cue is no main verb, so that the main verb may follow: "those who praised it", "to praise it"."""
    i = cue.start - 1
    while v.is_(i, "between") and not v.is_(i, "infinitive", "relatives"):
        i -= 1
    return v.is_(i, "infinitive", "relatives") or v.toks[cue.start].fold.endswith(v.lex.gerunds)


def _occasion(v: View, j: int, end: int) -> bool:
    """Say whether a phrase at token `j` tells when or where something was said: "on Monday", "in a statement"."""
    if v.is_(j, "prepositions") and v.is_(j + 1, "times") and v.capital(j + 1):
        return True
    return (
        v.is_(j, "settings")
        and v.is_(j + 1, "determiners")
        and any(v.is_(i, "times") for i in range(j + 2, min(j + 2 + OCCASION, end)))
    )


def _clause_follows(v: View, i: int, end: int) -> bool:
    """Say whether a clause of its own begins at token `i`, rather than another thing of a list."""
    for j in range(i, min(i + AHEAD, end)):
        if v.comma(j) or v.is_(j, "relatives", "comp") or v.quoted[j] >= 0:
            return False
        if v.is_(j, "aux"):
            return True
    return False
