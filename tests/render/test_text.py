from __future__ import annotations

import re
from dataclasses import replace

import pytest
import tellings
from wcwidth import width as measure

import golden
from twicetold.render.text import render

MADE = {
    "bare": lambda: tellings.bare(reports=2),
    "full two": lambda: tellings.full(reports=2),
    "full four": lambda: tellings.full(reports=4),
    "dam": lambda: golden.comparison("dam-opening"),
    "ferry": lambda: golden.comparison("ferry-fire", ["ar", "zh"]),
}


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("width", [20, 40, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(name, width):
    for line in render(MADE[name](), width=width).splitlines():
        assert measure(line) <= width, line


@pytest.mark.parametrize("name", MADE)
def test_isolates_are_closed_on_their_line_and_nothing_else_controls_the_terminal(name):
    for line in render(MADE[name]()).splitlines():
        opened = 0
        for character in line:
            opened += (character in "\u2066\u2067\u2068") - (character == "\u2069")
            assert opened in (0, 1)
        assert opened == 0
        assert "\x1b" not in line


def test_every_statement_is_told_in_full():
    comparison = tellings.full(reports=4)
    shown = re.sub(r"[\s\u2066-\u2069]", "", render(comparison, width=80))
    for statements in comparison.statements.values():
        for statement in statements:
            assert "".join(statement.text.split()) in shown


def test_colour_only_where_asked_for():
    assert "\x1b[" in render(tellings.full(), color=True)
    assert "\x1b[" not in render(tellings.full())


def test_two_reports_stand_side_by_side_and_four_below_each_other_in_80_columns():
    assert " │ " in render(tellings.bare(reports=2), width=80)
    assert " │ " not in render(tellings.bare(reports=4), width=80)
    assert " │ " in render(tellings.bare(reports=4), width=160)
    assert " │ " not in render(tellings.bare(reports=2), width=40)


def test_a_row_with_an_omission_says_who_leaves_it_out():
    assert "C leaves it out" in render(tellings.bare(reports=4), width=80)


def test_differences_come_with_both_quotes_and_the_reason():
    shown = " ".join(render(tellings.full(), width=200).split())
    assert "number, contradiction: B “43 people” · C “۱۴ نفر”" in shown
    assert "B counts 43 hurt, C counts 14" in shown
    assert "1 point that agrees: number" in shown


def test_a_report_cannot_speak_to_the_terminal():
    made, statements = tellings.report(
        "A", "en", [("title", "t\x1b[2J\x07\u202egnp.exe"), ("body", "b\x9b1m")]
    )
    other, others = tellings.report("B", "en", [("body", "plain")])
    comparison = tellings.bare()
    rows = [replace(row, cells={"A": (0, 1), "B": (0,)}, links=()) for row in comparison.rows[:1]]
    shown = render(
        replace(
            comparison, reports=(made, other), statements={"A": statements, "B": others}, rows=tuple(rows)
        )
    )
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    assert "⟨RLO⟩" in shown


def test_the_view_of_two_small_reports_is_as_it_was_looked_at():
    made = [tellings.report("A", "en", [("title", "Rain in Odle"), ("body", "It rained.")])]
    made.append(tellings.report("B", "fa", [("body", "باران بارید."), ("body", "باد هم وزید.")]))
    plain = tellings.bare()
    rows = (
        replace(plain.rows[1], cells={"A": (0,)}, links=()),
        replace(plain.rows[0], cells={"A": (1,), "B": (0,)}, links=()),
        replace(plain.rows[1], cells={"B": (1,)}, links=()),
    )
    comparison = replace(
        plain,
        reports=tuple(report for report, _ in made),
        statements={report.id: statements for report, statements in made},
        rows=rows,
    )
    assert (
        render(comparison, width=72).replace("\u2067", "<").replace("\u2066", "{").replace("\u2069", ">")
        == SEEN
    )


SEEN = """\
Two tellings of one event

A  The Maravel Courier · English · 2031-03-13 · 2 statements · en.txt
   Rain in Odle

B  {ماراول امروز · Persian · 2031-03-13 · 2 statements · fa.txt>

Of 3 things told, both tell one.
A: 1 of 2 statements told elsewhere too, 1 only here.
B: 1 of 2 statements told elsewhere too, 1 only here.

Row by row
──────────
A  The Maravel Courier             │ {B  ماراول امروز>
── 1 only A tells this · likely (83%) ──────────────────────────────────
[title] Rain in Odle               │ —
── 2 A and B tell the same · likely (83%) ──────────────────────────────
It rained.                         │                       <باران بارید.>
── 3 only B tells this · likely (83%) ──────────────────────────────────
—                                  │                       <باد هم وزید.>

Only A tells
────────────
   1  [title] Rain in Odle

Only B tells
────────────
   3  <باد هم وزید.>

twicetold 0.0.0 · none 000000000000 · settings 1111111111111111
"""
