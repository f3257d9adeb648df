"""The page of figures: tables, targets, and marks that keep what is written by hand."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from bench.page import Section

from bench import __main__ as bench
from bench import page

ROOT = Path(__file__).parents[2]
FIGURES = (
    ("links F1", 0.8349, "P .9 | R .8"),
    ("links F1 · peer", 0.5, "not shown"),
    ("seconds", 12.34, ""),
    ("seconds · peer", math.nan, "peer could not run: no Python"),
)
SECTION = Section(topic="alignment", figures=FIGURES, targets={"links F1": (">=", 0.835)}, seconds=61)


def test_peers_stand_beside_ours_and_say_why_they_are_absent():
    lines = page.table(SECTION).splitlines()
    assert lines[0] == "| figure | twicetold | target | met | peer | note |"
    assert lines[2] == "| links F1 | 0.835 | >= 0.835 | yes | 0.500 | P .9 \\| R .8 |"
    assert lines[3] == "| seconds | 12.3 |  |  | none |  |"
    assert "seconds · peer: peer could not run: no Python." in lines
    assert "not shown" not in page.table(SECTION)


def test_targets_are_read_to_three_places():
    assert page.met(0.9499, (">=", 0.95))
    assert not page.met(0.9494, (">=", 0.95))
    assert page.met(0.0494, ("<", 0.05))
    assert not page.met(0.0499, ("<", 0.05))
    assert page.met(1.15, ("<=", 1.15))
    assert not any(page.met(math.nan, (sign, 0.5)) for sign in (">=", "<=", "<", ">"))


def test_a_missed_target_is_said_in_both_forms():
    missed = Section(topic="x", figures=(("links F1", 0.5, ""),), targets={"links F1": (">=", 0.8)})
    assert "**no**" in page.table(missed)
    assert "MISSED" in page.plain(missed)
    assert "MISSED" not in page.plain(SECTION)


@pytest.mark.parametrize(
    ("figure", "text"),
    [(0.8364, "0.836"), (12.34, "12.3"), (1234.5, "1,234"), (math.nan, "none"), (0, "0.000")],
)
def test_figures_are_shown_short(figure, text):
    assert page.shown(figure) == text


def test_renewing_keeps_what_is_written_by_hand(tmp_path):
    path = tmp_path / "benchmarks.md"
    page.renew(SECTION, path)
    first = path.read_text("utf-8")
    assert first.startswith("# Benchmarks\n\n## Alignment\n")
    path.write_text(first + "\nBy hand.\n", "utf-8")
    page.renew(Section(topic="names", figures=(("x", 1.0, ""),)), path)
    page.renew(Section(topic="alignment", figures=(("links F1", 0.9, ""),)), path)
    text = path.read_text("utf-8")
    assert "By hand." in text
    assert "| links F1 | 0.900 |" in text
    assert "0.835" not in text
    assert text.index("By hand.") < text.index("## Names")


def test_what_made_a_section_names_no_machine():
    made = page.made(SECTION)
    assert re.search(r"Measured \d{4}-\d\d-\d\d by `python -m bench alignment --write` in 61 s", made)
    assert "twicetold" in made
    assert "cores" in made
    assert "/" not in made


def test_the_page_has_one_place_for_every_known_topic():
    text = page.PAGE.read_text("utf-8")
    for topic in bench.TOPICS:
        begin, end = page.marks(topic)
        assert text.count(begin) == text.count(end) == 1, f"run python -m bench {topic} --write"
        assert text.index(begin) < text.index(end)


def test_every_topic_can_be_run():
    import importlib
    import inspect

    assert {"encoder", "splitting", "alignment"} <= set(bench.there())
    for topic in bench.there():
        run = importlib.import_module(f"bench.{topic}").run
        assert set(inspect.signature(run).parameters) <= {"quick"}


@pytest.mark.parametrize("wrong", [["no-such-topic"], ["--quick", "--write"]])
def test_a_wrong_call_is_told_so(wrong, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["bench", *wrong])
    with pytest.raises(SystemExit) as stopped:
        bench.main()
    assert stopped.value.code == 2
    assert "topic" in capsys.readouterr().err or "--quick" in wrong
