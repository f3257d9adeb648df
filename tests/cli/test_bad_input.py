"""Every kind of bad input through the real program: a clear line, the right exit code, nothing half done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from array import array
from pathlib import Path

import pytest

GOOD = {
    "a.txt": "A fire broke out in the harbour of Maravel on Monday evening. Nobody was hurt. \n",
    "b.txt": "Am Montagabend brach im Hafen von Maravel ein Feuer aus. Verletzt wurde niemand.\n",
}


def run(*arguments, cwd, stdin=b"", **environ):
    return subprocess.run(
        [sys.executable, "-m", "twicetold", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=250,
        env=os.environ | environ,
    )


@pytest.fixture
def folder(tmp_path):
    for name, text in GOOD.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def lines(data: bytes) -> list[str]:
    return data.decode("utf-8").splitlines()


BAD = {
    "gone.txt": (None, "no such file"),
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "binary"),
    "noise.txt": (bytes(range(256)) * 40, "binary"),
    "nul.txt": (b"\x00" * 500, None),
    "huge.txt": (b"Fire. " * 4_000_000, "too "),
}


def test_bad_files_beside_two_good_ones_are_left_out_and_said(folder):
    for name, (data, _) in BAD.items():
        if data is not None:
            (folder / name).write_bytes(data)
    done = run("compare", "a.txt", *BAD, "b.txt", "--format", "json", cwd=folder)
    assert done.returncode == 1, done.stderr.decode()
    assert len(lines(done.stderr)) == len(BAD)
    for line, (name, (_, reason)) in zip(lines(done.stderr), BAD.items(), strict=True):
        assert line.startswith(f"twicetold: left out {name}: {reason or ''}")
    plain = json.loads(done.stdout)
    assert [report["source"] for report in plain["reports"]] == ["a.txt", "b.txt"]
    assert [skip["source"] for skip in plain["skips"]] == list(BAD)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_beside_one_good_one_leaves_nothing_to_compare(folder, name):
    data, _ = BAD[name]
    if data is not None:
        (folder / name).write_bytes(data)
    done = run("compare", "a.txt", name, "-o", "out.html", cwd=folder)
    assert done.returncode == 2
    assert done.stdout == b""
    assert lines(done.stderr)[-1] == "twicetold: only a.txt is left to compare; give two reports or more"
    assert (
        sorted(path.name for path in folder.iterdir() if "out" in path.name or path.name.startswith("."))
        == []
    )


def test_an_unreadable_file_is_left_out(folder):
    if os.geteuid() == 0:
        pytest.skip("the superuser may read everything")
    (folder / "a.txt").chmod(0)
    done = run("compare", "a.txt", "b.txt", cwd=folder)
    assert done.returncode == 2
    assert "a.txt" in lines(done.stderr)[0]


def test_the_same_file_twice_is_kept_once(folder):
    done = run("compare", "a.txt", "a.txt", cwd=folder)
    assert done.returncode == 2
    assert lines(done.stderr) == [
        "twicetold: left out a.txt: same text as A (given twice, kept once)",
        "twicetold: only a.txt is left to compare; give two reports or more",
    ]


ODD = {
    "one sentence": ("A fire.", "Ein Feuer."),
    "identical": (GOOD["a.txt"], GOOD["a.txt"]),
    "one language": (GOOD["a.txt"], "There was a fire in Maravel. It is out."),
    "unknown language": ("Qaplo vutri zonka. Melta supri.", "ᚠᚢᚦᚨᚱᚲ ᚷᚹᚺᚾᛁᛃ. ᛇᛈᛉᛊᛏ."),
    "numbers only": ("12 34. 56", "1\n2\n3"),
    "NUL and lone surrogates": ("A fire\x00 broke out.", b"Fire \xed\xa0\x80 in the harbour of Maravel."),
    "one unbroken word": ("x" * 20_000, "Feuer " * 300),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_reports_are_compared_all_the_same(folder, name):
    for file, text in zip(("odd1.txt", "odd2.txt"), ODD[name], strict=True):
        (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    done = run("compare", "odd1.txt", "odd2.txt", "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_wrong_calls_are_refused_with_a_hint(folder):
    for arguments, hint in (
        (["compare"], "Missing argument"),
        (["compare", "a.txt", "b.txt", "--format", "pdf"], "'pdf' is not one of"),
        (["compare", "a.txt", "b.txt", "--order", "up"], "'up' is not one of"),
        (["compare", "a.txt", "b.txt", "--language", "hi"], "write it as A=hi"),
        (["compare", "a.txt", "b.txt", "--language", "Q=hi"], "no source is called 'Q'"),
        (["compare", "a.txt", "b.txt", "--threads", "-1"], "use 0"),
        (["compare", "a.txt", "b.txt", "--encoder", "none"], "no encoder answers to 'none'"),
        (["compare", "-", "-"], "once only"),
        (["contrast", "a.txt"], "No such command"),
        (["align", "a.txt"], "Missing argument"),
        (["align", "a.txt", "gone.txt", "--sentences"], "no such file"),
        (["read", "gone.txt"], "no such file"),
    ):
        done = run(*arguments, cwd=folder)
        assert done.returncode == 2, arguments
        assert hint in done.stderr.decode(), arguments
        assert done.stdout == b""
        assert b"Traceback" not in done.stderr


def test_a_result_that_cannot_be_written_leaves_nothing_behind(folder):
    (folder / "taken.html").mkdir()
    for output in ("taken.html", "no/such/folder.html"):
        done = run("compare", "a.txt", "b.txt", "-o", output, cwd=folder)
        assert done.returncode == 2
        assert f"{output}: cannot be written" in lines(done.stderr)[-1]
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt", "taken.html"]


def test_a_result_takes_the_place_of_the_old_one_whole(folder):
    (folder / "out.json").write_text("old")
    assert run("compare", "a.txt", "b.txt", "-o", "out.json", cwd=folder).returncode == 0
    assert (folder / "out.json").read_text("utf-8").startswith('{\n "schema": 1')
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt", "out.json"]


def test_standard_input_is_a_source(folder):
    done = run("compare", "a.txt", "-", cwd=folder, stdin=GOOD["b.txt"].encode())
    assert done.returncode == 0
    assert "standard input" in done.stdout.decode()


@pytest.mark.skipif(os.name != "posix", reason="pipes are closed otherwise there")
def test_a_reader_that_stops_reading_ends_it_without_a_word(folder):
    code = "import subprocess as s, sys; p = s.Popen(sys.argv[1:], stdout=s.PIPE, stderr=s.PIPE)"
    code += "; p.stdout.close(); sys.stderr.buffer.write(p.stderr.read()); sys.exit(p.wait())"
    program = [sys.executable, "-m", "twicetold", "compare", "a.txt", "b.txt", "--format", "html"]
    done = subprocess.run(
        [sys.executable, "-c", code, *program], cwd=folder, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def _wait_until_read(pipe):
    import fcntl
    import termios

    for _ in range(600):
        left = array("i", [0])
        fcntl.ioctl(pipe, termios.FIONREAD, left)
        if not left[0]:
            return
        time.sleep(0.05)
    raise AssertionError("nothing was read from standard input for half a minute")


@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise there")
def test_an_interrupt_stops_it_cleanly(folder):
    read_end, write_end = os.pipe()
    program = [sys.executable, "-m", "twicetold", "compare", "-", "b.txt", "-o", "out.html"]
    process = subprocess.Popen(
        program,
        cwd=folder,
        stdin=read_end,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # a shell that runs the tests in the background has them ignore it, and so would the program
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    os.close(read_end)
    os.write(write_end, b"The ferry left an hour late.")
    _wait_until_read(write_end)  # now it waits for the end of its standard input, which never comes
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)
    os.close(write_end)
    assert process.returncode == 130
    assert (stdout, stderr.strip()) == (b"", b"twicetold: stopped")  # a line end after the terminal's ^C
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt"]


def test_no_progress_and_no_colour_without_a_terminal(folder):
    done = run("compare", "a.txt", "b.txt", cwd=folder)
    assert done.returncode == 0
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout


def test_a_folder_of_no_reports_is_said(folder, tmp_path):
    Path(folder / "empty").mkdir()
    done = run("compare", "a.txt", "empty", "b.txt", cwd=folder)
    assert done.returncode == 1
    assert "left out empty" in lines(done.stderr)[0]
