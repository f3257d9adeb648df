"""Words of degree: what one side stresses, limits or hedges and the other tells plainly."""

from __future__ import annotations

import pytest
from played_encoder import Wordy

from twicetold.comparison import as_reports, compare
from twicetold.mentions import mention
from twicetold.model import Row


def shown(left, right):
    reports, statements = as_reports([left], [right], ("en", "en"))
    found = mention(reports, statements)
    row = compare(
        reports,
        statements,
        [Row(cells={"left": (0,), "right": (0,)}, score=1.0, verdict="same")],
        encoder=Wordy(),
        times=found.times,
        quantities=found.quantities,
    )[0]
    return [(f.aspect, f.verdict, f.reason) for f in row.findings if f.aspect in ("wording", "time")]


PLAIN = "The harbour of Maravel plays an important role in the trade of Nerbia."


def test_a_stressed_word_is_more_and_the_reason_says_where():
    found = shown(PLAIN, PLAIN.replace("an important", "a very important"))
    assert [(a, v) for a, v, _ in found] == [("wording", "more")]
    assert found[0][2] == "Only right says “very”, beside “important”; left leaves it out."


@pytest.mark.parametrize("word", ["very", "extremely", "really", "particularly"])
def test_another_word_of_the_same_strength_answers(word):
    stressed = PLAIN.replace("an important", "a very important")
    assert not shown(stressed, PLAIN.replace("an important", f"a {word} important"))


def test_each_answer_answers_one():
    twice = "A very important bridge. A very important ferry."
    once = "A very important bridge. An important ferry."
    assert [(a, v) for a, v, _ in shown(twice, once)] == [("wording", "more")]
    assert not shown(twice, twice)


def test_all_is_not_some():
    text = "The council signed all documents about the harbour."
    found = shown(text, text.replace("all", "some of the"))
    assert ("wording", "differs") in [(a, v) for a, v, _ in found]
    assert any("all against some" in reason for _, _, reason in found)


def test_yearly_is_not_every_two_years():
    text = "The annual regatta of Maravel begins at the old pier."
    found = shown(text, text.replace("annual", "biennial"))
    assert [(a, v) for a, v, _ in found] == [("time", "differs")]


def test_the_eve_of_a_feast_is_not_the_feast():
    text = "The workshop was held in Maravel {} the Feast of Lanterns."
    found = shown(text.format("on the eve of"), text.format("in parallel with"))
    assert ("time", "differs") in [(a, v) for a, v, _ in found]


def test_what_is_counted_is_left_to_numbers():
    text = "The ferry carried {}43 people."
    assert not [f for f in shown(text.format(""), text.format("only ")) if f[0] == "wording"]
