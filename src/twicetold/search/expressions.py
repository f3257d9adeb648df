"""A query in the languages of the two back ends: FTS5's MATCH and PostgreSQL's tsquery.

Terms are letters, digits and marks only, and stand in quotation marks besides: nothing typed can become syntax.
What an expression finds may be more than the query asks (other endings are not bounded there); `ranking.ranked`
looks again.
"""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.search.query import Either, Every, Look, Query

MOST_PLACES = 16_383  # PostgreSQL's largest position; what stands later is found, but not in a phrase
_MOST_BYTES = 900_000  # a tsvector ends at a mebibyte


def to_fts5(query: Query) -> str:
    """Return a query as FTS5's MATCH takes it."""
    if isinstance(query, Look):
        star = "" if query.ending == "exact" else " *"
        return f'"{" ".join((*query.terms[:-1], _last(query)))}"{star}'
    if isinstance(query, Every):
        return "(" + " AND ".join(map(to_fts5, query.parts)) + ")"
    if isinstance(query, Either):
        return "(" + " OR ".join(map(to_fts5, query.parts)) + ")"
    unwanted = " OR ".join(to_fts5(part) for part in query.unwanted)
    return f"({to_fts5(query.wanted)} NOT ({unwanted}))"


def to_tsquery(query: Query) -> str:
    """Return a query as a cast to `tsquery` takes it."""
    if isinstance(query, Look):
        star = "" if query.ending == "exact" else ":*"
        terms = [_lexeme(term) for term in query.terms[:-1]] + [_lexeme(_last(query)) + star]
        return "(" + " <-> ".join(terms) + ")"
    if isinstance(query, Every):
        return "(" + " & ".join(map(to_tsquery, query.parts)) + ")"
    if isinstance(query, Either):
        return "(" + " | ".join(map(to_tsquery, query.parts)) + ")"
    unwanted = " | ".join(to_tsquery(part) for part in query.unwanted)
    return f"({to_tsquery(query.wanted)} & !({unwanted}))"


def to_tsvector(lines: Sequence[str]) -> str:
    """Return the lines of a report as a cast to `tsvector` takes it, with places; lines are a place apart."""
    places: dict[str, list[int]] = {}
    at, size = 0, 0
    for line in lines:
        at += 1
        for term in line.split():
            at += 1
            kept = places.setdefault(term, [])
            if not kept:
                size += len(term.encode()) + 8
            if len(kept) < 255 and at <= MOST_PLACES:
                kept.append(at)
                size += 2
            if size > _MOST_BYTES:
                places.pop(term)
                break
    return " ".join(
        _lexeme(term) + (":" + ",".join(map(str, kept)) if kept else "")
        for term, kept in sorted(places.items())
    )


def _last(look: Look) -> str:
    return look.stem if look.ending == "near" else look.terms[-1]


def _lexeme(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
