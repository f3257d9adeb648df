"""People correct the library: merge, split, move, apart, remove, undo. Each is one transaction, listed, undoable.

A correction is data (`store/changes.py`): what it says of reports is heeded whenever events are grouped, by this
program or a later one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import Connection

from twicetold.deriving import Derived, Deriver, Makings
from twicetold.errors import NotInLibrary, UsageError
from twicetold.gathering import Gathering
from twicetold.model import Report
from twicetold.store import Database, changes
from twicetold.store import events as event_rows
from twicetold.store import reports as report_rows
from twicetold.store.changes import listed
from twicetold.store.records import Change, ChangeKind
from twicetold.surroundings import Surroundings

if TYPE_CHECKING:
    from twicetold.library import Library

__all__ = ["apart", "changing", "listed", "merge", "move", "remove", "split", "undo"]


@contextmanager
def changing(database: Database, deriver: Deriver) -> Iterator[tuple[Connection, Gathering, Makings]]:
    """Give what one change needs; what is in memory is forgotten where the change is given up."""
    try:
        with database.changing() as (connection, stamp):
            makings = deriver.makings(connection)
            yield connection, deriver.gathering(connection, stamp, makings), makings
    except BaseException:
        deriver.discard()
        raise


def merge(library: Library, names: Sequence[str]) -> str:
    """See `Library.merge`."""
    with library.changing() as (connection, gathering, makings):
        numbers = list(dict.fromkeys(event_rows.event_number(connection, name) for name in names))
        if len(numbers) < 2:
            raise UsageError("name two different events or more to merge")
        inside = [n for number in numbers for n in _inside(connection, number)]
        ids = event_rows.event_ids(connection, numbers)
        told = f"merged events {', '.join(ids[n] for n in numbers)}"
        change = _note(connection, "merge", told, inside)
        changes.correct(connection, change, "together", inside)
        # the first one named goes on: it counts as where all of them were
        gathering.regroup(
            connection,
            inside,
            before=dict.fromkeys(inside, numbers[0]),
            made_by=makings.events,
        )
        event_rows.lead(connection, numbers[1:], numbers[0])
        return _event_of(connection, inside[0])


def split(library: Library, event: str, names: Sequence[str]) -> str:
    """See `Library.split`."""
    with library.changing() as (connection, gathering, makings):
        number = event_rows.event_number(connection, event)
        inside = _inside(connection, number)
        out = _numbers(connection, names)
        for name, n in zip(names, out, strict=True):
            if n not in inside:
                raise UsageError(f"report {name} is not in event {event}, so that it cannot be split off")
        rest = [n for n in inside if n not in out]
        if not out or not rest:
            raise UsageError("name the reports to split off: one or more, but not all of the event")
        change = _note(connection, "split", f"split {', '.join(names)} off event {event}", inside)
        changes.correct(connection, change, "together", out)
        changes.correct(connection, change, "apart", out, rest)
        gathering.regroup(
            connection,
            inside,
            before=dict.fromkeys(out) | dict.fromkeys(rest, number),
            made_by=makings.events,
        )
        return _event_of(connection, out[0])


def move(library: Library, report: str, event: str) -> str:
    """See `Library.move`."""
    with library.changing() as (connection, gathering, makings):
        (n,) = _numbers(connection, [report])
        number = event_rows.event_number(connection, event)
        there = _inside(connection, number)
        if n in there:
            raise UsageError(f"report {report} is in event {event} already")
        if not there:
            raise UsageError(f"event {event} has no reports any more, so that none can be moved there")
        mates = [m for m in _inside(connection, event_rows.members(connection, [n])[n]) if m != n]
        change = _note(connection, "move", f"moved {report} to event {event}", [n, *mates, *there])
        changes.correct(connection, change, "together", [n, *there])
        if mates:
            changes.correct(connection, change, "apart", [n], mates)
        gathering.regroup(connection, [n, *mates, *there], made_by=makings.events)
        return _event_of(connection, n)


def apart(library: Library, one: str, other: str) -> tuple[str, str]:
    """See `Library.apart`."""
    with library.changing() as (connection, gathering, makings):
        a, b = _numbers(connection, [one, other])
        if a == b:
            raise UsageError("name two different reports that do not tell the same event")
        change = _note(connection, "apart", f"{one} and {other} do not tell the same event", [a, b])
        changes.correct(connection, change, "apart", [a], [b])
        gathering.regroup(connection, [a, b], made_by=makings.events)
        return _event_of(connection, a), _event_of(connection, b)


def remove(library: Library, names: Sequence[str], *, for_good: bool) -> None:
    """See `Library.remove`."""
    with library.changing() as (connection, gathering, makings):
        numbers = list(dict.fromkeys(_numbers(connection, names)))
        kept = [] if for_good else [changes.dump(connection, n) for n in numbers]
        told = f"removed {', '.join(names)}" + (" for good" if for_good else "")
        if not for_good:
            _note(connection, "remove", told, numbers, reports=kept)
        mates: set[int] = set()
        for n in numbers:
            mates |= gathering.take_out(connection, n)
            changes.delete(connection, n)
        gathering.regroup(connection, mates - set(numbers), made_by=makings.events)


def undo(library: Library) -> Change:
    """See `Library.undo`."""
    with library.database.reading() as connection:
        change, _ = _last(connection)
        removed = _removed(connection, change)
    derived = library.deriver.derive(removed) if removed else []
    with library.changing() as (connection, gathering, makings):
        latest, before = _last(connection)
        if latest.n != change.n:
            raise UsageError(
                "another program changed the library just now; look at `twicetold changes` and try again"
            )
        about = changes.undo(connection, change.n)
        for kept, each in zip(before.get("reports", ()), derived, strict=True):
            about |= _restore(connection, gathering, makings, library.deriver, kept, each)
        were: dict[int, int | None] = {int(n): event for n, event in before["members"].items()}
        gathering.regroup(
            connection,
            about | were.keys(),
            before=were,
            made_by=makings.events,
        )
    return change


def _restore(
    connection: Connection,
    gathering: Gathering,
    makings: Makings,
    deriver: Deriver,
    kept: Mapping[str, Any],
    derived: Derived,
) -> set[int]:
    n = changes.restore(connection, kept, gathering.stamp)
    name = report_rows.ids_of(connection, [n])[n]
    return {n} | deriver.put(
        connection, gathering, makings, {n: (name, kept["reports"][0]["revision"], derived)}
    )


def _note(connection: Connection, kind: ChangeKind, told: str, numbers: Sequence[int], **more: Any) -> int:
    return changes.note(connection, kind, told, Surroundings(connection).around(numbers), **more)


def _last(connection: Connection) -> tuple[Change, dict[str, Any]]:
    found = changes.last(connection)
    if found is None:
        raise NotInLibrary("there is no change to undo")
    return found


def _removed(connection: Connection, change: Change) -> list[Report]:
    """Return the reports that undoing a change brings back, as they were."""
    return changes.removed_reports(connection, change.n) if change.kind == "remove" else []


def _inside(connection: Connection, event: int) -> list[int]:
    return event_rows.inside(connection, event)


def _numbers(connection: Connection, names: Sequence[str]) -> list[int]:
    return [report_rows.number_of(connection, name) for name in names]


def _event_of(connection: Connection, n: int) -> str:
    event = event_rows.members(connection, [n])[n]
    return event_rows.event_ids(connection, [event])[event]
