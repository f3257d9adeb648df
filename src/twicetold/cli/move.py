"""`twicetold move`: a report tells another event."""

from __future__ import annotations

from typing import Any

import click

from twicetold.cli.common import write
from twicetold.cli.shelves import deriving_options, opened


@click.command("move", short_help="Say that a report tells another event.")
@click.argument("report", metavar="REPORT")
@click.argument("event", metavar="EVENT")
@deriving_options
def command(report: str, event: str, **given: Any) -> int:
    """Say that REPORT tells EVENT, and not the event that it is in; print the id of EVENT.

    It holds for all that is found later, until `twicetold undo`.
    """
    with opened(**given) as library:
        write(f"{library.move(report, event)}\n", "-")
    return 0
