"""`twicetold rebuild`: what is derived is derived again."""

from __future__ import annotations

from typing import Any

import click

from twicetold.cli.common import write
from twicetold.cli.shelves import bar, deriving_options, opened


@click.command("rebuild", short_help="Derive again what is missing or out of date.")
@click.option("--everything", is_flag=True, help="Also what is up to date.")
@deriving_options
def command(everything: bool, **given: Any) -> int:
    """Derive again what is missing, or was made by another version or encoder, and print for how many reports.

    It can be stopped, and goes on where it was when it is called again; meanwhile the library answers.
    """
    with opened(told=False, **given) as library, bar("rebuilding") as shown:
        count = library.rebuild(everything=everything, progress=shown)
    write(f"{count}\n", "-")
    return 0
