"""One encoder for all tests of this folder, over a cache of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from twicetold.encoding import open_encoder
from twicetold.encoding.base import TokenEncoder


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the encoder built in it."""
    folder = tmp_path_factory.mktemp("cache")
    open_encoder(cache=folder, threads=1).encode(["."])
    return folder


@pytest.fixture(scope="session")
def encoder(cache: Path) -> TokenEncoder:
    """The default encoder on one thread."""
    found = open_encoder(cache=cache, threads=1)
    assert isinstance(found, TokenEncoder)
    return found
