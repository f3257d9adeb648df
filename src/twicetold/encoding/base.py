"""What every encoder offers: text in, vectors out. A text has the same vector whatever stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from twicetold.model import Span

Vectors = npt.NDArray[np.float32]
Progress = Callable[[str], None]  # takes one line without its end


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of one text in context. A text without content has none.

    `vectors` is tokens x dimensions, rows of length 1 (to half precision); `spans` point into the text that was
    given, without the white space before a word; `pieces` are as the vocabulary spells them ("▁" begins a word).
    """

    vectors: Vectors
    spans: tuple[Span, ...]
    pieces: tuple[str, ...]


class Encoder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """What to call it in a result's making."""

    @property
    def digest(self) -> str:
        """A hex digest of all that determines the vectors, as far as this machine can know it."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user should know: a cache that was rebuilt or cannot be written, unknown weights."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return texts x `dimensions`, float32, rows of length 1; a text without content has zeros.

        Row i belongs to text i and has the same bytes whatever the other texts, their order and the threads.
        """


@runtime_checkable
class TokenEncoder(Encoder, Protocol):
    """An encoder that also gives a vector for each token, and one for a text without its context.

    `isinstance(encoder, TokenEncoder)` tells whether an encoder can.
    """

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the tokens of each text with their vectors in context.

        What `encode` has just worked through is still at hand, so ask for tokens soon after.
        """

    def encode_both(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """Return what `encode` and `encode_tokens` return, for little more than the price of one."""

    def encode_static(self, texts: Sequence[str]) -> Vectors:
        """Return texts x `dimensions`: the weighted mean of a text's word embeddings, of length 1, or zeros.

        Cheap, for finding candidates. The mean of the language is not subtracted: without that step it
        tells little.
        """


@runtime_checkable
class Expectant(Protocol):
    """An encoder that takes long to load, and can begin to before it is asked for vectors."""

    def expect(self, texts: Sequence[str]) -> None:
        """Begin to load in the background, unless all that these texts take is kept."""


class Model(Protocol):
    """What an encoder must bring; `Remembering` makes an `Encoder` of it."""

    @property
    def name(self) -> str:
        """As for `Encoder`."""

    @property
    def digest(self) -> str:
        """As for `Encoder`."""

    @property
    def dimensions(self) -> int:
        """As for `Encoder`."""

    def prepare(self, text: str) -> str:
        """Return what the model sees of a text; texts that are equal then have one vector."""

    def vectors(self, prepared: Sequence[str]) -> Vectors:
        """Return a row for each prepared text; none is empty and none comes twice. Length is not yet 1."""
