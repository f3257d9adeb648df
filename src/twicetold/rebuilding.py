"""Derives again what is missing, stale or damaged: `rebuild`, and `check` with its repair.

Work is done in small transactions, and what is left to do is read off the rows: a rebuild that was stopped goes on
where it was. While it runs the library answers; events are grouped anew when all signatures are there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from twicetold.deriving import PROGRAM, Makings
from twicetold.store import examine
from twicetold.store import reports as report_rows
from twicetold.store.failures import told
from twicetold.store.records import Problem

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from twicetold.library import Library

BATCH = 64  # reports derived in one transaction
REPAIR = "derived again"


def rebuild(
    library: Library, *, everything: bool = False, progress: Callable[[int, int], None] | None = None
) -> int:
    """See `Library.rebuild`."""
    with library.changing() as (connection, _, makings):
        if everything:
            stale = report_rows.making(connection, "stale", program=PROGRAM, version="")
            examine.mark_all_stale(connection, stale)
        underived, ungrouped = _left(connection, makings)
    if everything:
        library.deriver.discard()  # its shelf holds what was just given up
    done, of = 0, len(underived) + len(underived | ungrouped)  # about: neighbours will have to be grouped too
    for some in report_rows.chunks(sorted(underived)):
        for at in range(0, len(some), BATCH):
            done += _derive(library, some[at : at + BATCH])
            if progress:
                progress(done, of)
    with library.database.reading() as connection:
        ungrouped = _left(connection, library.deriver.makings(connection, note=False))[1]
    regrouped, of = sorted(ungrouped), done + len(ungrouped)
    for some in report_rows.chunks(regrouped):
        for at in range(0, len(some), BATCH):
            with library.changing() as (connection, gathering, makings):
                waiting = _left(connection, makings)[1] & set(some[at : at + BATCH])
                gathering.regroup(connection, waiting, made_by=makings.events)
            done += len(some[at : at + BATCH])
            if progress:
                progress(done, of)
    return len(underived | ungrouped)


def _left(connection: Connection, makings: Makings) -> tuple[set[int], set[int]]:
    """Return the reports of which something must be derived, and those that must be grouped anew."""
    stale = examine.stale(connection, makings.statements, makings.signatures, makings.events)
    grouping = {"events missing", "events found by another version or encoder"}
    underived = {n for kind, numbers in stale.items() if kind not in grouping for n in numbers}
    return underived, {n for kind in grouping for n in stale[kind]}


def _derive(library: Library, numbers: list[int]) -> int:
    with library.database.reading() as connection:
        texts = report_rows.load(connection, numbers)
    derived = dict(zip(texts, library.deriver.derive(list(texts.values())), strict=True))
    with library.changing() as (connection, gathering, makings):
        now = report_rows.load(connection, numbers)
        revisions = report_rows.current_revisions(connection, numbers)
        same = {n: each for n, each in derived.items() if now.get(n) == each.report}  # others were quicker
        touched = library.deriver.put(
            connection, gathering, makings, {n: (now[n].id, revisions[n], each) for n, each in same.items()}
        )
        # who is touched is grouped when all is derived
        examine.mark_ungrouped(
            connection, touched, report_rows.making(connection, "stale", program=PROGRAM, version="")
        )
    return len(numbers)


def check(library: Library, *, repair: bool = False) -> list[Problem]:
    """See `Library.check`."""
    database = library.database
    with told(database.place), database.engine.connect() as connection:
        damage = examine.file_says(connection)
    if damage:
        return [Problem(what=f"the file is damaged: {line}", count=1) for line in damage]
    with database.reading() as connection:
        found = _problems(connection, library)
    if not repair or not any(each.mends for each, _ in found):
        return [each for each, _ in found]
    library._writable()
    with library.changing() as (connection, _, _makings):
        examine.drop_dangling(connection)
        examine.mend_digests(connection, examine.bad_digests(connection))
        examine.cut_circles(connection, examine.circles(connection))
        examine.forget_derived(connection, {n for _, numbers in found for n in numbers})
    library.deriver.discard()
    library.rebuild()
    with database.reading() as connection:
        left = {each.what for each, _ in _problems(connection, library)}
    return [_mended(each, left) for each, _ in found]


def _mended(each: Problem, left: set[str]) -> Problem:
    mended = each.mends is not None and each.what not in left
    return Problem(what=each.what, count=each.count, mends=each.mends, mended=mended)


def _problems(connection: Connection, library: Library) -> list[tuple[Problem, set[int]]]:
    """Return what is wrong, each with the reports whose derived rows must go for it to be mended."""
    found: list[tuple[Problem, set[int]]] = []

    def note(what: str, count: int, mends: str | None = None, numbers: set[int] | None = None) -> None:
        if count:
            found.append((Problem(what=what, count=count, mends=mends), numbers or set()))

    note("reports without their text", len(examine.untold(connection)))
    note("texts that are not what was added", sum(1 for _ in examine.changed_texts(connection)))
    for table, count in sorted(examine.dangling(connection).items()):
        mends = "taken in as reports of new ids" if table == "revisions" else "deleted"
        note(
            f"rows of {table} that point nowhere",
            count,
            None if table in ("events", "corrections") else mends,
        )
    note("digests of texts that are wrong", len(examine.bad_digests(connection)), "written anew")
    note("merged events that lead nowhere", len(examine.circles(connection)), "made to stand for themselves")
    bad = examine.bad_statements(connection)
    note("reports with statements beside the text", len(bad), REPAIR, bad)
    bad = examine.bad_signatures(connection)
    note("signatures that are not what was written", len(bad), REPAIR, bad)
    for what, numbers in _stale(connection, library).items():
        note(what, len(numbers), REPAIR)
    return found


def _stale(connection: Connection, library: Library) -> dict[str, set[int]]:
    known = library.deriver.makings(connection, note=False)
    return examine.stale(connection, known.statements, known.signatures, known.events)
