"""The public gold data beside the checkout, as alignment problems; nothing of it is part of the package.

A `Problem` is two lists of sentences with gold links, gold beads and gold unaligned sentences, where the set has them.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

Link = tuple[int, int]
Bead = tuple[tuple[int, ...], tuple[int, ...]]

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared() -> Path:
    """Return the folder of gold data; exit with a clear line where it is absent."""
    if not SHARED.is_dir():
        sys.exit("bench: the gold data (../shared) are not beside this checkout; nothing to measure")
    return SHARED


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Two texts, a sentence an entry, and what is known of how they align."""

    name: str
    languages: tuple[str, str]
    a: tuple[str, ...]
    b: tuple[str, ...]
    links: frozenset[Link] = frozenset()  # pairs that share content
    beads: tuple[Bead, ...] = ()
    doubtful: frozenset[Link] = frozenset()  # don't-care for precision
    only: frozenset[tuple[str, int]] = frozenset()  # unaligned sentences, ("a", i) or ("b", j)
    scored: frozenset[tuple[str, int]] | None = None  # sentences that count for unaligned; None: all
    tags: tuple[str, ...] = field(default=())


def planted_module() -> ModuleType:
    """Return the generator and scorer of planted pairs, loaded from the shared folder."""
    path = shared() / "bench" / "planted.py"
    spec = importlib.util.spec_from_file_location("planted", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def planted(
    seed: int, *, pairs: str = "hi-en,de-en,fa-en,hi-ru,es-tr", per_pair: int = 20
) -> Iterator[Problem]:
    """Yield the planted pairs of a seed, exactly as `planted.py make` writes them."""
    import hashlib

    maker = planted_module()
    data = shared() / "data"
    for pair in pairs.split(","):
        la, lb = pair.split("-")
        ta, tb = maker.topics(data, la), maker.topics(data, lb)
        order = sorted(ta, key=lambda t: hashlib.md5(f"{seed}{t}".encode()).hexdigest())
        for topic in order[:per_pair]:
            gold = maker.make_pair(topic, ta[topic], tb[topic], la, lb, seed)
            inside = {(i, j) for a, b in gold["beads"] for i in a for j in b}
            links = frozenset(map(tuple, gold["links"]))
            only = {("a", i) for i in gold["only_a"]} | {("b", j) for j in gold["only_b"]}
            yield Problem(
                name=f"{pair}.{topic}.{seed}",
                languages=(la, lb),
                a=tuple(gold["A"]),
                b=tuple(gold["B"]),
                links=links,
                beads=tuple((tuple(a), tuple(b)) for a, b in gold["beads"]),
                doubtful=frozenset(inside - links),
                only=frozenset(only),
                tags=(f"seed:{seed}", f"order:{gold['order']}", pair),
            )


def tehran() -> Problem:
    """Return the pair that everything must work on."""
    gold = json.loads((shared() / "cases/tehran-2022/gold.json").read_text("utf-8"))
    only = {("a", i) for i in gold["unaligned"]["hi"]} | {("b", j) for j in gold["unaligned"]["en"]}
    return Problem(
        name="tehran",
        languages=("hi", "en"),
        a=tuple(gold["hi_sentences"]),
        b=tuple(gold["en_sentences"]),
        links=frozenset(map(tuple, gold["links"])),
        beads=tuple((tuple(b["hi"]), tuple(b["en"])) for b in gold["beads"]),
        doubtful=frozenset(
            {(i, j) for b in gold["beads"] for i in b["hi"] for j in b["en"]} - set(map(tuple, gold["links"]))
            | set(map(tuple, gold["optional_links"]))
        ),
        only=frozenset(only),
        tags=("tehran",),
    )


def comparable_texts(pair: str, site: str) -> dict[str, str]:
    """Return sentence id -> text of one comparable set."""
    lines = (shared() / f"data/comparable/sentences-{pair}-{site}.txt").read_text("utf-8").split("\n")
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def exhaustive() -> Iterator[Problem]:
    """Yield the 40 real pairs that were aligned exhaustively by hand."""
    gold = json.loads((shared() / "data/comparable/exhaustive.json").read_text("utf-8"))
    texts = {}
    for each in gold["pairs"]:
        key = (each["pair"], each["site"])
        if key not in texts:
            texts[key] = comparable_texts(*key)
        yield _exhaustive_problem(each, texts[key])


def _exhaustive_problem(each: dict, texts: dict[str, str]) -> Problem:
    def ids(side: int, free: str) -> list[str]:
        found = {k for bead in each["beads"] for k in bead[side]} | set(each[free])
        return sorted(found, key=lambda k: int(k.rsplit("_", 1)[1]))

    left, right = ids(0, "unaligned_left"), ids(1, "unaligned_right")
    at_a, at_b = {k: i for i, k in enumerate(left)}, {k: j for j, k in enumerate(right)}
    beads = tuple(
        (tuple(at_a[k] for k in bead[0]), tuple(at_b[k] for k in bead[1])) for bead in each["beads"]
    )
    only = {("a", at_a[k]) for k in each["unaligned_left"]} | {
        ("b", at_b[k]) for k in each["unaligned_right"]
    }
    doubtful = {
        (at_a[x], at_b[y])
        for d in each["doubtful_links"]
        for x in d["left"]
        for y in d["right"]
        if x in at_a and y in at_b
    }
    la, lb = each["pair"].split("-")
    return Problem(
        name=f"{each['site']}.{each['left_doc']}.{each['right_doc']}",
        languages=(la, lb),
        a=tuple(texts[k] for k in left),
        b=tuple(texts[k] for k in right),
        links=frozenset((i, j) for bead in beads for i in bead[0] for j in bead[1]),
        beads=beads,
        doubtful=frozenset(doubtful),
        only=frozenset(only),
        tags=(each["site"], f"{each['site']}.{each['pair']}"),
    )


SETS = tuple((pair, site) for pair in ("si-en", "ta-en", "si-ta") for site in ("army", "hiru"))


def comparable(pair: str, site: str) -> Iterator[Problem]:
    """Yield the documents of one real set; its gold is 1-1 and not exhaustive: judge recall only."""
    texts = comparable_texts(pair, site)
    reports: dict[str, dict[int, str]] = {}
    for key, text in texts.items():
        report, n = key.rsplit("_", 1)
        reports.setdefault(report, {})[int(n)] = text
    gold: dict[tuple[str, str], list[tuple[int, int]]] = {}
    lines = (shared() / f"data/comparable/sentences-{pair}-{site}.gold.tsv").read_text("utf-8").split("\n")
    for line in lines:
        if "\t" in line:
            left, right = line.strip().split("\t")
            (da, na), (db, nb) = left.rsplit("_", 1), right.rsplit("_", 1)
            # a few entries name two sentences of one side: "si_7_6,7"
            each = [(int(x), int(y)) for x in na.split(",") for y in nb.split(",")]
            gold.setdefault((da, db), []).extend(each)
    la, lb = pair.split("-")
    for (da, db), pairs in sorted(gold.items()):
        if da not in reports or db not in reports:
            continue
        left_ids, right_ids = sorted(reports[da]), sorted(reports[db])
        links = {
            (left_ids.index(x), right_ids.index(y)) for x, y in pairs if x in left_ids and y in right_ids
        }
        yield Problem(
            name=f"{site}.{da}.{db}",
            languages=(la, lb),
            a=tuple(reports[da][n] for n in left_ids),
            b=tuple(reports[db][n] for n in right_ids),
            links=frozenset(links),
            tags=(f"{pair}-{site}",),
        )


def text_berg() -> Iterator[Problem]:
    """Yield the hand-aligned German-French documents of the development half (blocks between `.EOA` marks, if any)."""
    folder = shared() / "data/text-berg"
    maker = planted_module()
    de = (folder / "dev.de").read_text("utf-8").splitlines()
    fr = (folder / "dev.fr").read_text("utf-8").splitlines()
    beads = tuple((tuple(a), tuple(b)) for a, b in maker.read_beads(folder / "dev.defr"))
    yield Problem(
        name="text-berg", languages=("de", "fr"), a=tuple(de), b=tuple(fr), beads=beads, tags=("text-berg",)
    )
