"""Romanised names folded to what survives a change of script: keys for finding candidates quickly.

Three views that err differently: consonant classes with rounded vowels, the same without a and e, and the
plain letters without inner vowels. Summed they find more than each alone (measured in docs/names.md).
"""

from __future__ import annotations

import re
from functools import lru_cache

from twicetold.names.romanise import romanise

_CLASSES = (
    (re.compile(r"tsch|tch|sch|tsh|sh|ch|zh|ts|tz|cz|sz|[csz]"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ph|[bpvf]"), "b"),
    (re.compile(r"gh|kh|dj|[gkqj]"), "k"),
    (re.compile(r"th|dh|[dt]"), "t"),
    (re.compile(r"[eiy]+"), "i"),
    (re.compile(r"[ouw]+"), "u"),
    (re.compile(r"h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
_INNER_VOWELS = re.compile(r"(?<=.)[aeiou]")
_OPEN_VOWELS = re.compile(r"a(?=.)")


@lru_cache(maxsize=65536)
def views(name: str) -> tuple[str, str, str]:
    """Return the three folded views of a name; each is empty where the name has no sound."""
    said = romanise(name).replace(" ", "")
    return _fold(said), _OPEN_VOWELS.sub("", _fold(said.replace("e", "a"))), _INNER_VOWELS.sub("", said)


def _fold(said: str) -> str:
    for pattern, instead in _CLASSES:
        said = pattern.sub(instead, said)
    return said


def skeleton(name: str) -> str:
    """Return the consonant classes of a name: equal for many spellings of one name, never a proof of it."""
    return re.sub(r"[aiu]", "", views(name)[0])
