"""A piece of HTML, as feeds and databases carry it in a field, to text.

Paragraphs parted by an empty line.
"""

from __future__ import annotations

import html
import re

_NAMES = (
    "p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|img|table|t[rdh]|blockquote|figure|figcaption|font|section|"
    "article|script|style|iframe|hr|pre|sup|sub|small|code|object|embed|html|body|head|svg|video|audio|input|form|"
    "button|link|meta|noscript|center|strike|s|u|q|cite|time|mark|picture|source|label|dl|dt|dd|header|footer|main|"
    "nav|aside|details|summary|template|textarea|select|option|canvas|math|base|title"
)
# a look ahead first: in a text of many "<" the seventy names would be tried at each
_TAG = re.compile(
    rf"<(?=[/!a-z])(?:!doctype[^<>]{{0,1000}}>|!--[^<>]{{0,2000}}-->|/?(?:{_NAMES})\b[^<>]{{0,2000}}/?>)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,6});", re.IGNORECASE)

_MOST_ESCAPED = 4  # times that markup may be escaped inside markup


def has_markup(text: str) -> bool:
    """Whether a text field carries HTML: at least one known tag. "a < b" and "<unclear>" are text."""
    return "<" in text and _TAG.search(text) is not None


def fragment_text(text: str) -> str:
    """Return the text of a fragment. Without any tag only character references are resolved, once."""
    if not has_markup(text):
        return html.unescape(text) if "&" in text and _ENTITY.search(text) else text
    text = _once(text)
    for _ in range(_MOST_ESCAPED):
        if not has_markup(text):
            return text
        # twice-escaped markup ("&lt;p&gt;") is common in feeds: what is still a tag now was meant as one
        text = "\n\n".join(_once(part) if has_markup(part) else part for part in text.split("\n\n"))
    return without_tags(text)


def without_tags(text: str) -> str:
    """Return a text with its tags cut out and its lines kept.

    Cutting may make new ones ("<<b>b>"): a few times over these are cut too, then no "<" is left that could begin one.
    """
    for name in ("script", "style"):
        text = _without_element(text, name)
    for _ in range(_MOST_ESCAPED):
        if not has_markup(text):
            return text
        text = _TAG.sub("", text)
    return text.replace("<", "") if has_markup(text) else text


def _without_element(text: str, name: str) -> str:
    """Cut out elements whose content is no text. One that does not end is left to the tags."""
    begins, ends = (re.compile(f"<{slash}{name}", re.IGNORECASE | re.ASCII) for slash in ("", "/"))
    kept, at = [], 0
    while (begin := begins.search(text, at)) and (end := ends.search(text, begin.end())):
        kept.append(text[at : begin.start()])
        at = end.start()
    return "".join((*kept, text[at:]))


def _once(text: str) -> str:
    from twicetold.reading.pages.blocks import blocks_of
    from twicetold.reading.pages.tree import TooDeep, parse, slim

    try:
        tree = parse(f"<html><body><div>{text}</div></body></html>")
    except TooDeep:
        return html.unescape(_TAG.sub(" ", text))
    slim(tree)
    return "\n\n".join(block.text for block in blocks_of(tree))
