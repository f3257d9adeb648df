"""What the library answers with, beside reports and statements themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from twicetold.model import Report

Status = Literal["added", "revised", "known"]
ChangeKind = Literal["merge", "split", "move", "apart", "remove"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of a report that was given to the library."""

    id: str  # its id in the library, from now on
    status: Status
    revision: int
    event: str | None = None
    twin: str | None = None  # the report it is nearly the same as

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data; what is absent is left out."""
        every = {
            "id": self.id,
            "status": self.status,
            "revision": self.revision,
            "event": self.event,
            "twin": self.twin,
        }
        return {key: value for key, value in every.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A report of the library in one line: what a list shows."""

    id: str
    title: str | None
    language: str
    outlet: str | None
    published: str | None
    url: str | None
    added: str
    revision: int
    event: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data; what is absent is left out."""
        every = {name: getattr(self, name) for name in self.__slots__}
        return {key: value for key, value in every.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A near-duplicate and how much of the letters is shared, 0 to 1."""

    id: str
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One state of a report, with the time it was added. `report.id` is the id in the library."""

    revision: int
    added: str
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReport:
    """A report with all that the library knows of it; `revisions` from the first to the current one."""

    report: Report
    revisions: tuple[Revision, ...]
    event: str | None
    twins: tuple[Twin, ...]
    statements: int
    made_by: tuple[str, ...]  # what derived rows were made by, in words

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, each revision but the first with its difference to the one before."""
        from twicetold.store.difference import difference

        told = []
        for before, each in zip((None, *self.revisions), self.revisions, strict=False):
            entry: dict[str, Any] = {"revision": each.revision, "added": each.added}
            if before is not None:
                entry["difference"] = difference(before.report, each.report)
            told.append(entry)
        return {
            "report": self.report.to_dict() | {"language": self.report.language},
            "event": self.event,
            "twins": [{"id": twin.id, "likeness": round(twin.likeness, 4)} for twin in self.twins],
            "statements": self.statements,
            "revisions": told,
            "made_by": list(self.made_by),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event of the library: its id and its reports, in the order in which they were published."""

    id: str
    created: str
    reports: tuple[Entry, ...]
    also: tuple[str, ...] = ()  # ids that lead here, of events that were merged into it

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "id": self.id,
            "created": self.created,
            "also": list(self.also),
            "reports": [each.to_dict() for each in self.reports],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a person changed, newest changes having the highest numbers."""

    n: int
    at: str
    kind: ChangeKind
    told: str
    undone: bool

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that `check` found. `mends` says what `repair` does about it; `None`: only a backup helps."""

    what: str
    count: int
    mends: str | None = None
    mended: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}
