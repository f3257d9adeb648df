"""A report's statements in, its attributions out; then one set of speakers for all reports of an event.

Read `attribute.py` first, then `frames.py`; `resolve.py` joins reports, `project.py` carries attributions over
aligned statements, `summary.py` says in one line what each statement is.
"""

from twicetold.speakers.attribute import attribute
from twicetold.speakers.project import project
from twicetold.speakers.resolve import resolve
from twicetold.speakers.summary import summarise

__all__ = ["attribute", "project", "resolve", "summarise"]
