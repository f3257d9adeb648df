"""What every test may ask for. Nothing here changes a global state."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """The gold data beside the checkout; a test that needs it skips, and says so, where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"needs the gold data in {SHARED.name}/ beside the checkout")
    return SHARED
