"""`twicetold undo`: the last change is taken back."""

from __future__ import annotations

from typing import Any

import click

from twicetold.cli.common import write
from twicetold.cli.shelves import deriving_options, opened, plain


@click.command("undo", short_help="Take back the last change.")
@deriving_options
def command(**given: Any) -> int:
    """Take back the last merge, split, move, apart or remove that holds, and print it; again for the one before."""
    with opened(**given) as library:
        write(f"undone: {plain(library.undo().told)}\n", "-")
    return 0
