"""Vectors from a sentence-transformers model: a folder, or a name that the library knows how to fetch."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from typing import Any

import numpy as np

from twicetold.encoding.base import Vectors
from twicetold.encoding.long import LONGEST_TEXT, encode_stretches
from twicetold.encoding.text import clean
from twicetold.errors import EncoderFailed, MissingExtra


class TransformerModel:
    """A `Model` over sentence-transformers, on the CPU in float32.

    Texts go through one at a time: what a batch is padded to changes the last bits of a vector, and no
    vector may depend on its neighbours. A text of more tokens than the model takes is encoded in stretches.
    """

    def __init__(self, model: str, *, threads: int = 0) -> None:
        for package in ("torch", "sentence_transformers"):
            if importlib.util.find_spec(package) is None:
                raise MissingExtra("an encoder st:MODEL needs: pip install 'twicetold[st]'")
        self._model = _load(model)
        if threads:
            import torch

            torch.set_num_threads(threads)
        self.name = f"st:{model}"
        self.digest = _digest(self._model)
        self.dimensions = int(self._vector("a").shape[0])
        self._longest = int(self._model.max_seq_length or 0)

    def prepare(self, text: str) -> str:
        """Return what the model sees of a text."""
        return clean(text[:LONGEST_TEXT])

    def vectors(self, prepared: Sequence[str]) -> Vectors:
        """Return a row for each text."""
        return encode_stretches(prepared, self._fits, self._encode)

    def _encode(self, texts: list[str]) -> Vectors:
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        row: Vectors = self._model.encode([text], show_progress_bar=False, convert_to_numpy=True)[0]
        return np.asarray(row, np.float32)

    def _fits(self, text: str) -> bool:
        tokenizer = getattr(self._model, "tokenizer", None)
        if not self._longest or not callable(tokenizer):
            return True
        return len(tokenizer(text, truncation=False, verbose=False)["input_ids"]) <= self._longest


def _load(model: str) -> Any:
    import sentence_transformers

    try:
        return sentence_transformers.SentenceTransformer(model, device="cpu").float().eval()
    except Exception as error:  # the library raises whatever its many parts do
        first = next(iter(str(error).splitlines()), type(error).__name__)
        what = f"sentence-transformers cannot open {model!r} ({type(error).__name__}: {first[:200]})"
        raise EncoderFailed(
            f"{what}; give a folder, or the name of a model that is there or can be fetched"
        ) from error


def _digest(model: Any) -> str:
    """Digest the parameters, the order of the modules and the versions of what runs them."""
    import sentence_transformers
    import torch

    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{sentence_transformers.__version__} {torch.__version__} {model}".encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().numpy().tobytes())
    return digest.hexdigest()
