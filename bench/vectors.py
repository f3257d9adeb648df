"""The product's encoder over a folder of kept vectors: every text of the benchmarks is encoded once.

Vectors and tokens are kept as float32, as the encoder gives them, in shards that are read through the page cache:
re-runs are quick, memory stays bounded, and what is measured is what the product computes. A shard belongs to an
encoder by its digest; another encoder begins anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from twicetold.encoding import open_encoder
from twicetold.encoding.base import TokenEncoder, Tokens, Vectors
from twicetold.model import Span

OUT = Path(__file__).parent / "out"
AT_ONCE = 128  # texts: their token vectors are still at hand when the encoder is asked for them
A_SHARD = 2048  # texts


class Bank:
    """A `TokenEncoder` that looks texts up before it encodes them. `warm` keeps what it encodes on disk."""

    def __init__(self, folder: Path = OUT, *, encoder: TokenEncoder | None = None) -> None:
        self.encoder = encoder or _product(folder)
        self.name, self.digest = self.encoder.name, self.encoder.digest
        self.dimensions, self.notes = self.encoder.dimensions, ()
        self._folder = folder / f"vectors-{self.digest}"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._shards = [_Shard(path) for path in sorted(self._folder.glob("*.json"))]
        self._at = {
            text: (k, n) for k, shard in enumerate(self._shards) for n, text in enumerate(shard.texts)
        }

    def __len__(self) -> int:
        return len(self._at)

    def warm(self, texts: Iterable[str]) -> int:
        """Encode what is new and keep it; return how many texts that were."""
        new = sorted(set(texts) - self._at.keys(), key=lambda text: (len(text), text))
        for start in range(0, len(new), A_SHARD):
            part = new[start : start + A_SHARD]
            # named by its texts, so that two runs side by side write the same bytes or different files
            name = hashlib.blake2b("\n".join(part).encode(), digest_size=8).hexdigest()
            path = self._folder / f"{name}.json"
            _write(path, part, self._encoded(part, f"{start} of {len(new)}"))
            self._shards.append(_Shard(path))
            self._at |= {text: (len(self._shards) - 1, n) for n, text in enumerate(part)}
        return len(new)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return texts x dimensions, from disk where they are kept."""
        new = [text for text in texts if text not in self._at]
        known = dict(zip(new, self.encoder.encode(new), strict=True)) if new else {}
        rows = [known[text] if text in known else self._kept(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), np.float32)

    def encode_tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the tokens of each text, from disk where they are kept."""
        new = [text for text in texts if text not in self._at]
        known = dict(zip(new, self.encoder.encode_tokens(new), strict=True)) if new else {}
        return [known[text] if text in known else self._kept_tokens(text) for text in texts]

    def encode_both(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """Return both."""
        return self.encode(texts), self.encode_tokens(texts)

    def encode_static(self, texts: Sequence[str]) -> Vectors:
        """Return what the encoder does; cheap enough not to be kept."""
        return self.encoder.encode_static(texts)

    def _kept(self, text: str) -> Vectors:
        shard, n = self._at[text]
        row: Vectors = self._shards[shard].vectors[n]
        return row

    def _kept_tokens(self, text: str) -> Tokens:
        shard, n = self._at[text]
        return self._shards[shard].tokens(n)

    def _encoded(self, texts: Sequence[str], where: str) -> list[tuple[Vectors, Tokens]]:
        found: list[tuple[Vectors, Tokens]] = []
        for start in range(0, len(texts), AT_ONCE):
            vectors, tokens = self.encoder.encode_both(texts[start : start + AT_ONCE])
            found.extend(zip(vectors, tokens, strict=True))
            print(f"encoding {where}, +{len(found)}", end="\r", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        return found


class _Shard:
    """Some texts with their vectors and tokens; the arrays are mapped, not read."""

    def __init__(self, path: Path) -> None:
        plain = json.loads(path.read_text("utf-8"))
        self.texts: list[str] = plain["texts"]
        self._vocabulary: list[str] = plain["vocabulary"]
        self._ends = np.cumsum([0, *plain["lengths"]])
        self.vectors = np.load(path.with_suffix(".vectors.npy"), mmap_mode="r")
        self._tokens = np.load(path.with_suffix(".tokens.npy"), mmap_mode="r")
        self._marks = np.load(path.with_suffix(".marks.npy"), mmap_mode="r")  # start, end, piece

    def tokens(self, n: int) -> Tokens:
        start, end = self._ends[n], self._ends[n + 1]
        marks = self._marks[start:end].tolist()
        return Tokens(
            vectors=np.array(self._tokens[start:end]),
            spans=tuple(Span(s, e) for s, e, _ in marks),
            pieces=tuple(self._vocabulary[p] for _, _, p in marks),
        )


def _write(path: Path, texts: Sequence[str], found: Sequence[tuple[Vectors, Tokens]]) -> None:
    """Write the arrays, then the list of texts: without that a shard does not exist."""
    tokens = [each for _, each in found]
    vocabulary = {p: k for k, p in enumerate(dict.fromkeys(p for t in tokens for p in t.pieces))}
    marks = [(s.start, s.end, vocabulary[p]) for t in tokens for s, p in zip(t.spans, t.pieces, strict=True)]
    lengths = [len(t.pieces) for t in tokens]
    arrays = {
        ".vectors.npy": np.stack([vector for vector, _ in found]),
        ".tokens.npy": np.concatenate([t.vectors for t in tokens]),
        ".marks.npy": np.array(marks, np.int32).reshape(-1, 3),
    }
    for suffix, array in arrays.items():
        with _replacing(path.with_suffix(suffix)) as part, part.open("wb") as file:
            np.save(file, array)
    plain = {"texts": list(texts), "vocabulary": list(vocabulary), "lengths": lengths}
    with _replacing(path) as part:
        part.write_text(json.dumps(plain, ensure_ascii=False), "utf-8")


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    yield part
    part.replace(path)


def _product(folder: Path) -> TokenEncoder:
    encoder = open_encoder("e5", cache=folder / "encoder", threads=1, progress=_say)
    assert isinstance(encoder, TokenEncoder)
    return encoder


def _say(line: str) -> None:
    print(line, file=sys.stderr)
