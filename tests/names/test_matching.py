"""Lists of names against lists of names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.names import match
from twicetold.names.parts import parts

LEFT = ["Orvanna Delisk", "Samir al-Harazi", "K. Toramgar", "", "Bruno Tamarik", "—"]
RIGHT = ["ब्रूनो तमारिक", "", "के. तोरमगर", "समीर अल-हराज़ी", "ओरवन्ना डेलिस्क"]


def test_each_left_name_finds_its_right_one() -> None:
    assert [best for best, _ in match(LEFT, RIGHT)] == [4, 3, 2, None, 0, None]


def test_scores_say_whether_a_partner_is_there() -> None:
    present = match(["Orvanna Delisk"], ["Орванна Делиск", "Бруно Тамарик"])[0][1]
    absent = match(["Orvanna Delisk"], ["Пётр Гурский", "Бруно Тамарик"])[0][1]
    assert present > 0.8
    assert absent < 0.3


def test_two_left_names_may_share_a_right_one() -> None:
    found = match(["Orvanna Delisk", "Orvana Delisk"], ["Орванна Делиск", "Бруно Тамарик"])
    assert [best for best, _ in found] == [0, 0]


def test_initials_part_namesakes() -> None:
    found = match(["S. Varnel", "Varnel, K."], ["के. वर्नेल", "एस. वर्नेल"])
    assert [best for best, _ in found] == [1, 0]


def test_a_sign_that_is_said_as_a_number_is_no_initial() -> None:
    assert len(match(["0", "𘠀"], ["𘠀"])) == 2


def test_empty_lists() -> None:
    assert match([], ["a"]) == []
    assert match(["Delisk", ""], []) == [(None, 0.0), (None, 0.0)]
    assert match(["Delisk"], ["", " "]) == [(None, 0.0)]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(max_size=10), max_size=6), st.lists(st.text(max_size=10), max_size=6))
def test_any_lists_have_answers(left: list[str], right: list[str]) -> None:
    found = match(left, right)
    assert len(found) == len(left)
    assert all(best is None or (0 <= best < len(right) and 0 <= score <= 1) for best, score in found)
    assert found == match(left, right)


def test_short_tokens_have_two_readings() -> None:
    taken = parts("प्रणव के. दे")
    assert [r.words for r in taken.readings] == [("प्रणव",), ("प्रणव", "के", "दे")]
    assert taken.shape == "W I. I"
    assert parts("A. B. Rao").readings[0].initials == "ab"


@pytest.mark.shared
@pytest.mark.parametrize(("file", "floor"), [("arabic", 0.93), ("russian", 0.93)])
def test_public_names_are_found(shared: Path, file: str, floor: float) -> None:
    """400 of names-wikidata; the whole is measured in bench/names.py."""
    rows = [
        row.split("\t")
        for row in (shared / f"data/names-wikidata/{file}.tsv").read_text("utf-8").splitlines()
    ]
    rows = rows[:: len(rows) // 400][:400]
    left, right = [r[0] for r in rows], [r[1].replace(" ", "") for r in rows]
    found = match(left, right)
    hits = sum(best is not None and right[best] == gold for (best, _), gold in zip(found, right, strict=True))
    assert hits / len(rows) >= floor


@pytest.mark.timeout(120)
def test_a_long_list_is_quick() -> None:
    names = [
        f"{a}{b} {c}{d}"
        for a in "BDGK"
        for b in "aeiou"
        for c in ("Tarm", "Vess", "Olv", "Rud")
        for d in ("in", "ov", "eki", "an")
    ]
    found = match(names * 4, names)
    assert [best for best, _ in found] == list(range(len(names))) * 4


@pytest.mark.timeout(120)
def test_ten_thousand_lines_with_blanks_and_noise() -> None:
    names = [f"{a}{b}{c}" for a in ("Tarm", "Vess", "Olv", "Rud") for b in "aeiou" for c in ("din", "lov")]
    left = [each for n in range(2_500) for each in (names[n % len(names)], "", "   ", "—…!")]
    found = match(left, ["", *names, "\t"])
    assert len(found) == 10_000
    for name, (best, score) in zip(left, found, strict=True):
        assert (best is None) == (not any(c.isalnum() for c in name))
        assert (score == 0) if best is None else (best - 1 == names.index(name))
