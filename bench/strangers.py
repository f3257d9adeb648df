"""Reports of two events, and reports of one or two statements: what has no counterpart must stay alone.

Made from the development data: a planted report beside one of another topic, a real report beside one of another
event, and single statements cut out of both beside their counterpart, beside another statement, beside the rest.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from bench import gold
from bench.gold import Bead, Problem
from bench.scores import pairs
from twicetold.alignment import calibrate

Figure = tuple[str, float, str]
REAL = 60  # pairs of real reports of two events
EVERY = 3  # of the planted pairs are cut short
NOISE = "abcdefghijklmnopqrstuvwxyz0123456789 #@%&*+=/"


def figures(answer: Callable[[Problem], Sequence[Bead]]) -> list[Figure]:
    """Return false links a statement for strangers, and the share of lone statements that find their counterpart."""
    planted = list(gold.planted(1))
    real = list(gold.exhaustive())
    found = [
        _false("unrelated, planted", unrelated(planted), answer),
        _false("unrelated, real", strangers(), answer),
        _false("one scrap of noise against a report", list(noise([*real, *planted[::EVERY]])), answer),
    ]
    for name, problems in (("planted", planted[::EVERY]), ("real", real)):
        cut = [q for k, p in enumerate(problems) for q in shortened(p, k)]
        single = [p for p in cut if min(len(p.a), len(p.b)) == 1]
        found.append(_false(f"one statement, {name}", [p for p in single if not p.links], answer))
        found.append(_found(f"one statement, {name}", [p for p in single if p.links], answer))
    return found


def _false(name: str, problems: Sequence[Problem], answer: Callable[[Problem], Sequence[Bead]]) -> Figure:
    linked = [sum(len(a) + len(b) for a, b in answer(p)) for p in problems]
    every = sum(len(p.a) + len(p.b) for p in problems)
    note = (
        f"of {every} statements that have no counterpart; {sum(map(bool, linked))} of {len(problems)} pairs"
    )
    return f"{name}: share linked", sum(linked) / max(every, 1), note


def _found(name: str, problems: Sequence[Problem], answer: Callable[[Problem], Sequence[Bead]]) -> Figure:
    hits = sum(bool(pairs(answer(p)) & p.links) for p in problems)
    return f"{name}: counterpart found", hits / max(len(problems), 1), f"{len(problems)} pairs"


def unrelated(problems: Sequence[Problem]) -> list[Problem]:
    """Put each planted report beside the other side of the next topic."""
    return [
        _problem(f"{p.name}+{q.name}", calibrate.unrelated(_planted(p), _planted(q)))
        for p, q in pairwise(problems)
        if p.tags[2] == q.tags[2]
    ]


def strangers() -> list[Problem]:
    """Put real reports beside others of the same site, drawn; those that share a gold pair are left out."""
    rng, found = random.Random(5), []
    for pair, site in gold.SETS:
        problems = list(gold.comparable(pair, site))
        told = {(p.a, p.b) for p in problems}
        for _ in range(REAL // len(gold.SETS)):
            p, q = rng.choice(problems), rng.choice(problems)
            if (p.a, q.b) not in told:
                found.append(_problem(f"{p.name}+{q.name}", calibrate.unrelated(_planted(p), _planted(q))))
    return found


def noise(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Put a report beside a few signs that say nothing."""
    rng = random.Random(3)
    for p in problems:
        scrap = "".join(rng.choice(NOISE) for _ in range(rng.choice((8, 13, 20))))
        yield Problem(name=f"{p.name}+noise", languages=(p.languages[0], "en"), a=p.a, b=(scrap,))


def shortened(problem: Problem, seed: int) -> list[Problem]:
    """Cut a problem short as the training does."""
    made = calibrate.shortened(_planted(problem), seed)
    return [_problem(f"{problem.name}, cut {k}", each) for k, each in enumerate(made)]


def _planted(problem: Problem) -> calibrate.Planted:
    inside = frozenset(pairs(problem.beads)) | problem.doubtful
    return calibrate.Planted(languages=problem.languages, a=problem.a, b=problem.b, linked=inside)


def _problem(name: str, made: calibrate.Planted) -> Problem:
    return Problem(name=name, languages=made.languages, a=made.a, b=made.b, links=made.linked)
