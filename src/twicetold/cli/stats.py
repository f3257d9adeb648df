"""`twicetold stats`: what is in the library, in numbers."""

from __future__ import annotations

import click

from twicetold.cli.common import output_option, write
from twicetold.cli.shelves import as_json, format_option, library_option, opened, plain


@click.command("stats", short_help="Say what is in the library, in numbers.")
@format_option
@output_option
@library_option
def command(form: str, output: str, library: str | None) -> int:
    """Say how many reports, revisions, statements and events the library has, and what made its derived rows."""
    with opened(library=library) as found:
        told = found.stats()
    if form == "json":
        write(as_json(told), output)
        return 0
    lines = []
    for name, value in told.items():
        if name == "made_by":
            lines += [
                f"{each['stage']} of {each['reports']:,} reports: {each['program']}, {plain(each['model'])} "
                f"{each['version']}"
                for each in value
            ]
        elif isinstance(value, dict):
            lines.append(f"{name}: " + ", ".join(f"{key} {n:,}" for key, n in value.items()))
        else:
            lines.append(
                f"{name.replace('_', ' ')}: " + (f"{value:,}" if isinstance(value, int) else plain(value))
            )
    write("\n".join(lines) + "\n", output)
    return 0
