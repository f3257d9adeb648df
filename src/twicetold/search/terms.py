"""Words of any script as terms with their places: what is put in the index, and what a query asks it for.

Where a script puts spaces between words, a term is a folded word. Where it does not (Han, Kana, Thai, Lao,
Khmer, Burmese …), or where particles grow onto words (Hangul), a term is two neighbouring signs, and the last
sign of a run stands alone: 大坝开放 is 大坝, 坝开, 开放, 放. So every sign begins exactly one term: a single sign is
found as a beginning, several as a phrase of their pairs, and no dictionary decides where a word ends. A sign is
a letter with the vowels and tones written around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from twicetold.search.folding import fold

VERSION = "1"  # another one whenever a text gets other terms: then the index is made anew


@dataclass(frozen=True, slots=True)
class Term:
    """A term and the stretch of text it stands for, half-open; `pair` where it is two signs of a run, or its last."""

    text: str
    start: int
    end: int
    pair: bool = False


# Scripts whose words cannot be told apart by their look. (Tibetan marks every syllable: a syllable is a word there.)
_RUNS = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\u3005\u3006\u3007\u30fc\uff70\uff9e\uff9f",
    r"\p{Hangul}",
    r"\p{Thai}",
    r"\p{Lao}",
    r"\p{Khmer}",
    r"\p{Myanmar}",
    r"\p{Javanese}\p{Balinese}\p{Tai_Tham}\p{New_Tai_Lue}\p{Tai_Le}",
)
_RUN = "|".join(
    rf"[[\p{{L}}\u3007]&&[{each}]](?:[[\p{{L}}\u3007]&&[{each}]]|[\p{{M}}\u200b-\u200d\u2060])*"
    for each in _RUNS
)
_OWN = "".join(
    (*_RUNS, r"\p{Arabic}\p{Hebrew}\u02bc")
)  # with a rule of their own; the apostrophe parts words
_WORD = regex.compile(
    rf"""
    (?P<initials>(?<![\p{{L}}\p{{M}}])(?:\p{{Lu}}\.){{2,}}\p{{Lu}}?(?![\p{{L}}\p{{M}}]))
    | (?P<number>\p{{Nd}}{{1,3}}(?:[.,'’٬\u00a0\u202f]\p{{Nd}}{{3}})+(?!\p{{Nd}})|\p{{N}}+)
    | (?P<word>[\p{{L}}--[{_OWN}]](?:[\p{{L}}--[{_OWN}]]|[\p{{M}}\u00ad\u200c\u200d\u2060])*)
    | (?P<run>{_RUN})
    | (?P<hebrew>[\p{{L}}&&\p{{Hebrew}}](?:["״'׳]?[\p{{L}}\p{{M}}&&\p{{Hebrew}}])*)
    | (?P<arabic>[\p{{L}}&&\p{{Arabic}}](?:[\p{{L}}&&[\p{{Arabic}}\u0640]]|[\p{{M}}\u00ad\u200d])*)
    """,
    regex.VERBOSE | regex.VERSION1,
)
_SIGN = regex.compile(r"[\p{L}\u3007][\p{M}\uff9e\uff9f]*|\p{M}+")
_UNSEEN = regex.compile(r"[\u200b-\u200d\u2060]")
_DROPPED = regex.compile(r"[^\p{L}\p{M}\p{N}]")


def terms_of(text: str) -> tuple[Term, ...]:
    """Return the terms of a text in its order; text without a letter or digit has none."""
    return tuple(_every(text))


def line_of(text: str) -> str:
    """Return the terms of a text as one line, a space between: what the index keeps."""
    return " ".join([term.text for term in _every(text)])


def _every(text: str) -> Iterator[Term]:
    for found in _WORD.finditer(text):
        kind, start, end = found.lastgroup, found.start(), found.end()
        if kind == "run":
            yield from _pairs(found[0], start)
            continue
        term = fold(found[0] if kind in ("word", "arabic") else _DROPPED.sub("", found[0]))
        if term:
            yield Term(term, start, end)


def _pairs(run: str, start: int) -> Iterator[Term]:
    signs = [
        (folded, start + at.start(), start + at.end())
        for at in _SIGN.finditer(run)
        if (folded := _sign(at[0]))
    ]
    for (first, begin, _), (second, _, end) in pairwise(signs):
        yield Term(first + second, begin, end, pair=True)
    if signs:
        last, begin, end = signs[-1]
        yield Term(last, begin, end, pair=True)


@lru_cache(maxsize=50_000)
def _sign(sign: str) -> str:
    return fold(_UNSEEN.sub("", sign))
