"""`twicetold check`: what is wrong with the library."""

from __future__ import annotations

from typing import Any

import click

from twicetold.cli.common import write
from twicetold.cli.shelves import as_json, deriving_options, format_option, opened, plain


@click.command("check", short_help="Check the library, and mend it.")
@click.option("--repair", is_flag=True, help="Mend what can be derived again.")
@format_option
@deriving_options
def command(repair: bool, form: str, **given: Any) -> int:
    """Check the library and print what is wrong, a line each.

    Exit code 0: nothing is wrong, or all of it has been mended; 1: something is. What was given (texts) can only
    come back from a backup; all else is derived, and --repair derives it again.
    """
    with opened(**given) as library:
        found = library.check(repair=repair)
    if form == "json":
        write(as_json([each.to_dict() for each in found]), "-")
    else:
        for each in found:
            state = (
                "mended"
                if each.mended
                else f"--repair: {each.mends}"
                if each.mends
                else "go back to a backup"
            )
            write(f"{plain(each.what)}: {each.count:,} ({state})\n", "-")
    return 1 if any(not each.mended for each in found) else 0
