"""How far reading is, on a terminal: a bar where the bytes are known, else a count; elsewhere nothing."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_EVERY = 64  # reports between two looks at the clock


@dataclass(frozen=True, slots=True)
class Bar:
    """`more` is told of bytes as they are read, `shown` of reports and skips as they come."""

    more: Callable[[int], None] | None
    shown: Callable[[int, int], None]


@contextmanager
def reading_bar(sources: Iterable[str], *, to_terminal: bool) -> Iterator[Bar]:
    """Give what shows progress. Where the reports themselves go to the terminal they are progress enough."""
    if not sys.stderr.isatty() or to_terminal:
        yield Bar(None, lambda _reports, _skips: None)
        return
    total = known_bytes(sources)
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        SpinnerColumn,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    told = TextColumn("{task.description}")
    columns = (
        (SpinnerColumn(), told)
        if total is None
        else (BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), told)
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("reading …", total=total)

        def shown(reports: int, skips: int) -> None:
            if (reports + skips) % _EVERY == 1 or skips:
                progress.update(task, description=f"{reports:,} read, {skips:,} left out")

        yield Bar(lambda count: progress.advance(task, count), shown)


def known_bytes(sources: Iterable[str]) -> int | None:
    """Return how many bytes the files and folders of a list hold, or `None` where one of them cannot be told."""
    total = 0
    for source in sources:
        try:
            found = Path(source).stat()
            if stat.S_ISDIR(found.st_mode):
                total += sum(_sizes(source))
            elif stat.S_ISREG(found.st_mode):
                total += found.st_size
            else:
                return None
        except (OSError, ValueError):
            if source == "-" or "://" in source:
                return None
    return total


def _sizes(folder: str) -> Iterator[int]:
    """Yield the sizes of the files that reading a folder opens."""
    for inner, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for path in (Path(inner) / name for name in files if not name.startswith(".")):
            if path.is_file():
                yield path.stat().st_size
