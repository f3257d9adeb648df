"""What somebody typed becomes a tree of what must, may and must not occur. Nothing but emptiness is an error.

`words all occur`, `"a phrase"`, `-not`, `a OR b`, `begin*`, `( )`. A bracket or a quotation mark without its
partner is closed at the end or read over; an operator without a word is no operator.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import regex

from twicetold.errors import UsageError
from twicetold.search.terms import Term, terms_of

MOST_CHARACTERS = 1_000
MOST_TERMS = 64
_DEEPEST = 20  # brackets in brackets; deeper ones are read over
# What other forms of a word put something else in the place of: vowels (Praha, Prahy; мосты, мост) and s.
_ENDINGS = "aeiouysαειουωσаеиоуыэюяьіїє"
_LEAST = 3  # letters a word must have for other endings to count
_LONG = 4  # letters of a word that may gain three; a shorter one gains one ("dams")
_LONGER = 7  # letters of a word whose last one counts as an ending whatever it is (eröffnet, Eröffnung)

Ending = Literal["exact", "near", "open"]


@dataclass(frozen=True, slots=True)
class Look:
    """Terms in a row. The last one stands as it is, may have another ending (`stem`), or begins a term."""

    terms: tuple[str, ...]
    ending: Ending = "exact"
    quoted: bool = False

    @property
    def stem(self) -> str:
        """The beginning that the last term's other forms share: without an s or vowel, or the end of a long word."""
        last = self.terms[-1]
        if self.ending != "near" or len(last) < _LONG + 1:
            return last
        stem = last[:-1] if last[-1] in _ENDINGS or len(last) >= _LONGER else last
        return stem[:-1] if len(stem) > _LONG and stem != last and stem[-1] in _ENDINGS else stem

    @property
    def longer(self) -> int:
        """How many letters another form may add to the stem. Not tuned."""
        return 3 if len(self.terms[-1]) >= _LONG else 1


@dataclass(frozen=True, slots=True)
class Every:
    """All of these."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What `wanted` says, and nothing of `unwanted`."""

    wanted: Query
    unwanted: tuple[Query, ...]


Query = Look | Every | Either | Without

_TOKEN = regex.compile(
    r'(?P<minus>(?<![^\s(])-(?=["(\p{L}\p{N}]))|(?P<quote>["“”„«»「」『』])|(?P<bracket>[()])|(?P<bar>\|)|\S'
)
_WORD = regex.compile(r'[^\s()|"“”„«»「」『』]+(?:["”״](?=\p{Hebrew})[^\s()|"“”„«»「」『』]+)*')
_CLOSING = regex.compile(r'["“”„«»「」『』]')


@dataclass(slots=True)
class _Piece:
    kind: Literal["look", "minus", "open", "close", "or"]
    look: Look | None = None


@dataclass(slots=True)
class _Pieces:
    every: list[_Piece]
    at: int = 0
    depth: int = field(default=0)

    def peek(self) -> str | None:
        return self.every[self.at].kind if self.at < len(self.every) else None

    def take(self) -> _Piece:
        self.at += 1
        return self.every[self.at - 1]


def parse(text: str) -> Query:
    """Return the tree of a query; raise `UsageError` where no word is left to look for, or too many are."""
    if len(text) > MOST_CHARACTERS:
        raise UsageError(f"a query of {len(text):,} characters; say it in {MOST_CHARACTERS:,}")
    pieces = list(_pieces(text))
    if sum(len(piece.look.terms) for piece in pieces if piece.look) > MOST_TERMS:
        raise UsageError(f"a query of more than {MOST_TERMS} words; say it in fewer")
    found = _either(_Pieces(pieces))
    if found is None:
        raise UsageError("nothing to look for: give a word or a phrase that must occur")
    return found


def is_plain(query: Query) -> bool:
    """Whether a query is words without operators but -not, so that its meaning can be looked for too."""
    if isinstance(query, Without):
        return is_plain(query.wanted)
    if isinstance(query, Every):
        return all(isinstance(part, Look) and is_plain(part) for part in query.parts)
    return (
        isinstance(query, Look)
        and not query.quoted
        and (query.ending != "open" or not query.terms[-1].isascii())
    )


def looks(query: Query) -> Iterator[Look]:
    """Yield what may occur, in the order typed; not what must not."""
    if isinstance(query, Look):
        yield query
    elif isinstance(query, Without):
        yield from looks(query.wanted)
    else:
        for part in query.parts:
            yield from looks(part)


def _pieces(text: str) -> Iterator[_Piece]:
    at = 0
    while found := _TOKEN.search(text, at):
        at = found.end()
        kind = found.lastgroup
        if kind == "quote":
            closing = _CLOSING.search(text, at)
            inside = text[at : closing.start() if closing else len(text)]
            at = closing.end() if closing else len(text)
            starred = text[at : at + 1] == "*"
            at += starred
            yield from _looked(inside, quoted=True, starred=starred)
        elif kind == "minus":
            yield _Piece("minus")
        elif kind == "bracket":
            yield _Piece("open" if found[0] == "(" else "close")
        elif kind == "bar":
            yield _Piece("or")
        else:
            word = _WORD.match(text, found.start())
            if word is None:
                continue
            at = word.end()
            yield from _word(word[0])


def _word(word: str) -> Iterator[_Piece]:
    if word == "OR":
        yield _Piece("or")
    elif word == "NOT":
        yield _Piece("minus")
    elif word != "AND":
        yield from _looked(word, quoted=False, starred=word.endswith("*"))


def _looked(text: str, *, quoted: bool, starred: bool) -> Iterator[_Piece]:
    terms = terms_of(text)
    if terms:
        yield _Piece("look", _look(terms, quoted=quoted, starred=starred))


def _look(terms: Sequence[Term], *, quoted: bool, starred: bool) -> Look:
    """Return what one word or phrase asks for.

    The sign that ends a run was put into the index for a text that ends there; a query's run may go on.
    """
    words = [term.text for term in terms]
    if terms[-1].pair:
        alone = len(terms) == 1 or not terms[-2].pair or terms[-2].end != terms[-1].end
        return Look(tuple(words), "open", quoted) if alone else Look(tuple(words[:-1]), quoted=quoted)
    if starred and (len(words[-1]) > 1 or not words[-1].isascii()):
        return Look(tuple(words), "open", quoted)
    near = not quoted and len(words) == 1 and len(words[0]) >= _LEAST and not words[0].isdecimal()
    return Look(tuple(words), "near" if near else "exact", quoted)


def _either(pieces: _Pieces) -> Query | None:
    parts = []
    while True:
        if (part := _every(pieces)) is not None:
            parts.append(part)
        if pieces.peek() != "or":
            break
        pieces.take()
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Either(tuple(parts))


def _every(pieces: _Pieces) -> Query | None:
    wanted: list[Query] = []
    unwanted: list[Query] = []
    while (kind := pieces.peek()) not in (None, "or"):
        if kind == "close":
            if pieces.depth:
                break
            pieces.take()  # one that nobody opened
            continue
        refused = False
        while pieces.peek() == "minus":
            pieces.take()
            refused = not refused
        part = _one(pieces)
        if part is not None:
            unwanted.append(_strict(part)) if refused else wanted.append(part)
    if not wanted:
        return None
    every = wanted[0] if len(wanted) == 1 else Every(tuple(wanted))
    return Without(every, tuple(unwanted)) if unwanted else every


def _one(pieces: _Pieces) -> Query | None:
    kind = pieces.peek()
    if kind == "look":
        return pieces.take().look
    if kind != "open":
        return None  # a minus at the end; the caller meets what stands here
    pieces.take()
    if pieces.depth >= _DEEPEST:
        return None
    pieces.depth += 1
    inside = _either(pieces)
    pieces.depth -= 1
    if pieces.peek() == "close":
        pieces.take()
    return inside


def _strict(query: Query) -> Query:
    """Return a query whose words must stand as typed: -prime must not keep out "primary" for the stem they share."""
    if isinstance(query, Look):
        return Look(query.terms, quoted=query.quoted) if query.ending == "near" else query
    if isinstance(query, Every | Either):
        return type(query)(tuple(map(_strict, query.parts)))
    return Without(_strict(query.wanted), query.unwanted)
