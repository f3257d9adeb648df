"""What event finding keeps of one report: enough to meet any other, and nothing of the rest of the set.

A signature is made from its report alone, so that it is the same whatever stands beside it, and is small: about 3 kB.
Vectors are whole numbers from -127 to 127. Their products are then exact in any order of summing, which is what makes
the result independent of batches, threads and the order in which reports came.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from twicetold.encoding.base import Encoder
from twicetold.events.centre import centred, means_for
from twicetold.events.clues import Clue, clues
from twicetold.model import Report, Span, Statement
from twicetold.times import find as find_times

Small = npt.NDArray[np.int8]

VERSION = "4"
UNIT = 127  # a vector of length 1 has about this length when it is kept
# What the encoder sees of a report. Title and lead tell the happening; more costs time in proportion.
TITLE = 300  # characters
# Of the body: as many statements until so many characters, each cut at so many. 450 characters would do for real news
# reports; reports that share only a third of their lines (ntrex) need 600 to 700.
STATEMENTS, CHARACTERS, A_STATEMENT = 6, 600, 400
_AHEAD = 2_000  # reports that are described together: bounds memory


# How much a candidate gains by coming at the same time, as a cosine, and the hours over which that fades. Of Hiru's
# right partners 97.7% are among the 20 nearest at .3 and 10 hours, 96.7% at .2, 88% without; 6 to 24 hours make hardly
# a difference. More than .3 was not taken though it finds more there: in a larger library more comes within the hours.
NEARBY, FADES = 0.3, 10.0
# Quantiles of a normal distribution: the mean of cosines at these frequencies falls off like a bell
_WAVES = np.array([NormalDist().inv_cdf((n + 0.5) / 32) for n in range(16, 32)]) / FADES


@dataclass(frozen=True, eq=False, kw_only=True)
class Signature:
    """One report as event finding sees it.

    `vectors` is parts x dimensions, int8, centred for the language; the first row is the title where `titled`.
    `spans` tell where the parts stand in the report's text (a title may stand nowhere: an empty span at 0).
    `published` is in hours since 1970, or `None`; `timed` where the source gave a time of day, not only a day.
    """

    version: str
    language: str
    published: float | None
    timed: bool
    titled: bool
    vectors: Small
    spans: tuple[Span, ...]
    clues: tuple[Clue, ...]

    @cached_property
    def whole(self) -> Small:
        """The whole report as one vector, int8, by which candidates are found; longer than one of a part.

        Title and lead count most. The last numbers say when it was published, so that the product of two of them
        grows where they came within hours: `NEARBY` at the same minute. Zeros where nothing is said.
        """
        content = self.content
        if not content.any():
            return np.zeros(len(content) + 2 * len(_WAVES), np.int8)
        return np.concatenate([content, _moment(self.published)])

    @cached_property
    def rows(self) -> npt.NDArray[np.float32]:
        """The vectors as numbers that can be multiplied."""
        return self.vectors.astype(np.float32)

    @cached_property
    def says(self) -> bool:
        """Whether the report says anything."""
        return bool(self.vectors.any())

    @cached_property
    def keys(self) -> dict[str, frozenset[str]]:
        """The keys of its clues by kind."""
        return {kind: frozenset(c.key for c in self.clues if c.kind == kind) for kind in ("name", "number")}

    @cached_property
    def content(self) -> Small:
        """What the whole report says as one vector, dimensions, int8; zeros where nothing is said."""
        if not len(self.vectors):
            return np.zeros(self.vectors.shape[1], np.int8)
        rows = self.vectors.astype(np.int64)
        weights = [(s.end - s.start) or 40 for s in self.spans]
        # integers throughout: the square root of a length, in tenths, and the title twice
        shares = np.array([round(10 * float(np.sqrt(min(w, 200)))) for w in weights], np.int64)
        if self.titled:
            shares[0] *= 2
        total = (rows * shares[:, None]).sum(axis=0)
        length = float(np.sqrt(float((total * total).sum())))
        return np.rint(total * (UNIT / length)).astype(np.int8) if length else np.zeros(len(total), np.int8)

    def to_bytes(self) -> bytes:
        """Return it as bytes, for a library to keep."""
        head = {
            "version": self.version,
            "language": self.language,
            "published": self.published,
            "timed": self.timed,
            "titled": self.titled,
            "shape": self.vectors.shape,
            "spans": [(s.start, s.end) for s in self.spans],
            "clues": [(c.kind, c.key, c.span.start, c.span.end) for c in self.clues],
        }
        told = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        return len(told).to_bytes(4, "little") + told + self.vectors.tobytes()

    @classmethod
    def from_bytes(cls, kept: bytes) -> Signature:
        """Return what `to_bytes` wrote. Raises `ValueError` where it is something else."""
        try:
            size = int.from_bytes(kept[:4], "little")
            head = json.loads(kept[4 : 4 + size])
            vectors = np.frombuffer(kept[4 + size :], np.int8).reshape(head["shape"])
            return cls(
                version=head["version"],
                language=head["language"],
                published=head["published"],
                timed=head["timed"],
                titled=head["titled"],
                vectors=vectors,
                spans=tuple(Span(a, b) for a, b in head["spans"]),
                clues=tuple(Clue(kind, key, Span(a, b)) for kind, key, a, b in head["clues"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"these bytes are no signature of a report: {error}") from error


def _moment(published: float | None) -> Small:
    """Return a time as numbers whose products tell nearness; zeros where it is not known, which is near no time."""
    if published is None:
        return np.zeros(2 * len(_WAVES), np.int8)
    turns = _WAVES * published
    height = UNIT * np.sqrt(NEARBY / len(_WAVES))
    moment: Small = np.rint(height * np.concatenate([np.cos(turns), np.sin(turns)])).astype(np.int8)
    return moment


def version_of(encoder: Encoder) -> str:
    """Return what makes the signatures of an encoder: two of one version can be weighed against each other."""
    return f"{VERSION}-{encoder.digest}"


def describe(report: Report, statements: Sequence[Statement], encoder: Encoder) -> Signature:
    """Return the signature of a report."""
    return describe_all([report], {report.id: statements}, encoder)[0]


def describe_all(
    reports: Sequence[Report], statements: Mapping[str, Sequence[Statement]], encoder: Encoder
) -> list[Signature]:
    """Return the signature of each report, in order; the encoder gets them together, which is quicker."""
    found: list[Signature] = []
    for at in range(0, len(reports), _AHEAD):
        some = reports[at : at + _AHEAD]
        parts = [_parts(report, statements[report.id]) for report in some]
        rows = encoder.encode([text for each in parts for text, _, _ in each])
        start = 0
        for report, each in zip(some, parts, strict=True):
            told = statements[report.id]
            found.append(_signature(report, told, each, rows[start : start + len(each)], encoder))
            start += len(each)
    return found


Part = tuple[str, Span, str]  # what the encoder sees, where it stands, its language


def _parts(report: Report, statements: Sequence[Statement]) -> list[Part]:
    """Return the title, if any, and the first statements of the body."""
    parts: list[Part] = []
    title = next((s for s in statements if s.kind == "title"), None)
    if title is not None:
        parts.append(
            (title.text[:TITLE], Span(title.start, min(title.end, title.start + TITLE)), title.language)
        )
    elif report.title and report.title.strip():
        parts.append((report.title[:TITLE], Span(0, 0), report.language))
    used = 0
    for statement in statements:
        if statement.kind not in ("body", "caption"):
            continue
        if used >= CHARACTERS or len(parts) > STATEMENTS:
            break
        text = statement.text[:A_STATEMENT]
        used += len(text)
        parts.append((text, Span(statement.start, statement.start + len(text)), statement.language))
    return parts


def _signature(
    report: Report,
    statements: Sequence[Statement],
    parts: Sequence[Part],
    rows: npt.NDArray[np.float32],
    encoder: Encoder,
) -> Signature:
    vectors = centred(rows, [language for _, _, language in parts], means_for(encoder))
    published, timed = _published(report)
    return Signature(
        version=version_of(encoder),
        language=report.language,
        published=published,
        timed=timed,
        titled=bool(parts) and (bool(report.title) or any(s.kind == "title" for s in statements)),
        vectors=np.rint(vectors * UNIT).astype(np.int8),
        spans=tuple(span for _, span, _ in parts),
        clues=clues(report, statements),
    )


def _published(report: Report) -> tuple[float | None, bool]:
    """Return when a report was published, in hours since 1970 to the minute, and whether a time of day is known.

    What no ISO time could be made of when it was read may still hold a date in words. Without a zone it is taken as
    UTC: reports of one place then keep their distance, those of far ones err by hours.
    """
    raw = report.published_raw or ""
    worded = (f.value for code in (report.language, "en") for f in find_times(raw, code) if f.value)
    for told in (report.published or "", *worded):
        try:
            moment = datetime.fromisoformat(told)
        except ValueError:
            continue
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return round(moment.timestamp() / 60) / 60, "T" in told
    return None, False
