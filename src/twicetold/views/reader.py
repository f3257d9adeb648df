"""What a reader of a comparison is shown: the same for the terminal and the page, without a word of layout.

A statement comes as pieces: stretches of its text, each with the marks that lie on it (a part that alone
matches, a difference, a cue, a speaker). Findings are numbered over the whole comparison, the strongest
first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twicetold.model import (
    Attribution,
    Comparison,
    Finding,
    Kind,
    Making,
    PairProvenance,
    Place,
    Report,
    Row,
    Skip,
    Speech,
    Verdict,
)
from twicetold.views.contract import voices
from twicetold.views.marks import Piece, marks_of, pieces
from twicetold.views.scripts import Direction, direction, language_name, language_own_name, visible

OPEN_AT_FIRST = 10  # differences shown unfolded; more than ten drown the reader (the interface's own rule)

# what a fact-checker must see first: a contradiction before a difference before an extra, facts before shades
_GRAVITY = {"contradicts": 1.0, "differs": 0.8, "more": 0.4, "only": 0.3, "same": 0.1}
_WEIGHT = {
    "number": 1.0,
    "negation": 1.0,
    "name": 0.95,
    "time": 0.95,
    "speaker": 0.9,
    "wording": 0.7,
    "detail": 0.6,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """One statement as a reader sees it."""

    report: str
    n: int
    kind: Kind
    language: str
    direction: Direction
    speech: Speech
    speaker: str | None  # the name to show
    projected: bool  # the attribution was carried over from a linked statement of another report
    pieces: tuple[Piece, ...]
    meets: tuple[str, ...]  # the statements it is linked to, "B-4"

    @property
    def text(self) -> str:
        """The whole text, made visible."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One difference as a reader sees it. `number` is its rank over the whole comparison, from 1."""

    number: int
    row: int
    aspect: str
    verdict: Verdict
    quotes: tuple[tuple[str, str], ...]  # report, the words there ("" where they are missing)
    reason: str
    confidence: float
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One row: a cell for every report, empty where it leaves this out."""

    number: int  # from 1
    verdict: Verdict
    score: float
    cells: tuple[tuple[StatementView, ...], ...]  # in the order of the reports
    told_by: tuple[str, ...]
    left_out_by: tuple[str, ...]
    findings: tuple[FindingView, ...]

    @property
    def is_only(self) -> bool:
        """Whether a single report tells this."""
        return len(self.told_by) == 1

    @property
    def is_body(self) -> bool:
        """Whether running text or a headline tells it, not only boilerplate and the like."""
        return any(s.kind in ("body", "title") for cell in self.cells for s in cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """Who a report is, and how much of it others tell too."""

    label: str
    name: str  # the outlet, else the file's own name
    title: str
    title_direction: Direction
    outlet: str
    language: str
    language_name: str
    language_own_name: str
    language_score: float
    direction: Direction
    published: str
    source: str
    file: str  # the last part of `source`
    url: str
    statements: int
    shared: int
    alone: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The whole comparison as a reader sees it."""

    reports: tuple[ReportView, ...]
    rows: tuple[RowView, ...]
    findings: tuple[FindingView, ...]  # the strongest first
    dependences: tuple[PairProvenance, ...]
    independent: tuple[int | None, int | None]
    skips: tuple[Skip, ...]
    notes: tuple[str, ...]
    making: Making

    @property
    def shared(self) -> tuple[RowView, ...]:
        """The rows that more than one report tells."""
        return tuple(row for row in self.rows if not row.is_only)

    @property
    def parting(self) -> tuple[FindingView, ...]:
        """The findings that are differences; what was checked and agrees is shown in its row only."""
        return tuple(finding for finding in self.findings if finding.verdict != "same")

    def only(self, label: str) -> tuple[RowView, ...]:
        """Return the rows that only this report tells."""
        return tuple(row for row in self.rows if row.told_by == (label,))


def view_of(comparison: Comparison) -> View:
    """Return what a reader is shown of a comparison."""
    texts = {report.id: report.text for report in comparison.reports}
    ranked = _ranked(comparison.rows, texts)
    shown = _statements(comparison, {view.number: each for each, view in ranked})
    of_row: dict[int, list[FindingView]] = {}
    for _, view in ranked:
        of_row.setdefault(view.row, []).append(view)
    ids = tuple(texts)
    rows = tuple(
        _row(at, row, ids, shown, of_row.get(at, [])) for at, row in enumerate(comparison.rows, start=1)
    )
    return View(
        reports=tuple(
            _report(report, len(comparison.statements[report.id]), rows) for report in comparison.reports
        ),
        rows=rows,
        findings=tuple(view for _, view in ranked),
        dependences=comparison.provenance.pairs,
        independent=(comparison.provenance.low, comparison.provenance.high),
        skips=comparison.skips,
        notes=tuple(visible(note) for note in comparison.notes),
        making=comparison.making,
    )


def _ranked(rows: Sequence[Row], texts: Mapping[str, str]) -> list[tuple[Finding, FindingView]]:
    """Rank the findings of all rows, the gravest and surest first; ties stay in the order of reading."""
    every = [(at, each) for at, row in enumerate(rows, start=1) for each in row.findings]
    every.sort(key=lambda pair: -_GRAVITY[pair[1].verdict] * _WEIGHT[pair[1].aspect] * pair[1].confidence)
    return [(each, _finding(number, at, each, texts)) for number, (at, each) in enumerate(every, start=1)]


def _finding(number: int, row: int, finding: Finding, texts: Mapping[str, str]) -> FindingView:
    quotes = (
        (report, visible(" … ".join(span.quote(texts[report]) for span in spans)))
        for report, spans in finding.sides.items()
    )
    return FindingView(
        number=number,
        row=row,
        aspect=finding.aspect,
        verdict=finding.verdict,
        quotes=tuple(quotes),
        reason=visible(finding.reason),
        confidence=finding.confidence,
        open=number <= OPEN_AT_FIRST and finding.verdict != "same",
    )


def _statements(comparison: Comparison, findings: Mapping[int, Finding]) -> dict[Place, StatementView]:
    links = dict(enumerate((link for row in comparison.rows for link in row.links), start=1))
    marks = marks_of(comparison.statements, findings, links, comparison.attributions)
    meets: dict[Place, list[Place]] = {}
    for link in links.values():
        meets.setdefault(link.a, []).append(link.b)
        meets.setdefault(link.b, []).append(link.a)
    told, names = voices(comparison), speaker_names(comparison)
    shown = {}
    for report in comparison.reports:
        way = direction(report.text, report.language)
        for each in comparison.statements[report.id]:
            voice = told.get(each.place)
            language = report.language if each.language == "und" else each.language
            shown[each.place] = StatementView(
                report=report.id,
                n=each.n,
                kind=each.kind,
                language=language,
                direction=direction(each.text, language, way),
                speech=voice[0] if voice else "none",
                speaker=_speaker(voice[1], report, names) if voice else None,
                projected=voice is not None and voice[1].projected,
                pieces=pieces(each, marks.get(each.place, ())),
                meets=tuple(f"{label}-{n}" for label, n in meets.get(each.place, ())),
            )
    return shown


def speaker_names(comparison: Comparison) -> dict[tuple[str, str], str]:
    """Return for each speaker and language the name to show: in that language, else in English, else any."""
    languages = {report.language for report in comparison.reports}
    return {
        (speaker.id, language): spellings[0]
        for speaker in comparison.speakers
        for language in languages
        if (spellings := speaker.names.get(language) or speaker.names.get("en") or _any(speaker.names))
    }


def _any(names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return next((names[language] for language in sorted(names) if names[language]), ())


def _speaker(said: Attribution, report: Report, names: Mapping[tuple[str, str], str]) -> str | None:
    name = names.get((said.speaker_id or "", report.language))
    name = name or (said.speaker.quote(report.text) if said.speaker else None)
    return visible(name) if name else None


def _row(
    number: int,
    row: Row,
    ids: Sequence[str],
    shown: Mapping[Place, StatementView],
    findings: Sequence[FindingView],
) -> RowView:
    return RowView(
        number=number,
        verdict=row.verdict,
        score=row.score,
        cells=tuple(tuple(shown[report, n] for n in row.cells.get(report, ())) for report in ids),
        told_by=tuple(report for report in ids if row.cells.get(report)),
        left_out_by=tuple(report for report in ids if not row.cells.get(report)),
        findings=tuple(findings),
    )


def _file_name(source: str) -> str:
    """Return the last part of a path or an address: a page that is passed on tells no folders."""
    return "standard input" if source == "-" else re.split(r"[\\/]", source.rstrip("\\/"))[-1]


def _report(report: Report, statements: int, rows: Iterable[RowView]) -> ReportView:
    alone = sum(len(cell) for row in rows if row.told_by == (report.id,) for cell in row.cells)
    title = visible(report.title or "")
    way = direction(report.text, report.language)
    return ReportView(
        label=report.id,
        name=visible(report.outlet or _file_name(report.source) or f"Report {report.id}"),
        title=title,
        title_direction=direction(title, report.language, way),
        outlet=visible(report.outlet or ""),
        language=report.language,
        language_name=language_name(report.language),
        language_own_name=language_own_name(report.language),
        language_score=report.language_score,
        direction=way,
        published=visible(report.published or report.published_raw or ""),
        source=visible(report.source),
        file=visible(_file_name(report.source)),
        url=visible(report.url or ""),
        statements=statements,
        shared=statements - alone,
        alone=alone,
        notes=tuple(visible(note) for note in report.notes),
    )
