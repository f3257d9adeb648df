"""Answers of the parsers become reports and skips.

Markup that is still in a text or a fact is taken out here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from twicetold.model import Report, Skip
from twicetold.reading.facts import STAGE, Facts, content_id, make_report
from twicetold.reading.limits import Broken, TooMuch
from twicetold.reading.pages.fragment import has_markup, without_tags
from twicetold.reading.plain import from_text, read_bytes
from twicetold.reading.worker import shared
from twicetold.settings import Settings

Answer = dict[str, Any]
_MANY = 1_000_000  # bytes of plain text; more are decoded in the child process, where time is limited
_NAMED = ("title", "outlet", "credit", "section")


def skip(source: str, reason: str, detail: str = "", *, stage: str = STAGE) -> Skip:
    """Return a skip of this stage."""
    return Skip(source=source, stage=stage, reason=reason, detail=detail)


def skip_for(source: str, error: Broken | TooMuch) -> Skip:
    """Return the skip that a limit or damage becomes."""
    return skip(source, error.reason if isinstance(error, TooMuch) else "broken", str(error))


def ask(task: str, data: bytes, *, seconds: float, **facts: Any) -> list[Answer]:
    """Return all answers of the child process to a task; raise `TooMuch` or `Broken`."""
    return list(shared().run(task, data, seconds=seconds, **facts))


def outcome(answer: Answer, source: str, *, around: Facts | None = None, seconds: float) -> Report | Skip:
    """Return the report or skip of an answer.

    `around` is what the container says where the answer is silent.
    """
    if "reason" in answer:
        return skip(source, answer["reason"], answer.get("detail", ""))
    facts = answer.get("facts") or Facts()
    facts = facts if isinstance(facts, Facts) else Facts.from_dict(facts)
    facts = facts.over(around) if around else facts
    text = answer["text"]
    if has_markup(text):
        try:
            text = ask("fragment", text.encode("utf-8", "replace"), seconds=seconds)[0]["text"]
        except (TooMuch, Broken) as error:
            return skip_for(source, error)
    return make_report(text, _bare(facts), source=source)


def plain_outcome(data: bytes, source: str, settings: Settings, *, seconds: float) -> Report | Skip:
    """Return the report of bytes that are plain text, or a skip."""
    if len(data) <= _MANY:
        found = read_bytes(data, source=source, settings=settings)
    else:
        try:
            answer = ask("plain", data, seconds=seconds, source=source, max_bytes=settings.max_bytes)[0]
        except (TooMuch, Broken) as error:
            return skip_for(source, error)
        if "reason" in answer:
            return skip(source, answer["reason"], answer["detail"])
        found = from_text(answer["text"], source=source, notes=tuple(answer["notes"]))
    if isinstance(found, Skip):
        return found
    if has_markup(found.text):
        notes = (*found.notes, "markup taken out of a plain text")
        found = from_text(without_tags(found.text), source=source, notes=notes)
        if isinstance(found, Skip):
            return found
    return replace(found, id=content_id(found.title, found.text))


def _bare(facts: Facts) -> Facts:
    """Return facts without markup in any name."""
    changed: dict[str, Any] = {}
    for name in _NAMED:
        value = getattr(facts, name)
        if value and has_markup(value):
            changed[name] = without_tags(value)
    if any(has_markup(author) for author in facts.authors):
        changed["authors"] = tuple(without_tags(author) for author in facts.authors)
    return replace(facts, **changed) if changed else facts
