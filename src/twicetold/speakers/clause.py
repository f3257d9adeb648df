"""Where a clause begins and ends, and what may open or close the content of a cue. Token numbers throughout."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.speakers.gather import Phrase
from twicetold.speakers.lexicon import Match
from twicetold.speakers.view import COLONS, COMMAS, DASHES, STRONG, View

WINDOW = 20  # words between a cue and what opens its content (addressee, place, occasion)
BESIDE = COMMAS | DASHES | frozenset("?!")
Sign = tuple[int, str, int]  # where content begins, by what sign, where the sign begins
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue with its content (token ranges, in order) and its speaker's phrase, if one was found."""

    cue: Match
    content: tuple[Range, ...]
    speaker: Phrase | None
    how: str  # the way the content was found, a key of `frames.CONFIDENCE`


def quote_starts(v: View, i: int) -> bool:
    """Say whether token `i` is the first of a quotation."""
    return 0 <= i < len(v.toks) and v.quoted[i] >= 0 and (i == 0 or v.quoted[i - 1] != v.quoted[i])


def quote_ends(v: View, i: int) -> bool:
    """Say whether token `i` is the last of a quotation."""
    return (
        0 <= i < len(v.toks) and v.quoted[i] >= 0 and (i + 1 == len(v.toks) or v.quoted[i + 1] != v.quoted[i])
    )


def statement_end(v: View) -> int:
    """Return the number of tokens without the final marks (a quotation's own marks stay)."""
    n = len(v.toks)
    while n and not v.toks[n - 1].word and v.quoted[n - 1] < 0 and v.toks[n - 1].text in STRONG:
        n -= 1
    return n


def clause_start(v: View, i: int) -> int:
    """Return where the clause around token `i` begins: after a strong mark outside quotations, or at 0."""
    for j in range(i - 1, -1, -1):
        if v.strong(j):
            return j + 1
    return 0


def beside(v: View, i: int) -> bool:
    """Say whether content may end right before token `i`: a comma, a dash or the end of a quotation."""
    return i > 0 and (quote_ends(v, i - 1) or v.char(i - 1) in BESIDE)


def before(v: View, stop: int, start: int) -> Range | None:
    """Return the words between `start` and `stop` without the marks around them, or `None`."""
    return _trimmed(v, start, stop)


def after(v: View, start: int, end: int) -> Range | None:
    """Return what follows from `start` on to `end`, without the marks around it, or `None`."""
    return _trimmed(v, start, end)


def _trimmed(v: View, start: int, stop: int) -> Range | None:
    while stop > start and not v.toks[stop - 1].word and v.quoted[stop - 1] < 0:
        stop -= 1
    while start < stop and not v.toks[start].word and v.quoted[start] < 0:
        start += 1
    return (start, stop) if v.words(start, stop) >= 1 else None


def infinitive_closes(v: View, content: Range) -> bool:
    """Say whether an infinitive with its own word stands at the end of a clause ("…, den Damm zu erhöhen")."""
    return any(v.is_(j, "infinitive") for j in range(content[1] - 2, content[1]))


def opening(v: View, cue: Match, end: int) -> Sign | None:
    """Return where content begins to the right of the cue, by what sign, and where the sign itself begins."""
    i = cue.tail[1] if cue.tail else cue.end
    if v.toks[cue.end - 1].text.endswith("ः"):  # the visarga that Hindi newspapers write for a colon (कहाः)
        return (i, "colon", i)
    starts = {c.start for c in v.cues if c.kind != "noun" or _takes_clause(v, c)}
    seen = 0
    for j in range(i, end):
        if quote_starts(v, j):
            return (j, "quote", j)
        mark = v.char(j)
        if v.quoted[j] >= 0 or mark in STRONG:
            return None
        if mark in COLONS:
            return (j + 1, "colon", j)
        if mark in COMMAS | DASHES:
            return _after_comma(v, j, end, starts)
        if v.is_(j, "comp") or (j - i <= NEAR and _comp_clitic(v, j)):
            return (j, "comp", j)
        seen += v.toks[j].word
        if seen > WINDOW or (j > i and j in starts and not v.is_(j, "sharing")):
            return None
    return None


def _takes_clause(v: View, noun: Match) -> bool:
    """Say whether a complementiser stands right behind a noun, so that the clause is what the noun tells of."""
    return v.is_(noun.end, "comp") or v.is_(noun.end + 1, "comp")


NEAR = 4  # words after a cue within which a complementiser may be written onto a word (שהוא, بأنه)


def _comp_clitic(v: View, j: int) -> bool:
    return bool(v.lex.comp_clitics) and v.toks[j].fold.startswith(v.lex.comp_clitics)


def _after_comma(v: View, comma: int, end: int, starts: set[int]) -> Sign | None:
    """Look past a comma right of a cue: a quotation, a complementiser, or in some languages the content."""
    for j in range(comma + 1, min(comma + 3, end)):
        if quote_starts(v, j):
            return (j, "quote", comma)
        if v.is_(j, "comp"):
            return (j, "comp", comma)
        if v.lex.gerunds and j in starts:
            break  # "…, adding that": the clause is the other cue's
    if v.words(comma + 1, end) >= 2 and v.lex.comma:
        return (comma + 1, "comma", comma)
    return _past_parenthesis(v, comma, end, starts)


def _past_parenthesis(v: View, comma: int, end: int, starts: set[int]) -> Sign | None:
    """Look past a parenthesis between commas, or past an apposition, for what opens the content."""
    seen = 0
    for j in range(comma + 1, end):
        if quote_starts(v, j):
            opened = v.char(j - 1) in COLONS | COMMAS or v.is_(j - 1, "comp")
            return (j, "quote", comma) if opened else None
        mark = v.char(j)
        if mark in COLONS:
            return (j + 1, "colon", comma)
        if mark in STRONG:
            return None
        if mark in COMMAS and v.is_(j + 1, "comp") and not v.is_(j + 1, "relatives"):
            return (j + 1, "comp", comma)
        seen += v.toks[j].word
        if seen > WINDOW or j in starts:
            return None
    return None


CLAUSE = 10  # words within which a clause shows its auxiliary


def in_mood(v: View, start: int, end: int) -> bool:
    """Say whether a clause that begins at `start` has its verb in reported mood ("glaubt, er sei …")."""
    return any(v.is_(j, "mood") for j in range(start, min(start + CLAUSE, end)))


def may_be_said(v: View, start: int, end: int) -> bool:
    """Say whether what follows a mere comma may be what is said, not a relative or an adverbial clause."""
    if in_mood(v, start, end) or infinitive(v, start, end):
        return True
    first = start + 1 if v.is_(start, "prepositions") and v.is_(start + 1, "relatives") else start
    if v.is_(first, "relatives") and not v.capital(first + 1):
        other = ("prepositions", "between", "adverbs", "aux", "breaks", "determiners", "self")
        if first > start or v.is_(first + 1, *other) or v.pronoun(first + 1):
            return False
    return not (v.is_(start, "breaks", "adverbs") and not v.is_(start, "determiners"))


def infinitive(v: View, start: int, end: int) -> bool:
    """Say whether an infinitive clause begins at `start`, in a language that sets it off by commas."""
    stop = next((j for j in range(start, end) if v.comma(j) and v.quoted[j] < 0), end)
    content = after(v, start, stop) if v.lex.bracket and not v.is_(start, "infinitive") else None
    return content is not None and v.words(*content) >= 3 and infinitive_closes(v, content)
