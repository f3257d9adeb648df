"""Learn how likely a word of one cell is not told in the other: `python training/untold.py`.

From ntrex (CC BY-SA 4.0, in the shared folder): lines and their translations tell the same, so every word is told, but
for what is planted. Planted are a word that stands beside one of the line's words elsewhere ("military" before
"drones"), a phrase of another line of the document, and whole lines that one side loses. Prints what is reached on
documents held out, then writes `src/twicetold/comparison/models/untold.json`, a logistic regression over the numbers
of `evidence.NAMES`.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.findings import _side
from bench.gold import shared
from bench.mentions import NTREX

from twicetold.arrays import product
from twicetold.comparison.evidence import NAMES, evidence
from twicetold.comparison.material import Material
from twicetold.comparison.words import cut
from twicetold.encoding import open_encoder
from twicetold.encoding.base import Encoder
from twicetold.languages.rules import fold, rules
from twicetold.model import Row

PAIRS = "hi-en,de-en,fa-en,hi-ru,es-tr,ar-en,zh-en,ru-en,ur-en,fr-de,tr-en,uk-en,fr-en,es-en,ar-hi,zh-de"
CELLS = 260  # cells drawn for a pair of languages
PLANTED, WORD, DROPPED = (
    0.45,
    0.65,
    0.25,
)  # how often a side gets an extra, a word rather than a phrase, loses a line
BEHIND = frozenset({"fr", "es", "fa", "ar", "ur"})  # languages whose modifiers may stand behind their noun
Place = tuple[int, int]
Drawn = tuple[
    list[list[str]], dict[Place, Place], Place | None
]  # lines by side, extras, the line that was lost


@cache
def lines(language: str) -> list[str]:
    """Return the lines of a language."""
    return (
        (shared() / f"data/ntrex/{'eng' if language == 'en' else NTREX[language]}.txt")
        .read_text("utf-8")
        .splitlines()
    )


@cache
def documents() -> list[str]:
    """Return the document of each line."""
    return (shared() / "data/ntrex/documents.txt").read_text("utf-8").splitlines()


@cache
def beside(language: str) -> tuple[dict[str, set[tuple[str, int]]], dict[str, set[tuple[str, int]]]]:
    """Return for each word what stands before and behind it, with the line it stands in."""
    before: dict[str, set[tuple[str, int]]] = defaultdict(set)
    behind: dict[str, set[tuple[str, int]]] = defaultdict(set)
    stop = rules(language).function_words
    for k, line in enumerate(lines(language)):
        places = cut(line)
        for (a, b), (c, d) in pairwise(places):
            one, other = line[a:b], line[c:d]
            if line[b:c] != " " or {fold(one), fold(other)} & stop or min(len(one), len(other)) < 4:
                continue
            if language == "de" or not one[0].isupper():
                before[fold(other)].add((one, k))
                behind[fold(one)].add((other, k))
    return before, behind


def word(language: str, line: str, k: int, draw: random.Random) -> tuple[str, Place] | None:
    """Return line `k` with a word more, and where that stands."""
    before, behind = beside(language)
    have = {fold(line[a:b]) for a, b in cut(line)}
    options = []
    for a, b in cut(line):
        options += [
            (a, w, True) for w, src in before.get(fold(line[a:b]), ()) if src != k and fold(w) not in have
        ]
        if language in BEHIND:
            options += [
                (b, w, False)
                for w, src in behind.get(fold(line[a:b]), ())
                if src != k and fold(w) not in have
            ]
    if not options:
        return None
    at, new, in_front = draw.choice(sorted(options))
    if in_front:
        return f"{line[:at]}{new} {line[at:]}", (at, at + len(new))
    return f"{line[:at]} {new}{line[at:]}", (at + 1, at + 1 + len(new))


def phrase(language: str, line: str, k: int, draw: random.Random) -> tuple[str, Place] | None:
    """Return line `k` with a phrase of another line of its document, and where that stands."""
    least, most = (4, 20) if language == "zh" else (12, 70)
    same = [j for j, name in enumerate(documents()) if name == documents()[k] and abs(j - k) > 1]
    draw.shuffle(same)
    for j in same[:6]:
        parts = [
            p for p in re.split(r"[,،、，:：;；.。]", lines(language)[j]) if least <= len(p.strip()) <= most
        ]
        if parts:
            new = draw.choice(parts).strip()
            commas = [m.start() for m in re.finditer(r"[,،，]", line)]
            at = draw.choice(commas) if commas else len(line.rstrip('.。۔।!?"” '))
            mark = {"zh": "，", "fa": "، ", "ar": "، ", "ur": "، "}.get(language, ", ")
            return f"{line[:at]}{mark}{new}{line[at:]}", (at + len(mark), at + len(mark) + len(new))
    return None


def drawn(pair: Sequence[str], k: int, draw: random.Random) -> Drawn:
    """Return the lines from `k` on both sides with what is planted in them."""
    size = draw.choice([1, 1, 1, 2, 3])
    numbers = [j for j in range(k, min(k + size, len(documents()))) if documents()[j] == documents()[k]]
    sides = [[lines(code)[j] for j in numbers] for code in pair]
    extras: dict[Place, Place] = {}
    for side, code in enumerate(pair):
        if draw.random() < PLANTED:
            at = draw.randrange(len(numbers))
            made = (word if draw.random() < WORD else phrase)(code, sides[side][at], numbers[at], draw)
            if made:
                sides[side][at], extras[side, at] = made
    lost = None
    if len(numbers) > 1 and draw.random() < DROPPED:
        lost = (draw.randrange(2), draw.randrange(len(numbers)))
    return sides, extras, lost


def examples(pair: Sequence[str], encoder: Encoder) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Yield document, features and labels of the content words of each cell of a pair of languages."""
    draw = random.Random(f"{pair[0]}{pair[1]}0")
    starts = draw.sample(range(len(documents()) - 2), CELLS)
    cells = [drawn(pair, k, draw) for k in starts]
    texts: list[list[str]] = [[], []]
    rows, marks = [], {}
    for sides, extras, lost in cells:
        numbers: list[list[int]] = [[], []]
        for side in (0, 1):
            for at, text in enumerate(sides[side]):
                if lost != (side, at):
                    numbers[side].append(len(texts[side]))
                    whole = lost == (1 - side, at)
                    marks[side, len(texts[side])] = (0, len(text)) if whole else extras.get((side, at))
                    texts[side].append(text)
        rows.append(Row(cells={"A": tuple(numbers[0]), "B": tuple(numbers[1])}, score=1.0, verdict="same"))
    made = [_side(label, *each) for label, each in zip("AB", zip(pair, texts, strict=True), strict=True)]
    material = Material([r for r, _ in made], {r.id: s for r, s in made}, rows, encoder)
    for k, row in zip(starts, rows, strict=True):
        left, right = material.cells(row)
        if left.tokens is None or right.tokens is None:
            continue
        raw = product(left.tokens, right.tokens.T)
        found = evidence(raw, left.words, left.of_word, right.words, right.of_word)
        for side, (cell, features) in enumerate(zip((left, right), found, strict=True)):
            begin = {s.n: s.start for s in cell.statements}
            kept = [n for n, w in enumerate(cell.words) if w.content]
            labels = [_inside(marks[side, w.n], w.start - begin[w.n], w.end - begin[w.n]) for w in cell.words]
            yield documents()[k], features[kept], np.array(labels, float)[kept]


def _inside(mark: Place | None, start: int, end: int) -> bool:
    return mark is not None and start < mark[1] and mark[0] < end


def fit(features: np.ndarray, labels: np.ndarray, *, ridge: float = 1.0) -> np.ndarray:
    """Return weights and, last, the bias of a logistic regression; `features` are standardised."""
    rows = np.hstack([features, np.ones((len(features), 1))])
    keep = np.diag([ridge] * features.shape[1] + [0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):  # Newton's method; converged long before
        said = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (said - labels) + keep @ weights
        curve = (rows * (said * (1 - said))[:, None]).T @ rows + keep
        weights -= np.linalg.solve(curve, slope)
    return weights


def area(scores: np.ndarray, labels: np.ndarray) -> float:
    """Return the area under the curve of true against false positives."""
    ranks = np.empty(len(scores))
    ranks[scores.argsort(kind="stable")] = np.arange(1, len(scores) + 1)
    true = labels > 0
    return float((ranks[true].sum() - true.sum() * (true.sum() + 1) / 2) / (true.sum() * (~true).sum()))


def error(said: np.ndarray, labels: np.ndarray) -> float:
    """Return the expected calibration error over ten bins."""
    bins = np.minimum((said * 10).astype(int), 9)
    return sum(
        (bins == b).mean() * abs(said[bins == b].mean() - labels[bins == b].mean())
        for b in range(10)
        if (bins == b).any()
    )


def main() -> None:
    """Draw, learn, judge on a quarter of the documents, write."""
    encoder = open_encoder("e5", cache="", threads=1, progress=None)
    drawn_all = [each for pair in PAIRS.split(",") for each in examples(pair.split("-"), encoder)]
    names = np.concatenate([[d] * len(y) for d, _, y in drawn_all])
    features = np.concatenate([x for _, x, _ in drawn_all])
    labels = np.concatenate([y for _, _, y in drawn_all])
    held = np.isin(names, sorted(set(names))[::4])
    mean, spread = features[~held].mean(axis=0), np.maximum(features[~held].std(axis=0), 0.01)
    weights = fit((features[~held] - mean) / spread, labels[~held])
    logit = (features[held] - mean) / spread @ weights[:-1] + weights[-1]
    said = 1 / (1 + np.exp(-logit))
    print(f"{len(labels)} words, {labels.mean():.3f} planted; held out {held.sum()}")
    print(f"area under the curve {area(said, labels[held]):.3f}")
    print(f"that of the best cosine alone {area(-features[held][:, 0], labels[held]):.3f}")
    print(f"expected calibration error {error(said, labels[held]):.3f}")
    for least in (0.35, 0.5, 0.6):
        hit = labels[held][said >= least]
        print(f"from {least}: precision {hit.mean():.2f}, recall {hit.sum() / labels[held].sum():.2f}")
    told = {
        "origin": "learned by training/untold.py from words planted in ntrex (CC BY-SA 4.0)",
        "bias": round(float(weights[-1]), 5),
        "features": {
            name: [round(float(v), 5) for v in row]
            for name, *row in zip(NAMES, mean, spread, weights[:-1], strict=True)
        },
    }
    path = ROOT / "src/twicetold/comparison/models/untold.json"
    path.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
