"""The guard: every special address in every writing, names that lead to one, names that change their mind."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from addresses import PRIVATE
from hypothesis import given
from hypothesis import strategies as st

from twicetold.fetching import FetchFailed
from twicetold.fetching.address import Guard, is_public, parse_address

PUBLIC = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "100.63.255.255", "100.128.0.0", "172.15.255.255",
    "172.32.0.0", "223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001:82a::200e",
    "64:ff9b::808:808",
]  # fmt: skip


@pytest.mark.parametrize("number", PRIVATE)
def test_special_addresses_are_refused(number):
    assert not is_public(parse_address(number))
    with pytest.raises(FetchFailed, match="private address"):
        Guard().check(number, number)
    Guard(allow_private=True).check(number, number)


@pytest.mark.parametrize("number", PUBLIC)
def test_public_addresses_are_allowed(number):
    assert is_public(parse_address(number))
    Guard().check(number, number)


@pytest.mark.parametrize(
    "writing",
    ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "localhost", "[::1]"],
)
def test_a_number_in_any_writing_is_checked_as_what_it_is(writing):
    host = writing.strip("[]")
    try:
        socket.getaddrinfo(host, 80)
    except OSError:
        pytest.skip("this system's resolver does not know the writing")
    with pytest.raises(FetchFailed, match="private address"):
        Guard().addresses(host, 80)


def test_one_private_answer_among_public_ones_is_enough():
    answers = [(socket.AF_INET, "8.8.8.8", 80), (socket.AF_INET, "10.0.0.1", 80)]
    with pytest.raises(FetchFailed, match=r"10\.0\.0\.1"):
        Guard(resolve=lambda *_: answers).addresses("both.example", 80)


def test_no_answer_is_no_host():
    with pytest.raises(FetchFailed, match="no such host"):
        Guard(resolve=lambda *_: []).addresses("none.example", 80)


@given(st.ip_addresses(v=4))
def test_an_embedded_address_is_never_more_public_than_itself(inner):
    number = int(inner)
    embeddings = [
        ipaddress.IPv6Address(0xFFFF << 32 | number),
        ipaddress.IPv6Address(0x2002 << 112 | number << 80),
        ipaddress.IPv6Address((0x64FF9B << 96) | number),
        ipaddress.IPv6Address(number),
    ]
    if not is_public(inner):
        assert not any(is_public(each) for each in embeddings)
