"""Titles, ranks and offices beside names: one person under two, two people under one."""

from __future__ import annotations

import pytest
from played_encoder import Wordy

from twicetold.comparison import as_reports, compare
from twicetold.model import Row


def shown(left, right, encoder, languages=("en", "en")):
    reports, statements = as_reports([left], [right], languages)
    row = Row(cells={"left": (0,), "right": (0,)}, score=1.0, verdict="same")
    found = compare(reports, statements, [row], encoder=encoder)[0].findings
    return [(f.verdict, f.reason) for f in found if f.aspect == "name"]


OPENED = "{} Ramiro Estelar opened the new pier of Maravel."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr", "Mr"),
        ("Director General", "Director"),
        ("General Secretary", "Chief"),
        ("Minister", "Deputy Minister"),
        ("Lieutenant Colonel", "Colonel"),
    ],
)
def test_one_name_under_two_titles_differs(one, other):
    found = shown(OPENED.format(one), OPENED.format(other), Wordy())
    assert [verdict for verdict, _ in found] == ["differs"]
    assert f"“{one} Ramiro Estelar”" in found[0][1]
    assert f"“{other} Ramiro Estelar”" in found[0][1]


@pytest.mark.parametrize("title", ["Dr", "Prof.", "Mayor", "Lieutenant Colonel"])
def test_the_same_title_and_titles_of_other_kinds_agree(title):
    assert not shown(OPENED.format(title), OPENED.format(title), Wordy())
    assert not shown(OPENED.format("Governor"), OPENED.format("Dr"), Wordy())


def test_a_title_across_scripts():
    english = "Mr Ramiro Estelar opened the new pier of Maravel."
    hindi = "डॉ रामिरो एस्तेलार ने मरावेल के नए घाट का उद्घाटन किया।"
    assert [verdict for verdict, _ in shown(english, hindi, Wordy(), ("en", "hi"))] == ["differs"]


def test_two_people_of_one_rank_contradict():
    one = "The troops came at the invitation of Major General Ramiro Estelar."
    other = one.replace("Ramiro Estelar", "Benedikt Osorin")
    found = shown(one, other, Wordy())
    assert [verdict for verdict, _ in found] == ["contradicts"]
    assert "one major general, two names" in found[0][1]
    assert not shown(one, one.replace("Ramiro Estelar", "R. Estelar"), Wordy())


def test_who_is_named_elsewhere_on_the_other_side_is_no_other_person():
    one = "Major General Ramiro Estelar came with Colonel Benedikt Osorin."
    other = "Major General Benedikt Osorin came with Colonel Ramiro Estelar."
    assert all("two names" not in reason for _, reason in shown(one, other, Wordy()))
