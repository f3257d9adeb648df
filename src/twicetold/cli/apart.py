"""`twicetold apart`: two reports do not tell the same event."""

from __future__ import annotations

from typing import Any

import click

from twicetold.cli.common import write
from twicetold.cli.shelves import deriving_options, opened


@click.command("apart", short_help="Say that two reports do not tell the same event.")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@deriving_options
def command(a: str, b: str, **given: Any) -> int:
    """Say that the reports A and B do not tell the same event, and print the ids of their events.

    It holds for all that is found later, until `twicetold undo`.
    """
    with opened(**given) as library:
        write("\t".join(library.apart(a, b)) + "\n", "-")
    return 0
