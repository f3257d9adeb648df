"""Reads reports of one event in many languages and lines them up, statement by statement.

`import twicetold as tt`: `tt.read(source)`, `tt.compare(a, b)`, `tt.align(sentences_a, sentences_b)`. Nothing is
loaded or printed at import; the first call loads what it needs.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__version__ = "0.1.0"

_HOME = {
    "Comparison": "twicetold.model",
    "Event": "twicetold.model",
    "Library": "twicetold.library",
    "Report": "twicetold.model",
    "Settings": "twicetold.settings",
    "Skip": "twicetold.model",
    "TwicetoldError": "twicetold.errors",
    "align": "twicetold.api",
    "compare": "twicetold.api",
    "events": "twicetold.api",
    "read": "twicetold.api",
    "read_all": "twicetold.api",
}

__all__ = [
    "Comparison",
    "Event",
    "Library",
    "Report",
    "Settings",
    "Skip",
    "TwicetoldError",
    "align",
    "compare",
    "events",
    "read",
    "read_all",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'twicetold' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])


class _Package(ModuleType):
    """The package itself: importing its folder `events` must not hide the function of that name."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
