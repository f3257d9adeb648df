"""Whether and where the terms of a report say what a query asks, on the lines that the index keeps.

A line is a statement's terms with one space between; a report's lines are joined by line ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from twicetold.search.query import Either, Every, Look, Query, Without

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


@lru_cache(maxsize=500)
def _pattern(look: Look) -> re.Pattern[str]:
    before = "".join(re.escape(term) + " " for term in look.terms[:-1])
    if look.ending == "open":
        return re.compile(rf" {before}{re.escape(look.terms[-1])}[^ ]*(?= )")
    return re.compile(rf" {before}{re.escape(look.stem)}[^ ]{{0,{look.longer}}}(?= )")
