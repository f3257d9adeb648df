"""Which statement of a report to show for a query, and what to light in it."""

from __future__ import annotations

from collections.abc import Set

from twicetold.model import Span
from twicetold.search.matching import count
from twicetold.search.query import Look, Query, looks
from twicetold.search.terms import Term, terms_of


def best_of(query: Query, kept: str, part: int | None, among: Set[int] | None, *, worded: bool) -> int | None:
    """Return the number of the statement to show: the one that says most of the query's words, else `part`.

    `kept` are the lines of the report's terms, `part` is the statement nearest in meaning, `among` are the
    statements to choose from (`None`: all). `None` where none of those has any of it.
    """
    numbers = range(kept.count("\n") + 1)
    if worded:
        chosen = [n for n in numbers if among is None or n in among]
        best = best_line(query, kept, chosen)
        if best is not None:
            return best
    if part is not None and (among is None or part in among):
        return part
    return None


def best_line(query: Query, kept: str, among: list[int]) -> int | None:
    """Return the line that meets most of the query: most looks, then most often, then the first; `None`: none does."""
    wanted = tuple(dict.fromkeys(looks(query)))
    lines = kept.split("\n")

    def key(n: int) -> tuple[int, float, int]:
        counts = [count(look, f" {lines[n]} ").weight for look in wanted]
        return sum(1 for each in counts if each), min(sum(counts), 3.0), -n

    best = max((key(n) for n in among), default=(0, 0.0, 0))
    return -best[2] if best[0] else None


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
