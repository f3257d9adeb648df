"""What a page says in data meant for machines: JSON-LD, and microdata in the same shape (schema.org both)."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from twicetold.reading.facts import one_line

_REPORT_TYPES = re.compile(r"(?:\w*Article|\w*BlogPosting|ReportageNewsArticle|\w*NewsArticle)", re.I)
_MOST_JSON = 1_000_000  # characters of JSON-LD read on one page
_MOST_NODES = 2_000
_DEEPEST = 5  # lists and named things inside one another that a value is looked for in
_PROPERTIES = {
    "headline", "datePublished", "dateModified", "articleSection", "author", "creator", "publisher",
    "inLanguage", "creditText", "sourceOrganization",
}  # fmt: skip
_REFERRED = ("author", "creator", "publisher", "sourceOrganization", "copyrightHolder")


def linked_data(tree: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the first node of JSON-LD that is a report, or microdata as if it were, and all nodes."""
    nodes = [node for text in _scripts(tree) for node in _nodes(_loads(text))][:_MOST_NODES]
    for node in nodes:
        if any(_REPORT_TYPES.fullmatch(kind) for kind in kinds_of(node)):
            return _resolved(node, nodes), nodes
    return _microdata(tree), nodes


def kinds_of(node: dict[str, Any]) -> list[str]:
    """Return the types of a node."""
    kinds = node.get("@type")
    return [k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)]


def first_text(value: Any, *, deepest: int = _DEEPEST) -> str | None:
    """Return the first words in a value that may be text, a named thing or a list of either."""
    if not deepest:
        return None
    if isinstance(value, list):
        several = (first_text(each, deepest=deepest - 1) for each in value[:50])
        return next((text for text in several if text), None)
    if isinstance(value, dict):
        return first_text(value.get("name") or value.get("@value"), deepest=deepest - 1)
    return value.strip() or None if isinstance(value, str) else None


def names_in(value: Any) -> tuple[str, ...]:
    """Return the names in a value that may be one or several."""
    several = value if isinstance(value, list) else [value]
    return tuple(
        name for each in several[:50] if (name := one_line(first_text(each))) and not is_address(name)
    )


def is_address(text: str) -> bool:
    """Whether what should be a name is an address of the web or of mail."""
    return bool(re.match(r"https?:|www\.|/", text)) or "@" in text


def _scripts(tree: Any) -> Iterator[str]:
    size = 0
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            text = script.text or ""
            size += len(text)
            if size <= _MOST_JSON:
                yield text


def _loads(text: str) -> Any:
    text = re.sub(r"^\s*(?:<!--|<!\[CDATA\[)|(?:-->|\]\]>)\s*$", "", text)
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(data: Any) -> list[dict[str, Any]]:
    """Return every object in `data` that has a type, outer ones first, without recursion."""
    found: list[dict[str, Any]] = []
    queue = deque([data])
    while queue and len(found) < _MOST_NODES:
        each = queue.popleft()
        if isinstance(each, dict):
            if "@type" in each:
                found.append(each)
            queue += [
                value for key, value in each.items() if key in ("@graph", "mainEntity", "mainEntityOfPage")
            ]
        elif isinstance(each, list):
            queue += each[:_MOST_NODES]
    return found


def _resolved(node: dict[str, Any], nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a node with the things in it that are only referred to by their "@id"."""
    known = {name: each for each in nodes if isinstance(name := each.get("@id"), str)}

    def meant(value: Any) -> Any:
        if isinstance(value, list):
            return [meant(each) if isinstance(each, dict) else each for each in value[:50]]
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return known.get(value["@id"], value)
        return value

    return node | {key: meant(node[key]) for key in _REFERRED if key in node}


def _microdata(tree: Any) -> dict[str, Any]:
    """Return the properties of the first microdata item that is a report, as JSON-LD would have them."""
    for scope in tree.iter():
        kind = scope.get("itemtype") if isinstance(scope.tag, str) else None
        if kind and _REPORT_TYPES.fullmatch(kind.rstrip("/").rpartition("/")[2]):
            found: dict[str, Any] = {}
            for name, element in _properties(scope):
                found.setdefault(name, []).append(_value(element))
            return found
    return {}


def _properties(scope: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and element of an item's own properties; those of items inside it (a comment) are theirs."""
    count = 0
    for element in scope.iterdescendants():
        names = (element.get("itemprop") or "").split() if isinstance(element.tag, str) else []
        wanted = [name for name in names if name in _PROPERTIES]
        if not wanted:
            continue
        count += 1
        if count > _MOST_NODES:
            return
        if next(a for a in element.iterancestors() if a is scope or "itemscope" in a.attrib) is scope:
            yield from ((name, element) for name in wanted)


def _value(element: Any) -> str:
    """Return what an element says; of a thing with properties of its own, its name."""
    if "itemscope" in element.attrib:
        named = next((each for each in element.iterdescendants() if each.get("itemprop") == "name"), None)
        element = element if named is None else named
    said: str = element.get("content") or element.get("datetime") or element.text_content()
    return one_line(said) or ""
