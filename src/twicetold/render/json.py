"""A comparison as JSON: the contract's keys in its order, the same bytes for the same comparison."""

from __future__ import annotations

import json
from typing import Any

from twicetold.model import Comparison
from twicetold.views import to_dict


def render(comparison: Comparison) -> str:
    """Return the comparison as indented JSON that ends with a line end."""
    return dumps(to_dict(comparison), indent=1) + "\n"


def dumps(plain: Any, *, indent: int | None = None) -> str:
    """Write plain data in its own scripts (no escapes); refuse numbers that JSON does not have."""
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=indent)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every comparison answers to."""
    from importlib.resources import files

    text = (files("twicetold") / "schema" / "comparison.schema.json").read_text("utf-8")
    plain: dict[str, Any] = json.loads(text)
    return plain
