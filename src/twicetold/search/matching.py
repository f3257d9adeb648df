"""Whether and where the terms of a report say what a query asks, on the lines that the index keeps.

A line is a statement's terms with one space between; a report's lines are joined by line ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from twicetold.model import Span
from twicetold.search.query import Either, Every, Look, Query, Without, looks
from twicetold.search.terms import Term, terms_of

NEAR = 0.5  # what another form of a word counts for beside the form that was typed; not tuned


@dataclass(frozen=True, slots=True)
class Count:
    """How often a look is met: as typed, and in another form."""

    exact: int
    near: int

    @property
    def weight(self) -> float:
        """Both in one number."""
        return self.exact + NEAR * self.near


def joined(lines: Iterable[str]) -> str:
    """Return the lines of a report as the index keeps them."""
    return "\n".join(lines)


def padded(kept: str) -> str:
    """Return a report's lines with a space around each, so that a term is found with its ends."""
    return " " + kept.replace("\n", " \n ") + " "


def count(look: Look, text: str) -> Count:
    """Return how often `look` is met in a padded text."""
    if look.ending == "exact":
        return Count(text.count(f" {' '.join(look.terms)} "), 0)
    every = len(_pattern(look).findall(text))
    if look.ending == "open":
        return Count(every, 0)
    exact = min(every, text.count(f" {look.terms[-1]} "))
    return Count(exact, every - exact)


def holds(query: Query, met: Callable[[Look], bool]) -> bool:
    """Whether a query holds where `met` says which looks do."""
    if isinstance(query, Look):
        return met(query)
    if isinstance(query, Every):
        return all(holds(part, met) for part in query.parts)
    if isinstance(query, Either):
        return any(holds(part, met) for part in query.parts)
    return holds(query.wanted, met) and not excluded(query, met)


def excluded(query: Query, met: Callable[[Look], bool]) -> bool:
    """Whether something occurs that a query's outermost -not forbids."""
    return isinstance(query, Without) and any(holds(part, met) for part in query.unwanted)


def best_line(query: Query, kept: str) -> int:
    """Return the number of the line that meets most of the query: most looks, then most often, then the first."""
    wanted = tuple(dict.fromkeys(looks(query)))

    def key(line: str) -> tuple[int, float]:
        counts = [count(look, f" {line} ").weight for look in wanted]
        return sum(1 for each in counts if each), min(sum(counts), 3.0)

    lines = kept.split("\n")
    return max(range(len(lines)), key=lambda n: (*key(lines[n]), -n))


def spans(query: Query, text: str, at: int = 0) -> tuple[Span, ...]:
    """Return the stretches of `text` that the query asks for, in order, joined where they touch; moved by `at`."""
    terms = terms_of(text)
    found = set()
    for look in dict.fromkeys(looks(query)):
        size = len(look.terms)
        for n in range(len(terms) - size + 1):
            if _meets(look, terms[n : n + size]):
                found.add((terms[n].start, _end(look, terms[n + size - 1])))
    joined_spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined_spans and start <= joined_spans[-1][1]:
            start, end = joined_spans[-1][0], max(end, joined_spans.pop()[1])
        joined_spans.append((start, end))
    return tuple(Span(start + at, end + at) for start, end in joined_spans)


def _meets(look: Look, terms: tuple[Term, ...]) -> bool:
    if any(term.text != wanted for term, wanted in zip(terms, look.terms[:-1], strict=False)):
        return False
    last = terms[-1].text
    if look.ending == "exact":
        return last == look.terms[-1]
    if look.ending == "open":
        return last.startswith(look.terms[-1])
    return last.startswith(look.stem) and len(last) <= len(look.stem) + look.longer


def _end(look: Look, term: Term) -> int:
    """Return where a match ends: a single sign is lit alone, not with the neighbour that it is paired with."""
    if term.pair and look.ending == "open" and term.text != look.terms[-1]:
        return min(term.end, term.start + len(look.terms[-1]))
    return term.end


@lru_cache(maxsize=500)
def _pattern(look: Look) -> re.Pattern[str]:
    before = "".join(re.escape(term) + " " for term in look.terms[:-1])
    if look.ending == "open":
        return re.compile(rf" {before}{re.escape(look.terms[-1])}[^ ]*(?= )")
    return re.compile(rf" {before}{re.escape(look.stem)}[^ ]{{0,{look.longer}}}(?= )")
