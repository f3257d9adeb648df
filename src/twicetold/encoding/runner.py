"""Run the graph over tokenised texts: batches of like length, several Python threads on one session.

A text is padded to the next multiple of `STEP` of its own length, and only texts of one padded length share a
batch. So the shape of whatever is computed for a text depends on that text alone, and its vectors have the
same bytes in any company. The runtime itself is held to one thread; several Python threads share the session
(both let go of the GIL), which stays fast on a busy machine, where the runtime's spinning threads collapse.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np

from twicetold.encoding.base import Vectors
from twicetold.encoding.weights import Weights

T = TypeVar("T")
Ids = tuple[int, ...]

STEP = 4  # 1, 4, 8, 16 give 3,720, 3,760, 3,190, 2,780 tokens/s on 840 sentences, 3,190 to 2,640 on 40
BATCH_TOKENS = 256  # 128 and 512 are 4-8% slower
CLOSED = np.float32(-1e30)  # added to the attention scores at padding


class Runner:
    """A session over the graph, with the embeddings of its words. `threads` 0 means one for each core."""

    def __init__(self, graph: bytes, weights: Weights, *, threads: int = 0) -> None:
        self._session = open_session(graph)
        self._weights = weights
        self._threads = threads or cores()
        h = weights.shape.hidden
        types = weights.floats("emb.type").reshape(-1, h)
        self._positions = weights.floats("emb.pos").reshape(-1, h) + types[0]
        self.longest = weights.shape.positions

    def run(self, sequences: Sequence[Ids], take: Callable[[Ids, Vectors], T]) -> list[T]:
        """Return what `take` makes of each sequence of ids and its last hidden states (length x dimensions).

        A sequence has at least one id and no more than the model has positions. `take` gets a view: it must
        copy what it keeps.
        """
        batches = list(_batches([len(s) for s in sequences]))

        def work(rows: list[int]) -> list[T]:
            hidden = self._hidden([sequences[row] for row in rows])
            own = [sequences[row] for row in rows]
            return [take(ids, hidden[n, : len(ids)]) for n, ids in enumerate(own)]

        results: dict[int, T] = {}
        if self._threads == 1 or len(batches) < 2:
            for rows in batches:
                results.update(zip(rows, work(rows), strict=True))
        else:
            with ThreadPoolExecutor(min(self._threads, len(batches))) as pool:
                for rows, taken in zip(batches, pool.map(work, batches), strict=True):
                    results.update(zip(rows, taken, strict=True))
        return [results[row] for row in range(len(sequences))]

    def _hidden(self, sequences: list[Ids]) -> Vectors:
        n, t = len(sequences), _padded(len(sequences[0]))
        ids = np.zeros((n, t), np.int64)  # any id will do at padding: nothing attends to it
        attention = np.zeros((n, 1, t, t), np.float32)
        for row, sequence in enumerate(sequences):
            ids[row, : len(sequence)] = sequence
            attention[row, :, :, len(sequence) :] = CLOSED
        unique, inverse = np.unique(ids.ravel(), return_inverse=True)
        words = self._weights.word_rows(unique)[inverse.ravel()].reshape(n, t, -1)
        feeds = {"words": words, "positions": self._positions[:t], "attention": attention}
        hidden: Vectors = self._session.run(["hidden"], feeds)[0]
        return hidden


def open_session(graph: bytes) -> Any:
    """Load a graph into onnxruntime, on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _padded(length: int) -> int:
    return -(-length // STEP) * STEP


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the rows of each batch, longest texts first: no thread is left with a long one at the end."""
    groups: dict[int, list[int]] = {}
    for row, length in enumerate(lengths):
        groups.setdefault(_padded(length), []).append(row)
    for padded in sorted(groups, reverse=True):
        size = max(1, BATCH_TOKENS // padded)
        rows = groups[padded]
        for at in range(0, len(rows), size):
            yield rows[at : at + size]
