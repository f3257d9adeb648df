"""Attributions of a report -> one line for each statement: what kind of speech it is, who speaks, by which cue.

A statement may be attributed twice ("X said …, according to Y"). The summary names X: whoever is quoted stands nearer
to the words than whoever passes them on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twicetold.model import Attribution, Span, Speech, Statement

ENOUGH = (
    0.25  # share of a statement that an attribution must cover to speak for it, where another covers more
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a statement is, as speech. `speaker_id` is `None` where nobody is named; `how` says why."""

    n: int
    speech: Speech = "none"
    speaker_id: str | None = None
    cue: Span | None = None
    how: str = "no reported speech"
    confidence: float = 0.0
    projected: bool = False


def summarise(statements: Sequence[Statement], attributions: Sequence[Attribution]) -> tuple[Said, ...]:
    """Return one summary for each statement, in their order.

    A statement that holds quoted and unquoted reported speech is "mixed". Of several attributions the one inside the
    others counts (the least content that covers enough of the statement), then the surer, then the earlier one.
    """
    found: dict[int, list[Attribution]] = {}
    for a in attributions:
        for n in a.statements:
            found.setdefault(n, []).append(a)
    return tuple(_said(s, found.get(s.n, [])) for s in statements)


def _said(statement: Statement, several: Sequence[Attribution]) -> Said:
    inside = [(a, _covered(a, statement)) for a in several if a.report_id == statement.report_id]
    heard = [(a, share) for a, share in inside if share > 0]
    if not heard:
        return Said(n=statement.n)
    most = max(share for _, share in heard)
    enough = [(a, share) for a, share in heard if share >= ENOUGH * most]
    named = [(a, share) for a, share in enough if a.speaker_id is not None] or enough
    best = min(named, key=lambda pair: (pair[1], -pair[0].confidence, pair[0].content[0]))[0]
    kinds = {a.speech for a, _ in heard}
    return Said(
        n=statement.n,
        speech=best.speech if len(kinds) == 1 else "mixed",
        speaker_id=best.speaker_id,
        cue=best.cue,
        how=best.how,
        confidence=best.confidence,
        projected=best.projected,
    )


def _covered(a: Attribution, statement: Statement) -> float:
    """Return the share of the statement that the content covers, 0 to 1."""
    inside = sum(max(0, min(c.end, statement.end) - max(c.start, statement.start)) for c in a.content)
    return inside / max(1, statement.end - statement.start)
