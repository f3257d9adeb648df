"""Nothing is lost: reports and skips together are as many as the inputs, whatever is done to the bytes.

Mutation fuzzing of every reader, a bounded number of runs from a fixed seed; `TWICETOLD_FUZZ_RUNS` makes it longer.
"""

from __future__ import annotations

import json
import os
import random
import re
import unicodedata

import newsroom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import RECORD

from twicetold.model import Report, Skip
from twicetold.reading import ReadOptions, read
from twicetold.reading.options import FORMS
from twicetold.reading.pages.fragment import has_markup

RUNS = int(os.environ.get("TWICETOLD_FUZZ_RUNS", "25"))
OPTIONS = ReadOptions(follow="none", seconds=20.0)


def sound(items, path):
    """What holds of every outcome."""
    assert items, "an input came to nothing"
    for item in items:
        assert isinstance(item, (Report, Skip))
        assert str(item.source).startswith((str(path), "http"))
        if isinstance(item, Skip):
            assert item.reason
            assert item.stage in ("reading", "fetching")
            assert "Traceback" not in item.detail
            continue
        assert item.text.strip()
        assert item.text == unicodedata.normalize("NFC", item.text)
        assert "\r" not in item.text
        assert not has_markup(item.text)
        assert item.title is None or item.title in item.text
        item.text.encode()
        json.dumps(item.to_dict())


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(st.sampled_from(["good", "bad", "empty", "list", "null"]), min_size=1, max_size=12))
def test_json_lines(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("lines") / "x.jsonl"
    text = {
        "good": json.dumps(RECORD),
        "bad": '{"text":',
        "empty": '{"text": " "}',
        "list": "[1]",
        "null": "null",
    }
    path.write_text("\n".join([json.dumps(RECORD), *(text[line] for line in lines)]))
    found = list(read(path))
    sound(found, path)
    assert len(found) == 1 + len(lines)
    assert sum(isinstance(item, Report) for item in found) == 1 + lines.count("good")


@settings(max_examples=25, deadline=None)
@given(kinds=st.lists(st.sampled_from(sorted(newsroom.sources())), min_size=1, max_size=4), tar=st.booleans())
def test_archives(tmp_path_factory, kinds, tar):
    known = newsroom.sources()
    members = {f"{n}-{kind}": known[kind][0] for n, kind in enumerate(kinds)}
    path = tmp_path_factory.mktemp("archive") / "x"
    path.write_bytes(newsroom.tarred(members) if tar else newsroom.zipped(members))
    found = list(read(path, options=OPTIONS))
    sound(found, path)
    assert len(found) == sum(known[kind][1] for kind in kinds)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few things done to them that files and attackers do."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        size = chance.choice([1, 2, 8, 64, 400])
        kind = chance.randrange(7)
        if kind == 0:
            del data[at : at + size]
        elif kind == 1:
            data[at:at] = bytes(chance.randrange(256) for _ in range(min(size, 64)))
        elif kind == 2:
            data[at : at + size] = data[at : at + size] * chance.choice([2, 3, 50])
        elif kind == 3:
            data[at:at] = chance.choice(
                [b"<", b">", b"&", b"\0", b'"', b"\xff\xfe", b"<!--", b"]]>", b"{", b"\r\n\r\n"]
            )
        elif kind == 4:
            del data[at:]
        elif kind == 5 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        else:
            other = chance.randrange(len(data) + 1)
            data[at:at] = data[other : other + size]
    return bytes(data[:400_000])


@pytest.mark.parametrize("form", newsroom.sources())
def test_mutations(tmp_path, form):
    chance = random.Random(f"twicetold {form}")
    data, _ = newsroom.sources()[form]
    path = tmp_path / "x"
    for run in range(RUNS):
        path.write_bytes(mutated(data, chance))
        found = list(read(path, options=OPTIONS))
        sound(found, path)
        told = [item.detail for item in found if isinstance(item, Skip)]
        assert not any(re.search(r"\b[A-Z]\w+(?:Error|Exception): ", detail) for detail in told), (run, told)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "parquet"])
def test_a_form_that_does_not_fit(tmp_path, form):
    """Whatever somebody says a thing is, it comes out as reports or skips."""
    chance = random.Random(f"misfit {form}")
    options = ReadOptions(form=form, follow="none")
    for kind, (data, _) in sorted(newsroom.sources().items()):
        path = tmp_path / kind
        path.write_bytes(data)
        sound(list(read(path, options=options)), path)
    for size in (1, 40, 4_000):
        path.write_bytes(chance.randbytes(size))
        sound(list(read(path, options=options)), path)
