"""Candidates: which reports of a set are nearest to one, by their whole vectors. Exact, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from twicetold.arrays import product
from twicetold.events.signature import Signature, Small

Key = TypeVar("Key", bound="str | int | tuple[str, ...]")
_ROOM = 256  # rows to begin with


class Index(Generic[Key]):
    """Reports by key with their whole vectors; a look-up goes through all of them.

    Whole numbers up to 127 in float32: products are exact, so a look-up does not depend on who was added when.
    """

    def __init__(self) -> None:
        self._rows = np.zeros((0, 0), np.float32)
        self._keys: list[Key] = []
        self._at: dict[Key, int] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._at

    @classmethod
    def load(cls, keys: Sequence[Key], packed: npt.NDArray[np.int8]) -> Index[Key]:
        """Return an index of `keys` over `packed`: keys x dimensions, int8, as `pack` gave them (mapped or not)."""
        if len(keys) != len(packed):
            raise ValueError(f"{len(keys)} keys for {len(packed)} vectors; build the index again")
        made = cls()
        made._rows = packed.astype(np.float32)
        made._keys = list(keys)
        made._at = {key: at for at, key in enumerate(keys)}
        return made

    def pack(self) -> tuple[tuple[Key, ...], npt.NDArray[np.int8]]:
        """Return keys and their vectors, keys x dimensions, int8, for a file that can be mapped."""
        return tuple(self._keys), self._rows[: len(self._keys)].astype(np.int8)

    def add(self, key: Key, signature: Signature) -> None:
        """Add a report; one of that key is replaced."""
        self.add_all([(key, signature.whole)])

    def add_all(self, some: Iterable[tuple[Key, Small]]) -> None:
        """Add whole vectors by key."""
        for key, whole in some:
            at = self._at.get(key)
            if at is None:
                at = self._at[key] = len(self._keys)
                self._keys.append(key)
            if at >= len(self._rows) or self._rows.shape[1] != len(whole):
                self._grow(len(whole))
            self._rows[at] = whole

    def remove(self, key: Key) -> None:
        """Forget a report; one that is not there is no error."""
        at = self._at.pop(key, None)
        if at is None:
            return
        last = self._keys.pop()
        if last != key:
            self._keys[at], self._at[last] = last, at
            self._rows[at] = self._rows[len(self._keys)]

    def near(self, signature: Signature, limit: int) -> list[Key]:
        """Return up to `limit` keys, nearest first, equal ones by key; what has no direction is near nothing.

        The report itself is among them if it was added.
        """
        return [key for key, _ in self.nearest(signature.whole[None, :], limit)[0]]

    def nearest(self, wholes: Small, limit: int) -> list[list[tuple[Key, int]]]:
        """Return for each row of `wholes` up to `limit` keys with their products, nearest first."""
        count = len(self._keys)
        if not count or limit < 1:
            return [[] for _ in wholes]
        products = product(wholes.astype(np.float32), self._rows[:count].T)
        return [self._best(row, limit) for row in products]

    def _best(self, row: npt.NDArray[np.float32], limit: int) -> list[tuple[Key, int]]:
        if len(row) > limit:
            least = np.partition(row, len(row) - limit)[len(row) - limit]
            some = np.flatnonzero(row >= max(least, 1))  # with all that are as near as the last one
        else:
            some = np.flatnonzero(row > 0)
        found = sorted(((self._keys[at], int(row[at])) for at in some), key=lambda kv: (-kv[1], kv[0]))
        return found[:limit]

    def _grow(self, dimensions: int) -> None:
        if len(self._rows) and self._rows.shape[1] != dimensions and len(self._keys) > 1:
            raise ValueError(f"vectors of {dimensions} where {self._rows.shape[1]} are; one encoder an index")
        room = np.zeros((max(_ROOM, 2 * len(self._keys)), dimensions), np.float32)
        if self._rows.shape[1] == dimensions:
            room[: len(self._rows)] = self._rows
        self._rows = room
