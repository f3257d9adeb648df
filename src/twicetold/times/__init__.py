"""Text in, time expressions out, resolved from an anchor date where they are relative. Read `find.py` first."""

from twicetold.times.find import Found, anchor_of, find

__all__ = ["Found", "anchor_of", "find"]
