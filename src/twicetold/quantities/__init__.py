"""Text in, numbers out: value, unit, bounds. And whether two of them agree. Read `find.py` first."""

from twicetold.quantities.agree import agree
from twicetold.quantities.find import Found, counted, find

__all__ = ["Found", "agree", "counted", "find"]
