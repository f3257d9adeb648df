"""Zip and tar: each member is an input of its own, read in place and never written to disk.

A member's name is only a label ("news.zip!2031/a.html"), so a path that climbs out of the archive reaches
nothing.
"""

from __future__ import annotations

import io
import math
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from twicetold.reading.limits import MAX_MEMBERS, MAX_RATIO, Broken, TooMuch
from twicetold.reading.streams import read_up_to

_MOST_DIRECTORY = (
    20_000_000  # bytes of a zip's directory; 100,000 files with names of 100 letters are 15 million
)
_MOST_HEADERS = 32_000_000  # bytes between two members of a tar; a header that says it is longer is hostile


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name, and its bytes as a stream, or in words why it cannot be read."""

    name: str
    stream: BinaryIO | None = None
    why_not: str = ""


def zip_members(file: BinaryIO, *, free: int) -> Iterator[Member]:
    """Yield the files of a zip in its own order.

    Raises `Broken` for no zip, `TooMuch` for too many members.
    """
    try:
        archive = zipfile.ZipFile(_Directory(file))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Broken(f"damaged zip ({error})") from None
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if what := _document(members):
            raise Broken(f"it is {what}; save it as text or HTML")
        if len(members) > MAX_MEMBERS:
            raise TooMuch(f"{len(members):,} files in one archive; at most {MAX_MEMBERS:,} are read")
        size = file.seek(0, io.SEEK_END)
        left = free + MAX_RATIO * size
        for info in members:
            if left <= 0:
                yield Member(info.filename, None, f"the archive grows more than {MAX_RATIO} times: a bomb")
            elif info.flag_bits & 1:
                yield Member(info.filename, None, "it is encrypted")
            elif stat.S_ISLNK(info.external_attr >> 16):
                yield Member(info.filename, None, "a link; in an archive links are not followed")
            else:
                stream: Any = _Counted(_open(archive, info), most=left)
                yield Member(info.filename, io.BufferedReader(stream))
                left -= stream.count


class _Directory(io.RawIOBase):
    """The file under a zip. Its directory is read in one piece, and a hostile one has millions of entries."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        if size > _MOST_DIRECTORY:
            raise TooMuch(f"a directory of {size:,} bytes in the zip; at most {_MOST_DIRECTORY:,} are read")
        return self._file.read(size)


def _document(members: list[zipfile.ZipInfo]) -> str | None:
    """Return what kind of document a zip is, where it is one in many parts and no archive of reports."""
    names = {info.filename for info in members[:50]}
    if "[Content_Types].xml" in names:
        return "an office document (docx, xlsx, pptx)"
    if "mimetype" in names and {"META-INF/manifest.xml", "META-INF/container.xml"} & names:
        return "an OpenDocument text or an e-book"
    return None


def _open(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO | str:
    try:
        return archive.open(info)  # type: ignore[return-value]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error) as error:
        return str(error)


class _Counted(io.RawIOBase):
    """A member's bytes, counted; damage in it is `Broken`."""

    def __init__(self, inner: BinaryIO | str, *, most: float = math.inf) -> None:
        self._inner, self._most = inner, most
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if isinstance(self._inner, str):
            raise Broken(f"damaged member ({self._inner})")
        try:
            piece = self._inner.read(len(buffer))
        except (zipfile.BadZipFile, tarfile.TarError, OSError, ValueError, EOFError, zlib.error) as error:
            raise Broken(f"damaged member ({error})") from None
        except (Broken, TooMuch):
            raise
        except Exception as error:
            raise Broken(f"damaged member ({type(error).__name__}: {error})") from None
        self.count += len(piece)
        if self.count > self._most:
            raise TooMuch(f"the archive grows more than {MAX_RATIO} times: a bomb")
        buffer[: len(piece)] = piece
        return len(piece)


def tar_members(stream: BinaryIO) -> Iterator[Member]:
    """Yield the members of a tar but its folders, read straight on. Raises `Broken` where it breaks off."""
    watched = _Watched(stream)
    try:
        # "r|" never seeks, so a tar may come through a pipe and may be larger than memory
        archive = tarfile.open(fileobj=watched, mode="r|", bufsize=65_536)  # noqa: SIM115
    except (tarfile.TarError, OSError, ValueError, EOFError) as error:
        raise Broken(f"damaged tar ({error})") from None
    count = 0
    while True:
        watched.left = _MOST_HEADERS
        try:
            info = archive.next()
        except (tarfile.TarError, OSError, ValueError, EOFError, RecursionError) as error:
            raise Broken(f"the tar breaks off after {count:,} files ({error})") from None
        if info is None:
            return
        archive.members = []  # type: ignore[attr-defined]  # else every header ever read is kept
        if info.isdir():
            continue
        count += 1
        if count > MAX_MEMBERS:
            raise TooMuch(f"more than {MAX_MEMBERS:,} files in one archive")
        if not info.isfile():
            yield Member(info.name, None, "a link, device or pipe; in an archive only files are read")
            continue
        watched.left = None
        inner = archive.extractfile(info)
        assert inner is not None
        counted: Any = _Counted(inner)  # type: ignore[arg-type]
        member = io.BufferedReader(counted)
        yield Member(info.name, member)
        try:
            while read_up_to(member, 1 << 20):  # what the reader left, so that the next header is near
                pass
        except Broken as error:
            raise Broken(f"the tar breaks off after {count:,} files ({error})") from None


class _Watched(io.RawIOBase):
    """The stream under a tar; while a header is read (`left` is a number) it gives no more than that."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.left: int | None = None

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        if self.left is not None:
            self.left -= len(piece)
            if self.left < 0:
                raise TooMuch("a header in the tar is longer than any real one")
        return piece
