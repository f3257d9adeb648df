"""One page: decode, parse, read what it says of itself, find its text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from twicetold.languages.detect import detect
from twicetold.reading.dates import days, parse_date
from twicetold.reading.facts import Facts
from twicetold.reading.pages.blocks import blocks_of
from twicetold.reading.pages.body import Body, main_text
from twicetold.reading.pages.furniture import bare
from twicetold.reading.pages.said import page_title, said_by
from twicetold.reading.pages.shown import date_lines, shown_date
from twicetold.reading.pages.tree import TooDeep, decode_page, parse, slim

_SCRIPTED = re.compile(
    r"(?:enable|activate|requires?|turn on)\s+java\s?script|javascript\s+(?:is\s+)?(?:disabled|required)",
    re.I,
)
# A page whose JSON-LD carries this many times the letters of the text found is one that scripts would fill
# in.
_HIDDEN = 3.0
_FAR = 31  # days between what a page says and what it shows that are more than a late edit
_SHARED = 0.3  # of the text shown, that must be in the text said for the two to be one
_LITTLE = 200  # characters of text; below this a page with scripts is suspected to be filled in by them


def read_page(data: bytes, *, url: str | None = None, charset: str | None = None) -> dict[str, Any]:
    """Return {"text", "facts"} of a page, or {"reason", "detail"} where there is nothing to read."""
    html, notes = decode_page(data, charset)
    try:
        tree = parse(html)
    except TooDeep as error:
        return {"reason": "nested too deep", "detail": str(error)}
    except ValueError as error:
        return {"reason": "empty", "detail": str(error)}
    facts, told = said_by(tree, url=url)
    scripted = _wants_scripts(tree)
    slim(tree)
    body = main_text(tree, page_title(tree) or facts.title, facts.authors)
    text = "\n\n".join(block.text for block in body.blocks)
    if told and len(bare(told)) > max(_LITTLE / 2, _HIDDEN * len(bare(text))):
        told = _clean(told)
        if _contradicts(told, body):
            notes = (*notes, "the page's JSON-LD tells another text than the page shows; it is not believed")
        else:
            text, notes = told, (*notes, "text from the page's JSON-LD: the page itself shows less")
    if not text:
        return _nothing(scripted, sum(len(bare(block.text)) for block in blocks_of(tree)))
    facts = dated(facts.with_notes(*notes), body, detect(text).code)
    if body.headline and not facts.title:
        facts = replace(facts, title=body.headline)
    return {"text": text, "facts": facts.to_dict()}


def dated(facts: Facts, body: Body, language: str) -> Facts:
    """Return the facts with the date that the page shows, where it says none or one that is far from it."""
    before, after = date_lines(list(body.before)), date_lines(list(body.after))
    said = parse_date(facts.published)
    if said is None:
        day = shown_date(before + after, language)
        return replace(facts, published=day).with_notes("dated by what the page shows") if day else facts
    day = shown_date(before, language, alone=True)
    if day is None or abs(days(day) - days(said[:10])) <= _FAR:
        return facts
    note = f"the page says it was published {said} and shows {day}; what it shows is believed"
    return replace(facts, published=day).with_notes(note)


def _contradicts(told: str, body: Body) -> bool:
    """Whether a page shows a text of some length, and hardly any of it is in what it says of itself."""
    shown = [words for block in body.blocks if (words := bare(block.text))]
    total = sum(map(len, shown))
    said = bare(told)
    return total >= _LITTLE and sum(len(words) for words in shown if words in said) < _SHARED * total


def _clean(text: str) -> str:
    """JSON-LD may carry markup, or its entities, in a text."""
    from twicetold.reading.pages.fragment import fragment_text

    return fragment_text(text)


def _wants_scripts(tree: Any) -> bool:
    """Whether the page says that it needs scripts, or is an empty shell for them."""
    said = " ".join(element.text_content() for element in tree.iter("noscript"))
    return bool(_SCRIPTED.search(said[:5_000])) or len(list(tree.iter("script"))) > 0


def _nothing(scripted: bool, shown: int) -> dict[str, Any]:
    if scripted and shown < _LITTLE:
        return {
            "reason": "needs JavaScript",
            "detail": "the page has no text without its scripts; save it from a browser and read the file",
        }
    return {"reason": "no main text", "detail": f"{shown:,} letters on the page, none of them a running text"}
