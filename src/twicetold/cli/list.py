"""`twicetold list`: the reports of the library."""

from __future__ import annotations

from typing import Any

import click

from twicetold.cli.common import output_option, write
from twicetold.cli.shelves import as_json, format_option, library_option, opened, table


@click.command("list", short_help="List the reports of the library.")
@click.option("--language", metavar="CODE", help="Only reports in this language.")
@click.option("--outlet", metavar="NAME", help="Only reports of this outlet.")
@click.option("--event", metavar="ID", help="Only reports of this event.")
@click.option("--since", metavar="DATE", help="Only reports published then or later.")
@click.option("--until", metavar="DATE", help="Only reports published then or earlier.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")
@format_option
@output_option
@library_option
def command(form: str, output: str, limit: int | None, library: str | None, **filters: Any) -> int:
    """List the reports of the library in the order in which they were added, a line each, with tabs between.

    Id, event, language, time of publication, outlet, title.
    """
    with opened(library=library) as found:
        told = found.reports(limit=limit, **filters)
    if form == "json":
        write(as_json([each.to_dict() for each in told]), output)
    else:
        rows = [
            (each.id, each.event, each.language, each.published, each.outlet, each.title) for each in told
        ]
        write(table(rows), output)
    return 0
