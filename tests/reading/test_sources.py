"""Every form a report may come in: told by its content, read whole, with what the source says of it."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random

import newsroom
import pytest
from backports import zstd
from newsroom import PARAGRAPHS, RECORD, TEXT, TITLE

from twicetold.errors import UsageError
from twicetold.model import Report, Skip
from twicetold.reading import ReadOptions, read
from twicetold.settings import Settings


@pytest.fixture
def put(tmp_path):
    def write(data, name="input"):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


def one(path, **options) -> Report:
    found = list(read(path, options=ReadOptions(**options)))
    assert len(found) == 1, found
    assert isinstance(found[0], Report), found
    return found[0]


@pytest.mark.parametrize("form", newsroom.sources())
@pytest.mark.parametrize("name", ["input", "misleading.pdf", "x.html", "y.zip"])
def test_every_form_is_told_by_its_content(put, form, name):
    data, count = newsroom.sources()[form]
    found = list(read(put(data, name)))
    assert [type(item) for item in found] == [Report] * count, found


@pytest.mark.parametrize("form", ["html", "ninjs", "newsml", "jsonl", "csv", "tsv", "text"])
def test_one_report_in_many_forms_has_one_text_and_one_id(put, form):
    data, _ = newsroom.sources()[form]
    report = next(iter(read(put(data))))
    assert report.text == TEXT
    assert report.title == TITLE
    if form in ("html", "csv", "tsv", "text"):
        assert report.id == next(iter(read(put(TEXT)))).id
    if form != "text":
        assert report.published in ("2031-05-20T07:15:00+02:00", "2031-05-20T07:15:00Z")


@pytest.mark.parametrize("form", newsroom.sources())
def test_what_was_written_out_reads_the_same_again(put, form):
    data, _ = newsroom.sources()[form]
    first = list(read(put(data)))
    lines = "".join(json.dumps(report.to_dict(), ensure_ascii=False) + "\n" for report in first)
    again = list(read(put(lines, "again")))
    assert [report.to_dict() for report in again] == [report.to_dict() for report in first]


def test_a_page_with_everything(put):
    report = one(put(newsroom.page()))
    assert report.text == TEXT
    assert report.outlet == "Kessel Valley Courier"
    assert report.authors == ("Marta Quill",)
    assert (report.language, report.language_score) == ("en", 1.0)
    assert report.changed == "2031-05-20T09:40:00+02:00"
    assert report.url == "https://courier.example/2031/05/20/bridge"
    assert report.credit == "Riverine Press Agency"
    assert report.section == "Region"


def test_a_feed_with_everything(put):
    found = list(read(put(newsroom.rss())))
    report = found[0]
    assert (
        report.text == "Water falls at gauge 1\n\nThe river office at gauge 1 reported 10 centimetres less."
    )
    assert report.published == "2031-05-20T01:00:00+02:00"
    assert (report.outlet, report.credit, report.section) == (
        "Kessel Valley Courier",
        "Riverine Press Agency",
        "Region",
    )
    assert (report.id, report.url, report.language) == ("gauge-1", "https://courier.example/gauge/1", "en")
    assert report.authors == ("Marta Quill",)
    assert [item.source for item in found] == [f"{found[0].source[:-2]}#{n}" for n in (1, 2, 3)]


def test_an_atom_entry(put):
    report = one(put(newsroom.ATOM))
    assert report.text == "Mill & bridge\n\nThe mill at Velmora turns again.\n\nSo the miller said."
    assert (report.published, report.changed) == ("2031-05-20T10:00:00Z", "2031-05-21T10:00:00Z")


@pytest.mark.parametrize("own", [True, False])
def test_authors_of_a_feed_are_those_of_entries_that_name_none(put, own):
    name = "Marta Quill" if own else "Jo Bell"
    entry = "<author><name>Marta Quill</name></author>" if own else ""
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><author><name>Jo Bell</name></author>'
        f"<entry><id>u</id><title>Ice</title>{entry}<content>Skaters were warned.</content></entry></feed>"
    )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Courier",
        "authors": [{"name": "Jo Bell"}],
        "items": [{"id": "1", "content_text": "Skaters were warned."}],
    }
    if own:
        feed["items"][0]["authors"] = [{"name": "Marta Quill"}]
    assert one(put(atom)).authors == one(put(json.dumps(feed))).authors == (name,)


def test_newsml_and_ninjs_bring_credit_and_author(put):
    for data in (newsroom.NEWSML, newsroom.NINJS):
        report = one(put(data))
        assert report.credit == "Riverine Press Agency"
        assert report.authors == ("Marta Quill",)
    assert one(put(newsroom.NINJS_2)).credit == "Riverine Press Agency"


def test_columns_are_found_by_name_and_by_map(put):
    names = ("schlagzeile", "inhalt", "zeitung", "datum")
    mapping = dict(zip(("title", "text", "outlet", "published"), names, strict=True))
    report = one(put(newsroom.table(";", names=names)), mapping=mapping)
    assert report.text == TEXT
    assert report.outlet == "Kessel Valley Courier"
    swapped = [{"headline": "Old", "alt": TITLE, "text": PARAGRAPHS[0]}]
    assert one(put(json.dumps(swapped)), mapping={"title": "alt"}).title == TITLE
    deep = {"meta": {"names": [{"head": TITLE}]}, "body": PARAGRAPHS[0]}
    assert one(put(json.dumps(deep)), mapping={"title": "meta.names.head"}).title == TITLE


def test_a_column_that_is_not_there_is_said(put):
    found = list(read(put(newsroom.table()), options=ReadOptions(form="csv", mapping={"title": "nope"})))
    assert [type(item) for item in found] == [Skip]
    assert "no column 'nope' among: title, text" in found[0].detail


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("form", ["jsonl", "csv", "tsv"])
def test_tables_in_other_encodings(put, encoding, form):
    text = (
        "Der Bürgermeister von Velmora öffnete die Brücke am Dienstag für Fußgänger. Das kostete 42.000 Mark."
    )
    record = RECORD | {"text": text, "title": "Brücke geöffnet"}
    if form == "jsonl":
        data = json.dumps(record, ensure_ascii=False) + "\n"
    else:
        part = "," if form == "csv" else "\t"
        data = part.join(("title", "text")) + "\r\n" + part.join((record["title"], f'"{text}"')) + "\r\n"
    assert one(put(data.encode(encoding))).text == f"Brücke geöffnet\n\n{text}"


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress, bz2.compress, lzma.compress])
def test_compressed_files(put, pack):
    assert one(put(pack(newsroom.page().encode()))).text == TEXT
    assert one(put(pack(pack(TEXT.encode())))).text == TEXT
    assert one(put(pack(TEXT[:60].encode()) + pack(TEXT[60:].encode()))).text == TEXT


def test_parquet(put, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    import pyarrow as pa

    path = tmp_path / "table"
    rows = [RECORD | {"title": f"{TITLE} {n}"} for n in range(150)]
    parquet.write_table(pa.Table.from_pylist(rows), path)
    found = list(read(path))
    assert [report.title for report in found] == [f"{TITLE} {n}" for n in range(150)]
    assert found[0].authors == ("Marta Quill",)
    mapped = list(read(path, options=ReadOptions(mapping={"title": "outlet"})))
    assert mapped[0].title == "Kessel Valley Courier"
    packed = list(read(put(newsroom.zipped({"t": path.read_bytes()}))))
    assert len(packed) == 150
    broken = list(read(put(path.read_bytes()[:-50], "broken")))
    assert [type(item) for item in broken] == [Skip]


def test_a_folder_is_read_in_order_and_hidden_files_are_not(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("Hidden words.")
    (tmp_path / "b" / "1.txt").write_text("One was seen at the mill.")
    (tmp_path / "a.jsonl").write_text(json.dumps(RECORD) + "\n")
    (tmp_path / "c.bin").write_bytes(bytes(range(256)) * 8)
    (tmp_path / ".hidden").write_text("Hidden words.")
    (tmp_path / "link").symlink_to("nowhere")
    found = list(read(tmp_path))
    names = [item.source.removeprefix(str(tmp_path)) for item in found]
    assert names == ["/a.jsonl:1", "/c.bin", "/link", "/b/1.txt"]
    assert [type(item) for item in found] == [Report, Skip, Skip, Report]


def test_standard_input(monkeypatch):
    class Input:
        buffer = io.BytesIO(gzip.compress(newsroom.warc(newsroom.page().encode())))

    monkeypatch.setattr("sys.stdin", Input)
    found = list(read("-"))
    assert found[0].text == TEXT
    assert found[0].source == "-!https://courier.example/2031/05/20/bridge"


def test_a_page_cut_inside_a_web_archive_is_read_as_far_as_it_goes(put):
    page = newsroom.page().encode() + b"<!-- " + random.Random(1).randbytes(60_000).hex().encode() + b" -->"
    packed = gzip.compress(page)
    archive = newsroom.warc(packed[: len(packed) * 3 // 4], page, headers="Content-Encoding: gzip\r\n")
    cut, whole = read(put(archive))
    assert cut.text == whole.text == TEXT
    assert "the gzip data end in the middle; read as far as they go" in cut.notes
    assert not any("as far as" in note for note in whole.notes)


def test_a_web_archive_that_breaks_off_says_so(put):
    archive = newsroom.warc(newsroom.page().encode() + b" " * 5_000)
    (report,) = read(put(archive[:-4_004]))
    assert report.text == TEXT
    assert "the record breaks off 4,000 bytes before its end; read as far as it goes" in report.notes


@pytest.mark.parametrize(
    "kind", ["text/css", "application/javascript; charset=utf-8", "text/dns", "image/x-odd"]
)
def test_what_a_server_calls_no_text_is_no_report(put, kind):
    style, page = newsroom.warc(b".lead { color: red }", kind=kind), newsroom.warc(newsroom.page().encode())
    found = list(read(put(style + page)))
    assert (found[0].reason, found[0].detail) == (
        "no report",
        f"the server calls it {kind.partition(';')[0]}",
    )
    assert found[-1].text == TEXT


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("no-such-file", "no such file"),
        ("", "no such file"),
        ("a\0b", "cannot be opened"),
        ("file:///etc/passwd", "bad address"),
        ("ftp://courier.example/x", "bad address"),
        ("gopher://courier.example/x", "bad address"),
        ("data:text/html,<p>x", "bad address"),
    ],
)
def test_what_cannot_be_opened_is_a_skip(source, reason):
    found = list(read(source))
    assert [item.reason for item in found] == [reason]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"{}", "no text"),
        (b"[]", "empty"),
        (b"[1]", "no report"),
        (b'{"text": ""}', "no text"),
        (b'{"text": 7}', "no text"),
        (b"<rss version='2.0'><channel></channel></rss>", "empty"),
        (b"<html><body></body></html>", "no main text"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>", "no main text"),
        (b"<?xml version='1.0'?><unknown><a/></unknown>", "unknown XML"),
        (b"PK\x05\x06" + b"\0" * 18, "empty"),
        (b"PK\x03\x04 nonsense", "broken"),
        (b"\x1f\x8b nonsense", "broken"),
        (b"WARC/1.0\r\n", "empty"),
        (b"%PDF-1.7 \x00\x01", "binary"),
    ],
)
def test_what_holds_no_report_says_why(put, data, reason):
    found = list(read(put(data)))
    assert [type(item) for item in found] == [Skip], found
    assert (found[0].reason, found[0].stage) == (reason, "reading")


def test_from_overrules_the_content(put):
    report = one(put(newsroom.page()), form="text")
    assert "cookies" in report.text
    assert "<" not in report.text
    assert one(put("A line of prose, with a comma\nand another one"), form="text").text.startswith("A line")
    assert one(put(newsroom.zipped({"a": newsroom.page().encode()})), form="html").text == TEXT


def test_prose_is_not_a_table(put):
    prose = "Text, comment and title are words, too\nand so is this, although it has commas.\n"
    assert one(put(prose)).text.strip() == prose.strip()
    braces = "{Editor's note: corrected on Tuesday}\nThe bridge is open."
    assert one(put(braces)).text == braces


@pytest.mark.parametrize(
    "given",
    [{"form": "pdf"}, {"follow": "maybe"}, {"mapping": {"headline": "title"}}, {"seconds": 0}, {"delay": -1}],
)
def test_options_that_cannot_be(given):
    with pytest.raises(UsageError):
        ReadOptions(**given)


@pytest.mark.parametrize("source", [5, None, b"bytes", ["a.txt"], io.BytesIO(b"bytes")])
def test_what_is_no_source_is_said_in_words(source):
    with pytest.raises(UsageError, match=f"not {type(source).__name__}; write bytes to a file"):
        read(source)


def test_options_are_no_dict(put):
    with pytest.raises(UsageError, match="ReadOptions"):
        read(put("x"), options={"form": "html"})


def test_a_missing_extra_is_a_skip_with_the_line_that_installs_it(tmp_path, monkeypatch):
    (tmp_path / "pyarrow").mkdir()
    (tmp_path / "pyarrow" / "__init__.py").write_text("raise ImportError('not here')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))  # of the child process, where Parquet is read
    path = tmp_path / "x"
    path.write_bytes(b"PAR1" + bytes(20) + b"PAR1")
    (skip,) = read(path)
    assert (skip.reason, skip.stage) == ("needs an extra", "reading")
    assert "pip install 'twicetold[parquet]'" in skip.detail


def test_a_file_over_the_limit_names_the_limit(put):
    found = list(read(put("word " * 1000), settings=Settings(max_bytes=1000)))
    assert found[0].reason == "too big"
    assert "max_bytes is 1,000" in found[0].detail


def test_a_title_is_put_in_front_once(put):
    for text in (PARAGRAPHS[0], f"{TITLE}\n{PARAGRAPHS[0]}", f"  {TITLE.upper()}\n\n{PARAGRAPHS[0]}"):
        report = one(put(json.dumps({"title": TITLE, "text": text})))
        assert report.text.startswith(report.title)
        assert report.text.casefold().count(TITLE.casefold()) == 1


def test_tricks_in_names_are_noted(put):
    record = {"title": "Pаy the b\u202eank", "text": "Words of a report.", "authors": ["Mаrta Quill"]}
    notes = " ".join(one(put(json.dumps(record))).notes)
    assert "U+202E" in notes
    assert "the title mixes Cyrillic and Latin letters" in notes
    assert "the author mixes Cyrillic and Latin letters" in notes


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("The co\u200buncil", "cannot be seen (U+200B)"),
        ("The \u2060council", "cannot be seen (U+2060)"),
        ("The \U0001d41c\U0001d428uncil", "mixes Latin and Mathematical letters"),
        ("The c\u0585uncil", "mixes Armenian and Latin letters"),
        ("نمی\u200cخواهم گزارش", None),
        ("क्\u200dष की खबर", None),
    ],
)
def test_unseen_and_odd_letters_in_names(put, title, note):
    notes = one(put(json.dumps({"title": title, "text": "Words of a report."}))).notes
    assert any(note in each for each in notes) if note else not any("title" in each for each in notes)


def test_no_markup_survives(put):
    text = "<p>One &amp; two</p><script>alert(1)</script>&lt;i&gt;three&lt;/i&gt;"
    record = {"title": "<b>Bold</b> words", "text": text, "outlet": "<i>Courier</i>"}
    report = one(put(json.dumps(record)))
    assert report.text == "Bold words\n\nOne & two\n\nthree"
    assert report.outlet == "Courier"
    plain = one(put("The bridge is <b>open</b>.\nFor good."))
    assert plain.text == "The bridge is open.\nFor good."
    assert one(put("Where 3 < 5 and <unclear> stands")).text == "Where 3 < 5 and <unclear> stands"
