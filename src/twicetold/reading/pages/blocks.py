"""The blocks of a page: its text cut at every block element, each piece of text with its number.

A piece is one text node of the tree. `number` puts a mark of one character in front of each, so that what a
library returns tells which pieces it kept, however it cleans, reorders or joins them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# Marks are letters of CJK Extension B: libraries keep them as text (private-use characters are thrown away by
# some), and pages hardly use them. Where a page does, its own are replaced in the marked copy only.
_FIRST, _LAST = 0x20000, 0x2A6D6
MOST_PIECES = _LAST - _FIRST + 1
_MARK = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_OTHER = "\u3013"  # the geta mark: "a character that is not in the fount"
_SPACE = re.compile(r"\s+")
_NO_TEXT = {"script", "style", "noscript", "template", "title", "textarea", "option", "select", "svg", "math"}
_NO_TEXT |= {"iframe", "object", "head", "video", "audio", "canvas"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
}  # fmt: skip


@dataclass(slots=True)
class Block:
    """One paragraph, heading, cell or list item.

    `link` is the share of its characters inside links, 0 to 1.
    """

    element: Any
    pieces: list[tuple[int, int]] = field(default_factory=list)  # number of a piece, its length in characters
    text: str = ""
    link: float = 0.0


def blocks_of(tree: Any) -> list[Block]:
    """Return the blocks of an unmarked tree in document order; pieces are numbered as `number` will."""
    maker = _Maker()
    for kind, element in _walk(tree):
        maker.take(kind, element)
    maker.close(tree)
    return maker.blocks


def number(tree: Any) -> None:
    """Put a mark in front of every piece of text, in place, in the order `blocks_of` counts them."""
    count = 0
    for kind, element in _walk(tree):
        where = "text" if kind == "start" else "tail"
        text = getattr(element, where)
        if kind in ("start", "tail") and text and not text.isspace():
            text = _MARK.sub(_OTHER, text)
            setattr(element, where, chr(_FIRST + count) + text if count < MOST_PIECES else text)
            count += 1


def marked(text: str) -> set[int]:
    """Return the numbers of the pieces whose marks occur in a text."""
    return {ord(mark) - _FIRST for mark in _MARK.findall(text)}


def _walk(tree: Any) -> Iterator[tuple[str, Any]]:
    """Yield "start", "end" and "tail", each with its element, in document order; without recursion."""
    from lxml import etree

    skipping = None
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipping is None:
                yield "tail", element
            continue
        if event == "start":
            if skipping is None and element.tag in _NO_TEXT:
                skipping = element
            elif skipping is None:
                yield "start", element
            continue
        if skipping is None:
            yield "end", element
        elif skipping is element:
            skipping = None
        if skipping is None and element is not tree:
            yield "tail", element


class _Maker:
    """Collects pieces until a block element begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.count = 0
        self.owners: list[Any] = []
        self.links = 0  # how many <a> are open
        self._text: list[str] = []
        self._pieces: list[tuple[int, int]] = []
        self._linked = 0

    def take(self, kind: str, element: Any) -> None:
        tag = element.tag
        if kind == "start":
            if tag == "br":
                self._line_end(element)
            if tag in _BLOCKS:
                self.close(self.owners[-1] if self.owners else element)
                self.owners.append(element)
            self.links += tag == "a"
            self._add(element.text)
        elif kind == "end":
            self.links -= tag == "a"
            if tag in _BLOCKS:
                self.close(element)
                self.owners.pop()
        else:
            self._add(element.tail)

    def close(self, owner: Any) -> None:
        """End the block that is open."""
        text = _SPACE.sub(" ", "".join(self._text)).strip()
        if text:
            self.blocks.append(Block(owner, self._pieces, text, min(1.0, self._linked / len(text))))
        self._text, self._pieces, self._linked = [], [], 0

    def _line_end(self, element: Any) -> None:
        """Two line ends in a row part paragraphs; one is a space."""
        following = element.getnext()
        if following is not None and following.tag == "br" and not (element.tail or "").strip():
            self.close(self.owners[-1] if self.owners else element)
        else:
            self._text.append("\n")

    def _add(self, text: str | None) -> None:
        if not text:
            return
        self._text.append(text)
        if text.isspace():
            return
        length = len(text.strip())
        self._pieces.append((self.count, length))
        self._linked += length if self.links else 0
        self.count += 1
