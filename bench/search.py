"""Search in a large library: milliseconds a query, memory, and how often the first look at signs loses the nearest.

`python -m bench search`. 100,000 invented reports (2,000 with --quick) of 300 words drawn by Zipf's law from 60,000,
four vectors each, drawn at random and planted near one another; no such library exists. The rows are put into a
SQLite file without the stages before. The searching is done in a process of its own, whose memory is measured with
the embedded encoder loaded and used. A query is a number of words; each figure is the median of 40 queries, none
asked twice. Milliseconds are of processor time, so that what else runs on the machine does not count.
"""

from __future__ import annotations

import itertools
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

Figure = tuple[str, float, str]
TARGETS = {
    "common word, ms": ("<=", 100.0),
    "three words, ms": ("<=", 100.0),
    "words and meaning, ms": ("<=", 100.0),
    "memory, MB": ("<=", 1000.0),
}
DIMENSIONS, PARTS, WORDS = 384, 4, 300
QUERIES = 40
LIKE = 0.47  # cosine of a title and its translation in `comparable` (median of 120 pairs), docs/search.md


def vocabulary() -> list[str]:
    """Return 60,000 invented words, the commonest first."""
    draw = random.Random(7)
    found: dict[str, None] = {}
    while len(found) < 60_000:
        found["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(3, 9)))] = None
    return list(found)


def vectors(size: int) -> np.ndarray:
    """Return reports x parts x dimensions, int8: parts of a report near one another."""
    draw = np.random.default_rng(11)
    found = np.empty((size, PARTS, DIMENSIONS), np.int8)
    for at in range(0, size, 5000):
        some = min(5000, size - at)
        whole = draw.standard_normal((some, 1, DIMENSIONS))
        rows = 0.6 * whole + 0.8 * draw.standard_normal((some, PARTS, DIMENSIONS))
        found[at : at + some] = np.rint(127 * rows / np.linalg.norm(rows, axis=2, keepdims=True))
    return found


def fill(place: Path, size: int) -> None:
    """Make the library."""
    import sqlalchemy as sa

    from twicetold.events import Signature
    from twicetold.model import Report, Span, Statement
    from twicetold.searching import indexed
    from twicetold.store import open_database
    from twicetold.store import reports as report_rows
    from twicetold.store.events import put_signatures
    from twicetold.store.schema import signatures
    from twicetold.store.search import put

    words, draw = vocabulary(), random.Random(3)
    weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(words))))
    every = vectors(size)
    database = open_database(place)
    for at in range(0, size, 1000):
        with database.changing() as (connection, stamp):
            made_by = report_rows.making(connection, "signatures", program="bench", version="1")
            sentences, kept, rows = {}, {}, {}
            for n in range(at, min(at + 1000, size)):
                said = draw.choices(words, cum_weights=weights, k=WORDS)
                lines = [" ".join(said[k : k + 15]) + "." for k in range(0, WORDS, 15)]
                text, cut, start = "\n".join(lines), [], 0
                for k, line in enumerate(lines):
                    cut.append(
                        Statement(report_id=str(n), n=k, start=start, end=start + len(line), text=line)
                    )
                    start += len(line) + 1
                report = Report(id=str(n), text=text, language="en", published=f"2026-01-{1 + n % 28:02}")
                number, _ = report_rows.insert(connection, report, str(n), stamp)
                told = Signature(version="bench", language="en", published=None, titled=True, vectors=every[n],
                                 spans=tuple(Span(s.start, s.end) for s in cut[:PARTS]), clues=())  # fmt: skip
                sentences[number], kept[number] = cut, (1, told.to_bytes(), b"")
                rows[number] = indexed(revision=1, statements=cut, signature=told, made_by=made_by)
            report_rows.put_statements(connection, sentences, made_by)
            put_signatures(connection, kept, made_by=made_by, stamp=stamp)
            put(connection, rows, stamp)
    with database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(signatures)).scalar_one() == size
    database.close()


def child(place: str, size: int) -> dict[str, Any]:
    """Search, in a process of its own."""
    from twicetold import searching
    from twicetold.encoding import open_encoder
    from twicetold.search.meaning import measured
    from twicetold.searching import Searcher
    from twicetold.store import open_database

    encoder = open_encoder("e5")
    words, draw = vocabulary(), random.Random(5)
    fresh = random.Random()  # a query that was asked in an earlier run has its vector kept
    every, noise = vectors(size), np.random.default_rng(13)
    planted = draw.sample(range(size), QUERIES)
    across = noise.standard_normal((QUERIES, DIMENSIONS)).astype(np.float32)

    def query(k: int) -> np.ndarray:
        """Return a vector as near to a planted one as a translation is."""
        aim = every[planted[k], 0].astype(np.float32)
        aim, other = aim / np.linalg.norm(aim), across[k] - 0
        other -= (other @ aim) * aim
        return LIKE * aim + (1 - LIKE**2) ** 0.5 * other / np.linalg.norm(other)

    class Played(Searcher):
        """Encodes what is typed, which takes its time, and looks for a planted vector."""

        k = 0

        def _vector(self, text: str, query_: Any) -> np.ndarray:
            super()._vector(text, query_)
            self.k += 1
            return query(self.k - 1)

    searching.version_of = lambda _: "bench"  # the planted vectors count as this encoder's
    database = open_database(place, create=False)
    started = time.process_time()
    searcher = Played(database, lambda: encoder)
    searcher.search(words[20_000], how="words")
    opened = time.process_time() - started
    searcher.search(words[20_001], how="both")
    searcher.k = 0

    def times(how: str, *ranks: tuple[int, int]) -> float:
        found = []
        for _ in range(QUERIES):
            typed = " ".join(words[fresh.randint(low, high)] for low, high in ranks)
            started = time.process_time()
            searcher.search(typed, how=how)
            found.append(1000 * (time.process_time() - started))
        return statistics.median(found)

    figures = {
        "opened": 1000 * opened,
        "common": times("words", (0, 60)),
        "three": times("words", (0, 60), (60, 600), (60, 600)),
        "rare": times("words", (20_000, 59_999)),
        "prefix": statistics.median(_prefixes(searcher, draw)),
        "both": times("both", (60, 600), (600, 6000)),
    }
    searcher.k, whole = 0, every.reshape(-1, DIMENSIONS).astype(np.float32)
    whole /= np.linalg.norm(whole, axis=1, keepdims=True)
    agreed = 0
    with database.reading() as connection:
        signs = searcher._following(connection, DIMENSIONS)
    for k in range(QUERIES):
        aim = query(k)
        near = signs.nearest(aim, searching._NEAR)
        first = measured(aim, near, lambda keys: {key: every[key - 1] for key in keys if key <= size})[0]
        agreed += (first[0] - 1) == int(np.argmax(whole @ aim)) // PARTS
    figures["agreed"] = agreed / QUERIES
    return figures


def _prefixes(searcher: Any, draw: random.Random) -> list[float]:
    found = []
    for _ in range(QUERIES):
        started = time.process_time()
        searcher.search("".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=2)) + "*", how="words")
        found.append(1000 * (time.process_time() - started))
    return found


def memory(place: str) -> float:
    """Return the most memory, in MB, of a process that opens the library and searches it by words and meaning."""
    from twicetold import searching
    from twicetold.encoding import open_encoder
    from twicetold.store import open_database

    encoder = open_encoder("e5")
    searching.version_of = lambda _: "bench"
    searcher = searching.Searcher(open_database(place, create=False), lambda: encoder)
    for word in vocabulary()[:40]:
        searcher.search(word)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(*, quick: bool = False) -> list[Figure]:
    """Measure."""
    size = 2_000 if quick else 100_000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "library.sqlite3"
        fill(place, size)
        found = _child("child", place, size)
        most = _child("memory", place, size)
        disk = place.stat().st_size / 1e6
    note = f"{size:,} reports, median of {QUERIES}"
    return [
        ("common word, ms", found["common"], f"{note}; one of the 60 commonest words"),
        ("three words, ms", found["three"], f"{note}; common, and two of middling rarity"),
        ("rare word, ms", found["rare"], note),
        ("two letters and *, ms", found["prefix"], note),
        ("words and meaning, ms", found["both"], f"{note}; encoding the query is in it"),
        ("first search, ms", found["opened"], "words; with the check of what the index lacks"),
        (
            "nearest kept by signs",
            found["agreed"],
            f"share of {QUERIES} queries whose nearest vector is still first",
        ),
        ("memory, MB", most, "most at any time, with the encoder"),
        ("file, MB", disk, "texts, vectors and index"),
    ]


def _child(what: str, place: Path, size: int) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "bench.search", what, str(place), str(size)],
        check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    return json.loads(done.stdout)


if __name__ == "__main__":
    where, many = sys.argv[2], int(sys.argv[3])
    print(json.dumps(child(where, many) if sys.argv[1] == "child" else memory(where)))
