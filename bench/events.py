"""Which reports tell one event: BASIL, ntrex in twelve languages, Hiru in three; peers on the same vectors.

`python -m bench events --quick` leaves out Hiru, whose 7,653 reports take long to encode the first time.
Reports are read as a user's JSON Lines are; the encoder keeps its vectors in `out/encoder`. One setting for all sets.

Hiru's gold links are not everything: it has reports without a link that tell what another one tells. Recall is over all
gold links. Precision is read off the reports that have a gold partner: a link between a report and another language in
which it has a partner is right if it leads there, else wrong. `link_f1` counts a link where either of its reports has
such a partner; the line below only where both have, so that no report without gold is taken for a wrong one.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from bench import gold
from bench.vectors import OUT
from twicetold.api import read_all
from twicetold.encoding import open_encoder
from twicetold.encoding.base import Encoder
from twicetold.events import Signature, find_events, neighbours
from twicetold.events.evidence import figures_of, odds
from twicetold.events.find import pairs as candidates
from twicetold.events.signature import describe_all
from twicetold.model import Report
from twicetold.statements import split

TARGETS = {
    "events.basil.bcubed": (">=", 0.98),
    "events.ntrex.bcubed": (">=", 0.97),
    "events.hiru.link_f1": (">=", 0.94),
    "events.hiru.recall_at_1": (">=", 0.95),
}
TWO = ("deu", "eng", "hin", "rus")  # languages in which two outlets tell each document
LANGUAGES = {"arb": "ar", "deu": "de", "eng": "en", "fas": "fa", "fra": "fr", "hin": "hi", "rus": "ru",
             "spa": "es", "tur": "tr", "ukr": "uk", "urd": "ur", "zho-CN": "zh"}  # fmt: skip
Figures = list[tuple[str, float, str]]


def run(*, quick: bool = False) -> Figures:
    """Measure all sets with the shipped setting."""
    encoder = open_encoder("e5", cache=OUT / "encoder")
    figures: Figures = []
    sets = {"basil": basil(), "ntrex": ntrex(), "ntrex, two of each language": ntrex(6, names=TWO, each=2)}
    for name, (rows, truth) in sets.items():
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


def ntrex(
    seed: int = 5, share: float = 0.6, *, names: Sequence[str] = tuple(sorted(LANGUAGES)), each: int = 1
) -> tuple[list[dict], dict[str, str]]:
    """Return a random share of the lines of each document in each language, with its document."""
    folder, rng = gold.shared() / "data/ntrex", random.Random(seed)
    documents = (folder / "documents.txt").read_text("utf-8").split("\n")
    rows, truth = [], {}
    for name in names:
        language = LANGUAGES[name]
        lines: dict[str, list[str]] = defaultdict(list)
        for document, line in zip(
            documents, (folder / f"{name}.txt").read_text("utf-8").split("\n"), strict=False
        ):
            if document and line.strip():
                lines[document].append(line)
        for document, told in [item for item in lines.items() for _ in range(each)]:
            kept = sorted(rng.sample(range(len(told)), max(1, round(share * len(told)))))
            key = f"{language}-{rng.randrange(10**9):09d}"
            rows.append({"id": key, "language": language, "text": "\n".join(told[n] for n in kept)})
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
    pairs: Iterable[tuple[str, str]],
    links: Sequence[tuple[str, str]],
    language: Mapping[str, str],
    *,
    both: bool,
) -> tuple[float, float, float]:
    """Return F1, precision and recall of links between languages; the docstring above says which count."""
    partner = {(a, language[b]): b for a, b in links} | {(b, language[a]): a for a, b in links}
    right = wrong = 0
    for a, b in pairs:
        if partner.get((a, language[b])) == b:
            right += 1
        else:
            known = ((a, language[b]) in partner) + ((b, language[a]) in partner)
            wrong += known == 2 if both else known > 0
    precision, recall = right / max(1, right + wrong), right / len(links)
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def _across(found: Mapping[str, str], language: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return the pairs of two languages that are in one event."""
    groups = defaultdict(list)
    for key, event in sorted(found.items()):
        groups[event].append(key)
    return {
        (a, b)
        for keys in groups.values()
        for n, a in enumerate(keys)
        for b in keys[n + 1 :]
        if language[a] != language[b]
    }


def _hiru(encoder: Encoder) -> Figures:
    folder = gold.shared() / "data/comparable"
    rows = [json.loads(line) for line in (folder / "hiru.jsonl").read_text("utf-8").splitlines()]
    links = [tuple(line.split()) for line in (folder / "hiru.links.tsv").read_text("utf-8").splitlines()]
    language = {row["id"]: row["language"] for row in rows}
    reports = _read(rows)
    found, signatures = _found(reports, encoder)
    ours, peer = _across(found, language), _mutual(signatures, language)
    figures: Figures = []
    for name, both, told in (
        (
            "events.hiru.link_f1",
            False,
            "precision over links of which either report has a gold partner in the language",
        ),
        ("events.hiru.link_f1, both", True, "precision over links of which both reports have one"),
    ):
        f1, precision, recall = link_f1(ours, links, language, both=both)
        note = f"{len(reports)} reports, precision {precision:.3f}, recall {recall:.3f}; {told}"
        figures.append((name, f1, note))
        f1, precision, recall = link_f1(peer, links, language, both=both)
        figures.append(
            (f"{name} · peer", f1, f"mutual nearest neighbours, means subtracted, {precision:.3f}")
        )
    note = "the report of another language that is likeliest of one event, for each side of each gold link"
    return [*figures, ("events.hiru.recall_at_1", _first(signatures, links, language), note)]


def _first(
    signatures: Mapping[str, Signature], links: Sequence[tuple[str, str]], language: Mapping[str, str]
) -> float:
    """Return how often the likeliest report of the partner's language is the partner."""
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for pair in candidates(neighbours(signatures)):
        figures = figures_of(signatures[pair[0]], signatures[pair[1]])
        for one, other in (pair, pair[::-1]) if figures is not None else ():
            if language[one] != language[other]:
                where = (one, language[other])
                best[where] = max(best.get(where, (-99.0, "")), (odds(figures), other))
    sides = [*links, *((b, a) for a, b in links)]
    return sum(best.get((a, language[b]), (0, ""))[1] == b for a, b in sides) / len(sides)


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
