"""A page's bytes to a tree that is safe to work on.

Decoded, bounded in depth, without scripts and odd attributes.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

# What browsers do with these labels (WHATWG Encoding): a page that says Latin-1 means Windows-1252.
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
    "utf8": "utf-8",
    "unicode": "utf-8",
}
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,400}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
# libxml2 compares every attribute of a tag with every other: 200,000 of them take it minutes.
_CROWDED = re.compile(r"(<[A-Za-z][\w:-]{0,40})[^<>]{20000,}>")
_XML_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARED_WITHIN = 4_096
# libxml2 builds no more than 2,048 levels; real pages stay under 300 even where tags are never closed.
DEEPEST = 600
_DROPPED = {
    "script", "style", "noscript", "template", "svg", "math", "object", "embed", "applet", "canvas",
    "audio", "video", "iframe", "select", "textarea", "link",
}  # fmt: skip
# What the extractors look at; values longer than this are no names.
_KEPT = {"class", "id", "role", "itemprop", "itemtype", "href", "style", "rel", "lang", "dir", "hidden"}
_LONGEST_VALUE = 300


class TooDeep(ValueError):
    """The page nests deeper than any page that is meant to be read."""


def decode_page(data: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text of a page, and a note where the encoding was not plain UTF-8.

    In this order: byte-order mark; well-formed UTF-8 with characters beyond ASCII, whatever is declared (no
    other encoding looks like that by chance); what the server said; what the page says; what a library
    detects.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace"), ()
    declared = _declared(data)
    if utf8 := _as_utf8(data):
        wrong = [name for name in (charset, declared) if name and _meant(name) not in ("utf-8", None)]
        odd = wrong and not data.isascii()
        return utf8, (f"read as UTF-8 although {wrong[0]} is declared",) if odd else ()
    for name in (charset, declared):
        known = _meant(name) if name else None
        if known and (text := _mostly(data, known)):
            return text, (f"decoded as {known.upper()}, as declared",)
    return _detected(data)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    return found[1].decode("ascii", "replace") if found else None


def _meant(name: str) -> str | None:
    """Return the codec of a label, or `None` where there is none (or one that is no text encoding)."""
    name = name.strip().strip("\"'").lower()
    name = _MEANT.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) else None


def _as_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _mostly(data: bytes, codec: str) -> str | None:
    """Decode, allowing for a few bad bytes: more mean that the label is wrong."""
    try:
        text = data.decode(codec, "replace")
    except (UnicodeError, LookupError):
        return None
    return text if text.count("\ufffd") <= 5 + len(text) // 200 else None


def _detected(data: bytes) -> tuple[str, tuple[str, ...]]:
    from twicetold.reading.legacy import decode_legacy

    bare = re.sub(rb"<[^>]{0,2000}>", b" ", data)  # tags are ASCII and would outvote the words
    _, notes = decode_legacy(bare[:200_000])
    name = re.search(r"decoded as ([\w-]+)", notes[0]) if notes else None
    codec = _meant(name[1]) if name else None
    return data.decode(codec or "cp1252", "replace"), notes


def parse(text: str) -> Any:
    """Return the tree of a page.

    Raises `TooDeep` for nesting that only an attack has, `ValueError` for no page.
    """
    import lxml.html
    from lxml import etree

    text = _XML_CONTROL.sub(" ", _DECLARATION.sub("", text, count=1))
    text = _CROWDED.sub(r"\1>", text)
    # without huge_tree libxml2 silently stops at 256 levels, which broken pages do reach; the size is bounded
    # before
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = lxml.html.document_fromstring(text, parser=parser, ensure_head_body=False)
    except etree.ParserError as error:
        raise ValueError(f"no element in it ({error})") from None
    if any("depth" in entry.message.lower() for entry in parser.error_log) or _deepest(tree) > DEEPEST:
        raise TooDeep(f"nested deeper than {DEEPEST} levels")
    return tree


def _deepest(tree: Any) -> int:
    """Return the greatest depth, without recursion."""
    depth = most = 0
    from lxml import etree

    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        most = max(most, depth)
    return most


def slim(tree: Any) -> None:
    """Drop in place what is no text (scripts, players) and every attribute no extractor needs.

    A column span of 9007199254740991 costs an extractor all memory; here it is gone before one sees it.
    """
    for element in list(tree.iter(*_DROPPED)):
        element.drop_tree() if element.getparent() is not None else None
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        given = element.attrib
        if all(name in _KEPT and len(value) <= _LONGEST_VALUE for name, value in given.items()):
            continue
        kept = {name: value[:_LONGEST_VALUE] for name, value in given.items() if name in _KEPT}
        given.clear()  # one by one would be quadratic in their number
        given.update(kept)
