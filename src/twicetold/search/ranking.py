"""Hits in order: BM25 over the terms of the hits themselves, and reciprocal rank fusion of several orders.

Robertson and Zaragoza, The Probabilistic Relevance Framework (2009); Cormack, Clarke and Büttcher, Reciprocal Rank
Fusion (2009). The mean length is that of the hits, so that no back end has to keep one and all give one order.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from twicetold.search.matching import Count, count, excluded, holds, padded
from twicetold.search.query import Look, Query, looks

K1, B = 1.2, 0.75  # as in the literature; not tuned
FUSION = 60  # the constant of the fusion's authors; not tuned
Key = TypeVar("Key", bound=Hashable)


def ranked(
    query: Query, hits: Mapping[int, str], total: int, frequency: Mapping[Look, int]
) -> list[tuple[int, float]]:
    """Return (key, score) of the hits that the query holds for, best first; ties: the larger key, added later.

    `hits` are the kept lines by key; `total` the number of reports; `frequency` how many of them meet a look
    (absent: all that are hits).
    """
    wanted = tuple(dict.fromkeys(looks(query)))
    counted: dict[int, tuple[int, list[Count]]] = {}
    for key, kept in hits.items():
        text = padded(kept)
        counts = {look: count(look, text) for look in wanted}

        def met(look: Look, counts: dict[Look, Count] = counts, text: str = text) -> bool:
            found = counts.get(look) or count(look, text)
            return found.exact + found.near > 0

        if holds(query, met):
            counted[key] = (text.count(" ") - 1, [counts[look] for look in wanted])
    if not counted:
        return []
    mean = sum(length for length, _ in counted.values()) / len(counted)
    rarity = [_rarity(frequency.get(look, len(counted)), total) for look in wanted]
    scores = {
        key: sum(
            weight * _much(each.weight, length / mean) for weight, each in zip(rarity, counts, strict=True)
        )
        for key, (length, counts) in counted.items()
    }
    return sorted(scores.items(), key=lambda each: (-round(each[1], 9), -each[0]))


def fused(orders: Sequence[Sequence[Key]]) -> dict[Key, float]:
    """Return a score for whatever is in any of the orders: the sum of 1 / (60 + its place), places from 1."""
    scores: dict[Key, float] = {}
    for order in orders:
        for place, key in enumerate(order, 1):
            scores[key] = scores.get(key, 0.0) + 1 / (FUSION + place)
    return scores


def refused(query: Query, kept: str) -> bool:
    """Whether a report's kept lines hold what a query's -not forbids."""
    text = padded(kept)
    return excluded(query, lambda look: count(look, text).weight > 0)


def _rarity(frequency: int, total: int) -> float:
    return math.log(1 + (max(total, frequency) - frequency + 0.5) / (frequency + 0.5))


def _much(times: float, length: float) -> float:
    return times * (K1 + 1) / (times + K1 * (1 - B + B * length)) if times else 0.0
