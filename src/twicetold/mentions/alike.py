"""Spans that sound alike in aligned statements: how a script without capitals shows its names.

A name that one report's own signs reveal is looked for in the statements that others align with it: the stretch of
one to four words that sounds most like it, if it sounds like it at all and like no other name there more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from twicetold.mentions.knowledge import knowledge
from twicetold.mentions.spans import Span
from twicetold.model import Link, Report, Statement
from twicetold.names.cluster import Form, likeness
from twicetold.names.sounds import views
from twicetold.quantities.spoken import word_pattern

# .6 to .95 swept on 150 lines of ntrex, English and Hindi: common words answer from .7 down
ALIKE = 0.8  # least likeness of a stretch to the name it answers
CHANCE = 0.6  # least likeness of folded sounds; of right pairs in names-wikidata 98% pass it, at .65 97%
_MOST_WORDS = 4


def alike(
    reports: Sequence[Report],
    statements: Mapping[str, Sequence[Statement]],
    found: Mapping[str, Sequence[Span]],
    links: Sequence[Link],
) -> dict[str, list[Span]]:
    """Return the spans of every report with those that aligned reports reveal, in order, not overlapping."""
    by_id = {report.id: report for report in reports}
    every = {key: list(spans) for key, spans in found.items()}
    for link in links:
        for here, there in ((link.a, link.b), (link.b, link.a)):
            if here[0] not in by_id or there[0] not in by_id:
                continue
            a, b = statements[here[0]][here[1]], statements[there[0]][there[1]]
            named = [s for s in found[here[0]] if a.start <= s.start and s.end <= a.end]
            if named:
                _answer(named, b, by_id[there[0]], every[there[0]])
    return {key: sorted(spans, key=lambda s: s.start) for key, spans in every.items()}


def _answer(named: Sequence[Span], statement: Statement, report: Report, known: list[Span]) -> None:
    """Add to `known` the stretches of a statement that answer the names of the statement aligned with it."""
    language = statement.language if statement.language != "und" else report.language
    scored = []
    for name in named:
        for start, end in _stretches(statement.text, language):
            text = statement.text[start:end]
            if not _may_answer(name.text, text):
                continue
            score = likeness(Form(name.text, name.language), Form(text, language))
            if score >= ALIKE:
                scored.append((-score, start, end, name))
    for score, start, end, name in sorted(scored, key=lambda s: (s[0], s[1], s[2], s[3].start)):
        at = (statement.start + start, statement.start + end)
        _give_way(known, at, name, -score, language)
        if all(at[1] <= s.start or s.end <= at[0] for s in known):
            text = statement.text[start:end]
            known.append(Span(start=at[0], end=at[1], text=text, kind=name.kind, language=language))


def _give_way(known: list[Span], at: tuple[int, int], name: Span, score: float, language: str) -> None:
    """Drop the spans inside a longer stretch that answers the name better than they do."""
    for span in list(known):
        inside = at[0] <= span.start and span.end <= at[1] and at[1] - at[0] > span.end - span.start
        if (
            inside
            and not span.identity
            and likeness(Form(name.text, name.language), Form(span.text, language)) < score
        ):
            known.remove(span)


@lru_cache(maxsize=1024)
def _stretches(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of one to four words that could be a name: no word of the language's own among them."""
    stop = knowledge(language).stop
    cased = knowledge(language).cased
    words = [(m.start(), m.end(), m[0]) for m in word_pattern().finditer(text)]
    found = []
    for n in range(len(words)):
        for m in range(n, min(n + _MOST_WORDS, len(words))):
            word = words[m][2]
            if word.casefold() in stop or (cased and not word[0].isupper()):
                break
            if m > n and text[words[m - 1][1] : words[m][0]].strip(" -'’.\u200c\u00a0"):
                break
            found.append((words[n][0], words[m][1]))
    return tuple(found)


@lru_cache(maxsize=65536)
def _may_answer(name: str, stretch: str) -> bool:
    """Whether the folded sounds leave a chance: a cheap look before the dear one at all letters."""
    from rapidfuzz.distance import Indel

    a, b = views(name), views(stretch)
    if not a[0] or not b[0] or 2 * min(len(a[0]), len(b[0])) < max(len(a[0]), len(b[0])):
        return False
    return sum(Indel.normalized_similarity(x, y) for x, y in zip(a, b, strict=True)) >= 3 * CHANCE
