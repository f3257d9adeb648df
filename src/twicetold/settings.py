"""Every setting in one table: name, default, help. A `Settings` is frozen; its digest goes into what it made.

Values come from the call, then from `TWICETOLD_<NAME>` in the environment, then from the default.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, get_args

from twicetold.errors import UnknownSetting

Order = Literal["auto", "keep", "free"]


def _setting(default: Any, text: str, *, result: bool) -> Any:
    """Declare a setting; `result` says whether it can change a result (then it is part of the digest)."""
    return field(default=default, metadata={"help": text, "result": result})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may set. Nothing else in the package is configurable."""

    encoder: str = _setting(
        "e5", "e5 (embedded), st:MODEL, or http://… (OpenAI-compatible endpoint)", result=True
    )
    order: Order = _setting(
        "auto", "auto, keep (translations) or free: whether statements keep their order", result=True
    )
    cache: str = _setting(
        "", "folder for the built model and vectors; empty: the user's cache folder", result=False
    )
    library: str = _setting(
        "", "the library: a file, or a postgresql:// address; empty: in the user's data folder", result=False
    )
    threads: int = _setting(0, "threads for encoding; 0: one for each core", result=False)
    max_bytes: int = _setting(20_000_000, "largest input read, in bytes after decompression", result=True)
    offline: bool = _setting(False, "1: never use the network; only what was fetched before", result=False)
    allow_private: bool = _setting(False, "1: fetch from private and local addresses too", result=False)

    def __post_init__(self) -> None:
        """Check the ranges; raise `UnknownSetting` with what is allowed."""
        if self.order not in get_args(Order):
            raise UnknownSetting(f"order is {self.order!r}; use one of {', '.join(get_args(Order))}")
        if self.threads < 0:
            raise UnknownSetting(f"threads is {self.threads}; use 0 (one for each core) or more")
        if self.max_bytes < 1:
            raise UnknownSetting(f"max_bytes is {self.max_bytes}; use 1 or more")

    @property
    def digest(self) -> str:
        """A short digest of the settings that can change a result."""
        telling = {f.name: getattr(self, f.name) for f in fields(self) if f.metadata["result"]}
        return hashlib.blake2b(json.dumps(telling, sort_keys=True).encode(), digest_size=8).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Return names and values."""
        return asdict(self)


def from_environment(
    given: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings: `given` first (its `None`s count as absent), then the environment, then the defaults."""
    environ = os.environ if environ is None else environ
    chosen = {key: value for key, value in (given or {}).items() if value is not None}
    names = {f.name: f for f in fields(Settings)}
    for key in chosen.keys() - names.keys():
        raise UnknownSetting(f"no setting is called {key!r}; there are {', '.join(names)}")
    for name, each in names.items():
        raw = environ.get(f"TWICETOLD_{name.upper()}")
        if raw is None or name in chosen:
            continue
        try:
            chosen[name] = int(raw) if isinstance(each.default, int) else raw
        except ValueError:
            raise UnknownSetting(f"TWICETOLD_{name.upper()} is {raw!r}, not a whole number") from None
    return Settings(**chosen)
