"""How alignments are scored, as the field and the shared scorers do it. Micro-averages over problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.gold import Bead, Link, Problem, planted_module


@dataclass(frozen=True, kw_only=True)
class Score:
    """F1 of links (with precision and recall), of exact beads, and of unaligned sentences."""

    links: float
    precision: float
    recall: float
    beads: float
    unaligned: float
    links_per_sentence: float


def pairs(beads: Iterable[Bead]) -> set[Link]:
    """Return every pair of sentences that shares a bead."""
    return {(i, j) for a, b in beads for i in a for j in b}


def score(problems: Sequence[Problem], answers: Sequence[Sequence[Bead]]) -> Score:
    """Score two-sided beads against the gold.

    A link inside a gold bead is right even where only the bead's ends share a sentence; a doubtful link outside one
    counts neither for nor against precision.
    """
    right = said = found = true = free_right = free_said = free_true = 0
    bead_right = bead_said = bead_true = aligned = links_said = 0
    for problem, beads in zip(problems, answers, strict=True):
        inside = pairs(problem.beads) if problem.beads else set(problem.links)
        links = pairs(beads)
        counted = links - (problem.doubtful - inside)
        right, said = right + len(counted & inside), said + len(counted)
        found, true = found + len(links & problem.links), true + len(problem.links)
        free = {("a", i) for i in range(len(problem.a))} | {("b", j) for j in range(len(problem.b))}
        free -= {("a", i) for i, _ in links} | {("b", j) for _, j in links}
        free_right += len(free & problem.only)
        free_said, free_true = free_said + len(free), free_true + len(problem.only)
        exact = set(problem.beads)
        bead_right += len(exact & set(beads))
        bead_said, bead_true = bead_said + len(set(beads)), bead_true + len(exact)
        aligned += (len({i for i, _ in links}) + len({j for _, j in links})) / 2
        links_said += len(links)
    precision, recall = right / max(said, 1), found / max(true, 1)
    return Score(
        links=f1(precision, recall),
        precision=precision,
        recall=recall,
        beads=2 * bead_right / max(bead_said + bead_true, 1),
        unaligned=2 * free_right / (free_said + free_true) if free_said + free_true else 1.0,
        links_per_sentence=links_said / max(aligned, 1),
    )


def ladder(problem: Problem, beads: Sequence[Bead]) -> tuple[float, float]:
    """Return strict and lax F1 of a hand-aligned translation, counted by the shared scorer (Sennrich and Volk 2011)."""
    hits = planted_module().hits
    gold = {b for b in problem.beads if b[0] or b[1]}
    used_a, used_b = {i for a, _ in beads for i in a}, {j for _, b in beads for j in b}
    test = set(beads)
    test |= {((i,), ()) for i in range(len(problem.a)) if i not in used_a}
    test |= {((), (j,)) for j in range(len(problem.b)) if j not in used_b}
    precision, recall = hits(test, gold), hits(_full(gold), _full(test))
    return tuple(  # type: ignore[return-value]
        f1(precision[k] / max(precision[2], 1), recall[k] / max(recall[2], 1)) for k in (0, 1)
    )


def _full(beads: Iterable[Bead]) -> set[Bead]:
    return {b for b in beads if b[0] and b[1]}


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def calibration(
    chances: Sequence[float], truths: Sequence[bool], *, bins: int = 10
) -> tuple[float, list[tuple[float, float, int]]]:
    """Return the expected calibration error and the reliability diagram: mean chance, share true, count a bin."""
    rows = []
    for k in range(bins):
        inside = [
            (c, t)
            for c, t in zip(chances, truths, strict=True)
            if k / bins <= c < (k + 1) / bins or (k == bins - 1 and c == 1)
        ]
        if inside:
            rows.append(
                (
                    sum(c for c, _ in inside) / len(inside),
                    sum(t for _, t in inside) / len(inside),
                    len(inside),
                )
            )
    total = sum(n for _, _, n in rows)
    return sum(n * abs(c - t) for c, t, n in rows) / max(total, 1), rows
