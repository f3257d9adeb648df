"""Alignment on the development data, with peers on the same texts and vectors in the same run.

Everything goes through `twicetold.alignment.align_sentences` with what `twicetold align --sentences` tells it of the
sentences: their language, and their kinds as far as a list shows them. The tehran pair is also measured as reports,
as `compare` reads and splits them. `quick` leaves out planted seeds 2 to 5, the six large comparable sets and 2,000 x
2,000 sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bench import gold, held_out, strangers
from bench.gold import Bead, Problem
from bench.nway import golden
from bench.peers import PEERS, Answers, Sided, versions
from bench.scores import Score, calibration, ladder, pairs, score
from bench.speed import speed
from bench.vectors import Bank
from twicetold.listed import Listed

Figure = tuple[str, float, str]

AS_REPORTS = "tehran, as reports"
TARGETS = {
    "text-berg: strict F1": (">=", 0.88),
    "text-berg: lax F1": (">=", 0.97),
    "planted: links F1": (">=", 0.88),
    "planted: unaligned F1": (">=", 0.84),
    "exhaustive, Hiru: links F1": (">=", 0.84),
    "exhaustive, Hiru: unaligned F1": (">=", 0.74),
    "exhaustive, Army: links F1": (">=", 0.96),
    "tehran: links F1": (">=", 0.96),
    "tehran: unaligned F1": (">=", 1.0),
    "tehran, as reports: links F1": (">=", 0.96),
    "tehran, as reports: unaligned F1": (">=", 1.0),
    "links: expected calibration error": ("<", 0.05),
    "rows: expected calibration error": ("<", 0.05),
    "2,000 x 2,000: seconds": ("<", 3.0),
    "2,000 x 2,000: MB": ("<", 500.0),
    **{f"comparable, {p}-{s}: recall": (">=", 0.97) for p, s in gold.SETS},
    **{f"comparable, {p}-{s}: links a sentence": ("<=", 1.15) for p, s in gold.SETS},
}


def run(*, quick: bool = False) -> list[Figure]:
    """Measure everything; a peer's figure has the name of ours, a middle dot and the peer's name."""
    bank = Bank()
    sets = list(_sets(quick))
    bank.warm(text for _, problems, _ in sets for p in problems for text in p.a + p.b)
    bank.warm(text for _, problems, _ in sets for p in problems for side in known(p) for text in side.texts)
    found: list[Figure] = []
    for name, problems, figures in sets:
        found.extend(figures(name, problems, [ours(p, bank) for p in problems], ""))
        sided = [_sided(p, bank) for p in problems]
        for peer, ask in PEERS.items():
            found.extend(_peer(name, problems, figures, peer, ask(sided)))
    if not quick:
        unseen = list(gold.planted(1))
        found.extend(_exact("planted, outlets held out", unseen, held_out.answers(unseen, bank), ""))
    found.extend(strangers.figures(lambda problem: ours(problem, bank)))
    found.extend(golden(bank))
    judged = [*gold.exhaustive(), *gold.planted(1)]
    found.extend(calibrated(judged, bank))
    found.extend(speed(quick=quick))
    return found


Figures = Callable[[str, Sequence[Problem], Sequence[Sequence[Bead]], str], list[Figure]]


def peers_in_use() -> str:
    """Return the peers' versions in words."""
    return versions()


def _sets(quick: bool) -> Iterator[tuple[str, list[Problem], Figures]]:
    yield "text-berg", list(gold.text_berg()), _translated
    yield "planted", [p for seed in range(1, 2 if quick else 6) for p in gold.planted(seed)], _planted
    every = list(gold.exhaustive())
    for site in ("hiru", "army"):
        yield f"exhaustive, {site.title()}", [p for p in every if site in p.tags], _exhaustive
    yield "tehran", [gold.tehran()], _exact
    yield "tehran, as reports", [replace(gold.tehran(), name=AS_REPORTS)], _exact
    for pair, site in () if quick else gold.SETS:
        yield f"comparable, {pair}-{site}", list(gold.comparable(pair, site)), _recalled


def ours(problem: Problem, bank: Bank) -> list[Bead]:
    """Return the two-sided beads that the product gives."""
    from twicetold.alignment import align_sentences

    a, b = known(problem)
    found = align_sentences(
        a.texts, b.texts, bank, languages=(a.language, b.language), kinds=(a.kinds, b.kinds)
    )
    return [(_lines(bead.a, a), _lines(bead.b, b)) for bead in found if bead.a and bead.b]


def _lines(sentences: Sequence[int], side: Listed) -> tuple[int, ...]:
    return tuple(n for each in sentences for n in side.numbers[each])


def known(problem: Problem) -> tuple[Listed, Listed]:
    """Return both sides as the product sees a list of sentences; the gold's own codes are not looked at."""
    from twicetold.listed import listed

    return as_reports(problem) if problem.name == AS_REPORTS else (listed(problem.a), listed(problem.b))


def as_reports(problem: Problem) -> tuple[Listed, Listed]:
    """Return what `compare` knows of the tehran pair."""
    from twicetold.listed import Listed

    folder, found = gold.shared() / "cases" / "tehran-2022", []
    for file, side in (("hindi.txt", problem.a), ("english.txt", problem.b)):
        statements = read_and_split(str(folder / file))
        if tuple(s.text for s in statements) != side:
            raise SystemExit(f"bench: {file} is no longer split as its gold says; see `make test`")
        found.append(
            Listed(
                language=statements[0].language,
                texts=side,
                kinds=tuple(s.kind for s in statements),
                numbers=tuple((n,) for n in range(len(side))),
            )
        )
    return found[0], found[1]


def read_and_split(path: str):
    """Return the statements of a file as the product finds them."""
    from twicetold.pipeline import one_source
    from twicetold.settings import Settings
    from twicetold.statements import split

    return split(next(iter(one_source(path, settings=Settings()))))


def _sided(problem: Problem, bank: Bank) -> Sided:
    from twicetold.alignment.calibrate import model_for
    from twicetold.alignment.sides import make_side

    means = model_for(bank).means
    sides = [
        make_side(texts, [side.language] * len(texts), ["body"] * len(texts), bank, means)
        for texts, side in zip((problem.a, problem.b), known(problem), strict=True)
    ]
    return Sided(
        problem=problem,
        vectors=(sides[0].vectors, sides[1].vectors),
        weights=(sides[0].weights, sides[1].weights),
    )


def _peer(
    name: str, problems: Sequence[Problem], figures: Figures, peer: str, answers: Answers
) -> list[Figure]:
    if answers.absent:
        return [(f"{name} · {peer}", float("nan"), f"{peer} could not run: {answers.absent}")]
    found = figures(name, problems, answers.beads, f" · {peer}")
    if not answers.failed:
        return found
    failed = f"{peer} could not do {len(answers.failed)} of them, first {answers.failed[0]}"
    return [(found[0][0], found[0][1], f"{found[0][2]}; {failed}"), *found[1:]]


def _translated(
    name: str, problems: Sequence[Problem], answers: Sequence[Sequence[Bead]], who: str
) -> list[Figure]:
    strict, lax = ladder(problems[0], answers[0])
    note = f"{len(problems[0].a)} x {len(problems[0].b)} sentences, {len(problems[0].beads)} beads"
    return [(f"{name}: strict F1{who}", strict, note), (f"{name}: lax F1{who}", lax, note)]


def _exact(
    name: str, problems: Sequence[Problem], answers: Sequence[Sequence[Bead]], who: str
) -> list[Figure]:
    made = score(problems, answers)
    count = f"{len(problems)} pairs of reports" if len(problems) > 1 else "one pair of reports"
    free = sum(len(p.only) for p in problems)
    return [
        (f"{name}: links F1{who}", made.links, f"{_precision(made)}; {count}"),
        (f"{name}: unaligned F1{who}", made.unaligned, f"{free} sentences"),
        (f"{name}: exact rows F1{who}", made.beads, f"{made.links_per_sentence:.2f} links a sentence"),
    ]


def _precision(made: Score) -> str:
    return f"P {made.precision:.3f} R {made.recall:.3f}"


def _by_tag(
    problems: Sequence[Problem], answers: Sequence[Sequence[Bead]], tags: Sequence[str]
) -> Iterator[tuple[str, Score]]:
    for tag in tags:
        at = [k for k, p in enumerate(problems) if tag in p.tags]
        if at:
            yield tag, score([problems[k] for k in at], [answers[k] for k in at])


def _planted(
    name: str, problems: Sequence[Problem], answers: Sequence[Sequence[Bead]], who: str
) -> list[Figure]:
    seeds = sorted({t for p in problems for t in p.tags if t.startswith("seed:")})
    others = [*sorted({p.tags[2] for p in problems}), "order:same", "order:blocks"]
    parts = [(tag, s) for tag, s in _by_tag(problems, answers, [*seeds, *others])]
    told = [
        f"{tag.removeprefix('seed:').removeprefix('order:')} {s.links:.3f}/{s.unaligned:.3f}"
        for tag, s in parts
    ]
    found = _exact(name, problems, answers, who)
    if who:
        return found
    return [*found[:1], (found[1][0], found[1][1], f"links/unaligned by part: {', '.join(told)}"), *found[2:]]


def _exhaustive(
    name: str, problems: Sequence[Problem], answers: Sequence[Sequence[Bead]], who: str
) -> list[Figure]:
    found = _exact(name, problems, answers, who)
    if who:
        return found
    tags = sorted({tag for p in problems for tag in p.tags if "." in tag})
    for tag, made in _by_tag(problems, answers, tags):
        pair = tag.split(".")[1]
        free = f"unaligned {made.unaligned:.3f}"
        found.append((f"{name}, {pair}: links F1", made.links, f"{_precision(made)}; {free}"))
    return found


def _recalled(
    name: str, problems: Sequence[Problem], answers: Sequence[Sequence[Bead]], who: str
) -> list[Figure]:
    made = score(problems, answers)
    count = sum(len(p.links) for p in problems)
    return [
        (f"{name}: recall{who}", made.recall, f"{count} gold pairs in {len(problems)} pairs of reports"),
        (f"{name}: links a sentence{who}", made.links_per_sentence, "of the sentences that were aligned"),
    ]


def calibrated(problems: Sequence[Problem], bank: Bank) -> list[Figure]:
    """Return the calibration errors of links and rows with their reliability diagrams."""
    links, rows = [], []
    for problem in problems:
        for kind, chance, truth in judged_scores(problem, bank):
            (links if kind == "link" else rows).append((chance, truth))
    found: list[Figure] = []
    for name, judged in (("links", links), ("rows", rows)):
        error, diagram = calibration([c for c, _ in judged], [t for _, t in judged])
        note = f"{len(judged)} {name} of exhaustive and planted (seed 1)"
        found.append((f"{name}: expected calibration error", error, note))
        for chance, share, count in diagram:
            found.append((f"{name} said {chance:.2f}: true", share, f"{count} {name}"))
    return found


def judged_scores(problem: Problem, bank: Bank) -> Iterator[tuple[str, float, bool]]:
    """Yield "link" or "row", the score, and whether the gold agrees; what the gold leaves open is left out.

    A link is right inside a gold row. A row is right where all its pairs are inside one gold row: its statements
    tell the same thing. A row of one statement is right where the gold leaves that unaligned.
    """
    inside = pairs(problem.beads) if problem.beads else set(problem.links)
    open_ = problem.doubtful - inside
    sides = known(problem)
    for row in rows_of(sides, bank):
        a, b = (_lines(row.cells.get(name, ()), side) for name, side in zip("AB", sides, strict=True))
        crossed = {(i, j) for i in a for j in b}
        if a and b and not crossed & open_:
            yield "row", row.score, crossed <= inside
        elif not (a and b):
            yield "row", row.score, {("a", i) for i in a} | {("b", j) for j in b} <= problem.only
        for link in row.links:
            ends = dict((link.a, link.b))
            met = {(i, j) for i in sides[0].numbers[ends["A"]] for j in sides[1].numbers[ends["B"]]}
            if not met & open_:
                yield "link", link.score, met <= inside


def rows_of(sides: tuple[Listed, Listed], bank: Bank):
    """Return the rows behind `ours`, with their links."""
    from twicetold.alignment import align
    from twicetold.model import Report, Statement

    reports, statements = [], {}
    for name, side in zip("AB", sides, strict=True):
        texts, language = side.texts, side.language
        reports.append(Report(id=name, text="\n".join(texts), language=language))
        starts = [sum(len(t) + 1 for t in texts[:n]) for n in range(len(texts))]
        statements[name] = [
            Statement(report_id=name, n=n, start=s, end=s + len(t), text=t, kind=k, language=language)
            for n, (t, s, k) in enumerate(zip(texts, starts, side.kinds, strict=True))
        ]
    return align(reports, statements, bank).rows


def main() -> None:
    for name, figure, note in run():
        print(f"{name:52s} {figure:10.4g}  {note}")


if __name__ == "__main__":
    main()
