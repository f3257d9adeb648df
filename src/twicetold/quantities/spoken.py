"""Numbers said in words or numeral signs, as atoms: each word its value, and whether it multiplies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from twicetold.quantities.lexicon import LARGE, STEM, Lexicon, fold
from twicetold.quantities.written import Atom


@cache
def _marks() -> str:
    """Return the combining marks below U+1100 as a class: the regular expressions' word class leaves them out."""
    return "".join(chr(c) for c in range(0x300, 0x1100) if unicodedata.category(chr(c)) in ("Mn", "Mc"))


@cache
def word_pattern() -> re.Pattern[str]:
    """Return the pattern of one word of any script, with its marks, joiners and inner apostrophes."""
    marks = _marks()
    return re.compile(
        rf"[^\W\d_][^\W\d_{marks}]*(?:[{marks}\u200c\u200d][^\W\d_{marks}]*)*(?:['’][^\W\d_]+)*"
    )


def spoken(text: str, lexicon: Lexicon) -> Iterator[Atom]:
    """Yield number words, the longest phrase first; a joiner marks the next one."""
    if not lexicon.words and not lexicon.scales:
        return
    tokens = [(m.start(), m.end(), fold(m[0])) for m in word_pattern().finditer(text)]
    n, joined, last = 0, False, -1
    while n < len(tokens):
        start, end, word = tokens[n]
        if word in lexicon.halves and last >= 0 and not text[last:start].strip():
            yield from _lookup(
                word, start, end, lexicon, joined=False
            )  # before "half a million" is seen in it
            n, last = n + 1, -1
            continue
        if not _may_begin(word, lexicon):
            joined = word in lexicon.joiners
            n += 1
            continue
        for length in range(min(lexicon.longest, len(tokens) - n), 0, -1):
            stop = tokens[n + length - 1][1]
            phrase = fold(re.sub(r"[\s‐‑-]+", " ", text[start:stop])) if length > 1 else word
            atoms = _lookup(phrase, start, stop, lexicon, joined=joined)
            if atoms:
                yield from atoms
                n += length
                joined, last = False, stop
                break
        else:
            joined = word in lexicon.joiners
            n += 1


def _may_begin(word: str, lexicon: Lexicon) -> bool:
    heads = lexicon.heads
    if lexicon.suffixes and _stem(word, lexicon):
        return True
    if word in heads or (lexicon.attached and word.startswith(lexicon.attached) and word[1:] in heads):
        return True
    return lexicon.compound is not None and lexicon.compound.match(word) is not None


def _lookup(word: str, start: int, end: int, lexicon: Lexicon, *, joined: bool) -> list[Atom]:
    if word in lexicon.vague and word in lexicon.scales:  # "thousands": a scale behind a number, vague alone
        return [
            Atom(start, end, lexicon.scales[word], scale=True, digits=False, word="?" + word, joined=joined)
        ]
    if word in lexicon.vague:
        return [
            Atom(start, end, lexicon.vague[word], scale=False, digits=False, word="~" + word, joined=joined)
        ]
    if word in lexicon.halves:
        return [Atom(start, end, 0.5, scale=False, digits=False, word="½" + word, joined=joined)]
    if word in lexicon.plus:
        return [
            Atom(start, end, lexicon.plus[word], scale=False, digits=False, word="+" + word, joined=joined)
        ]
    if word in lexicon.scales:
        return [Atom(start, end, lexicon.scales[word], scale=True, digits=False, word=word, joined=joined)]
    if word in lexicon.words:
        return [Atom(start, end, lexicon.words[word], scale=False, digits=False, word=word, joined=joined)]
    if lexicon.attached and word.startswith(lexicon.attached) and len(word) > 2:
        return _lookup(word[1:], start, end, lexicon, joined=True) if word[1:] not in lexicon.vague else []
    if lexicon.suffixes and (stem := _stem(word, lexicon)):
        return _lookup(stem, start, end, lexicon, joined=joined)
    if lexicon.compound and " " not in word:
        return _taken_apart(word, start, end, lexicon, joined=joined)
    return []


def _stem(word: str, lexicon: Lexicon) -> str:
    """Return a large number word without its case ending (milyondan), or an empty string."""
    assert lexicon.suffixes is not None
    if word[:STEM] not in lexicon.stems:
        return ""
    if lexicon.percent_before and lexicon.percent_before.search(word):
        return ""
    for cut in range(len(word) - 1, STEM - 1, -1):
        stem = word[:cut]
        if lexicon.scales.get(stem, lexicon.words.get(stem, 0)) >= LARGE and lexicon.suffixes.fullmatch(
            word[cut:]
        ):
            return stem
    return ""


def _taken_apart(word: str, start: int, end: int, lexicon: Lexicon, *, joined: bool) -> list[Atom]:
    """Split dreiundzwanzigtausend; only if nothing but number words is in it."""
    assert lexicon.compound is not None
    split = _split(word, lexicon)
    if not split or len(split) < 2:
        return []
    atoms, linked = [], joined
    for part in split:
        if part in lexicon.joiners:
            linked = True
            continue
        scale = part in lexicon.scales
        value = lexicon.scales[part] if scale else lexicon.words[part]
        atoms.append(Atom(start, end, value, scale=scale, digits=False, word=word, joined=linked))
        linked = False
    return atoms


def _split(word: str, lexicon: Lexicon) -> list[str] | None:
    """Return the number words that make up `word` from left to right, the longest first, or `None`."""
    if not word:
        return []
    parts = sorted((*lexicon.words, *lexicon.scales, *lexicon.joiners), key=lambda w: (-len(w), w))
    for part in parts:
        if len(part) > 1 and word.startswith(part):
            rest = _split(word[len(part) :], lexicon)
            if rest is not None:
                return [part, *rest]
    return None


def signs(text: str, lexicon: Lexicon) -> Iterator[Atom]:
    """Yield the numeral signs of scripts that write numbers as runs of signs."""
    assert lexicon.signs is not None
    for found in lexicon.signs.finditer(text):
        if not _is_number(text, found, lexicon):
            continue
        at = found.start()
        while at < found.end():
            for length in range(min(4, found.end() - at), 0, -1):
                atoms = _lookup(text[at : at + length], at, at + length, lexicon, joined=False)
                if atoms:
                    yield from atoms
                    at += length
                    break
            else:
                at += 1


def _is_number(text: str, found: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a run of signs is a number: beside digits, before a counter or unit, or long enough."""
    before = text[max(0, found.start() - 4) : found.start()]
    if lexicon.ordinals_before and lexicon.ordinals_before.search(before):
        return False
    beside = before.rstrip()[-1:].isdigit()
    if lexicon.dates and lexicon.dates.match(text, found.end()):
        return False
    if lexicon.percent_before and lexicon.percent_before.search(before):
        return True
    counted = bool(lexicon.counters and lexicon.counters.match(text, found.end())) or bool(
        lexicon.unit.match(text, found.end())
    )
    run = found[0]
    if lexicon.code == "ko":
        inside = before[-1:].isalpha() and not beside
        return beside or (
            not inside and (counted or text[found.end() : found.end() + 2].strip()[:1] in ("명", "여"))
        )
    spoken = sum(c in lexicon.scales for c in run)
    if len(run) == 1:
        return beside or (counted and run not in ("一", "万", "千", "百"))
    return beside or counted or (spoken > 0 and len(run) > 2 and any(c in lexicon.words for c in run))
