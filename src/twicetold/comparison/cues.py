"""Words of a table found in a text: entries apart by commas or line ends.

`*` stands for any ending. An entry is matched as whole words; one that begins with `~` is matched inside words too
(scripts without spaces, and languages that say "not" by an ending), one that begins with `+` also behind a particle
that its language writes as one word with the next (`attached`: Arabic "and", Hebrew "the").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from twicetold.languages.lookup import table
from twicetold.model import Span

# letters and the marks that Python's \w leaves out
_W = r"[\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d]"

_WORD = re.compile(rf"{_W}+")
_PREFIX = 3  # letters by which a word is looked up that any ending may follow


@cache
def pattern(language: str, kind: str, key: str) -> re.Pattern[str] | None:
    """Return what finds the entries under `key` of a language's table, `None` where it has none."""
    entries = _entries(language, kind, key)
    whole = _said(e for e in entries if e[0] not in "~+")
    inside = _said(e[1:] for e in entries if e[0] == "~")
    behind = _said(e[1:] for e in entries if e[0] == "+")
    # one look around for all of them: each would be compiled anew for every entry; and none of them without case,
    # which takes ten times as long to compile and changes nothing in a class that holds all letters
    parts = [rf"(?<!{_W})(?i:{whole})(?!{_W})"] if whole else []
    if behind:
        attached = _said(_entries(language, kind, "attached"))
        parts.append(rf"(?<!{_W})(?i:(?:{attached})?(?:{behind}))(?!{_W})")
    parts += [f"(?i:{inside})"] if inside else []
    return re.compile("|".join(parts)) if parts else None


def _entries(language: str, kind: str, key: str) -> list[str]:
    return [e.strip() for e in re.split(r"[,\n]", table(language, kind).data.get(key, "")) if e.strip()]


def _said(entries: Iterable[str]) -> str:
    """Return the entries as alternatives, the longest first; nothing where there are none."""
    parts = {re.escape(e).replace(r"\*", f"(?-i:{_W}*)").replace(r"\ ", r"\s+") for e in entries}
    return "|".join(sorted(parts, key=lambda p: (-len(p), p)))


def find(text: str, language: str, kind: str, key: str) -> list[Span]:
    """Return where the entries stand in `text`, in order; none overlaps another."""
    known = pattern(language, kind, key)
    return [Span(m.start(), m.end()) for m in known.finditer(text)] if known else []


@cache
def _of_all(
    language: str, kind: str, names: tuple[str, ...]
) -> tuple[re.Pattern[str] | None, tuple[str, ...]]:
    """Return one pattern for the entries under several keys, each a group of its own, and the groups' keys.

    Texts are read once, not once a key: with thirty keys that is what a comparison would wait for.
    """
    entries = [(e, name) for name in names for e in _entries(language, kind, name)]
    entries.sort(key=lambda each: (-len(each[0].lstrip("~+")), each))
    keys: list[str] = []
    parts = []
    for marks in ("", "+", "~"):
        own = [(e, name) for e, name in entries if (e[0] if e[0] in "~+" else "") == marks]
        if own:
            keys += [name for _, name in own]
            said = "|".join(f"({_said([e.lstrip('~+')])})" for e, _ in own)
            attached = f"(?:{_said(_entries(language, kind, 'attached'))})?" if marks == "+" else ""
            free = f"(?i:{attached}(?:{said}))"
            parts.append(free if marks == "~" else rf"(?<!{_W}){free}(?!{_W})")
    return (re.compile("|".join(parts)) if parts else None), tuple(keys)


@cache
def _beginnings(language: str, kind: str, names: tuple[str, ...]) -> frozenset[str] | None:
    """Return the words, or their first letters, with which entries begin; `None` where an entry may begin anyhow."""
    found = set()
    for name in names:
        for entry in _entries(language, kind, name):
            first = _WORD.match(entry.lower())
            if first is None:
                return None
            cut = entry[first.end() : first.end() + 1] == "*"
            if cut and len(first[0]) < _PREFIX:
                return None
            found.add(first[0][:_PREFIX] if cut else first[0])
    return frozenset(found)


def kinds(text: str, language: str, kind: str, names: Iterable[str]) -> list[tuple[str, Span]]:
    """Return which entries under which of several keys stand in `text`, in order; of those at one place the longest."""
    known, keys = _of_all(language, kind, tuple(names))
    begun = _beginnings(language, kind, tuple(names))
    if known is None:
        return []
    found = known.finditer(text) if begun is None else _begun(known, begun, text)
    return [(keys[(m.lastindex or 1) - 1], Span(m.start(), m.end())) for m in found]


def _begun(known: re.Pattern[str], begun: frozenset[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds at the words with which it may begin."""
    end = 0
    for word in _WORD.finditer(text):
        said = word[0].lower()
        if word.start() >= end and (said in begun or said[:_PREFIX] in begun):
            m = known.match(text, word.start())
            if m:
                end = m.end()
                yield m
