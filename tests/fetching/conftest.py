"""A fetcher for tests. To it, 127.0.0.2 is the public internet; 127.0.0.1 and all else stay private."""

from __future__ import annotations

import socket

import pytest
from web import OUTSIDE

from twicetold.fetching import Fetcher, FetchFailed
from twicetold.fetching.address import Guard
from twicetold.reading.limits import Broken, TooMuch
from twicetold.reading.streams import decode_content


def decode(data, encodings):
    try:
        return decode_content(data, encodings, most=1_000_000)
    except (TooMuch, Broken) as error:
        raise FetchFailed("over a limit", str(error)) from None


def guard(**names):
    """A guard with a resolver of its own: `names` maps a host to its answers in turn."""
    questions = {host: iter(answers) for host, answers in names.items()}

    def resolve(host, port):
        numbers = next(questions[host]) if host in questions else [host]
        return [(socket.AF_INET, number, port) for number in numbers]

    return Guard(resolve=resolve, public=lambda address: str(address) == OUTSIDE)


@pytest.fixture
def fetcher():
    def make(*, names=None, **options):
        given = {"most": 1_000_000, "decode": decode, "guard": guard(**(names or {})), "delay": 0.0} | options
        return Fetcher(**given)

    return make
