"""What the commands of the library share: opening it, columns, a format, a bar."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import click

from twicetold.cli.common import progress, setting_options, settings_of

if TYPE_CHECKING:
    from twicetold.library import Library

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
library_option = setting_options("library")
deriving_options = setting_options("library", "encoder", "cache", "threads")


@contextmanager
def opened(*, create: bool = False, told: bool = True, **given: Any) -> Iterator[Library]:
    """Open the library that the options name; show on a terminal what takes a while, unless `told` is false."""
    from twicetold.library import Library

    settings = settings_of(**given)
    with (
        progress() if told else nullcontext() as say,
        Library(settings=settings, create=create, progress=say) as library,
    ):
        yield library


def plain(text: str | None) -> str:
    """Return a cell: one line, without what would turn or steer a terminal."""
    from twicetold.views.scripts import visible

    return visible(" ".join((text or "").split()))


def table(rows: Sequence[Sequence[str | None]]) -> str:
    """Return rows of cells, a line each, tab-separated."""
    return "".join("\t".join(plain(cell) for cell in row) + "\n" for row in rows)


def as_json(told: Any) -> str:
    """Return plain data as JSON."""
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


@contextmanager
def bar(words: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on a terminal's standard error; `None` elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as shown:
        task = shown.add_task(words, total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)
