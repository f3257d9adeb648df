"""`twicetold search`: reports of the library by their words, by their meaning, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from twicetold.cli.common import STDOUT, colour, output_option, terminal_width, write
from twicetold.cli.shelves import as_json, deriving_options, format_option, opened

if TYPE_CHECKING:
    from twicetold.searching import Hit


@click.command("search", short_help="Find reports in the library.")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@click.option("--words", "how", flag_value="words", help="Only what has the words.")
@click.option("--meaning", "how", flag_value="meaning", help="Only what is near in meaning, in any language.")
@click.option(
    "--language", "languages", multiple=True, metavar="CODE", help="Only this language; may be repeated."
)
@click.option("--outlet", "outlets", multiple=True, metavar="NAME", help="Only this outlet; may be repeated.")
@click.option(
    "--from", "since", metavar="TIME", help="Published then or later (2026-11-24, 2026-11-24T15:30+01:00)."
)
@click.option("--to", "until", metavar="TIME", help="Published before then; a day is meant with all of it.")
@click.option("--speaker", metavar="NAME", help="Only what somebody of this name says, in any script.")
@click.option("--event", metavar="ID", help="Only reports of this event.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    metavar="N",
    help="At most so many.",
)
@format_option
@output_option
@deriving_options
def command(query: tuple[str, ...], output: str, form: str, **given: Any) -> int:
    """Find reports in the library and show the statement of each that matches best.

    QUERY is words, all of which must occur (other endings count too), "phrases in quotation marks", begin*, -not,
    this OR that, (brackets). It works in every script. Words alone are also looked for by their meaning, across
    languages, in title and lead; both orders are made one.
    Put -- before a query that begins with a minus.
    """
    from twicetold.searching import Wanted

    settings = {name: given[name] for name in ("library", "encoder", "cache", "threads")}
    wanted = Wanted(
        languages=given["languages"],
        outlets=given["outlets"],
        since=given["since"],
        until=given["until"],
        event=given["event"],
        speaker=given["speaker"],
    )
    with opened(**settings) as library:
        hits = library.search(
            " ".join(query), how=given["how"] or "both", wanted=wanted, limit=given["limit"]
        )
    if form == "json":
        write(as_json([hit.to_dict() for hit in hits]), output)
    else:
        write(_page(hits, lit=output == STDOUT and colour()), output)
    return 0


def _page(hits: tuple[Hit, ...], *, lit: bool) -> str:
    return "\n".join(_told(hit, lit=lit) for hit in hits) if hits else "nothing found\n"


def _told(hit: Hit, *, lit: bool) -> str:
    """Return a hit as a few lines: which report, and the statement with what matches between marks."""
    from textwrap import fill

    from twicetold.views.scripts import visible

    on, off = ("\x1b[1m", "\x1b[22m") if lit else ("[", "]")
    facts = (
        hit.language,
        hit.outlet,
        hit.published,
        f"event {hit.event}" if hit.event else None,
        hit.found_by,
    )
    head = " · ".join([hit.report, *(each for each in facts if each)])
    pieces, at = [], hit.start
    for span in hit.spans if hit.words is not None else ():
        pieces += [visible(hit.text[at - hit.start : span.start - hit.start]), on]
        pieces += [visible(hit.text[span.start - hit.start : span.end - hit.start]), off]
        at = span.end
    pieces.append(visible(hit.text[at - hit.start :]))
    indent = "    "
    body = fill(
        " ".join("".join(pieces).split()),
        max(terminal_width(), 40),
        initial_indent=indent,
        subsequent_indent=indent,
    )
    title = f"  {visible(' '.join(hit.title.split()))}\n" if hit.title and hit.title not in hit.text else ""
    return f"{visible(head)}\n{title}{body}\n"
