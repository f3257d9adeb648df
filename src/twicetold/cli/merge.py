"""`twicetold merge`: several events are one."""

from __future__ import annotations

from typing import Any

import click

from twicetold.cli.common import write
from twicetold.cli.shelves import deriving_options, opened


@click.command("merge", short_help="Say that events are one.")
@click.argument("events", nargs=-1, required=True, metavar="EVENT EVENT...")
@deriving_options
def command(events: tuple[str, ...], **given: Any) -> int:
    """Say that events are one, and print its id: that of the first. The other ids lead there from now on.

    It holds for all that is found later, until `twicetold undo`.
    """
    with opened(**given) as library:
        write(f"{library.merge(*events)}\n", "-")
    return 0
