"""Fit the logistic weights of twicetold.names.likeness and twicetold.names.matching.

    python training/names/calibrate.py DATA

Learns from names-wikidata (CC0) and our own list only. Prints the weights; they are copied by hand.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np

from twicetold.names import matching
from twicetold.names.likeness import features
from twicetold.names.romanise import romanise

OWN = Path(__file__).parent / "deva.tsv"


def read(data: Path, language: str, most: int) -> list[tuple[str, str]]:
    """Return pairs of Latin and foreign spelling, a random sample."""
    rows = [
        line.split("\t") for line in (data / f"names-wikidata/{language}.tsv").read_text("utf-8").splitlines()
    ]
    pairs = [(a.title(), b.replace(" ", "")) for a, b, _ in rows if len(a) > 2]
    return random.Random(7).sample(pairs, most)


def logistic(x: np.ndarray, y: np.ndarray, ridge: float = 1e-3) -> np.ndarray:
    """Return the weights of a logistic regression (Newton's method)."""
    w = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(w))
        w += np.linalg.solve(hessian, x.T @ (y - p) - ridge * w)
    return w


def error(p: np.ndarray, y: np.ndarray) -> float:
    """Return the expected calibration error in ten bins."""
    bins = np.minimum((p * 10).astype(int), 9)
    return float(sum(abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in set(bins)))


def pairwise(pairs: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
    """Return features and labels: right partners, the wrong one of 40 most alike, half-wrong double names."""
    chance = random.Random(11)
    rows: list[tuple[float, ...]] = []
    labels: list[int] = []

    def add(a: str, b: str, label: int) -> None:
        rows.append(features(a, b))
        labels.append(label)

    for n, (a, b) in enumerate(pairs):
        others = [q for q in chance.sample(pairs, 40) if q[0] != a and q[1] != b]
        near = max(others, key=lambda q: features(a, q[1])[1])
        add(a, b, 1)
        add(a, near[1], 0)
        c, d = pairs[n - 1]
        add(f"{a} {c}", f"{b} {d}", 1)
        add(f"{a} {c}", f"{b} {chance.choice(pairs)[1]}", 0)
        add(romanise(b), a, 1)
        add(romanise(b), romanise(near[1]), 0)
    return np.array(rows), np.array(labels)


def listwise(pairs: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
    """Return features and rightness of the answers of `match` to whole lists and to halved ones.

    Each list as it is and as names of two words: single words alone leave the score of full names too low.
    """
    chance = random.Random(13)
    rows, labels = [], []
    doubles = [(f"{a} {c}", f"{b} {d}") for (a, b), (c, d) in zip(pairs, pairs[1:] + pairs[:1], strict=True)]
    for names, share in ((pairs, 0.5), (pairs, 1.0), (doubles, 0.5), (doubles, 1.0)):
        left = [a for a, _ in names]
        right = [b for _, b in names if chance.random() < share]
        gold: dict[str, set[str]] = {}
        for a, b in names:
            gold.setdefault(a, set()).add(b)
        for row in matching.answers(left, right):
            rows.append(row.features)
            labels.append(int(right[row.right] in gold[left[row.left]]))
    return np.array(rows), np.array(labels)


def main() -> None:
    """Print both sets of weights with their calibration error."""
    data = Path(sys.argv[1])
    own = [tuple(line.split("\t")) for line in OWN.read_text("utf-8").splitlines()]
    lists = [read(data, "arabic", 1200), read(data, "russian", 1200), [(a.title(), b) for a, b in own]]
    x, y = (np.concatenate(part) for part in zip(*(pairwise(pairs) for pairs in lists), strict=True))
    w = logistic(x, y)
    p = 1 / (1 + np.exp(-x @ w))
    print(
        "pairwise",
        np.round(w, 3).tolist(),
        "ECE",
        round(error(p, y), 4),
        "accuracy",
        round(float(((p > 0.5) == y).mean()), 4),
    )
    x, y = (np.concatenate(part) for part in zip(*(listwise(pairs) for pairs in lists), strict=True))
    w = logistic(x, y)
    p = 1 / (1 + np.exp(-x @ w))
    print("listwise", np.round(w, 3).tolist(), "ECE", round(error(p, y), 4))


if __name__ == "__main__":
    main()
