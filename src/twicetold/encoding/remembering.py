"""Make an `Encoder` of a model: each distinct text once, what is on disk not at all, every row checked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twicetold.encoding.base import Model, Progress, Vectors
from twicetold.encoding.notes import Notes
from twicetold.encoding.store import VectorStore
from twicetold.errors import EncoderFailed

AT_ONCE = 2_000  # texts between two looks at the disk: bounds memory, and an interrupted run keeps its work


class Remembering:
    """An `Encoder` over a model and a store of vectors (`None`: nothing is kept)."""

    def __init__(
        self, model: Model, store: VectorStore | None, notes: Notes, progress: Progress | None = None
    ) -> None:
        self._model = model
        self._store = store
        self._notes = notes
        self._progress = progress

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def digest(self) -> str:
        """The model's digest."""
        return self._model.digest

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._model.dimensions

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user should know of this encoder, so far."""
        return self._notes.said

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return texts x `dimensions`, float32, rows of length 1; a text without content has zeros.

        The model sees the distinct texts sorted, so that not even a model whose rows depend on their
        neighbours (a server's may) can depend on the order of the input.
        """
        prepared = [self._model.prepare(text) for text in texts]
        distinct = sorted(set(prepared) - {""})
        known: dict[str, Vectors] = {}
        for at in range(0, len(distinct), AT_ONCE):
            if self._progress is not None and len(distinct) > AT_ONCE:
                self._progress(f"encoding: {at} of {len(distinct)} texts")
            known |= self._some(distinct[at : at + AT_ONCE])
        # a server need not be asked for the length of vectors that are all at hand
        width = len(next(iter(known.values()))) if known else self.dimensions
        result = np.zeros((len(texts), width), np.float32)
        for row, text in enumerate(prepared):
            if text:
                result[row] = known[text]
        return result

    def _some(self, texts: list[str]) -> dict[str, Vectors]:
        found = self._store.get(texts) if self._store is not None else {}
        missing = [text for text in texts if text not in found]
        if missing:
            rows = normalised(self._checked(self._model.vectors(missing), len(missing)))
            fresh = dict(zip(missing, rows, strict=True))
            if self._store is not None:
                self._store.put(fresh)
            found |= fresh
        return found

    def _checked(self, rows: Vectors, count: int) -> Vectors:
        if rows.shape != (count, self.dimensions):
            wanted = (count, self.dimensions)
            raise EncoderFailed(f"{self.name} gave vectors of shape {rows.shape} where {wanted} were due")
        if not np.isfinite(rows).all():
            bad = int((~np.isfinite(rows).all(axis=1)).sum())
            raise EncoderFailed(f"{self.name} gave {bad} vectors that are not numbers; use another encoder")
        return rows


def normalised(rows: Vectors) -> Vectors:
    """Return the rows at length 1; a row of zeros stays one."""
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows, dtype=np.float64))[:, None]
    result: Vectors = (rows / np.where(length == 0, 1, length)).astype(np.float32)
    return result
