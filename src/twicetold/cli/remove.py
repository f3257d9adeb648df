"""`twicetold remove`: reports leave the library."""

from __future__ import annotations

from typing import Any

import click

from twicetold.cli.shelves import deriving_options, opened


@click.command("remove", short_help="Take reports out of the library.")
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option(
    "--for-good", is_flag=True, help="Keep nothing of them: `twicetold undo` cannot bring them back."
)
@deriving_options
def command(reports: tuple[str, ...], for_good: bool, **given: Any) -> int:
    """Take reports out of the library, all of them or, where one is not there, none."""
    with opened(**given) as library:
        library.remove(*reports, for_good=for_good)
    return 0
