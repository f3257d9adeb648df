"""Entities, times and quantities: names-slavic ids, the tehran pair, and numbers across the lines of ntrex."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from bench.gold import shared
from twicetold.mentions import mention
from twicetold.model import Link, Report
from twicetold.names.cluster import Form, cluster
from twicetold.names.gazetteer import identify
from twicetold.quantities import Found, find
from twicetold.statements import split
from twicetold.times import find as find_times

Row = tuple[str, float, str]
NTREX = {"hi": "hin", "ar": "arb", "de": "deu", "fa": "fas", "fr": "fra", "ru": "rus", "es": "spa", "tr": "tur",
         "uk": "ukr", "ur": "urd", "zh": "zho-CN"}  # fmt: skip


def pairwise(gold: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over pairs that share a group."""

    def pairs(counts: Counter[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter(zip(gold, found, strict=True)))
    precision, recall = both / max(1, pairs(Counter(found))), both / max(1, pairs(Counter(gold)))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def slavic(topic: str) -> tuple[list[Form], list[str]]:
    """Return every different spelling of a topic with the id it carries most often."""
    ids: dict[Form, Counter[str]] = defaultdict(Counter)
    for path in sorted((shared() / "data/names-slavic/ner" / topic).glob("*/*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) >= 6:
                language = path.parent.name
                form = Form(cells[2], language, identify(cells[2], language) or "")
                ids[form][cells[5]] += 1
    forms = sorted(ids)
    return forms, [min(ids[f], key=lambda i, f=f: (-ids[f][i], i)) for f in forms]


def names() -> list[Row]:
    """Measure the cross-lingual ids of names-slavic, with identical spelling as the peer."""
    rows: list[Row] = []
    for topic in ("asia_bibi", "ryanair"):
        forms, gold = slavic(topic)
        began = time.perf_counter()
        found = cluster(forms)
        seconds = time.perf_counter() - began
        for label, groups in (("twicetold", found), ("same spelling", [f.text.casefold() for f in forms])):
            precision, recall, f1 = pairwise(gold, groups)
            note = f"P {precision:.3f} R {recall:.3f}, {len(forms)} spellings"
            rows.append(
                (
                    f"names-slavic {topic} pairwise F1, {label}",
                    f1,
                    note + (f", {seconds:.0f} s" if groups is found else ""),
                )
            )
    return rows


def tehran() -> list[Row]:
    """Measure the dates and the people and places of the tehran pair."""
    case = shared() / "cases/tehran-2022"
    gold = json.loads((case / "gold.json").read_text("utf-8"))
    texts = (("A", "hi", "hindi.txt"), ("B", "en", "english.txt"))
    reports = [Report(id=i, language=code, text=(case / file).read_text("utf-8")) for i, code, file in texts]
    statements = {report.id: split(report) for report in reports}
    began = time.perf_counter()
    result = mention(reports, statements, [Link(a=("A", h), b=("B", e), score=1.0) for h, e in gold["links"]])
    seconds = time.perf_counter() - began
    hits = total = 0
    for each in [*gold["entities"]["people"], *gold["entities"]["places"]]:
        sides = [[n for n in each[code] if n[0].isupper() or code == "hi"] for code in ("en", "hi")]
        total += 1
        hits += any(_named(e.names, sides) for e in result.entities)
    return [
        (
            "tehran people and places with a name in both languages",
            hits / total,
            f"{total} in gold, {seconds:.2f} s",
        )
    ]


def _named(names: object, sides: list[list[str]]) -> bool:
    """Whether an entity holds, in both languages, a spelling that is part of a gold one."""
    assert hasattr(names, "get")
    return all(
        any(n in g for n in names.get(code, ()) for g in side)
        for code, side in zip(("en", "hi"), sides, strict=True)
    )


def _counts(line: str, language: str) -> tuple[Found, ...]:
    """Return the quantities of a line that are no part of a date."""
    return find(line, language, skip=[(t.start, t.end) for t in find_times(line, language)])


def numbers() -> list[Row]:
    """Measure how many numbers of an English line its translation yields too, as F1 over values."""
    folder = shared() / "data/ntrex"
    english = [_counts(line, "en") for line in (folder / "eng.txt").read_text("utf-8").splitlines()]
    rows: list[Row] = []
    for code, file in NTREX.items():
        lines = (folder / f"{file}.txt").read_text("utf-8").splitlines()
        both = here = there = 0
        for left, line in zip(english, lines, strict=True):
            a, b = Counter(q.value for q in left), Counter(q.value for q in _counts(line, code))
            both, here, there = both + (a & b).total(), here + a.total(), there + b.total()
        rows.append(
            (f"ntrex numbers en-{code}, F1 of values", 2 * both / (here + there), f"{here} and {there} found")
        )
    return rows


def run() -> list[Row]:
    """Measure everything."""
    return [*tehran(), *numbers(), *names()]


def main() -> None:
    """Print the table."""
    for name, figure, note in run():
        print(f"{name:58} {figure:6.3f}  {note}")


if __name__ == "__main__":
    main()
