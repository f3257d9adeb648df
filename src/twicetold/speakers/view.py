"""One statement as the frames see it: tokens, what each is, which stand in a quotation, and the cues."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from twicetold.model import Span, Statement
from twicetold.speakers.draft import Draft
from twicetold.speakers.lexicon import Lexicon, Match
from twicetold.speakers.matching import find_cues, mark_words
from twicetold.speakers.quotes import Quotation
from twicetold.speakers.tokens import Token, words

ENDS = frozenset(".!?…。！？।॥۔؟")
COMMAS = frozenset(",،、，٬")
COLONS = frozenset(":：")
DASHES = frozenset("–—―-")
STRONG = ENDS | frozenset(";；؛")
ABBREVIATION = 3  # letters of a capitalised word whose point may not end a sentence
MAX_TOKENS = 1200  # of one statement; what follows is left alone, so that time stays bounded


@dataclass(frozen=True, slots=True)
class View:
    """A statement's tokens and what is known of each. Positions are token numbers unless they say otherwise."""

    text: str
    statement: Statement
    lex: Lexicon
    toks: Sequence[Token]
    marks: Sequence[frozenset[str]]
    quoted: Sequence[int]  # number of the quotation that the token stands in, or -1
    cues: Sequence[Match]

    MAX_TAIL: ClassVar[int] = (
        20  # words after a cue that may still close its statement ("said X, the head of Y")
    )

    def is_(self, i: int, *kinds: str) -> bool:
        """Say whether token `i` is of one of the kinds; False outside the statement."""
        return 0 <= i < len(self.toks) and not self.marks[i].isdisjoint(kinds)

    def char(self, i: int) -> str:
        """Return the mark at `i`, or a space for a word or outside."""
        return self.toks[i].text if 0 <= i < len(self.toks) and not self.toks[i].word else " "

    def pronoun(self, i: int) -> str:
        """Return the gender of the third-person pronoun at `i`, or ""."""
        if not 0 <= i < len(self.toks):
            return ""
        if not self.lex.unspaced:
            return self.lex.pronouns.get(self.toks[i].fold, "")
        for n in (3, 2, 1):  # 她们, 她
            gender = self.lex.pronouns.get("".join(t.fold for t in self.toks[i : i + n]), "")
            if gender:
                return gender
        return ""

    def capital(self, i: int) -> bool:
        """Say whether token `i` has a capital letter (al-Mina too) or is of a script without them."""
        if not 0 <= i < len(self.toks) or not self.toks[i].word:
            return False
        return any(not part[:1].islower() for part in re.split("[-'’]", self.toks[i].text) if part)

    def initial(self, i: int) -> bool:
        """Say whether the point at `i` belongs to an initial or an abbreviated title (J. Doe, Mr. Doe)."""
        before = self.toks[i - 1] if i > 0 else None
        return before is not None and before.word and (len(before.text) == 1 or self.is_(i - 1, "titles"))

    def comma(self, i: int) -> bool:
        """Say whether token `i` is a comma."""
        return self.char(i) in COMMAS and self.char(i) not in self.lex.joiners

    def strong(self, i: int) -> bool:
        """Say whether token `i` ends a clause for good: an end mark or a semicolon outside quotations."""
        if self.char(i) not in STRONG or self.quoted[i] >= 0:
            return False
        return self.char(i) != "." or not (self.initial(i) or self._abbreviation(i))

    def _abbreviation(self, i: int) -> bool:
        """Say whether a point ends a short capitalised word or stands before a small letter (EE. UU. dice)."""
        before, after = self.toks[i - 1] if i else None, self.toks[i + 1] if i + 1 < len(self.toks) else None
        if after is not None and (after.text in "),;" or (after.word and after.text[0].islower())):
            return True
        return (
            before is not None
            and before.word
            and len(before.text) <= ABBREVIATION
            and before.text[0].isupper()
        )

    def span(self, a: int, b: int) -> Span:
        """Return the characters of tokens `a:b`, which must not be empty."""
        return Span(self.toks[a].start, self.toks[b - 1].end)

    def words(self, a: int, b: int) -> int:
        """Count the words among tokens `a:b`."""
        return sum(self.toks[i].word for i in range(max(a, 0), min(b, len(self.toks))))


def view(text: str, statement: Statement, lex: Lexicon, quotes: Sequence[Quotation]) -> View:
    """Read a statement. `quotes` are the report's quotations in order; cues inside them are not the reporter's."""
    stream = words(text, statement.start, statement.end, lex.proclitics, lex.enclitics)[:MAX_TOKENS]
    ends = [q.end for q in quotes]
    quoted = []
    for token in stream:
        k = bisect_left(ends, token.end)
        quoted.append(k if k < len(quotes) and quotes[k].start <= token.start else -1)
    cues = [c for c in find_cues(lex, stream) if all(quoted[i] < 0 for i in range(c.start, c.end))]
    return View(text, statement, lex, stream, mark_words(lex, stream), quoted, cues)


def by_statement(views: Sequence[View], drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Return for each statement the drafts whose content meets it, in the order of their content."""
    found: list[list[tuple[int, int, int]]] = [[] for _ in views]
    starts = [v.statement.start for v in views]
    for i, draft in enumerate(drafts):
        for span in draft.content:
            n = max(0, bisect_right(starts, span.start) - 1)
            while n < len(views) and views[n].statement.start < span.end:
                if views[n].statement.end > span.start:
                    found[n].append((span.start, span.end, i))
                n += 1
    return [[drafts[i] for _, _, i in sorted(places)] for places in found]
