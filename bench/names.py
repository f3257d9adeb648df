"""Names across scripts: accuracy of the best right name, calibration and time, beside peers on the same lists."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence

import numpy as np

from bench.gold import shared
from twicetold.names import match, romanise

Row = tuple[str, float, str]
Matcher = Callable[[Sequence[str], Sequence[str]], list[tuple[int | None, float]]]


def plain(left: Sequence[str], right: Sequence[str]) -> list[tuple[int | None, float]]:
    """Peer: anyascii and rapidfuzz's ratio, what most would write."""
    from anyascii import anyascii

    return _by_ratio([anyascii(n).lower() for n in left], [anyascii(n).lower() for n in right])


def romanised(left: Sequence[str], right: Sequence[str]) -> list[tuple[int | None, float]]:
    """Peer: our romaniser and rapidfuzz's ratio."""
    return _by_ratio([romanise(n) for n in left], [romanise(n) for n in right])


def _by_ratio(left: Sequence[str], right: Sequence[str]) -> list[tuple[int | None, float]]:
    from rapidfuzz import fuzz
    from rapidfuzz.process import cdist

    table = cdist(left, right, scorer=fuzz.ratio, dtype=np.float32)
    return [(int(j), float(table[i, j]) / 100) for i, j in enumerate(table.argmax(1))]


def lists() -> dict[str, tuple[list[str], list[str]]]:
    """Return the development lists: all of names-hi-en, 2,000 of each of names-wikidata."""
    data = shared() / "data"
    rows = [line.split("\t") for line in (data / "names-hi-en/names.tsv").read_text("utf-8").splitlines()]
    found = {"names-hi-en": ([r[0] for r in rows], [r[1] for r in rows])}
    for language in ("arabic", "russian"):
        rows = [
            r.split("\t") for r in (data / f"names-wikidata/{language}.tsv").read_text("utf-8").splitlines()
        ]
        some = random.Random(1).sample(rows, 2000)
        found[f"names-wikidata {language}"] = ([r[0] for r in some], [r[1].replace(" ", "") for r in some])
    return found


def measure(matcher: Matcher, left: list[str], right: list[str]) -> tuple[float, float, float]:
    """Return accuracy@1, expected calibration error in ten bins, and seconds."""
    began = time.perf_counter()
    answers = matcher(left, right)
    seconds = time.perf_counter() - began
    hits = np.array([j is not None and right[j] == gold for (j, _), gold in zip(answers, right, strict=True)])
    scores = np.array([score for _, score in answers])
    bins = np.minimum((scores * 10).astype(int), 9)
    error = sum(
        abs(hits[bins == b].mean() - scores[bins == b].mean()) * (bins == b).mean() for b in set(bins)
    )
    return float(hits.mean()), float(error), seconds


def run() -> list[Row]:
    """Measure every list with every matcher."""
    rows: list[Row] = []
    for name, (left, right) in lists().items():
        for label, matcher in (
            ("twicetold", match),
            ("romanised + ratio", romanised),
            ("anyascii + ratio", plain),
        ):
            accuracy, error, seconds = measure(matcher, left, right)
            note = f"{len(left):,} names, {seconds:.1f} s" + (
                f", ECE {error:.3f}" if matcher is match else ""
            )
            rows.append((f"{name} accuracy@1, {label}", accuracy, note))
    return rows


def main() -> None:
    """Print the table."""
    for name, figure, note in run():
        print(f"{name:55} {figure:6.3f}  {note}")


if __name__ == "__main__":
    main()
