"""Lists of addresses: OPML (feeds), sitemaps (pages, with what a news sitemap says of them), sitemap indexes.

Runs in the child process; the parent fetches what is listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twicetold.reading.facts import Facts, one_line
from twicetold.reading.limits import MAX_LINKS, TooMuch
from twicetold.reading.markup import tree_of

Answer = dict[str, Any]


def read_links(data: bytes, *, url: str | None = None) -> Iterator[Answer]:
    """Yield {"link", "facts"} for each address of an OPML file or a sitemap, or why there is none."""
    del url
    root, notes = tree_of(data)
    found = _outlines(root) if _name(root) == "opml" else _locations(root)
    count = 0
    for address, facts in found:
        count += 1
        if count > MAX_LINKS:
            raise TooMuch(f"more than {MAX_LINKS:,} addresses")
        yield {"link": address, "facts": facts.with_notes(*notes).to_dict()}
    if not count:
        yield {"reason": "empty", "detail": "a list without addresses"}


def _outlines(root: Any) -> Iterator[tuple[str, Facts]]:
    for outline in root.iter():
        if _name(outline) == "outline":
            attributes = {key.lower(): value for key, value in outline.attrib.items()}
            address = one_line(
                attributes.get("xmlurl") or (attributes.get("url") if attributes.get("type") else None)
            )
            if address:
                yield address, Facts(language=one_line(attributes.get("language")))


def _locations(root: Any) -> Iterator[tuple[str, Facts]]:
    for entry in root:
        if _name(entry) not in ("url", "sitemap"):
            continue
        said = _words(entry)  # its own: pictures and films in it have titles and addresses too
        news = next((_words(part, inner=True) for part in entry if _name(part) == "news"), {})
        address = one_line(said.get("loc"))
        if address:
            yield (
                address,
                Facts(
                    title=one_line(news.get("title")),
                    outlet=one_line(news.get("name")),
                    language=one_line(news.get("language")),
                    published=one_line(news.get("publication_date")),
                    changed=one_line(said.get("lastmod")),
                ),
            )


def _words(element: Any, *, inner: bool = False) -> dict[str, str]:
    """Return the words of an element's children (of all that is `inner`) by their names."""
    parts = element.iter() if inner else element
    return {_name(part): part.text for part in parts if part.text and not part.text.isspace()}


def _name(element: Any) -> str:
    """Return an element's name without its namespace, in lower case."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
