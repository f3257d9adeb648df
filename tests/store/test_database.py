"""Files that are not ours, newer, locked, read-only, on a full disk: a clear message, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from played_encoder import Plain

import twicetold as tt
from twicetold.errors import LibraryFailed, NotALibrary, TwicetoldError
from twicetold.store import open_database

BRIDGE = "The old bridge at Velmora was opened on Tuesday."
NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
HELPERS = Path(__file__).parents[1] / "helpers"


@pytest.fixture
def path(empty_library, tmp_path):
    """A library with one report in it."""
    path = tmp_path / "library.sqlite3"
    shutil.copy(empty_library, path)
    with library_at(path) as library:
        library.add(tt.Report(id="a", text=BRIDGE))
    return path


def library_at(path):
    return tt.Library(path, encoder=Plain(), settings=tt.Settings(cache=str(Path(path).parent / "cache")))


def ids(path):
    with library_at(path) as library:
        assert library.check() == []
        return [each.id for each in library.reports()]


def test_what_is_no_library_is_left_alone(tmp_path):
    foreign = tmp_path / "foreign.sqlite3"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE reports (id TEXT)")
    connection.close()
    (tmp_path / "text.txt").write_text("A fire broke out.", "utf-8")
    for path, told in (
        (foreign, "another program"),
        (tmp_path / "text.txt", "not a library"),
        (tmp_path, "folder"),
    ):
        before = path.read_bytes() if path.is_file() else None
        with pytest.raises(NotALibrary, match=told):
            open_database(path)
        assert path.is_dir() or path.read_bytes() == before
    with pytest.raises(NotALibrary, match=r"mysql://x: a library is a file or a postgresql:// address"):
        open_database("mysql://x")
    with pytest.raises(NotALibrary, match="there is no library"):
        open_database(tmp_path / "none", create=False)


def test_an_empty_file_becomes_a_library(tmp_path):
    (tmp_path / "new").touch()
    open_database(tmp_path / "new").close()
    assert ids(tmp_path / "new") == []


def test_a_newer_library_is_not_touched(place):
    database = open_database(place)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(NotALibrary, match="newer twicetold"):
        open_database(place)


def test_a_library_that_another_program_writes(path):
    one, other = open_database(path, wait=0.1), open_database(path, wait=0.1)
    with one.changing():
        with pytest.raises(LibraryFailed, match="another program is writing"), other.changing():
            pass
        with other.reading():  # reading goes on
            pass
    with other.changing():
        pass
    one.close()
    other.close()


def test_a_server_that_is_not_there():
    with pytest.raises(LibraryFailed, match="does not answer"):
        open_database("postgresql://nobody:secret@127.0.0.1:1/x", wait=2)
    try:
        open_database("postgresql://nobody:secret@127.0.0.1:1/x", wait=2)
    except LibraryFailed as error:
        assert "secret" not in str(error)  # noqa: PT017


def test_a_copy_of_an_open_file_is_whole_or_says_that_it_is_not(path, tmp_path):
    with library_at(path) as library:
        library.add(tt.Report(id="b", text=BRIDGE + " And again."))  # in the log beside the file
        shutil.copy(path, tmp_path / "copy.sqlite3")
        assert set(ids(tmp_path / "copy.sqlite3")) <= {"a", "b"}
        shutil.copy(path, tmp_path / "both.sqlite3")
        shutil.copy(f"{path}-wal", tmp_path / "both.sqlite3-wal")
        assert ids(tmp_path / "both.sqlite3") == ["a", "b"]
    assert ids(path) == ["a", "b"]


def test_a_full_disk_keeps_what_was_kept(path):
    with library_at(path) as library:
        with library.database.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        long = tt.Report(id="long", text="\n".join(f"{BRIDGE} Item {n}." for n in range(2000)))
        with pytest.raises(LibraryFailed, match="disk is full"):
            library.add(long)
        assert [each.id for each in library.reports()] == ["a"]
        with library.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert library.add(long)[0].status == "added"
    assert ids(path) == ["a", "long"]


FULL = """
import resource, signal, sys
import twicetold as tt
from played_encoder import Plain
library = tt.Library(sys.argv[1], encoder=Plain())
library.add(tt.Report(id="small", text="A mill was shut."))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    library.add(tt.Report(id="long", text="\\n".join(f"The bridge was opened, item {n}." for n in range(4000))))
except tt.TwicetoldError as error:
    print(type(error).__name__, error)
"""


def test_a_file_that_may_not_grow(path):
    """What a full disk does to the system's own calls: a write that comes back short."""
    done = subprocess.run(
        [sys.executable, "-c", FULL, path],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(HELPERS), os.environ.get("PYTHONPATH", "")])},
    )
    assert "LibraryFailed" in done.stdout, done.stderr
    assert "the disk is full or broken" in done.stdout
    assert ids(path) == ["a", "small"]


def as_nobody(folder, *arguments):
    """Run the command as somebody who may only read in `folder`."""
    become = []
    if os.geteuid() == 0:
        become = NOBODY
    return subprocess.run(
        [*become, sys.executable, "-m", "twicetold", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"HOME": str(folder), "TWICETOLD_CACHE": "/nonexistent"},
    )


def test_a_file_that_can_only_be_read(path, tmp_path):
    if os.geteuid() == 0:
        probe = subprocess.run(
            [*NOBODY, sys.executable, "-c", "import twicetold"], check=False, capture_output=True
        )
        if probe.returncode:
            pytest.skip("nobody else may run this Python")
    for each in (*tmp_path.parents, tmp_path):
        if each.stat().st_uid == os.geteuid() and "pytest" in str(each):
            each.chmod(0o755)
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        listed = as_nobody(tmp_path, "list", "--library", path.name)
        assert (listed.returncode, listed.stderr) == (0, "")
        assert listed.stdout.startswith("a\t")
        refused = as_nobody(tmp_path, "remove", "a", "--library", path.name)
        assert refused.returncode == 2
        assert "can only be read" in refused.stderr
        assert "Traceback" not in refused.stderr
    finally:
        tmp_path.chmod(0o755)
        path.chmod(0o644)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(TwicetoldError, match="cannot be opened"):
        open_database(tmp_path / "file" / "x" / "library.sqlite3")
