"""What stands at the edges of a main text and is not told.

The byline, the date line, the counters and buttons.

Only short blocks before the first and after the last long one are looked at; a dateline that begins a
paragraph ("VELMORA, May 20 -") is part of it and stays.
"""

from __future__ import annotations

import re

from twicetold.reading.pages.blocks import Block

# Swept with the libraries' votes on pages-en and pages-5: Greek .966 to .974, Chinese .928 to .943, none
# lower.
_LONG = 120  # characters of a block that is certainly told
_SHORT = 100
_DATE = 60
_CLASSES = re.compile(r"byline|author|date|time|meta|share|social|tags?\b|credit|caption", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDS = (".", "!", "?", "。", "।", "۔", "؟", "”", '"', "»")
_BESIDE = 25  # letters beside an author's name ("By ..., staff writer")
_NAME = 5


def without_edges(blocks: list[Block], authors: tuple[str, ...]) -> list[Block]:
    """Return the blocks of a main text without bylines, date lines and the like at its two ends."""
    long = [at for at, block in enumerate(blocks) if len(block.text) >= _LONG]
    if not long:
        return blocks
    names = [name for name in map(bare, authors) if len(name) >= _NAME]
    told = range(long[0], long[-1] + 1)
    return [b for at, b in enumerate(blocks) if at in told or not _is_furniture(b, names)]


def _is_furniture(block: Block, names: list[str]) -> bool:
    text = block.text
    if len(text) > _SHORT:
        return False
    if _CLASSES.search(f"{block.element.get('class') or ''} {block.element.get('id') or ''}"):
        return True
    words = bare(text)
    if any(name in words and len(words) < len(name) + _BESIDE for name in names):
        return True
    return _is_date(text)


def _is_date(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    return len(text) <= _DATE and digits >= 4 and bool(_YEAR.search(text)) and not text.endswith(_ENDS)


def bare(text: str | None) -> str:
    """Return only the letters and digits of a text, case folded: what two ways of writing a title share."""
    return "".join(c for c in (text or "").casefold() if c.isalnum())
