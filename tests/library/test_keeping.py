from __future__ import annotations

import sqlite3
import threading

import pytest
import sqlalchemy as sa
from played_encoder import Plain
from town import town

import twicetold as tt
from twicetold.errors import DamagedFile, LibraryFailed, UsageError
from twicetold.store import schema


@pytest.fixture
def filled(library):
    library.add(*town(3, 3))
    return library


def whole(library):
    return sorted(library.events()), [library.report(each.id) for each in library.reports()]


DAMAGE = {
    "statements missing": "DELETE FROM statements WHERE report = 2",
    "signatures missing": "DELETE FROM nearest WHERE report = 3",
    "events missing": "DELETE FROM memberships WHERE report = 4",
    "signatures of an earlier revision": "UPDATE signatures SET revision = 7 WHERE report = 1",
    "reports with statements beside the text": 'UPDATE statements SET "end" = 99999 WHERE report = 2 AND n = 1',
    "signatures that are not what was written": "UPDATE signatures SET digest = signature WHERE report = 5",
    "digests of texts that are wrong": "UPDATE reports SET text_digest = 'x' WHERE n = 6",
    "merged events that lead nowhere": "UPDATE events SET became = n WHERE n = 1",
}


@pytest.mark.parametrize("what", DAMAGE)
def test_check_finds_and_repair_mends(filled, what):
    before = whole(filled)
    with filled.database.engine.begin() as connection:
        connection.exec_driver_sql(DAMAGE[what])
    assert what in [each.what for each in filled.check()]
    assert all(each.mended for each in filled.check(repair=True))
    assert filled.check() == []
    assert whole(filled) == before


def test_a_text_that_was_changed_is_found_but_not_made_up(filled):
    with filled.database.engine.begin() as connection:
        connection.execute(
            sa.update(schema.revisions).values(text="Forged.").where(schema.revisions.c.report == 1)
        )
    found = {each.what: each for each in filled.check(repair=True)}
    assert found["texts that are not what was added"].mends is None
    assert filled.report(filled.reports()[0].id).report.text == "Forged."


def test_rows_that_point_nowhere_are_found(filled):
    if filled.database.path is None:
        pytest.skip("a server never lets it come to that")
    with sqlite3.connect(filled.database.path) as connection:  # without foreign keys
        connection.execute("DELETE FROM reports WHERE n = 2")
    connection.close()
    assert "rows of statements that point nowhere" in [each.what for each in filled.check()]
    filled.check(repair=True)
    assert filled.check() == []
    # its text was given and is not thrown away
    assert [each.id for each in filled.reports()].count("found-2") == 1
    assert filled.report("found-2").statements == 3


def test_a_damaged_file_is_said_to_be(filled):
    path = filled.database.path
    if path is None:
        pytest.skip("a file of SQLite's")
    filled.close()
    raw = bytearray(path.read_bytes())
    raw[20 * 4096 : 24 * 4096] = b"\xa5" * (4 * 4096)
    path.write_bytes(raw)
    with pytest.raises(DamagedFile, match="backup"):
        _look_through(path)


def _look_through(path):
    with tt.Library(path, encoder=Plain()) as library:
        found = library.check()
        assert found
        assert all(each.mends is None for each in found)
    raise DamagedFile("go back to a backup")  # as SQLite says by itself where it meets the damage at once


def test_a_rebuild_goes_on_where_it_was_stopped(filled, open_library, monkeypatch):
    monkeypatch.setattr("twicetold.rebuilding.BATCH", 2)
    before = sorted(filled.events())

    def stop(done, of):
        assert of >= 9
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        filled.rebuild(everything=True, progress=stop)
    assert sorted(filled.events()) == before
    seen = []
    assert open_library().rebuild(progress=lambda *each: seen.append(each)) == 9
    assert seen[-1][0] == seen[-1][1] == 5 + 9  # what was derived before the stop is not derived again
    assert sorted(filled.events()) == before
    assert filled.check() == []
    assert filled.rebuild() == 0


def test_a_backup_is_a_library_with_all_in_it(filled, open_library, tmp_path):
    first = filled.event(filled.events()[0][0]).id
    filled.merge(first, filled.events()[1][0])
    filled.add(tt.Report(id="e0-0", text="Another text altogether."))
    copy = tmp_path / "copy.sqlite3"
    filled.backup(copy)
    other = open_library(str(copy))
    assert whole(other) == whole(filled)
    assert other.changes() == filled.changes()
    assert other.check() == []
    assert other.undo().kind == "merge"
    filled.backup(copy)  # takes the place of the earlier one
    with pytest.raises((UsageError, LibraryFailed)):
        filled.backup(filled.database.path or tmp_path / "none" / "copy")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_backup_is_taken_while_others_write(open_library, tmp_path):
    writer, reader = open_library(), open_library()
    reports = town(12, 3)
    writer.add(*reports[:3])
    done = threading.Event()

    def write():
        for each in reports[3:]:
            writer.add(each)
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    sizes = []
    while not done.is_set():
        reader.backup(tmp_path / "copy.sqlite3")
        with tt.Library(tmp_path / "copy.sqlite3", encoder=Plain()) as copy:
            assert copy.check() == []
            sizes.append(len(copy.reports()))
    thread.join()
    assert sizes == sorted(sizes)
    assert len(writer.reports()) == 36


def test_two_write_at_once_and_nothing_is_lost(open_library):
    libraries = [open_library() for _ in range(3)]
    reports = town(8, 3)
    failures = []

    def write(library, mine):
        try:
            for each in mine:
                library.add(each)
        except Exception as error:
            failures.append(error)

    threads = [
        threading.Thread(target=write, args=(library, reports[n::3])) for n, library in enumerate(libraries)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    alone = sorted(tuple(sorted(told)) for _, told in libraries[0].events())
    assert len(libraries[1].reports()) == 24
    assert libraries[2].check() == []
    libraries[0].rebuild(everything=True)
    assert sorted(tuple(sorted(told)) for _, told in libraries[0].events()) == alone


def test_the_shelf_beside_the_library_is_used_and_not_believed(open_library, tmp_path, monkeypatch):
    monkeypatch.setattr("twicetold.gathering.WORTH_SAVING", 1)
    library = open_library()
    library.add(*town(3, 2))
    library.close()
    (kept,) = (tmp_path / "cache").glob("library-*.vectors")
    reads = []
    from twicetold.gathering import rows

    plain = rows.load_signatures
    monkeypatch.setattr(rows, "load_signatures", lambda c, some: reads.append(list(some)) or plain(c, some))
    extra = next(each for each in town(3, 3) if each.id == "e1-2")
    second = open_library()
    second.remove("e0-0")
    assert reads[0] == [] if reads else True
    second.close()
    kept.write_bytes(kept.read_bytes()[:-3])
    third = open_library()
    (added,) = third.add(extra)
    assert added.event == third.report("e1-0").event
    assert third.check() == []


def test_numbers(filled):
    told = filled.stats()
    assert (told["reports"], told["revisions"], told["statements"], told["events"]) == (9, 9, 27, 3)
    assert told["events_of_several"] == 3
    assert told["languages"] == {"en": 9}
    assert told["bytes"] > 100_000
    assert {each["stage"] for each in told["made_by"]} == {"statements", "signatures", "events"}
