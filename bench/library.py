"""How fast reports become events in a library, up to 100,000: adding, one more, search, memory, and events found.

`python -m bench library`. Reports are those of `synthetic.py`, given as a file of JSON Lines to a library in a process
of its own, everything stored, each batch synced to the disk. At 1,000 and 10,000 every statement is new to the encoder.
At 100,000 a statement is one of 11,000 lines whose vectors are kept after their first time, as the encoder would take
hours on a shared machine: all else is done in full, and the encoder's share is what the smaller ones show.

A run is kept in `out/library` with the commit that it was of, since the large one takes an hour: what is there is not
measured again (delete it to do so). Seconds are those of the clock, while other work ran; processor time stands beside.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import page, synthetic
from bench.events import bcubed
from bench.vectors import OUT

Figure = tuple[str, float, str]
SIZES = ((1_000, "new"), (10_000, "new"), (100_000, "kept"))
TARGETS = {
    "1,000 reports, a second": (">=", 20.0),
    "10,000 reports, a second": (">=", 20.0),
    "one more among 100,000, ms": ("<=", 200.0),
    "search among 100,000, ms": ("<=", 100.0),
    "memory at 100,000, MB": ("<=", 1000.0),
}
MARKS = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
ADDS, QUERIES = 30, 40
FOLDER = OUT / "library"


def run(*, quick: bool = False) -> list[Figure]:
    """Measure, or read what was measured."""
    figures: list[Figure] = []
    kept: list[dict[str, Any]] = []
    for size, kind in SIZES[:1] if quick else SIZES:
        told = FOLDER / f"{size}-{kind}.json"
        if not told.is_file() or quick:
            FOLDER.mkdir(parents=True, exist_ok=True)
            command = [sys.executable, "-m", "bench.library", str(size), kind]
            subprocess.run(command, check=True, cwd=Path(__file__).parents[1])
        found = json.loads(told.read_text("utf-8"))
        kept.append(found)
        figures += _figures(found)
    return figures if quick else [*figures, _million(kept)]


def _figures(found: dict[str, Any]) -> list[Figure]:
    size, last = f"{found['size']:,}", found["marks"][-1]
    count = last["reports"]
    curve = "; ".join(
        f"{b['reports']:,}: {(b['reports'] - a['reports']) / (b['wall'] - a['wall']):.0f}/s, "
        f"{1000 * (b['cpu'] - a['cpu']) / (b['reports'] - a['reports']):.0f} ms"
        for a, b in zip([{"reports": 0, "wall": 0, "cpu": 0}, *found["marks"]], found["marks"], strict=False)
    )
    of = "every statement new" if found["kind"] == "new" else "vectors of statements kept"
    more, search = found["adds"], found["searches"]
    return [
        (f"{size} reports, a second", count / last["wall"],
         f"{of}; by the clock, {1000 * last['cpu'] / count:.0f} ms of processor time a report; "
         f"commit {found['commit']}; up to each mark, a second and processor time a report: {curve}"),
        (f"events of {size}, BCubed F1", found["bcubed"], "against the events that were planted"),
        (f"one more among {size}, ms", more["median"],
         f"every statement new, the encoder's time in it; median of {ADDS}, slowest {more['slowest']:.0f}, processor "
         f"time {more['cpu']:.0f}; opening the library and the first one {more['opened']:.1f} s"),
        (f"search among {size}, ms", search["median"],
         f"three words, and by meaning; median of {QUERIES}, slowest {search['slowest']:.0f}, processor time "
         f"{search['cpu']:.0f}"),
        (f"memory at {size}, MB", max(found["filling"], more["memory"]),
         f"most at any time, encoder included: filling {found['filling']:,.0f}, then adding and searching "
         f"{more['memory']:,.0f}; the file has {found['file']:,.0f} MB"),
    ]  # fmt: skip


def _million(kept: list[dict[str, Any]]) -> Figure:
    """Extrapolate: processor time a report is a constant and a share that grows with the library."""
    marks = kept[-1]["marks"]
    points = [
        ((a["reports"] + b["reports"]) / 2, (b["cpu"] - a["cpu"]) / (b["reports"] - a["reports"]))
        for a, b in itertools.pairwise(marks[3:])
    ]
    sizes, costs = [x for x, _ in points], [y for _, y in points]
    slope, base = statistics.linear_regression(sizes, costs)
    fresh = kept[1]["marks"][-1]["cpu"] / kept[1]["size"]  # with the encoder
    early = next(m["cpu"] / m["reports"] for m in marks if m["reports"] == kept[1]["size"])
    at = max(0.0, fresh - early) + base + slope * 1e6
    note = (
        f"not measured: processor time of two cores at a million; {1000 * (fresh - early):.0f} ms of the encoder, "
        f"{1000 * base:.0f} ms of all else, {1e9 * slope:.2f} ms for each 1,000,000th of the library"
    )
    return (
        "1,000,000 reports, a second, extrapolated",
        2 / at,
        note.replace("1,000,000th", "1,000 reports in it"),
    )


def measure(size: int, kind: str) -> dict[str, Any]:
    """Fill a library; then open it again in another process, add to it and search it."""
    import twicetold as tt

    FOLDER.mkdir(parents=True, exist_ok=True)
    place, given = FOLDER / f"{size}-{kind}.sqlite3", FOLDER / f"{size}-{kind}.jsonl"
    for path in FOLDER.glob(place.name + "*"):
        path.unlink()
    truth = synthetic.write(given, size, fresh=kind == "new")
    marks = []
    with _library(place, kind) as library:
        cpu, wall = time.process_time(), time.perf_counter()
        for count, told in enumerate(library.adding([given]), 1):
            assert not isinstance(told, tt.Skip), told
            if count in MARKS or count == size:
                marks.append({"reports": count, "wall": time.perf_counter() - wall,
                              "cpu": time.process_time() - cpu})  # fmt: skip
                sys.stderr.write(f"{marks[-1]}\n")
        events = {report: event for event, ids in library.events() for report in ids}
    commit = page._commit()
    done = subprocess.run(
        [sys.executable, "-m", "bench.library", str(size), kind, "--open"],
        check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    return {
        "size": size, "kind": kind, "commit": commit, "marks": marks, "bcubed": bcubed(events, truth),
        "filling": _memory(), "file": place.stat().st_size / 1e6,
    } | json.loads(done.stdout)  # fmt: skip


def opened(size: int, kind: str) -> dict[str, Any]:
    """Add one report at a time to a filled library, and search it."""
    import twicetold as tt

    place = FOLDER / f"{size}-{kind}.sqlite3"
    rows = [row for row, _ in synthetic.reports(ADDS + 1, fresh=True, seed=time.time_ns())]
    made = [
        tt.Report(**row | {"id": f"more {time.time_ns()} {n}"}, language_score=1.0)
        for n, row in enumerate(rows)
    ]
    draw = random.Random(time.time_ns())
    pool = [line.split() for line in synthetic.lines()["en"]]
    start = time.perf_counter()
    with _library(place, kind) as library:
        library.add(made[0])
        first = time.perf_counter() - start
        adds = [_timed(lambda report=report: library.add(report)) for report in made[1:]]
        library.search("dam")
        searches = [
            _timed(lambda: library.search(" ".join(draw.sample(draw.choice(pool), 3))))
            for _ in range(QUERIES)
        ]
    told = [
        {"median": statistics.median(w for w, _ in each), "slowest": max(w for w, _ in each),
         "cpu": statistics.median(c for _, c in each)}
        for each in (adds, searches)
    ]  # fmt: skip
    return {"adds": told[0] | {"opened": first, "memory": _memory()}, "searches": told[1]}


def _timed(do: Any) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    do()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


@contextmanager
def _library(place: Path, kind: str) -> Iterator[Any]:
    """Open a library whose encoder keeps vectors in a folder for this kind of reports."""
    import twicetold as tt
    from twicetold.settings import from_environment

    cache = FOLDER / f"cache-{kind}"
    if kind == "new":
        for path in cache.glob("vectors.sqlite3*"):
            path.unlink()  # a report that was met in an earlier run would cost nothing
    with tt.Library(place, settings=replace(from_environment(), cache=str(cache))) as library:
        yield library


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    many, which = int(sys.argv[1]), sys.argv[2]
    if sys.argv[3:]:
        print(json.dumps(opened(many, which)))
    else:
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        done = measure(many, which)
        (FOLDER / f"{many}-{which}.json").write_text(json.dumps(done, indent=1), "utf-8")
