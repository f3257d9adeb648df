"""Nearest vectors among very many: the signs of their numbers first, then the vectors themselves.

A vector of 384 numbers keeps 48 bytes of signs; two vectors with a small angle between them differ in few signs
(Charikar, Similarity estimation techniques from rounding algorithms, 2002). All signs are looked through, which takes
milliseconds for a hundred thousand reports, and only the vectors of the nearest are fetched and measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from twicetold.arrays import product

Numbers = npt.NDArray[np.float32]
_WORD = 64
_CHUNK = 65_536  # vectors looked through at a time: stays in the processor's cache
_SAMPLE = 16  # one vector in so many tells how near the nearest are
_GROWN = 1.5


def signs_of(vectors: npt.NDArray[np.generic]) -> bytes:
    """Return the signs of vectors (vectors x dimensions), a bit each, every vector filled up to whole 64 bits."""
    return _words(vectors).tobytes()


def _words(vectors: npt.NDArray[np.generic]) -> npt.NDArray[np.uint64]:
    size, dimensions = vectors.shape
    width = -(-dimensions // _WORD) * _WORD
    bits = np.zeros((size, width), bool)
    bits[:, :dimensions] = np.asarray(vectors) > 0
    return np.packbits(bits, axis=1).view(np.uint64).reshape(size, width // _WORD)


class Signs:
    """The signs of the vectors of many reports, in memory. A report's vectors are numbered from 0."""

    def __init__(self, dimensions: int) -> None:
        self._width = -(-dimensions // _WORD)
        self._columns = np.zeros((self._width, 1024), np.uint64)
        self._keys = np.zeros(1024, np.int64)
        self._numbers = np.zeros(1024, np.int32)
        self._size = 0
        self._places: dict[int, tuple[int, int]] = {}  # key -> first row, one past the last

    def __len__(self) -> int:
        """How many vectors, with those that were replaced."""
        return self._size

    @property
    def nbytes(self) -> int:
        """Memory of the arrays."""
        return self._columns.nbytes + self._keys.nbytes + self._numbers.nbytes

    def add(self, several: Iterable[tuple[int, bytes]]) -> None:
        """Add (key, `signs_of` its vectors); a key that is there already gets these instead."""
        given = [(key, signs) for key, signs in several if len(signs) % (8 * self._width) == 0]
        for key, _ in given:
            self.remove(key)
        counts = np.array([len(signs) // (8 * self._width) for _, signs in given], np.int64)
        total = int(counts.sum())
        self._grow(self._size + total)
        rows = np.frombuffer(b"".join(signs for _, signs in given), np.uint64).reshape(total, self._width)
        at, to = self._size, self._size + total
        self._columns[:, at:to] = rows.T
        keys = np.array([key for key, _ in given], np.int64)
        self._keys[at:to] = np.repeat(keys, counts)
        starts = np.cumsum(counts) - counts
        self._numbers[at:to] = np.arange(total) - np.repeat(starts, counts)
        for key, start, count in zip(keys.tolist(), starts.tolist(), counts.tolist(), strict=True):
            self._places[key] = (at + start, at + start + count)
        self._size = to

    def remove(self, key: int) -> None:
        """Forget a key; one that is not there is no error."""
        start, end = self._places.pop(key, (0, 0))
        self._keys[start:end] = -1

    def nearest(
        self, vector: Numbers, most: int, allowed: npt.NDArray[np.int64] | None = None
    ) -> list[tuple[int, int, int]]:
        """Return about `most` (key, number, differing signs) with the fewest differing signs, fewest first.

        `allowed` are the keys to choose among, sorted; `None`: all. Ties are all in or all out of the result, so
        that it depends on no order; more than twice `most` are cut, later keys first to stay.
        """
        if not self._size or most < 1:
            return []
        wanted = _words(vector[None, :])[0]
        rows = None if allowed is None else np.flatnonzero(_among(self._keys[: self._size], allowed))
        distances = self._distances(wanted, rows)
        keys = self._keys[: self._size] if rows is None else self._keys[rows]
        limit = _threshold(distances, most)
        chosen = np.flatnonzero(distances <= limit)
        chosen = chosen[keys[chosen] >= 0]
        numbers = self._numbers[: self._size] if rows is None else self._numbers[rows]
        found = zip(keys[chosen].tolist(), numbers[chosen].tolist(), distances[chosen].tolist(), strict=True)
        return sorted(found, key=lambda each: (each[2], -each[0], each[1]))[: 2 * most]

    def _distances(
        self, wanted: npt.NDArray[np.uint64], rows: npt.NDArray[np.int64] | None
    ) -> npt.NDArray[np.uint16]:
        size = self._size if rows is None else len(rows)
        result = np.empty(size, np.uint16)
        for at in range(0, size, _CHUNK):
            to = min(at + _CHUNK, size)
            part: slice | npt.NDArray[np.int64] = slice(at, to) if rows is None else rows[at:to]
            total = np.zeros(to - at, np.uint16)
            for column, word in zip(self._columns, wanted, strict=True):
                total += np.bitwise_count(column[part] ^ word)
            result[at:to] = total
        return result

    def _grow(self, size: int) -> None:
        room = len(self._keys)
        if size <= room:
            return
        room = max(size, int(room * _GROWN))
        columns = np.zeros((self._width, room), np.uint64)
        columns[:, : self._size] = self._columns[:, : self._size]
        self._columns = columns
        self._keys = np.resize(self._keys, room)
        self._numbers = np.resize(self._numbers, room)


def measured(
    vector: Numbers,
    near: Sequence[tuple[int, int, int]],
    fetch: Callable[[list[int]], dict[int, npt.NDArray[np.int8]]],
) -> list[tuple[int, int, float]]:
    """Return (key, number, cosine) for the best vector of each key, nearest first; ties: the larger key.

    `near` is what `Signs.nearest` found, `fetch` gives the whole vectors (int8, of any length) of keys.
    """
    kept = fetch(sorted({key for key, _, _ in near}))
    best: dict[int, tuple[float, int]] = {}
    for key, rows in kept.items():
        if not len(rows) or rows.shape[1] != len(vector):
            continue
        whole = rows.astype(np.float64)  # exact products: the same order on every machine
        lengths = np.sqrt((whole * whole).sum(axis=1))
        cosines = product(whole, vector.astype(np.float64)) / np.where(lengths == 0, 1, lengths)
        n = int(np.argmax(cosines))
        best[key] = (round(float(cosines[n]), 6), n)
    return sorted(
        ((key, n, cosine) for key, (cosine, n) in best.items()), key=lambda each: (-each[2], -each[0])
    )


def _among(keys: npt.NDArray[np.int64], allowed: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    if not len(allowed):
        return np.zeros(len(keys), bool)
    at = np.minimum(np.searchsorted(allowed, keys), len(allowed) - 1)
    same: npt.NDArray[np.bool_] = allowed[at] == keys
    return same


def _threshold(distances: npt.NDArray[np.uint16], most: int) -> int:
    """Return the distance within which about `most` vectors are, told from a sample where there are very many."""
    if len(distances) <= most:
        return int(distances.max(initial=0))
    step = _SAMPLE if len(distances) > most * _SAMPLE * 20 else 1
    sample = np.bincount(distances[::step])
    return int(np.searchsorted(np.cumsum(sample), max(1, most // step)))
