"""One report as alignment sees it: for each statement a vector, a weight, words, numbers and its tokens, if any.

A language is a direction in every multilingual encoder's space, so each side is centred: the mean of the report's
own vectors, drawn towards the encoder's mean for the language where the report is short.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from twicetold.arrays import product
from twicetold.encoding.base import Encoder, TokenEncoder, Tokens
from twicetold.model import Span
from twicetold.names.romanise import words as split_words

Floats = npt.NDArray[np.float32]

PRIOR_STATEMENTS = 10  # the language's mean counts as this many statements; chosen, not swept
NO_LENGTH = 1e-4  # squared, of a centred token: below this it is rounding and has no direction
_DIGIT = re.compile(r"\d")
NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Means:
    """Where an encoder puts a language: the mean of its sentences, by code; `und` for any other."""

    by_language: Mapping[str, Floats]

    def of(self, code: str) -> Floats | None:
        """Return the mean of a language, else that of all, else nothing."""
        found = self.by_language.get(code)
        return self.by_language.get("und") if found is None else found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """Statements x dimensions, centred and of length 1; `weights` are square roots of lengths, for merging."""

    texts: tuple[str, ...]
    kinds: tuple[str, ...]
    vectors: Floats
    plain: Floats  # the same, only the language's mean subtracted: what the report is about is still in it
    weights: Floats
    words: tuple[tuple[str, ...], ...]
    numbers: tuple[frozenset[str], ...]
    tokens: tuple[Floats, ...] | None  # a statement's tokens x dimensions, as the encoder gives them
    token_mean: Floats | None  # of all the report's tokens
    token_scales: tuple[Floats, ...] | None  # what brings each token to length 1 once the mean is taken off
    token_weights: tuple[Floats, ...] | None
    token_spans: tuple[tuple[Span, ...], ...] | None

    def __len__(self) -> int:
        return len(self.texts)

    def centred_tokens(self, n: int) -> Floats:
        """Return the tokens of a statement less the report's mean, of length 1. Only where there are tokens."""
        assert self.tokens is not None
        assert self.token_mean is not None
        assert self.token_scales is not None
        result: Floats = (self.tokens[n] - self.token_mean) * self.token_scales[n][:, None]
        return result

    def weights_of(self, n: int) -> Floats:
        """Return the weights of a statement's tokens. Only where there are tokens."""
        assert self.token_weights is not None
        return self.token_weights[n]


def make_side(
    texts: Sequence[str], languages: Sequence[str], kinds: Sequence[str], encoder: Encoder, means: Means
) -> Side:
    """Encode the statements of one report. `languages` and `kinds` are parallel to `texts`."""
    tokens: list[Tokens] | None = None
    if isinstance(encoder, TokenEncoder):
        raw, tokens = encoder.encode_both(texts)
    else:
        raw = encoder.encode(texts)
    mean, scales = _token_scales(tokens) if tokens is not None else (None, None)
    return Side(
        texts=tuple(texts),
        kinds=tuple(kinds),
        vectors=_centred(raw, languages, means),
        plain=_without_language(raw, languages, means),
        weights=_weights(texts, tokens),
        words=tuple(tuple(dict.fromkeys(w for w in split_words(t) if not w[0].isdigit())) for t in texts),
        numbers=tuple(_numbers(t) for t in texts),
        tokens=None if tokens is None else tuple(t.vectors for t in tokens),
        token_mean=mean,
        token_scales=scales,
        token_weights=None if tokens is None else tuple(_token_weights(tokens)),
        token_spans=None if tokens is None else tuple(t.spans for t in tokens),
    )


def unit(rows: Floats) -> Floats:
    """Return the rows at length 1; rows of zeros stay so."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    result: Floats = (rows / np.maximum(length, 1e-9)).astype(np.float32)
    return result


def _centred(raw: Floats, languages: Sequence[str], means: Means) -> Floats:
    """Subtract from each vector the mean of its language in this report, drawn towards the language's own."""
    result = np.zeros_like(raw)
    said = ~np.all(raw == 0, axis=1)  # a statement without content has no direction and must not get one
    for code in sorted(set(languages)):
        rows = np.array([c == code for c in languages]) & said
        total, count = raw[rows].sum(axis=0), int(rows.sum())
        prior = means.of(code)
        if prior is not None:
            total, count = total + PRIOR_STATEMENTS * prior, count + PRIOR_STATEMENTS
        if count:
            result[rows] = raw[rows] - total / count
    return unit(result)


def _without_language(raw: Floats, languages: Sequence[str], means: Means) -> Floats:
    """Subtract from each vector the mean of its language, where the encoder's is known; a lone statement keeps all."""
    result = raw.astype(np.float32)
    for n, code in enumerate(languages):
        prior = means.of(code)
        if prior is not None and raw[n].any():
            result[n] = raw[n] - prior
    return unit(result)


def _token_scales(tokens: Sequence[Tokens]) -> tuple[Floats | None, tuple[Floats, ...]]:
    """Return the mean of all the report's tokens, taken once as it costs as much as the report is long; and scales."""
    told = [t.vectors for t in tokens if len(t.vectors)]
    if not told:
        return None, tuple(np.zeros(0, np.float32) for _ in tokens)
    mean = (np.sum([v.sum(axis=0) for v in told], axis=0) / sum(map(len, told))).astype(np.float32)
    squares = [_squares(t.vectors, mean) for t in tokens]
    scales = [np.where(s > NO_LENGTH, 1 / np.sqrt(np.maximum(s, NO_LENGTH)), 0) for s in squares]
    return mean, tuple(s.astype(np.float32) for s in scales)


def _squares(vectors: Floats, mean: Floats) -> Floats:
    """Return the squared length of each vector less the mean, without writing the difference down."""
    result: Floats = (
        np.einsum("td,td->t", vectors, vectors) - 2 * product(vectors, mean) + product(mean, mean)
    )
    return result


def _weights(texts: Sequence[str], tokens: Sequence[Tokens] | None) -> Floats:
    """Square roots of lengths: in tokens where they are known, else in characters at four to a token."""
    lengths = [len(t.vectors) for t in tokens] if tokens is not None else [len(t) / 4 for t in texts]
    return np.sqrt(np.maximum(lengths, 3)).astype(np.float32)


def _token_weights(tokens: Sequence[Tokens]) -> list[Floats]:
    """Weigh a token by how few of the report's statements hold it; bare punctuation weighs nothing."""
    spread = Counter(piece for t in tokens for piece in set(t.pieces))
    count = len(tokens)
    weight = {
        piece: max(log((count + 1) / (held + 0.5)), 0.1) if any(map(str.isalnum, piece)) else 0.0
        for piece, held in spread.items()
    }
    return [np.array([weight[piece] for piece in t.pieces], np.float32) for t in tokens]


def _numbers(text: str) -> frozenset[str]:
    """Return the numbers written in digits of any script, without grouping and leading zeros."""
    if not _DIGIT.search(text):
        return frozenset()
    western = text if text.isascii() else "".join(str(int(c)) if c.isdecimal() else c for c in text)
    return frozenset(re.sub(r"[.,٫٬]", "", n).lstrip("0") or "0" for n in NUMBER.findall(western))
