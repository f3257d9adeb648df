"""`twicetold add`: reports go into the library."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from twicetold.cli.common import one_stdin, setting_options, tell, write
from twicetold.cli.shelves import deriving_options, opened, table
from twicetold.model import Skip
from twicetold.reading.options import FORMS


@click.command("add", short_help="Add reports to the library.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--language", metavar="CODE", help="The language of the reports, where detection errs.")
@click.option(
    "--from", "source_form", type=click.Choice(FORMS), help="What the sources are, if their content misleads."
)
@click.option(
    "--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help="Where a field is: --map title=headline."
)
@click.option("--follow", type=click.Choice(["needed", "all", "none"]), default="needed", show_default=True,
              help="Fetch linked pages: of lists, of feeds too (all), or none.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="What to print for each report: cells with tabs between, or a JSON object.")  # fmt: skip
@deriving_options
@setting_options("offline", "allow_private")
def command(sources: tuple[str, ...], language: str | None, form: str, **given: Any) -> int:
    """Add reports to the library, and print a line for each: what became of it, its id, its event.

    A SOURCE is what `twicetold read` takes. A line begins with added, revised (the library has another text of that
    report, and keeps both) or known (nothing changed), and is printed when the report is kept for good; where it is
    nearly the same as an earlier report, that one's id stands at the end. The library is made where there is none.
    """
    from twicetold.reading import ReadOptions
    from twicetold.reading.options import parse_mapping

    one_stdin(sources)
    reading = ReadOptions(
        form=given.pop("source_form"), mapping=parse_mapping(given.pop("pairs")), follow=given.pop("follow")
    )
    kept = skipped = 0
    with opened(create=True, told=not sys.stdout.isatty(), **given) as library:
        for item in library.adding(sources, language=language, reading=reading):
            if isinstance(item, Skip):
                skipped += tell([item])
                continue
            kept += 1
            if form == "json":
                write(json.dumps(item.to_dict(), ensure_ascii=False) + "\n", "-")
            else:
                write(table([(item.status, item.id, item.event, *([item.twin] if item.twin else ()))]), "-")
    return (1 if kept else 2) if skipped else 0
