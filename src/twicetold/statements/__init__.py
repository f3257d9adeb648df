"""A `Report` goes in, its `Statement`s (sentences with their kinds) come out. Read split.py, then ends.py."""

from twicetold.statements.broken import unbroken
from twicetold.statements.split import split, split_text

__all__ = ["split", "split_text", "unbroken"]
