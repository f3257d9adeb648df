"""Tokens of a statement -> the cues among them, and the classes of function word that each belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.speakers.lexicon import CUES, Lexicon, Match, Node
from twicetold.speakers.tokens import Token


def _longest(root: Node, lex: Lexicon, stream: Sequence[Token], i: int) -> tuple[int, Node, int, list[Node]]:
    """Walk from token `i`: end and state of the longest form, and (end, states) with a tail that may follow."""
    best_end, best = i, root
    gap_end = i
    gaps: list[Node] = []
    if not stream[i].word:
        return best_end, best, gap_end, gaps
    front = [node for word in lex.stems(stream[i].fold) for node in root.after(word)]
    j = i + 1
    while front:
        done = [node for node in front if node.classes]
        if done:
            best_end, best = j, done[0]
        waiting = [node for node in front if node.tails]
        if waiting:
            gap_end, gaps = j, waiting
        if j == len(stream) or not stream[j].word:
            break
        front = [node for state in front for node in state.after(stream[j].fold)]
        j += 1
    return best_end, best, gap_end, gaps


GAP = 30  # words that may stand between the two parts of a cue; German clauses seldom hold more


def _tail(stream: Sequence[Token], start: int, wanted: tuple[str, ...]) -> tuple[int, int] | None:
    """Return where `wanted` follows within the clause, or `None`."""
    for j in range(start, min(len(stream) - len(wanted) + 1, start + GAP)):
        if all(stream[j + k].fold == word for k, word in enumerate(wanted)):
            return (j, j + len(wanted))
        if stream[j].text in ";:.!?。！？；：।۔؟":
            return None
    return None


def find_cues(lex: Lexicon, stream: Sequence[Token]) -> list[Match]:
    """Return the cues among the tokens, left to right, longest form first, none overlapping. Linear."""
    found: list[Match] = []
    i = 0
    while i < len(stream):
        end, node, gap_end, gaps = _longest(lex.cues, lex, stream, i)
        match = None
        for waiting in gaps:
            for wanted, kind in waiting.tails:
                tail = _tail(stream, gap_end, wanted)
                if tail is not None and match is None and gap_end >= end:
                    match = Match(i, gap_end, kind, tail)
        if lex.unspaced and match is None:
            longer = _longest(lex.words, lex, stream, i)[0]
            if longer > max(end, i + 1):
                i = longer
                continue
        if match is None and end > i:
            kind = min(node.classes, key=CUES.index)
            match = Match(i, i + node.cuts.get(kind, end - i), kind, kinds=frozenset(node.classes))
        if match is not None:
            found.append(match)
        # what only had to follow ("nach" + "Aussagen") is no cue of its own
        i = max(match.end, end if match.tail is None else 0) if match is not None else i + 1
    return found


def mark_words(lex: Lexicon, stream: Sequence[Token]) -> list[frozenset[str]]:
    """Return for each token the classes of function word that it belongs to; of several forms the longest counts."""
    marks: list[frozenset[str]] = [frozenset()] * len(stream)
    i = 0
    while i < len(stream):
        end, node, _, _ = _longest(lex.words, lex, stream, i)
        for j in range(i, end):
            marks[j] |= node.classes
        i = end if lex.unspaced and end > i + 1 else i + 1
    return marks
