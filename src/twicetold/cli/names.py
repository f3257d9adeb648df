"""`twicetold names`: two lists of names, for each left one the best right one."""

from __future__ import annotations

import click

from twicetold.cli.common import one_stdin, output_option, tell, write
from twicetold.errors import UsageError
from twicetold.model import Skip
from twicetold.settings import from_environment


@click.command("names", short_help="Match two lists of names across scripts.")
@click.argument("left", metavar="LEFT")
@click.argument("right", metavar="RIGHT")
@output_option
def command(left: str, right: str, output: str) -> int:
    """Match two lists of names, one a line, and print left, right and score, tab-separated, a line each.

    The score (0 to 1) says how likely the right name is the same name; a low one means that no name of RIGHT
    fits. Names may be in any scripts. A blank line of LEFT, or one without a sound, gets no right name.
    """
    from twicetold.names import match
    from twicetold.reading.sentences import read_lines

    one_stdin((left, right))
    lists = [read_lines(source, settings=from_environment()) for source in (left, right)]
    skips = [each for each in lists if isinstance(each, Skip)]
    if skips:
        tell(skips)
        raise UsageError("two lists are needed to match")
    first, second = (
        [" ".join(name.split()) for name in each] for each in lists if not isinstance(each, Skip)
    )
    lines = []
    for name, (best, score) in zip(first, match(first, second), strict=True):
        lines.append(f"{name}\t{second[best] if best is not None else ''}\t{score:.4f}\n")
    write("".join(lines), output)
    return 0
