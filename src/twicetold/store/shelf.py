"""The whole vectors of a library's reports in memory, to find what is nearest; and a copy of them in a file.

The file is a convenience: it saves reading every signature when a library is opened. It is never believed: a row
counts only while the database has the same digest for that report, and all else is read from the database.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from twicetold.arrays import product

Small = npt.NDArray[np.int8]

DIGEST = 16  # bytes
NEIGHBOUR = np.dtype([("report", "<i8"), ("product", "<i4"), ("probability", "<f4")])
_MAGIC = b"twicetold shelf 1\n"
_ROOM = 256


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A report near another one: what their vectors have in common, and how likely they tell one event."""

    report: int
    product: int
    probability: float


def packed(neighbours: Sequence[Neighbour]) -> bytes:
    """Return neighbours as bytes."""
    rows = [(each.report, each.product, each.probability) for each in neighbours]
    return np.array(rows, NEIGHBOUR).tobytes()


def unpacked(raw: bytes) -> list[Neighbour]:
    """Return what `packed` wrote."""
    return [Neighbour(*each) for each in np.frombuffer(raw, NEIGHBOUR).tolist()]


def digest(raw: bytes | memoryview) -> bytes:
    """Return the digest by which a signature is known to be the same."""
    return hashlib.blake2b(raw, digest_size=DIGEST).digest()


class Shelf:
    """Vectors by report number, with the least product that would still come into each report's neighbours.

    Whole numbers in float32: products are exact, in whatever order they are summed.
    """

    def __init__(self) -> None:
        self.names: dict[int, str] = {}  # number -> id, which decides between equals
        self._rows = np.zeros((0, 0), np.float32)
        self._numbers = np.zeros(0, np.int64)
        self._reach = np.zeros(0, np.int64)
        self._digests: list[bytes] = []
        self._at: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._digests)

    def __contains__(self, number: object) -> bool:
        return number in self._at

    def put(self, number: int, name: str, whole: Small, known_by: bytes) -> None:
        """Put a report on the shelf, in place of what was there for it."""
        at = self._at.get(number)
        if at is None:
            at = self._at[number] = len(self._digests)
            self._digests.append(known_by)
        self._make_room(at, len(whole))
        self._rows[at], self._numbers[at], self._reach[at] = whole, number, 0
        self._digests[at], self.names[number] = known_by, name

    def reach(self, number: int, least: int) -> None:
        """Note what a product must exceed (or, by a smaller id, equal) to come into a report's neighbours."""
        if number in self._at:
            self._reach[self._at[number]] = least

    def remove(self, number: int) -> None:
        """Take a report off the shelf; one that is not there is no error."""
        at = self._at.pop(number, None)
        if at is None:
            return
        del self.names[number]
        last = len(self._digests) - 1
        if at != last:
            for rows in (self._rows, self._numbers, self._reach):
                rows[at] = rows[last]
            self._digests[at] = self._digests[last]
            self._at[int(self._numbers[at])] = at
        self._digests.pop()

    def products(self, whole: Small) -> npt.NDArray[np.int64]:
        """Return what each report on the shelf has in common with a vector."""
        found: npt.NDArray[np.int64] = self.products_of(whole[None, :])[0]
        return found

    def products_of(self, wholes: Small, start: int = 0) -> npt.NDArray[np.int64]:
        """Return for each of some vectors what each report on the shelf has in common with it, from a place on.

        Together, because the shelf is then read through once: of 100,000 reports it is no less than 166 MB.
        """
        rows = self._rows[start : len(self)]
        if not len(rows):
            return np.zeros((len(wholes), 0), np.int64)
        found: npt.NDArray[np.int64] = product(wholes.astype(np.float32), rows.T).astype(np.int64)
        return found

    def whole(self, number: int) -> Small:
        """Return the vector of a report."""
        found: Small = self._rows[self._at[number]].astype(np.int8)
        return found

    def nearest(
        self, products: npt.NDArray[np.int64], limit: int, *, but: int | None = None
    ) -> list[tuple[int, int]]:
        """Return up to `limit` (report, product), the highest first, equal ones by id; only what is above zero."""
        least = 1
        if len(products) > limit + 1:
            least = max(1, int(np.partition(products, -limit - 1)[-limit - 1]))
        some = np.flatnonzero(products >= least)
        found = [(int(self._numbers[at]), int(products[at])) for at in some if self._numbers[at] != but]
        return sorted(found, key=self._order)[:limit]

    def reached(self, products: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
        """Return (report, product) of those that may have to count a vector among their neighbours."""
        some = np.flatnonzero((products >= self._reach[: len(self)]) & (products > 0))
        return [(int(self._numbers[at]), int(products[at])) for at in some]

    def _order(self, found: tuple[int, int]) -> tuple[int, str]:
        return (-found[1], self.names[found[0]])

    def _make_room(self, at: int, width: int) -> None:
        if at < len(self._rows) and self._rows.shape[1] == width:
            return
        room = max(_ROOM, len(self._rows) + len(self._rows) // 4, at + 1)
        rows = np.zeros((room, width), np.float32)
        if self._rows.shape[1] == width:
            rows[: len(self._rows)] = self._rows
        self._rows = rows
        self._numbers = np.concatenate([self._numbers[:at], np.zeros(room - at, np.int64)])
        self._reach = np.concatenate([self._reach[:at], np.zeros(room - at, np.int64)])

    def save(self, path: Path) -> None:
        """Keep a copy in a file; where that fails there is none."""
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    told = hashlib.blake2b(digest_size=DIGEST)
                    for piece in self._pieces():
                        told.update(piece)
                        file.write(piece)
                    file.write(told.digest())
                Path(name).replace(path)
            finally:
                Path(name).unlink(missing_ok=True)

    def _pieces(self) -> Iterator[bytes]:
        yield _MAGIC + np.array([len(self), self._rows.shape[1]], "<i8").tobytes()
        yield self._numbers[: len(self)].astype("<i8").tobytes()
        yield b"".join(self._digests)
        for at in range(0, len(self), 10_000):
            yield self._rows[at : min(at + 10_000, len(self))].astype(np.int8).tobytes()

    def load(self, path: Path, wanted: Mapping[int, tuple[str, bytes]]) -> set[int]:
        """Fill the empty shelf with what a file has of `wanted` (number -> id and digest); return the numbers."""
        try:
            numbers, digests, rows = _read(path)
        except (OSError, ValueError):
            return set()
        keep = [
            at
            for at, (number, known_by) in enumerate(zip(numbers.tolist(), digests, strict=True))
            if (told := wanted.get(number)) is not None and told[1] == known_by
        ]
        self._rows = rows[keep].astype(np.float32)
        self._numbers = numbers[keep]
        self._reach = np.zeros(len(keep), np.int64)
        self._digests = [digests[at] for at in keep]
        self._at = {number: at for at, number in enumerate(self._numbers.tolist())}
        self.names = {number: wanted[number][0] for number in self._at}
        return set(self._at)

    def add_all(self, some: Iterable[tuple[int, str, Small, bytes]]) -> None:
        """Put several reports on the shelf."""
        for each in some:
            self.put(*each)


def _read(path: Path) -> tuple[npt.NDArray[np.int64], list[bytes], Small]:
    raw = np.memmap(path, np.uint8, "r")
    start = len(_MAGIC)
    if bytes(raw[:start]) != _MAGIC:
        raise ValueError("not a shelf")
    count, width = np.frombuffer(raw[start : start + 16], "<i8").tolist()
    start += 16
    sizes = (8 * count, DIGEST * count, width * count)
    if count < 0 or width < 0 or len(raw) != start + sum(sizes) + DIGEST:
        raise ValueError("cut off")
    if digest(raw[:-DIGEST].data) != bytes(raw[-DIGEST:]):
        raise ValueError("damaged")
    numbers = np.frombuffer(raw[start : start + sizes[0]], "<i8").astype(np.int64)
    told = bytes(raw[start + sizes[0] : start + sizes[0] + sizes[1]])
    digests = [told[at : at + DIGEST] for at in range(0, len(told), DIGEST)]
    rows = np.frombuffer(raw[start + sizes[0] + sizes[1] : -DIGEST], np.int8).reshape(count, width)
    return numbers, digests, rows
