"""One object (a line of JSON Lines, a row of a table, an item of a JSON feed) to text and facts.

Keys are found by the names that such objects use; `--map field=key` comes first. A key may be a path
("meta.title").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from twicetold.reading.facts import FACTS, Facts, one_line

# Names a field goes by, most telling first; compared in lower case without "_", "-", "." and space.
NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "articlebody", "maintext", "fulltext", "articletext", "bodytext",
             "article", "contenttext", "plaintext", "contenthtml", "bodyhtml", "description",
             "summary"),
    "id": ("id", "reportid", "articleid", "docid", "uuid", "guid"),
    "title": ("title", "headline", "heading", "head", "headlinetext"),
    "language": ("language", "lang", "languagecode", "inlanguage", "locale"),
    "published": ("published", "datepublished", "publishedat", "publishdate", "publicationdate", "pubdate",
                  "date", "datepublish", "publishedraw", "timestamp", "created", "createdat"),
    "changed": ("changed", "datemodified", "modified", "updated", "updatedat", "lastmodified", "datemodify"),
    "outlet": ("outlet", "publisher", "site", "sitename", "newspaper", "source", "sourcename",
               "sourcedomain", "domain"),
    "authors": ("authors", "author", "byline", "creator"),
    "credit": ("credit", "agency", "creditline", "creditText"),
    "section": ("section", "category", "articlesection", "rubric"),
    "url": ("url", "link", "href", "canonicalurl", "sourceurl"),
    "source": ("source",),
}  # fmt: skip
_OTHER = str.maketrans("", "", "_-. ")
_MOST_AUTHORS = 50
# The keys of a report as this program writes it; only there is "source" where it was read.
_OURS = {"text", "published_raw", "notes", *FACTS}


def text_and_facts(record: Mapping[str, Any], mapping: Mapping[str, str]) -> tuple[str | None, Facts]:
    """Return the text of a record (`None` where it has none) and its facts.

    A record with no keys but ours keeps its "source"; elsewhere "source" is the outlet.
    """
    known = {key.lower().translate(_OTHER): key for key in reversed(list(record)) if isinstance(key, str)}
    ours = isinstance(record.get("text"), str) and record.keys() <= _OURS
    said: dict[str, Any] = {}
    for field in ("text", *FACTS):
        if field in mapping:
            said[field] = _at(record, mapping[field])
        elif ours:
            said[field] = record.get(field) or (record.get("published_raw") if field == "published" else None)
        elif field != "source":
            names = NAMES[field]
            values = (record[known[name]] for name in names if name in known)
            said[field] = next((value for value in values if value not in (None, "", [], {})), None)
    facts = Facts(
        authors=tuple(people(said.pop("authors", None))),
        notes=tuple(n for n in record.get("notes") or () if isinstance(n, str)) if ours else (),
        **{field: _words(said[field]) for field in FACTS if field in said},
    )
    text = said.get("text")
    return (text if isinstance(text, str) else None), facts


def looks_like_report(keys: Iterator[str] | list[str], mapping: Mapping[str, str]) -> bool:
    """Whether a header or an object has a column for the text."""
    several = list(keys)
    if "text" in mapping:
        return mapping["text"] in several
    bare = {key.lower().translate(_OTHER) for key in several}
    return any(name in bare for name in NAMES["text"])


def _at(record: Mapping[str, Any], path: str) -> Any:
    """Return what a key, or a path of keys parted by dots, leads to."""
    if path in record:
        return record[path]
    found: Any = record
    for key in path.split("."):
        if isinstance(found, list) and found:
            found = found[0]
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _words(value: Any) -> str | None:
    """Return a field's words: of a named thing its name, of a list its first, of a number its digits."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or value.get("value")
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return one_line(str(value))


def people(value: Any) -> Iterator[str]:
    """Yield the names in a value that may be words, a named thing or a list of either."""
    if isinstance(value, str):
        several = value.split(";", _MOST_AUTHORS)[:_MOST_AUTHORS]
        yield from (name for part in several if (name := one_line(part)))
        return
    for each in (value if isinstance(value, list) else [value])[:_MOST_AUTHORS]:
        if name := _words(each):
            yield name
