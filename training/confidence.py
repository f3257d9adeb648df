"""Learn how often a detail is right: `python training/confidence.py`, after `training/untold.py`.

The likelihood of a phrase's words is no probability that the phrase is an extra: of many words the least told is
always there. So cells are drawn and planted as in `untold.py`, from other draws, compared as the program does, and a
logistic regression learns from the phrases shown whether they touch what was planted. Adds `confidence` to
`src/twicetold/comparison/models/untold.json` and prints the calibration on documents held out.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

from bench.findings import _side
from untold import CELLS, ROOT, documents, drawn, error, fit

from twicetold.comparison import detail as details
from twicetold.comparison.material import Material
from twicetold.encoding import open_encoder
from twicetold.encoding.base import Encoder
from twicetold.model import Row

PAIRS = "hi-en,de-en,fa-en,hi-ru,es-tr,ar-en,zh-en,ru-en,ur-en,fr-de"


def shown(pair: Sequence[str], encoder: Encoder) -> Iterator[tuple[str, list[float], bool]]:
    """Yield document, features and whether it is right of each phrase that would be shown."""
    draw = random.Random(f"{pair[0]}{pair[1]} confidence")
    starts = draw.sample(range(len(documents()) - 2), CELLS // 2)
    texts: list[list[str]] = [[], []]
    rows, marks = [], []
    for sides, extras, lost in [drawn(pair, k, draw) for k in starts]:
        numbers: list[list[int]] = [[], []]
        planted = []
        for side in (0, 1):
            for at, text in enumerate(sides[side]):
                if lost == (side, at):
                    continue
                place = (0, len(text)) if lost == (1 - side, at) else extras.get((side, at))
                if place is not None:
                    planted.append((side, len(texts[side]), place))
                numbers[side].append(len(texts[side]))
                texts[side].append(text)
        rows.append(Row(cells={"A": tuple(numbers[0]), "B": tuple(numbers[1])}, score=1.0, verdict="same"))
        marks.append(planted)
    made = [_side(label, *each) for label, each in zip("AB", zip(pair, texts, strict=True), strict=True)]
    statements = {report.id: told for report, told in made}
    material = Material([report for report, _ in made], statements, rows, encoder)
    for start, row, planted in zip(starts, rows, marks, strict=True):
        left, right = material.cells(row)
        told = [
            ("AB"[side], statements["AB"[side]][n].start + a, statements["AB"[side]][n].start + b)
            for side, n, (a, b) in planted
        ]
        for report, span, features in details.candidates(material.pair(left, right, 1.0)):
            hit = any(report == r and span.start < b and a < span.end for r, a, b in told)
            yield documents()[start], list(features), hit


def main() -> None:
    """Draw, learn, judge on a third of the documents, write."""
    encoder = open_encoder("e5", cache="", threads=1, progress=None)
    found = [each for pair in PAIRS.split(",") for each in shown(pair.split("-"), encoder)]
    names = np.array([name for name, _, _ in found])
    features = np.array([own for _, own, _ in found])
    labels = np.array([float(hit) for _, _, hit in found])
    held = np.isin(names, sorted(set(names))[::3])
    weights = fit(features[~held], labels[~held])
    said = 1 / (1 + np.exp(-(features[held] @ weights[:-1] + weights[-1])))
    before = 1 / (1 + np.exp(-features[held][:, 0]))
    print(f"{len(found)} phrases shown, {labels.mean():.2f} right; held out {held.sum()}")
    print(
        f"expected calibration error {error(said, labels[held]):.3f}, before {error(before, labels[held]):.3f}"
    )
    whole = fit(features, labels)
    path = ROOT / "src/twicetold/comparison/models/untold.json"
    told = json.loads(path.read_text("utf-8"))
    told["confidence"] = [round(float(w), 4) for w in whole]
    path.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
