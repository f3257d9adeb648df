"""`twicetold backup`: a copy of the library."""

from __future__ import annotations

import click

from twicetold.cli.shelves import library_option, opened


@click.command("backup", short_help="Copy the library to a file, also while it is written.")
@click.argument("file", metavar="FILE")
@library_option
def command(file: str, library: str | None) -> int:
    """Write the library as it is at one moment to FILE, a library itself, while others may go on adding.

    A library on PostgreSQL is copied to a file too, which --library can name. FILE appears when it is whole.
    """
    with opened(library=library) as found:
        found.backup(file)
    return 0
