"""A library with the played encoder, on each kind of database."""

from __future__ import annotations

import pytest
from played_encoder import Plain

import twicetold as tt


@pytest.fixture
def open_library(place, tmp_path):
    """A function that opens the library at `place` (or another one); all are closed at the end."""
    opened = []

    def open_one(where=None, encoder=None, **options):
        settings = tt.Settings(cache=str(tmp_path / "cache"))
        opened.append(tt.Library(where or place, encoder=encoder or Plain(), settings=settings, **options))
        return opened[-1]

    yield open_one
    for library in opened:
        library.close()


@pytest.fixture
def library(open_library):
    return open_library()
