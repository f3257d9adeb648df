"""`twicetold changes`: what people changed."""

from __future__ import annotations

import click

from twicetold.cli.common import output_option, write
from twicetold.cli.shelves import as_json, format_option, library_option, opened, table


@click.command("changes", short_help="List what people changed.")
@format_option
@output_option
@library_option
def command(form: str, output: str, library: str | None) -> int:
    """List merges, splits, moves, aparts and removes, the latest first: number, time, undone or not, what."""
    with opened(library=library) as found:
        told = found.changes()
    if form == "json":
        write(as_json([each.to_dict() for each in told]), output)
    else:
        rows = [(str(each.n), each.at, "undone" if each.undone else "holds", each.told) for each in told]
        write(table(rows), output)
    return 0
