"""What the library derives from a report, kept beside it: statements, signature, sketch, place among the others.

Computing comes first, outside of any transaction; then rows are written in one. Nothing here is given by a user,
so that all of it can be thrown away and made again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection

from twicetold import __version__, twins
from twicetold.events import Signature, describe_all, version_of
from twicetold.gathering import Described, Gathering
from twicetold.model import Report, Statement
from twicetold.searching import indexed
from twicetold.statements import split
from twicetold.store import events as event_rows
from twicetold.store import reports as report_rows
from twicetold.store.search import put as put_in_index

if TYPE_CHECKING:
    from twicetold.encoding.base import Encoder

PROGRAM = f"twicetold {__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What was computed of one report."""

    report: Report
    statements: tuple[Statement, ...]
    signature: Signature
    sketch: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Makings:
    """The numbers under which this program's derived rows are kept."""

    statements: int
    signatures: int
    events: int


class Deriver:
    """Derives rows with one encoder and writes them; keeps the shelf of vectors between changes."""

    def __init__(self, encoder: Encoder, folder: Path, library: str) -> None:
        self.encoder = encoder
        self._copy = folder / f"library-{library}-{version_of(encoder)}.vectors"
        self._gathering: Gathering | None = None

    def derive(self, reports: Sequence[Report]) -> list[Derived]:
        """Compute all that is derived of these reports, together, in order."""
        cut = [split(report) for report in reports]
        # by place: two revisions of one report may come at once
        named = [replace(report, id=str(at)) for at, report in enumerate(reports)]
        told = describe_all(named, {str(at): each for at, each in enumerate(cut)}, self.encoder)
        return [
            Derived(
                report=report, statements=statements, signature=signature, sketch=twins.sketch(report.text)
            )
            for report, statements, signature in zip(reports, cut, told, strict=True)
        ]

    def makings(self, connection: Connection, *, note: bool = True) -> Makings:
        """Return the numbers of this program's makings; new ones are noted down, or have the number -1."""
        model = {"model": self.encoder.name, "digest": self.encoder.digest}

        def number(stage: str, version: str, **more: str) -> int:
            return report_rows.making(connection, stage, program=PROGRAM, version=version, note=note, **more)

        return Makings(
            statements=number("statements", __version__),
            signatures=number("signatures", version_of(self.encoder), **model),
            events=number("events", version_of(self.encoder), **model),
        )

    def gathering(self, connection: Connection, stamp: int, makings: Makings) -> Gathering:
        """Return the shelf and what goes with it, in step with the database."""
        if self._gathering is None or self._gathering.made_by != makings.signatures:
            self._gathering = Gathering(made_by=makings.signatures, copy=self._copy)
        self._gathering.catch_up(connection, stamp)
        return self._gathering

    def discard(self) -> None:
        """Forget what is in memory: a change was given up halfway."""
        self._gathering = None

    def close(self) -> None:
        """Keep the shelf beside the library for the next time."""
        if self._gathering is not None:
            self._gathering.save()

    def put(
        self,
        connection: Connection,
        gathering: Gathering,
        makings: Makings,
        some: Mapping[int, tuple[str, int, Derived]],
    ) -> set[int]:
        """Write what was derived, in place of what was there: number -> id, revision and what was derived.

        Return the reports that must be grouped anew.
        """
        touched: set[int] = set()
        for n, (_, revision, _) in some.items():
            if revision > 1 or n in gathering.shelf:
                touched |= gathering.take_out(connection, n)
        event_rows.forget(connection, some)
        report_rows.put_statements(
            connection, {n: each.statements for n, (_, _, each) in some.items()}, makings.statements
        )
        raw = {n: each.signature.to_bytes() for n, (_, _, each) in some.items()}
        event_rows.put_signatures(
            connection,
            {n: (revision, raw[n], each.sketch) for n, (_, revision, each) in some.items()},
            made_by=makings.signatures,
            stamp=gathering.stamp,
        )
        put_in_index(
            connection,
            {
                n: indexed(
                    revision=revision,
                    statements=each.statements,
                    signature=each.signature,
                    made_by=makings.signatures,
                )
                for n, (_, revision, each) in some.items()
            },
            gathering.stamp,
        )
        described = [
            Described(n=n, name=name, signature=each.signature, raw=raw[n], sketch=each.sketch)
            for n, (name, _, each) in some.items()
        ]
        return touched | gathering.place(connection, described)


Counter = Callable[[int, int], None]  # told how many are done, of how many
