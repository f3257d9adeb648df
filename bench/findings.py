"""Findings: what two tellings differ in, on words, sentence pairs, real reports, the tehran pair and our examples.

Differences of reports are judged on the gold rows, so that the figures say nothing of the alignment.
"""

from __future__ import annotations

import csv
import json
import re
import time
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from bench.gold import exhaustive, shared
from bench.scores import f1
from twicetold.comparison import Judgement, as_reports, compare, judge
from twicetold.comparison.compare import findings
from twicetold.comparison.material import Material
from twicetold.encoding import open_encoder
from twicetold.encoding.base import Encoder
from twicetold.mentions import mention
from twicetold.model import Finding, Link, Report, Row, Span, Statement

TARGETS = {
    "tehran: differences found": (">=", 0.80),
    "tehran: shown and right": (">=", 0.70),
    "exhaustive: beads that differ, F1": (">=", 0.75),
    "exhaustive: number, time, name, negation found": (">=", 0.70),
    "200 statements, seconds": ("<", 1.0),
}
ROOT = Path(__file__).resolve().parents[1]
Figure = tuple[str, float, str]


def run(*, quick: bool = False) -> list[Figure]:
    encoder = open_encoder("e5", cache="", threads=1, progress=None)
    found = [*tehran(encoder), *real(encoder), *examples(encoder), *pairs(encoder), *speed(encoder)]
    for language in ("de",) if quick else ("de", "fr", "it"):
        found += tokens(encoder, language, most=20 if quick else 60)
    return found


def _side(label: str, language: str, sentences: Sequence[str]) -> tuple[Report, tuple[Statement, ...]]:
    statements, at = [], 0
    for n, text in enumerate(sentences):
        statements.append(Statement(report_id=label, n=n, start=at, end=at + len(text), text=text))
        at += len(text) + 1
    return Report(id=label, text="\n".join(sentences), language=language), tuple(statements)


def compared(
    encoder: Encoder,
    languages: Sequence[str],
    texts: Sequence[Sequence[str]],
    beads: Sequence[tuple[Sequence[int], Sequence[int]]],
) -> tuple[tuple[Row, ...], tuple[Report, ...]]:
    """Compare two lists of sentences whose beads are known."""
    sides = [
        _side(label, *each) for label, each in zip("AB", zip(languages, texts, strict=True), strict=True)
    ]
    rows = [Row(cells={"A": tuple(a), "B": tuple(b)}, score=1.0, verdict="same") for a, b in beads]
    reports = tuple(report for report, _ in sides)
    return _compared(reports, {r.id: s for r, s in sides}, rows, encoder), reports


def _compared(
    reports: Sequence[Report],
    statements: dict[str, tuple[Statement, ...]],
    rows: Sequence[Row],
    encoder: Encoder,
) -> tuple[Row, ...]:
    """Attribute, mention and compare as the pipeline does; rows stand for links."""
    from twicetold.speakers import attribute, project, resolve

    links = _links(rows)
    found = [each for report in reports for each in attribute(report, statements[report.id])]
    named = resolve(reports, statements, found, links=links)[0]
    told = mention(reports, statements, links)
    return compare(
        reports,
        statements,
        rows,
        encoder=encoder,
        attributions=project(reports, statements, named, links),
        entities=told.entities,
        times=told.times,
        quantities=told.quantities,
    )


def _links(rows: Sequence[Row]) -> list[Link]:
    return [
        Link(a=(x, n), b=(y, m), score=1.0)
        for row in rows
        for x, y in combinations(sorted(row.cells), 2)
        for n in row.cells[x]
        for m in row.cells[y]
    ]


def _bare(quote: str) -> str:
    """Return the words a note of the tehran gold quotes, without its remarks in brackets."""
    return re.sub(r"\([^)]*\)", " ", quote).strip(' "')


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"[^\s,.;:!?\"“”()'’…]+", text.casefold()) if len(w) > 2}


def _touches(finding: Finding, reports: Sequence[Report], quotes: dict[str, set[str]]) -> bool:
    """Whether a finding shows a good part of what the gold quotes, on a side the gold speaks of."""
    texts = {r.id: r.text for r in reports}
    for side, wanted in quotes.items():
        shown = {w for span in finding.sides.get(side, ()) for w in _words(span.quote(texts[side]))}
        if wanted and shown and len(shown & wanted) / min(len(wanted), len(shown)) >= 0.5:
            return True
    return False


def tehran(encoder: Encoder) -> list[Figure]:
    """Judge against the hand-made list: a difference is found where half of the words it quotes are shown."""
    gold = json.loads((shared() / "cases/tehran-2022/gold.json").read_text("utf-8"))
    rows, reports = compared(
        encoder,
        ("hi", "en"),
        (gold["hi_sentences"], gold["en_sentences"]),
        [(b["hi"], b["en"]) for b in gold["beads"]],
    )
    hit = wanted = right = shown = 0
    for row, bead in zip(rows, gold["beads"], strict=True):
        notes = _notes(bead, gold)
        parting = [f for f in row.findings if f.verdict != "same"]
        wanted += len(notes)
        hit += sum(any(_touches(f, reports, note) for f in parting) for note in notes)
        shown += len(parting)
        right += sum(any(_touches(f, reports, note) for note in notes) for f in parting)
    return [
        ("tehran: differences found", hit / wanted, f"{hit} of {wanted} quoted in the gold"),
        (
            "tehran: shown and right",
            right / max(shown, 1),
            f"{right} of {shown}; minor ones the gold omits count as wrong",
        ),
    ]


def _quoted(quote: str, told: set[str]) -> set[str]:
    """Return the words of a note that the side holds: those before the remark in brackets, else those in it."""
    bare = _words(_bare(quote))
    inner = _words(" ".join(re.findall(r"\(([^)]*)\)", quote)))
    return bare if bare & told else inner & told or bare


def _notes(bead: dict, gold: dict) -> list[dict[str, set[str]]]:
    sides = {
        code: _words(" ".join(gold[f"{code}_sentences"][n] for n in bead[code])) for code in ("hi", "en")
    }
    notes = [{"B": _quoted(q, sides["en"])} for q in bead.get("en_more", ())]
    notes += [{"A": _quoted(q, sides["hi"])} for q in bead.get("hi_more", ())]
    for line in bead.get("differs", ()):
        quoted = {}
        for side, code in (("A", "HI"), ("B", "EN")):
            found = re.search(rf'{code}[^";]*"([^"]+)"', line)  # "HI: …; EN "…"": not of both
            if found:
                quoted[side] = _words(found[1])
        if quoted:
            notes.append(quoted)
    return notes


_KEY = {"number", "time", "date", "name", "negation"}


def real(encoder: Encoder) -> list[Figure]:
    """Judge beads of real reports: which ones differ, and whether the graver kinds are found."""
    gold = {
        (g["site"], g["left_doc"], g["right_doc"]): g
        for g in json.loads((shared() / "data/comparable/exhaustive.json").read_text("utf-8"))["pairs"]
    }
    said = true = both = hard = hard_found = 0
    for problem in exhaustive():
        each = gold[tuple(problem.name.split(".", 2))]  # type: ignore[index]
        rows, _ = compared(encoder, problem.languages, (problem.a, problem.b), problem.beads)
        differing = {d["bead"] for d in each["differences"]}
        for k, row in enumerate(rows):
            parts = row.verdict in ("differs", "contradicts")
            said, true, both = said + parts, true + (k in differing), both + (parts and k in differing)
        for d in each["differences"]:
            if d["aspect"] in _KEY:
                hard += 1
                hard_found += any(
                    f.aspect in ("number", "time", "name", "negation")
                    and f.verdict in ("differs", "contradicts")
                    for f in rows[d["bead"]].findings
                )
    precision, recall = both / max(said, 1), both / max(true, 1)
    return [
        (
            "exhaustive: beads that differ, F1",
            f1(precision, recall),
            f"precision {precision:.2f}, recall {recall:.2f}",
        ),
        ("exhaustive: number, time, name, negation found", hard_found / hard, f"{hard_found} of {hard}"),
    ]


def examples(encoder: Encoder) -> list[Figure]:
    """Judge our own examples on their gold rows: contradictions, all major differences, and the traps."""
    from twicetold.languages.detect import detect  # noqa: F401 - the tables load once, outside the loop

    majors = found_major = clashes = found_clash = said_clash = right_clash = traps = fell = 0
    for path in sorted((ROOT / "tests/golden").glob("*/gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        rows, reports = _example(gold, encoder)
        texts = {r.id: r.text for r in reports}
        for d in gold["differences"]:
            hit = any(
                f.aspect == d["aspect"] and f.verdict != "same" and _shows(f, texts, d)
                for f in rows[d["row"]].findings
            )
            if d["weight"] == "major":
                majors, found_major = majors + 1, found_major + hit
            if d["verdict"] == "contradicts":
                clashes, found_clash = clashes + 1, found_clash + hit
        for name, row in rows.items():
            for f in row.findings:
                if f.verdict == "contradicts":
                    said_clash += 1
                    right_clash += any(
                        d["row"] == name
                        and d["verdict"] == "contradicts"
                        and d["aspect"] == f.aspect
                        and _shows(f, texts, d)
                        for d in gold["differences"]
                    )
        for trap in gold["agreements"]:
            traps += 1
            fell += any(
                f.aspect == trap["aspect"]
                and f.verdict in ("differs", "contradicts")
                and _shows(f, texts, trap, sides=2)
                for f in rows[trap["row"]].findings
            )
    return [
        ("examples: contradictions found", found_clash / clashes, f"{found_clash} of {clashes}"),
        (
            "examples: contradictions shown and right",
            right_clash / max(said_clash, 1),
            f"{right_clash} of {said_clash}",
        ),
        (
            "examples: major differences found",
            found_major / majors,
            f"{found_major} of {majors}, aspect right",
        ),
        ("examples: agreements left alone", 1 - fell / traps, f"{traps - fell} of {traps}"),
    ]


def _example(gold: dict, encoder: Encoder) -> tuple[dict[str, Row], tuple[Report, ...]]:
    reports, statements = [], {}
    for code, told in gold["reports"].items():
        text = (ROOT / "src/twicetold/examples" / told["file"]).read_text("utf-8")
        at, found = 0, []
        for s in told["statements"]:
            at = text.index(s["text"], at)
            found.append(
                Statement(
                    report_id=code,
                    n=s["n"],
                    start=at,
                    end=at + len(s["text"]),
                    text=s["text"],
                    kind=s["kind"],
                )
            )
            at += len(s["text"])
        reports.append(Report(id=code, text=text, language=code, published=told["published"]))
        statements[code] = tuple(found)
    names = [r["id"] for r in gold["rows"]]
    rows = [
        Row(cells={c: tuple(ns) for c, ns in r["cells"].items()}, score=1.0, verdict="same")
        for r in gold["rows"]
    ]
    return dict(zip(names, _compared(reports, statements, rows, encoder), strict=True)), tuple(reports)


def _shows(finding: Finding, texts: dict[str, str], gold: dict, sides: int = 1) -> bool:
    """Whether a finding's spans overlap the quotations of the gold, on `sides` sides at least."""
    met = 0
    for side, quotes in gold["sides"].items():
        places = [(m.start(), m.end()) for q in quotes for m in re.finditer(re.escape(q), texts[side])]
        met += any(s.start < b and a < s.end for s in finding.sides.get(side, ()) for a, b in places)
    return met >= sides


def pairs(encoder: Encoder) -> list[Figure]:
    """Judge English-French sentence pairs: same, some difference, unrelated; and the words that differ."""
    path = shared() / "data/divergence-en-fr/REFreSD_rationale.tsv"
    with path.open(encoding="utf-8") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    reports, statements = as_reports([x[2] for x in lines], [x[3] for x in lines], ("en", "fr"))
    links = [Link(a=("left", k), b=("right", k), score=1.0) for k in range(len(lines))]
    told = mention(reports, statements, links)
    judged = judge(
        reports,
        statements,
        encoder,
        entities=told.entities,
        times=told.times,
        quantities=told.quantities,
    )
    words = _rationales(lines, judged)
    kinds = {"same": "no_meaning_difference", "unrelated": "unrelated"}
    said = [kinds.get(j.relation, "some_meaning_difference") for j in judged]
    true = [x[1] for x in lines]
    each = []
    for kind in sorted(set(true)):
        hits = sum(s == t == kind for s, t in zip(said, true, strict=True))
        each.append(2 * hits / max(said.count(kind) + true.count(kind), 1))
    accuracy = sum(s == t for s, t in zip(said, true, strict=True)) / len(true)
    return [
        (
            "divergence: same, some, unrelated, macro F1",
            sum(each) / 3,
            "per class " + ", ".join(f"{e:.2f}" for e in each),
        ),
        (
            "divergence: accuracy",
            accuracy,
            f"{len(true)} pairs; the most frequent class alone {max(map(true.count, set(true))) / len(true):.2f}",
        ),
        words,
    ]


def _rationales(lines: Sequence[Sequence[str]], judged: Sequence[Judgement]) -> Figure:
    """Score the words behind the verdict on pairs with some difference, against those two annotators or more marked."""
    hits = said = true = every = 0
    for line, each in zip(lines, judged, strict=True):
        if line[1] != "some_meaning_difference":
            continue
        for text, marks, spans in ((line[2], line[4], each.left), (line[3], line[5], each.right)):
            at = 0
            for word, mark in zip(text.split(" "), marks.split(), strict=False):
                shown = any(s.start < at + len(word) and at < s.end for s in spans)
                marked = int(mark) >= 2
                hits, said, true = hits + (shown and marked), said + shown, true + marked
                every += 1
                at += len(word) + 1
    precision, recall = hits / max(said, 1), hits / max(true, 1)
    note = (
        f"precision {precision:.2f}, recall {recall:.2f}; all words alone {f1(true / max(every, 1), 1.0):.2f}"
    )
    return ("divergence: words of pairs with some difference, F1", f1(precision, recall), note)


def tokens(encoder: Encoder, language: str, *, most: int) -> list[Figure]:
    """Correlate words' lack of support with the human scores; F1 of words in findings. Sentences as beads one to one.

    The texts come as one line a document: each is cut at full stops and aligned by our own aligner.
    """
    from twicetold.alignment import align_sentences

    lines = (shared() / f"data/differences/en-{language}.jsonl").read_text("utf-8").splitlines()
    scores: list[float] = []
    labels: list[float] = []
    hits = said = true = 0
    for line in lines[:: max(1, len(lines) // most)]:
        each = json.loads(line)
        cut = [_sentences(each[f"text_{x}"]) for x in "ab"]
        texts = [[t for t, _ in side] for side in cut]
        beads = [
            (b.a, b.b) for b in align_sentences(*texts, encoder, languages=("en", language)) if b.a and b.b
        ]
        sides = [_side(x, y, t) for x, y, t in zip("AB", ("en", language), texts, strict=True)]
        rows = [Row(cells={"A": tuple(a), "B": tuple(b)}, score=1.0, verdict="same") for a, b in beads]
        material = Material([r for r, _ in sides], {r.id: s for r, s in sides}, rows, encoder)
        lacking = [np.ones(len(each[f"labels_{x}"])) for x in "ab"]
        shown = [np.ones(len(each[f"labels_{x}"]), bool) for x in "ab"]
        for row in rows:
            cells = material.cells(row)
            pair = material.pair(cells[0], cells[1], 1.0)
            found = findings(cells, 1.0, material)
            for k, cell in enumerate(cells):
                spans = [s for f in found if f.verdict != "same" for s in f.sides.get(cell.id, ())]
                for s in cell.statements:
                    _spread(
                        cell,
                        s,
                        cut[k][s.n][1],
                        pair.support[k] if pair.support else None,
                        spans,
                        lacking[k],
                        shown[k],
                    )
        for k, x in enumerate("ab"):
            human = np.array(each[f"labels_{x}"], float)
            counted = human >= 0
            scores += list(lacking[k][counted])
            labels += list(human[counted])
            hits += int((shown[k] & (human > 0))[counted].sum())
            said += int(shown[k][counted].sum())
            true += int((human > 0)[counted].sum())
    precision, recall = hits / max(said, 1), hits / max(true, 1)
    return [
        (f"differences en-{language}: Spearman", spearman(scores, labels), f"{len(labels)} words"),
        (
            f"differences en-{language}: words F1",
            f1(precision, recall),
            f"precision {precision:.2f}, recall {recall:.2f}",
        ),
    ]


def _sentences(text: str) -> list[tuple[str, int]]:
    """Cut a tokenised text after full stops; return each sentence with the number of its first word."""
    words, found, start = text.split(), [], 0
    for k, word in enumerate(words):
        if word in ".!?" or k == len(words) - 1:
            found.append((" ".join(words[start : k + 1]), start))
            start = k + 1
    return found


def _spread(cell, statement, first, support, spans, lacking, shown) -> None:
    """Write the support and the findings of one statement to the white-space words of the document."""
    at = statement.start
    for k, word in enumerate(statement.text.split(" ")):
        inside = cell.at(Span(at, at + len(word)))
        if support is not None:
            lacking[first + k] = 1 - float(np.mean([support[i] for i in inside])) if inside else 0.0
        shown[first + k] = any(s.start < at + len(word) and at < s.end for s in spans)
        at += len(word) + 1


def spearman(a: Iterable[float], b: Iterable[float]) -> float:
    """Return the rank correlation, ties at their mean rank."""
    return float(np.corrcoef(_ranks(np.array(list(a))), _ranks(np.array(list(b))))[0, 1])


def _ranks(values: np.ndarray) -> np.ndarray:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[inverse]


def speed(encoder: Encoder) -> list[Figure]:
    """Time a comparison of 200 statements with 200, with their tokens at hand."""
    gold = next(iter([p for p in exhaustive() if len(p.b) >= 4]))
    many = [s for p in exhaustive() if p.languages == gold.languages for s in p.a][:200]
    other = [s for p in exhaustive() if p.languages == gold.languages for s in p.b][:200]
    count = min(len(many), len(other))
    many, other = (many * 3)[:200], (other * 3)[:200]
    beads = [((k,), (k,)) for k in range(200)]
    compared(encoder, gold.languages, (many, other), beads)
    best = min(_timed(encoder, gold.languages, (many, other), beads) for _ in range(3))
    return [
        (
            "200 statements, seconds",
            best,
            f"of one core (this process's time), best of 3, encoding left out; {count} distinct sentences",
        )
    ]


def _timed(encoder: Encoder, languages: Sequence[str], texts: Sequence[Sequence[str]], beads: list) -> float:
    spent = time.process_time()
    for side in texts:
        encoder.encode_both(side)  # type: ignore[attr-defined]
    encoding = time.process_time() - spent
    spent = time.process_time()
    compared(encoder, languages, texts, beads)
    return max(0.0, time.process_time() - spent - encoding)
