"""What Python programs call: `read`, `read_all`, `compare`, `align`, `events`.

The command line is a layer over the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twicetold import pipeline
from twicetold.errors import Skipped, UsageError
from twicetold.ladder import Ladder
from twicetold.model import Comparison, Event, Report, Skip
from twicetold.settings import Order, Settings, from_environment

if TYPE_CHECKING:
    from twicetold.reading.options import ReadOptions


def read(
    source: str | Path,
    *,
    settings: Settings | None = None,
    language: str | None = None,
    reading: ReadOptions | None = None,
) -> Report:
    """Read one report from a file, an address or "-" (standard input); its language is detected unless given.

    `reading` says how (`twicetold.reading.options.ReadOptions`: form, columns, links to follow, seconds a source).
    Raises `Skipped` where there is nothing to read, `UsageError` where the source holds several reports.
    """
    settings = settings or from_environment()
    found = list(pipeline.one_source(source, settings=settings, language=language, reading=reading))
    reports = [item for item in found if isinstance(item, Report)]
    if len(reports) > 1:
        raise UsageError(f"{source} holds {len(reports)} reports; use read_all(source)")
    if reports:
        return reports[0]
    skips = [item for item in found if isinstance(item, Skip)]
    raise Skipped(skips[0] if skips else Skip(source=str(source), stage="reading", reason="no report in it"))


def read_all(
    *sources: str | Path | Report,
    settings: Settings | None = None,
    language: str | None = None,
    reading: ReadOptions | None = None,
) -> Iterator[Report | Skip]:
    """Yield every report of the sources, and a `Skip` for each input that was left out; `reading` as for `read`."""
    settings = settings or from_environment()
    for source in sources:
        yield from pipeline.one_source(source, settings=settings, language=language, reading=reading)


def compare(
    *sources: str | Path | Report,
    settings: Settings | None = None,
    languages: Mapping[str, str] | None = None,
    **options: Any,
) -> Comparison:
    """Compare two reports or more: file names, or reports that were read or made.

    `languages` overrules what is detected: {"A": "hi"} for the first source, or by its name. Single settings
    may be given by name (`order="keep"`). What could not be read is in `skips`; raises `TooFewReports` where
    fewer than two reports remain.
    """
    return pipeline.compare(sources, settings=_settings(settings, options), languages=languages)


def align(
    sentences_a: Sequence[str],
    sentences_b: Sequence[str],
    *,
    order: Order | None = None,
    settings: Settings | None = None,
    **options: Any,
) -> Ladder:
    """Align two lists of sentences; every sentence is in exactly one bead, alone where nothing matches it.

    `order` is "keep" for translations, "free" for reports, "auto" (the default) where it is not known.
    """
    chosen = _settings(settings, options | ({"order": order} if order else {}))
    return pipeline.align_sentences(sentences_a, sentences_b, settings=chosen)


def events(
    *sources: str | Path | Report | Iterable[Report],
    together: Sequence[tuple[str, str]] = (),
    apart: Sequence[tuple[str, str]] = (),
    settings: Settings | None = None,
    **options: Any,
) -> tuple[Event, ...]:
    """Find which reports tell one event; every report that can be read is in exactly one, alone if need be.

    Sources are file names, reports, or lists of reports. `together` and `apart` are corrections: pairs of report
    ids. What cannot be read is left out; `twicetold.happenings.events` says which and why.
    """
    from twicetold import happenings

    flat: list[str | Path | Report] = []
    for source in sources:
        flat.extend([source] if isinstance(source, (str, Path, Report)) else source)
    chosen = _settings(settings, options)
    return happenings.events(flat, settings=chosen, together=together, apart=apart).events


def _settings(settings: Settings | None, options: Mapping[str, Any]) -> Settings:
    if settings is None:
        return from_environment(options)
    return from_environment(settings.to_dict() | dict(options)) if options else settings
