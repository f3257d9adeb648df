"""A list of sentences in, what alignment needs to know of it out: language, kinds, and lines that are one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twicetold.languages.detect import detect
from twicetold.languages.lines import line_kind
from twicetold.languages.rules import rules
from twicetold.model import Kind
from twicetold.statements import unbroken


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Sentences of one text; `numbers[k]` are the lines that the k-th came from, usually one."""

    language: str
    texts: tuple[str, ...]
    kinds: tuple[Kind, ...]
    numbers: tuple[tuple[int, ...], ...]


def listed(lines: Sequence[str]) -> Listed:
    """Tell the language of lines, join those that one sentence runs over, and tell kinds as far as a list shows them.

    Only what stands before the text can be told from it: a dateline, a story code, a headline that comes twice.
    """
    language = detect("\n".join(lines)).code
    table = rules(language)
    kinds: list[Kind] = ["body"] * len(lines)
    for n, text in enumerate(lines):
        kind = line_kind(text, table) or ("title" if lines.count(text) > 1 else "body")
        if kind == "body":
            break
        kinds[n] = kind
    numbers = unbroken(lines, language, kinds)
    return Listed(
        language=language,
        texts=tuple(" ".join(lines[n] for n in each) for each in numbers),
        kinds=tuple(kinds[each[0]] for each in numbers),
        numbers=numbers,
    )
