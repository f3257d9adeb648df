"""RSS 0.9x, 1.0, 2.0 and Atom (through feedparser) to one answer an entry.

An entry with words is a report; one with a title and a link only is a link to follow. Runs in the child
process.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from twicetold.reading.facts import Facts, one_line
from twicetold.reading.limits import Broken
from twicetold.reading.markup import safe_xml
from twicetold.reading.pages.fragment import fragment_text

Answer = dict[str, Any]


def read_feed(data: bytes, *, url: str | None = None) -> Iterator[Answer]:
    """Yield an answer for each entry, in the feed's order.

    A text with facts, a link, or a reason to leave it out.
    """
    import feedparser

    clean, notes = safe_xml(data, strict=False)
    # bytes in a stream: feedparser takes a plain string for a file name or an address and would open it
    feed = feedparser.parse(
        io.BytesIO(b'<?xml version="1.0" encoding="utf-8"?>' + clean),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url or ""},
        sanitize_html=False,  # no markup is kept at all
        resolve_relative_uris=True,
    )
    if not feed.get("version") and not feed.entries:
        raise Broken("no feed that can be read")
    if not feed.entries:
        yield {"reason": "empty", "detail": "a feed without entries"}
    for entry in feed.entries:
        yield entry_answer(entry, feed.feed, notes, atom=feed.get("version", "").startswith("atom"))


def entry_answer(entry: Any, channel: Any, notes: tuple[str, ...], *, atom: bool = False) -> Answer:
    """Return the answer for one entry. In Atom a feed's authors are those of entries that name none (RFC 4287)."""
    shared = channel if atom else {}
    title = fragment_text(entry.get("title") or "")
    text = _longest(entry)
    facts = Facts(
        id=one_line(entry.get("id")),
        title=one_line(title),
        language=_language(entry, channel),
        published=_said(entry, "published") or _said(entry, "updated") or _said(entry, "created"),
        changed=_said(entry, "updated") if _said(entry, "published") else None,
        outlet=one_line(fragment_text(channel.get("title") or "")),
        authors=_authors(entry) or _authors(shared),
        credit=one_line(_source(entry)),
        section=one_line(next((t.get("label") or t.get("term") for t in entry.get("tags") or ()), None)),
        url=_link(entry),
        notes=notes,
    ).to_dict()
    if text and text.strip() != title.strip():
        return {"of": "feed", "text": text, "facts": facts}
    if facts.get("url"):
        return {"link": facts["url"], "facts": facts}
    if text or title:
        return {"text": text or title, "facts": facts}
    return {"reason": "empty", "detail": "a feed entry without words or a link"}


def _said(entry: Any, name: str) -> str | None:
    """Return a date of an entry; feedparser's own `get` would answer "updated" with what is published."""
    return dict.get(entry, name) or None


def _longest(entry: Any) -> str:
    """Return the text of the fullest version of an entry: content before summary, if it says more."""
    versions = [part.get("value") or "" for part in entry.get("content") or ()] + [entry.get("summary") or ""]
    texts = [fragment_text(version) for version in versions if version]
    return max(texts, key=len, default="")


def _language(entry: Any, channel: Any) -> str | None:
    for part in (*(entry.get("content") or ()), entry.get("summary_detail"), entry.get("title_detail")):
        if part and part.get("language"):
            return str(part["language"])
    return channel.get("language") or None


def _authors(entry: Any) -> tuple[str, ...]:
    names = [one_line(author.get("name") or author.get("email")) for author in entry.get("authors") or ()]
    return tuple(dict.fromkeys(name for name in names if name))


def _source(entry: Any) -> str | None:
    """Return whose words these are: RSS <source>, Atom <source><title>, Dublin Core and Media RSS credits."""
    source = entry.get("source") or {}
    credited = entry.get("media_credit") or [{}]
    said: str | None = source.get("title") or entry.get("dc_source") or credited[0].get("content")
    return said


def _link(entry: Any) -> str | None:
    links = [
        each.get("href")
        for each in entry.get("links") or ()
        if each.get("rel") in ("alternate", "self", None)
    ]
    several = (one_line(link) for link in (entry.get("link"), *links))
    return next((link for link in several if link and link.startswith(("http://", "https://"))), None)
