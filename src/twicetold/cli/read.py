"""`twicetold read`: what was read, as JSON Lines of reports, written as it is read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, Any

import click

from twicetold.cli.common import STDOUT, one_stdin, output_option, replacing, settings_of, tell, write
from twicetold.cli.reading_bar import reading_bar
from twicetold.model import Report, Skip
from twicetold.reading.options import FORMS


@click.command("read", short_help="Print what was read, as JSON Lines.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--from", "form", type=click.Choice(FORMS), help="What the sources are, if their content misleads."
)
@click.option(
    "--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help="Where a field is: --map title=headline."
)
@click.option("--follow", type=click.Choice(["needed", "all", "none"]), default="needed", show_default=True,
              help="Fetch linked pages: of lists, of feeds too (all), or none.")  # fmt: skip
@click.option(
    "--offline", is_flag=True, default=None, help="Refuse the network; pages fetched before still serve."
)
@click.option(
    "--allow-private", is_flag=True, default=None, help="Fetch from private and local addresses too."
)
@click.option("--no-cache", is_flag=True, help="Keep no fetched page on disk.")
@click.option("--delay", type=click.FloatRange(0), default=1.0, show_default=True, metavar="SECONDS",
              help="Between two requests to one host.")  # fmt: skip
@click.option("--seconds", type=click.FloatRange(0, min_open=True), default=20.0, show_default=True,
              metavar="SECONDS", help="What parsing one document may take.")  # fmt: skip
@output_option
def command(sources: tuple[str, ...], output: str, **given: Any) -> int:
    """Read sources and print their reports, one JSON object a line.

    What is left out is said on standard error.

    A SOURCE is a file, a folder, an http(s) address or - (standard input): plain text, web pages, feeds (RSS,
    Atom, JSON Feed), OPML, sitemaps, JSON Lines, CSV, TSV, Parquet, WARC, NewsML-G2, ninjs, and zip, tar,
    gzip, zstd, bzip2 or xz of any of these. What it is is told by its content.
    """
    from twicetold.reading import ReadOptions
    from twicetold.reading.options import parse_mapping

    one_stdin(sources)
    settings = settings_of(offline=given["offline"], allow_private=given["allow_private"])
    options = ReadOptions(
        form=given["form"],
        mapping=parse_mapping(given["pairs"]),
        follow=given["follow"],
        seconds=given["seconds"],
        delay=given["delay"],
        cached=not given["no_cache"],
    )
    counts = {Report: 0, Skip: 0}
    on_screen = output == STDOUT and sys.stdout.isatty()
    with _output(output) as put, reading_bar(sources, to_terminal=on_screen) as bar:
        for item in _items(sources, settings, replace(options, watch=bar.more)):
            counts[type(item)] += 1
            if isinstance(item, Skip):
                tell([item])
            else:
                put(line_of(item))
            bar.shown(counts[Report], counts[Skip])
    return (1 if counts[Report] else 2) if counts[Skip] else 0


def _items(sources: tuple[str, ...], settings: Any, options: Any) -> Iterator[Report | Skip]:
    from twicetold.reading import read

    for source in sources:
        yield from read(source, settings=settings, options=options)


def line_of(report: Report) -> str:
    """Return a report as a line of JSON.

    What would turn the direction of a terminal is escaped, so it is seen.
    """
    import json

    line = json.dumps(report.to_dict(), ensure_ascii=False)
    return _turning(line) + "\n"


def _turning(line: str) -> str:
    if line.isascii():
        return line
    marks = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x85, 0x2028, 0x2029, *range(0x80, 0xA0))
    return line.translate({code: f"\\u{code:04x}" for code in marks})


@contextmanager
def _output(output: str) -> Iterator[Callable[[str], None]]:
    """Give a function that writes a line.

    To standard output at once, to a file that appears when it is whole.
    """
    if output == STDOUT:
        yield lambda line: write(line, STDOUT)
        return
    from pathlib import Path

    with replacing(Path(output)) as file:
        yield _writer(file)


def _writer(file: IO[str]) -> Callable[[str], None]:
    def put(line: str) -> None:
        file.write(line)

    return put
