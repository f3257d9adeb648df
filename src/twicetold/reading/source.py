"""Any source to reports: a file, a folder, an address, standard input, and whatever is inside of it.

Every input comes out once, as a report or as a skip that says why not; nothing here raises for bad input.
What it is is told by its content (`detect`); containers are opened (`archives`, `warc`, `tables`), documents
parsed in a child process (`worker`), lists of addresses followed (`follow`).
"""

from __future__ import annotations

import io
import json
import os
import re
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from twicetold.errors import UsageError
from twicetold.model import Report, Skip
from twicetold.reading import archives, tables, warc
from twicetold.reading.detect import form_of
from twicetold.reading.facts import Facts
from twicetold.reading.limits import MAX_HEAD, MAX_NESTED, Broken, TooMuch
from twicetold.reading.ninjs import read_json, record_answer
from twicetold.reading.options import ReadOptions
from twicetold.reading.outcome import Answer, ask, outcome, plain_outcome, skip, skip_for
from twicetold.reading.streams import CODECS, Watched, look, read_whole, unpacked
from twicetold.settings import Settings

STDIN = "-"
Outcome = Report | Skip
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,20}://|(?:data|javascript|mailto):", re.IGNORECASE)
# What a server may call bytes that look like text and tell nothing.
_NO_REPORT = re.compile(
    r"\s*(?:text/(?:css|dns|javascript)|application/(?:x-)?(?:java|ecma)script|(?:image|video|audio|font)/)",
    re.I,
)
_TASKS = {
    "html": "page",
    "feed": "feed",
    "opml": "links",
    "sitemap": "links",
    "newsml": "newsml",
    "nitf": "newsml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a document was found: what it is called, how deep in containers, what is known from outside."""

    name: str
    depth: int = 0
    level: int = 0  # of lists that led here
    named: bool = True  # whether --from speaks of this, and not of the archive or list that it was found in
    url: str | None = None
    content_type: str = ""
    path: str | None = None  # of a file that a library may open itself
    facts: Facts = field(default_factory=Facts)

    def inside(self, name: str, *, mark: str = "!") -> Place:
        """Return the place of a member."""
        return replace(self, name=f"{self.name}{mark}{name}", depth=self.depth + 1, path=None)


def read(
    source: str | os.PathLike[str], *, settings: Settings | None = None, options: ReadOptions | None = None
) -> Iterator[Outcome]:
    """Yield what a source holds: reports, and a skip with stage and reason for each input that was left out.

    `source` is a file, a folder, an http(s) address or "-". Reports keep the order of the source. Never
    raises for bad input; raises `UsageError` for options that cannot be, and for what is no source at all.
    """
    if not isinstance(source, (str, os.PathLike)):
        kind = type(source).__name__
        raise UsageError(
            f"a source is a path, a folder, an address or '-', not {kind}; write bytes to a file first"
        )
    if options is not None and not isinstance(options, ReadOptions):
        raise UsageError(f"how to read is said by ReadOptions(form='html'), not by {type(options).__name__}")
    return Reader(settings or Settings(), options or ReadOptions()).source(os.fsdecode(source))


class Reader:
    """Reads sources under one set of settings."""

    def __init__(self, settings: Settings, options: ReadOptions) -> None:
        self.settings, self.options = settings, options
        self.seen: set[str] = set()  # addresses that lists led to
        self.since: float | None = None  # when the outermost list that is being followed was begun

    def source(self, name: str) -> Iterator[Outcome]:
        """Yield what is at a name that somebody gave."""
        if _ADDRESS.match(name):
            from twicetold.reading.follow import fetch_one

            yield from fetch_one(self, name)
        elif _SCHEME.match(name):
            scheme = name.partition(":")[0]
            yield skip(name, "bad address", f"{scheme} is not fetched, only http and https", stage="fetching")
        elif name == STDIN:
            yield from self.stream(sys.stdin.buffer, Place(name=name))
        else:
            yield from self._path(name)

    def stream(self, stream: BinaryIO, place: Place) -> Iterator[Outcome]:
        """Yield what a stream of bytes holds.

        Damage and limits met on the way become one skip at their place.
        """
        try:
            if place.depth > MAX_NESTED + 1:
                raise TooMuch(f"archives nested deeper than {MAX_NESTED}")
            yield from self._opened(stream, place)
        except (Broken, TooMuch) as error:
            yield skip_for(place.name, error)
        except OSError as error:
            yield skip(place.name, "cannot be read", error.strerror or str(error))

    def answers(self, answers: list[Answer], place: Place, *, several: bool = False) -> Iterator[Outcome]:
        """Yield the outcomes of the answers for one document, following links where that is wanted."""
        from twicetold.reading.follow import Link, follow, wanted

        links: list[Link] = []
        for n, answer in enumerate(answers, 1):
            name = f"{place.name}#{n}" if several else place.name
            if wanted(answer, self.options):
                links.append(Link(answer, name))
                continue
            yield from follow(self, links, place)  # keeps the order of the list
            links = []
            yield outcome(answer, name, around=place.facts, seconds=self.options.seconds)
        yield from follow(self, links, place)

    def _path(self, name: str) -> Iterator[Outcome]:
        if not name:
            yield skip(name, "no such file", "the name is empty")
            return
        try:
            mode = Path(name).stat().st_mode
            if stat.S_ISDIR(mode):
                yield from self._folder(name)
                return
            with Path(name).open("rb") as file:
                yield from self._file(file, Place(name=name, path=name if stat.S_ISREG(mode) else None))
        except FileNotFoundError:
            yield skip(name, "no such file", "check the path")
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            yield skip(name, "cannot be opened", getattr(error, "strerror", None) or str(error))

    def _file(self, file: BinaryIO, place: Place) -> Iterator[Outcome]:
        if self.options.watch is None:
            yield from self.stream(file, place)
            return
        watched = Watched(file, os.fstat(file.fileno()).st_size, self.options.watch)
        yield from self.stream(io.BufferedReader(watched, 1 << 18), place)
        watched.done()

    def _folder(self, name: str) -> Iterator[Outcome]:
        """Yield what the files of a folder hold, sorted by name, folder by folder.

        Hidden ones are no inputs.
        """
        empty = True
        closed: list[OSError] = []
        for folder, folders, files in os.walk(name, onerror=closed.append):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            links = [each for each in folders if (Path(folder) / each).is_symlink()]  # not walked into
            for file in sorted([*files, *links]):
                path = Path(folder) / file
                if file.startswith("."):
                    continue
                empty = False
                if file in links:
                    yield skip(
                        str(path), "not a file", "a link to a folder; name the folder itself to read it"
                    )
                elif path.is_file():
                    yield from self._path(str(path))
                else:
                    yield skip(
                        str(path), "not a file", "a pipe, socket or broken link in a folder is not read"
                    )
        yield from (skip(e.filename or name, "cannot be opened", e.strerror or str(e)) for e in closed)
        if empty and not closed:
            yield skip(name, "empty", "no files in this folder")

    def _opened(self, stream: BinaryIO, place: Place) -> Iterator[Outcome]:
        head, stream = look(stream, MAX_HEAD)
        for magic, codec in CODECS:
            if head.startswith(magic):
                inner = unpacked(stream, codec, free=self.settings.max_bytes)
                yield from self.stream(inner, replace(place, depth=place.depth + 1, path=None))
                return
        form = form_of(head, mapped=self.options.mapping.get("text"))
        if self.options.form and place.named and form not in ("zip", "tar"):
            form = self.options.form
        most, mapping = self.settings.max_bytes, self.options.mapping
        if form == "zip":
            yield from self._zip(stream, place)
        elif form == "tar":
            for member in archives.tar_members(stream):
                yield from self._member(member, place)
        elif form == "warc":
            yield from self._warc(stream, place)
        elif form == "jsonl":
            yield from self._lines(tables.json_lines(stream, mapping, most=most), place)
        elif form in ("csv", "tsv"):
            part = "\t" if form == "tsv" else None
            yield from self._lines(tables.rows(stream, mapping, most=most, delimiter=part), place)
        elif form == "parquet":
            yield from self._parquet(stream, place)
        else:
            yield from self._document(read_whole(stream, most), form, place)

    def _document(self, data: bytes, form: str | None, place: Place) -> Iterator[Outcome]:
        """Yield what a document holds that is read as a whole."""
        if form in ("json", "jsonfeed", "ninjs"):
            several = list(read_json(_parsed(data), self.options.mapping))
            yield from self.answers(several, place, several=len(several) > 1)
        elif form in _TASKS:
            given = {"url": place.url} if form not in ("newsml", "nitf") else {}
            if form == "html":
                given["charset"] = _charset(place.content_type)
            several = ask(_TASKS[form], data, seconds=self.options.seconds, **given)
            yield from self.answers(several, place, several=form != "html" and len(several) > 1)
        elif form and form.startswith("xml:"):
            root = f"its root is <{form[4:]}>" if form != "xml:?" else "no root element can be found"
            yield skip(place.name, "unknown XML", f"{root}; no reader knows it")
        else:
            yield self._plain(data, form, place)

    def _plain(self, data: bytes, form: str | None, place: Place) -> Outcome:
        if form is None and _NO_REPORT.match(place.content_type):
            kind = place.content_type.partition(";")[0].strip()
            return skip(place.name, "no report", f"the server calls it {kind[:60]}")
        found = plain_outcome(data, place.name, self.settings, seconds=self.options.seconds)
        if isinstance(found, Report):
            notes = tuple(dict.fromkeys((*found.notes, *place.facts.notes)))
            found = replace(found, url=place.url or found.url, notes=notes)
        return found

    def _zip(self, stream: BinaryIO, place: Place) -> Iterator[Outcome]:
        if place.path and place.depth == 0:
            with Path(place.path).open(
                "rb"
            ) as file:  # the directory of a zip is at its end: it must be sought
                yield from self._members(archives.zip_members(file, free=self.settings.max_bytes), place)
        else:
            whole = io.BytesIO(read_whole(stream, self.settings.max_bytes))
            yield from self._members(archives.zip_members(whole, free=self.settings.max_bytes), place)

    def _members(self, members: Iterator[archives.Member], place: Place) -> Iterator[Outcome]:
        empty = True
        for member in members:
            empty = False
            yield from self._member(member, place)
        if empty:
            yield skip(place.name, "empty", "an archive without files")

    def _member(self, member: archives.Member, place: Place) -> Iterator[Outcome]:
        inner = place.inside(member.name)
        if member.stream is None:
            yield skip(inner.name, "cannot be opened", member.why_not)
        else:
            yield from self.stream(member.stream, inner)

    def _warc(self, stream: BinaryIO, place: Place) -> Iterator[Outcome]:
        empty = True
        for record in warc.warc_records(stream, most=self.settings.max_bytes):
            empty = False
            inner = replace(
                place.inside(record.name),
                named=False,
                url=record.url,
                content_type=record.content_type,
                facts=place.facts.with_notes(*record.notes),
            )
            if record.why_not:
                yield skip(inner.name, "over a limit" if record.limit else "no page", record.why_not)
            else:
                yield from self.stream(io.BytesIO(record.data), inner)
        if empty:
            yield skip(place.name, "empty", "a web archive without a response in it")

    def _lines(self, labelled: Iterator[tables.Labelled], place: Place) -> Iterator[Outcome]:
        for n, answer in labelled:
            yield from self.answers([answer], replace(place, name=f"{place.name}:{n}"))

    def _parquet(self, stream: BinaryIO, place: Place) -> Iterator[Outcome]:
        from twicetold.reading.worker import Worker

        worker = Worker()  # of its own: it goes on while its rows are made into reports
        try:
            data = b"" if place.path and place.depth == 0 else read_whole(stream, self.settings.max_bytes)
            path = place.path if not data else None
            found = worker.run("parquet", data, seconds=self.options.seconds, total=False, path=path)
            for n, answer in enumerate(found, 1):
                row = answer.get("row")
                one = answer if row is None else record_answer(row, self.options.mapping)
                yield from self.answers([one], replace(place, name=f"{place.name}:{n}"))
        finally:
            worker.close()


def _parsed(data: bytes) -> object:
    from twicetold.reading.pages.tree import decode_page

    try:
        return json.loads(decode_page(data)[0].lstrip("\ufeff"))
    except RecursionError:
        raise TooMuch("JSON nested too deep") from None
    except ValueError as error:
        raise Broken(f"not JSON: {str(error)[:200]}") from None


def _charset(content_type: str) -> str | None:
    found = re.search(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", content_type, re.IGNORECASE)
    return found[1] if found else None
