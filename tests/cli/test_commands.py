from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import newsroom
import pytest
from jsonschema import Draft202012Validator
from wcwidth import width as measure
from web import site

from twicetold.cli.main import COMMANDS
from twicetold.render.json import schema

A = ["The dam was opened on Monday.", "", "It cost three billion crowns.", "Farmers protested at the bridge."]
B = ["Farmer protestierten an der Brücke.", "Der Damm wurde am Montag eröffnet.", "Das Wetter war schön."]
LADDER = re.compile(r"\[(\d+(, \d+)*)?\]:\[(\d+(, \d+)*)?\]:\d\.\d{1,4}")


def run(*arguments, cwd=None, **environ):
    return subprocess.run(
        [sys.executable, "-m", "twicetold", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=250,
        env=os.environ | environ,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    (folder / "a.txt").write_text("\n".join(A) + "\n", "utf-8")
    (folder / "b.txt").write_text("\n".join(B) + "\n", "utf-8")
    return folder


def test_help_names_every_command_and_is_quick():
    done = run("--help")
    assert done.returncode == 0
    assert all(re.search(rf"^  {name} ", done.stdout, re.MULTILINE) for name in COMMANDS)
    code = (
        "import sys; from twicetold.cli.main import run; run(['-h']); sys.stderr.write(str([*sys.modules]))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr
    assert not any(f"'{name}'" in loaded for name in ("numpy", "onnxruntime", "jinja2", "babel", "rich"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_of_its_own(name):
    done = run(name, "--help")
    assert done.returncode == 0
    assert f"twicetold {name}" in done.stdout


def test_version():
    assert re.fullmatch(r"twicetold \d+\.\d+\.\d+\n", run("--version").stdout)


def test_aligning_sentences_prints_the_ladder(folder):
    done = run("align", "a.txt", "b.txt", "--sentences", cwd=folder)
    assert done.returncode == 0, done.stderr
    beads = done.stdout.splitlines()
    assert all(LADDER.fullmatch(bead) for bead in beads)
    assert "[1]:[]:0.0" in beads
    read = [tuple(json.loads(f"[{bead.replace(':', ',')}]")) for bead in beads]
    assert sorted(n for a, _, _ in read for n in a) == [0, 1, 2, 3]
    assert sorted(n for _, b, _ in read for n in b) == [0, 1, 2]
    assert [a[0] for a, _, _ in read if a] == sorted(a[0] for a, _, _ in read if a)
    assert ([0], [1]) in [(a, b) for a, b, _ in read]


def test_the_three_formats_and_the_same_bytes_twice(folder):
    first = run("compare", "a.txt", "b.txt", "--format", "json", cwd=folder)
    assert first.returncode == 0, first.stderr
    plain = json.loads(first.stdout)
    Draft202012Validator(schema()).validate(plain)
    again = run(
        "compare", "a.txt", "b.txt", "--format", "json", "--threads", "1", cwd=folder, PYTHONHASHSEED="7"
    )
    assert again.stdout == first.stdout
    assert run("compare", "a.txt", "b.txt", "--format", "html", cwd=folder).stdout.startswith(
        "<!DOCTYPE html>"
    )
    text = run("compare", "a.txt", "b.txt", cwd=folder, COLUMNS="60").stdout
    assert "Two tellings of one event" in text
    assert all(measure(line) <= 60 for line in text.splitlines())


def test_the_order_of_the_reports_changes_only_their_letters(folder):
    there = json.loads(run("compare", "a.txt", "b.txt", "--format", "json", cwd=folder).stdout)
    back = json.loads(run("compare", "b.txt", "a.txt", "--format", "json", cwd=folder).stdout)

    def told(plain):
        names = {report["id"]: report["source"] for report in plain["reports"]}
        rows = [
            ({names[k]: v for k, v in row["cells"].items()}, row["score"], row["verdict"])
            for row in plain["rows"]
        ]
        return sorted(map(repr, ((sorted(cells.items()), *rest) for cells, *rest in rows)))

    assert told(there) == told(back)


def test_comparing_takes_what_reading_takes(tmp_path):
    """An address, a page in an archive, lines of JSON and a file that is not there, side by side."""
    (tmp_path / "a.zip").write_bytes(newsroom.zipped({"page.html": newsroom.page().encode()}))
    (tmp_path / "c.jsonl").write_text(json.dumps(newsroom.RECORD) + "\n")
    with site({"/page": newsroom.page().encode()}) as web:
        sources = (web.url("/page"), "a.zip", "c.jsonl", "gone.txt")
        done = run("compare", *sources, "--allow-private", "--format", "json", cwd=tmp_path)
        refused = run("compare", web.url("/page"), "a.zip", "c.jsonl", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    plain = json.loads(done.stdout)
    assert [report["source"] for report in plain["reports"]] == [
        web.url("/page"),
        "a.zip!page.html",
        "c.jsonl:1",
    ]
    assert [skip["reason"] for skip in plain["skips"]] == ["no such file"]
    assert {row["verdict"] for row in plain["rows"]} == {"same"}
    assert refused.returncode == 1
    assert [skip["reason"] for skip in json.loads(refused.stdout)["skips"]] == ["private address"]


def test_reading_prints_a_report_a_line(folder):
    done = run("read", "a.txt", "gone.txt", "b.txt", cwd=folder)
    assert done.returncode == 1
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [report["source"] for report in reports] == ["a.txt", "b.txt"]
    assert [report["language"] for report in reports] == ["en", "de"]
    assert len(done.stderr.splitlines()) == 1


def test_the_demo_prints_the_view_and_writes_the_page(tmp_path):
    done = run("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Four tellings of one event" in done.stdout
    page = tmp_path / "demo.html"
    assert page.as_uri() in done.stderr
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert [path.name for path in tmp_path.iterdir()] == ["demo.html"]
