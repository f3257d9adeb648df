"""`twicetold demo`: the shipped example, in the terminal and as a page."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import click

from twicetold.cli.common import progress, setting_options, settings_of, tell, write
from twicetold.cli.compare import rendered

EXAMPLE = "dam-opening"


@click.command("demo", short_help="Compare the shipped example.")
@click.option(
    "-o", "--output", metavar="FILE", default="demo.html", show_default=True, help="Where the page goes."
)
@setting_options("cache", "threads")
def command(output: str, **given: Any) -> int:
    """Compare the shipped example: one event, told by four invented outlets in four languages."""
    from twicetold.pipeline import compare

    with ExitStack() as stack:
        folder = stack.enter_context(as_file(files("twicetold") / "examples" / EXAMPLE))
        sources = sorted(path for path in folder.iterdir() if path.suffix == ".txt")
        say = stack.enter_context(progress())
        comparison = compare(sources, settings=settings_of(**given), progress=say)
    code = tell(comparison.skips)
    write(rendered(comparison, "html", to_screen=False), output)
    write(rendered(comparison, "text", to_screen=True), "-")
    where = Path(output).resolve().as_uri() if output != "-" else "standard output"
    click.echo(f"twicetold: the page is at {where}", err=True)
    return code
