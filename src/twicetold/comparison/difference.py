"""What an aspect answers: a difference between two cells, before differences of a row are joined and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twicetold.comparison.material import Pair
from twicetold.model import Aspect, Span, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference of two cells. `lacking` are the reports that do not tell what `sides` show.

    `note` says in a few words what a reader can check ("12,400 is not 17,000 or more"); it may be empty.
    """

    aspect: Aspect
    verdict: Verdict
    sides: Mapping[str, tuple[Span, ...]]
    note: str
    confidence: float
    lacking: frozenset[str] = frozenset()


def met(pair: Pair, spans: tuple[Span, Span], *, reach: int = 3) -> float | None:
    """Return how well the surroundings of two spans match, -1 to 1; `None` where the encoder gives no tokens.

    The mean over the content words within `reach` words of a span of their best cosine around the other span, the
    worse of both ways.
    """
    if pair.cosine is None:
        return None
    near = [
        _around(cell.at(span), len(cell.words), reach)
        for cell, span in zip((pair.left, pair.right), spans, strict=True)
    ]
    if not all(near):
        return None
    block = pair.cosine[near[0]][:, near[1]]
    return float(min(block.max(axis=1).mean(), block.max(axis=0).mean()))


def _around(at: list[int], count: int, reach: int) -> list[int]:
    return list(range(max(0, at[0] - reach), min(count, at[-1] + reach + 1))) if at else []


def squeezed(value: float, low: float, high: float) -> float:
    """Return where `value` lies between `low` and `high`, 0 to 1."""
    return min(1.0, max(0.0, (value - low) / (high - low)))
