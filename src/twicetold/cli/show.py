"""`twicetold show`: one report or event of the library."""

from __future__ import annotations

from typing import Any

import click

from twicetold.cli.common import output_option, write
from twicetold.cli.shelves import as_json, format_option, library_option, opened, plain, table
from twicetold.errors import NotInLibrary
from twicetold.store.records import Happening, KeptReport


@click.command("show", short_help="Show a report or an event of the library.")
@click.argument("name", metavar="ID")
@format_option
@output_option
@library_option
def command(name: str, form: str, output: str, library: str | None) -> int:
    """Show a report with its revisions and what changed between them, or an event with its reports.

    The id of an event that was merged into another one leads there.
    """
    with opened(library=library) as found:
        try:
            told: KeptReport | Happening = found.report(name)
        except NotInLibrary:
            try:
                told = found.event(name)
            except NotInLibrary:
                raise NotInLibrary(f"no report and no event {name!r} in this library") from None
    if form == "json":
        write(as_json(told.to_dict()), output)
    else:
        write(_report(told) if isinstance(told, KeptReport) else _event(told), output)
    return 0


def _event(told: Happening) -> str:
    lines = [f"event {told.id} · {len(told.reports)} report{'s' * (len(told.reports) != 1)}\n"]
    if told.also:
        lines.append(f"also known as {', '.join(told.also)}\n")
    rows = [(each.id, each.language, each.published, each.outlet, each.title) for each in told.reports]
    return "".join(lines) + table(rows)


def _report(told: KeptReport) -> str:
    report = told.report
    facts: list[tuple[str, str | None]] = [
        ("report", report.id),
        ("event", told.event),
        ("language", report.language),
        ("outlet", report.outlet),
        ("published", report.published or report.published_raw),
        ("url", report.url),
        ("source", report.source),
        ("nearly the same as", ", ".join(f"{twin.id} ({twin.likeness:.0%})" for twin in told.twins)),
        ("statements", str(told.statements)),
    ]
    lines = [f"{name}: {plain(value)}" for name, value in facts if value]
    lines += [f"made by: {plain(each)}" for each in told.made_by]
    for each in told.to_dict()["revisions"]:
        lines.append(f"revision {each['revision']}, added {each['added']}")
        lines += _difference(each.get("difference"))
    text = "\n".join(_line(line) for line in report.text.split("\n"))
    return "\n".join(lines) + f"\n\n{text}\n"


def _difference(told: dict[str, Any] | None) -> list[str]:
    if told is None:
        return []
    lines = [f"  {name}: {plain(str(a))} -> {plain(str(b))}" for name, (a, b) in told["fields"].items()]
    for each in told["lines"]:
        lines.append(f"  line {each['at']}")
        lines += [f"  - {_line(line)}" for line in each["less"]]
        lines += [f"  + {_line(line)}" for line in each["more"]]
    return lines


def _line(line: str) -> str:
    from twicetold.views.scripts import visible

    return visible(line)
