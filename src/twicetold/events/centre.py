"""Where an encoder puts a language, and vectors without it.

A language is a direction in every multilingual encoder's space: without this step a report's nearest reports are
those of its own language, whatever they tell.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from twicetold.encoding.base import Encoder

Floats = npt.NDArray[np.float32]


def means_for(encoder: Encoder) -> Mapping[str, Floats]:
    """Return the means shipped for an encoder: language -> the mean of its sentences, `und` for any other."""
    return _shipped(encoder.digest)


@lru_cache(maxsize=8)
def _shipped(digest: str) -> Mapping[str, Floats]:
    path = files(__package__) / "models" / f"{digest}.json"
    if not digest.isalnum() or not path.is_file():
        return {}
    plain = json.loads(path.read_text("utf-8"))
    return {code: np.array(mean, np.float32) for code, mean in plain["means"].items()}


def centred(rows: Floats, languages: Sequence[str], means: Mapping[str, Floats]) -> Floats:
    """Subtract from each row the mean of its language and return them at length 1; rows of zeros stay so."""
    result = rows.astype(np.float32, copy=True)
    for row, code in enumerate(languages):
        mean = means.get(code, means.get("und"))
        if mean is not None and rows[row].any():
            result[row] -= mean
    length = np.sqrt(np.einsum("ij,ij->i", result, result, dtype=np.float64))[:, None]
    settled: Floats = (result / np.where(length == 0, 1, length)).astype(np.float32)
    return settled
