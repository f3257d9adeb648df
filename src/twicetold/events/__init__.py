"""Reports in, events out: which reports tell one happening, and what says so. Read `find.py` first."""

from twicetold.events.evidence import Evidence, Ground, probability, weigh
from twicetold.events.find import event_id, find_events, neighbours
from twicetold.events.group import group
from twicetold.events.index import Index
from twicetold.events.signature import Signature, describe, describe_all, version_of

__all__ = [
    "Evidence",
    "Ground",
    "Index",
    "Signature",
    "describe",
    "describe_all",
    "event_id",
    "find_events",
    "group",
    "neighbours",
    "probability",
    "version_of",
    "weigh",
]
