"""Words of a table found in a text: entries apart by commas or line ends.

`*` stands for any ending. An entry is matched as whole words; one that begins with `~` is matched inside words too
(scripts without spaces, and languages that say "not" by an ending), one that begins with `+` also behind a particle
that its language writes as one word with the next (`attached`: Arabic "and", Hebrew "the").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from twicetold.languages.lookup import table
from twicetold.model import Span

# letters and the marks that Python's \w leaves out
_W = r"[\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d]"


@cache
def pattern(language: str, kind: str, key: str) -> re.Pattern[str] | None:
    """Return what finds the entries under `key` of a language's table, `None` where it has none."""
    entries = _entries(language, kind, key)
    whole = _said(e for e in entries if e[0] not in "~+")
    inside = _said(e[1:] for e in entries if e[0] == "~")
    behind = _said(e[1:] for e in entries if e[0] == "+")
    # one look around for all of them: each would be compiled anew for every entry
    parts = [rf"(?<!{_W})(?:{whole})(?!{_W})"] if whole else []
    parts += (
        [rf"(?<!{_W})(?:{_said(_entries(language, kind, 'attached'))})?(?:{behind})(?!{_W})"]
        if behind
        else []
    )
    parts += [inside] if inside else []
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _entries(language: str, kind: str, key: str) -> list[str]:
    return [e.strip() for e in re.split(r"[,\n]", table(language, kind).data.get(key, "")) if e.strip()]


def _said(entries: Iterable[str]) -> str:
    """Return the entries as alternatives, the longest first; nothing where there are none."""
    parts = {re.escape(e).replace(r"\*", f"{_W}*").replace(r"\ ", r"\s+") for e in entries}
    return "|".join(sorted(parts, key=lambda p: (-len(p), p)))


def find(text: str, language: str, kind: str, key: str) -> list[Span]:
    """Return where the entries stand in `text`, in order; none overlaps another."""
    known = pattern(language, kind, key)
    return [Span(m.start(), m.end()) for m in known.finditer(text)] if known else []


def kinds(text: str, language: str, kind: str, names: Iterable[str]) -> list[tuple[str, Span]]:
    """Return which entries under which of several keys stand in `text`, in order; of overlapping ones the longest."""
    found = [(name, span) for name in names for span in find(text, language, kind, name)]
    found.sort(key=lambda each: (each[1].start, -each[1].end, each[0]))
    kept: list[tuple[str, Span]] = []
    for name, span in found:
        if not kept or span.start >= kept[-1][1].end:
            kept.append((name, span))
    return kept
