"""Hostile input: bounded time, bounded memory, nothing reached, a skip that says what it was."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import subprocess
import sys
import tarfile
import textwrap
import time
import zipfile
from pathlib import Path

import newsroom
import pytest
from newsroom import PARAGRAPHS, TEXT

from twicetold.model import Report, Skip
from twicetold.reading import ReadOptions, read
from twicetold.settings import Settings

RUNNING = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


@pytest.fixture
def reading(tmp_path):
    def run(data, seconds=10.0, **settings):
        path = tmp_path / "input"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        started = time.monotonic()
        found = list(read(path, settings=Settings(**settings), options=ReadOptions(seconds=seconds)))
        assert time.monotonic() - started < 2 * seconds + 30
        return found

    return run


ENTITIES = {
    "billion laughs": '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    "quadratic blow-up": f'<!DOCTYPE r [<!ENTITY c "{"x" * 5_000}">]>',
    "large quadratic blow-up": f'<!DOCTYPE r [<!ENTITY c "{"x" * 90_000}">]>',
    "external entity": '<!DOCTYPE r [<!ENTITY c SYSTEM "file:///etc/hostname">]>',
    "parameter entity": '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]>',
    "attribute default": '<!DOCTYPE r [<!ATTLIST rss version CDATA "x">]>',
}
DOCUMENTS = {
    "feed": '<rss version="2.0"><channel><item><description>&c;{0}</description></item></channel></rss>',
    "sitemap": "<urlset><url><loc>https://courier.example/&c;{0}</loc></url></urlset>",
    "opml": '<opml version="2.0"><body><outline xmlUrl="https://courier.example/{0}" text="&c;"/></body></opml>',
    "newsml": "<newsItem><contentMeta><headline>&c;</headline></contentMeta><contentSet>{0}</contentSet></newsItem>",
    "nitf": "<nitf><body><body.content><p>&c;{0}</p></body.content></body></nitf>",
}


@pytest.mark.parametrize("kind", ENTITIES)
@pytest.mark.parametrize("form", DOCUMENTS)
def test_declared_entities_are_refused(reading, kind, form):
    for broken in ("", "<unclosed>"):  # lenient parsers must not bring back what strict ones refuse
        document = DOCUMENTS[form].format(broken + "&c;" * 50)
        found = reading(f'<?xml version="1.0"?>{ENTITIES[kind]}{document}')
        assert [type(item) for item in found] == [Skip]
        assert "declare" in found[0].detail or "root" in found[0].detail


def test_a_document_type_that_only_names_its_format_is_no_attack(reading):
    found = reading(newsroom.RSS_091)
    assert found[0].text == "Ice on the Kessel\n\nSkaters were warned on Sunday."


def test_an_external_document_type_is_never_fetched(reading):
    from web import site

    with site({"/x.dtd": b'<!ENTITY c "fetched">'}) as web:
        feed = newsroom.rss(1).replace("?><rss", f'?><!DOCTYPE rss SYSTEM "{web.url("/x.dtd")}"><rss')
        assert isinstance(reading(feed)[0], Report)
        assert web.asked == []


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("<rss version='2.0'>" + "<a>" * 100_000 + "</a>" * 100_000 + "</rss>", "deeper than 200"),
        (
            "<rss version='2.0' " + " ".join(f"a{n}='1'" for n in range(5_000)) + "></rss>",
            "more than 100 attributes",
        ),
        ("<html><body>" + "<div>" * 100_000 + RUNNING + "</body></html>", "deeper than 600"),
        ("<html><body>" + "<b><i>" * 60_000 + RUNNING + "</body></html>", "deeper than 600"),
        ("[" * 200_000, "nested too deep"),
        ('{\n"a":' * 100_000, "nested too deep"),
    ],
)
def test_nesting_and_attributes_are_bounded(reading, document, why):
    found = reading(document)
    assert [type(item) for item in found] == [Skip], found
    assert why in found[0].detail


@pytest.mark.parametrize(
    "hostile",
    [
        "<table><tr><td colspan=9007199254740991 rowspan=9007199254740991>x</td></tr></table>",
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
        f'<p class="{"x" * 3_000_000}">',
        "<a " * 200_000,
        "<!--" * 200_000,
        "&amp;" * 200_000,
        "<b>" * 500 + "</b>" * 500,
        f'<script type="application/ld+json">{"[" * 200_000}</script>',
        f"<script>{'<p>' * 200_000}</script>",
        '<meta property="og:title" content="' + "x " * 300_000 + '">',
        "<title>" + "a - " * 200_000 + "</title>",
        "\x00\x01\x02" * 1_000,
        "\u0301" * 100_000,
        "𠀀𠀁𠀂",  # the very characters that mark text nodes
    ],
    ids=range(14),
)
def test_a_page_with_a_trap_is_read_all_the_same(reading, hostile):
    found = reading(f"<html><body>{RUNNING}{RUNNING.replace('Velmora', 'Kessel')}{hostile}</body></html>")
    assert [type(item) for item in found] == [Report]
    assert PARAGRAPHS[1] in found[0].text


def test_two_seconds_are_two_seconds(reading):
    started = time.monotonic()
    found = reading("<html>" + "<p>" + RUNNING * 20_000, seconds=2.0)
    assert [item.reason for item in found] == ["over a limit"]
    assert "longer than 2 seconds" in found[0].detail
    assert time.monotonic() - started < 40
    assert isinstance(reading(newsroom.page())[0], Report), "the next document gets a fresh child"


def test_lines_beside_a_bad_one_are_read(reading):
    good = json.dumps(newsroom.RECORD)
    bad = [
        "{",
        '{"text": ' + "[" * 100_000,
        "nonsense",
        '{"text": "' + "x" * 200_000 + '"}',
        "[]",
        '"words"',
        "\x00",
    ]
    found = reading("\n".join(line for each in bad for line in (good, each)) + "\n" + good, max_bytes=100_000)
    assert [type(item) for item in found] == [Report, Skip] * len(bad) + [Report]


def test_members_beside_a_bad_one_are_read(reading):
    members = {
        "../../../etc/passwd": TEXT.encode(),
        "/absolute.txt": TEXT.encode(),
        "..\\windows.txt": TEXT.encode(),
        "bomb.txt": b"\0" * 5_000_000,
        "bomb.gz": gzip.compress(b"a" * 5_000_000),
        "inner.zip": newsroom.zipped({"bomb.gz": gzip.compress(b"a" * 5_000_000), "good.txt": TEXT.encode()}),
        "bad.xml": f"{ENTITIES['billion laughs']}<rss/>".encode(),
        "good.html": newsroom.page().encode(),
    }
    for packed in (newsroom.zipped(members), newsroom.tarred(members, "w")):
        found = reading(packed, max_bytes=1_000_000)
        good = [item for item in found if isinstance(item, Report)]
        assert len(found) == 9
        assert {report.text for report in good} == {TEXT}
        assert len(good) == 5


def test_archives_inside_archives_end_somewhere(reading):
    data = TEXT.encode()
    for _ in range(12):
        data = newsroom.zipped({"x": data})
    assert [item.reason for item in reading(data)] == ["over a limit"]
    for _ in range(12):
        data = gzip.compress(data)
    assert "nested" in reading(data)[0].detail


def test_a_zip_whose_sizes_lie(reading):
    packed = bytearray(newsroom.zipped({"a.txt": TEXT.encode() * 10, "b.txt": TEXT.encode()}))
    at = packed.find(b"PK\x01\x02")
    packed[at + 24 : at + 28] = (7).to_bytes(4, "little")
    found = reading(bytes(packed))
    assert len(found) == 2
    assert found[1].text == TEXT


def test_an_encrypted_member_is_said(reading):
    packed = bytearray(newsroom.zipped({"a.txt": TEXT.encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.find(mark) + offset] |= 1
    assert [item.detail for item in reading(bytes(packed))] == ["it is encrypted"]


def test_a_tar_with_devices_links_and_a_lying_header(reading):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo(f"odd-{kind.decode()}")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("good.txt")
        info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT.encode()))
        lying = tarfile.TarInfo("long.txt")
        lying.size = 8_000_000_000
        archive.fileobj.write(lying.tobuf())
    found = reading(out.getvalue())
    assert [item.source.rpartition("!")[2] for item in found[:4]] == ["odd-2", "odd-1", "odd-3", "odd-6"]
    assert all("only files are read" in item.detail for item in found[:4])  # the folder is no input
    assert found[4].text == TEXT
    assert all(isinstance(item, Skip) for item in found[5:])
    assert len(found) <= 7


def test_a_link_in_a_zip_is_not_read_as_the_name_it_holds(reading):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.txt", TEXT)
    found = reading(out.getvalue())
    assert "a link" in found[0].detail
    assert found[1].text == TEXT


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}, "office document"),
        ({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<c/>"}, "e-book"),
    ],
)
def test_a_document_that_is_a_zip_is_one_skip_that_says_so(reading, members, what):
    found = reading(newsroom.zipped(members))
    assert [type(item) for item in found] == [Skip]
    assert what in found[0].detail
    assert "save it as text" in found[0].detail


def test_one_member_that_never_ends_is_stopped(reading):
    """A million small lines out of a few kilobytes: each is within the limits, all together are a bomb."""
    line = json.dumps({"text": "x"}).encode() + b"\n"
    found = reading(newsroom.zipped({"a.jsonl": line * 40_000}), max_bytes=100_000)
    assert isinstance(found[0], Report)
    assert "a bomb" in found[-1].detail
    assert len(found) < 20_000


LIMITED = """
    import resource, sys
    from twicetold.reading import read
    resource.setrlimit(resource.RLIMIT_AS, (900_000_000, 900_000_000))
    for path in sys.argv[1:]:
        for item in read(path):
            print(type(item).__name__, getattr(item, "reason", ""))
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to tell the memory used")
def test_a_gigabyte_out_of_a_megabyte_under_a_memory_limit(tmp_path):
    """In four codecs and a zip; 900 MB of address space would not hold one of them."""
    from backports.zstd import ZstdCompressor

    block = bytes(10_000_000)
    (tmp_path / "a.gz").write_bytes(gzip.compress(block) * 100)
    zstd = ZstdCompressor()
    (tmp_path / "b.zst").write_bytes(b"".join([*(zstd.compress(block) for _ in range(100)), zstd.flush()]))
    with zipfile.ZipFile(tmp_path / "c.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for n in range(30):
            archive.writestr(f"{n}", block * 3)
    (tmp_path / "d.xz").write_bytes(lzma.compress(block, preset=0) * 100)
    (tmp_path / "e.bz2").write_bytes(bz2.compress(block, 1) * 100)
    files = sorted(str(path) for path in tmp_path.iterdir())
    code = textwrap.dedent(LIMITED)
    done = subprocess.run(
        [sys.executable, "-c", code, *files], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    *told, most = done.stdout.split("\n")[:-1]
    assert all(line.startswith("Skip") for line in told)
    assert len(told) == 4 + 30
    assert int(most) < 250_000
