"""The command `twicetold`: its sub-commands are imported when they are called, so that `--help` is quick.

Here errors become exit codes, once: 0 all done; 1 some inputs were left out; 2 nothing could be done or the
call was wrong; 130 interrupted. A reader that stops reading (`| head`) ends the program without a word.
"""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from typing import Any

import click

from twicetold import __version__
from twicetold.cli.common import NoReader
from twicetold.errors import TwicetoldError

COMMANDS = {
    "add": "twicetold.cli.add",
    "align": "twicetold.cli.align",
    "apart": "twicetold.cli.apart",
    "backup": "twicetold.cli.backup",
    "changes": "twicetold.cli.changes",
    "check": "twicetold.cli.check",
    "compare": "twicetold.cli.compare",
    "demo": "twicetold.cli.demo",
    "events": "twicetold.cli.events",
    "list": "twicetold.cli.list",
    "merge": "twicetold.cli.merge",
    "move": "twicetold.cli.move",
    "names": "twicetold.cli.names",
    "pairs": "twicetold.cli.pairs",
    "quotes": "twicetold.cli.quotes",
    "read": "twicetold.cli.read",
    "rebuild": "twicetold.cli.rebuild",
    "remove": "twicetold.cli.remove",
    "search": "twicetold.cli.search",
    "show": "twicetold.cli.show",
    "split": "twicetold.cli.split",
    "stats": "twicetold.cli.stats",
    "undo": "twicetold.cli.undo",
    "watch": "twicetold.cli.watch",
    "why": "twicetold.cli.why",
}


class Commands(click.Group):
    """A group whose commands live in modules of their own, each under the name `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True)
@click.version_option(__version__, prog_name="twicetold", message="%(prog)s %(version)s")
def cli() -> None:
    """Line up news reports of one event, in any languages, statement by statement.

    "-" is standard input or output. Results go to standard output (or -o FILE), messages to standard error.
    Exit codes: 0 all done; 1 some inputs were left out, the rest is done; 2 nothing could be done.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        code: Any = cli.main(arguments, prog_name="twicetold", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except TwicetoldError as error:
        click.echo(f"twicetold: {error}", err=True)
        code = 2
    except (NoReader, BrokenPipeError):
        code = _no_reader()
    except (KeyboardInterrupt, click.Abort):
        click.echo("twicetold: stopped", err=True)
        code = 130
    except MemoryError:
        click.echo("twicetold: out of memory; give fewer or shorter reports", err=True)
        code = 2
    except Exception:  # exit code 1 means something else, so that Python's own way out will not do
        traceback.print_exc()
        click.echo(
            "twicetold: this is a mistake in the program, not in your input; please report it", err=True
        )
        code = 2
    return code if isinstance(code, int) else 0


def _no_reader() -> int:
    """Point standard output nowhere, so that Python does not complain again when it closes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
