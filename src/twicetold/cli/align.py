"""`twicetold align`: two lists of sentences, a bead a line."""

from __future__ import annotations

from typing import Any

import click

from twicetold.cli.common import one_stdin, output_option, progress, setting_options, settings_of, tell, write
from twicetold.errors import UsageError
from twicetold.model import Skip


@click.command("align", short_help="Align two lists of sentences, a bead a line.")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--sentences", is_flag=True, help="A and B hold one sentence a line; else they are reports.")
@output_option
@setting_options("order", "encoder", "cache", "threads")
def command(a: str, b: str, sentences: bool, output: str, **given: Any) -> int:
    """Align two lists of sentences and print a bead a line: [0, 1]:[2]:0.8731.

    Numbers count from 0. Empty lines keep their number and stay alone, as [3]:[]:0.0. Lines come in the order
    of A, then of B. Lines that are one sentence, broken behind an abbreviation or initial ("Rs." / "40 million"),
    stay together. Without --sentences A and B are reports, and the numbers are those of their statements.
    """
    from twicetold import pipeline

    one_stdin((a, b))
    settings = settings_of(**given)
    sides = [pipeline.sentences(source, settings=settings, a_line=sentences) for source in (a, b)]
    skips = [side for side in sides if isinstance(side, Skip)]
    if skips:
        tell(skips)
        raise UsageError("two lists are needed to align")
    first, second = (side for side in sides if not isinstance(side, Skip))
    with progress() as say:
        beads = pipeline.align_sentences(first, second, settings=settings, progress=say)
    write("".join(f"{bead}\n" for bead in beads), output)
    return 0
