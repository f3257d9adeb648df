"""Tokens kept on disk beside the vectors: how a text is cut, and the vectors of its tokens.

How it is cut is kept too, because the tokenizer takes half a second to load: longer than all other work on two
reports that were encoded before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from twicetold.encoding.base import Vectors
from twicetold.encoding.store import VectorStore
from twicetold.encoding.tokenizer import Piece
from twicetold.model import Span

States = npt.NDArray[np.float16]


class TokenStore:
    """Two stores: of the pieces of a prepared text, and of their vectors in half precision."""

    def __init__(self, pieces: VectorStore, states: VectorStore) -> None:
        self._pieces = pieces
        self._states = states

    def lacks(self, prepared: Sequence[str]) -> bool:
        """Say whether anything of these texts is not here."""
        return self._pieces.lacks(prepared) or self._states.lacks(prepared)

    def pieces(self, prepared: Sequence[str]) -> dict[str, list[Piece]]:
        """Return the pieces of the texts that are here, their spans in the prepared text."""
        return {text: _unpacked(row) for text, row in self._pieces.get(prepared).items()}

    def states(self, prepared: Sequence[str], dimensions: int) -> dict[str, States]:
        """Return tokens x `dimensions` of the texts that are here."""
        found = self._states.get(prepared)
        return {text: row.view(np.float16).reshape(-1, dimensions) for text, row in found.items()}

    def put(self, pieces: Mapping[str, Sequence[Piece]], states: Mapping[str, States]) -> None:
        """Keep both, except of texts without tokens."""
        self._pieces.put({text: _packed(each) for text, each in pieces.items() if each})
        # two halves look like one float32 to the store, which only keeps the bytes
        self._states.put(
            {text: each.reshape(-1).view(np.float32) for text, each in states.items() if len(each)}
        )


def _packed(pieces: Sequence[Piece]) -> Vectors:
    """Return pieces as the store keeps them: how many, then ids, starts, ends and letters, then the letters."""
    letters = [piece.piece.encode() for piece in pieces]
    numbers: Iterable[int] = (
        len(pieces),
        *(p.id for p in pieces),
        *(p.span.start for p in pieces),
        *(p.span.end for p in pieces),
        *map(len, letters),
    )
    raw = np.array(list(numbers), "<i4").tobytes() + b"".join(letters)
    return np.frombuffer(raw + bytes(-len(raw) % 4), np.float32)


def _unpacked(row: Vectors) -> list[Piece]:
    raw = row.tobytes()
    count = int(np.frombuffer(raw, "<i4", 1)[0])
    ids, starts, ends, lengths = np.frombuffer(raw, "<i4", 4 * count, 4).reshape(4, count).tolist()
    at = 4 + 16 * count
    pieces = []
    for each, start, end, length in zip(ids, starts, ends, lengths, strict=True):
        pieces.append(Piece(each, raw[at : at + length].decode(), Span(start, end)))
        at += length
    return pieces
