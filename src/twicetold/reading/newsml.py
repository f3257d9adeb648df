"""NewsML-G2 (news items, packages, messages) and NITF to one answer an item. Runs in the child process.

`newsmlg2` on the package index reads item and content metadata but not the text, so the elements needed are
taken here from the tree; names are matched without their namespace, because versions and vendors differ in
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twicetold.reading.facts import Facts, one_line
from twicetold.reading.markup import tree_of
from twicetold.reading.pages.blocks import blocks_of
from twicetold.reading.pages.fragment import fragment_text

Answer = dict[str, Any]
_ITEMS = {"newsitem", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem", "nitf"}
_NOT_PARAGRAPHS = {
    "media",
    "table",
    "hedline",
    "byline",
    "dateline",
    "distributor",
    "notes",
    "rights",
    "abstract",
}


def read_newsml(data: bytes) -> Iterator[Answer]:
    """Yield an answer for each item of a document."""
    root, notes = tree_of(data)
    items = list(_items(root))
    for item in items:
        yield _answer(item, notes)
    if not items:
        yield {"reason": "empty", "detail": f"<{_name(root)}> without an item"}


def _items(root: Any) -> Iterator[Any]:
    """Yield the items of a message, or the document's root; an item inside another is a part of it."""
    if _name(root) in _ITEMS:
        yield root
        return
    for element in root.iter():
        if _name(element) in _ITEMS and not any(_name(a) in _ITEMS for a in element.iterancestors()):
            yield element


def _answer(item: Any, notes: tuple[str, ...]) -> Answer:
    name = _name(item)
    if name == "nitf":
        facts, text = _nitf_facts(item), _nitf_text(item)
    elif name == "newsitem":
        facts, text = _facts(item), _text(item)
    else:
        return {"reason": "no report", "detail": f"a {name.removesuffix('item')} item has no text to tell"}
    if not text:
        text, note = _description(item), "the text is the item's description; it carries no article"
        notes = (*notes, note)
    if not text:
        kind = _attribute(item, "itemclass", "qcode") or "unknown"
        return {"reason": "no text", "detail": f"a news item of class {kind} without words"}
    return {"text": text, "facts": facts.with_notes(*notes).to_dict()}


def _facts(item: Any) -> Facts:
    content = _first(item, "contentmeta")
    content = item if content is None else content
    meta = _first(item, "itemmeta")
    meta = item if meta is None else meta
    nitf = _first(item, "nitf")
    beside = _nitf_facts(nitf) if nitf is not None else Facts()
    return (
        Facts(
            id=one_line(item.get("guid")),
            title=_words(content, "headline"),
            language=_attribute(content, "language", "tag") or item.get(_XML_LANG),
            published=_words(meta, "firstcreated")
            if _words(meta, "embargoed") is None
            else _words(meta, "embargoed"),
            changed=_words(meta, "versioncreated"),
            outlet=_named(meta, "provider") or _named(item, "copyrightholder"),
            authors=_all_named(content, "creator") or _words_of(content, "by"),
            credit=_words(content, "creditline") or _named(content, "infosource"),
            section=_named(content, "subject"),
            url=_remote(item),
        )
        .over(beside)
        .over(Facts(published=_words(content, "contentcreated") or _words(meta, "versioncreated")))
    )


_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _text(item: Any) -> str:
    """Return the words of the item's own content: inline XML (NITF, HTML) or inline data."""
    found = []
    for content in item.iter():
        name = _name(content)
        if name == "inlinexml":
            found.append(_inline(content))
        elif name == "inlinedata":
            kind = (content.get("contenttype") or "text/plain").lower()
            if kind.startswith("text/") and not content.get("encoding"):
                found.append(fragment_text(content.text or ""))
    return "\n\n".join(text for text in found if text.strip())


def _inline(content: Any) -> str:
    for child in content:
        if _name(child) == "nitf":
            return _nitf_text(child)
        if _name(child) in ("html", "body", "div", "section", "article", "p"):
            return _html_text(child)
    return ""


def _html_text(element: Any) -> str:
    import lxml.html
    from lxml import etree

    plain = etree.fromstring(etree.tostring(element, with_tail=False))
    for each in plain.iter():
        if isinstance(each.tag, str):
            each.tag = etree.QName(each).localname
    for head in plain.findall(".//head"):
        head.getparent().remove(head)
    return "\n\n".join(b.text for b in blocks_of(lxml.html.fromstring(lxml.html.tostring(plain))))


def _nitf_text(nitf: Any) -> str:
    content = _first(nitf, "body.content")
    if content is None:
        return ""
    paragraphs = [one_line("".join(each.itertext())) for each in content.iter() if _is_paragraph(each)]
    whole = one_line("".join(content.itertext())) or ""
    return "\n\n".join(p for p in paragraphs if p) or whole


def _is_paragraph(element: Any) -> bool:
    inside = (_name(ancestor) for ancestor in element.iterancestors())
    return _name(element) in ("p", "hl2", "li") and not any(name in _NOT_PARAGRAPHS for name in inside)


def _nitf_facts(nitf: Any) -> Facts:
    byline = _words(nitf, "byline")
    issued = _first(nitf, "date.issue")
    return Facts(
        title=_words(nitf, "hl1") or _words(nitf, "title"),
        authors=(byline.removeprefix("By ").strip(),) if byline else (),
        published=issued.get("norm") if issued is not None else None,
        outlet=_attribute(nitf, "doc.copyright", "holder"),
        credit=_words(nitf, "distributor"),
    )


def _description(item: Any) -> str:
    return "\n\n".join(_words_of(item, "description")[:3])


def _remote(item: Any) -> str | None:
    link = next(
        (e.get("href") for e in item.iter() if _name(e) == "link" and "alt" in (e.get("rel") or "")), None
    )
    return link if link and link.startswith("http") else None


def _first(element: Any, name: str) -> Any:
    return next((each for each in element.iter() if _name(each) == name), None)


def _words(element: Any, name: str) -> str | None:
    found = _first(element, name)
    return one_line("".join(found.itertext())) if found is not None else None


def _words_of(element: Any, name: str) -> tuple[str, ...]:
    found = (one_line("".join(each.itertext())) for each in element.iter() if _name(each) == name)
    return tuple(dict.fromkeys(words for words in found if words))


def _named(element: Any, name: str) -> str | None:
    """Return the `name` (or `literal`) of the first such element.

    That is how G2 names a person or a house.
    """
    return next(iter(_all_named(element, name)), None)


def _all_named(element: Any, name: str) -> tuple[str, ...]:
    found = [each for each in element.iter() if _name(each) == name]
    names = [_words(each, "name") or one_line(each.get("literal")) for each in found]
    return tuple(dict.fromkeys(words for words in names if words))


def _attribute(element: Any, name: str, attribute: str) -> str | None:
    return next(
        (each.get(attribute) for each in element.iter() if _name(each) == name and each.get(attribute)), None
    )


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
