"""What can go wrong, as a tree. Every message says what, where and what to do next.

TwicetoldError
├── UsageError          the call cannot be carried out as written (exit code 2)
│   ├── UnknownSetting  no such setting, or a value out of its range
│   ├── UnknownEncoder  an encoder name that nothing answers to
│   ├── NotALibrary     a file or address that holds no library, or one of a newer twicetold
│   ├── NotInLibrary    no report, event or change of that id
│   └── TooFewReports   fewer than two reports remain to compare
├── MissingExtra        an optional package is not installed; the message is the pip line
├── EncoderFailed       a model or an embeddings endpoint did not answer as it must
├── LibraryFailed       the library's file or server did not do as it must: locked, full, read-only, gone
├── DamagedFile         a model, cache or library file is not what its digest says
└── Skipped             one input was left out; carries the Skip (raised only where one input was asked for)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twicetold.model import Skip


class TwicetoldError(Exception):
    """Anything this package raises on purpose."""


class UsageError(TwicetoldError):
    """The call cannot be carried out as written."""


class UnknownSetting(UsageError):
    """No such setting, or a value out of its range."""


class UnknownEncoder(UsageError):
    """An encoder name that nothing answers to."""


class TooFewReports(UsageError):
    """Fewer than two reports remain to compare; `skips` says what became of the others."""

    def __init__(self, message: str, skips: tuple[Skip, ...] = ()) -> None:
        super().__init__(message)
        self.skips = skips


class NotALibrary(UsageError):
    """A file or address that holds no library, or one that a newer twicetold made."""


class NotInLibrary(UsageError):
    """The library has no report, event or change of that id."""


class MissingExtra(TwicetoldError):
    """An optional package is not installed; the message is the pip line."""


class EncoderFailed(TwicetoldError):
    """A model or an embeddings endpoint did not answer as it must."""


class LibraryFailed(TwicetoldError):
    """The library's file or server did not do as it must; `read_only` where reading it may still work."""

    def __init__(self, message: str, *, read_only: bool = False) -> None:
        super().__init__(message)
        self.read_only = read_only


class DamagedFile(TwicetoldError):
    """A model, cache or library file is not what its digest says."""


class Skipped(TwicetoldError):
    """One input was left out; raised only where that one input was all that was asked for."""

    def __init__(self, skip: Skip) -> None:
        super().__init__(f"{skip.source}: {skip.reason}" + (f" ({skip.detail})" if skip.detail else ""))
        self.skip = skip
