"""Unpacking in bounded pieces: round trips, several streams in a file, damage, bombs."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import zlib

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from twicetold.reading.limits import Broken, TooMuch
from twicetold.reading.streams import decode_content, look, read_up_to, read_whole, unpacked

PACK = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}


@pytest.mark.parametrize("codec", PACK)
@given(data=st.binary(max_size=5_000), sizes=st.lists(st.integers(1, 700), min_size=1, max_size=20))
def test_what_was_packed_comes_out(codec, data, sizes):
    stream = unpacked(io.BytesIO(PACK[codec](data)), codec, free=10_000)
    found = b"".join(stream.read(size) for size in sizes) + stream.read()
    assert found == data


@pytest.mark.parametrize("codec", ["gzip", "zstd", "bzip2", "xz"])
@given(parts=st.lists(st.binary(max_size=200), min_size=1, max_size=5), padding=st.integers(0, 3))
def test_streams_that_follow_one_another(codec, parts, padding):
    packed = b"".join(PACK[codec](part) for part in parts) + b"\0" * padding
    assert unpacked(io.BytesIO(packed), codec, free=10_000).read() == b"".join(parts)


@pytest.mark.parametrize("codec", PACK)
@given(data=st.binary(min_size=30, max_size=300), cut=st.integers(1, 12))
def test_a_cut_stream_is_broken(codec, data, cut):
    packed = PACK[codec](data)[:-cut]
    with pytest.raises(Broken):
        unpacked(io.BytesIO(packed), codec, free=10_000).read()


@pytest.mark.parametrize("codec", PACK)
@given(data=st.binary(max_size=2_000))
def test_nonsense_never_raises_anything_else(codec, data):
    with contextlib.suppress(Broken, TooMuch):
        unpacked(io.BytesIO(data), codec, free=10_000).read()


@pytest.mark.parametrize("codec", PACK)
def test_a_bomb_stops_where_it_grows_beyond_all_measure(codec):
    bomb = PACK[codec](b"\0" * 40_000_000)
    stream = unpacked(io.BytesIO(bomb), codec, free=1_000)
    with pytest.raises(TooMuch, match="bomb"):
        list(iter(lambda: stream.read(65_536), b""))


@pytest.mark.parametrize("codec", ["gzip", "br", "zstd", "deflate"])
def test_a_bomb_inside_a_bomb_stops_at_the_limit(codec):
    bomb = PACK[codec](PACK["gzip"](PACK[codec](b"\0" * 20_000_000)))
    with pytest.raises(TooMuch):
        decode_content(bomb, f"{codec}, gzip, {codec}", most=1_000_000)


def test_encodings_that_are_not_known_or_too_many():
    with pytest.raises(Broken, match="compress"):
        decode_content(b"x", "compress", most=100)
    with pytest.raises(TooMuch, match="4 times"):
        decode_content(b"x", "gzip,gzip,gzip,gzip", most=100)
    assert decode_content(b"x", " identity ", most=100) == b"x"


@given(data=st.binary(max_size=300), size=st.integers(0, 400))
def test_looking_takes_nothing_away(data, size):
    head, stream = look(io.BytesIO(data), size)
    assert head == data[:size]
    assert stream.read() == data


def test_a_pipe_gives_little_at_a_time():
    class Drip(io.RawIOBase):
        def __init__(self):
            self.left = 50

        def read(self, size=-1):
            self.left -= 1
            return b"ab"[: max(size, 0) or 2] if self.left >= 0 else b""

    assert read_up_to(Drip(), 70) == b"ab" * 35
    with pytest.raises(TooMuch, match="max_bytes is 9"):
        read_whole(Drip(), 9)
