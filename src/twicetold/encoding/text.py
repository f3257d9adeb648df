"""Prepare a text for the tokenizer, and keep the way back to the characters that were given.

In: any Python string. Out: what the tokenizer sees (NFC, outer white space gone, no character that would end
or break it) and for each of its characters the span of the given text that it came from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from twicetold.model import Span

# U+200D and U+061C become a space, as the model's own tokenizer has it; NUL would end a C string; a lone
# surrogate has no UTF-8 form
_REPLACED = re.compile("[\x00\u061c\u200d\ud800-\udfff]")

_BROKEN = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the tokenizer sees. `origins[i]` is where character i came from; `None`: it is `i + shift`."""

    text: str
    shift: int = 0
    origins: tuple[Span, ...] | None = None

    def origin(self, start: int, end: int) -> Span:
        """Return the span of the given text behind `text[start:end]`; an empty stretch has an empty span."""
        if self.origins is None:
            return Span(start + self.shift, end + self.shift)
        if start >= end:
            at = self.origins[start].start if start < len(self.origins) else self.origins[-1].end
            return Span(at, at)
        return Span(self.origins[start].start, self.origins[end - 1].end)


def prepare(text: str, *, longest: int) -> str:
    """Return what the tokenizer sees of the first `longest` characters; equal results mean equal vectors."""
    return _REPLACED.sub(_replace, unicodedata.normalize("NFC", text[:longest])).strip()


def prepare_spans(text: str, *, longest: int) -> Prepared:
    """Return `prepare(text)` with the way back to the offsets of `text`."""
    text = text[:longest]
    composed = unicodedata.normalize("NFC", text)
    whole = _REPLACED.sub(_replace, composed)
    shift = len(whole) - len(whole.lstrip())
    kept = whole.strip()
    if composed == text:
        return Prepared(kept, shift)
    return Prepared(kept, 0, tuple(_origins(text)[shift : shift + len(kept)]))


def clean(text: str) -> str:
    """Return a text for encoders other than the default: NFC, trimmed, without NUL and lone surrogates."""
    return _BROKEN.sub(_replace, unicodedata.normalize("NFC", text)).strip()


def _replace(match: re.Match[str]) -> str:
    return "\ufffd" if "\ud800" <= match[0] <= "\udfff" else " "


def _origins(text: str) -> list[Span]:
    """Return for each character of the composed text the stretch of `text` that composed into it."""
    spans: list[Span] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and not _parts(text[start:end], text[end]):
            continue
        spans += [Span(start, end)] * len(unicodedata.normalize("NFC", text[start:end]))
        start = end
    return spans


def _parts(before: str, after: str) -> bool:
    """Say whether normalisation cannot reach over the border between `before` and the character `after`."""
    normal = unicodedata.normalize
    if unicodedata.combining(normal("NFD", after)[0]):
        return False
    return normal("NFC", before + after) == normal("NFC", before) + normal("NFC", after)
