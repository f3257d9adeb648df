"""Which parts of a statement another report tells: partial links, clause by clause.

A clause counts as told where its tokens find theirs on the other side about as well as the statement's best clause
does. Whole statements get no parts: nothing is left over.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twicetold.alignment.sides import Side
from twicetold.arrays import product
from twicetold.languages.clauses import clauses
from twicetold.model import Span

TOLD = (
    0.62  # share of the best clause's cover from which a clause counts as told; chosen by eye, not measured
)


def matching_parts(own: Side, n: int, other: Side, facing: Sequence[int], language: str) -> tuple[Span, ...]:
    """Return the clauses of statement `n` that the `facing` statements tell, joined where they touch.

    Empty where all of it is told, where it has one clause, or where the encoder gives no tokens. Offsets are into
    the statement.
    """
    if own.tokens is None or other.tokens is None or own.token_spans is None or own.token_weights is None:
        return ()
    cut = clauses(own.texts[n], language)
    theirs = [other.centred_tokens(j) for j in facing if len(other.tokens[j])]
    if len(cut) < 2 or not theirs or not len(own.tokens[n]):
        return ()
    best = product(own.centred_tokens(n), np.concatenate(theirs).T).max(axis=1)
    weight = own.token_weights[n]
    cover = []
    for clause in cut:
        inside = np.array([clause.start <= s.start < clause.end for s in own.token_spans[n]])
        total = float(weight[inside].sum())
        cover.append(float((weight * best)[inside].sum() / total) if total > 0 else 0.0)
    told = [value >= TOLD * max(cover) for value in cover]
    if all(told):
        return ()
    return _joined([clause for clause, yes in zip(cut, told, strict=True) if yes])


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    result: list[Span] = []
    for span in spans:
        if result and span.start - result[-1].end <= 1:
            result[-1] = Span(result[-1].start, span.end)
        else:
            result.append(span)
    return tuple(result)
