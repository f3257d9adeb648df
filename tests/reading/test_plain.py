from __future__ import annotations

import codecs
import random
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.model import Report, Skip
from twicetold.reading.plain import from_text, read_bytes
from twicetold.settings import Settings

TEXT = "Ferry burns off Nerbia\n\nAt least 27 people died, the coast guard said. « C’était l’été »."


def read(data: bytes, **settings: int) -> Report:
    got = read_bytes(data, source="a.txt", settings=Settings(**settings))
    assert isinstance(got, Report), got
    return got


def skip(data: bytes, **settings: int) -> Skip:
    got = read_bytes(data, source="a.txt", settings=Settings(**settings))
    assert isinstance(got, Skip), got
    return got


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
@pytest.mark.parametrize("marked", [True, False])
def test_unicode_with_and_without_a_mark(codec: str, marked: bool) -> None:
    mark = "\ufeff".encode(codec) if marked else b""
    report = read(mark + TEXT.encode(codec))
    assert report.text == TEXT
    assert bool(report.notes) == (codec != "utf-8")
    assert all(codec.upper() in note for note in report.notes)


def test_what_a_report_says_of_itself() -> None:
    report = read(TEXT.encode())
    assert report.title == "Ferry burns off Nerbia"
    assert report.language == "en"
    assert 0 < report.language_score <= 1
    assert report.source == "a.txt"
    assert report.notes == ()
    assert report.id == read(TEXT.encode()).id
    assert report.id != read(TEXT.encode() + b"!").id


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Dam opens\nThe dam was opened on Monday by two presidents.", "Dam opens"),
        ("ARDVAN, 12 October (Orvana)\nDam opens\n\nThe dam was opened on Monday.", "Dam opens"),
        ("Dam opens!\n\nThe dam was opened on Monday.", "Dam opens!"),
        ("The dam was opened on Monday.\nIt is big.", None),
        ("The dam was opened on Monday", None),
        ("12 October 2026\nStory code: 12345", None),
        ("He said:\n\nThe dam is open.", None),
        ("one\ntwo\nthree\nfour", None),
        ("बांध का उद्घाटन\nराष्ट्रपति ने सोमवार को बांध का उद्घाटन किया।", "बांध का उद्घाटन"),
        ("大坝通车\n大坝周一通车，两国总统出席。", "大坝通车"),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    assert read(text.encode()).title == title


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", "\u200b\n".encode(), b"\xff\xfe"])
def test_empty(data: bytes) -> None:
    assert skip(data).reason == "empty"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04rest", "zip"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"SQLite format 3\x00rest", "SQLite"),
        (bytes(range(256)) * 20, "control characters"),
        (b"\x00" * 5000, "control characters"),
        (b"\x00\x01\x02\xff\xfe binary", "control characters"),
        (b"\x01\x02\x03abc", "control characters"),
        (b"\x1a", "control character"),
        (b"\xff\xfe binary", "byte-order mark"),
        (b"\xef\xbb\xbf" + bytes(range(14, 30)), "byte-order mark"),
        (
            b"\xfd\xfa.75|\xf6K\xdd\xf0\xcc\xfbn`\xbcV\xbc)\xb5\xcfH\x8f\xc4\x85\xee\xda\xfd\xa3\x80\xac",
            "no words in any",
        ),
    ],
)
def test_binary(data: bytes, word: str) -> None:
    told = skip(data)
    assert told.reason == "binary"
    assert word in told.detail
    assert told.stage == "reading"
    assert told.source == "a.txt"


def test_slices_of_binary_data() -> None:
    """Whatever has no mark in front: numbers, compressed data. A few bytes may be beyond telling, many are not."""
    draw = random.Random(5)
    several = [
        struct.pack("<3000d", *(draw.random() * 90 for _ in range(3000))),
        struct.pack("<6000i", *(draw.randrange(-900, 90_000) for _ in range(6000))),
        zlib.compress(repr([draw.random() for _ in range(5000)]).encode()),
        draw.randbytes(20_000),
    ]
    told = []
    for data in several:
        for _ in range(20):
            start = draw.randrange(8, len(data) - 400)
            got = read_bytes(
                data[start : start + draw.choice((40, 80, 300))], source="x", settings=Settings()
            )
            told.append(isinstance(got, Skip) and got.reason == "binary")
    assert sum(told) >= 0.95 * len(told)


@pytest.mark.parametrize(
    ("text", "codecs"),
    [
        ("Плотину открыли", ["cp1251", "koi8_r", "iso8859_5", "cp866"]),
        ("Греблю відкрили у понеділок", ["cp1251", "koi8_u"]),
        ("افتتح السد يوم الاثنين", ["cp1256", "iso8859_6"]),
        ("סכר נפתח ביום שני", ["cp1255", "iso8859_8"]),
        ("Το φράγμα άνοιξε τη Δευτέρα", ["cp1253", "iso8859_7"]),
        ("Le barrage a été inauguré", ["cp1252", "iso8859_15"]),
        ("Die Brücke bleibt gesperrt", ["cp1252", "cp850"]),
        ("Tama została otwarta w poniedziałek, mówią władze", ["cp1250", "iso8859_2"]),
        ("Baraj pazartesi günü açıldı", ["cp1254"]),
        ("大坝周一通车", ["gb18030", "big5hkscs"]),
        ("ダムは月曜日に開通した", ["shift_jis", "euc_jp"]),
        ("댐이 월요일에 개통했다", ["euc_kr"]),
        ("Café", ["cp1252"]),
        ("“No.”", ["cp1252"]),
    ],
)
def test_the_shortest_texts_of_old_encodings_are_no_scraps(text: str, codecs: list[str]) -> None:
    for codec in codecs:
        told = text.replace("坝", "壩").replace("车", "車") if codec == "big5hkscs" else text
        assert read(told.encode(codec)).text == told


@pytest.mark.parametrize(
    ("text", "codec"), [("大坝周一通车。", "gb18030"), ("ダムは月曜日に開通した。", "euc_jp")]
)
def test_a_damaged_byte_does_not_turn_two_byte_letters_into_others(text: str, codec: str) -> None:
    data = (text * 6).encode(codec)
    report = read(data[: len(data) // 2] + b"\xff" + data[len(data) // 2 :])
    assert report.text.startswith(text * 2)
    assert report.text.endswith(text * 2)
    assert report.notes == (
        f"decoded as {codec.replace('_', '-')} with 1 malformed place replaced by U+FFFD",
    )


def test_an_old_end_of_file_is_no_control_character() -> None:
    assert read(b"Dam.\r\n\x1a").text == "Dam.\n\x1a"
    assert read("Плотину открыли".encode("cp866") + b"\x1a").text == "Плотину открыли\x1a"


def test_too_big_names_the_setting() -> None:
    told = skip(b"a" * 11, max_bytes=10)
    assert told.reason == "too big"
    assert "max_bytes is 10" in told.detail
    assert read(b"a" * 10, max_bytes=10).text == "a" * 10


def test_a_nul_in_a_text_is_repaired_and_said() -> None:
    report = read(b"The dam \x00 opened on Monday. " * 3)
    assert report.text.count("\ufffd") == 3
    assert report.notes == ("3 NUL characters replaced by U+FFFD",)


def test_utf8_with_a_bad_byte_stays_utf8() -> None:
    data = ("बांध का उद्घाटन हुआ। " * 5).encode() + b"\xe0\xa4"
    report = read(data)
    assert report.text.startswith("बांध का")
    assert report.text.endswith("\ufffd")
    assert report.notes == ("UTF-8 with 1 malformed place, replaced by U+FFFD",)


def test_a_decoded_text_passes_the_same_door() -> None:
    report = from_text("e\u0301\r\nb \ud800.", source="-")
    assert isinstance(report, Report)
    assert report.text == "é\nb \ufffd."
    assert report.notes == ("1 lone surrogate replaced by U+FFFD",)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=80).map(lambda t: t.encode("utf-16", "surrogatepass")))
def test_any_bytes_are_a_report_or_a_skip(data: bytes) -> None:
    got = read_bytes(data, source="x", settings=Settings())
    if isinstance(got, Report):
        assert got.text.strip()
        got.text.encode("utf-8")
        assert got.title is None or got.title in got.text


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(
        ["cp1251", "koi8_r", "cp1256", "gb18030", "big5", "shift_jis", "euc_kr", "utf-16", "latin-1"]
    ),
    st.integers(0, 400),
    st.integers(0, 255),
)
def test_a_damaged_byte_anywhere_breaks_nothing(codec: str, place: int, byte: int) -> None:
    sample = {
        "cp1251": "Плотину открыли в понедельник. ",
        "koi8_r": "Плотину открыли в понедельник. ",
        "cp1256": "افتتح السد يوم الاثنين. ",
        "gb18030": "大坝周一通车。",
        "big5": "大壩週一通車。",
        "shift_jis": "ダムは月曜日に開通した。",
        "euc_kr": "댐이 월요일에 개통했다. ",
        "utf-16": TEXT,
        "latin-1": "Le barrage a été inauguré à midi. ",
    }[codec]
    data = bytearray(codecs.encode(sample * 6, codec, "ignore"))
    data[place % len(data)] = byte
    assert isinstance(read_bytes(bytes(data), source="x", settings=Settings()), Report | Skip)
