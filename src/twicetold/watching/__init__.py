"""Feeds are polled, new reports go into the library, new and grown events come out. Read `watcher.py` first.

`entries.py` reads a feed, `news.py` words what happened, `webhook.py` and `atom.py` carry it outside,
`schedule.py` says when, `stopping.py` how it ends.
"""

from twicetold.watching.stopping import Stop, Stopped
from twicetold.watching.watcher import Watcher, WatchOptions

__all__ = ["Stop", "Stopped", "WatchOptions", "Watcher"]
