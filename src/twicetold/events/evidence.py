"""Two signatures in, what joins and parts them out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from twicetold.events.signature import UNIT, Signature
from twicetold.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason. `weight` is in log-odds; positive joins, negative parts. Spans point into the two texts."""

    kind: str  # title, lead, body, number, name, day, gap
    joins: bool
    weight: float
    a: Span | None
    b: Span | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How likely two reports tell one event, 0 to 1, and why: the heaviest ground first."""

    probability: float
    grounds: tuple[Ground, ...]


def weigh(a: Signature, b: Signature) -> Evidence:
    """Return what the two reports alone say. Raises `ValueError` where their signatures are of two versions."""
    if a.version != b.version:
        raise ValueError(
            "signatures of two encoders or versions cannot be weighed; describe the reports again"
        )
    grounds = []
    if len(a.vectors) and len(b.vectors):
        whole = int(a.whole.astype(np.int64) @ b.whole.astype(np.int64)) / UNIT**2
        products = a.vectors.astype(np.int64) @ b.vectors.astype(np.int64).T
        i, j = divmod(int(products.argmax()), products.shape[1])
        grounds.append(_ground("body", 16 * (whole - 0.5), None, None, f"the reports are {whole:.2f} alike"))
        best = products[i, j] / UNIT**2
        reason = f"their most alike statements are {best:.2f} alike"
        grounds.append(_ground("lead", 4 * (best - 0.6), a.spans[i], b.spans[j], reason))
    if a.published is not None and b.published is not None:
        gap = abs(a.published - b.published)
        reason = f"published {gap:.0f} hours apart"
        grounds.append(_ground("gap", 1.5 - math.log1p(gap / 6), None, None, reason))
    odds = sum(g.weight for g in grounds) if grounds else -9.0
    return Evidence(
        probability=round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 6),
        grounds=tuple(sorted(grounds, key=lambda g: (-abs(g.weight), g.kind))),
    )


def _ground(kind: str, weight: float, a: Span | None, b: Span | None, reason: str) -> Ground:
    return Ground(kind=kind, joins=weight > 0, weight=round(weight, 4), a=a, b=b, reason=reason)
