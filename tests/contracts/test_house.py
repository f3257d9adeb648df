"""What holds the house together: import arrows, exports, documented commands, one version."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import twicetold
from twicetold.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "twicetold"
STAGES = {"reading", "statements", "speakers", "mentions", "alignment", "comparison", "events", "provenance"}
KNOWLEDGE = {"arrays", "model", "errors", "settings", "languages", "encoding", "names", "quantities", "times"}
BESIDES = {"reading": {"fetching"}}  # the network, which only reading uses
LOW = {"model", "errors", "settings"}


def imported(path: Path) -> set[str]:
    """Return the parts of twicetold that a file imports, wherever in the file it does."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "twicetold":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("twicetold.")}
    return found


def files(part: str) -> list[Path]:
    return sorted((SRC / part).rglob("*.py")) or [SRC / f"{part}.py"]


@pytest.mark.parametrize("stage", sorted(stage for stage in STAGES if any((SRC / stage).glob("*.py"))))
def test_stages_know_nothing_of_each_other(stage):
    for path in files(stage):
        assert imported(path) <= KNOWLEDGE | {stage} | BESIDES.get(stage, set()), path


@pytest.mark.parametrize(
    ("part", "allowed"),
    [
        ("model", {"views", "render"}),  # inside methods only: a comparison knows how to show itself
        ("errors", {"model"}),
        ("settings", {"errors"}),
        ("languages", LOW | {"languages"}),
        ("names", LOW | {"languages", "names"}),
        ("quantities", LOW | {"languages", "quantities"}),
        ("times", LOW | {"languages", "quantities", "times"}),
        ("encoding", LOW | {"languages", "encoding"}),
        ("labels", {"model"}),
        ("ladder", {"views"}),
        ("store", LOW | {"arrays", "search", "store"}),
        ("views", LOW | {"views"}),
        ("render", LOW | {"views", "render"}),
    ],
)
def test_imports_point_one_way(part, allowed):
    for path in files(part):
        assert imported(path) <= allowed, path


def test_nothing_but_the_command_line_imports_it():
    for path in SRC.rglob("*.py"):
        if "cli" not in path.parts and path.name != "__main__.py":
            assert "cli" not in imported(path), path


def test_exports_are_sorted_and_there():
    assert twicetold.__all__ == sorted(twicetold.__all__)
    for name in twicetold.__all__:
        assert getattr(twicetold, name).__module__.startswith("twicetold")
    assert set(twicetold.__all__) <= set(dir(twicetold))
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = twicetold.no_such_name


def test_every_package_says_what_is_exported():
    for path in SRC.rglob("__init__.py"):
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree), path
        for node in tree.body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
                names = ast.literal_eval(node.value)
                assert names == sorted(names), path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    assert re.search(rf"twicetold {command}\b", (ROOT / "README.md").read_text("utf-8"))


def test_generated_pages_are_up_to_date():
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "build.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_setting_is_documented():
    from dataclasses import fields

    readme = (ROOT / "README.md").read_text("utf-8")
    for setting in fields(twicetold.Settings):
        assert f"`{setting.name}`" in readme, setting.name


def test_the_changelog_begins_with_this_version():
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == twicetold.__version__


def test_words_are_explained():
    words = (ROOT / "docs" / "words.md").read_text("utf-8")
    for word in (
        "report",
        "statement",
        "speaker",
        "event",
        "alignment",
        "finding",
        "provenance",
        "comparison",
        "skip",
    ):
        assert f"**{word}**" in words
