"""JSON documents that are not lines: ninjs 1.x to 3.x, JSON Feed, single reports and lists of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from twicetold.reading.facts import Facts, one_line
from twicetold.reading.records import looks_like_report, people, text_and_facts

Answer = dict[str, Any]
_NINJS = {
    "$standard", "altids", "bodies", "body_html", "body_main", "body_text", "body_xhtml", "descriptions",
    "eventDetails", "headlines", "pubStatus", "pubstatus", "renditions", "standard", "versionCreated",
    "versioncreated",
}  # fmt: skip
_KINDS = ("text", "picture", "video", "audio", "composite", "event", "graphic", "component", "planning")
_MOST = 100_000


def is_json_feed(data: Any) -> bool:
    """Whether a JSON document is a JSON Feed."""
    if not isinstance(data, Mapping) or not isinstance(data.get("items"), list):
        return False
    return "jsonfeed.org" in str(data.get("version", "")) or "title" in data


def is_ninjs(data: Any) -> bool:
    """Whether a JSON document is ninjs: an address of its own and another of its marks."""
    if not isinstance(data, Mapping) or "uri" not in data or "text" in data:
        return False
    return bool(_NINJS & data.keys()) or data.get("type") in _KINDS


def read_json(data: Any, mapping: Mapping[str, str]) -> Iterator[Answer]:
    """Yield an answer for each report in a parsed JSON document of any known shape."""
    if isinstance(data, list):
        if not data:
            yield {"reason": "empty", "detail": "an empty list"}
        for each in data[:_MOST]:
            yield from read_json(each, mapping) if not isinstance(each, list) else iter([_unknown(each)])
        if len(data) > _MOST:
            yield {
                "reason": "too many",
                "detail": f"{len(data):,} items in one list; only {_MOST:,} are read",
            }
    elif not isinstance(data, Mapping):
        yield _unknown(data)
    elif is_json_feed(data) and "text" not in mapping:
        yield from _feed(data)
    elif is_ninjs(data) and "text" not in mapping:
        yield _ninjs(data)
    else:
        yield record_answer(data, mapping)


def record_answer(record: Mapping[str, Any], mapping: Mapping[str, str]) -> Answer:
    """Return the answer for an object that is one report."""
    text, facts = text_and_facts(record, mapping)
    if "$schema" in record and "text" not in record:
        return {"reason": "no report", "detail": "a JSON schema"}
    if text is None or not text.strip():
        return {"reason": "no text", "detail": _no_text(record, mapping)}
    return {"text": text, "facts": facts}


def _no_text(record: Mapping[str, Any], mapping: Mapping[str, str]) -> str:
    """Say what is wrong with a record without a text: nothing in the key that should hold it, or no such key."""
    for key in (mapping["text"],) if "text" in mapping else record:
        if key in record and (key == mapping.get("text") or looks_like_report([str(key)], {})):
            what = (
                "nothing" if record[key] in (None, "", [], {}) or isinstance(record[key], str) else "no words"
            )
            return f"{what} in {str(key)[:30]!r}"
    keys = ", ".join(str(key)[:30] for key in list(record)[:8])
    return f"no text among {keys or 'no keys'}; name its key with --map text=KEY"


def _unknown(data: Any) -> Answer:
    kinds = {list: "a list", str: "a string", bool: "a truth value", int: "a number", float: "a number"}
    return {"reason": "no report", "detail": f"{kinds.get(type(data), 'nothing')} where an object should be"}


def _feed(feed: Mapping[str, Any]) -> Iterator[Answer]:
    if not feed["items"]:
        yield {"reason": "empty", "detail": "a feed without items"}
    for item in feed["items"][:_MOST]:
        if not isinstance(item, Mapping):
            yield _unknown(item)
            continue
        mapping = {"published": "date_published", "changed": "date_modified"}
        _, facts = text_and_facts({k: v for k, v in item.items() if k != "source"}, mapping)
        facts = facts.over(_feed_facts(item, feed))
        text = (
            _text(item.get("content_text")) or _text(item.get("content_html")) or _text(item.get("summary"))
        )
        if text:
            yield {"of": "feed", "text": text, "facts": facts}
        elif facts.url:
            yield {"link": facts.url, "facts": facts}
        else:
            yield {"reason": "empty", "detail": "a feed item without words or an address"}


def _feed_facts(item: Mapping[str, Any], feed: Mapping[str, Any]) -> Facts:
    tags = item.get("tags")
    return Facts(
        outlet=_text(feed.get("title")),
        language=_text(feed.get("language")),
        authors=tuple(people(feed.get("authors") or feed.get("author"))),  # of items that name none
        section=_text(tags[0]) if isinstance(tags, list) and tags else None,
    )


def _ninjs(item: Mapping[str, Any]) -> Answer:
    """Return the answer for one ninjs object; 2.x and 3.x hold lists where 1.x holds keys with suffixes."""
    text = _best(item, "bodies", "body")
    notes: tuple[str, ...] = ()
    if not text:
        text = _best(item, "descriptions", "description")
        notes = ("the text is the item's description; it carries no article",) if text else ()
    if not text:
        return {
            "reason": "no text",
            "detail": f"a ninjs item of type {item.get('type', 'unknown')} without words",
        }
    people = [
        p
        for p in _listed(item.get("people"))
        if isinstance(p, Mapping) and p.get("rel") in ("creator", "author")
    ]
    facts = Facts(
        id=_text(item.get("uri")),
        title=_best(item, "headlines", "headline") or _text(item.get("title")),
        language=_text(item.get("language")) or _text(item.get("contentLanguage")),
        published=_text(item.get("firstcreated")) or _text(item.get("firstCreated")) or _when(item),
        changed=_when(item),
        outlet=_text(item.get("copyrightholder")) or _text(item.get("copyrightHolder")),
        authors=tuple(n for n in (_text(item.get("byline")), *(_text(p.get("name")) for p in people)) if n)[
            :20
        ],
        credit=_text(item.get("creditline")) or _text(item.get("creditLine")) or _source(item),
        section=_subject(item),
        url=_text(item.get("located")) if str(item.get("located", "")).startswith("http") else None,
        notes=notes,
    )
    return {"text": text, "facts": facts}


def _when(item: Mapping[str, Any]) -> str | None:
    return _text(item.get("versioncreated")) or _text(item.get("versionCreated"))


def _best(item: Mapping[str, Any], several: str, one: str) -> str | None:
    """Return the words of a field: plain before HTML, the main role before others."""
    found = [(key, item[key]) for key in item if isinstance(key, str) and key.partition("_")[0] == one]
    for value in (
        *(v for k, v in sorted(found, key=lambda kv: ("text" not in kv[0], len(kv[0]))) if v),
        None,
    ):
        if _text(value):
            return _text(value)
    parts = [p for p in _listed(item.get(several)) if isinstance(p, Mapping) and _text(p.get("value"))]
    parts.sort(
        key=lambda p: (
            "plain" not in str(p.get("contentType", p.get("contenttype", ""))),
            p.get("role") != "main",
        )
    )
    return _text(parts[0]["value"]) if parts else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _source(item: Mapping[str, Any]) -> str | None:
    sources = item.get("infosources") or item.get("infoSources") or item.get("infosource")
    if isinstance(sources, list) and sources and isinstance(sources[0], Mapping):
        return _text(sources[0].get("name"))
    return _text(item.get("source"))


def _subject(item: Mapping[str, Any]) -> str | None:
    subjects = item.get("subject") or item.get("subjects")
    named = [s for s in subjects if isinstance(s, Mapping)] if isinstance(subjects, list) else []
    return _text(named[0].get("name")) if named else None


def _text(value: Any) -> str | None:
    return (value if "\n" in value else one_line(value)) if isinstance(value, str) and value.strip() else None
