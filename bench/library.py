"""How long `add` takes in a library of many reports, and what it holds in memory. `python -m bench.library 100000`.

The library is synthetic: signatures are planted variants of random directions (four reports an event), written
straight into the tables, since encoding 100,000 reports is another question. What is measured is real: an open
library, the embedded encoder or (`--played`) one that costs nothing, one report a change, synced to the disk.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from pathlib import Path

import numpy as np

import twicetold as tt
from twicetold.deriving import PROGRAM
from twicetold.events import Signature, version_of
from twicetold.events.find import NEIGHBOURS
from twicetold.model import Span
from twicetold.store import events as event_rows
from twicetold.store import reports as report_rows
from twicetold.store import shelf
from twicetold.store.schema import events, memberships, nearest, reports, revisions, signatures, statements

EACH = 4  # reports of an event
PARTS, WIDE = 5, 384
ROWS = 1000
SAMPLE = 5000


class Played:
    """Vectors by the hash of the text: costs nothing."""

    name, digest, dimensions, notes = "played", "00" * 16, WIDE, ()

    def encode(self, texts: list[str]) -> np.ndarray:
        """Return a random direction for each text."""
        drawn = np.stack([np.random.default_rng(abs(hash(t))).standard_normal(WIDE) for t in texts])
        return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


def plant(count: int, version: str) -> list[Signature]:
    """Return signatures: each event has a direction, each report a variant of it."""
    draw = np.random.default_rng(7)
    found = []
    for at in range(count):
        if at % EACH == 0:
            core = draw.standard_normal((PARTS, WIDE)).astype(np.float32)
        rows = core + 0.5 * draw.standard_normal((PARTS, WIDE)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        found.append(
            Signature(
                version=version, language="en", published=float(540_000 + at // EACH), titled=True,
                vectors=np.rint(rows * 127).astype(np.int8),
                spans=tuple(Span(40 * n, 40 * n + 39) for n in range(PARTS)), clues=(),
            )
        )  # fmt: skip
    return found


def fill(library: tt.Library, count: int) -> None:
    """Write the reports, their signatures, neighbours and events.

    Neighbours are looked for among the event and `SAMPLE` other reports, and the reach is set to what the nearest of
    these have in common, as if all had been looked through: so many reports in a library come into one's list.
    """
    planted = plant(count, version_of(library.deriver.encoder))
    wholes = np.stack([each.whole for each in planted]).astype(np.float32)
    sample = np.random.default_rng(1).choice(count, min(SAMPLE, count), replace=False)
    rank = max(1, round(NEIGHBOURS * len(sample) / count))
    for start in range(0, count, ROWS):
        some = range(start, min(start + ROWS, count))
        products = (wholes[some.start : some.stop] @ wholes[sample].T).astype(np.int64)
        told = []
        for row, at in enumerate(some):
            products[row, sample // EACH == at // EACH] = 0
            first = at // EACH * EACH
            mates = [n for n in range(first, min(first + EACH, count)) if n != at]
            near = [shelf.Neighbour(n + 1, int(wholes[n] @ wholes[at]), 0.95) for n in mates]
            best = np.argsort(-products[row])[: NEIGHBOURS - len(mates)]
            near += [shelf.Neighbour(int(sample[b]) + 1, int(products[row, b]), 0.001) for b in best]
            told.append((int(products[row, best[min(rank, len(best)) - 1]]), shelf.packed(near)))
        with library.changing() as (connection, gathering, makings):
            write(connection, some, told, planted, makings, gathering.stamp)
        sys.stderr.write(f"\r{some.stop:,}")
    sys.stderr.write("\n")


def write(connection, some, told, planted, makings, stamp) -> None:
    """Write the rows of some reports."""
    now = report_rows.now()
    text = ("The old bridge was opened again on Tuesday, said item {}. " * 12)[:1500]
    base = {"title": None, "language": "en", "outlet": None, "url": None}
    row = base | {"revision": 1, "published": now, "added": now, "stamp": stamp}
    connection.execute(reports.insert(), [
        row | {"n": at + 1, "id": f"s{at:07}", "identity": f"id s{at:07}",
               "text_digest": f"{at:032x}"} for at in some])  # fmt: skip
    connection.execute(revisions.insert(), [
        base | {"report": at + 1, "revision": 1, "digest": f"{at:032x}", "added": now,
                "text": text.replace("{}", str(at)),
                "language_score": 1.0, "source": "", "authors": "[]", "notes": "[]"} for at in some])  # fmt: skip
    connection.execute(statements.insert(), [
        {"report": at + 1, "n": n, "start": 60 * n, "end": 60 * n + 59, "kind": "body", "language": "en",
         "made_by": makings.statements} for at in some for n in range(12)])  # fmt: skip
    raw = [planted[at].to_bytes() for at in some]
    connection.execute(signatures.insert(), [
        {"report": at + 1, "revision": 1, "signature": each, "digest": shelf.digest(each), "sketch": bytes(512),
         "made_by": makings.signatures, "stamp": stamp} for at, each in zip(some, raw, strict=True)])  # fmt: skip
    connection.execute(nearest.insert(), [
        {"report": at + 1, "reach": reach, "others": others, "made_by": makings.signatures, "stamp": stamp}
        for at, (reach, others) in zip(some, told, strict=True)])  # fmt: skip
    first = [at for at in some if at % EACH == 0]
    connection.execute(events.insert(), [
        {"n": at // EACH + 1, "id": f"v{at // EACH}", "created": now, "stamp": stamp} for at in first])  # fmt: skip
    connection.execute(memberships.insert(), [
        {"report": at + 1, "event": at // EACH + 1, "made_by": makings.events} for at in some])  # fmt: skip
    pairs = {(a + 1, b + 1): 0.95 for f in first for a in range(f, f + EACH) for b in range(a + 1, f + EACH)}
    event_rows.put_edges(
        connection, {pair: p for pair, p in pairs.items() if pair[1] <= some.stop}, makings.signatures
    )


def main() -> None:
    """Fill a library, then add to it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--place", default="/tmp/bench-library.sqlite3")
    parser.add_argument("--played", action="store_true")
    parser.add_argument("--adds", type=int, default=30)
    given = parser.parse_args()
    encoder = Played() if given.played else None
    with tt.Library(given.place, encoder=encoder) as library:
        if not library.stats()["reports"]:
            fill(library, given.count)
    start = time.perf_counter()
    with tt.Library(given.place, encoder=encoder) as library:
        library.add(
            tt.Report(id=f"first {time.time()}", text="The mill was shut.", language="en", language_score=1.0)
        )
        opened = time.perf_counter() - start
        took = []
        for n in range(given.adds):
            text = f"The mill of Velmora burnt down in night {n}.\nNobody was hurt, said warden {n} of the office."
            report = tt.Report(id=f"{time.time()}", text=text, language="en", language_score=1.0)
            start = time.perf_counter()
            library.add(report)
            took.append(1000 * (time.perf_counter() - start))
        held = library.stats()["reports"]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{held:,} reports: opened with the first add in {opened:.1f} s; add of one: median "
        f"{statistics.median(took):.0f} ms, slowest {max(took):.0f} ms of {len(took)}; at most {most:,.0f} MB; "
        f"file {Path(given.place).stat().st_size / 1e6:,.0f} MB; {PROGRAM}\n"
    )


if __name__ == "__main__":
    main()
