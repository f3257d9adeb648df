"""`twicetold read`: lines as they are read, skips on standard error, exit codes."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
import threading

import newsroom
import pytest
from newsroom import TEXT

from twicetold.cli.reading_bar import known_bytes
from twicetold.reading import ReadOptions, read


def twicetold(*arguments, **given):
    command = [sys.executable, "-m", "twicetold", "read", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, **given)


@pytest.fixture
def put(tmp_path):
    def write(name, data):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


def test_all_read(put):
    done = twicetold(put("a.html", newsroom.page()), put("b.jsonl", json.dumps(newsroom.RECORD)))
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == [TEXT, TEXT]
    assert done.stderr == b""


def test_some_left_out(put):
    done = twicetold(put("a.txt", TEXT), "no-such-file")
    assert done.returncode == 1
    assert json.loads(done.stdout)["text"] == TEXT
    assert b"left out no-such-file: no such file" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-file",),
        ("--map", "title", "x"),
        ("--map", "headline=title", "x"),
        ("--from", "pdf", "x"),
        ("-", "-"),
    ],
)
def test_nothing_done(arguments):
    done = twicetold(*arguments, input=b"")
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr


def test_columns_and_standard_input():
    data = newsroom.table(names=("kopf", "inhalt", "blatt", "tag")).encode()
    done = twicetold("-", "--map", "text=inhalt", "--map", "title=kopf", input=data)
    assert json.loads(done.stdout)["text"] == TEXT


def test_a_file_appears_when_it_is_whole(put, tmp_path):
    out = tmp_path / "out.jsonl"
    done = twicetold(put("a.xml", newsroom.rss()), "-o", out)
    assert (done.returncode, done.stdout) == (0, b"")
    assert len(out.read_text("utf-8").splitlines()) == 3


def test_overrides_of_direction_are_seen(put):
    record = {"title": "Velmora\u202etxt.exe", "text": "Words of a report."}
    done = twicetold(put("a.json", json.dumps(record)))
    assert rb"\u202e" in done.stdout
    assert json.loads(done.stdout)["title"] == record["title"]
    assert "\u202e".encode() not in done.stdout


def test_the_web_is_not_reached_unasked():
    done = twicetold("--offline", "--no-cache", "https://courier.example/a")
    assert done.returncode == 2
    assert b"offline" in done.stderr
    done = twicetold("--no-cache", "http://127.0.0.1:9/a")
    assert b"private address" in done.stderr


def test_lines_come_while_reading_goes_on(put):
    """Ten thousand lines must not wait for the last one: the first is there while the input is still open."""
    line = json.dumps(newsroom.RECORD).encode() + b"\n"
    command = [sys.executable, "-m", "twicetold", "read", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:

        def feed():
            child.stdin.write(line * 400)  # more than is looked at to tell the form
            child.stdin.flush()

        feeding = threading.Thread(target=feed)  # both pipes are small
        feeding.start()
        assert json.loads(child.stdout.readline())["text"] == TEXT
        several = [child.stdout.readline() for _ in range(300)]
        assert all(several)
        feeding.join(30)
        child.stdin.close()
        assert sum(1 for _ in child.stdout) == 99


def test_text_needs_none_of_the_heavy_readers(put):
    code = (
        "import sys; from twicetold.reading import read; found = list(read(sys.argv[1])); "
        "heavy = {'lxml', 'trafilatura', 'feedparser', 'urllib3', 'warcio', 'pyarrow', 'brotli', 'dateparser'}; "
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}), len(found))"
    )
    command = [sys.executable, "-c", code, str(put("a.txt", TEXT))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[] 1"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc to tell the memory used")
def test_a_long_stream_takes_constant_memory(tmp_path):
    line = json.dumps(newsroom.RECORD | {"text": TEXT * 6})
    code = (
        "import sys; from twicetold.reading import read\n"
        "for item in read(sys.argv[1]): pass\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    used = []
    for count in (200, 12_000):  # 1 MB, 65 MB
        path = tmp_path / f"{count}.jsonl"
        path.write_text((line + "\n") * count)
        command = [sys.executable, "-c", code, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        used.append(int(done.stdout))
    assert used[1] < used[0] + 20_000, used


def on_a_terminal(*arguments, given=b""):
    """Run with a terminal for standard error only; return the outcome and what the terminal was sent."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "twicetold", "read", *map(str, arguments)]
    shown = []

    def watch():
        with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
            while piece := os.read(ours, 65_536):
                shown.append(piece)

    watching = threading.Thread(target=watch)
    watching.start()
    done = subprocess.run(
        command, input=given, stdout=subprocess.PIPE, stderr=theirs, timeout=120, check=False,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
    )  # fmt: skip
    os.close(theirs)
    watching.join(10)
    os.close(ours)
    return done, b"".join(shown).decode()


def test_a_bar_where_the_bytes_are_known_and_a_count_where_not(put):
    lines = (json.dumps(newsroom.RECORD) + "\n").encode() * 300
    path, packed = (
        put("a.jsonl", lines),
        put("b.zip", newsroom.zipped({"a.jsonl": lines, "b.txt": bytes(20)})),
    )
    done, shown = on_a_terminal(path, packed)
    assert len(done.stdout.splitlines()) == 600
    assert "100%" in shown
    assert "600 read, 1 left out" in shown or "read, 1 left out" in shown
    assert "b.zip!b.txt: binary" in shown.replace("\n", "").replace("\r", "")
    done, shown = on_a_terminal("-", given=lines)
    assert len(done.stdout.splitlines()) == 300
    assert "257 read" in shown
    assert "%" not in shown


def test_no_bar_in_a_pipe(put):
    done = twicetold(put("a.jsonl", json.dumps(newsroom.RECORD)), env=os.environ | {"FORCE_COLOR": "1"})
    assert done.stderr == b""


def test_bytes_are_counted_whoever_reads_them(put, tmp_path):
    told = []
    put("a.jsonl", json.dumps(newsroom.RECORD) * 3)
    put("b.zip", newsroom.zipped({"a.txt": TEXT.encode()}))
    put("c.html", newsroom.page())
    put(".hidden", "Hidden.")
    assert len(list(read(tmp_path, options=ReadOptions(watch=told.append)))) == 3
    assert sum(told) == known_bytes([str(tmp_path)])
    assert known_bytes([str(tmp_path), "-"]) is None
    assert known_bytes([str(tmp_path), "https://courier.example/"]) is None
    assert known_bytes(["no-such-file"]) == 0
