"""What the commands share: options, where results go, how skips are told, which progress is shown."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from twicetold.errors import UsageError
from twicetold.model import Skip
from twicetold.settings import Settings, from_environment

STDOUT = "-"
Function = TypeVar("Function", bound=Callable[..., Any])


class NoReader(Exception):
    """Whoever read standard output has read enough (`| head`)."""


output_option = click.option(
    "-o", "--output", metavar="FILE", default=STDOUT, help="Write the result here; - is standard output."
)


def setting_options(*names: str) -> Callable[[Function], Function]:
    """Return a decorator that adds an option for each setting named; what is not given stays `None`."""
    options = {
        "encoder": click.option("--encoder", metavar="NAME", help=_help("encoder")),
        "order": click.option("--order", type=click.Choice(["auto", "keep", "free"]), help=_help("order")),
        "cache": click.option("--cache", metavar="FOLDER", help=_help("cache")),
        "library": click.option("--library", metavar="PATH|URL", help=_help("library")),
        "threads": click.option("--threads", type=int, metavar="N", help=_help("threads")),
        "offline": click.option("--offline", is_flag=True, default=None, help="Never use the network."),
        "allow_private": click.option(
            "--allow-private", is_flag=True, default=None, help="Fetch from private and local addresses too."
        ),
    }

    def add(function: Function) -> Function:
        for name in reversed(names):
            function = options[name](function)
        return function

    return add


def _help(name: str) -> str:
    help_text: str = Settings.__dataclass_fields__[name].metadata["help"]
    return help_text + "."


def settings_of(**given: Any) -> Settings:
    """Return the settings: options that were given, then the environment, then the defaults."""
    return from_environment(given)


def one_stdin(sources: Iterable[str]) -> None:
    """Refuse standard input twice: the second would always be empty."""
    if list(sources).count("-") > 1:
        raise UsageError("standard input (-) can be given once only")


def is_id(source: str) -> bool:
    """Whether a source can only be an id of the library: neither a file, an address nor standard input."""
    return source != STDOUT and "://" not in source and not Path(source).exists()


def tell(skips: Iterable[Skip]) -> int:
    """Say each skip on standard error, one line each; return the exit code that goes with them."""
    code = 0
    for skip in skips:
        detail = f" ({skip.detail})" if skip.detail else ""
        line = f"twicetold: left out {skip.source}: {skip.reason}{detail}"
        click.echo(" ".join(_printable(line).split()), err=True)
        code = 1
    return code


def _printable(line: str) -> str:
    from twicetold.views.scripts import visible

    return visible(line)


def write(text: str, output: str) -> None:
    """Write a result to standard output, or to a file that appears only when it is whole."""
    if output == STDOUT:
        _to_stdout(text)
        return
    with replacing(Path(output)) as file:
        file.write(text)


def _to_stdout(text: str) -> None:
    stream = sys.stdout
    with suppress(AttributeError, ValueError):
        stream.reconfigure(encoding="utf-8", errors="strict")  # type: ignore[union-attr]
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError as error:
        raise NoReader from error


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """Open a file beside `path` that takes its place when all is written, and goes away otherwise."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def progress() -> Iterator[Callable[[str], None] | None]:
    """Show what is being done on a line of standard error that goes away; `None` without a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    # a line that took standard output over would swallow what is written to a pipe meanwhile
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as line:
        task = line.add_task("reading …", total=None)
        yield lambda words: line.update(task, description=words)


def terminal_width() -> int:
    """Return the width to fit: COLUMNS, the terminal's, or 80."""
    import shutil

    return shutil.get_terminal_size((80, 24)).columns


def colour() -> bool:
    """Whether to colour: to a terminal that is not dumb, unless NO_COLOR is set (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
