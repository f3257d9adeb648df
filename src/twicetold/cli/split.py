"""`twicetold split`: some reports of an event tell another one."""

from __future__ import annotations

from typing import Any

import click

from twicetold.cli.common import write
from twicetold.cli.shelves import deriving_options, opened


@click.command("split", short_help="Say that reports tell another event.")
@click.argument("event", metavar="EVENT")
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@deriving_options
def command(event: str, reports: tuple[str, ...], **given: Any) -> int:
    """Say that these reports tell another event than the rest of EVENT does, and print the id of theirs.

    It holds for all that is found later, until `twicetold undo`.
    """
    with opened(**given) as library:
        write(f"{library.split(event, *reports)}\n", "-")
    return 0
