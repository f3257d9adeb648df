"""What is told of an event: that it is new, or which reports came to it. One JSON object each."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from twicetold.search.times import told
from twicetold.store.records import Entry, Happening
from twicetold.watching.atom import headline


def body_of(event: Happening, fresh: Collection[str], *, new: bool, at: str) -> str:
    """Return the message: `fresh` are the ids of the reports that are told for the first time, `at` is now."""
    plain = {
        "kind": "new" if new else "grew",
        "event": event.id,
        "title": headline(event),
        "also": list(event.also),
        "languages": sorted({report.language for report in event.reports}),
        "reports": [_report(report, report.id in fresh, at) for report in event.reports],
        "at": at,
    }
    return json.dumps({key: value for key, value in plain.items() if value != []}, ensure_ascii=False)


def _report(report: Entry, fresh: bool, at: str) -> dict[str, Any]:
    published, now = told(report.published), told(at)
    plain = {
        "id": report.id,
        "title": report.title,
        "language": report.language,
        "outlet": report.outlet,
        "published": report.published,
        "ahead": True if published and now and published > now else None,  # of the time at which it was told
        "url": report.url,
        "new": fresh,
    }
    return {key: value for key, value in plain.items() if value is not None}
