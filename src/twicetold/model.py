"""Every record that passes between stages. Standard library only; nothing here computes.

A report's text is normalised once, when it is read (Unicode NFC, line ends), and never changes after. Everything
else points into it by offsets: Unicode code points, half-open. Records are frozen: a stage adds new ones.
An absent value is `None` or an empty tuple, and only that: "failed" is a `Skip`, "not tried" is an absent record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["body", "title", "dateline", "caption", "boilerplate"]
Speech = Literal["none", "direct", "indirect", "mixed"]
Verdict = Literal["same", "more", "differs", "contradicts", "only"]
Aspect = Literal["number", "name", "time", "negation", "wording", "speaker", "detail"]
EntityKind = Literal["person", "place", "organisation", "other"]
Dependence = Literal["translation", "shared_source", "independent", "unclear"]
Place = tuple[str, int]  # (report id, statement number)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a report's text, `text[start:end]`."""

    start: int
    end: int

    def quote(self, text: str) -> str:
        """Return what `text` says here."""
        return text[self.start : self.end]

    def to_dict(self, text: str) -> dict[str, Any]:
        """Return the contract's span: where, and the words."""
        return {"start": self.start, "end": self.end, "text": self.quote(text)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One telling. `text` begins with the title when the source had one; `id` is unique in what it travels with."""

    id: str
    text: str
    title: str | None = None
    language: str = "und"  # BCP 47 primary tag; "und" until detected or where nothing can be told
    language_score: float = 0.0  # 0 to 1; 1 when the source or the user said so
    outlet: str | None = None
    published: str | None = None  # ISO 8601
    published_raw: str | None = None  # what the source said, where it could not be parsed
    changed: str | None = None  # ISO 8601, last change
    url: str | None = None
    source: str = ""  # file name, URL or "-": where it was read
    authors: tuple[str, ...] = ()
    credit: str | None = None  # credit line or agency, as the source gives it
    section: str | None = None
    notes: tuple[str, ...] = ()  # what reading decided, in words (encoding, repairs)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as the contract's JSON of a report; what is absent is left out."""
        every = {
            "id": self.id,
            "title": self.title,
            "text": self.text,
            "language": self.language if self.language != "und" else None,
            "published": self.published,
            "published_raw": self.published_raw,
            "changed": self.changed,
            "outlet": self.outlet,
            "authors": list(self.authors),
            "credit": self.credit,
            "section": self.section,
            "url": self.url,
            "source": self.source,
            "notes": list(self.notes),
        }
        return {key: value for key, value in every.items() if value not in (None, "", [])}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence of a report. `report.text[start:end] == text`, always."""

    report_id: str
    n: int  # position among the report's statements, from 0
    start: int
    end: int
    text: str
    kind: Kind = "body"
    language: str = "und"  # its own, where the report mixes languages

    @property
    def span(self) -> Span:
        """Where the statement stands."""
        return Span(self.start, self.end)

    @property
    def place(self) -> Place:
        """Report and number: the statement's address."""
        return (self.report_id, self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who a stretch of a report is attributed to, and by which words.

    `speaker` is the naming words, `None` where nobody is named; `how` says why in every case.
    """

    report_id: str
    statements: tuple[int, ...]  # the statements it touches, in order
    speech: Speech
    content: tuple[Span, ...]
    speaker: Span | None = None
    speaker_id: str | None = None
    cue: Span | None = None
    how: str = ""
    confidence: float = 0.0
    projected: bool = False  # carried over from an aligned statement of another report


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who statements are attributed to, shared by the reports of an event."""

    id: str
    names: Mapping[str, tuple[str, ...]]  # language -> spellings
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span of a report that names somebody or something."""

    report_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, place, organisation or other named thing and where it is mentioned."""

    id: str
    kind: EntityKind
    names: Mapping[str, tuple[str, ...]]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time expression. `value` is ISO 8601 (day, month, year, time or interval) or `None` where it cannot be told."""

    report_id: str
    start: int
    end: int
    text: str
    value: str | None
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with what it counts. `low` and `high` bound what the words allow ("more than 40": 40 and None)."""

    report_id: str
    start: int
    end: int
    text: str
    value: float
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two statements of different reports that share content; `spans` where only a part of a statement matches."""

    a: Place
    b: Place
    score: float  # calibrated probability
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference in a row: what kind, which spans on each side, and a reason that a reader can check."""

    aspect: Aspect
    verdict: Verdict
    sides: Mapping[str, tuple[Span, ...]]
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Matching statements. A report without a cell leaves this out: an omission, shown as such.

    `score` is a calibrated probability: that the cells tell the same thing, or for "only", that no other report does.
    """

    cells: Mapping[str, tuple[int, ...]]  # report id -> statement numbers, ascending
    score: float
    verdict: Verdict
    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairProvenance:
    """How two reports depend on each other, with evidence in words."""

    a: str
    b: str
    verdict: Dependence
    confidence: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """How independent the tellings are; `low` and `high` bound the number of independent sources."""

    pairs: tuple[PairProvenance, ...] = ()
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One happening and the reports that tell it. `confidence`: the mean chance that two of them do; 1 for one."""

    id: str
    report_ids: tuple[str, ...]  # sorted
    confidence: float = 1.0

    def to_dict(self) -> dict[str, Any]:
        """Return the event as plain data."""
        return {"id": self.id, "reports": list(self.report_ids), "confidence": self.confidence}


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """An input or a part of one that was left out: the third outcome beside result and error."""

    source: str
    stage: str
    reason: str
    detail: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the contract's skip."""
        return {"source": self.source, "stage": self.stage, "reason": self.reason, "detail": self.detail}


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What made a derived result: equal makings and equal input give equal bytes."""

    program: str
    model: str
    model_digest: str
    settings_digest: str

    def to_dict(self) -> dict[str, Any]:
        """Return the contract's making."""
        return {
            "program": self.program,
            "model": self.model,
            "model_digest": self.model_digest,
            "settings_digest": self.settings_digest,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All of it: reports, their statements, the rows that align them, and what was found in each row."""

    making: Making
    reports: tuple[Report, ...]
    statements: Mapping[str, tuple[Statement, ...]]  # report id -> its statements
    rows: tuple[Row, ...]
    attributions: tuple[Attribution, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)
    skips: tuple[Skip, ...] = ()
    notes: tuple[str, ...] = ()  # what the reader should know of how this was made

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as the contract's JSON."""
        from twicetold.views import to_dict

        return to_dict(self)

    def to_pandas(self) -> Any:
        """Return the rows as a pandas table, one line a statement. Needs `twicetold[pandas]`."""
        from twicetold.views import to_pandas

        return to_pandas(self)

    def _repr_html_(self) -> str:
        from twicetold.render.html import notebook

        return notebook(self)
