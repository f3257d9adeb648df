"""A library of many reports, its rows written without the stages before: `library.py` needs one of 100,000.

The reports are those of `synthetic.py`, the vectors of their lines the encoder's own, names and numbers of the lines
the product's own; each line is encoded and read once and put together with others. Events are those that were planted.
A report's neighbours are looked for among its event and `SAMPLE` others, and its reach is set to what the nearest of
these have in common, as if all had been looked through: about as many lists take in one more report as would then.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

import twicetold as tt
from bench import synthetic
from twicetold.events import Signature, version_of
from twicetold.events.centre import centred, means_for
from twicetold.events.clues import Clue, clues
from twicetold.events.find import NEIGHBOURS
from twicetold.events.signature import CHARACTERS
from twicetold.model import Report, Span, Statement
from twicetold.search.meaning import signs_of
from twicetold.search.terms import VERSION, line_of
from twicetold.store import events as event_rows
from twicetold.store import reports as report_rows
from twicetold.store import search, shelf
from twicetold.store.schema import events, memberships, nearest, reports, revisions
from twicetold.twins import sketch

SAMPLE = 5_000
ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """What is derived of a line, once for all reports that have it."""

    vector: np.ndarray  # int8
    clues: tuple[Clue, ...]
    terms: str


def prepare(library: tt.Library) -> dict[str, Line]:
    """Encode and read every line of every language."""
    encoder = library.deriver.encoder
    found: dict[str, Line] = {}
    for code, said in synthetic.lines().items():
        rows = centred(encoder.encode(said), [code] * len(said), means_for(encoder))
        for text, row in zip(said, np.rint(127 * rows).astype(np.int8), strict=True):
            cut = [Statement(report_id="", n=0, start=0, end=len(text), text=text, language=code)]
            report = Report(id="", text=text, language=code)
            found[text] = found[text[: synthetic.TITLE]] = Line(row, clues(report, cut), line_of(text))
    return found


def fill(library: tt.Library, count: int) -> None:
    """Write the reports and all that is derived of them."""
    known = prepare(library)
    given = list(synthetic.reports(count, fresh=False))
    version = version_of(library.deriver.encoder)
    planted = [_signature(row, known, version) for row, _ in given]
    wholes = np.stack([each.whole for each in planted]).astype(np.float32)
    event = np.array([int(name[1:]) for _, name in given])
    near = _near(wholes, event)
    for start in range(0, count, ROWS):
        some = range(start, min(start + ROWS, count))
        with library.changing() as (connection, gathering, makings):
            _write(connection, given, planted, known, some, makings, gathering.stamp)
            _relate(connection, event, near, some, makings, gathering.stamp)
        sys.stderr.write(f"\r{some.stop:,} planted")
    sys.stderr.write("\n")


def _signature(row: dict[str, Any], known: dict[str, Line], version: str) -> Signature:
    said = row["text"].split("\n")
    starts = list(itertools.accumulate((len(line) + 1 for line in said), initial=0))
    kept: list[int] = []
    for n in range(len(said)):
        if sum(len(said[k]) for k in kept) < CHARACTERS:
            kept.append(n)
    first = {(clue.kind, clue.key): clue for n in reversed(kept) for clue in known[said[n]].clues}
    title = known[row["title"]]
    return Signature(
        version=version, language=row["language"], published=_hours(row["published"]), timed=True, titled=True,
        vectors=np.stack([title.vector, *(known[said[n]].vector for n in kept)]),
        spans=(Span(0, 0), *(Span(starts[n], starts[n] + len(said[n])) for n in kept)),
        clues=tuple(first[key] for key in sorted(first)),
    )  # fmt: skip


def _hours(published: str) -> float:
    return float(np.datetime64(published.removesuffix("Z"), "m").astype(np.int64)) / 60


def _near(wholes: np.ndarray, event: np.ndarray) -> list[tuple[int, list[shelf.Neighbour]]]:
    """Return the reach and the neighbours of each report."""
    count = len(wholes)
    sample = np.sort(np.random.default_rng(1).choice(count, min(SAMPLE, count), replace=False))
    rank = max(1, round(NEIGHBOURS * len(sample) / count))
    found = []
    rows = np.zeros((0, 0), np.float32)
    for at in range(count):
        if at % ROWS == 0:
            rows = wholes[at : at + ROWS] @ wholes[sample].T
        mates = [n for n in range(max(0, at - 8), min(count, at + 8)) if event[n] == event[at] and n != at]
        near = [shelf.Neighbour(n + 1, int(wholes[n] @ wholes[at]), 0.95) for n in mates]
        products = rows[at % ROWS]
        products = np.where(event[sample] == event[at], 0, products)
        best = np.argpartition(-products, NEIGHBOURS)[:NEIGHBOURS]
        best = best[np.argsort(-products[best])][: NEIGHBOURS - len(mates)]
        near += [shelf.Neighbour(int(sample[b]) + 1, int(products[b]), 0.001) for b in best]
        found.append((int(products[best[min(rank, len(best)) - 1]]), near))
    return found


def _write(
    connection: Any,
    given: Sequence[tuple[dict[str, Any], str]],
    planted: Sequence[Signature],
    known: dict[str, Line],
    some: range,
    makings: Any,
    stamp: int,
) -> None:
    now = report_rows.now()
    base = {"outlet": None, "url": None}
    rows = {at: given[at][0] for at in some}
    connection.execute(reports.insert(), [
        base | {name: row[name] for name in ("id", "title", "language", "published")}
        | {"n": at + 1, "identity": f"id {row['id']}", "revision": 1, "added": now, "stamp": stamp,
           "text_digest": f"{at:032x}"} for at, row in rows.items()])  # fmt: skip
    connection.execute(revisions.insert(), [
        base | {name: row[name] for name in ("text", "title", "language", "published")}
        | {"report": at + 1, "revision": 1, "digest": f"{at:032x}", "added": now, "language_score": 1.0,
           "source": "", "authors": "[]", "notes": "[]"} for at, row in rows.items()])  # fmt: skip
    cut, index, kept = {}, {}, {}
    for at, row in rows.items():
        said, start, told = row["text"].split("\n"), 0, []
        for n, line in enumerate(said):
            told.append(Statement(report_id=row["id"], n=n, start=start, end=start + len(line), text=line,
                                  language=row["language"]))  # fmt: skip
            start += len(line) + 1
        cut[at + 1] = told
        index[at + 1] = search.Row(
            revision=1, lines=[known[line].terms for line in said], version=VERSION,
            signs=signs_of(planted[at].vectors), encoder=planted[at].version, made_by=makings.signatures,
        )  # fmt: skip
        kept[at + 1] = (1, planted[at].to_bytes(), sketch(row["text"]))
    report_rows.put_statements(connection, cut, makings.statements)
    event_rows.put_signatures(connection, kept, made_by=makings.signatures, stamp=stamp)
    search.put(connection, index, stamp)


def _relate(
    connection: Any,
    event: np.ndarray,
    near: Sequence[tuple[int, list[shelf.Neighbour]]],
    some: range,
    makings: Any,
    stamp: int,
) -> None:
    connection.execute(nearest.insert(), [
        {"report": at + 1, "reach": near[at][0], "others": shelf.packed(near[at][1]),
         "made_by": makings.signatures, "stamp": stamp} for at in some])  # fmt: skip
    first = [at for at in some if at == 0 or event[at] != event[at - 1]]
    if first:
        connection.execute(events.insert(), [
            {"n": int(event[at]) + 1, "id": f"v{event[at]}", "created": report_rows.now(), "stamp": stamp}
            for at in first])  # fmt: skip
    connection.execute(memberships.insert(), [
        {"report": at + 1, "event": int(event[at]) + 1, "made_by": makings.events} for at in some])  # fmt: skip
    pairs = {(n.report, at + 1) for at in some for n in near[at][1] if n.probability > 0.5 and n.report <= at}
    event_rows.put_edges(connection, dict.fromkeys(sorted(pairs), 0.95), makings.signatures)
