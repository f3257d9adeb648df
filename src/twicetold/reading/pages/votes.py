"""Which pieces of a page each library takes for its main text.

Four that fail differently: trafilatura (favouring precision), readability, jusText without a word list (so it
serves every language), and resiliparse. Measured one by one and together by `bench/reading.py`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from twicetold.reading.pages.blocks import Block, marked


def votes(tree: Any, blocks: list[Block]) -> dict[str, set[int]]:
    """Return for each library the numbers of the pieces it kept of a marked tree, which is not changed.

    One that fails has no vote.
    """
    import lxml.html

    page = Page(tree, blocks, lxml.html.tostring(tree, encoding="unicode"))
    found = {}
    for name, kept in _LIBRARIES.items():
        try:
            found[name] = kept(page)
        except (MemoryError, KeyboardInterrupt):
            raise
        except Exception:  # noqa: S112 - any of four large libraries may fail on a broken page
            continue
    return found


@dataclass(frozen=True, slots=True)
class Page:
    """A marked page as each library likes it best: what is parsed already need not be parsed again."""

    tree: Any
    blocks: list[Block]
    html: str


def _trafilatura(page: Page) -> set[int]:
    import trafilatura

    tree = copy.deepcopy(page.tree)
    return marked(trafilatura.extract(tree, include_comments=False, favor_precision=True) or "")


def _readability(page: Page) -> set[int]:
    import lxml.html
    from readability import Document

    summary: Any = lxml.html.fromstring(Document(page.html).summary())
    return marked(str(summary.text_content()))


def _justext(page: Page) -> set[int]:
    """Ask its classifier about our blocks: its own cutting of a page takes twenty times as long, to no other effect."""
    from justext.core import classify_paragraphs, revise_paragraph_classification

    paragraphs = [_Paragraph(block) for block in page.blocks]
    # without a list of stop words only length and link density speak; swept 10-40 / 40-120, flat around these
    classify_paragraphs(
        paragraphs, frozenset(), length_low=20, length_high=60, stopwords_low=0.0, stopwords_high=0.0
    )
    revise_paragraph_classification(paragraphs)
    return {n for each in paragraphs if each.class_type == "good" for n, _ in each.pieces}


class _Paragraph:
    """A block with the attributes of jusText's paragraphs."""

    def __init__(self, block: Block) -> None:
        self.text, self.pieces = block.text, block.pieces
        self.dom_path: str = block.element.tag
        self.is_heading = bool(re.fullmatch(r"h[1-6]", self.dom_path))
        self.chars_count_in_links = round(block.link * len(block.text))
        self.cf_class = self.class_type = ""
        self.heading = False

    def __len__(self) -> int:
        return len(self.text)

    def links_density(self) -> float:
        return self.chars_count_in_links / len(self.text)

    def stopwords_density(self, stopwords: frozenset[str]) -> float:
        del stopwords
        return 0.0


def _resiliparse(page: Page) -> set[int]:
    from resiliparse.extract.html2text import extract_plain_text

    return marked(str(extract_plain_text(page.html, main_content=True, alt_texts=False, links=False)))


_LIBRARIES: dict[str, Callable[[Page], set[int]]] = {
    "trafilatura": _trafilatura,
    "readability": _readability,
    "justext": _justext,
    "resiliparse": _resiliparse,
}
