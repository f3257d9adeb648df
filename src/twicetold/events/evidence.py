"""Two signatures in, what joins and parts them out.

The chance is a logistic regression over a few figures, so that every ground has a weight that can be read. It sees the
two reports only: the same pair has the same chance in whatever set it stands.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twicetold.arrays import product
from twicetold.events.clues import Clue
from twicetold.events.signature import UNIT, Signature
from twicetold.model import Span

# Reports of one language are more alike than reports of two, whatever they tell: what unrelated pairs of ntrex show
# (median of the best, the two best and all statements .05 higher, of whole reports .08, of shared sounds 3 to 4 times).
WITHIN, WITHIN_WHOLE, WITHIN_NAMES = 0.05, 0.07, 0.4
# Per unit of each figure: rounded by hand after logistic regressions on our own reports and on ntrex.
WEIGHTS = {"whole": 2.5, "best": 7.0, "two": 9.0, "mean": 12.0, "name": 0.2, "number": 0.5, "clash": -1.2}
# Where a likeness begins to join. Only their sum counts for the chance; which ground gets how much of it is a choice.
NEUTRAL = {"whole": 0.40, "best": 0.47, "two": 0.42, "mean": 0.33}
# Of the gap between the times of publication, in log-odds: from GAP_NEAR hours on it parts, by GAP_SLOPE each time that
# the gap grows e-fold, down to GAP_LEAST; a day without a time of day counts as half a day apart. Swept on Hiru and
# BASIL: slopes .9, 1.3 and 1.8, limits 2.5 to 9.
GAP_NEAR, GAP_SLOPE, GAP_MOST, GAP_LEAST, GAP_FLOOR = 30.0, 1.3, 7.0, -8.0, 0.1
PRIOR = -1.0  # log-odds of any pair; 0, -1 and -2 were tried on all development sets: -1 serves them together
EMPTY = -9.0  # log-odds where a report says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason. `weight` is in log-odds; positive joins, negative parts. Spans point into the two texts."""

    kind: str  # statement, body, name, number, gap
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is weighed of a pair. Likenesses are cosines, made comparable within and across languages."""

    whole: float
    best: float  # of their most alike statements
    two: float  # mean of the two best, from either side
    mean: float  # mean of the best of every statement, from either side
    name: float  # log of 1 and the weight of the keys they share
    number: float
    clash: float  # 1 where both tell numbers and none is the same
    gap: float | None  # hours between their publication
    place: tuple[int, int]  # row and column of the most alike statements


def weigh(a: Signature, b: Signature) -> Evidence:
    """Return what joins and parts two reports. Raises `ValueError` where their signatures are of two versions."""
    _check(a, b)
    figures = figures_of(a, b)
    if figures is None:
        empty = Ground(
            kind="body", joins=False, weight=EMPTY, a=None, b=None, reason="one of them says nothing"
        )
        return Evidence(probability=_chance(EMPTY), grounds=(empty,))
    return Evidence(probability=_chance(odds(figures)), grounds=_grounds(a, b, figures))


def probability(a: Signature, b: Signature) -> float:
    """Return the probability that `weigh` finds, without its reasons. Raises `ValueError` as it does."""
    return _chance(_odds(a, b))


def _odds(a: Signature, b: Signature) -> float:
    _check(a, b)
    figures = figures_of(a, b)
    return EMPTY if figures is None else odds(figures)


def _check(a: Signature, b: Signature) -> None:
    if a.version != b.version:
        raise ValueError(
            "signatures of two encoders or versions cannot be weighed; describe the reports again"
        )


def odds(figures: Figures) -> float:
    """Return the log-odds that the two reports tell one event."""
    total = PRIOR + of_gap(figures.gap)
    for name, weight in WEIGHTS.items():
        total += weight * (getattr(figures, name) - NEUTRAL.get(name, 0.0))
    return total


def of_gap(gap: float | None) -> float:
    """Return what the hours between two publications say, in log-odds; nothing where one is not known."""
    if gap is None:
        return 0.0
    return max(GAP_LEAST, min(GAP_MOST, GAP_SLOPE * math.log(GAP_NEAR / max(gap, GAP_FLOOR))))


def figures_of(a: Signature, b: Signature) -> Figures | None:
    """Return the figures of a pair, `None` where one of them says nothing."""
    if not a.says or not b.says:
        return None
    products = product(a.rows, b.rows.T).astype(np.float64) / UNIT**2
    within = a.language == b.language
    rows, columns = np.sort(products.max(axis=1))[::-1], np.sort(products.max(axis=0))[::-1]
    whole = float(product(a.content.astype(np.float32), b.content.astype(np.float32))) / UNIT**2
    names, numbers, clash = _shared(a, b)
    lower = WITHIN if within else 0.0
    return Figures(
        whole=whole - (WITHIN_WHOLE if within else 0.0),
        best=float(rows[0]) - lower,
        two=(_mean(rows[:2]) + _mean(columns[:2])) / 2 - lower,
        mean=(_mean(rows) + _mean(columns)) / 2 - lower,
        name=math.log1p(sum(map(_of_name, names)) * (WITHIN_NAMES if within else 1.0)),
        number=math.log1p(sum(map(_of_number, numbers))),
        clash=float(clash),
        gap=_gap(a, b),
        place=divmod(int(products.argmax()), products.shape[1]),
    )


def _mean(numbers: npt.NDArray[np.float64]) -> float:
    return float(numbers.sum()) / len(numbers)  # half the time of `mean`, which this asks for most


def _gap(a: Signature, b: Signature) -> float | None:
    if a.published is None or b.published is None:
        return None
    gap = abs(a.published - b.published)
    return gap if a.timed and b.timed else max(gap, 12.0)


def _shared(a: Signature, b: Signature) -> tuple[list[str], list[str], bool]:
    """Return the keys of names and of numbers that both hold, and whether both tell numbers that all differ."""
    numbers = sorted(a.keys["number"] & b.keys["number"])
    clash = bool(a.keys["number"] and b.keys["number"] and not numbers)
    return sorted(a.keys["name"] & b.keys["name"]), numbers, clash


def _by_key(signature: Signature) -> dict[tuple[str, str], Clue]:
    return {(clue.kind, clue.key): clue for clue in signature.clues}


def _of_name(key: str) -> float:
    """Return how telling a shared key is: short ones meet by chance."""
    return 1.0 if len(key) >= 5 else 0.7 if len(key) == 4 else 0.25


def _of_number(key: str) -> float:
    """Return how telling a shared number is: small and round ones meet by chance."""
    bare = key.lstrip("-").rstrip("0").replace(".", "")
    return 1.0 if len(bare) >= 2 or len(key) >= 4 else 0.3


def _chance(log_odds: float) -> float:
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))), 6)


def _grounds(a: Signature, b: Signature, figures: Figures) -> tuple[Ground, ...]:
    """Return the figures as reasons with spans. The weights of all, and `PRIOR`, make the log-odds of the pair."""
    alike = sum(WEIGHTS[name] * (getattr(figures, name) - NEUTRAL[name]) for name in ("best", "two", "mean"))
    row, column = figures.place
    found = [
        _ground(
            "statement",
            alike,
            f"their most alike statements are {figures.best:.2f} alike, all together {figures.mean:.2f}",
            (a.spans[row], b.spans[column]),
        ),
        _ground(
            "body",
            WEIGHTS["whole"] * (figures.whole - NEUTRAL["whole"]),
            f"as wholes they are {figures.whole:.2f} alike",
        ),
    ]
    mine, theirs = _by_key(a), _by_key(b)
    names, numbers, clash = _shared(a, b)
    for kind, keys, weight, of in (
        ("name", names, WEIGHTS["name"] * figures.name, _of_name),
        ("number", numbers, WEIGHTS["number"] * figures.number, _of_number),
    ):
        if keys:
            # the most telling one is shown, its weight is that of all
            best = max(keys, key=lambda key: (of(key), key))
            more = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
            reason = f"a word that sounds alike{more}" if kind == "name" else f"the same number{more}"
            found.append(_ground(kind, weight, reason, (mine[kind, best].span, theirs[kind, best].span)))
    if clash:
        spans = (_first_number(a), _first_number(b))
        found.append(_ground("number", WEIGHTS["clash"], "both tell numbers, and none is the same", spans))
    if figures.gap is not None:
        found.append(_ground("gap", of_gap(figures.gap), f"published {_hours(figures.gap)} apart"))
    return tuple(sorted(found, key=lambda g: (-abs(g.weight), g.kind)))


def _ground(kind: str, weight: float, reason: str, spans: tuple[Span, Span] | None = None) -> Ground:
    a, b = spans or (None, None)
    return Ground(kind=kind, joins=weight > 0, weight=round(weight, 4), a=a, b=b, reason=reason)


def _first_number(signature: Signature) -> Span:
    return min(clue.span for clue in signature.clues if clue.kind == "number")


def _hours(gap: float) -> str:
    if gap < 1:
        return f"{60 * gap:.0f} minutes"
    return f"{gap:.0f} hours" if gap < 48 else f"{gap / 24:.0f} days"
