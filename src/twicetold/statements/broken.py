"""Lines in, those that one sentence runs over out: a splitter had cut it behind an abbreviation or an initial.

Lists with a sentence a line come from splitters of all kinds, and "Rs." / "100 were paid" is one sentence still. What
ends a sentence is asked of the same rules that cut our own reports (`ends.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from twicetold.languages import scripts
from twicetold.languages.rules import Rules, fold, rules
from twicetold.model import Kind
from twicetold.statements.ends import sentences

_LAST = re.compile(r"\S+$")
_OPENING = "\"'“‘«‹„([{"
_AROUND = 80  # characters on each side of a break that say whether a sentence goes on there


def unbroken(lines: Sequence[str], language: str, kinds: Sequence[Kind]) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of the lines, those of one sentence together; ascending, every line once.

    Only lines of the body go on in each other.
    """
    table = rules(language)
    runs: list[list[int]] = []
    for n, line in enumerate(lines):
        body = n > 0 and kinds[n - 1] == kinds[n] == "body"
        if body and goes_on(lines[n - 1], line, table):
            runs[-1].append(n)
        else:
            runs.append([n])
    return tuple(map(tuple, runs))


def goes_on(line: str, following: str, table: Rules) -> bool:
    """Whether a sentence that `line` breaks off behind an abbreviation or initial goes on in `following`.

    Somebody cut there, so doubt keeps the cut: behind ordinals, units, "D.C." and whatever may end a sentence too.
    """
    head, tail = line.rstrip()[-_AROUND:], following.lstrip()[:_AROUND]
    found = _LAST.search(head)
    if not found or not tail:
        return False
    if not head.endswith("."):
        return _letters_in_row(found.group(), table)
    token = found.group().rstrip(".").lstrip(_OPENING)
    if head.endswith("..") or not token or token.isdigit() or tail[0].islower():
        return False
    if len(token) == 1 and token.islower():
        return False  # a unit: "8222 m."
    word = fold(token)
    if word in table.never or (word in table.numbered and tail[0].isdigit()):
        return True
    if scripts.script(token[-1]) in scripts.CASED:
        before = head[: found.start()].split()
        return len(token) == 1 and token.isupper() and (not before or before[-1][0].isupper())
    text = f"{head} {tail}"
    return all(span.end != len(head) for span in sentences(text, 0, len(text), table))


def _letters_in_row(token: str, table: Rules) -> bool:
    """Whether a line ends in names of letters with dots between, the last dot lost: "කේ.ඞී".

    Only where the names of letters are words of their own: "the U.S" may well end a headline.
    """
    parts = [part for part in token.split(".") if part]
    if len(parts) < 2 or not table.letter_names or scripts.script(parts[0][0]) in scripts.CASED:
        return False
    return all(fold(part) in table.letter_names for part in parts[:-1])
