"""How fast reports become events in a library, up to 100,000: adding, one more, search, memory, and events found.

`python -m bench library`. Reports are those of `synthetic.py`, given as a file of JSON Lines to a library in a process
of its own, every statement new to the encoder, everything stored, each batch synced to the disk: 1,000 of them, into an
empty library and into ones of 10,000 and 100,000. These are written by `planting.py` without the stages before, as the
encoder would take hours on a shared machine.

A run is kept in `out/library` with the commit that it was of, since they take long: what is there is not measured again
(delete it to do so). Seconds are those of the clock, while other work ran; processor time stands beside.
"""

from __future__ import annotations

import itertools
import json
import math
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import page, synthetic
from bench.events import bcubed
from bench.vectors import OUT

Figure = tuple[str, float, str]
SIZES = ((1_000, "new"), (10_000, "planted"), (100_000, "planted"))
MORE = 1_000  # reports added to a planted library
TARGETS = {
    "1,000 reports, a second": (">=", 20.0),
    "1,000 more than 10,000, a second": (">=", 20.0),
    "1,000 more than 100,000, a second": (">=", 20.0),
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
    return figures if quick else [*figures, *_million(kept)]


def _figures(found: dict[str, Any]) -> list[Figure]:
    size, marks = f"{found['size']:,}", found["marks"]
    ends = [{"reports": 0, "wall": 0, "cpu": 0}, *marks]
    curve = "; ".join(
        f"to {b['reports']:,}: {(b['reports'] - a['reports']) / (b['wall'] - a['wall']):.0f}/s, {_cost(a, b):.0f} ms"
        for a, b in itertools.pairwise(ends)
    )
    planted = found["kind"] == "planted"
    name = f"{marks[-1]['reports']:,} more than {size}" if planted else f"{size} reports"
    more, search = found["adds"], found["searches"]
    figures: list[Figure] = [
        (f"{name}, a second", marks[-1]["reports"] / marks[-1]["wall"],
         f"from JSON Lines to events, every statement new; by the clock; {_cost(ends[0], marks[-1]):.0f} ms of "
         f"processor time a report, {2000 / _cost(ends[0], marks[-1]):.0f} a second on two idle cores; "
         f"commit {found['commit']}" + ("" if planted else f"; a second and processor time at each mark: {curve}")),
        (f"one more among {size}, ms", more["median"],
         f"every statement new, the encoder's time in it; median of {ADDS}, slowest {more['slowest']:.0f}, processor "
         f"time {more['cpu']:.0f}; opening the library and the first one {more['opened']:.1f} s"),
        (f"search among {size}, ms", search["median"],
         f"three words, and by meaning; median of {QUERIES}, slowest {search['slowest']:.0f}, processor time "
         f"{search['cpu']:.0f}"),
        (f"memory at {size}, MB", more["memory"] if planted else max(found["filling"], more["memory"]),
         f"most at any time, encoder included, adding and searching; the file has {found['file']:,.0f} MB"),
    ]  # fmt: skip
    if not planted:
        figures.append(
            (f"events of {size}, BCubed F1", found["bcubed"], "against the events that were planted")
        )
    return figures


def _cost(a: dict[str, Any], b: dict[str, Any]) -> float:
    """Return the processor time of a report between two marks, in milliseconds."""
    return 1000 * float(b["cpu"] - a["cpu"]) / (b["reports"] - a["reports"])


def _million(kept: list[dict[str, Any]]) -> list[Figure]:
    """Extrapolate by lines through what was measured at the two large sizes."""
    few, many = kept[1:]

    def line(of: Callable[[dict[str, Any]], float]) -> float:
        slope = (of(many) - of(few)) / (many["size"] - few["size"])
        return of(many) + max(0.0, slope) * (1_000_000 - many["size"])

    def batch(found: dict[str, Any]) -> float:
        return _cost({"reports": 0, "cpu": 0}, found["marks"][-1])

    def single(found: dict[str, Any]) -> float:
        return float(found["adds"]["cpu"])

    through = f"not measured: a line through {few['size']:,} and {many['size']:,}"
    grown = (
        ""
        if batch(many) > batch(few)
        else "; what it grows by is less than the machine's noise, and taken for none"
    )
    return [
        ("1,000 more than 1,000,000, a second", 2000 / line(batch),
         f"{through}, processor time of two idle cores, {batch(few):.0f} and {batch(many):.0f} ms a report{grown}"),
        ("one more among 1,000,000, ms", line(single), f"{through}, processor time"),
        ("memory at 1,000,000, MB", line(lambda found: float(found["adds"]["memory"])), through),
    ]  # fmt: skip


def measure(size: int, kind: str) -> dict[str, Any]:
    """Fill a library; then open it again in another process, add to it and search it."""
    import twicetold as tt
    from bench import planting

    FOLDER.mkdir(parents=True, exist_ok=True)
    place, given = FOLDER / f"{size}-{kind}.sqlite3", FOLDER / f"{size}-{kind}.jsonl"
    for path in FOLDER.glob(place.name + "*"):
        path.unlink()
    marks, events = [], {}
    if kind == "planted":
        with _library(place) as library:
            planting.fill(library, size)
        truth = synthetic.write(given, MORE, fresh=True, seed=time.time_ns(), after=size)
    else:
        truth = synthetic.write(given, size, fresh=True, seed=time.time_ns())
    with _library(place) as library:
        if kind == "planted":
            library.add(tt.Report(id="first", text="The mill was shut.", language="en", language_score=1.0))
        cpu, wall = time.process_time(), time.perf_counter()
        for count, told in enumerate(library.adding([given]), 1):
            assert not isinstance(told, tt.Skip), told
            if count in MARKS or count == len(truth):
                marks.append({"reports": count, "wall": time.perf_counter() - wall,
                              "cpu": time.process_time() - cpu})  # fmt: skip
                sys.stderr.write(f"{marks[-1]}\n")
        if kind == "new":
            events = {report: event for event, ids in library.events() for report in ids}
    commit = page._commit()
    done = subprocess.run(
        [sys.executable, "-m", "bench.library", str(size), kind, "--open"],
        check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    return {
        "size": size, "kind": kind, "commit": commit, "marks": marks, "filling": _memory(),
        "bcubed": bcubed(events, truth) if events else None, "file": place.stat().st_size / 1e6,
    } | json.loads(done.stdout)  # fmt: skip


def opened(size: int, kind: str) -> dict[str, Any]:
    """Add one report at a time to a filled library, and search it."""
    import twicetold as tt

    place = FOLDER / f"{size}-{kind}.sqlite3"
    rows = [row for row, _ in synthetic.reports(ADDS + 1, fresh=True, seed=time.time_ns(), after=size + MORE)]
    made = [
        tt.Report(**row | {"id": f"more {time.time_ns()} {n}"}, language_score=1.0)
        for n, row in enumerate(rows)
    ]
    draw = random.Random(time.time_ns())
    pool = [line.split() for line in synthetic.lines()["en"] if len(line.split()) > 2]
    start = time.perf_counter()
    with _library(place) as library:
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
def _library(place: Path) -> Iterator[Any]:
    """Open a library; its encoder keeps vectors beside it, and no report of these is ever met again."""
    import twicetold as tt
    from twicetold.settings import from_environment

    with tt.Library(place, settings=replace(from_environment(), cache=str(FOLDER / "cache"))) as library:
        yield library


def _memory() -> float:
    """Return the most memory of this process, in MB: of this program only, not of the one that started it."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    return int(told[1]) / 1024 if told else math.nan


if __name__ == "__main__":
    many, which = int(sys.argv[1]), sys.argv[2]
    if sys.argv[3:]:
        print(json.dumps(opened(many, which)))
    else:
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        done = measure(many, which)
        (FOLDER / f"{many}-{which}.json").write_text(json.dumps(done, indent=1), "utf-8")
