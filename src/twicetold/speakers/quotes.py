"""Text -> quotations, whatever the marks: paired, straight, nested, over several paragraphs, or left open.

One pass over the marks with a stack. A mark that may open or close is decided by what stands around it, then by
what is open. A quotation may run over paragraphs where its end is found further on; where it is not, it ends
with its paragraph. Nothing here knows a language: a table only says which pairs its texts use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

LEAD = 8  # characters (dashes, bullets, spaces) that may stand before the first mark of a paragraph
RUN_ON = 2500  # characters a quotation may run on before its end must show; longer ones are unbalanced marks
_ALIKE = ('“”„"«»〝〞', "‘’‚'‹›")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks, `text[start:end]`; `inner_start:inner_end` is without them."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True  # False: its end mark is missing
    resumed: bool = False  # its first mark repeats that of a quotation which the paragraph before left open


TWO = re.compile(r"(?<!['`])(?:''|``)(?!['`])")  # typed for one mark


def _one_mark(match: re.Match[str]) -> str:
    """Return one mark and a space for two, so that offsets stay: the mark stands beside what is quoted."""
    before, after = (
        match.string[match.start() - 1 : match.start()],
        match.string[match.end() : match.end() + 1],
    )
    opens = bool(after.strip()) and (not before.strip() or before in "([{–—-/:")
    return ' "' if opens else '" '


def _widened(text: str, quote: Quotation) -> Quotation:
    """Give a quotation back the second characters of its marks."""
    start = quote.start - (quote.start > 0 and bool(TWO.match(text, quote.start - 1)))
    end = quote.end + (quote.end > 0 and bool(TWO.match(text, quote.end - 1)))
    return replace(quote, start=start, end=end)


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int
    char: str
    opens: bool
    closes: bool
    paragraph: int
    first: bool  # first visible character of its paragraph


@cache
def _pairs(pairs: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Return opening mark -> its closing marks, and closing mark -> its opening marks."""
    opening: dict[str, str] = {}
    closing: dict[str, str] = {}
    for pair in pairs:
        opening[pair[0]] = opening.get(pair[0], "") + pair[1]
        closing[pair[1]] = closing.get(pair[1], "") + pair[0]
    return opening, closing


def _marks(text: str, pairs: tuple[str, ...]) -> list[_Mark]:
    opening, closing = _pairs(pairs)
    wanted = re.compile("[\n" + re.escape("".join(sorted(set(opening) | set(closing)))) + "]")
    found: list[_Mark] = []
    paragraph, begun = 0, 0
    for match in wanted.finditer(text):
        at, char = match.start(), match.group()
        if char == "\n":
            paragraph, begun = paragraph + 1, at + 1
            continue
        opens, closes = _roles(text, at, char in opening, char in closing)
        if opens or closes:
            found.append(
                _Mark(
                    at,
                    char,
                    opens,
                    closes,
                    paragraph,
                    at - begun < LEAD and not text[begun:at].strip(" \t\r-–—•*"),
                )
            )
    return found


def _roles(text: str, at: int, opens: bool, closes: bool) -> tuple[bool, bool]:
    """Say whether the mark at `at` may open and may close, from the characters beside it."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if text[at] in "'’":  # also the apostrophe: only beside a space or a mark is it a quotation mark
        if before.isalnum() and after.isalnum():
            return False, False
        opens = opens and not before.isalnum() and (after.isalnum() or after in '“"«([…¿¡#@$€£')
        closes = closes and not after.isalnum() and not before.isspace()
        return opens, closes
    if opens and closes:
        if (before.isspace() or before in "([{–—-/:") and not after.isspace():
            return True, False
        if not before.isspace() and (after.isspace() or after in ".,;:!?)]}…–—-。，、；：！？।۔؟،"):
            return False, True
    return opens, closes


def quotations(text: str, pairs: Sequence[str]) -> list[Quotation]:
    """Return the outermost quotations of `text`, in order, none overlapping. `pairs` are opening and closing marks.

    An empty quotation is left out. Unbalanced marks cost at most their own paragraph. Linear in the length.
    """
    if TWO.search(text):
        return [_widened(text, q) for q in quotations(TWO.sub(_one_mark, text), pairs)]
    marks = _marks(text, tuple(pairs))
    opening, _ = _pairs(tuple(pairs))
    found: list[Quotation] = []
    stack: list[_Mark] = []
    resumed = False
    stray: _Mark | None = None  # a mark that can only close, where nothing was open
    for i, mark in enumerate(marks):
        stack, resumed = _leave_paragraph(text, marks, i, opening, stack, found, resumed)
        if mark.closes and (depth := _closes(mark, stack, opening)) is not None:
            if depth == 0:
                _add(found, text, stack[0].at, mark.at + 1, resumed=resumed)
                resumed = False
            stack = stack[:depth]
        elif mark.closes and not stack and not mark.opens:
            if stray is not None and stray.paragraph == mark.paragraph and stray.char == mark.char:
                _add(
                    found, text, stray.at, mark.at + 1
                )  # the first was written onto the word before it (said" …")
                stray = None
            elif not _add_unopened(found, text, mark.at):
                stray = mark
        elif mark.opens:
            stray = None
            if stack and stack[-1].char == mark.char and mark.char not in "'’‘‚":
                # the same mark again: the one before was never closed
                _add(
                    found, text, stack[0].at, _cut(text, stack[0].at, mark.at), closed=False, resumed=resumed
                )
                resumed = False
                stack = []
            stack.append(mark)
    if stack:
        _add(found, text, stack[0].at, _paragraph_end(text, stack[0].at), closed=False, resumed=resumed)
    return found


def _closes(mark: _Mark, stack: list[_Mark], opening: dict[str, str]) -> int | None:
    """Return the depth that `mark` closes to, or `None` where nothing open fits it."""
    for depth in range(len(stack) - 1, -1, -1):
        if mark.char in opening[stack[depth].char]:
            return depth
    if stack and not mark.opens and any(mark.char in alike and stack[0].char in alike for alike in _ALIKE):
        return 0  # marks of two styles in one pair, as careless typing leaves them
    return None


def _leave_paragraph(
    text: str,
    marks: list[_Mark],
    i: int,
    opening: dict[str, str],
    stack: list[_Mark],
    found: list[Quotation],
    resumed: bool,
) -> tuple[list[_Mark], bool]:
    """Decide what becomes of an open quotation when mark `i` stands in a later paragraph."""
    mark = marks[i]
    if not stack or mark.paragraph == stack[0].paragraph:
        return stack, resumed
    end = _paragraph_end(text, stack[0].at)
    if mark.first and mark.opens and mark.char == stack[0].char:
        again = mark.paragraph == stack[0].paragraph + 1 or not text[end : mark.at].strip()
        _add(found, text, stack[0].at, end, closed=False, resumed=resumed)
        return [], again
    runs_on = mark.closes and _closes(mark, stack[:1], opening) == 0 and mark.at - stack[0].at <= RUN_ON
    if runs_on and not (mark.opens and mark.first):
        return stack[:1], resumed
    if mark.opens and not mark.closes and mark.char != stack[0].char and mark.at - stack[0].at <= RUN_ON:
        return stack, resumed  # a quotation within the quotation
    _add(found, text, stack[0].at, end, closed=False, resumed=resumed)
    return [], False


def _paragraph_end(text: str, at: int) -> int:
    end = text.find("\n", at, at + RUN_ON)
    return min(len(text), at + RUN_ON) if end < 0 else end


def _cut(text: str, start: int, stop: int) -> int:
    """Return where a quotation without an end mark ends: with its paragraph, or before the next one begins."""
    return min(_paragraph_end(text, start), stop)


def _add(
    found: list[Quotation], text: str, start: int, end: int, *, closed: bool = True, resumed: bool = False
) -> None:
    while end > start and text[end - 1].isspace():
        end -= 1
    inner_start, inner_end = start + 1, end - 1 if closed else end
    while inner_start < inner_end and text[inner_start].isspace():
        inner_start += 1
    while inner_end > inner_start and text[inner_end - 1].isspace():
        inner_end -= 1
    if any(c.isalnum() for c in text[inner_start:inner_end]):
        found.append(Quotation(start, end, inner_start, inner_end, closed, resumed))


def _add_unopened(found: list[Quotation], text: str, at: int) -> bool:
    """Take a closing mark without its opening one for the end of a quotation that began with the paragraph.

    Return whether it was taken so.
    """
    ended = text[max(0, at - 2) : at].rstrip()[-1:] in set(".,!?…。！？，।۔؟،")
    last = ended or not text[at + 1 : _paragraph_end(text, at)].strip(" .,!?…。！？।۔؟،\r")
    if text[at] in "'’" or not last:
        return False
    floor = max(found[-1].end if found else 0, at - RUN_ON)
    newline = text.rfind("\n", floor, at)
    start = floor if newline < 0 else newline + 1
    if newline < 0 and found and floor == found[-1].end:
        return False  # another quotation stands in the same paragraph: the mark is a stray one
    while start < at and text[start].isspace():
        start += 1
    found_any = any(c.isalnum() for c in text[start:at])
    if found_any:
        found.append(Quotation(start, at + 1, start, at, closed=False))
    return found_any
