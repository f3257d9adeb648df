"""What the child process can be asked for.

Each task takes bytes and facts and yields answers that are JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Answer = dict[str, Any]


def run(task: str, data: bytes, facts: Mapping[str, Any]) -> Iterator[Answer]:
    """Yield the answers of a task: {"text", "facts"}, {"reason", "detail"}, {"link", "facts"} or {"row"}."""
    return _TASKS[task](data, **facts)


def _page(data: bytes, *, url: str | None = None, charset: str | None = None) -> Iterator[Answer]:
    from twicetold.reading.pages import read_page

    yield read_page(data, url=url, charset=charset)


def _fragment(data: bytes) -> Iterator[Answer]:
    from twicetold.reading.pages.fragment import fragment_text

    yield {"text": fragment_text(data.decode())}


def _feed(data: bytes, *, url: str | None = None) -> Iterator[Answer]:
    from twicetold.reading.feeds import read_feed

    return read_feed(data, url=url)


def _links(data: bytes, *, url: str | None = None) -> Iterator[Answer]:
    from twicetold.reading.lists import read_links

    return read_links(data, url=url)


def _newsml(data: bytes) -> Iterator[Answer]:
    from twicetold.reading.newsml import read_newsml

    return read_newsml(data)


def _plain(data: bytes, *, source: str, max_bytes: int) -> Iterator[Answer]:
    from twicetold.model import Skip
    from twicetold.reading.plain import read_bytes
    from twicetold.settings import Settings

    found = read_bytes(data, source=source, settings=Settings(max_bytes=max_bytes))
    if isinstance(found, Skip):
        yield {"reason": found.reason, "detail": found.detail}
    else:
        yield {"text": found.text, "title": found.title, "notes": list(found.notes)}


def _parquet(data: bytes, *, path: str | None = None) -> Iterator[Answer]:
    from twicetold.reading.parquet import read_rows

    return read_rows(data, path=path)


def _sleep(data: bytes, *, for_seconds: float) -> Iterator[Answer]:  # for the tests of the time limit
    import time

    del data
    time.sleep(for_seconds)
    yield {}


def _fill(data: bytes, *, size: int) -> Iterator[Answer]:  # for the tests of the memory limit
    yield {"size": len(bytearray(size)) + len(data)}


_TASKS: dict[str, Callable[..., Iterator[Answer]]] = {
    "page": _page,
    "fragment": _fragment,
    "feed": _feed,
    "links": _links,
    "newsml": _newsml,
    "plain": _plain,
    "parquet": _parquet,
    "sleep": _sleep,
    "fill": _fill,
}
