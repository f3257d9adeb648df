"""The link model: from the evidence for a pair of statements to the probability that they share content.

A logistic regression over the evidence and some products of it, so that the weights can be read, printed and learned
anywhere in seconds. (A second look at the odds of a pair's rivals and neighbours, boosted trees and a small network
were tried: no better on planted pairs, worse on real reports.) A model belongs to an encoder: the embedded one ships
with its own (`models/`), any other learns one on first use (`calibrate.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from twicetold.alignment.evidence import Evidence
from twicetold.alignment.sides import Floats, Means
from twicetold.arrays import product

STEPS = 60  # Newton steps at the most; 8 to 15 suffice
BOUND = 6.0  # standard deviations beyond which a feature says no more

# Evidence that is also multiplied: with the level of the pair of reports, with itself and with each other. With the
# first F1 rises by .01 on really comparable pairs at any threshold, with the rest by .01 more and unaligned F1 of
# planted pairs by .015; all 55 products of the ten heaviest grounds lose .015 on really comparable pairs.
PRODUCTS = (
    *(("level", name) for name in (
        "token_cosine", "token_share_least", "token_share_most", "token_scaled",
        "window_share_low", "window_share_high", "window_scaled", "token_gap_sum",
    )),
    *((name, name) for name in (
        "token_share_least", "token_share_most", "window_share_low",
        "token_gap_sum", "token_scaled", "window_scaled",
    )),
    ("token_share_least", "window_share_low"),
    ("token_share_least", "token_share_most"),
    ("token_gap_least", "window_gap_least"),
    ("token_share_least", "plain"),
    ("token_share_least", "beside"),
    ("token_share_least", "words"),
)  # fmt: skip
PRODUCT_BOUND = 4.0  # standard deviations beyond which a factor grows no more

# Where two texts keep one order and cover each other they are translations, and the monotone path knows better than
# pairs do how many sentences belong together. Its word counts +-7 there, nothing on reports. Swept over 4 to 8 and
# .83 to .9: strict and lax F1 on text+berg rise with the bonus (.887 and .968 at 5, .901 and .979 at 7), unaligned F1
# of planted pairs that keep their order falls (.833 and .827), less so from .88 on (.831); at .9 the tehran pair is
# no longer told for a translation.
PATH_BONUS = 7.0
KEPT_FROM, COVERED_FROM, STEEPNESS = 0.8, 0.88, 40.0  # halfway points and slope of "these are translations"
FEW, ENOUGH = 8, 12  # statements of the shorter side: up to 8 their order tells nothing, from 12 it does


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regression:
    """Weights over standardised features, then over products of two of them, by name."""

    names: tuple[str, ...]
    centre: Floats
    scale: Floats
    weights: Floats
    products: tuple[tuple[str, str], ...]
    product_weights: Floats
    bias: float

    def odds(self, evidence: Evidence) -> Floats:
        """Return the log-odds of every candidate."""
        if evidence.names != self.names:
            raise ValueError(f"the link model knows {self.names}, the evidence has {evidence.names}")
        standard = ((evidence.table - self.centre) / self.scale).clip(-BOUND, BOUND)
        odds = product(standard, self.weights) + np.float32(self.bias)
        odds += product(_multiplied(standard, self.names, self.products), self.product_weights)
        result: Floats = odds.astype(np.float32)
        return result


def _multiplied(standard: Floats, names: tuple[str, ...], products: tuple[tuple[str, str], ...]) -> Floats:
    """Return pairs x products of standardised features."""
    bounded, at = standard.clip(-PRODUCT_BOUND, PRODUCT_BOUND), {name: k for k, name in enumerate(names)}
    left, right = ([at[pair[side]] for pair in products] for side in (0, 1))
    result: Floats = bounded[:, left] * bounded[:, right]
    return result


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinkModel:
    """What is known of an encoder: the weight of evidence, where it puts each language, and where to cut.

    `threshold` is the chance from which a link pays in a row; `sharpness` and `shift` turn log-odds into calibrated
    ones.
    """

    regression: Regression
    threshold: float
    sharpness: float
    shift: float
    means: Means
    origin: str  # what it was learned from, in words
    shipped: bool = False

    def odds(self, evidence: Evidence) -> Floats:
        """Return the log-odds of a link for each candidate."""
        if not len(evidence.table):
            return np.zeros(0, np.float32)
        odds = self.regression.odds(evidence)
        result: Floats = (odds + PATH_BONUS * _translated(evidence) * _path_says(evidence)).astype(np.float32)
        return result

    def probability(self, odds: Floats) -> Floats:
        """Return calibrated probabilities for log-odds."""
        result: Floats = (1 / (1 + np.exp(-(self.sharpness * odds.clip(-30, 30) + self.shift)))).astype(
            np.float32
        )
        return result

    @property
    def cut(self) -> float:
        """The log-odds of the threshold."""
        return float(np.log(self.threshold / (1 - self.threshold)))


def _translated(evidence: Evidence) -> float:
    """Return how far two texts look like translations of each other, 0 to 1."""
    kept, covered = float(evidence.column("kept")[0]), float(evidence.column("covered")[0])
    sure = min(max((min(evidence.shape) - FEW) / (ENOUGH - FEW), 0.0), 1.0)
    return sure * _sigmoid(STEEPNESS * (kept - KEPT_FROM)) * _sigmoid(STEEPNESS * (covered - COVERED_FROM))


def _path_says(evidence: Evidence) -> Floats:
    """Return 1 on the path; off it -1 where it puts both statements elsewhere, -.5 where one, 0 where neither."""
    on = evidence.column("path") > 0
    placed_a, placed_b = np.zeros(evidence.shape[0], bool), np.zeros(evidence.shape[1], bool)
    placed_a[evidence.rows[on]] = placed_b[evidence.columns[on]] = True
    elsewhere = placed_a[evidence.rows].astype(np.float32) + placed_b[evidence.columns]
    result: Floats = np.where(on, 1, -elsewhere / 2).astype(np.float32)
    return result


def _sigmoid(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))


def fit(
    names: tuple[str, ...], table: Floats, linked: np.ndarray, weight: np.ndarray, *, penalty: float
) -> Regression:
    """Fit a logistic regression with an L2 penalty by Newton's method. Deterministic.

    `table` is pairs x features, `linked` their truth, `weight` what each counts.
    """
    centre, scale = table.mean(axis=0), table.std(axis=0) + np.float32(1e-6)
    products = tuple(pair for pair in PRODUCTS if set(pair) <= set(names))
    standard = ((table - centre) / scale).clip(-BOUND, BOUND)
    x = np.c_[standard, _multiplied(standard, names, products), np.ones(len(table))].astype(np.float64)
    ridge = np.diag(np.r_[np.full(x.shape[1] - 1, penalty), 1e-6])
    beta = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-product(x, beta).clip(-30, 30)))
        slope = product(x.T, weight * (linked - p)) - product(ridge, beta)
        curve = product((x * (weight * np.maximum(p * (1 - p), 1e-6))[:, None]).T, x) + ridge
        step = np.linalg.solve(curve, slope)
        beta += step
        if np.abs(step).max() < 1e-6:
            break
    return Regression(
        names=names,
        centre=centre.astype(np.float32),
        scale=scale.astype(np.float32),
        weights=beta[: len(names)].astype(np.float32),
        products=products,
        product_weights=beta[len(names) : -1].astype(np.float32),
        bias=float(beta[-1]),
    )


def shipped(digest: str) -> LinkModel | None:
    """Return the model shipped for an encoder's digest, or `None` where it must be learned."""
    path = files(__package__) / "models" / f"{digest}.json"
    return loads(path.read_text("utf-8")) if digest.isalnum() and path.is_file() else None


def dumps(model: LinkModel) -> str:
    """Write a model as JSON, a feature or a language a line."""
    head = {
        "origin": model.origin,
        "threshold": model.threshold,
        "sharpness": model.sharpness,
        "shift": model.shift,
    }
    lines = [f' "{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in head.items()]
    look = model.regression
    rows = zip(look.names, look.centre, look.scale, look.weights, strict=True)
    told = [f'  "{name}": {json.dumps([_short(v) for v in values])}' for name, *values in rows]
    lines.append(f' "bias": {look.bias!r},\n "features": {{\n' + ",\n".join(told) + "\n }")
    weighed = zip(look.products, look.product_weights, strict=True)
    told = [f'  "{a} {b}": {json.dumps(_short(weight))}' for (a, b), weight in weighed]
    lines.append(' "products": {\n' + ",\n".join(told) + "\n }")
    means = [
        f'  "{c}": {json.dumps([_short(v) for v in m])}' for c, m in sorted(model.means.by_language.items())
    ]
    lines.append(' "means": {\n' + ",\n".join(means) + "\n }")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def loads(text: str) -> LinkModel:
    """Read a model that `dumps` wrote."""
    plain: Mapping[str, Any] = json.loads(text)
    return LinkModel(
        regression=_regression(plain),
        threshold=float(plain["threshold"]),
        sharpness=float(plain["sharpness"]),
        shift=float(plain["shift"]),
        means=Means(by_language={c: np.array(m, np.float32) for c, m in plain["means"].items()}),
        origin=plain["origin"],
        shipped=True,
    )


def _regression(plain: Mapping[str, Any]) -> Regression:
    columns = np.array(list(plain["features"].values()), np.float32).reshape(-1, 3)
    return Regression(
        names=tuple(plain["features"]),
        centre=columns[:, 0],
        scale=columns[:, 1],
        weights=columns[:, 2],
        products=tuple((a, b) for a, b in map(str.split, plain["products"])),
        product_weights=np.array(list(plain["products"].values()), np.float32),
        bias=float(plain["bias"]),
    )


def _short(value: float) -> float:
    return float(f"{float(value):.5g}")
