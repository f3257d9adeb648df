"""The one door of text: every report's text and title pass `normalise` once, and never change after.

Unicode NFC, line ends as line feeds, no byte-order mark in front. What no text can hold (NUL, a lone
surrogate) becomes U+FFFD, which a reader can see; `repairs` says so in words. Nothing else is changed.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\ufffd"
_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_TOKEN = re.compile(r"\S+")
# Sorting combining marks is quadratic in their run: a hostile one is cut (UAX 15's own limit is 30).
_PIECE = 1000


def normalise(text: str) -> str:
    """Return the text in the one form that offsets count in. Idempotent; linear in the length."""
    text = _whole_pairs(text).lstrip("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _IMPOSSIBLE.sub(REPLACEMENT, text)
    if unicodedata.is_normalized("NFC", text):
        return text
    # token by token: a search for one of so many signs would begin anew at each sign
    if len(text) < _PIECE or not any(t.end() - t.start() >= _PIECE for t in _TOKEN.finditer(text)):
        return unicodedata.normalize("NFC", text)
    return "".join(unicodedata.normalize("NFC", piece) for piece in _pieces(text))


def repairs(text: str) -> tuple[str, ...]:
    """Return in words what `normalise` replaces in this text; empty for sound text."""
    found = _IMPOSSIBLE.findall(_whole_pairs(text))
    nuls = found.count("\x00")
    notes = []
    if nuls:
        notes.append(f"{nuls} NUL character{'s' * (nuls > 1)} replaced by U+FFFD")
    if len(found) > nuls:
        lone = len(found) - nuls
        notes.append(f"{lone} lone surrogate{'s' * (lone > 1)} replaced by U+FFFD")
    return tuple(notes)


def _whole_pairs(text: str) -> str:
    """Join surrogates that stand as a pair: two halves of one character are not lone."""
    if text.isascii() or not _PAIR.search(text):
        return text
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)


def _pieces(text: str) -> list[str]:
    """Cut the text where no character joins its neighbour, or, in a hostile run of marks, at the limit."""
    cuts, at = [0], 0
    while len(text) - at > _PIECE:
        at = next((i for i in range(at + _PIECE, at, -1) if _stands_alone(text[i])), at + _PIECE)
        cuts.append(at)
    return [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _stands_alone(char: str) -> bool:
    """Whether no character before it can combine with this one (marks and conjoining Hangul can)."""
    return unicodedata.category(char)[0] != "M" and not "\u1160" <= char <= "\u11ff"
