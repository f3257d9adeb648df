"""How fast statements are aligned once they are encoded, and how much memory that takes.

Each figure is of a process of its own, on one thread, over vectors that are in memory before the clock starts. Seconds
are the processor's, so that a busy machine does not decide; memory is what the process grew by at its peak after that
(Linux only). Texts: ntrex, each side a language, its sentences joined, dropped and moved as `planted.py` does, seed
after seed until there are enough.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench import gold
from bench.gold import Problem
from bench.peers import Sided, bertalign, galechurch
from bench.vectors import Bank

Figure = tuple[str, float, str]
LARGE, ROUNDS = 2000, 3
REPORTS, STATEMENTS = 20, 25
PAIR = "de-en"


def speed(*, quick: bool = False) -> list[Figure]:
    """Measure small and, unless `quick`, large."""
    tasks = ["many", "pair"] if quick else ["many", "pair", "large"]
    found = []
    for task in tasks:
        command = [sys.executable, "-m", "bench.speed", task]
        one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        root = Path(__file__).resolve().parents[1]
        done = subprocess.run(
            command, capture_output=True, text=True, env=os.environ | one, cwd=root, check=False
        )
        if done.returncode:
            why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            found.append((f"speed, {task}", float("nan"), f"could not be measured: {why}"))
            continue
        found.extend((name, figure, note) for name, figure, note in json.loads(done.stdout))
    return found


class InMemory:
    """A `TokenEncoder` whose vectors are in memory already."""

    def __init__(self, bank: Bank, texts: Sequence[str]) -> None:
        self.name, self.digest, self.dimensions, self.notes = bank.name, bank.digest, bank.dimensions, ()
        kept = list(dict.fromkeys(texts))
        bank.warm(kept)
        self._vectors = dict(zip(kept, bank.encode(kept), strict=True))
        self._tokens = dict(zip(kept, bank.encode_tokens(kept), strict=True))

    def encode(self, texts):
        """Return the vectors."""
        return np.stack([self._vectors[text] for text in texts])

    def encode_tokens(self, texts):
        """Return the tokens."""
        return [self._tokens[text] for text in texts]

    def encode_both(self, texts):
        """Return both."""
        return self.encode(texts), self.encode_tokens(texts)

    def encode_static(self, texts):
        """Nothing here asks for it."""
        raise NotImplementedError


def sentences(count: int, pair: str = PAIR) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return two sides of `count` sentences each, the same for the same count."""
    a: list[str] = []
    b: list[str] = []
    seed = 100
    while min(len(a), len(b)) < count:
        seed += 1
        for problem in gold.planted(seed, pairs=pair, per_pair=1000):
            a.extend(problem.a)
            b.extend(problem.b)
    return tuple(a[:count]), tuple(b[:count])


def _resident() -> float:
    """Return what the process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _forget_the_peak() -> None:
    """Let the peak begin at what the process holds now, so that making the vectors does not count."""
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float:
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _timed(work, rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def large() -> list[Figure]:
    """2,000 x 2,000 sentences, with the peers on the same."""
    from twicetold.alignment import align_sentences

    a, b = sentences(LARGE)
    encoder = InMemory(Bank(), [*a, *b])
    align_sentences(a[:20], b[:20], encoder)
    _forget_the_peak()
    before = _resident()
    seconds = _timed(lambda: align_sentences(a, b, encoder, languages=("de", "en")), ROUNDS)
    grown, whole = _peak() - before, _peak()
    found = [
        (
            f"{LARGE:,} x {LARGE:,}: seconds",
            seconds,
            f"without encoding, best of {ROUNDS}, of one core",
        ),
        (f"{LARGE:,} x {LARGE:,}: MB", grown, f"over the vectors; the whole process {whole:.0f} MB"),
    ]
    for ask in (bertalign, galechurch):
        answer = ask([_sided(a, b, encoder)])
        name = f"{LARGE:,} x {LARGE:,}: seconds · {answer.peer}"
        if answer.absent:
            found.append((name, float("nan"), f"could not run: {answer.absent}"))
        else:
            found.append(
                (name, answer.seconds[0], f"ours takes {seconds / answer.seconds[0]:.1f} times that")
            )
    return found


def _sided(a: tuple[str, ...], b: tuple[str, ...], encoder: InMemory) -> Sided:
    vectors = [encoder.encode(side) for side in (a, b)]
    vectors = [v - v.mean(axis=0) for v in vectors]
    vectors = [(v / np.linalg.norm(v, axis=1, keepdims=True)).astype(np.float32) for v in vectors]
    weights = [np.sqrt([len(t) / 4 for t in side]).astype(np.float32) for side in (a, b)]
    problem = Problem(name="large", languages=("de", "en"), a=a, b=b)
    return Sided(problem=problem, vectors=(vectors[0], vectors[1]), weights=(weights[0], weights[1]))


def pair() -> list[Figure]:
    """Two ordinary reports."""
    from twicetold.alignment import align_sentences

    a, b = sentences(40)
    encoder = InMemory(Bank(), [*a, *b])
    align_sentences(a[:20], b[:20], encoder)
    seconds = _timed(lambda: align_sentences(a[:20], b[:20], encoder, languages=("de", "en")), 20)
    return [("20 x 20: seconds", seconds, "without encoding, best of 20, of one core")]


def many() -> list[Figure]:
    """Twenty reports of one event in ten languages."""
    from twicetold.alignment import align
    from twicetold.model import Report, Statement

    codes = ("ar", "de", "en", "es", "fa", "fr", "hi", "ru", "tr", "zh")
    reports, statements = [], {}
    maker, data = gold.planted_module(), gold.shared() / "data"
    for k in range(REPORTS):
        code = codes[k % len(codes)]
        lines = [line for topic in sorted(maker.topics(data, code).items())[:3] for line in topic[1]]
        own = [line for n, line in enumerate(lines) if (n + k) % 3][:STATEMENTS]  # each drops others
        reports.append(Report(id=f"R{k}", text="\n".join(own), language=code))
        starts = np.cumsum([0, *(len(t) + 1 for t in own)])
        statements[f"R{k}"] = [
            Statement(report_id=f"R{k}", n=n, start=int(s), end=int(s) + len(t), text=t, language=code)
            for n, (t, s) in enumerate(zip(own, starts, strict=False))
        ]
    encoder = InMemory(Bank(), [s.text for side in statements.values() for s in side])
    align(reports[:2], statements, encoder)
    _forget_the_peak()
    before = _resident()
    seconds = _timed(lambda: align(reports, statements, encoder), ROUNDS)
    name = f"{REPORTS} reports x {STATEMENTS} statements"
    return [
        (f"{name}: seconds", seconds, f"without encoding, best of {ROUNDS}, of one core"),
        (f"{name}: MB", _peak() - before, "over the vectors"),
    ]


if __name__ == "__main__":
    print(json.dumps({"large": large, "pair": pair, "many": many}[sys.argv[1]]()))
