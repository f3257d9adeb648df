"""Bytes that are read once and in bounded pieces: looked at before reading, unpacked while reading.

Every decoder is asked for at most as many bytes as are wanted, so a bomb costs no more than the limit it
meets.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol

from twicetold.reading.limits import MAX_RATIO, Broken, TooMuch

_PIECE = 65_536
CODECS: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"(\xb5/\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)


class Decoder(Protocol):
    """A decompressor that gives at most as much as it is asked for."""

    @property
    def eof(self) -> bool:
        """Whether the stream came to its end."""

    def give(self, data: bytes, most: int) -> bytes:
        """Return up to `most` bytes; what is not used of `data` is kept for the next call."""

    @property
    def hungry(self) -> bool:
        """Whether more input is needed before it can give more."""

    @property
    def rest(self) -> bytes:
        """What followed the end."""


class _Zlib:
    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)
        self._kept = b""

    def give(self, data: bytes, most: int) -> bytes:
        out = self._inner.decompress(self._kept + data, most)
        self._kept = self._inner.unconsumed_tail
        return out

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def hungry(self) -> bool:
        return not self._kept

    @property
    def rest(self) -> bytes:
        return self._inner.unused_data


class _Deflate(_Zlib):
    """HTTP's "deflate" is zlib by the book and raw deflate in practice: the first two bytes tell."""

    def __init__(self) -> None:
        super().__init__(zlib.MAX_WBITS)
        self._first = True

    def give(self, data: bytes, most: int) -> bytes:
        if self._first and data:
            self._first = False
            head = int.from_bytes(data[:2], "big")
            if len(data) > 1 and (data[0] & 15 != 8 or head % 31):
                self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
        return super().give(data, most)


class _Standard:
    """bz2, lzma and zstd share one interface."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def give(self, data: bytes, most: int) -> bytes:
        return bytes(self._inner.decompress(data, most))

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def hungry(self) -> bool:
        return bool(self._inner.needs_input)

    @property
    def rest(self) -> bytes:
        return bytes(self._inner.unused_data)


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._inner = brotli.Decompressor()

    def give(self, data: bytes, most: int) -> bytes:
        return bytes(self._inner.process(data, output_buffer_limit=most))

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished())

    @property
    def hungry(self) -> bool:
        return bool(self._inner.can_accept_more_data())

    @property
    def rest(self) -> bytes:
        return b""


def _bzip2() -> Decoder:
    import bz2

    return _Standard(bz2.BZ2Decompressor())


def _xz() -> Decoder:
    import lzma

    return _Standard(lzma.LZMADecompressor(memlimit=200_000_000))


def _zstd() -> Decoder:
    from backports.zstd import DecompressionParameter, ZstdDecompressor

    # a frame may ask for a window of gigabytes; 2**27 is what the zstd tool itself refuses to exceed unasked
    return _Standard(ZstdDecompressor(options={DecompressionParameter.window_log_max: 27}))


DECODERS: dict[str, Callable[[], Decoder]] = {
    "gzip": lambda: _Zlib(zlib.MAX_WBITS + 16),
    "x-gzip": lambda: _Zlib(zlib.MAX_WBITS + 16),
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _zstd,
    "bzip2": _bzip2,
    "xz": _xz,
}
_SEVERAL = {"gzip", "x-gzip", "zstd", "bzip2", "xz"}  # streams of these may follow one another in one file


class Unpacked(io.RawIOBase):
    """A compressed stream, read as what it holds.

    Grows at most `MAX_RATIO` times beyond the first `free` bytes.
    """

    def __init__(self, packed: BinaryIO, codec: str, *, free: int) -> None:
        self._packed, self._codec, self._free = packed, codec, free
        self._decoder = DECODERS[codec]()
        self._taken = self._given = 0
        self._pending = self._over = b""

    def readable(self) -> bool:
        """Whether this can be read: always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill up to the whole of `buffer`; 0 only at the end."""
        while True:
            if self._over:  # brotli may give a little more than it was asked for
                return self._take(b"", buffer)
            if self._decoder.eof and not self._next():
                return 0
            try:
                piece = self._decoder.give(self._pending, len(buffer))
            except (zlib.error, OSError, EOFError, ValueError, MemoryError) as error:
                raise Broken(f"damaged {self._codec} data ({error})") from None
            except Exception as error:
                raise Broken(f"damaged {self._codec} data ({type(error).__name__}: {error})") from None
            self._pending = b""
            if piece:
                return self._take(piece, buffer)
            if self._decoder.hungry and not self._decoder.eof:
                self._pending = self._packed.read(_PIECE)
                self._taken += len(self._pending)
                if not self._pending:
                    raise Broken(f"the {self._codec} data end in the middle")

    def _take(self, piece: bytes, buffer: Any) -> int:
        self._given += len(piece)
        if self._given > self._free + MAX_RATIO * self._taken:
            raise TooMuch(f"the {self._codec} data grow more than {MAX_RATIO} times: a decompression bomb")
        piece = self._over + piece
        piece, self._over = piece[: len(buffer)], piece[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def _next(self) -> bool:
        """Go on with the stream that follows the one that ended, if one does."""
        rest = self._decoder.rest or self._packed.read(_PIECE)
        if self._codec not in _SEVERAL:
            return False
        rest = rest.lstrip(b"\0")  # padding, as tape blocks leave it
        magic = next((m for m, name in CODECS if name == self._codec.removeprefix("x-")), b"")
        if len(rest) < len(magic):
            rest += self._packed.read(_PIECE)
        if not rest or not rest.startswith(magic):
            return False  # what follows is no stream: ignored, as gzip itself does
        self._taken += len(rest)
        self._decoder, self._pending = DECODERS[self._codec](), rest
        return True


class _Rewound(io.RawIOBase):
    """The bytes looked at, then the rest of the stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = memoryview(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._head:
            count = min(len(buffer), len(self._head))
            buffer[:count] = self._head[:count]
            self._head = self._head[count:]
            return count
        piece = self._rest.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


class Watched(io.RawIOBase):
    """A file whose bytes are counted to somebody as they are read; what a library reads by itself, at the end."""

    def __init__(self, file: BinaryIO, size: int, tell: Callable[[int], None]) -> None:
        self._file, self._left, self._tell = file, size, tell

    def readable(self) -> bool:
        """Whether this can be read: always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill up to the whole of `buffer`; 0 only at the end."""
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        self._tell(len(piece))
        self._left -= len(piece)
        return len(piece)

    def done(self) -> None:
        """Count what has not been read."""
        self._tell(max(0, self._left))
        self._left = 0


def look(stream: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """Return up to `size` first bytes of a stream, and a stream that still has them."""
    head = read_up_to(stream, size)
    return head, io.BufferedReader(_Rewound(head, stream), _PIECE)


def unpacked(stream: BinaryIO, codec: str, *, free: int) -> BinaryIO:
    """Return a stream of what a compressed stream holds."""
    return io.BufferedReader(Unpacked(stream, codec, free=free), _PIECE)


def read_up_to(stream: BinaryIO, size: int) -> bytes:
    """Read until `size` bytes or the end; a pipe gives less than asked for without being at its end."""
    pieces, missing = [], size
    while missing > 0 and (piece := stream.read(min(missing, 1 << 20))):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def read_whole(stream: BinaryIO, most: int) -> bytes:
    """Return all bytes of a stream; raise `TooMuch` where there are more than `most`."""
    data = read_up_to(stream, most + 1)
    if len(data) > most:
        raise TooMuch(
            f"more than {most:,} bytes; the limit max_bytes is {most:,} (TWICETOLD_MAX_BYTES raises it)",
            "too big",
        )
    return data


def decode_content(data: bytes, encodings: str, *, most: int) -> bytes:
    """Undo an HTTP Content-Encoding ("gzip, br": applied from left to right).

    Raise as the readers above do.
    """
    names = [
        name.strip().lower() for name in encodings.split(",") if name.strip().lower() not in ("", "identity")
    ]
    if len(names) > 3:
        raise TooMuch(f"encoded {len(names)} times over")
    for name in reversed(names):
        if name not in DECODERS:
            raise Broken(f"content encoding {name!r} is not known")
        data = read_whole(unpacked(io.BytesIO(data), name, free=most), most) if data else data
    return data


def decoded_part(data: bytes, encoding: str, *, most: int) -> bytes:
    """Return what comes out of data that break off or are damaged, up to there; nothing for several encodings."""
    if encoding.strip().lower() not in DECODERS:
        return b""
    stream, pieces, size = Unpacked(io.BytesIO(data), encoding.strip().lower(), free=most), [], 0
    buffer = bytearray(_PIECE)
    try:
        while size < most and (count := stream.readinto(buffer)):
            pieces.append(bytes(buffer[:count]))
            size += count
    except (Broken, TooMuch):
        pass
    return b"".join(pieces)
