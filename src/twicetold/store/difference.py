"""What changed from one revision of a report to the next: fields, and lines of the text."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from twicetold.model import Report

_FIELDS = ("title", "language", "outlet", "published", "changed", "url", "authors", "credit", "section")


def difference(before: Report, after: Report) -> dict[str, Any]:
    """Return the fields that changed as (before, after), and the lines of the text that went and came.

    `lines` is a list of {"at": line of the new text, from 1, "less": [lines], "more": [lines]}.
    """
    fields = {
        name: [_plain(getattr(before, name)), _plain(getattr(after, name))]
        for name in _FIELDS
        if getattr(before, name) != getattr(after, name)
    }
    return {"fields": fields, "lines": _lines(before.text.split("\n"), after.text.split("\n"))}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _lines(old: list[str], new: list[str]) -> list[dict[str, Any]]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        {"at": c + 1, "less": old[a:b], "more": new[c:d]} for kind, a, b, c, d in blocks if kind != "equal"
    ]
