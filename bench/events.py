"""Which reports tell one event: BASIL, ntrex in twelve languages, Hiru in three; peers on the same vectors.

`python -m bench events --quick` leaves out Hiru, whose 7,653 reports take long to encode the first time.
Reports are read as a user's JSON Lines are; the encoder keeps its vectors in `out/encoder`.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bench import gold
from bench.vectors import OUT
from twicetold.api import read_all
from twicetold.encoding import open_encoder
from twicetold.encoding.base import Encoder
from twicetold.events import Signature, find_events
from twicetold.events.signature import describe_all
from twicetold.model import Report
from twicetold.statements import split

TARGETS = {
    "events.basil.bcubed": (">=", 0.98),
    "events.ntrex.bcubed": (">=", 0.97),
    "events.hiru.link_f1": (">=", 0.94),
    "events.reports_per_second": (">=", 20),
}
LANGUAGES = {"arb": "ar", "deu": "de", "eng": "en", "fas": "fa", "fra": "fr", "hin": "hi", "rus": "ru",
             "spa": "es", "tur": "tr", "ukr": "uk", "urd": "ur", "zho-CN": "zh"}  # fmt: skip
Figures = list[tuple[str, float, str]]


def run(*, quick: bool = False) -> Figures:
    """Measure all sets with the shipped setting."""
    encoder = open_encoder("e5", cache=OUT / "encoder")
    figures: Figures = []
    for name, (rows, truth) in {"basil": basil(), "ntrex": ntrex()}.items():
        reports = _read(rows)
        started = time.perf_counter()
        found, signatures = _found(reports, encoder)
        seconds = time.perf_counter() - started
        note = f"{len(reports)} reports, {seconds:.0f} s"
        figures.append((f"events.{name}.bcubed", bcubed(found, truth), note))
        best = max((bcubed(_linked(signatures, at / 50), truth), at / 50) for at in range(10, 40))
        label = f"average link of title and lead at its best threshold, {best[1]:.2f}"
        figures.append((f"events.{name}.bcubed · peer", best[0], label))
    return figures if quick else figures + _hiru(encoder)


def basil() -> tuple[list[dict], dict[str, str]]:
    """Return the reports of BASIL with the event of each."""
    rows, truth = [], {}
    for path in sorted((gold.shared() / "data/events-en/articles").glob("*.json")):
        plain = json.loads(path.read_text("utf-8"))
        text = "\n\n".join(" ".join(each) for each in plain["body-paragraphs"])
        rows.append({"id": path.stem, "title": plain["title"], "text": text, "published": plain["date"]})
        truth[path.stem] = plain["triplet-uuid"]
    return rows, truth


def ntrex(seed: int = 5, share: float = 0.6) -> tuple[list[dict], dict[str, str]]:
    """Return a random share of the lines of each document in each language, with its document."""
    folder, rng = gold.shared() / "data/ntrex", random.Random(seed)
    documents = (folder / "documents.txt").read_text("utf-8").split("\n")
    rows, truth = [], {}
    for name, language in sorted(LANGUAGES.items()):
        lines: dict[str, list[str]] = defaultdict(list)
        for document, line in zip(
            documents, (folder / f"{name}.txt").read_text("utf-8").split("\n"), strict=False
        ):
            if document and line.strip():
                lines[document].append(line)
        for document, each in lines.items():
            kept = sorted(rng.sample(range(len(each)), max(1, round(share * len(each)))))
            key = f"{language}-{rng.randrange(10**9):09d}"
            rows.append({"id": key, "language": language, "text": "\n".join(each[n] for n in kept)})
            truth[key] = document
    rng.shuffle(rows)
    return rows, truth


def bcubed(found: Mapping[str, str], truth: Mapping[str, str]) -> float:
    """Return the BCubed F1 of report -> event against report -> event."""
    sides = []
    for side in (found, truth):
        groups = defaultdict(set)
        for key in truth:
            groups[side[key]].add(key)
        sides.append(groups)
    shared = {key: len(sides[0][found[key]] & sides[1][truth[key]]) for key in truth}
    precision = np.mean([shared[key] / len(sides[0][found[key]]) for key in truth])
    recall = np.mean([shared[key] / len(sides[1][truth[key]]) for key in truth])
    return float(2 * precision * recall / (precision + recall))


def link_f1(
    found: Mapping[str, str], links: Sequence[tuple[str, str]], language: Mapping[str, str]
) -> tuple[float, float]:
    """Return precision and recall of links between languages; only reports with a gold partner there count."""
    partner = {(a, language[b]): b for a, b in links} | {(b, language[a]): a for a, b in links}
    groups = defaultdict(list)
    for key, event in found.items():
        groups[event].append(key)
    right = wrong = 0
    for keys in groups.values():
        for n, a in enumerate(keys):
            for b in keys[n + 1 :]:
                if language[a] == language[b]:
                    continue
                if partner.get((a, language[b])) == b:
                    right += 1
                elif (a, language[b]) in partner or (b, language[a]) in partner:
                    wrong += 1
    return right / max(1, right + wrong), right / len(links)


def _hiru(encoder: Encoder) -> Figures:
    folder = gold.shared() / "data/comparable"
    rows = [json.loads(line) for line in (folder / "hiru.jsonl").read_text("utf-8").splitlines()]
    links = [tuple(line.split()) for line in (folder / "hiru.links.tsv").read_text("utf-8").splitlines()]
    language = {row["id"]: row["language"] for row in rows}
    started = time.perf_counter()
    reports = _read(rows)
    found, signatures = _found(reports, encoder)
    rate = len(reports) / (time.perf_counter() - started)
    p, r = link_f1(found, links, language)
    note = f"precision {p:.3f}, recall {r:.3f}, {len(reports)} reports"
    figures = [("events.hiru.link_f1", 2 * p * r / (p + r), note)]
    figures.append(
        ("events.reports_per_second", rate, "Hiru, JSON Lines to events; slower where nothing is kept yet")
    )
    pairs = _mutual(signatures, language)
    right = sum(tuple(sorted(pair)) in pairs for pair in links)
    known = {(a, language[b]) for a, b in links} | {(b, language[a]) for a, b in links}
    counted = sum((a, language[b]) in known or (b, language[a]) in known for a, b in pairs)
    p, r = right / max(1, counted), right / len(links)
    figures.append(
        ("events.hiru.link_f1 · peer", 2 * p * r / (p + r), "mutual nearest neighbours, means subtracted")
    )
    return figures


def _read(rows: Sequence[dict]) -> list[Report]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        return [each for each in read_all(path) if isinstance(each, Report)]


def _found(reports: Sequence[Report], encoder: Encoder) -> tuple[dict[str, str], dict[str, Signature]]:
    statements = {report.id: split(report) for report in reports}
    found = find_events(reports, statements, encoder)
    signatures = describe_all(reports, statements, encoder)
    keyed = dict(zip((report.id for report in reports), signatures, strict=True))
    return {key: event.id for event in found for key in event.report_ids}, keyed


def _linked(signatures: Mapping[str, Signature], threshold: float) -> dict[str, str]:
    """Return average-link clusters of the whole vectors' cosines at a threshold."""
    keys = sorted(signatures)
    rows = _unit(signatures, keys)
    likeness = rows @ rows.T
    groups: dict[int, list[int]] = {n: [n] for n in range(len(keys))}
    sums = likeness.astype(np.float64)
    np.fill_diagonal(sums, -np.inf)
    sizes = np.ones(len(keys))
    while len(groups) > 1:
        means = sums / (sizes[:, None] * sizes[None])
        a, b = divmod(int(means.argmax()), len(keys))
        if means[a, b] < threshold:
            break
        groups[a] += groups.pop(b)
        sums[a] += sums[b]
        sums[:, a] = sums[a]
        sums[a, a] = -np.inf
        sums[b] = sums[:, b] = -np.inf
        sizes[a] += sizes[b]
    return {keys[n]: str(event) for event, members in groups.items() for n in members}


def _mutual(signatures: Mapping[str, Signature], language: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return the pairs between two languages of which each is the other's nearest."""
    by_language = defaultdict(list)
    for key in sorted(signatures):
        by_language[language[key]].append(key)
    found = set()
    codes = sorted(by_language)
    for n, one in enumerate(codes):
        for other in codes[n + 1 :]:
            a, b = by_language[one], by_language[other]
            likeness = _unit(signatures, a) @ _unit(signatures, b).T
            across, back = likeness.argmax(axis=1), likeness.argmax(axis=0)
            found |= {tuple(sorted((a[i], b[j]))) for i, j in enumerate(across) if back[j] == i}
    return found


def _unit(signatures: Mapping[str, Signature], keys: Sequence[str]) -> np.ndarray:
    rows = np.stack([signatures[key].content for key in keys]).astype(np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
