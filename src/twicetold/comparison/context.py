"""The words of a report with the encoder's tokens that belong to each, in context and centred.

Tokens are centred by report, since a language is a direction in the encoder's space; the mean of news helps out where
a report is short.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from twicetold.comparison.words import Word, words_of
from twicetold.encoding.base import Encoder, TokenEncoder, Tokens
from twicetold.model import Report, Span, Statement

Floats = npt.NDArray[np.float32]

FEW = 40  # tokens that the mean of news counts for; of 0, 40, 100, 250 the most that costs no finding on our examples


def unit(rows: Floats) -> Floats:
    """Return the rows at length 1; rows of zeros stay so."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    result: Floats = (rows / np.maximum(length, 1e-9)).astype(np.float32)
    return result


def encoded(
    own: Sequence[Statement],
    report: Report,
    encoder: Encoder,
    common: frozenset[str],
    places: Mapping[int, list[tuple[int, int]]],
) -> tuple[dict[int, tuple[Word, ...]], dict[int, tuple[Floats, tuple[int, ...]]]]:
    """Return by statement number its words, and its tokens that belong to words, with the words' numbers."""
    given: list[Tokens | None] = [None] * len(own)
    if isinstance(encoder, TokenEncoder) and own:
        given = list(encoder.encode_both([s.text for s in own])[1])
    vectors = [t.vectors for t in given if t is not None and len(t.vectors)]
    every = np.concatenate(vectors) if vectors else np.zeros((0, 0), np.float32)
    centred = unit(every - _centre(every, encoder)) if vectors else every
    words, tokens, before = {}, {}, 0
    for statement, each in zip(own, given, strict=True):
        language = report.language if statement.language == "und" else statement.language
        found = words_of(statement, language, each.spans if each else None, common, places[statement.n])
        words[statement.n] = tuple(found)
        if each is not None and len(each.vectors):
            owners = _owners(found, each.spans, statement.start)
            kept = [k for k, owner in enumerate(owners) if owner >= 0]
            own_vectors = centred[before : before + len(owners)]
            tokens[statement.n] = (own_vectors[kept], tuple(owners[k] for k in kept))
            before += len(owners)
    return words, tokens


def _centre(tokens: Floats, encoder: Encoder) -> Floats:
    """Return the mean of a report's tokens, drawn towards that of news where they are few."""
    general = _general(encoder.name)
    if general is None or len(general) != tokens.shape[1]:
        own: Floats = tokens.mean(axis=0)
        return own
    result: Floats = ((tokens.sum(axis=0) + FEW * general) / (len(tokens) + FEW)).astype(np.float32)
    return result


@cache
def _general(encoder: str) -> Floats | None:
    """Read what `training/centre.py` writes, for the encoder that it is of; `None` for any other."""
    told = json.loads(files("twicetold.comparison").joinpath("models/centre.json").read_text("utf-8"))
    return np.array(told["vector"], np.float32) if told["encoder"] == encoder else None


def _owners(words: Sequence[Word], tokens: Sequence[Span], shift: int) -> list[int]:
    """Return for each token the number of the word that it belongs to, -1 for none; tokens begin at 0, not `shift`."""
    starts = [w.start - shift for w in words]
    found = []
    for token in tokens:
        at = bisect_right(starts, token.start) - 1
        if at < 0 or words[at].end - shift <= token.start:
            at = at + 1 if at + 1 < len(words) and starts[at + 1] < token.end else -1
        found.append(at)
    return found
