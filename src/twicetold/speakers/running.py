"""Quotations of one speaker that follow one another in a paragraph -> one attribution.

"A," she said. "B." is one quotation with a cue in between; so is one that the next paragraph takes up with its mark
again. Two that only stand side by side before one cue belong together too.
"""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.speakers.draft import Draft
from twicetold.speakers.quotes import Quotation

BESIDE = 250  # characters between two parts of a quotation: "…," said X, who heads a committee with a long name. "…"


def run_on(text: str, made: Sequence[Draft], quotes: Sequence[Quotation]) -> list[Draft]:
    """Return the drafts, those of quotations without a cue joined to the one that they go on with."""
    holder = {k: d for d in made for k in d.quotes}
    gone: set[int] = set()
    for k in range(1, len(quotes)):
        before, after = holder.get(k - 1), holder.get(k)
        if before is None or after is None or before is after:
            continue
        between = text[quotes[k - 1].end : quotes[k].start]
        if after.how == "stands alone" and _goes_on(before, quotes[k], between):
            _join(before, after, holder)
            gone.add(id(after))
        elif (
            before.how == "stands alone"
            and not between.strip()
            and "\n" not in between
            and after.cue is not None
        ):
            _join(after, before, holder)
            gone.add(id(before))
    return [d for d in made if id(d) not in gone]


def _goes_on(before: Draft, quote: Quotation, between: str) -> bool:
    """Say whether a quotation goes on with the one before: in its paragraph behind the cue, or with its mark again."""
    if quote.resumed:
        return True
    if "\n" in between or before.how not in ("quote", "colon", "stands alone"):
        return False
    said = before.cue is None or before.cue.end > before.content[0].start
    return said and len(between) <= BESIDE


def _join(draft: Draft, other: Draft, holder: dict[int, Draft]) -> None:
    draft.content = sorted([*draft.content, *other.content], key=lambda span: span.start)
    draft.quotes |= other.quotes
    for k in other.quotes:
        holder[k] = draft
