"""Reports in, events out: signatures, candidates, pair probabilities, groups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from twicetold.encoding.base import Encoder
from twicetold.events.evidence import probability
from twicetold.events.group import group
from twicetold.events.index import Index, Key
from twicetold.events.signature import Signature, describe_all
from twicetold.model import Event, Report, Statement

NEIGHBOURS = 20  # candidates of a report
_ROWS = 256  # looked up together


def find_events(
    reports: Sequence[Report],
    statements: Mapping[str, Sequence[Statement]],
    encoder: Encoder,
    together: Sequence[tuple[str, str]] = (),
    apart: Sequence[tuple[str, str]] = (),
) -> tuple[Event, ...]:
    """Return the events of a set of reports: every report is in exactly one.

    Ids of reports must differ. `together` and `apart` are corrections, pairs of report ids. The result is the same in
    whatever order the reports come.
    """
    signatures = dict(zip((r.id for r in reports), describe_all(reports, statements, encoder), strict=True))
    if len(signatures) != len(reports):
        raise ValueError("two reports have one id; events are told by ids, so give each its own")
    edges = {(a, b): probability(signatures[a], signatures[b]) for a, b in pairs(neighbours(signatures))}
    languages = {key: each.language for key, each in signatures.items()}
    return tuple(_event(ids, edges) for ids in group(signatures, edges, together, apart, languages))


def neighbours(
    signatures: Mapping[Key, Signature], keys: Iterable[Key] | None = None, limit: int = NEIGHBOURS
) -> dict[Key, tuple[Key, ...]]:
    """Return for each key (all by default) the keys nearest to it, without itself."""
    index: Index[Key] = Index()
    index.add_all((key, signature.whole) for key, signature in signatures.items())
    wanted = list(signatures if keys is None else keys)
    found: dict[Key, tuple[Key, ...]] = {}
    for at in range(0, len(wanted), _ROWS):
        some = wanted[at : at + _ROWS]
        rows = index.nearest(np.stack([signatures[key].whole for key in some]), limit + 1)
        for key, near in zip(some, rows, strict=True):
            found[key] = tuple(other for other, _ in near if other != key)[:limit]
    return found


def pairs(near: Mapping[Key, Sequence[Key]]) -> list[tuple[Key, Key]]:
    """Return the pairs of which one is near the other, each once and in order, the smaller key first."""
    every = {(a, b) if a <= b else (b, a) for a, others in near.items() for b in others}  # type: ignore[operator]
    return sorted(every)


def event_id(report_ids: Iterable[str]) -> str:
    """Return the id of an event: made of the id of its first report, so that what joins it later changes little."""
    return hashlib.blake2b(min(report_ids).encode("utf-8", "backslashreplace"), digest_size=6).hexdigest()


def _event(ids: Sequence[str], edges: Mapping[tuple[str, str], float]) -> Event:
    inside = [edges.get((a, b), 0.0) for n, a in enumerate(ids) for b in ids[n + 1 :]]
    return Event(
        id=event_id(ids),
        report_ids=tuple(ids),
        confidence=round(sum(inside) / len(inside), 4) if inside else 1.0,
    )
