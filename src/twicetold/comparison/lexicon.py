"""Words that keep meeting: a small bilingual lexicon learned from the aligned rows at hand.

Two words are one where they stand in nearly the same rows, at least two of them (Dice's coefficient). It helps where a
report keeps to a word that the vectors do not know; on two or three rows it says nothing, and then it is empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product

from twicetold.comparison.words import Word

LEAST = 2  # rows that hold both words
DICE = 0.8  # share of their rows that hold both
STEM = 6  # letters by which a word is known again, whatever its ending


def stem(word: Word) -> str:
    """Return the letters by which a word is known again."""
    return word.folded[:STEM]


def learn(rows: Sequence[tuple[Sequence[Word], Sequence[Word]]]) -> dict[str, frozenset[str]]:
    """Return for each stem of the left cells the stems of the right ones that it keeps meeting."""
    held = [[{stem(w) for w in words if w.content} for words in row] for row in rows]
    spread = [Counter(s for row in held for s in row[side]) for side in (0, 1)]
    often = [{s for s, n in each.items() if LEAST <= n <= max(LEAST, len(rows) // 3)} for each in spread]
    together = Counter(
        pair for left, right in held for pair in product(sorted(left & often[0]), sorted(right & often[1]))
    )
    found: dict[str, set[str]] = {}
    for (a, b), n in together.items():
        if n >= LEAST and 2 * n >= DICE * (spread[0][a] + spread[1][b]):
            found.setdefault(a, set()).add(b)
    return {a: frozenset(many) for a, many in found.items()}
