"""`twicetold events`: which reports tell one happening, a report a line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from twicetold.cli.common import (
    one_stdin,
    output_option,
    progress,
    setting_options,
    settings_of,
    tell,
    write,
)
from twicetold.errors import UsageError


@click.command("events", short_help="Find which reports tell one event.")
@click.argument("sources", nargs=-1, metavar="[FILE...]")
@click.option(
    "--corrections",
    metavar="FILE",
    help="What is known: a line for each pair, together or apart, and two report ids, tab-separated.",
)
@output_option
@setting_options("library", "encoder", "cache", "threads")
def command(sources: tuple[str, ...], corrections: str | None, output: str, **given: Any) -> int:
    """Find which reports tell one event, and print a report a line: its id, a tab, the id of its event.

    A FILE holds reports as JSON Lines, or anything else that `twicetold read` takes. Lines are sorted by event,
    then by report; every report is in exactly one event, alone where no other tells it. The result does not depend
    on the order of files or reports. No library is needed; without a FILE the events of the library are printed.
    """
    from twicetold import happenings

    if not sources:
        return _of_library(output, **given)
    one_stdin(sources)
    together, apart = _corrections(corrections) if corrections else ([], [])
    with progress() as say:
        found = happenings.events(
            sources, settings=settings_of(**given), together=together, apart=apart, progress=say
        )
    code = tell(found.skips)
    if not found.events:
        raise UsageError("no report to find events in")
    told = sorted((event.id, report) for event in found.events for report in event.report_ids)
    write("".join(f"{_plain(report)}\t{event}\n" for event, report in told), output)
    return code


def _of_library(output: str, **given: Any) -> int:
    from twicetold.library import Library

    with Library(settings=settings_of(**given), create=False) as library:
        told = sorted((event, report) for event, reports in library.events() for report in reports)
    write("".join(f"{_plain(report)}\t{event}\n" for event, report in told), output)
    return 0


def _plain(name: str) -> str:
    """Return an id that keeps to its cell."""
    return " ".join(name.split())


def _corrections(path: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Read the lines of a file of corrections; blank lines and those that begin with # say nothing."""
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error})") from error
    told: dict[str, list[tuple[str, str]]] = {"together": [], "apart": []}
    for n, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or cells[0] not in told:
            raise UsageError(f"{path}, line {n}: write together or apart, a tab, an id, a tab, an id")
        told[cells[0]].append((cells[1].strip(), cells[2].strip()))
    return told["together"], told["apart"]
