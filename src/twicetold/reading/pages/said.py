"""What a page says of itself: JSON-LD (schema.org), OpenGraph and other meta elements, microdata.

All of it is written by machines and often wrong, so it is held against the page: a title that the page does
not show loses to one it does, a date after the change or long before the address's own date is dropped and
noted.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from twicetold.reading.dates import days, parse_date
from twicetold.reading.facts import Facts, one_line
from twicetold.reading.pages.furniture import bare
from twicetold.reading.pages.linked import first_text, is_address, kinds_of, linked_data, names_in

_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=[/_.-]|\D|$)")
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "published_at",
    "publication_date",
)
_CHANGED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
)
_OUTLETS = ("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher")
_AUTHORS = ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author")
_CREDITS = ("syndication-source", "original-source", "dcterms.source", "copyright")
_SECOND = {
    "ac",
    "co",
    "com",
    "edu",
    "go",
    "gob",
    "gov",
    "ne",
    "net",
    "or",
    "org",
}  # in front of a country's code
_SECTIONS = ("article:section", "section", "parsely-section")


def said_by(tree: Any, *, url: str | None) -> tuple[Facts, str | None]:
    """Return the facts of a page (dates as written), and the article's text where JSON-LD carries it.

    `tree` still has its head and scripts; `url` is where it was read.
    """
    article, everything = linked_data(tree)
    meta = _meta(tree)
    canonical = _canonical(tree, meta, url)
    published, changed, notes = _dates(tree, article, meta, canonical or url)
    facts = Facts(
        title=_title(tree, article, meta),
        language=_language(tree, article, meta),
        published=published,
        changed=changed,
        outlet=_outlet(article, everything, meta, canonical or url),
        authors=_authors(tree, article, meta),
        credit=_credit(article, meta),
        section=first_text(article.get("articleSection")) or _of(meta, _SECTIONS),
        url=canonical or url,
        notes=tuple(notes),
    )
    return facts, first_text(article.get("articleBody"))


def page_title(tree: Any) -> str | None:
    """Return the words of the `title` element."""
    found = tree.find(".//title")
    return one_line(found.text_content()) if found is not None else None


def _meta(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        content = one_line(element.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _of(meta: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


def _title(tree: Any, article: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    """Return the title that the page shows, in the form it shows it; else the best of what it only says."""
    said = [
        one_line(first_text(article.get("headline"))),
        _of(meta, ("og:title", "twitter:title", "dc.title")),
    ]
    whole = page_title(tree)
    candidates = [text for text in (*said, whole) if text]
    for tag in ("h1", "h2", "h3"):
        for heading in list(tree.iter(tag))[:200]:
            text = one_line(heading.text_content())
            words = bare(text)
            if len(words) >= 4 and any(_says(words, bare(title)) for title in candidates):
                return text
    headings = [text for h in list(tree.iter("h1"))[:5] if (text := one_line(h.text_content()))]
    return (
        next((t for t in said if t), None)
        or _without_site(whole, _of(meta, _OUTLETS))
        or next(iter(headings), None)
    )


def _says(words: str, title: str) -> bool:
    """Whether a heading says a title: the same letters, or the title with the site's name around it."""
    return bool(title) and (
        words == title or (len(words) >= 12 and words in title and 2 * len(words) > len(title))
    )


def _without_site(title: str | None, site: str | None) -> str | None:
    if not title:
        return None
    parts = re.split(r"\s+[|»«·•]\s+|\s+[-–—]{1,2}\s+", title)
    if len(parts) < 2:
        return title
    if site and bare(parts[-1]) == bare(site):
        return title[: title.rindex(parts[-1])].rstrip(" |»«·•-–—")
    longest = max(parts, key=len)
    return longest if 2 * len(longest) > len(title) else title


def _language(tree: Any, article: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    root = tree.getroottree().getroot()
    return (
        first_text(article.get("inLanguage"))
        or root.get("lang")
        or _of(meta, ("og:locale", "content-language"))
    )


def _outlet(
    article: dict[str, Any], everything: list[dict[str, Any]], meta: dict[str, list[str]], url: str | None
) -> str | None:
    sites = [node.get("name") for node in everything if "WebSite" in kinds_of(node)]
    host = (urlsplit(url).hostname or "") if url else ""
    return (
        one_line(first_text(article.get("publisher")))
        or _of(meta, _OUTLETS)
        or one_line(first_text(sites))
        or host.removeprefix("www.")
        or None
    )


def _authors(tree: Any, article: dict[str, Any], meta: dict[str, list[str]]) -> tuple[str, ...]:
    if names := names_in(article.get("author")) or names_in(article.get("creator")):
        return names
    for name in _AUTHORS:
        if names := tuple(text for text in meta.get(name, []) if not is_address(text) and len(text) < 120):
            return names
    for element in tree.iter("a", "span", "address"):
        if "author" in (element.get("rel") or "").split() or element.get("itemprop") == "author":
            text = one_line(element.text_content())
            if text and len(text) < 120:
                return (text,)
    return ()


def _credit(article: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    for name in ("creditText", "sourceOrganization", "isBasedOn", "copyrightHolder"):
        text = one_line(first_text(article.get(name)))
        if text and not is_address(text):
            return text
    return _of(meta, _CREDITS[:3])


def _canonical(tree: Any, meta: dict[str, list[str]], url: str | None) -> str | None:
    """Return the page's own name for itself, if it is on the same site as where it was read."""
    links = [
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for said in (*links, _of(meta, ("og:url",))):
        if not said:
            continue
        try:
            whole: str = urljoin(url or "", said.strip())
            parts = urlsplit(whole)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            continue
        if url is None or _site(parts.hostname) == _site(urlsplit(url).hostname or ""):
            return whole
    return None


def _site(host: str) -> str:
    """Return what two hosts of one owner share: the last two labels, three under "co.uk" and its like."""
    labels = host.lower().split(".")
    return ".".join(labels[-3 if labels[-2:-1] and labels[-2] in _SECOND else -2 :])


def _dates(
    tree: Any, article: dict[str, Any], meta: dict[str, list[str]], url: str | None
) -> tuple[str | None, str | None, list[str]]:
    """Return when the page says it was published and changed, and notes on what was not believed."""
    times = [
        e.get("datetime") or e.get("content")
        for e in list(tree.iter("time", "span", "meta"))[:2_000]
        if _is_time(e)
    ]
    said = [
        first_text(article.get("datePublished")),
        *(text for name in _PUBLISHED for text in meta.get(name, [])),
        *times,
    ]
    changed = next(
        (d for d in (first_text(article.get("dateModified")), _of(meta, _CHANGED)) if parse_date(d)), None
    )
    notes, late = [], None
    day = _day_of(url)
    for text in said:
        published = parse_date(text)
        if not published:
            continue
        if changed and published[:10] > (parse_date(changed) or "")[:10]:
            late = late or text
            notes.append(f"the page says it was published {published}, after its last change; not believed")
        elif day and abs(days(published[:10]) - days(day)) > 31:
            notes.append(
                f"the page says it was published {published}, its address {day}; the address is believed"
            )
        else:
            return text, changed, notes
    if late and not day:  # nothing else says when: then the change is what is wrong
        note = f"the page says it was changed {changed}, before it was published; the change is not believed"
        return late, None, [note]
    return day or next((text for text in said if text), None), changed, notes


def _is_time(element: Any) -> bool:
    return element.get("itemprop") == "datePublished" or (
        element.tag == "time" and ("pubdate" in element.attrib or element.get("datetime") is not None)
    )


def _day_of(url: str | None) -> str | None:
    """Return the day an address carries (/2031/05/17/)."""
    found = _URL_DAY.search(urlsplit(url).path) if url else None
    return parse_date("-".join(found.groups())) if found else None
