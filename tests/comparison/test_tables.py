"""Every entry of the tables of negation, wording, degree and offices is found and points at its own words only."""

from __future__ import annotations

import re

import pytest

from twicetold.comparison.cues import find, kinds
from twicetold.languages.lookup import FALLBACK, codes, table

NEGATION = [
    (code, key) for code in sorted(set(codes("negation")) - {FALLBACK}) for key in ("hard", "soft", "never")
]
WORDING = [
    (code, key)
    for code in sorted(set(codes("wording")) - {FALLBACK})
    for key in sorted(table(FALLBACK, "wording").data["kinds"])
]
DEGREE = [
    (code, key)
    for code in sorted(set(codes("degree")) - {FALLBACK})
    for key in sorted(set(table(code, "degree").data) - {"attached"})
]
OFFICES = [
    (code, key)
    for code in sorted(set(codes("offices")) - {FALLBACK})
    for key in sorted(set(table(code, "offices").data) - {"attached"})
]


def entries(code, kind, key):
    return [e.strip() for e in re.split(r"[,\n]", table(code, kind).data.get(key, "")) if e.strip()]


@pytest.mark.parametrize(
    ("kind", "code", "key"),
    [("negation", *x) for x in NEGATION]
    + [("wording", *x) for x in WORDING]
    + [("degree", *x) for x in DEGREE]
    + [("offices", *x) for x in OFFICES],
)
def test_every_entry_is_found_and_points_at_its_words(kind, code, key):
    for entry in entries(code, kind, key):
        word = entry.lstrip("~+").replace("*", "")
        frame = f"Velmar 7 {word} 8 Nerbia."
        spans = find(frame, code, kind, key)
        covered = "".join(frame[s.start : s.end] for s in spans)
        assert covered, (entry, frame)
        assert set(covered.split()) <= set(word.split()) | {word}, (entry, covered)


@pytest.mark.parametrize("code", sorted(set(codes("wording")) - {FALLBACK}))
def test_kinds_of_wording_are_those_of_the_scale(code):
    assert set(table(code, "wording").data) <= set(table(FALLBACK, "wording").data["kinds"])


@pytest.mark.parametrize(("kind", "code", "key"), [("offices", *x) for x in OFFICES])
def test_what_is_looked_for_under_many_keys_is_found_under_one_of_them(kind, code, key):
    names = sorted(table(FALLBACK, kind).data["kinds"])
    for entry in entries(code, kind, key):
        word = entry.lstrip("~+").replace("*", "")
        frame = f"Velmar 7 {word} 8 Nerbia."
        found = kinds(frame, code, kind, names)
        assert [frame[span.start : span.end] for _, span in found] == [word], (entry, found)


@pytest.mark.parametrize("code", sorted(set(codes("offices")) - {FALLBACK}))
def test_kinds_of_offices_are_those_of_all(code):
    assert set(table(code, "offices").data) <= set(table(FALLBACK, "offices").data["kinds"]) | {"attached"}


@pytest.mark.parametrize("code", sorted(set(codes("degree")) - {FALLBACK}))
def test_keys_of_degree_are_kinds_or_their_answers(code):
    told = table(FALLBACK, "degree").data["kinds"]
    known = set(told) | {answer for kind in told.values() for answer in kind["answers"]}
    assert set(table(code, "degree").data) <= known | {"never", "attached"}


def test_a_particle_written_with_the_next_word_is_no_part_of_an_entry():
    assert find("وكل الجسور", "ar", "degree", "all")
    assert not find("شكل الجسر", "ar", "degree", "all")
