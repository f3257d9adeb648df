"""Sources in, events out: the journey of `twicetold events` and `twicetold why`, as `pipeline.py` is of `compare`.

No library is needed or touched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from twicetold.errors import UsageError
from twicetold.model import Event, Report, Skip
from twicetold.pipeline import Source, one_source
from twicetold.settings import Settings

if TYPE_CHECKING:
    from twicetold.events import Evidence

Progress = Callable[[str], None]
Pair = tuple[str, str]
_MARK = "\x1f"  # between an id and what tells reports of one id apart; no id holds it


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The events of what could be read, and what could not."""

    events: tuple[Event, ...]
    skips: tuple[Skip, ...]


def events(
    sources: Iterable[Source],
    *,
    settings: Settings,
    together: Sequence[Pair] = (),
    apart: Sequence[Pair] = (),
    progress: Progress | None = None,
) -> Found:
    """Read every report of the sources and find the events they tell.

    `together` and `apart` are corrections: pairs of report ids. Reports of one id and one text are one, given twice;
    of one id and different texts are several, and every one of them is meant by a correction.
    """
    from twicetold.encoding import open_encoder
    from twicetold.events import find_events
    from twicetold.statements import split

    kept, skips = _gather(sources, settings, progress)
    known = {_named(key) for key in kept}
    for each in {name for pair in (*together, *apart) for name in pair}:
        if each not in known:
            raise UsageError(f"a correction names the report {each!r}, which none of the sources holds")
    if not kept:
        return Found(events=(), skips=skips)
    encoder = open_encoder(
        settings.encoder, cache=settings.cache, threads=settings.threads, progress=progress
    )
    reports = [replace(report, id=key) for key, report in kept.items()]
    statements = {report.id: split(report) for report in reports}
    found = find_events(reports, statements, encoder, _spread(together, kept), _spread(apart, kept))
    return Found(
        events=tuple(
            replace(each, report_ids=tuple(sorted(_named(key) for key in each.report_ids))) for each in found
        ),
        skips=skips,
    )


def why(a: Source, b: Source, *, settings: Settings, progress: Progress | None = None) -> Why:
    """Return the two reports and what joins and parts them; raise `UsageError` where one cannot be read."""
    from twicetold.encoding import open_encoder
    from twicetold.events import describe_all, weigh
    from twicetold.statements import split

    reports = []
    for source in (a, b):
        found = list(one_source(source, settings=settings))
        read = [each for each in found if isinstance(each, Report)]
        if len(read) != 1:
            said = "; ".join(each.reason for each in found if isinstance(each, Skip))
            name = source.id if isinstance(source, Report) else source
            raise UsageError(f"{name}: {said or f'{len(read)} reports; why takes one on each side'}")
        reports.append(read[0])
    encoder = open_encoder(
        settings.encoder, cache=settings.cache, threads=settings.threads, progress=progress
    )
    first, second = (replace(report, id=key) for report, key in zip(reports, "AB", strict=True))
    signatures = describe_all([first, second], {r.id: split(r) for r in (first, second)}, encoder)
    return Why(a=reports[0], b=reports[1], evidence=weigh(*signatures))


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Two reports and the evidence between them."""

    a: Report
    b: Report
    evidence: Evidence


def _gather(
    sources: Iterable[Source], settings: Settings, progress: Progress | None
) -> tuple[dict[str, Report], tuple[Skip, ...]]:
    """Return the reports by keys that differ, and the skips; the keys depend on no order."""
    by_id: dict[str, dict[str, Report]] = {}
    skips: list[Skip] = []
    count = 0
    for source in sources:
        for item in one_source(source, settings=settings):
            if isinstance(item, Skip):
                skips.append(item)
                continue
            count += 1
            if progress is not None and count % 500 == 0:
                progress(f"{count:,} reports read")
            same = by_id.setdefault(item.id, {})
            content = _content(item)
            if content in same:
                detail = "given twice, kept once"
                where = item.source or item.id
                skips.append(
                    Skip(source=where, stage="events", reason=f"same report as {item.id}", detail=detail)
                )
            same.setdefault(content, item)
    kept = {}
    for name, same in by_id.items():
        for n, content in enumerate(sorted(same)):
            kept[f"{name}{_MARK}{n}" if n else name] = same[content]
    return kept, tuple(skips)


def _content(report: Report) -> str:
    told = repr((report.title, report.text, report.published)).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(told, digest_size=16).hexdigest()


def _named(key: str) -> str:
    return key.split(_MARK, 1)[0]


def _spread(pairs: Sequence[Pair], kept: Iterable[str]) -> list[Pair]:
    """Return the pairs with every key that goes by an id."""
    by_name: dict[str, list[str]] = {}
    for key in kept:
        by_name.setdefault(_named(key), []).append(key)
    return [(x, y) for a, b in pairs for x in by_name[a] for y in by_name[b]]
