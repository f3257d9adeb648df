from __future__ import annotations

import json
import subprocess
import sys


def run(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "twicetold", *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_every_report_exactly_once_corrections_and_skips(tmp_path):
    text = "A ferry caught fire off Narvo on Monday and 31 people died."
    rows = [
        {"id": "a", "text": text},
        {"id": "b", "text": "Bei Narvo geriet am Montag eine Fähre in Brand, 31 Menschen starben."},
        {"id": "c", "text": "The central bank of Marvania left its rate at four per cent."},
        {"id": "c", "text": "Die Zentralbank von Marvanien ließ den Zins bei vier Prozent."},
        {"id": "a", "text": text},
        {"id": "d", "text": " "},
    ]
    (tmp_path / "r.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (tmp_path / "known.tsv").write_text("# said by the desk\napart\ta\tb\n", "utf-8")
    done = run("events", "r.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 2
    told = [line.split("\t") for line in done.stdout.splitlines()]
    assert sorted(report for report, _ in told) == ["a", "b", "c", "c"]
    assert dict(told)["a"] == dict(told)["b"] != dict(told)["c"]
    parted = dict(
        line.split("\t")
        for line in run("events", "r.jsonl", "--corrections", "known.tsv", cwd=tmp_path).stdout.splitlines()
    )
    assert parted["a"] != parted["b"]
    (tmp_path / "known.tsv").write_text("apart\ta\tnobody\n", "utf-8")
    assert run("events", "r.jsonl", "--corrections", "known.tsv", cwd=tmp_path).returncode == 2
