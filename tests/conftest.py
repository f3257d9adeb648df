"""What every test may ask for. Nothing here changes a global state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """The gold data beside the checkout; a test that needs it skips, and says so, where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"needs the gold data in {SHARED.name}/ beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The folder of the socket of a PostgreSQL server; a test that needs it skips, and says so, where none is."""
    from postgres import programs, server

    found = programs()
    if found is None:
        pytest.skip("needs PostgreSQL (Debian: postgresql)")
    with server(found) as folder:
        yield folder


@pytest.fixture(scope="session")
def empty_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty library's file, to be copied: making one takes a second."""
    from twicetold.store import open_database

    path = tmp_path_factory.mktemp("empty") / "library.sqlite3"
    open_database(path).close()
    return path


@pytest.fixture(scope="session")
def empty_server(postgres: str) -> str:
    """A server with the database `empty`, which holds an empty library, to be copied."""
    from twicetold.store import open_database

    _on_server(postgres, "CREATE DATABASE empty")
    open_database(f"postgresql://desk@/empty?host={postgres}").close()
    return postgres


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty library is: a file, and a database of a server."""
    if request.param == "sqlite":
        path = tmp_path / "library.sqlite3"
        path.write_bytes(request.getfixturevalue("empty_library").read_bytes())
        yield str(path)
        return
    folder = request.getfixturevalue("empty_server")
    name = f"t{abs(hash(request.node.nodeid)):x}"
    _on_server(folder, f"CREATE DATABASE {name} TEMPLATE empty")
    yield f"postgresql://desk@/{name}?host={folder}"
    _on_server(folder, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(folder: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"host={folder} user=desk dbname=postgres", autocommit=True) as connection:
        connection.execute(statement.encode())
