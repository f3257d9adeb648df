"""Every official example of the gold data, broken ones too: each input comes out once, none raises."""

from __future__ import annotations

import pytest

from twicetold.model import Report, Skip
from twicetold.reading import ReadOptions, read

pytestmark = pytest.mark.shared
EXPECTED = {"feeds": 3, "warc": 10, "newsml-g2": 10, "ninjs": 50}  # reports at the least


@pytest.mark.parametrize("folder", EXPECTED)
def test_every_example(shared, folder):
    files = sorted((shared / "data" / "formats" / folder).iterdir())
    reports = 0
    for path in files:
        found = list(read(path, options=ReadOptions(follow="none")))
        assert found, path
        assert all(isinstance(item, (Report, Skip)) for item in found)
        assert not any("Traceback" in item.detail for item in found if isinstance(item, Skip))
        reports += sum(isinstance(item, Report) for item in found)
    assert reports >= EXPECTED[folder]


def test_a_web_archive_compressed_as_a_whole_reads_like_one_compressed_by_record(shared):
    folder = shared / "data" / "formats" / "warc"
    names = (
        "example.warc",
        "example.warc.gz",
        "example-bad-non-chunked.warc.gz",
        "example-wrong-chunks.warc.gz",
    )
    texts = {next(iter(read(folder / name))).text for name in names}
    assert len(texts) == 1


def test_pages_that_are_not_utf8_lose_no_letter(shared):
    folder = shared / "data" / "pages-5" / "html"
    names = sorted(folder.iterdir())[::6]
    for path in names:
        found = list(read(path))
        assert len(found) == 1
        if isinstance(found[0], Report):
            assert found[0].text.count("\ufffd") <= len(found[0].text) / 500, path.name
