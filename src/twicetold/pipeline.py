"""The whole journey on one screen: sources, reports, statements, vectors, rows, one comparison.

Each stage adds records and edits none. Reports keep the labels of their input order (A, B, C …), but the
stages get them in an order taken from their content, so that the result is the same, up to labels, in
whatever order they came.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from twicetold import __version__
from twicetold.errors import TooFewReports, UsageError
from twicetold.labels import by_content, in_reading_order, labels
from twicetold.ladder import Ladder, ladder
from twicetold.model import (
    Attribution,
    Comparison,
    Link,
    Making,
    Quantity,
    Report,
    Skip,
    Speaker,
    Statement,
    Time,
)
from twicetold.settings import Settings

if TYPE_CHECKING:
    from twicetold.comparison import Judgement
    from twicetold.encoding.base import Encoder
    from twicetold.reading.options import ReadOptions

Source = str | os.PathLike[str] | Report
_Of = TypeVar("_Of", Attribution, Time, Quantity)
Progress = Callable[[str], None]  # told in words what is being done
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*")


def compare(
    sources: Iterable[Source],
    *,
    settings: Settings,
    languages: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Read, split, encode, align, attribute and compare; raise `TooFewReports` where fewer than two reports remain."""
    from twicetold.alignment import align
    from twicetold.comparison import compare as find_differences
    from twicetold.mentions import mention
    from twicetold.speakers import attribute
    from twicetold.statements import split

    encoder = _encoder(settings, progress)  # loads while the reports are read
    reports, skips = gather(sources, settings=settings, languages=languages or {})
    if len(reports) < 2:
        raise TooFewReports(_too_few(reports, skips), skips)
    statements = {report.id: split(report) for report in reports}
    _expect(encoder, [each.text for several in statements.values() for each in several])
    ordered = by_content(reports)
    said = [each for report in ordered for each in attribute(report, statements[report.id])]  # while it loads
    alignment = align(ordered, statements, encoder, order=settings.order)
    links = [link for row in alignment.rows for link in row.links]
    attributions, speakers = _said(ordered, statements, said, links)
    mentioned = mention(ordered, statements, links)
    rows = find_differences(
        ordered,
        statements,
        alignment.rows,
        encoder=encoder,
        attributions=attributions,
        entities=mentioned.entities,
        times=mentioned.times,
        quantities=mentioned.quantities,
    )
    return Comparison(
        making=_making(encoder, settings),
        reports=reports,
        statements=statements,
        rows=in_reading_order(rows, [report.id for report in reports]),
        attributions=_in_order(attributions, reports),
        speakers=speakers,
        entities=mentioned.entities,
        times=_in_order(mentioned.times, reports),
        quantities=_in_order(mentioned.quantities, reports),
        skips=skips,
        notes=(*alignment.notes, *_twins(reports)),
    )


def _in_order(found: Iterable[_Of], reports: Sequence[Report]) -> tuple[_Of, ...]:
    """Return what was found report by report in the order in which the reports were given."""
    of: dict[str, list[_Of]] = {report.id: [] for report in reports}
    for each in found:
        of[each.report_id].append(each)
    return tuple(each for several in of.values() for each in several)


def _said(
    reports: Sequence[Report],
    statements: Mapping[str, Sequence[Statement]],
    found: Sequence[Attribution],
    links: Sequence[Link],
) -> tuple[tuple[Attribution, ...], tuple[Speaker, ...]]:
    """Return who says what: `found` in each report, with one set of speakers, and where only another report tells."""
    from twicetold.speakers import project, resolve

    named, speakers = resolve(reports, statements, found, links=links)
    return project(reports, statements, named, links), speakers


def gather(
    sources: Iterable[Source], *, settings: Settings, languages: Mapping[str, str]
) -> tuple[tuple[Report, ...], tuple[Skip, ...]]:
    """Read the sources and label the reports A, B, C … in order; what is left out becomes a skip.

    A key of `languages` is the letter of a source by its place (A is the first) or its name.
    """
    kept: dict[tuple[str, str], Report] = {}
    skips: list[Skip] = []
    names = labels()
    sources = list(sources)
    for source, language in zip(sources, _overruled(sources, languages), strict=True):
        for item in one_source(source, settings=settings, language=language):
            if isinstance(item, Skip):
                skips.append(item)
                continue
            same = kept.get(key := _identity(item))
            if same is None:
                kept[key] = replace(item, id=next(names))
            else:
                skips.append(_skip(item, f"same text as {same.id}", "given twice, kept once"))
    return tuple(kept.values()), tuple(skips)


def one_source(
    source: Source, *, settings: Settings, language: str | None = None, reading: ReadOptions | None = None
) -> Iterator[Report | Skip]:
    """Yield the reports of a source; `language` overrules what the source says or what is detected."""
    from twicetold.languages.detect import detect
    from twicetold.reading import read

    found = (
        [given(source)] if isinstance(source, Report) else read(source, settings=settings, options=reading)
    )
    for item in found:
        if isinstance(item, Skip):
            yield item
        elif language:
            yield replace(item, language=language, language_score=1.0)
        elif item.language == "und":
            heard = detect(item.text)
            yield replace(item, language=heard.code, language_score=heard.score)
        else:
            yield item


def sentences(source: str, *, settings: Settings, a_line: bool = True) -> tuple[str, ...] | Skip:
    """Return the lines of a source, or the statements of its (first) report."""
    from twicetold.reading import read
    from twicetold.reading.sentences import read_lines
    from twicetold.statements import split

    if a_line:
        return read_lines(source, settings=settings)
    item = next(iter(read(source, settings=settings)))
    return item if isinstance(item, Skip) else tuple(statement.text for statement in split(item))


def given(report: Report) -> Report | Skip:
    """Return a report that a program made, its text normalised as reading would have done it."""
    from twicetold.reading.text import normalise, repairs

    text = normalise(report.text)
    if not text.strip():
        return _skip(report, "empty", "nothing but white space")
    notes = tuple(dict.fromkeys((*report.notes, *repairs(report.text))))
    return replace(report, text=text, title=report.title and normalise(report.title), notes=notes)


def _overruled(sources: Sequence[Source], languages: Mapping[str, str]) -> list[str | None]:
    """Return for each source the language somebody gave it, or `None`."""
    told: list[str | None] = [None] * len(sources)
    keys = [{letter, _name(source)} for letter, source in zip(labels(), sources, strict=False)]
    for key, language in languages.items():
        if not _LANGUAGE.fullmatch(language):
            raise UsageError(f"{language!r} is no language code; use one such as hi, en or zh-Hant")
        places = [at for at, names in enumerate(keys) if key in names]
        if not places:
            raise UsageError(f"no source is called {key!r} to give a language to; A is the first one")
        for at in places:
            told[at] = language
    return told


def _name(source: Source) -> str:
    return source.source or source.id if isinstance(source, Report) else os.fspath(source)


def _identity(report: Report) -> tuple[str, str]:
    """Return what makes two inputs the same one: where it was read and what it says.

    The same text in two files stays two reports: outlets do print each other's text, and that is worth
    seeing.
    """
    where = report.source or report.id
    return (os.path.realpath(where), report.text)


def _skip(report: Report, reason: str, detail: str) -> Skip:
    return Skip(source=_name(report) or "a report", stage="reading", reason=reason, detail=detail)


def _too_few(reports: Sequence[Report], skips: Sequence[Skip]) -> str:
    left = f"only {reports[0].source or reports[0].id} is left" if reports else "nothing is left"
    return f"{left} to compare; give two reports or more" if skips else "give two reports or more to compare"


def _twins(reports: Sequence[Report]) -> list[str]:
    """Say which reports have the very same text."""
    same: dict[str, list[str]] = {}
    for report in reports:
        same.setdefault(report.text, []).append(report.id)
    return [f"{' and '.join(ids)} have the very same text" for ids in same.values() if len(ids) > 1]


def _encoder(settings: Settings, progress: Progress | None) -> Encoder:
    from twicetold.encoding import open_encoder

    return open_encoder(
        settings.encoder, cache=settings.cache, threads=settings.threads, progress=progress, ahead=True
    )


def _expect(encoder: Encoder, texts: Sequence[str]) -> None:
    """Let an encoder that takes long to load begin, if these texts need it, while there is other work to do."""
    from twicetold.encoding.base import Expectant

    if isinstance(encoder, Expectant):
        encoder.expect(texts)


def _making(encoder: Encoder, settings: Settings) -> Making:
    return Making(
        program=f"twicetold {__version__}",
        model=encoder.name,
        model_digest=encoder.digest,
        settings_digest=settings.digest,
    )


def align_sentences(
    a: Sequence[str], b: Sequence[str], *, settings: Settings, progress: Progress | None = None
) -> Ladder:
    """Align two lists of sentences; empty ones keep their numbers and stay alone."""
    from twicetold.alignment import align_sentences as align
    from twicetold.listed import listed
    from twicetold.reading.text import normalise

    sides = [[(n, normalise(text)) for n, text in enumerate(side) if text.strip()] for side in (a, b)]
    if not all(sides):
        return ladder((), (), (), (len(a), len(b)))
    encoder = _encoder(settings, progress)
    _expect(encoder, [text for side in sides for _, text in side])
    first, second = (listed([text for _, text in side]) for side in sides)
    beads = align(
        first.texts,
        second.texts,
        encoder,
        order=settings.order,
        languages=(first.language, second.language),
        kinds=(first.kinds, second.kinds),
    )
    numbers = [
        [tuple(side[k][0] for k in each) for each in told.numbers]
        for side, told in zip(sides, (first, second), strict=True)
    ]
    return ladder(beads, numbers[0], numbers[1], (len(a), len(b)))


def judge_pairs(pairs: Sequence[tuple[str, str]], *, settings: Settings) -> tuple[Judgement, ...]:
    """Judge each pair of sentences; their languages are told from all left and all right ones together."""
    from twicetold.comparison import as_reports, judge
    from twicetold.languages.detect import detect
    from twicetold.mentions import mention

    if not pairs:
        return ()
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    encoder = _encoder(settings, None)
    _expect(encoder, [*left, *right])
    languages = (detect("\n".join(left)).code, detect("\n".join(right)).code)
    reports, statements = as_reports(left, right, languages)
    links = [Link(a=("left", k), b=("right", k), score=1.0) for k in range(len(pairs))]
    told = mention(reports, statements, links)
    return judge(
        reports,
        statements,
        encoder,
        entities=told.entities,
        times=told.times,
        quantities=told.quantities,
    )
