"""A library on each kind of database, with the played encoder: what shares words is near in meaning."""

from __future__ import annotations

import pytest
from played_encoder import Plain

import twicetold as tt


@pytest.fixture
def open_library(place, tmp_path):
    opened = []

    def open_one(encoder=None, **options):
        settings = tt.Settings(cache=str(tmp_path / "cache"))
        opened.append(tt.Library(place, encoder=encoder or Plain(), settings=settings, **options))
        return opened[-1]

    yield open_one
    for library in opened:
        library.close()


@pytest.fixture
def library(open_library):
    return open_library()
