"""Events as an Atom feed (RFC 4287), in a file that is replaced as a whole."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from twicetold.errors import UsageError
from twicetold.store.records import Entry, Happening

MOST = 100  # events in the file, the latest ones
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(events: Sequence[Happening], library: str) -> bytes:
    """Return the feed. An event's entry changes its `updated` when a report comes to it; its id stays."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(_name("feed"))
    times = [_updated(event) for event in events]
    _add(feed, "id", f"urn:twicetold:library:{library}")
    _add(feed, "title", "Events")
    _add(feed, "updated", max(times, default="1970-01-01T00:00:00Z"))
    _add(_add(feed, "author"), "name", "twicetold")
    _add(feed, "generator", "twicetold")
    for event, updated in zip(events, times, strict=True):
        _entry(feed, event, updated, library)
    body: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def replace_file(path: Path, body: bytes) -> None:
    """Put `body` in the place of a file: a reader sees the old one or the new one."""
    name = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            name = file.name
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        if name:
            with suppress(OSError):
                Path(name).unlink()
        raise UsageError(
            f"{path}: cannot be written ({error.strerror}); give --feed a file that can"
        ) from error


def _entry(feed: ET.Element, event: Happening, updated: str, library: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", f"urn:twicetold:library:{library}:event:{event.id}")
    _add(entry, "title", headline(event))
    _add(entry, "updated", updated)
    _add(entry, "published", event.created)
    for report in event.reports:
        if report.url and report.url.startswith(("http://", "https://")):
            _add(
                entry,
                "link",
                rel="related",
                href=report.url,
                hreflang=report.language,
                title=report.title or "",
            )
    text = "\n".join(_line(report) for report in event.reports)
    _add(entry, "content", text, type="text")


def headline(event: Happening) -> str:
    """Return what to call an event: the first title among its reports."""
    titles = (" ".join((report.title or "").split()) for report in event.reports)
    return next((title for title in titles if title), f"event {event.id}")


def _line(report: Entry) -> str:
    facts = (report.language, report.outlet, report.published, report.url)
    return " · ".join([" ".join((report.title or report.id).split()), *(each for each in facts if each)])


def _updated(event: Happening) -> str:
    latest = max([event.created, *(report.added for report in event.reports)])
    with suppress(ValueError):
        return datetime.fromisoformat(latest).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return event.created


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    clean = {key: _NOT_XML.sub("\ufffd", value) for key, value in attributes.items()}
    element = ET.SubElement(parent, _name(name), clean)
    element.text = _NOT_XML.sub("\ufffd", text) if text is not None else None
    return element


def _name(name: str) -> str:
    return f"{{{_ATOM}}}{name}"
