"""Who else aligns sentences, on the same texts and the same centred vectors, in the same run.

Mutual nearest neighbours are a dozen lines here. `bertalign` and `galechurch` come from the package index into a
virtual environment of their own (`bench/out/peers`), made at first use with a Python of 3.12 or later: the one named
in TWICETOLD_PEER_PYTHON, else the first found. A peer that cannot run is a line that says why, never a gap.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from bench.gold import Bead, Problem
from bench.vectors import OUT

# of bertalign's requirements, its search uses no more than what stands here; see peer_worker.py
PACKAGES = {
    "bertalign": ("bertalign>=2,<3", "3.12", ("numpy", "numba", "scipy")),
    "galechurch": ("galechurch>=0.1,<0.2", "3.11", ("numpy",)),
}
WINDOWS = 4  # bertalign's default: beads of up to five sentences, so windows of up to four
NEIGHBOURS = 4
WORKER = Path(__file__).parent / "peer_worker.py"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sided:
    """A problem with the centred unit vectors and the weights (square roots of lengths) of both its sides."""

    problem: Problem
    vectors: tuple[np.ndarray, np.ndarray]
    weights: tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a peer said: two-sided beads of each problem, or why it could not be asked."""

    peer: str
    version: str = ""
    beads: tuple[tuple[Bead, ...], ...] = ()
    seconds: tuple[float, ...] = ()
    failed: tuple[str, ...] = ()  # problems that it raised an error on; they count as nothing aligned
    absent: str = ""


def mutual(sided: Sequence[Sided]) -> Answers:
    """Link sentences that are each other's nearest by cross-domain similarity local scaling. 1-1 only."""
    beads = tuple(_mutual(*each.vectors) for each in sided)
    return Answers(peer="mutual", version=f"CSLS, k={NEIGHBOURS}", beads=beads)


def _mutual(a: np.ndarray, b: np.ndarray) -> tuple[Bead, ...]:
    if not len(a) or not len(b):
        return ()
    cosine = a @ b.T
    ka, kb = min(NEIGHBOURS, len(b)), min(NEIGHBOURS, len(a))
    near_a = np.sort(cosine, axis=1)[:, -ka:].mean(axis=1)
    near_b = np.sort(cosine, axis=0)[-kb:].mean(axis=0)
    scaled = 2 * cosine - near_a[:, None] - near_b[None]
    best = scaled.argmax(axis=1)
    return tuple(((i,), (int(j),)) for i, j in enumerate(best) if scaled[:, j].argmax() == i)


def galechurch(sided: Sequence[Sided]) -> Answers:
    """Align by lengths only (Gale and Church 1993)."""
    return _asked("galechurch", sided)


def bertalign(sided: Sequence[Sided]) -> Answers:
    """Align by bertalign's two passes over our vectors; a window's is the weighted mean of its sentences'."""
    return _asked("bertalign", sided)


PEERS = {"mutual": mutual, "bertalign": bertalign, "galechurch": galechurch}


def _asked(peer: str, sided: Sequence[Sided]) -> Answers:
    python, why = interpreter(peer)
    if python is None:
        return Answers(peer=peer, absent=why)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        told = [{"a": each.problem.a, "b": each.problem.b} for each in sided]
        (folder / "job.json").write_text(json.dumps({"peer": peer, "problems": told}), "utf-8")
        if peer == "bertalign":
            arrays = {
                f"{k}{name}": windows(each.vectors[side], each.weights[side])
                for k, each in enumerate(sided)
                for side, name in enumerate("ab")
            }
            np.savez(folder / "vectors.npz", **arrays)
        command = [str(python), str(WORKER), str(folder), str(folder / "answer.json")]
        one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | one, check=False)
        if done.returncode:
            return Answers(peer=peer, absent=(done.stderr.strip().splitlines() or ["it said nothing"])[-1])
        answer = json.loads((folder / "answer.json").read_text("utf-8"))
    beads = [
        () if isinstance(each, str) else tuple((tuple(a), tuple(b)) for a, b in each if a and b)
        for each in answer["answers"]
    ]
    failed = [
        f"{s.problem.name}: {x}" for s, x in zip(sided, answer["answers"], strict=True) if isinstance(x, str)
    ]
    if failed and len(failed) == len(beads):
        return Answers(peer=peer, absent=f"it raised an error on everything, {failed[0]}")
    return Answers(
        peer=peer,
        version=answer["version"],
        beads=tuple(beads),
        seconds=tuple(answer["seconds"]),
        failed=tuple(failed),
    )


def windows(vectors: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return windows x sentences x dimensions: row [k, n] is of the k + 1 sentences that end with n, or zeros."""
    found = np.zeros((WINDOWS, *vectors.shape), np.float32)
    weighted = vectors * weights[:, None]
    for k in range(min(WINDOWS, len(vectors))):
        total = np.sum([weighted[k - back : len(vectors) - back] for back in range(k + 1)], axis=0)
        found[k, k:] = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
    return found


@cache
def interpreter(peer: str) -> tuple[Path | None, str]:
    """Return the Python that has the peer, installing it at first use, or `None` and why not."""
    package, least, beside = PACKAGES[peer]
    home = OUT / "peers" / peer
    python = home / "bin" / "python"
    if (home / "installed").exists():
        return python, ""
    base = _newest(least)
    if base is None:
        return None, f"no Python of {least} or later was found; name one in TWICETOLD_PEER_PYTHON"
    steps = [
        [base, "-m", "venv", "--clear", str(home)],
        [str(python), "-m", "pip", "install", "-q", *beside],
        [str(python), "-m", "pip", "install", "-q", "--no-deps", package],
    ]
    print(f"installing {peer} into bench/out/peers, once", file=sys.stderr)
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines()
            return None, f"could not be installed: {lines[-1] if lines else step[0]}"
    (home / "installed").touch()
    return python, ""


def versions() -> str:
    """Return the versions of the peers that are installed, in words."""
    found = (OUT / "peers").glob("*/lib/python*/site-packages/*.dist-info")
    named = sorted(path.name.removesuffix(".dist-info").split("-") for path in found)
    return "peers: " + (", ".join(" ".join(n) for n in named if n[0] in PACKAGES) or "none installed")


def _newest(least: str) -> str | None:
    named = os.environ.get("TWICETOLD_PEER_PYTHON")
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/3.1[23]*/bin/python")
    found = [sys.executable, "python3.13", "python3.12", "python3", *map(str, sorted(kept))]
    probe = f"import sys, venv; sys.exit(not ({least.replace('.', ', ')}) <= sys.version_info < (3, 14))"
    for name in [named] if named else found:
        path = shutil.which(name)
        # a name that is found may still be a shim that does not run
        if path and subprocess.run([path, "-c", probe], capture_output=True, check=False).returncode == 0:
            return path
    return None
