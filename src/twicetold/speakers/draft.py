"""An attribution in the making, from a frame to the record that leaves this stage."""

from __future__ import annotations

from dataclasses import dataclass, field

from twicetold.model import Span


@dataclass(slots=True)
class Draft:
    """An attribution in the making; spans are of the report's text."""

    content: list[Span]
    how: str
    confidence: float
    speaker: Span | None = None
    pronoun: str = ""
    cue: Span | None = None
    cue_kind: str = ""
    quotes: set[int] = field(default_factory=set)  # the quotations it holds
    follows: Draft | None = None  # the draft whose speaker it shares
