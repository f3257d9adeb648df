"""A file of one sentence a line in, its lines out: plain text whatever it looks like, bounded in size."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from twicetold.model import Skip
from twicetold.reading.plain import read_bytes
from twicetold.settings import Settings

STDIN = "-"


def read_lines(source: str | os.PathLike[str], *, settings: Settings) -> tuple[str, ...] | Skip:
    """Return the lines of a source, empty ones too; a line end at the very end begins no line.

    Lines end where text editors end them (LF, CRLF, CR): any other separator is part of its sentence.
    """
    name = os.fspath(source)
    data = _bytes(name, settings.max_bytes)
    if isinstance(data, Skip):
        return data
    if not data.strip():
        return ("",) * len(data.splitlines())
    report = read_bytes(data, source=name, settings=settings)
    return report if isinstance(report, Skip) else tuple(report.text.removesuffix("\n").split("\n"))


def _bytes(name: str, most: int) -> bytes | Skip:
    """Return the bytes of a file (at most `most`), or a skip."""
    try:
        if name == STDIN:
            return _bounded(sys.stdin.buffer, name, most)
        with Path(name).open("rb") as file:
            size = os.fstat(file.fileno())
            if stat.S_ISREG(size.st_mode) and size.st_size > most:
                return _too_big(name, f"{size.st_size:,} bytes", most)
            return _bounded(file, name, most)
    except FileNotFoundError:
        return _skip(name, "no such file", "check the path" if name else "the name is empty")
    except IsADirectoryError:
        return _skip(name, "is a folder", "name the files in it")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return _skip(name, "cannot be opened", getattr(error, "strerror", None) or str(error))


def _bounded(file: BinaryIO, name: str, most: int) -> bytes | Skip:
    data = file.read(most + 1)  # a pipe or a device may never end
    return _too_big(name, f"more than {most:,} bytes", most) if len(data) > most else data


def _too_big(name: str, size: str, most: int) -> Skip:
    return _skip(name, "too big", f"{size}; the limit max_bytes is {most:,} (TWICETOLD_MAX_BYTES raises it)")


def _skip(name: str, reason: str, detail: str) -> Skip:
    return Skip(source=name, stage="reading", reason=reason, detail=detail)
