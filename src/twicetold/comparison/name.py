"""Names that part: one name where a first name or a surname is another one, or a name in another's place.

A name is a capitalised word inside a sentence, a mention that was found before, or, in scripts without case, a word
beside one that sounds like a name of the other side. Two words clash where their neighbours are one name and
they themselves cannot be.
"""

from __future__ import annotations

import unicodedata

from twicetold.comparison.difference import Difference, squeezed
from twicetold.comparison.material import Cell, Pair
from twicetold.comparison.near_name import begun_alike, ends_apart
from twicetold.comparison.titles import offices
from twicetold.comparison.words import Word
from twicetold.model import Span

SAME = 0.8  # likeness from which two words are one name
OTHER = 0.25  # likeness under which they cannot be
MEET = 0.45  # cosine from which two words stand in one place
# Cosine from which two words without context are translations of each other ("Minister", "அமைச்சர்"), not two names: of
# 32 pairs of ours in nine languages translations lie at .865-.956, names of different people at .775-.862, in one
# script at .816-.903
TRANSLATION, IN_ONE_SCRIPT = 0.865, 0.93
SELDOM = 3  # statements of a report that name it, up to which a name is news where it stands
BEGUN = 4  # letters in which a name and what is made of it begin alike
LONE = 0.5  # confidence that a name is missing on the other side; a judgement, not fitted
_NOUNS_TOO = frozenset({"de", "lb"})  # languages that write every noun with a capital


def name(pair: Pair) -> list[Difference]:
    """Return names of which one part is the same on both sides and the other clashes."""
    left, right = _named(pair.left), _named(pair.right)
    found: list[Difference] = []
    done: set[tuple[int, int]] = set()
    facing: dict[str, list[tuple[int, bool]]] = {}
    for j, other_cased in sorted(right.items()):
        facing.setdefault(_head(pair.right.words[j]), []).append((j, other_cased))
    for i, cased in sorted(left.items()):
        for j, other_cased in facing.get(_head(pair.left.words[i]), ()):
            if not (cased or other_cased) or _like(pair, i, j) < SAME:
                continue
            if pair.left.words[i].folded in offices(pair.left.language):
                continue  # two generals: `office.py` compares them
            for step in (-1, 1):
                at = (i + step, j + step)
                if at in done or not _neighbours(pair, (i, j), at, left, right):
                    continue
                done.add(at)
                found += _clash(pair, (i, j), at, left, right)
    return found + begun_alike(pair, left, right) + _lone(pair) + _lone(pair.turned())


def _lone(pair: Pair) -> list[Difference]:
    """Return whom or what the left cell names and the right one does not, though its report does elsewhere.

    Only where both reports name it, so that its spellings are known to be one, and neither in most of its statements:
    what all of a report is about is not named anew in each of them.
    """
    there = {entity for entity, _ in pair.right.mentions}
    first: dict[str, Span] = {}
    for entity, m in pair.left.mentions:
        seldom = all(0 < cell.named.get(entity, 0) <= SELDOM for cell in (pair.left, pair.right))
        if entity not in there and seldom:
            first.setdefault(entity, Span(m.start, m.end))
    return [
        Difference(
            aspect="name",
            verdict="more",
            sides={pair.left.id: (span,)},
            note="",
            confidence=LONE * pair.score,
            lacking=frozenset({pair.right.id}),
        )
        for span in first.values()
        if not _heard(pair, span)
    ]


def _heard(pair: Pair, span: Span) -> bool:
    """Whether a word of the right cell sounds or begins like one of the name's: "Iran" is told in "ईरानी" too."""
    from twicetold.comparison.detail import sounds_alike
    from twicetold.names import romanise

    own = [pair.left.words[k].text for k in pair.left.at(span)]
    said = [(w.text, romanise(w.text)) for w in pair.right.words]
    return any(
        sounds_alike(text, other)
        or (len(begun := romanise(text)[:BEGUN]) == BEGUN and sound.startswith(begun))
        for text in own
        for other, sound in said
    )


def _named(cell: Cell) -> dict[int, bool]:
    """Return the words that may be names; whether a capital or a mention says so."""
    said = {k for _, m in cell.mentions for k in cell.at(Span(m.start, m.end))}
    nouns_too = cell.language in _NOUNS_TOO
    found: dict[int, bool] = {}
    for k, word in enumerate(cell.words):
        if len(word.text) < 3 or not word.text[0].isalpha():
            continue
        capital = word.text[0].isupper()
        caseless = word.text[0] == word.text[0].swapcase()
        if k in said or (capital and not word.first and not nouns_too):
            found[k] = True
        elif (capital or caseless) and word.content:
            found[k] = False
    return found


def _head(word: Word) -> str:
    """Return the first consonant, in which two words must meet to be one name: a cheap look before the dear one."""
    from twicetold.comparison.detail import bones

    return bones(word.text)[:1]


def _like(pair: Pair, i: int, j: int) -> float:
    from twicetold.comparison.detail import sounds_alike
    from twicetold.names import similarity

    a, b = pair.left.words[i], pair.right.words[j]
    if a.folded == b.folded:
        return 1.0
    return similarity(a.text, b.text) if sounds_alike(a.text, b.text) else 0.0


def _neighbours(
    pair: Pair, here: tuple[int, int], at: tuple[int, int], left: dict[int, bool], right: dict[int, bool]
) -> bool:
    """Whether both words beside a shared name can be names, written right beside it."""
    if at[0] not in left or at[1] not in right:
        return False
    return all(
        _beside(cell.words[a], cell.words[b], cell)
        for cell, a, b in ((pair.left, here[0], at[0]), (pair.right, here[1], at[1]))
    )


def _beside(a: Word, b: Word, cell: Cell) -> bool:
    first, second = sorted((a, b), key=lambda w: w.start)
    gap = cell.report.text[first.end : second.start]
    return a.n == b.n and gap in (" ", "\u00a0", "·", "-", "・")


def _clash(
    pair: Pair, here: tuple[int, int], at: tuple[int, int], left: dict[int, bool], right: dict[int, bool]
) -> list[Difference]:
    from twicetold.names import similarity

    a, b = pair.left.words[at[0]], pair.right.words[at[1]]
    if not (left[at[0]] or right[at[1]]):
        return []
    if a.folded in offices(pair.left.language) or b.folded in offices(pair.right.language):
        return []  # "Judge Osk" against "Richter Osk"
    if ends_apart(pair, *at):
        return [_told(pair, here, at, 0.45)]
    like = similarity(a.text, b.text)
    elsewhere = max(
        (similarity(a.text, w.text) for w in pair.right.words if w.text[:1].isalpha()), default=0.0
    )
    back = max((similarity(b.text, w.text) for w in pair.left.words if w.text[:1].isalpha()), default=0.0)
    meet = 0.5 if pair.cosine is None else float(pair.cosine[at])
    if like >= OTHER or _cut_apart(pair, at) or max(elsewhere, back) >= 0.5 or meet < MEET:
        return []
    if _said_twice(pair, at) or pair.alone(a.text, b.text) >= _limit(a, b):
        return []
    sure = 0.4 + 0.3 * squeezed(OTHER - like, 0, OTHER) + 0.2 * squeezed(meet, MEET, 0.8)
    return [_told(pair, here, at, sure)]


def _told(pair: Pair, here: tuple[int, int], at: tuple[int, int], sure: float) -> Difference:
    """Return that two words beside a shared name cannot be one, each shown with that name."""
    sides = {}
    for cell, x, y in ((pair.left, here[0], at[0]), (pair.right, here[1], at[1])):
        first, second = sorted((cell.words[x], cell.words[y]), key=lambda w: w.start)
        sides[cell.id] = (Span(first.start, second.end),)
    a, b = pair.left.words[at[0]], pair.right.words[at[1]]
    return Difference(
        aspect="name",
        verdict="contradicts",
        sides=sides,
        note=f"“{a.text}” and “{b.text}” cannot be one name",
        confidence=sure * pair.score,
    )


def _limit(a: Word, b: Word) -> float:
    """Return the cosine from which two words are translations; words of one script are near in any case."""
    one_script = all(unicodedata.name(w.text[0], "").startswith("LATIN") for w in (a, b))
    return IN_ONE_SCRIPT if one_script else TRANSLATION


def _said_twice(pair: Pair, at: tuple[int, int]) -> bool:
    """Whether one of two words is a word of its language: written small elsewhere in its cell."""
    for cell, k in ((pair.left, at[0]), (pair.right, at[1])):
        word = cell.words[k]
        if word.text != word.text.lower() and any(w.text == word.text.lower() for w in cell.words):
            return True
    return False


def _cut_apart(pair: Pair, at: tuple[int, int]) -> bool:
    """Whether one word is a piece of the other (इमाम अली, Emomali)."""
    from twicetold.comparison.detail import bones

    a, b = bones(pair.left.words[at[0]].text), bones(pair.right.words[at[1]].text)
    return not a or not b or a in b or b in a
