"""What a source says of a report beside its text, and the one place where both become a `Report`.

The title comes first in a report's text, because it is a statement like any other: where a source keeps it
apart, it is put in front, with an empty line after it. Reading what was written out again changes nothing.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from twicetold.model import Report, Skip
from twicetold.reading.dates import parse_date
from twicetold.reading.spoken import language_of
from twicetold.reading.text import normalise, repairs

STAGE = "reading"
_MOST_WORDS = 2_000  # characters of a title, name or credit line; anything longer is no such thing
_SPACE = re.compile(r"\s+")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[^\W\d_]{3,}")
# Letters that look the same in these scripts are what a spoofed name is made of (UTS 39, confusables).
_CONFUSED = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "MATHEMATICAL", "FULLWIDTH")
# What leaves no trace between two letters; joiners and spaces without width are letters' own in scripts that use them.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u2060-\u2064\u3164\ufeff]|(?<=[A-Za-z\u00c0-\u052f])[\u200b-\u200d](?=[A-Za-z\u00c0-\u052f])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a source says of one report. Absent is `None` or empty; dates are as the source wrote them."""

    id: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    changed: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    credit: str | None = None
    section: str | None = None
    url: str | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()

    def over(self, other: Facts) -> Facts:
        """Return these facts, with those of `other` where these are silent; notes are joined."""
        mine: dict[str, Any] = {name: getattr(self, name) or getattr(other, name) for name in FACTS}
        mine["notes"] = tuple(dict.fromkeys((*self.notes, *other.notes)))
        return Facts(**mine)

    def with_notes(self, *notes: str) -> Facts:
        """Return these facts with more notes."""
        return replace(self, notes=tuple(dict.fromkeys((*self.notes, *notes))))

    def to_dict(self) -> dict[str, Any]:
        """Return what is not absent, ready for JSON."""
        every = {name: getattr(self, name) for name in (*FACTS, "notes")}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in every.items() if v}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Facts:
        """Return the facts that `to_dict` wrote."""
        several = {"authors", "notes"}
        given: dict[str, Any] = {name: tuple(v) if name in several else v for name, v in data.items()}
        return cls(**given)


FACTS = (
    "id",
    "title",
    "language",
    "published",
    "changed",
    "outlet",
    "authors",
    "credit",
    "section",
    "url",
    "source",
)
FIELDS = ("text", *FACTS)


def make_report(text: str, facts: Facts, *, source: str) -> Report | Skip:
    """Return the report of a text and what is known of it, or a skip where there is no text."""
    notes = [*facts.notes, *repairs(text)]
    text = normalise(text).strip("\n ")
    title = one_line(facts.title)
    if not text:
        return Skip(
            source=source, stage=STAGE, reason="empty", detail="a title and no text" if title else "no text"
        )
    text, title = _joined(text, title)
    published = parse_date(facts.published)
    language, score, doubts = language_of(facts.language, text)
    notes += [*doubts, *_tricks("title", title), *_tricks("outlet", facts.outlet)]
    for author in facts.authors:
        notes += _tricks("author", author)
    return Report(
        id=one_line(facts.id) or content_id(title, text),
        text=text,
        title=title,
        language=language,
        language_score=score,
        outlet=one_line(facts.outlet),
        published=published,
        published_raw=None if published else one_line(facts.published),
        changed=parse_date(facts.changed),
        url=one_line(facts.url),
        source=one_line(facts.source) or source,
        authors=tuple(dict.fromkeys(name for name in map(one_line, facts.authors) if name)),
        credit=one_line(facts.credit),
        section=one_line(facts.section),
        notes=tuple(dict.fromkeys(notes)),
    )


def content_id(title: str | None, text: str) -> str:
    """Return the id of a report that brings none.

    The same words have the same id, wherever they were read.
    """
    return "r" + hashlib.blake2b(f"{title or ''}\n{text}".encode(), digest_size=6).hexdigest()


def one_line(text: str | None) -> str | None:
    """Return a name or title in one line, normalised, or `None` where nothing is left of it."""
    if not text:
        return None
    text = _SPACE.sub(" ", normalise(text)).strip()
    return text[:_MOST_WORDS].rstrip() or None


def _joined(text: str, title: str | None) -> tuple[str, str | None]:
    """Put the title in front of the text unless it stands there; return both."""
    if not title:
        return text, None
    first, _, rest = text.partition("\n")
    if _says_only(first, title):
        return text, first.strip()  # as the text has it: the title is a span of the text
    if text.startswith(title):
        return text, title
    del rest
    return f"{title}\n\n{text}", title


def _says_only(line: str, title: str) -> bool:
    """Whether a line has the letters of the title and no others. A long line is told by its beginning."""
    wanted = _bare(title)
    if not wanted or not wanted.startswith(_bare(line[: len(title) + 20])):
        return False
    return _bare(line) == wanted


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum() or unicodedata.category(c)[0] == "M")


def _tricks(what: str, name: str | None) -> list[str]:
    """Say in words what in a name would deceive a reader's eye."""
    if not name or name.isascii():
        return []
    notes = []
    if marks := _OVERRIDES.findall(name):
        codes = ", ".join(sorted({f"U+{ord(mark):04X}" for mark in marks}))
        notes.append(f"the {what} has characters that turn the direction of text ({codes})")
    if unseen := _UNSEEN.findall(name):
        codes = ", ".join(sorted({f"U+{ord(sign):04X}" for sign in unseen}))
        notes.append(f"the {what} has characters that cannot be seen ({codes})")
    for word in _WORD.findall(name):
        scripts = {s for c in word if (s := unicodedata.name(c, "").partition(" ")[0]) in _CONFUSED}
        if len(scripts) > 1:
            joined = " and ".join(script.capitalize() for script in sorted(scripts))
            notes.append(f"the {what} mixes {joined} letters in one word: {ascii(word)[1:-1]}")
    return notes
