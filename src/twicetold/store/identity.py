"""Which report is which: whether a source that is given again is known, a revision, or another report."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from twicetold.model import Report

OWN_ID = "id "  # begins the identity of a report that brought an id
_PART = re.compile(r"[#:]\d+$")  # "feed.xml#3", "reports.jsonl:3": the third of its container


def identity(report: Report, *, own_id: bool) -> str:
    """Return what a report keeps while its text changes.

    Its address; else the id that its source gave it (`own_id`), in that source; else the file that holds nothing
    else. A report that has none of these is known by what it says alone.
    """
    if report.url:
        return f"url {address(report.url)}"
    place = _PART.sub("", report.source)
    if own_id:
        return f"{OWN_ID}{_absolute(place)} {report.id}"
    if report.source == place and place not in ("", "-") and "!" not in place:
        return f"file {_absolute(place)}"
    return f"text {content(report)}"


def address(url: str) -> str:
    """Return an address without what does not tell pages apart: case of the host, fragment, default port."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url.strip()
    if not host:
        return url.strip()
    scheme = "http" if parts.scheme.lower() in ("http", "https") else parts.scheme.lower()
    return urlunsplit((scheme, host + port, parts.path or "/", parts.query, ""))


def content(report: Report) -> str:
    """Return a digest of what the source said; how it was read (notes, detected language) has no part in it."""
    said = (
        report.text,
        report.title,
        report.language if report.language_score >= 1 else None,
        report.outlet,
        report.published,
        report.authors,
        report.credit,
        report.section,
    )
    return hashlib.blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=16).hexdigest()


def text_digest(report: Report) -> str:
    """Return a digest of the text alone."""
    return hashlib.blake2b(report.text.encode(), digest_size=16).hexdigest()


def _absolute(place: str) -> str:
    if not place or place == "-" or "://" in place:
        return place
    outer, mark, inner = place.partition("!")
    return f"{Path(outer).absolute()}{mark}{inner}"
