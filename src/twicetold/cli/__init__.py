"""The command line: parse, call the library, render.

Read `main.py` first; a command is one file beside it.
"""

from twicetold.cli.main import main

__all__ = ["main"]
