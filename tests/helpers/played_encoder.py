"""Encoders for tests: a word has the vector of its hash, a text the mean of its words'. No weights, no language.

`Plain` gives vectors only, `Wordy` tokens too. What shares words is near, what shares none is not: enough to see
whether an aligner does what it should, the same on every machine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from twicetold.encoding.base import Tokens
from twicetold.model import Span

DIMENSIONS = 64
_WORD = re.compile(r"\w+|[^\w\s]")


@cache
def word_vector(word: str) -> np.ndarray:
    raw = hashlib.blake2b(word.casefold().encode("utf-8", "surrogatepass"), digest_size=8).digest()
    drawn = np.random.default_rng(int.from_bytes(raw, "big")).standard_normal(DIMENSIONS)
    return (drawn / np.linalg.norm(drawn)).astype(np.float32)


class Plain:
    name = "played, without tokens"
    digest = "ab" * 16
    dimensions = DIMENSIONS
    notes: tuple[str, ...] = ()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            words = _WORD.findall(text)
            if words:
                total = np.sum([word_vector(w) for w in words], axis=0)
                found[row] = total / max(float(np.linalg.norm(total)), 1e-9)
        return found


class Wordy(Plain):
    name = "played, with tokens"
    digest = "cd" * 16

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        found = []
        for text in texts:
            marks = list(_WORD.finditer(text))
            vectors = [word_vector(m.group()) for m in marks]
            found.append(
                Tokens(
                    vectors=np.array(vectors, np.float32).reshape(-1, DIMENSIONS),
                    spans=tuple(Span(m.start(), m.end()) for m in marks),
                    pieces=tuple(m.group() for m in marks),
                )
            )
        return found

    def encode_both(self, texts: Sequence[str]) -> tuple[np.ndarray, list[Tokens]]:
        return self.encode(texts), self.encode_tokens(texts)

    def encode_static(self, texts: Sequence[str]) -> np.ndarray:
        return self.encode(texts)
