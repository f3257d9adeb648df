"""Aligned statements -> attributions carried over from one report to another, marked as projected.

A report in a language without a table of speech has quotation marks alone; where its statement is aligned with one
that another report attributes, so may it be. In a language with a table a missing cue means something (the outlet tells
it as a fact), so only speakers that are not named, and statements that go on with the same speaker, are filled in.
A cue in the text itself is never overruled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from twicetold.model import Attribution, Link, Place, Report, Statement
from twicetold.speakers.lexicon import lexicon

SURE = 0.5  # score from which a link is believed
LOSS = 0.8  # how much of its confidence an attribution keeps on the way; a judgement, not a measurement
COVERED = 0.3  # share of the giving statement that must be attributed


def project(
    reports: Sequence[Report],
    statements: Mapping[str, Sequence[Statement]],
    attributions: Sequence[Attribution],
    links: Sequence[Link],
) -> tuple[Attribution, ...]:
    """Return the attributions with those added or completed that aligned statements carry over.

    Speakers must have common ids (`resolve`). What is added has `projected=True`, `how` saying from where, and no
    speaker or cue spans; a span is never taken from another report. Attributions keep their order; new ones
    follow, in the order of reports and statements. Ties between givers go to the surer, then to the earlier one.
    """
    attributions = tuple(attributions)
    given = _given(statements, attributions)
    partners = _partners(links)
    filled = tuple(_fill(a, partners, given) for a in attributions)
    spoken = {(a.report_id, n) for a in filled for n in a.statements}
    added: list[Attribution] = []
    for report in reports:
        bare = lexicon(report.language).is_fallback
        last: Attribution | None = None
        by_place = {(a.report_id, n): a for a in filled for n in a.statements}
        for statement in statements[report.id]:
            own = by_place.get(statement.place)
            if own is not None:
                last = own
                continue
            giver = _best(statement.place, partners, given)
            goes_on = giver is not None and last is not None and giver[0].speaker_id == last.speaker_id
            if (
                giver is None
                or statement.kind != "body"
                or not (bare or goes_on)
                or statement.place in spoken
            ):
                last = None
                continue
            last = _carried(statement, *giver)
            added.append(last)
    return (*filled, *added)


Given = Mapping[Place, Attribution]
Partners = Mapping[Place, Sequence[tuple[float, Place]]]


def _given(statements: Mapping[str, Sequence[Statement]], attributions: Sequence[Attribution]) -> Given:
    """Return for each statement the attribution that covers most of it, if it names somebody and covers enough."""
    spans = {s.place: s.span for several in statements.values() for s in several}
    found: dict[Place, tuple[float, float, Attribution]] = {}
    for a in attributions:
        if a.speaker_id is None or a.projected:
            continue
        for n in a.statements:
            span = spans.get((a.report_id, n))
            if span is None:
                continue
            inside = sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in a.content)
            share = inside / max(1, span.end - span.start)
            best = found.get((a.report_id, n))
            if share >= COVERED and (best is None or (share, a.confidence) > best[:2]):
                found[(a.report_id, n)] = (share, a.confidence, a)
    return {place: entry[2] for place, entry in found.items()}


def _partners(links: Sequence[Link]) -> Partners:
    found: dict[Place, list[tuple[float, Place]]] = {}
    for link in links:
        if link.score >= SURE:
            found.setdefault(link.a, []).append((link.score, link.b))
            found.setdefault(link.b, []).append((link.score, link.a))
    return found


def _best(place: Place, partners: Partners, given: Given) -> tuple[Attribution, float, Place] | None:
    """Return the surest attribution among the statements aligned with `place`, the link's score, and its place."""
    choices = [
        (score * given[other].confidence, score, other)
        for score, other in partners.get(place, ())
        if other in given
    ]
    if not choices:
        return None
    _, score, other = min(choices, key=lambda c: (-c[0], c[2]))
    return (given[other], score, other)


def _fill(a: Attribution, partners: Partners, given: Given) -> Attribution:
    """Give a quotation without a named speaker the speaker of its aligned statement; hearsay stays hearsay."""
    if a.speaker_id is not None or a.cue is not None:
        return a
    for n in a.statements:
        giver = _best((a.report_id, n), partners, given)
        if giver is not None:
            source, score, (report_id, number) = giver
            return replace(
                a,
                speaker_id=source.speaker_id,
                how=f"projected from {report_id}:{number}",
                confidence=min(a.confidence, LOSS * score * source.confidence),
                projected=True,
            )
    return a


def _carried(statement: Statement, source: Attribution, score: float, place: Place) -> Attribution:
    return Attribution(
        report_id=statement.report_id,
        statements=(statement.n,),
        speech="indirect",
        content=(statement.span,),
        speaker_id=source.speaker_id,
        how=f"projected from {place[0]}:{place[1]}",
        confidence=LOSS * score * source.confidence,
        projected=True,
    )
