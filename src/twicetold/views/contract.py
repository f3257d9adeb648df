"""A comparison as the JSON of the contract (schema 1; `schema/comparison.schema.json` describes it).

Every list is there, empty where nothing was found. Scores carry four decimals: more would only show the
arithmetic of one machine. Beyond the contract's keys stand `attributions` (statement by statement they are in
`statements` already; here each with its content, reason and confidence), `notes`, and what a report says of
itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from twicetold.model import (
    Attribution,
    Comparison,
    Entity,
    Finding,
    Link,
    Place,
    Quantity,
    Report,
    Row,
    Span,
    Speaker,
    Speech,
    Statement,
    Time,
)

SCHEMA = 1
ENOUGH = 0.25  # share of a statement that an attribution must cover, as in `speakers.summary`
Voice = tuple[Speech, Attribution]
Voices = dict[Place, Voice]


def to_dict(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison as plain dicts, lists, strings and numbers, in a fixed order of keys."""
    texts = {report.id: report.text for report in comparison.reports}
    told = voices(comparison)
    return {
        "schema": SCHEMA,
        "making": comparison.making.to_dict(),
        "reports": [_report(each, comparison.statements[each.id], told) for each in comparison.reports],
        "speakers": [_speaker(each) for each in comparison.speakers],
        "attributions": [_attribution(each, texts[each.report_id]) for each in comparison.attributions],
        "entities": [_entity(each) for each in comparison.entities],
        "times": [_time(each) for each in comparison.times],
        "quantities": [_quantity(each) for each in comparison.quantities],
        "rows": [_row(row, texts) for row in comparison.rows],
        "provenance": _provenance(comparison),
        "skips": [skip.to_dict() for skip in comparison.skips],
        "notes": list(comparison.notes),
    }


def voices(comparison: Comparison) -> Voices:
    """Return for each statement with reported speech its kind and the attribution that speaks for it.

    That is the one inside the others (the least content that covers enough of the statement), one with a speaker
    before one without, then the surer, then the earlier: `speakers.summary` rules the same way, and a test holds
    the two together. A statement with direct and indirect parts is "mixed".
    """
    spans = {s.place: s.span for several in comparison.statements.values() for s in several}
    heard: dict[Place, list[tuple[float, Attribution]]] = {}
    for each in comparison.attributions:
        for n in each.statements:
            share = _covered(each, spans[each.report_id, n])
            if share > 0:
                heard.setdefault((each.report_id, n), []).append((share, each))
    return {place: _voice(several) for place, several in heard.items()}


def _voice(heard: Sequence[tuple[float, Attribution]]) -> Voice:
    most = max(share for share, _ in heard)
    enough = [pair for pair in heard if pair[0] >= ENOUGH * most]
    named = [pair for pair in enough if pair[1].speaker_id is not None] or enough
    best = min(named, key=lambda pair: (pair[0], -pair[1].confidence, pair[1].content[0]))[1]
    return (best.speech if len({each.speech for _, each in heard}) == 1 else "mixed"), best


def _covered(attribution: Attribution, span: Span) -> float:
    inside = sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in attribution.content)
    return inside / max(1, span.end - span.start)


def _report(report: Report, statements: Iterable[Statement], told: Voices) -> dict[str, Any]:
    return {
        "id": report.id,
        "title": report.title,
        "language": report.language,
        "language_score": _score(report.language_score),
        "outlet": report.outlet,
        "published": report.published,
        "published_raw": report.published_raw,
        "url": report.url,
        "source": report.source,
        "text": report.text,
        "notes": list(report.notes),
        "statements": [_statement(each, report, told.get(each.place)) for each in statements],
    }


def _statement(statement: Statement, report: Report, voice: Voice | None) -> dict[str, Any]:
    speech, said = voice if voice else ("none", None)
    return {
        "n": statement.n,
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "kind": statement.kind,
        "language": statement.language if statement.language != "und" else report.language,
        "speech": speech,
        "speaker": said.speaker_id if said else None,
        "cue": said.cue.to_dict(report.text) if said and said.cue else None,
    }


def _attribution(each: Attribution, text: str) -> dict[str, Any]:
    return {
        "report": each.report_id,
        "statements": list(each.statements),
        "speech": each.speech,
        "content": _spans(each.content, text),
        "speaker": each.speaker.to_dict(text) if each.speaker else None,
        "speaker_id": each.speaker_id,
        "cue": each.cue.to_dict(text) if each.cue else None,
        "how": each.how,
        "confidence": _score(each.confidence),
        "projected": each.projected,
    }


def _speaker(each: Speaker) -> dict[str, Any]:
    return {"id": each.id, "names": _names(each.names), "role": each.role}


def _entity(each: Entity) -> dict[str, Any]:
    mentions = [
        {"report": m.report_id, "start": m.start, "end": m.end, "text": m.text} for m in each.mentions
    ]
    return {"id": each.id, "kind": each.kind, "names": _names(each.names), "mentions": mentions}


def _names(names: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {language: list(names[language]) for language in sorted(names)}


def _time(each: Time) -> dict[str, Any]:
    where = {"report": each.report_id, "start": each.start, "end": each.end, "text": each.text}
    return where | {"value": each.value, "how": each.how}


def _quantity(each: Quantity) -> dict[str, Any]:
    where = {"report": each.report_id, "start": each.start, "end": each.end, "text": each.text}
    bounds = {"low": each.low, "high": each.high, "approximate": each.approximate}
    return where | {"value": each.value, "unit": each.unit} | bounds


def _row(row: Row, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "cells": {report: list(numbers) for report, numbers in row.cells.items()},
        "score": _score(row.score),
        "verdict": row.verdict,
        "links": [_link(link, texts) for link in row.links],
        "findings": [_finding(finding, texts) for finding in row.findings],
    }


def _link(link: Link, texts: Mapping[str, str]) -> dict[str, Any]:
    plain: dict[str, Any] = {"a": list(link.a), "b": list(link.b), "score": _score(link.score)}
    if link.spans:
        plain["spans"] = _sides(link.spans, texts)
    return plain


def _finding(finding: Finding, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "aspect": finding.aspect,
        "verdict": finding.verdict,
        "sides": _sides(finding.sides, texts),
        "reason": finding.reason,
        "confidence": _score(finding.confidence),
    }


def _sides(sides: Mapping[str, tuple[Span, ...]], texts: Mapping[str, str]) -> dict[str, Any]:
    return {report: _spans(spans, texts[report]) for report, spans in sides.items()}


def _spans(spans: Iterable[Span], text: str) -> list[dict[str, Any]]:
    return [span.to_dict(text) for span in spans]


def _provenance(comparison: Comparison) -> dict[str, Any]:
    known, several = comparison.provenance, len(comparison.reports)
    pairs = [
        {
            "a": pair.a,
            "b": pair.b,
            "verdict": pair.verdict,
            "confidence": _score(pair.confidence),
            "evidence": list(pair.evidence),
        }
        for pair in known.pairs
    ]
    # where nobody has looked yet, all that is known is that there is one source, and no more than reports
    low = min(1, several) if known.low is None else known.low
    high = several if known.high is None else known.high
    return {"pairs": pairs, "independent_sources": {"low": low, "high": high}}


def _score(value: float) -> float:
    return round(float(value), 4)
