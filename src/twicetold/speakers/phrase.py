"""Cue -> the phrase that names its speaker. No grammar: marks, function words, capitals and the language's markers.

A phrase is looked for right before the cue ("near") or at the beginning of its clause ("first"), ends at words
that never stand in a name (`breaks`) and is freed from the adverbs and prepositional phrases before it. Words
between commas after a name ("X, chief of the committee, said") belong to it.
"""

from __future__ import annotations

from twicetold.speakers.first import NAME_WORDS, first_phrase
from twicetold.speakers.gather import Phrase, gather, short_quote
from twicetold.speakers.rightward import right_phrase
from twicetold.speakers.view import COMMAS, View

ROLE_WORDS = (
    4  # words before the role in a phrase that a name follows ("the former Loran minister for water, …")
)
APPOSED = 4  # words of a name before the apposition that tells who it is
MARKER_REACH = 40  # words between an agentive marker and its verb (Hindi clauses put all the rest there)


def left_phrase(
    v: View, cue: int, *, floor: int = 0, stop: int | None = None, owner: bool = False
) -> Phrase | None:
    """Return the speaker's phrase left of token `cue` and not left of `floor`, or `None`."""
    if owner:
        return _owner(v, cue, floor)
    if _has_marker(v):
        marked = _marked(v, cue, floor)
        if marked is not None:
            return marked
    if v.lex.subject == "first":
        return first_phrase(v, floor, cue if stop is None else stop)
    return _near(v, cue, floor)


def _has_marker(v: View) -> bool:
    return bool(v.lex.agent_suffixes) or any("agent" in m for m in v.marks)


def _marked(v: View, cue: int, floor: int) -> Phrase | None:
    """Return the phrase that an agentive marker (ने) or ending (은, は) closes.

    The nearest one in the cue's own clause, or else the first one of the statement (a clause stands in between).
    """
    stop = max(floor, cue - MARKER_REACH)
    own = next((j for j in range(cue - 1, stop - 1, -1) if v.is_(j, "comp") and v.quoted[j] < 0), stop)
    order = range(own, cue) if v.lex.content == "before" else range(cue - 1, own - 1, -1)
    for j in (*order, *range(stop, cue)):
        if v.quoted[j] >= 0 or not v.toks[j].word:
            continue
        if v.is_(j, "agent") and v.pronoun(j):
            return Phrase(j, j + 1, j, j + 1, v.pronoun(j))
        if v.is_(j, "agent") and j > floor:
            return _closed_by(v, j, j + 1, floor)
        if v.lex.agent_suffixes and v.toks[j].text.endswith(v.lex.agent_suffixes) and len(v.toks[j].text) > 1:
            return _closed_by(v, j + 1, j + 1, floor)
    return None


def _closed_by(v: View, end: int, after: int, floor: int) -> Phrase | None:
    found = gather(v, end, floor)
    if found is None:
        return None
    parted = found.outer > floor and (
        v.comma(found.outer - 1) or sum(v.comma(j) for j in range(floor, found.outer)) > 1
    )
    if parted:
        first = next((j for j in range(floor, found.outer) if v.comma(j)), floor)
        if 0 < v.words(floor, first) <= NAME_WORDS and not any(
            v.is_(j, "breaks", "adverbs", "times") or v.quoted[j] >= 0 for j in range(floor, first)
        ):
            return Phrase(floor, first, floor, after)
    pronoun = found.pronoun or (v.pronoun(end - 1) if end - found.start == 1 else "")
    return Phrase(found.start, end, found.outer, after, pronoun)


def _near(v: View, cue: int, floor: int) -> Phrase | None:
    """Return the phrase that ends right before the cue, over auxiliaries and adverbs, and over an apposition."""
    i = cue
    while i > floor and v.quoted[i - 1] < 0 and adverb(v, i - 1) and not v.pronoun(i - 1):
        i -= 1
    if (
        i > floor
        and v.quoted[i - 1] >= 0
        and (not short_quote(v, i - 1) or i < 2 or v.lex.capitals == "none")
    ):
        return None
    if v.is_(i - 1, "self"):
        return None
    if v.is_(i - 1, "relatives") and not v.pronoun(i - 1):
        i -= 1
        while i > floor and (v.is_(i - 1, "prepositions") or v.comma(i - 1)):
            i -= 1
        found = gather(v, i, floor)
        return Phrase(found.start, found.end, cue, cue, found.pronoun) if found else None
    if v.char(i - 1) == ")":  # "Ada Lund (CDU) said"
        return gather(v, i, floor) or _apposed(v, i, floor)
    if v.char(i - 1) in COMMAS:
        return _apposed(v, i, floor)
    if v.lex.bracket and closes_clause(v, cue):
        return _bracketed(v, cue, floor) or gather(v, i, floor)
    return gather(v, i, floor)


def adverb(v: View, i: int) -> bool:
    """Say whether token `i` may stand between subject and verb: a known word, or one with an adverb's ending."""
    if v.is_(i, "between"):
        return True
    known = v.capital(i) or v.is_(i, "roles", "groups", "titles", "papers")
    return bool(v.lex.adverb_endings) and v.toks[i].fold.endswith(v.lex.adverb_endings) and not known


def closes_clause(v: View, cue: int) -> bool:
    """Say whether the verb that begins at `cue` stands last in its clause, auxiliaries apart."""
    match = next((c for c in v.cues if c.start == cue), None)
    j = match.end if match is not None else cue + 1
    while v.is_(j, "bracket"):
        j += 1
    return j >= len(v.toks) or not v.toks[j].word


def _bracketed(v: View, cue: int, floor: int) -> Phrase | None:
    """Return the subject of a verb at the end of its clause: beside the auxiliary, or first after the conjunction."""
    start = cue
    while start > floor and not v.comma(start - 1) and not v.strong(start - 1) and v.quoted[start - 1] < 0:
        start -= 1
    for j in range(start, cue):
        if v.is_(j, "bracket"):
            left = gather(v, j, start) if j > start else None
            return left or right_phrase(v, j + 1, cue)
    while (
        start < cue and v.is_(start, "comp", "relatives", "breaks", "prepositions") and not v.pronoun(start)
    ):
        start += 1
    return right_phrase(v, start, cue)


def _apposed(v: View, i: int, floor: int) -> Phrase | None:
    """Return the name before an apposition that ends with a comma right before the cue."""
    pieces: list[tuple[int, int]] = []  # between commas, right to left
    end = i - 1
    j = end - 1
    while j >= floor and len(pieces) < 6:
        edge = (v.quoted[j] >= 0 and not short_quote(v, j)) or v.comma(j) or v.strong(j)
        if edge or j == floor:
            begin = j + 1 if edge else j
            if begin < end:
                pieces.append((begin, end))
            end = j
            if (v.quoted[j] >= 0 and not short_quote(v, j)) or v.strong(j):
                break
        j -= 1
    who = max(
        (k for k, (a, _) in enumerate(pieces) if v.is_(a, "relatives") and not v.pronoun(a)), default=-1
    )
    if 0 <= who < len(pieces) - 1:  # "X, who lives with Y, said": the clause tells of the name before it
        if who + 2 < len(pieces) and _role_first(v, *pieces[who + 1]) and _plain_name(v, *pieces[who + 2]):
            who += 1  # "X, envoy to Y, who lives in Z, said"
        a, b = pieces[who + 1]
        found = gather(v, b, a)
        if found is not None:
            return Phrase(found.start, i - 1, found.outer, i)
    for k, (a, b) in enumerate(pieces):
        if k == 0 and len(pieces) > 1 and not _name_like(v, a, b):
            continue
        if not _name_like(v, a, b) or _part_of_place(v, pieces, k):
            continue
        found = gather(v, b, a)
        if found is not None and not (
            any(v.is_(x, "aux") and not v.toks[x].text[0].isupper() for x in range(found.start, b))
        ):
            if k + 1 < len(pieces) and _role_alone(v, *pieces[k + 1]):
                return Phrase(pieces[k + 1][0], b, pieces[k + 1][0], i)
            return Phrase(found.start, i - 1, found.outer, i)
    return None


def _role_first(v: View, a: int, b: int) -> bool:
    """Say whether a piece between commas begins with a role."""
    return any(v.is_(j, "roles", "titles") for j in range(a, min(a + 2, b)))


def _plain_name(v: View, a: int, b: int) -> bool:
    """Say whether a piece between commas is a name and nothing else."""
    words = [j for j in range(a, b) if v.toks[j].word]
    return 0 < len(words) <= APPOSED and all(
        v.capital(j) and not v.is_(j, "roles", "titles", "groups", "determiners") for j in words
    )


def _role_alone(v: View, a: int, b: int) -> bool:
    """Say whether tokens `a:b` give a role without a name, so that the name after the comma belongs to it."""
    if v.quoted[a] >= 0 or not v.is_(a, "determiners", "roles", "titles"):
        return False
    known = next((j for j in range(a, b) if v.is_(j, "roles", "titles")), None)
    if known is None or known - a > ROLE_WORDS or any(v.is_(j, "aux", "relatives") for j in range(a + 1, b)):
        return False
    return not v.capital(known + 1) or v.lex.capitals == "nouns"


def _part_of_place(v: View, pieces: list[tuple[int, int]], k: int) -> bool:
    """Say whether piece `k` is the end of an attribute of the piece before ("X, of Bethesda, Maryland, said")."""
    return k + 2 < len(pieces) and v.is_(pieces[k + 1][0], "genitive") and _name_like(v, *pieces[k + 2])


def _name_like(v: View, a: int, b: int) -> bool:
    """Say whether tokens `a:b` may be the name that an apposition explains, not the apposition itself."""
    if v.is_(a, "relatives", "prepositions", "breaks", "determiners", "and") or v.toks[a].text[:1].isdigit():
        return False
    if v.lex.capitals == "none":
        return True
    return v.capital(a) and v.words(a, b) <= 8


def _owner(v: View, cue: int, floor: int) -> Phrase | None:
    """Return whose noun it is: "Trump's accusation that …". Only a possessive right before the noun counts."""
    i = cue - 1
    while i >= floor and v.is_(i, "between", "adverbs"):
        i -= 1
    if i < floor or v.quoted[i] >= 0 or not v.toks[i].word:
        return None
    if v.toks[i].fold.endswith(("'s", "s'")):
        return gather(v, i + 1, floor)
    return None
