"""A PostgreSQL of the test's own: in a folder of its own, on a socket of its own, gone at the end."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

OTHER = "nobody"  # the server refuses to run as root


def programs() -> Path | None:
    """The folder of the server's programs, the newest version's; `None` where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    name = shutil.which("initdb")
    return Path(name).resolve().parent if name else None


@contextlib.contextmanager
def server(bin_folder: Path) -> Iterator[str]:
    """Start a server and give the folder of its socket."""
    folder = Path(tempfile.mkdtemp(prefix="tt-pg-", dir="/tmp"))  # short: a socket's path has 107 bytes
    become: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, OTHER)
        become = ["setpriv", f"--reuid={OTHER}", "--regid=nogroup", "--clear-groups"]
    data = folder / "data"

    def run(name: str, *arguments: str) -> None:
        subprocess.run(
            [*become, bin_folder / name, *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
        )

    try:
        # where the machine's own locale sorts letters, so that nothing leans on the order of bytes
        run("initdb", "-D", str(data), "-A", "trust", "-U", "desk", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = f"-c listen_addresses='' -k {folder} -c fsync=off -c max_connections=20"
        run("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield str(folder)
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
