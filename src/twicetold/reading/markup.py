"""XML that is safe to parse.

No entity is declared, nothing external is fetched, depth and attributes are bounded.

A document type that only names its format (RSS 0.91 does) is allowed and dropped; one that declares anything
is not. Checked by expat, which reads straight on and builds nothing, before any other parser sees the
document.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat  # the checks below are what makes it safe

from twicetold.reading.limits import MAX_XML_ATTRIBUTES, MAX_XML_DEPTH, Broken, TooMuch
from twicetold.reading.pages.tree import decode_page

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]{0,1000}>", re.IGNORECASE)
_FORBIDDEN = re.compile(r"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)|<!DOCTYPE[^>]{0,1000}\[", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def safe_xml(data: bytes, *, strict: bool = True) -> tuple[bytes, tuple[str, ...]]:
    """Return the document as UTF-8 without declaration and document type, and notes.

    Raises `Broken` for a declared entity or, where `strict`, for what is not well-formed; `TooMuch` over a
    limit.
    """
    text, notes = decode_page(data)
    text = _CONTROL.sub("", _DECLARATION.sub("", text, count=1)).lstrip("\ufeff \t\r\n")
    # everything that may declare stands before the root element's end; comments and CDATA may hold it
    # harmlessly, so only what expat calls a declaration counts, and for broken documents also what looks like
    # one
    checker = _Checker()
    problem = checker.problem(text.encode())
    if problem:
        if strict:
            raise Broken(problem)
        if _FORBIDDEN.search(text):
            raise Broken("it declares a document type or entities, which are not read")
        notes = (*notes, f"the XML is broken ({problem}); read as far as it can be")
    return _DOCTYPE.sub("", text, count=1).encode(), notes


def tree_of(data: bytes) -> tuple[Any, tuple[str, ...]]:
    """Return the root of a safe document (lxml) and notes."""
    from lxml import etree

    clean, notes = safe_xml(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(clean, parser), notes
    except etree.XMLSyntaxError as error:
        raise Broken(f"not well-formed: {error.msg}") from None


class _Checker:
    """Reads a document once; keeps nothing but its depth."""

    def __init__(self) -> None:
        self.depth = 0

    def problem(self, data: bytes) -> str | None:
        """Return what is not well-formed, or `None`. Raises what `safe_xml` raises for the rest."""
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _doctype
        parser.EntityDeclHandler = _entity
        parser.ordered_attributes = True
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            return f"{expat.ErrorString(error.code)} in line {error.lineno}"
        return None

    def _start(self, name: str, attributes: list[str]) -> None:
        self.depth += 1
        if self.depth > MAX_XML_DEPTH:
            raise TooMuch(f"XML nested deeper than {MAX_XML_DEPTH} elements")
        if len(attributes) > 2 * MAX_XML_ATTRIBUTES:
            raise TooMuch(f"<{name[:40]}> has more than {MAX_XML_ATTRIBUTES} attributes")

    def _end(self, name: str) -> None:
        del name
        self.depth -= 1


def _doctype(name: str, system: str | None, public: str | None, internal: int) -> None:
    del name, system, public
    if internal:
        raise Broken("it declares a document type or entities, which are not read")


def _entity(*declared: object) -> None:
    del declared
    raise Broken("it declares a document type or entities, which are not read")
