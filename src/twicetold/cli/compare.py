"""`twicetold compare`: the main job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from twicetold.cli.common import (
    STDOUT,
    colour,
    is_id,
    one_stdin,
    output_option,
    progress,
    setting_options,
    settings_of,
    tell,
    terminal_width,
    write,
)
from twicetold.errors import TooFewReports, UsageError
from twicetold.model import Comparison
from twicetold.settings import Settings

if TYPE_CHECKING:
    from twicetold.pipeline import Progress

FORMATS = ("text", "json", "html")


@click.command("compare", short_help="Compare two reports or more.")
@click.argument("sources", nargs=-1, required=True, metavar="A B [C ...] | EVENT")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="What to write; text unless -o says otherwise."
)
@output_option
@click.option(
    "--language", "languages", multiple=True, metavar="A=hi", help="Overrule the language of a source."
)
@setting_options("library", "encoder", "order", "cache", "threads", "offline", "allow_private")
def command(
    sources: tuple[str, ...], form: str | None, output: str, languages: tuple[str, ...], **given: Any
) -> int:
    """Compare two reports or more: what they share, what only one tells, where they part.

    Each source is a file of text, or - for standard input. The first is A, the second B, and so on;
    --language takes these letters or the names of the files. One name alone that is no file is the id of an event
    of the library, whose reports are compared.
    """
    from twicetold.pipeline import compare

    one_stdin(sources)
    told = dict(map(_language, languages))
    try:
        with progress() as say:
            if len(sources) == 1 and is_id(sources[0]):
                comparison = _of_event(sources[0], settings_of(**given), told, say)
            else:
                comparison = compare(sources, settings=settings_of(**given), languages=told, progress=say)
    except TooFewReports as error:
        tell(error.skips)
        raise
    code = tell(comparison.skips)
    write(rendered(comparison, form or _form_of(output), to_screen=output == STDOUT), output)
    return code


def _of_event(event: str, settings: Settings, languages: dict[str, str], say: Progress | None) -> Comparison:
    from twicetold.library import Library

    if languages:
        raise UsageError(
            "--language is for sources; the library's reports have theirs (`twicetold add --language`)"
        )
    with Library(settings=settings, create=False) as library:
        return library.compare(event, progress=say)


def rendered(comparison: Comparison, form: str, *, to_screen: bool) -> str:
    """Return the comparison as text, JSON or a page."""
    if form == "json":
        from twicetold.render import json

        return json.render(comparison)
    if form == "html":
        from twicetold.render import html

        return html.page(comparison)
    from twicetold.render import text

    return text.render(comparison, width=terminal_width() if to_screen else 80, color=to_screen and colour())


def _language(given: str) -> tuple[str, str]:
    name, equals, code = given.rpartition("=")
    if not equals or not name:
        raise UsageError(f"--language {given}: write it as A=hi")
    return name, code


def _form_of(output: str) -> str:
    """Return the format a file's name asks for."""
    endings = {".json": "json", ".html": "html", ".htm": "html"}
    return next((form for ending, form in endings.items() if output.lower().endswith(ending)), "text")
