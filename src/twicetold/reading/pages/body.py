"""The main text of a page.

Libraries vote on its pieces, the stretch of the page with most agreement is taken.

The stretch is the maximum subsequence of the votes above a threshold (Pasternack and Roth 2009, "Extracting
article text from the web with maximum subsequence segmentation"; there a classifier scores tokens, here
libraries do blocks). Then three repairs: captions go, bylines and date lines go (`furniture`), and a lead
paragraph between the headline and the stretch comes back.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from twicetold.reading.pages.blocks import Block, blocks_of, number
from twicetold.reading.pages.furniture import bare, without_edges
from twicetold.reading.pages.votes import votes

# Swept together on pages-en and the six languages of pages-5 by the field's shingle F1 (bench/reading.py):
# stretch .5-.7, keep .3-.7, longest 100-1,000. All six stay above the best single library from .55 to .65.
_STRETCH = 0.60  # mean vote above which a block pulls the stretch its way
_KEEP = 0.55  # mean vote a block inside the stretch needs
_LONGEST = 400  # characters; a longer block counts no more than this
# Lead paragraphs: swept vote .25-.75, distance 6-25, length 40-80.
_LEAD_VOTE, _LEAD_LENGTH, _LEAD_WITHIN, _LEAD_LINKS = 0.75, 80, 25, 0.3
_CAPTION = re.compile(r"caption|credit", re.IGNORECASE)
_LONGEST_CAPTION = 600
_NOT_CAPTIONS = 0.5  # a page where more than this share is "caption" only calls its text so
_AROUND = 6  # blocks above the headline in which a date line may stand
_SHORTEST_HEADLINE, _LONGEST_HEADLINE = 12, 300


@dataclass(frozen=True, slots=True)
class Body:
    """The main text of a page: its blocks, the headline as shown, and what stands just around it, nearest first."""

    blocks: list[Block]
    headline: str | None = None
    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()


def main_text(tree: Any, title: str | None, authors: tuple[str, ...] = ()) -> Body:
    """Return the main text of a slimmed tree."""
    blocks = blocks_of(tree)
    if not blocks:
        return Body([])
    marked_tree = copy.deepcopy(tree)
    number(marked_tree)
    found = votes(marked_tree, blocks)
    shares = [_share(block, found) for block in blocks]
    weighed = zip(shares, blocks, strict=True)
    start, end = _stretch([(share - _STRETCH) * min(_LONGEST, len(block.text)) for share, block in weighed])
    chosen = [start <= at < end and shares[at] > _KEEP for at in range(len(blocks))]
    captions = _captions(blocks, chosen)
    head = _headline(blocks, title, start, end)
    if head is not None and head < start and start - head <= _LEAD_WITHIN:
        for at in range(head + 1, start):
            chosen[at] = _is_lead(blocks[at], shares[at]) and not captions[at]
    kept = [at for at in range(len(blocks)) if chosen[at] and not captions[at] and at != head]
    if not kept:
        return Body([])
    top = kept[0] if head is None else min(head, kept[0])
    return Body(
        without_edges([blocks[at] for at in kept], authors),
        blocks[head].text if head is not None else None,
        tuple(blocks[max(0, top - _AROUND) : kept[0] + 2]),
        tuple(blocks[kept[-1] : kept[-1] + _AROUND // 2]),
    )


def _share(block: Block, found: dict[str, set[int]]) -> float:
    """Return the mean share of a block's characters that the libraries kept, 0 to 1."""
    total = sum(length for _, length in block.pieces)
    if not total or not found:
        return 0.0
    kept = sum(length for numbers in found.values() for n, length in block.pieces if n in numbers)
    return kept / total / len(found)


def _stretch(weights: list[float]) -> tuple[int, int]:
    """Return the half-open range with the greatest sum.

    The first of equals, empty where no weight is above 0.
    """
    best, best_start, best_end = 0.0, 0, 0
    total, start = 0.0, 0
    for at, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, at
        total += weight
        if total > best:
            best, best_start, best_end = total, start, at + 1
    return best_start, best_end


def _captions(blocks: list[Block], chosen: list[bool]) -> list[bool]:
    marks = [_is_caption(block) for block in blocks]
    taken = sum(len(b.text) for b, yes in zip(blocks, chosen, strict=True) if yes)
    called = sum(len(b.text) for b, yes, c in zip(blocks, chosen, marks, strict=True) if yes and c)
    return marks if called <= _NOT_CAPTIONS * taken else [False] * len(blocks)


def _is_caption(block: Block) -> bool:
    if len(block.text) >= _LONGEST_CAPTION:
        return False
    around = (block.element, *islice(block.element.iterancestors(), 1))
    return any(e.tag in ("figure", "figcaption") or _CAPTION.search(e.get("class") or "") for e in around)


def _is_lead(block: Block, share: float) -> bool:
    return share >= _LEAD_VOTE and len(block.text) >= _LEAD_LENGTH and block.link < _LEAD_LINKS


def _headline(blocks: list[Block], title: str | None, start: int, end: int) -> int | None:
    """Return the block that says the title, the last one before the stretch or at its head.

    `None` if none does.
    """
    wanted = bare(title)
    found = None
    if len(wanted) < _SHORTEST_HEADLINE // 2:
        return None
    for at, block in enumerate(blocks[: end or len(blocks)]):
        if found is not None and at > start + 2:
            break
        if len(block.text) > _LONGEST_HEADLINE or block.link > 0.5:
            continue
        words = bare(block.text)
        same = words == wanted or (len(words) >= _SHORTEST_HEADLINE and words in wanted)
        if same or (len(wanted) >= _SHORTEST_HEADLINE and words.startswith(wanted)):
            found = at
    return found
