"""A source goes in, reports (or skips with a reason) come out. Read `source.py` first, then `facts.py`.

A report's text is normalised here, once, and never changed after.
"""

from twicetold.reading.options import ReadOptions
from twicetold.reading.source import read

__all__ = ["ReadOptions", "read"]
