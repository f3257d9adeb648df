"""Our scorers against the shared ones, on the same answers, and against figures counted by hand."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bench.gold import Problem
from bench.scores import calibration, f1, ladder, score

from bench import gold


def written(path: Path, beads) -> None:
    path.write_text("".join(f"{list(a)}:{list(b)}:0.5\n" for a, b in beads), "utf-8")


def noisy(problem: Problem, seed: int):
    """Return the gold with some beads dropped, some torn and some wrong: an answer that scores in between."""
    rng = random.Random(f"{problem.name}{seed}")
    found = []
    for a, b in problem.beads:
        chance = rng.random()
        if chance < 0.2 or not a or not b:
            continue
        if chance < 0.5:
            found.append(((a[0],), b))
        elif chance < 0.6:
            found.append((a, (rng.randrange(len(problem.b)),)))
        else:
            found.append((a, b))
    return found


@pytest.mark.shared
@pytest.mark.parametrize("seed", [1, 2])
def test_planted_pairs_and_scores_are_those_of_the_shared_tool(shared, tmp_path, seed):
    tool = [sys.executable, str(shared / "bench" / "planted.py")]
    made, said = tmp_path / "made", tmp_path / "said"
    said.mkdir()
    pairs = "hi-en,es-tr"
    subprocess.run(
        [*tool, "make", str(made), "--pairs", pairs, "--seed", str(seed), "--per-pair", "6"],
        check=True, capture_output=True,
    )  # fmt: skip
    problems = list(gold.planted(seed, pairs=pairs, per_pair=6))
    names = [p.name.rsplit(".", 1)[0].replace("/", "_") for p in problems]
    assert sorted(names) == sorted(p.name.removesuffix(".gold.json") for p in made.glob("*.gold.json"))
    answers = [noisy(p, seed) for p in problems]
    for name, problem, beads in zip(names, problems, answers, strict=True):
        told = json.loads((made / f"{name}.gold.json").read_text("utf-8"))
        assert (tuple(told["A"]), tuple(told["B"])) == (problem.a, problem.b)
        written(said / f"{name}.beads", beads)
    done = subprocess.run([*tool, "score", str(made), str(said)], check=True, capture_output=True, text=True)
    line = next(x for x in done.stdout.splitlines() if x.startswith("all"))
    p, r, links, _, _, beads_f1, _, _, free = map(float, re.findall(r"\d\.\d{3}", line))
    ours = score(problems, answers)
    assert 0.3 < links < 0.95  # the answers are neither right nor wrong throughout
    told = (ours.precision, ours.recall, ours.links, ours.beads, ours.unaligned)
    assert told == pytest.approx((p, r, links, beads_f1, free), abs=6e-4)


@pytest.mark.shared
def test_the_ladder_is_scored_as_the_shared_tool_does(shared, tmp_path):
    problem = next(iter(gold.text_berg()))
    beads = noisy(problem, 3)
    used = {i for a, _ in beads for i in a}, {j for _, b in beads for j in b}
    alone = [((i,), ()) for i in range(len(problem.a)) if i not in used[0]]
    alone += [((), (j,)) for j in range(len(problem.b)) if j not in used[1]]
    written(tmp_path / "said", [*beads, *alone])
    tool = [sys.executable, str(shared / "bench" / "planted.py"), "ladder"]
    told = str(shared / "data" / "text-berg" / "dev.defr")
    done = subprocess.run([*tool, told, str(tmp_path / "said")], check=True, capture_output=True, text=True)
    want = [float(line.split()[-1]) for line in done.stdout.splitlines()]
    assert ladder(problem, beads) == pytest.approx(want, abs=6e-4)
    assert want[0] < want[1]


def problem(**more):
    told = {
        "name": "p",
        "languages": ("en", "de"),
        "a": ("x",) * 4,
        "b": ("y",) * 4,
        "links": frozenset({(0, 0), (1, 1), (1, 2)}),
        "beads": (((0,), (0,)), ((1,), (1, 2))),
        "only": frozenset({("a", 2), ("a", 3), ("b", 3)}),
    }
    return Problem(**(told | more))


def test_scores_counted_by_hand():
    made = score([problem()], [[((0,), (0,)), ((1,), (1,)), ((2,), (3,))]])
    assert made.precision == pytest.approx(2 / 3)
    assert made.recall == pytest.approx(2 / 3)
    assert made.beads == pytest.approx(2 * 1 / (3 + 2))
    assert made.unaligned == pytest.approx(2 * 1 / (2 + 3))  # said alone: a3, b2; alone: a2, a3, b3
    assert made.links_per_sentence == pytest.approx(1.0)


def test_doubtful_links_count_neither_way():
    beads = [((0,), (0,)), ((1,), (1, 2)), ((2,), (3,))]
    assert score([problem()], [beads]).precision == pytest.approx(3 / 4)
    assert score([problem(doubtful=frozenset({(2, 3)}))], [beads]).precision == 1


def test_nothing_said_is_nothing_right():
    made = score([problem()], [[]])
    assert (made.links, made.precision, made.recall) == (0, 0, 0)
    assert f1(0, 0) == 0


def test_calibration_counted_by_hand():
    error, diagram = calibration([0.1, 0.1, 0.9, 0.9], [False, True, True, True])
    assert diagram == [(0.1, 0.5, 2), (0.9, 1.0, 2)]
    assert error == pytest.approx(0.5 * 0.4 + 0.5 * 0.1)
    assert calibration([], []) == (0.0, [])
    assert calibration([1.0], [True]) == (0.0, [(1.0, 1.0, 1)])
