"""Cut a long text into stretches that a model takes, for models that do not tell how they cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from twicetold.encoding.base import Vectors

LONGEST_TEXT = 100_000  # characters; a text ends for us here, as for the default encoder


def stretches(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Return the stretches of a text, in order, none empty: halved at the white space nearest the middle.

    A stretch that does not fit and cannot be halved (one character) is taken as it is.
    """
    if len(text) < 2 or fits(text):
        return [text] if text else []
    at = _middle(text)
    return stretches(text[:at].strip(), fits) + stretches(text[at:].strip(), fits)


def encode_stretches(
    texts: Sequence[str], fits: Callable[[str], bool], encode: Callable[[list[str]], Vectors]
) -> Vectors:
    """Return a row for each text: the mean of its stretches' vectors, weighted by their characters."""
    parts = [stretches(text, fits) for text in texts]
    flat = [stretch for each in parts for stretch in each]
    vectors = encode(flat)
    if len(flat) == len(texts):
        return vectors
    rows, at = [], 0
    for each in parts:
        weights = np.array([len(stretch) for stretch in each], np.float32)
        rows.append((vectors[at : at + len(each)] * weights[:, None]).sum(axis=0) / weights.sum())
        at += len(each)
    result: Vectors = np.stack(rows).astype(np.float32)
    return result


def _middle(text: str) -> int:
    """Return where to halve: at the white space nearest the middle, or in the middle where there is none."""
    half = len(text) // 2
    spaces = [n for n, character in enumerate(text) if character.isspace() and 0 < n < len(text) - 1]
    return min(spaces, key=lambda n: (abs(n - half), n), default=half)
