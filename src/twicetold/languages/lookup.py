"""Look up what is known of a language. A language without a table of the kind asked for gets the table `und`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

FALLBACK = "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is known of a language for one purpose. `code` differs from `asked_for` where the fallback answered."""

    kind: str
    code: str
    asked_for: str
    data: Mapping[str, Any]

    @property
    def is_fallback(self) -> bool:
        """Whether the language asked for has no table of this kind."""
        return self.code != self.asked_for


@cache
def table(code: str, kind: str) -> Table:
    """Return the table of `kind` ("sentences", "speech", "quantities", "times", …) for a language code.

    Region and script subtags are ignored ("zh-CN" is "zh"). Raises `KeyError` where not even a fallback exists:
    a mistake in the program, not in the input.
    """
    short = code.replace("_", "-").split("-")[0].lower()
    for candidate in (short, FALLBACK):
        # a code may come from a user, so it never becomes part of a path unless it is a plain word
        path = files(__package__) / "tables" / candidate / f"{kind}.toml" if candidate.isalpha() else None
        if path is not None and path.is_file():
            data = tomllib.loads(path.read_text("utf-8"))
            return Table(kind=kind, code=candidate, asked_for=short, data=data)
    raise KeyError(f"no table of kind {kind!r}, not even tables/{FALLBACK}/{kind}.toml")


@cache
def codes(kind: str) -> tuple[str, ...]:
    """Return the codes of the languages that have a table of `kind`, sorted, without the fallback."""
    folders = (files(__package__) / "tables").iterdir()
    return tuple(sorted(f.name for f in folders if f.name != FALLBACK and (f / f"{kind}.toml").is_file()))
