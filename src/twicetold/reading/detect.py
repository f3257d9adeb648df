"""Tell by its first bytes what an input is. Names are never looked at: they lie, and streams have none."""

from __future__ import annotations

import csv
import json
import re

from twicetold.reading.options import Form
from twicetold.reading.records import looks_like_report

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ROOTS: dict[str, Form] = {
    "rss": "feed",
    "rdf": "feed",
    "feed": "feed",
    "opml": "opml",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "newsitem": "newsml",
    "newsmessage": "newsml",
    "packageitem": "newsml",
    "conceptitem": "newsml",
    "knowledgeitem": "newsml",
    "planningitem": "newsml",
    "catalogitem": "newsml",
    "contentset": "newsml",
    "nitf": "nitf",
    "html": "html",
}
_SKIPPED = re.compile(
    r"\s*(?:<\?[^>]{0,2000}\?>|<!--.{0,20000}?-->|<!DOCTYPE[^>\[]{0,1000}(?:\[[^\]]{0,20000}\]\s*)?>)",
    re.I | re.S,
)
_ELEMENT = re.compile(r"\s*<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,60})[\s/>]")
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]", re.I)
_TAGS = {
    "p", "div", "span", "a", "h1", "h2", "h3", "h4", "table", "meta", "title", "head", "body", "ul",
    "ol", "br", "article", "section", "main", "script", "style", "img", "b", "i", "em", "strong",
    "font", "center", "header", "form", "link", "blockquote", "figure", "nav", "frameset", "noscript",
    "base", "svg",
}  # fmt: skip
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
_DELIMITERS = "\t,;|"
_LONGEST_NAME = 60  # characters of a column's name


def form_of(head: bytes, *, mapped: str | None = None) -> Form | str | None:
    """Return the form of what begins with `head`, "xml:NAME" for XML of no use, `None` for plain text.

    `mapped` is the column that somebody named as the text: a table that has it is one.
    """
    if magic := _by_magic(head):
        return magic
    text = _text_of(head)
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return _of_markup(start)
    if start[:1] in ("{", "["):
        return _of_json(start)
    if _PAGE.search(text[:4_096]):
        return "html"
    return _of_table(text, mapped)


def delimiter_of(header: str, *, mapped: str | None = None) -> str | None:
    """Return what parts the columns of a header line, if they are named as columns of reports are."""
    for delimiter in _DELIMITERS:
        names = cells(header, delimiter)
        fits = len(names) > 1 and all(len(name) <= _LONGEST_NAME for name in names)
        if fits and looks_like_report([n.strip() for n in names], {"text": mapped} if mapped else {}):
            return delimiter
    return None


def cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line of a table; none where it is no line of a table."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _by_magic(head: bytes) -> Form | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"WARC/", b"filedesc://")):
        return "warc"
    if head[257:262] == b"ustar" or _is_old_tar(head):
        return "tar"
    return None


def _is_old_tar(head: bytes) -> bool:
    """Whether a header block is one of the tars from before 1988, which have a sum and no magic word."""
    said = head[148:156].strip(b"\0 ")
    if len(head) < 512 or not head[0] or not re.fullmatch(rb"[0-7]{2,7}", said):
        return False
    return int(said, 8) == sum(head[:148]) + 8 * ord(" ") + sum(head[156:512])


def _text_of(head: bytes) -> str:
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(codec, "replace")
    if head[:4] in (b"<\0?\0", b"<\0h\0", b"<\0!\0", b'{\0"\0'):
        return head.decode("utf-16-le", "replace")
    if head[:4] in (b"\0<\0?", b"\0<\0h", b"\0<\0!", b'\0{\0"'):
        return head.decode("utf-16-be", "replace")
    return head.decode("utf-8", "replace")


def _of_markup(start: str) -> Form | str | None:
    at = 0
    while found := _SKIPPED.match(start, at):
        if _PAGE.match(found[0].strip()):
            return "html"
        at = found.end()
    root = _ELEMENT.match(start, at)
    if root is None:
        if _PAGE.search(start[:4_096]) or start.startswith("<!--"):
            return "html"
        return "xml:?" if at or start[:5].lower() in ("<?xml", "<!doc") else None
    name = root[1].lower()
    if name in _ROOTS:
        return _ROOTS[name]
    if name in _TAGS or _PAGE.search(start[:4_096]):
        return "html"
    return f"xml:{root[1]}" if at or "xmlns" in start[:2_000] or f"</{root[1]}" in start else None


def _of_json(start: str) -> Form | None:
    first, newline, rest = start.partition("\n")
    following = rest.lstrip()[:1]
    if start[0] == "[":
        return "json" if re.match(r"\[\s*(?:[\[{\]\"\d-]|true|false|null)", start) else None
    if _is_object(first.strip()):
        return "jsonl"  # nothing can follow a complete object in one document
    if not newline:  # one line longer than what was looked at
        return "json" if _JSON_FEED.search(start) or len(start) < 1_000 else "jsonl"
    if not re.match(r"\{\s*(?:\"|\})", start):
        return None  # a text that begins with a brace
    # a broken first line among sound ones is still lines; an object over several lines is a document
    return "jsonl" if following == "{" else "json"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _of_table(text: str, mapped: str | None) -> Form | None:
    header, newline, rest = text.lstrip("\r\n").partition("\n")
    if not newline or not rest.strip() or len(header) > 10_000:
        return None
    found = delimiter_of(header.rstrip("\r"), mapped=mapped)
    if found is None:
        return None
    second = cells(rest.partition("\n")[0].rstrip("\r"), found)
    if len(second) != len(cells(header.rstrip("\r"), found)) and '"' not in rest[:10_000]:
        return None  # prose whose first line holds a comma
    return "tsv" if found == "\t" else "csv"
